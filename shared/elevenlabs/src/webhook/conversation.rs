//! A conversation: the data of a transcription event, and the answer to asking for one.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use domain::{
    call::{
        CallCost, CallResult, Carrier, Channel, Collected, ConversationId, Criterion, Direction, Feedback,
        Line, MAX_COLLECTED, MAX_COLLECTED_BYTES, MAX_CRITERIA, Money, Numbering, Observation,
        ObservationKind, Party, ProviderError, Report, Reported, Stage, Verdict, VoiceAgentId, dialable,
    },
    language::Language,
    text::{Text, kept},
};
use jiff::Timestamp;
use serde_json::Value;

use super::{
    PayloadError,
    channel::{self, Way},
    kept::Keeper,
    secrets::{SECRET, Secrets},
    transcript,
};
use crate::lenient::{Json, Object};

/// The most dynamic variables that are read, and the most bytes of one.
const MAX_VARIABLES: usize = 200;
const MAX_VARIABLE_BYTES: usize = 2_000;

/// A conversation as the provider tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// The voice agent.
    pub agent_id: Option<VoiceAgentId>,
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The provider's id of the tenant's number.
    pub phone_number_id: Option<Text<128>>,
    /// The variables of the prompt: those we passed, those of the system, and those that tools set.
    pub variables: Variables,
    /// What it tells about the call.
    pub report: Report,
}

/// Dynamic variables by name; what is no text as it is written. Those that start with `secret__` are never
/// read. `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Variables {
    values: BTreeMap<String, String>,
    /// Whether one was left out for its size or shape that is neither the provider's own nor a secret.
    left_out: bool,
}

impl Variables {
    /// The value of a variable, unless it is null.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    fn read(data: &Object<'_>) -> Self {
        let Some(variables) = data
            .object("conversation_initiation_client_data")
            .and_then(|client_data| client_data.object("dynamic_variables"))
        else {
            return Self::default();
        };
        let mut read = Self::default();
        for (name, json) in variables.fields().filter(|(name, _)| !name.starts_with(SECRET)) {
            let value = json.scalar().unwrap_or_else(|| Cow::Borrowed(json.written()));
            if read.values.len() < MAX_VARIABLES && name.len() <= 200 && value.len() <= MAX_VARIABLE_BYTES {
                read.values.insert(name.to_owned(), value.into_owned());
            } else {
                read.left_out |= !name.starts_with("system__");
            }
        }
        read
    }

    /// A variable that is text and not blank.
    fn filled(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name).filter(|text| !text.trim().is_empty()).map(Cow::Borrowed)
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

impl Conversation {
    /// Reads the answer to `GET /v1/convai/conversations/{id}`.
    pub fn parse(body: &[u8]) -> Result<Self, PayloadError> {
        super::with_object(body, |conversation| Self::read(conversation, false))
    }

    /// `is_over` says whether only conversations that are over are told in this way, whatever they say themselves.
    pub(super) fn read(data: &Object<'_>, is_over: bool) -> Result<Self, PayloadError> {
        let variables = Variables::read(data);
        Ok(Self {
            agent_id: super::agent_id(data),
            conversation_id: super::conversation_id(data)?,
            phone_number_id: data
                .object("metadata")
                .and_then(|metadata| metadata.object("phone_call"))
                .and_then(|phone_call| Text::new(&phone_call.text("phone_number_id")?).ok()),
            report: report(data, is_over, &variables),
            variables,
        })
    }

    /// What it tells about the call. `at` is the event's time, or the time of asking.
    pub fn observation(&self, at: Timestamp) -> Observation {
        Observation {
            conversation_id: self.conversation_id.clone(),
            agent_id: self.agent_id.clone(),
            at,
            kind: ObservationKind::Report(Box::new(self.report.clone())),
        }
    }
}

