//! A conversation: the data of a transcription event, and the answer to asking for one.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use domain::{
    call::{
        CallCost, CallResult, Carrier, Collected, ConversationId, Criterion, Direction, Line, MAX_COLLECTED,
        MAX_COLLECTED_BYTES, MAX_CRITERIA, Money, Numbering, Observation, ObservationKind, Party,
        ProviderError, Report, Reported, Stage, Verdict, VoiceAgentId, dialable,
    },
    language::Language,
    text::{Text, kept},
};
use jiff::Timestamp;
use serde_json::Value;

use super::{PayloadError, transcript};
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

/// Dynamic variables by name; numbers and booleans as they are written. Those that start with `secret__` are never
/// read. `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// The value of a variable, unless it is null or not simple.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn read(data: &Object<'_>) -> Self {
        let Some(variables) = data
            .object("conversation_initiation_client_data")
            .and_then(|client_data| client_data.object("dynamic_variables"))
        else {
            return Self::default();
        };
        let simple = |(name, json): (&str, Json<'_>)| {
            let value = json.scalar().filter(|value| value.len() <= MAX_VARIABLE_BYTES)?;
            let wanted = name.len() <= 200 && !name.starts_with("secret__");
            wanted.then(|| (name.to_owned(), value.into_owned()))
        };
        Self(variables.fields().filter_map(simple).take(MAX_VARIABLES).collect())
    }

    /// A variable that is text and not blank.
    fn filled(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name).filter(|text| !text.trim().is_empty()).map(Cow::Borrowed)
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Conversation {
    /// Reads the answer to `GET /v1/convai/conversations/{id}`.
    pub fn parse(body: &[u8]) -> Result<Self, PayloadError> {
        let text = String::from_utf8_lossy(body);
        Self::read(&super::envelope(&text)?, Stage::Unclear)
    }

    /// `without_status` is how far the conversation is when it does not say so itself.
    pub(super) fn read(data: &Object<'_>, without_status: Stage) -> Result<Self, PayloadError> {
        let variables = Variables::read(data);
        Ok(Self {
            agent_id: super::agent_id(data),
            conversation_id: super::conversation_id(data)?,
            phone_number_id: data
                .object("metadata")
                .and_then(|metadata| metadata.object("phone_call"))
                .and_then(|phone_call| kept(&phone_call.text("phone_number_id")?)),
            report: report(data, without_status, &variables),
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
    match status {
        "initiated" => Stage::Initiated,
        "in-progress" => Stage::InProgress,
        "processing" => Stage::Processing,
        "done" | "failed" => Stage::Final,
        _ => Stage::Unclear,
    }
}

pub(crate) fn verdict(word: &str) -> Verdict {
    match word {
        "success" => Verdict::Success,
        "failure" => Verdict::Failure,
        _ => Verdict::Unknown,
    }
}

pub(crate) fn direction(word: &str) -> Option<Direction> {
    match word {
        "inbound" => Some(Direction::Inbound),
        "outbound" => Some(Direction::Outbound),
        _ => None,
    }
}

pub(super) fn carrier(word: &str) -> Carrier {
    match word {
        "twilio" => Carrier::Twilio,
        "sip" | "sip_trunk" | "sip_trunking" => Carrier::SipTrunk,
        "exotel" => Carrier::Exotel,
        _ => Carrier::Other,
    }
}

fn call_result(word: &str) -> Option<CallResult> {
    match word {
        "answered" => Some(CallResult::Answered),
        "voicemail" => Some(CallResult::Voicemail),
        "busy" => Some(CallResult::Busy),
        "no_answer" | "no-answer" => Some(CallResult::NoAnswer),
        "failed" => Some(CallResult::Failed),
        _ => None,
    }
}

fn report(data: &Object<'_>, without_status: Stage, variables: &Variables) -> Report {
    let metadata = data.object("metadata").unwrap_or_default();
    let phone_call = metadata.object("phone_call");
    let analysis = data.object("analysis").unwrap_or_default();
    let transcript = transcript::read(data);
    let (evaluation, criteria_left_out) = evaluation(&analysis);
    let (collected, values_left_out) = collected(&analysis);
    let (reported, variables_left_out) = reported(data, &metadata, variables);
    Report {
        stage: data.text("status").map_or(without_status, |status| stage(&status)),
        line: line(phone_call.as_ref(), variables),
        started_at: metadata.timestamp("start_time_unix_secs"),
        accepted_at: metadata.timestamp("accepted_time_unix_secs"),
        duration_seconds: metadata.integer("call_duration_secs").and_then(|seconds| seconds.try_into().ok()),
        call_result: phone_call.as_ref().and_then(|call| call_result(&call.text("call_result")?)),
        ended_because: metadata.text("termination_reason").and_then(|text| kept(&text)),
        error: metadata.get("error").and_then(error),
        voicemail_detected: transcript.voicemail_detected,
        successful: analysis.text("call_successful").map(|word| verdict(&word)),
        language: metadata.text("main_language").and_then(|tag| Language::new(&tag).ok()),
        cost: cost(&metadata),
        has_audio: data.is_true("has_audio"),
        summary_title: analysis.text("call_summary_title").and_then(|text| kept(&text)),
        summary: analysis.text("transcript_summary").and_then(|text| kept(&text)),
        evaluation,
        collected,
        turns: transcript.turns,
        reported,
        truncated: transcript.left_out || criteria_left_out || values_left_out || variables_left_out,
    }
}

/// What is kept as it was said, and whether something was left out.
fn reported(data: &Object<'_>, metadata: &Object<'_>, variables: &Variables) -> (Reported, bool) {
    let text = |object: &Object<'_>, name| object.text(name).and_then(|text| kept(&text));
    let phone_call = metadata.object("phone_call").unwrap_or_default();
    let batch = metadata.object("batch_call").unwrap_or_default();
    let client_data = data.object("conversation_initiation_client_data").unwrap_or_default();
    let own = variables.0.iter().filter(|(name, _)| !name.starts_with("system__"));
    let (variables, left_out) =
        domain::call::Variables::bounded(own.map(|(name, value)| (name.clone(), value.clone())));
    let reported = Reported {
        user_id: text(data, "user_id").or_else(|| text(&client_data, "user_id")),
        batch_call_id: text(&batch, "batch_call_id"),
        batch_call_recipient_id: text(&batch, "batch_call_recipient_id"),
        external_number: text(&phone_call, "external_number"),
        agent_number: text(&phone_call, "agent_number"),
        variables,
    };
    (reported, left_out)
}

/// The telephone line: `phone_call`, and the system's variables where that has no number.
fn line(phone_call: Option<&Object<'_>>, variables: &Variables) -> Option<Line> {
    let caller = variables.filled("system__caller_id");
    let called = variables.filled("system__called_number");
    if phone_call.is_none() && caller.is_none() && called.is_none() {
        return None;
    }
    let field = |name| phone_call.and_then(|call| call.text(name));
    let direction = field("direction").and_then(|word| direction(&word));
    // Without a direction, the variables do not tell which of the two is the person.
    let (person, ours) = match direction {
        Some(Direction::Inbound) => (caller, called),
        Some(Direction::Outbound) => (called, caller),
        None => (None, None),
    };
    let reported: Vec<Cow<'_, str>> = field("external_number").into_iter().chain(person).collect();
    let reported: Vec<&str> = reported.iter().map(AsRef::as_ref).collect();
    let ours = field("agent_number").into_iter().chain(ours).find_map(|text| dialable(&text));
    let numbering = Numbering { ours, ..Numbering::default() };
    let sid = field("call_sid").or_else(|| field("call_id")).or_else(|| variables.filled("system__call_sid"));
    Some(Line {
        direction,
        person: Party::on_line(&reported, &numbering),
        ours: numbering.ours,
        call_sid: sid.and_then(|text| kept(&text)),
        carrier: field("type").map(|word| carrier(&word)),
    })
}

/// An error is an object, or perhaps just its text.
fn error(json: Json<'_>) -> Option<ProviderError> {
    if let Some(error) = json.object() {
        let reason = error.text("reason").or_else(|| error.text("message")).and_then(|text| kept(&text));
        return Some(ProviderError { code: error.integer("code"), reason });
    }
    let reason = kept(&json.text()?)?;
    Some(ProviderError { code: None, reason: Some(reason) })
}

fn cost(metadata: &Object<'_>) -> Option<CallCost> {
    let credits = metadata.integer("cost");
    let money = metadata.number("cost_fiat").and_then(Money::from_dollars);
    (credits.is_some() || money.is_some()).then_some(CallCost { credits, money })
}

/// The entries of a map of results by id; of its twin, the list, where the map is missing or empty.
fn results<'a>(analysis: &Object<'a>, name: &str, id: &str, most: usize) -> (Vec<(String, Json<'a>)>, bool) {
    let by_id = analysis.object(name).unwrap_or_default();
    let entries: Vec<_> = by_id.fields().map(|(name, json)| (name.to_owned(), json)).take(most).collect();
    if !entries.is_empty() {
        let more = by_id.fields().count() > most;
        return (entries, more);
    }
    let (items, more) = analysis.list(&format!("{name}_list"), most);
    let named = |json: Json<'a>| Some((json.object()?.text(id)?.into_owned(), json));
    (items.into_iter().filter_map(named).collect(), more)
}

fn evaluation(analysis: &Object<'_>) -> (Vec<Criterion>, bool) {
    let (entries, more) = results(analysis, "evaluation_criteria_results", "criteria_id", MAX_CRITERIA);
    let criterion = |(id, json): (String, Json<'_>)| {
        let entry = json.object().unwrap_or_default();
        Some(Criterion {
            id: kept(&id)?,
            result: entry.text("result").map_or(Verdict::Unknown, |word| verdict(&word)),
            rationale: entry.text("rationale").and_then(|text| kept(&text)),
        })
    };
    (entries.into_iter().filter_map(criterion).collect(), more)
}

fn collected(analysis: &Object<'_>) -> (Collected, bool) {
    let (entries, more) = results(analysis, "data_collection_results", "data_collection_id", MAX_COLLECTED);
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
            Some(value) => values.push((id, value.value().unwrap_or_default())),
        }
    }
    let (collected, left_out) = Collected::bounded(values);
    (collected, more || too_large || left_out)
}
