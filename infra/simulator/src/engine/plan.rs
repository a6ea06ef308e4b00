//! Decides a call: from its specification, without I/O, clock or chance of its own.

use serde_json::{Map, Value};

use super::agent_rules::{START_FAILED, start_error};
use super::call::{CallSpec, Direction, Provider};
use super::facts::Facts;
use super::numbers::{fictional_number, withheld_number};
use super::script::{Outcome, Role, Script, ToolUse};

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It rings.
    Initiated,
    /// They talk.
    InProgress,
    /// It has ended and is being analysed.
    Processing,
    /// Everything is known.
    Final,
}

/// A webhook event of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The whole conversation.
    PostCallTranscription,
    /// The recording.
    PostCallAudio,
    /// The call was never connected.
    CallInitiationFailure,
    /// Whether a person or a machine answered.
    AnsweringMachineDetection,
}

impl EventKind {
    /// The event's `type` on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PostCallTranscription => "post_call_transcription",
            Self::PostCallAudio => "post_call_audio",
            Self::CallInitiationFailure => "call_initiation_failure",
            Self::AnsweringMachineDetection => "answering_machine_detection",
        }
    }
}

/// One thing a person or the agent says or does.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedTurn {
    /// Who.
    pub role: Role,
    /// What is said.
    pub text: Option<String>,
    /// Seconds into the call.
    pub at_seconds: u32,
    /// The tool used.
    pub tool: Option<ToolUse>,
    /// Whether the other side talked over it.
    pub interrupted: bool,
}

/// A call, decided from start to end.
#[derive(Clone, Debug)]
pub struct CallPlan {
    /// The provider's id of the conversation: `conv_…`.
    pub conversation_id: String,
    /// The telephone company's id of the call: `CA…` at Twilio, a UUID on a SIP trunk.
    pub call_sid: String,
    /// Twilio's id of the audio stream: `MZ…`.
    pub stream_sid: String,
    /// The id a SIP dial answers with: `SCL_…`.
    pub sip_call_id: String,
    /// How it turns out.
    pub outcome: Outcome,
    /// The person's number as the provider reports it; can be empty or no number at all.
    pub external_number: String,
    /// Seconds of ringing.
    pub ring_seconds: u32,
    /// Seconds of conversation, as reported.
    pub talk_seconds: u32,
    /// Seconds of analysis after the end.
    pub analysis_seconds: u32,
    /// Language code.
    pub language: String,
    /// What was said and done.
    pub turns: Vec<PlannedTurn>,
    /// Why the conversation ended.
    pub termination_reason: String,
    /// Code and reason of a technical error.
    pub error: Option<(i64, String)>,
    /// `success`, `failure` or `unknown`.
    pub call_successful: String,
    /// What it was about.
    pub summary: String,
    /// The same in a few words.
    pub title: Option<String>,
    /// What the analysis found.
    pub data_collection: Map<String, Value>,
    /// The agent's variables, and those that tools set.
    pub dynamic_variables: Map<String, Value>,
    /// The webhook events, in the order they are sent.
    pub events: Vec<EventKind>,
}

/// The small part of a plan that lists and filters need.
#[derive(Clone, Debug)]
pub struct Outline {
    /// See [`CallPlan::conversation_id`].
    pub conversation_id: String,
    /// See [`CallPlan::outcome`].
    pub outcome: Outcome,
    /// See [`CallPlan::external_number`].
    pub external_number: String,
    /// See [`CallPlan::call_sid`].
    pub call_sid: String,
    /// Turns of the person that have a text.
    pub user_messages: usize,
    /// Turns of the agent that have a text.
    pub agent_messages: usize,
    /// See [`CallPlan::talk_seconds`].
    pub talk_seconds: u32,
}