/// The provider's word for how far a conversation is. A word that is not known is not final.
pub(crate) fn stage(status: &str) -> Stage {
    match status.trim().to_ascii_lowercase().replace('_', "-").as_str() {
        "initiated" => Stage::Initiated,
        "in-progress" => Stage::InProgress,
        "processing" => Stage::Processing,
        "done" | "failed" => Stage::Final,
        _ => Stage::Unclear,
    }
}

/// A judgement is a word, or just whether it is a good one.
fn verdict(json: Json<'_>) -> Option<Verdict> {
    let word = json.scalar()?.trim().to_ascii_lowercase();
    Some(match word.as_str() {
        "" => return None,
        "success" | "true" => Verdict::Success,
        "failure" | "false" => Verdict::Failure,
        _ => Verdict::Unknown,
    })
}

pub(super) fn carrier(word: &str) -> Carrier {
    match word.trim().to_ascii_lowercase().as_str() {
        "twilio" => Carrier::Twilio,
        "sip" | "sip_trunk" | "sip_trunking" => Carrier::SipTrunk,
        "exotel" => Carrier::Exotel,
        _ => Carrier::Other,
    }
}

fn call_result(word: &str) -> Option<CallResult> {
    match word.trim().to_ascii_lowercase().replace('-', "_").as_str() {
        "answered" => Some(CallResult::Answered),
        "voicemail" => Some(CallResult::Voicemail),
        "busy" => Some(CallResult::Busy),
        "no_answer" => Some(CallResult::NoAnswer),
        "failed" => Some(CallResult::Failed),
        _ => None,
    }
}

fn report(data: &Object<'_>, is_over: bool, variables: &Variables) -> Report {
    let metadata = data.object("metadata").unwrap_or_default();
    let phone_call = metadata.object("phone_call");
    let client_data = data.object("conversation_initiation_client_data").unwrap_or_default();
    let way = channel::way(&metadata, &client_data);
    let analysis = data.object("analysis").unwrap_or_default();
    let mut keeper = Keeper::default();
    let transcript = transcript::read(data, &Secrets::read(data), &mut keeper);
    let evaluation = evaluation(&analysis, &mut keeper);
    let collected = collected(&analysis, &mut keeper);
    let reported = reported(data, &metadata, variables, &mut keeper);
    let ended_because = keeper.field(&metadata, "termination_reason");
    let error = metadata.get("error").and_then(|json| error(json, &mut keeper));
    let summary_title = keeper.field(&analysis, "call_summary_title");
    let summary = keeper.field(&analysis, "transcript_summary");
    // A word that is not known tells as little as none.
    let told_stage = data.text("status").map_or(Stage::Unclear, |status| stage(&status));
    let (line, places) = line(&way, variables, &mut keeper).unzip();
    let (person_reported, ours_reported) = places.unwrap_or_default();
    Report {
        stage: if is_over { Stage::Final } else { told_stage },
        is_unfinished: is_over && !matches!(told_stage, Stage::Final | Stage::Unclear),
        channel: way.channel,
        direction: way.direction,
        line,
        person_reported,
        ours_reported,
        started_at: metadata.timestamp("start_time_unix_secs"),
        accepted_at: metadata.timestamp("accepted_time_unix_secs"),
        duration_seconds: metadata.integer("call_duration_secs").and_then(|seconds| seconds.try_into().ok()),
        call_result: phone_call.as_ref().and_then(|call| call_result(&call.text("call_result")?)),
        ended_because,
        error,
        voicemail_detected: transcript.voicemail_detected,
        successful: analysis.get("call_successful").and_then(verdict),
        language: metadata.text("main_language").and_then(|word| Language::reported(&word)),
        cost: cost(&metadata),
        has_audio: data.is_true("has_audio"),
        summary_title,
        summary,
        evaluation,
        collected,
        turns: transcript.turns,
        user_messages: data.integer("user_message_count").and_then(|count| count.try_into().ok()),
        reported,
        truncated: keeper.cut,
    }
}