impl CallSpec {
    /// Decides the call.
    pub fn plan(&self) -> CallPlan {
        let script = &*self.script;
        let mut ids = self.seed.draw("ids");
        let conversation_id = ids.id("conv_", 28);
        let twilio_sid = ids.hex("CA", 32);
        let stream_sid = ids.hex("MZ", 32);
        let sip_call_id = ids.id("SCL_", 12);
        let call_sid = match self.provider {
            Provider::Twilio => twilio_sid,
            Provider::SipTrunk => uuid(&ids.hex("", 32)),
        };

        let mut draw = self.seed.draw("course");
        let ring_seconds = draw.between(2, 12);
        let analysis_seconds = draw.between(1, 4);
        let mut outcome = script.outcome.unwrap_or(Outcome::Answered);
        let external_number = self.external_number(outcome);
        let start_error = if outcome.never_connected() { None } else { self.start_error(outcome) };
        if start_error.is_some() {
            outcome = Outcome::InitFailed;
        }
        let talks = !outcome.never_connected() && outcome != Outcome::InitFailed;

        let language = script.language.clone().unwrap_or_else(|| self.language());
        let facts = Facts::draw(self, &language, &external_number);
        let (turns, talk_seconds) = if talks { timed_turns(script, &facts) } else { (Vec::new(), 0) };
        let talk_seconds = if outcome == Outcome::InitFailed { 1 } else { talk_seconds };
        let data_collection = if talks { self.collected(&facts) } else { Map::new() };
        let mut dynamic_variables =
            self.client_data.as_ref().map(|data| data.dynamic_variables.clone()).unwrap_or_default();
        for turn in &turns {
            let result = turn.tool.as_ref().map(|tool| &tool.result);
            if let Some(id) = result.and_then(|result| result.get("booking_id")) {
                dynamic_variables.insert("booking_id".to_owned(), id.clone());
            }
        }

        CallPlan {
            conversation_id,
            call_sid,
            stream_sid,
            sip_call_id,
            outcome,
            external_number,
            ring_seconds: if outcome == Outcome::NoAnswer { ring_seconds + 30 } else { ring_seconds },
            talk_seconds,
            analysis_seconds,
            language,
            termination_reason: termination_reason(script, outcome, &turns),
            error: start_error.map(|reason| (START_FAILED, reason)),
            call_successful: script.call_successful.clone().unwrap_or_else(|| judged(outcome).to_owned()),
            summary: match (&script.summary, talks) {
                (Some(summary), true) => facts.fill(summary),
                (None, true) => "The caller and the agent talked.".to_owned(),
                (_, false) => "No conversation took place.".to_owned(),
            },
            title: script.title.as_ref().filter(|_| talks).map(|title| facts.fill(title)),
            data_collection,
            dynamic_variables,
            events: events(script, outcome, self.direction),
            turns,
        }
    }

    fn external_number(&self, outcome: Outcome) -> String {
        let mut draw = self.seed.draw("number");
        match (&self.external_number, outcome) {
            // Who hides a number has one.
            (_, Outcome::Withheld) => withheld_number(&mut draw),
            (Some(number), _) => number.clone(),
            (None, _) => fictional_number(&mut draw),
        }
    }

    fn start_error(&self, outcome: Outcome) -> Option<String> {
        let invented = "Missing required dynamic variables in first message: {'appointment_time'}";
        start_error(&self.agent, self.client_data.as_deref())
            .or_else(|| (outcome == Outcome::InitFailed).then(|| invented.to_owned()))
    }

    /// The call's overridden language, else the agent's, else English.
    fn language(&self) -> String {
        let overridden =
            self.client_data.as_ref().and_then(|data| data.config_override.pointer("/agent/language"));
        let configured = self.agent.config.pointer("/conversation_config/agent/language");
        let given = [overridden, configured].into_iter().flatten().find_map(Value::as_str);
        given.unwrap_or("en").to_owned()
    }

    /// What the script says was found, and null for everything else the agent is told to find.
    fn collected(&self, facts: &Facts) -> Map<String, Value> {
        let mut collected = facts.fill_map(self.script.data_collection.as_ref().unwrap_or(&Map::new()));
        let wanted =
            self.agent.config.pointer("/platform_settings/data_collection").and_then(Value::as_object);
        for id in wanted.into_iter().flat_map(Map::keys) {
            collected.entry(id.clone()).or_insert(Value::Null);
        }
        collected
    }
}

impl CallPlan {
    /// The part that lists need.
    pub fn outline(&self) -> Outline {
        Outline {
            conversation_id: self.conversation_id.clone(),
            outcome: self.outcome,
            external_number: self.external_number.clone(),
            call_sid: self.call_sid.clone(),
            user_messages: self.spoken_turns(Role::User),
            agent_messages: self.spoken_turns(Role::Agent),
            talk_seconds: self.talk_seconds,
        }
    }

    /// How many turns of `role` have a text.
    pub fn spoken_turns(&self, role: Role) -> usize {
        let has_text = |turn: &&PlannedTurn| turn.text.as_ref().is_some_and(|text| !text.is_empty());
        self.turns.iter().filter(|turn| turn.role == role).filter(has_text).count()
    }

    /// Whether the agent used the tool of this name.
    pub fn uses_tool(&self, name: &str) -> bool {
        self.turns.iter().any(|turn| turn.tool.as_ref().is_some_and(|tool| tool.name == name))
    }

    /// Whether there is a recording.
    pub fn has_audio(&self) -> bool {
        !self.turns.is_empty()
    }
}

/// The script's turns, filled and timed, and the length of the conversation in seconds.
fn timed_turns(script: &Script, facts: &Facts) -> (Vec<PlannedTurn>, u32) {
    let mut at_seconds = 0;
    let mut turns = Vec::new();
    for turn in script.turns.iter().flatten() {
        at_seconds = turn.at_seconds.unwrap_or(at_seconds).max(at_seconds);
        let text = turn.text.as_ref().map(|text| facts.fill(text));
        let seconds = text.as_deref().map_or(1, speaking_seconds);
        turns.push(PlannedTurn {
            role: turn.role,
            text,
            at_seconds,
            tool: turn.tool.as_ref().map(|tool| ToolUse {
                params: facts.fill_map(&tool.params),
                result: facts.fill_map(&tool.result),
                ..tool.clone()
            }),
            interrupted: turn.interrupted,
        });
        at_seconds += seconds;
    }
    let talk_seconds = script.duration_seconds.unwrap_or(at_seconds + 1);
    for turn in &mut turns {
        turn.at_seconds = turn.at_seconds.min(talk_seconds);
    }
    (turns, talk_seconds)
}

/// About two and a half words in a second, and a breath.
fn speaking_seconds(text: &str) -> u32 {
    let words = u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX / 2);
    1 + words * 2 / 5
}

fn termination_reason(script: &Script, outcome: Outcome, turns: &[PlannedTurn]) -> String {
    if outcome == Outcome::InitFailed {
        return "Conversation initialization failed".to_owned();
    }
    if outcome.never_connected() {
        return "Call failed".to_owned();
    }
    if let Some(reason) = &script.termination_reason {
        return reason.clone();
    }
    let used = |name: &str| turns.iter().any(|turn| turn.tool.as_ref().is_some_and(|tool| tool.name == name));
    if used("voicemail_detection") {
        "voicemail_detection tool was called.".to_owned()
    } else if used("end_call") {
        "end_call tool was called.".to_owned()
    } else {
        "Call ended by remote party".to_owned()
    }
}

/// The provider claims success for conversations that never started, too.
fn judged(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered | Outcome::Withheld | Outcome::InitFailed => "success",
        Outcome::Voicemail | Outcome::NoAnswer | Outcome::Busy | Outcome::Failed => "unknown",
    }
}

fn events(script: &Script, outcome: Outcome, direction: Direction) -> Vec<EventKind> {
    if outcome.never_connected() {
        return vec![EventKind::CallInitiationFailure];
    }
    if !script.out_of_order {
        return vec![EventKind::PostCallTranscription];
    }
    let mut events = Vec::new();
    if direction == Direction::Outbound {
        events.push(EventKind::AnsweringMachineDetection);
    }
    if outcome != Outcome::InitFailed {
        events.push(EventKind::PostCallAudio);
    }
    events.push(EventKind::PostCallTranscription);
    events
}

/// 32 hexadecimal digits in the form of a UUID.
fn uuid(hex: &str) -> String {
    let mut text = String::with_capacity(36);
    for (place, digit) in hex.chars().enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}