/// What is kept as it was said.
fn reported(
    data: &Object<'_>,
    metadata: &Object<'_>,
    variables: &Variables,
    keeper: &mut Keeper,
) -> Reported {
    let phone_call = metadata.object("phone_call").unwrap_or_default();
    let batch = metadata.object("batch_call").unwrap_or_default();
    let client_data = data.object("conversation_initiation_client_data").unwrap_or_default();
    let own = variables.values.iter().filter(|(name, _)| !name.starts_with("system__"));
    let (values, left_out) =
        domain::call::Variables::bounded(own.map(|(name, value)| (name.clone(), value.clone())));
    keeper.cut |= left_out || variables.left_out;
    Reported {
        user_id: data
            .text("user_id")
            .or_else(|| client_data.text("user_id"))
            .and_then(|text| keeper.id(&text)),
        batch_call_id: batch.text("batch_call_id").and_then(|text| keeper.id(&text)),
        batch_call_recipient_id: batch.text("batch_call_recipient_id").and_then(|text| keeper.id(&text)),
        feedback: metadata.object("feedback").and_then(|feedback| self::feedback(&feedback, keeper)),
        external_number: phone_call.digits("external_number").and_then(|text| keeper.text(&text)),
        agent_number: phone_call.digits("agent_number").and_then(|text| keeper.text(&text)),
        variables: values,
    }
}

/// What somebody thought; nothing where all of it is empty or zero, which is how the provider says that nobody said anything.
fn feedback(feedback: &Object<'_>, keeper: &mut Keeper) -> Option<Feedback> {
    let count =
        |name| feedback.integer(name).and_then(|count| u32::try_from(count).ok()).filter(|count| *count > 0);
    let rating = feedback.get("rating").or_else(|| feedback.get("overall_score")).and_then(Json::rounded);
    let comment = keeper.field(feedback, "comment");
    let feedback = Feedback { rating, likes: count("likes"), dislikes: count("dislikes"), comment };
    let says_something = feedback.rating.is_some()
        || feedback.likes.is_some()
        || feedback.dislikes.is_some()
        || feedback.comment.is_some();
    says_something.then_some(feedback)
}

/// What was reported as the person's number, the best place first, and as the tenant's where it is not understood by itself.
type Places = (Vec<Text<1_000>>, Option<Text<1_000>>);

/// The line: `phone_call` or its like for messages, and the system's variables where that has no number.
///
/// With it what is read again where more is known of the line.
fn line(way: &Way<'_>, variables: &Variables, keeper: &mut Keeper) -> Option<(Line, Places)> {
    let caller = variables.filled("system__caller_id");
    let called = variables.filled("system__called_number");
    let Way { channel, direction, ref numbers } = *way;
    if numbers.is_none() && caller.is_none() && called.is_none() {
        return None;
    }
    let field = |name| numbers.as_ref().and_then(|numbers| numbers.text(name));
    // Without a direction, the variables do not tell which of the two is the person.
    let (person, ours) = match direction {
        Some(Direction::Inbound) => (caller, called),
        Some(Direction::Outbound) => (called, caller),
        None => (None, None),
    };
    let sender = numbers.as_ref().and_then(|numbers| channel::sender(channel, numbers));
    let reported: Vec<Cow<'_, str>> = sender.into_iter().chain(person).collect();
    // Only of a telephone call it is known that it has a person's number, should that not be told.
    if reported.is_empty() && (numbers.is_none() || channel != Some(Channel::Phone)) {
        return None;
    }
    let reported: Vec<&str> = reported.iter().map(AsRef::as_ref).collect();
    let line = numbers.as_ref().and_then(channel::line);
    let ours: Vec<Cow<'_, str>> = line.into_iter().chain(ours).collect();
    let numbering = Numbering { ours: ours.iter().find_map(|text| dialable(text)), ..Numbering::default() };
    let ours_reported = ours.first().filter(|_| numbering.ours.is_none()).and_then(|text| kept(text));
    let sid = field("call_sid").or_else(|| field("call_id")).or_else(|| variables.filled("system__call_sid"));
    let line = Line {
        direction,
        person: Party::on_line(&reported, &numbering),
        ours: numbering.ours,
        call_sid: sid.and_then(|text| keeper.id(&text)),
        carrier: field("type").map(|word| carrier(&word)),
    };
    Some((line, (reported.into_iter().filter_map(kept).collect(), ours_reported)))
}

/// An error is an object, or perhaps just its text or number.
fn error(json: Json<'_>, keeper: &mut Keeper) -> Option<ProviderError> {
    if let Some(error) = json.object() {
        let reason = keeper.field(&error, "reason").or_else(|| keeper.field(&error, "message"));
        return Some(ProviderError { code: error.integer("code"), reason });
    }
    match json.text() {
        Some(text) => Some(ProviderError { code: None, reason: Some(keeper.text(&text)?) }),
        None => Some(ProviderError { code: Some(json.integer()?), reason: None }),
    }
}

fn cost(metadata: &Object<'_>) -> Option<CallCost> {
    let credits = metadata.get("cost").and_then(Json::rounded);
    let money = metadata.number("cost_fiat").and_then(Money::from_dollars);
    (credits.is_some() || money.is_some()).then_some(CallCost { credits, money })
}

/// The entries of a map of results by id; of its twin, the list, where the map is missing or empty, or is a list itself.
fn results<'a>(
    analysis: &Object<'a>,
    name: &str,
    id: &str,
    most: usize,
    keeper: &mut Keeper,
) -> Vec<(String, Json<'a>)> {
    let by_id = analysis.object(name).unwrap_or_default();
    let entries: Vec<_> = by_id.fields().map(|(name, json)| (name.to_owned(), json)).take(most).collect();
    if !entries.is_empty() {
        keeper.cut |= by_id.fields().count() > most;
        return entries;
    }
    let twin = format!("{name}_list");
    let list = [name, &twin].into_iter().find_map(|name| analysis.get(name)?.list(most));
    let (items, more) = list.unwrap_or_default();
    let all = items.len();
    let named = |json: Json<'a>| Some((json.object()?.text(id)?.into_owned(), json));
    let entries: Vec<_> = items.into_iter().filter_map(named).collect();
    // Something was found out, and nobody can tell what.
    keeper.cut |= more || entries.len() < all;
    entries
}

fn evaluation(analysis: &Object<'_>, keeper: &mut Keeper) -> Vec<Criterion> {
    let entries = results(analysis, "evaluation_criteria_results", "criteria_id", MAX_CRITERIA, keeper);
    let mut criteria = Vec::new();
    for (id, json) in entries {
        let entry = json.object().unwrap_or_default();
        // The verdict alone may stand for the whole entry.
        let result = entry.get("result").and_then(verdict).or_else(|| verdict(json));
        if let Some(id) = keeper.id(&id) {
            criteria.push(Criterion {
                id,
                result: result.unwrap_or(Verdict::Unknown),
                rationale: keeper.field(&entry, "rationale"),
            });
        }
    }
    criteria
}

fn collected(analysis: &Object<'_>, keeper: &mut Keeper) -> Collected {
    let entries = results(analysis, "data_collection_results", "data_collection_id", MAX_COLLECTED, keeper);
    let mut too_large = false;
    let mut values = Vec::new();
    for (id, json) in entries {
        let value = match json.object() {
            Some(entry) => entry.get("value"),
            None => Some(json),
        };
        match value {
            None => values.push((id, Value::Null)),
            // Not even read into memory as a tree.
            Some(value) if value.len() > MAX_COLLECTED_BYTES => too_large = true,
            Some(value) => values.push((id, value.value())),
        }
    }
    let (collected, left_out) = Collected::bounded(values);
    keeper.cut |= too_large || left_out;
    collected
}
