//! What is to happen in a call, as the control API takes it. Everything is optional: what is left out is drawn.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How a call turns out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Somebody talks with the agent.
    Answered,
    /// A mailbox answers; the agent notices and leaves a message. Outbound only.
    Voicemail,
    /// Nobody picks up. Outbound only.
    NoAnswer,
    /// The line is engaged. Outbound only.
    Busy,
    /// The telephone network refuses the call. Outbound only.
    Failed,
    /// The conversation does not start (error 1008). The provider reports it as `done` and `success` all the same.
    InitFailed,
    /// Somebody talks with the agent from a hidden number. Inbound only.
    Withheld,
}

impl Outcome {
    /// Whether the telephone call was never connected, so that no conversation exists.
    pub fn never_connected(self) -> bool {
        matches!(self, Self::NoAnswer | Self::Busy | Self::Failed)
    }
}

/// What goes wrong with the post-call webhook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookFault {
    /// Nothing.
    #[default]
    None,
    /// It is never sent; the conversation can still be fetched.
    Lost,
    /// Signed with another secret.
    BadSignature,
    /// Rightly signed, 31 minutes ago.
    Stale,
    /// The second half of the body is missing; what is left is rightly signed, but no JSON.
    Truncated,
    /// Rightly signed, and no report: only its first bytes are left, which name no conversation.
    Garbage,
    /// One byte of the body was changed after signing.
    Altered,
}

/// How long the phases of a call take, in milliseconds of the machine's time. What is left out follows from the
/// call (seconds of ringing, of talking, of analysis) times the simulator's time scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Delays {
    /// From the start until somebody answers, or the ringing ends.
    pub ring_ms: Option<u64>,
    /// From the answer until the end of the conversation.
    pub talk_ms: Option<u64>,
    /// From the end of the call until its webhook is sent.
    pub webhook_ms: Option<u64>,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The AI agent.
    Agent,
    /// The person on the phone, or a mailbox.
    User,
}

/// A tool the agent uses in a turn. The simulator writes it into the transcript and calls nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ToolUse {
    /// The tool's name. `end_call`, `voicemail_detection`, `language_detection`, `skip_turn`, `transfer_to_agent` and
    /// `transfer_to_number` are the provider's own.
    pub name: String,
    /// What the language model passes.
    #[serde(default)]
    pub params: Map<String, Value>,
    /// What came back.
    #[serde(default)]
    pub result: Map<String, Value>,
    /// Whether the tool failed.
    #[serde(default)]
    pub is_error: bool,
}

/// One turn of a conversation. Texts may hold `{{name}}` of a dynamic variable or of a drawn fact (`person`, `day`,
/// `time`, `starts_at`, `business`, `first_message`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Turn {
    /// Who speaks.
    pub role: Role,
    /// What is said; `None` in a turn that only uses a tool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Seconds into the call; follows from the length of the texts when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_seconds: Option<u32>,
    /// The tool used, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<ToolUse>,
    /// Whether the other side talked over it.
    #[serde(default)]
    pub interrupted: bool,
}

/// The script of one call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Script {
    /// A named scenario to start from; the other fields replace what it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// How the call turns out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// What is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turns: Option<Vec<Turn>>,
    /// What the analysis finds: id to value (any JSON, null for "asked for, not found").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_collection: Option<Map<String, Value>>,
    /// The summary of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The title of the summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The provider's judgement: `success`, `failure` or `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_successful: Option<String>,
    /// Why the call ended, in the provider's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub termination_reason: Option<String>,
    /// Seconds of conversation, as reported; at most a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// Language code of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How long the phases take.
    pub delays: Delays,
    /// How many more times the webhook is sent, all at the same moment. At most 100.
    pub duplicates: u32,
    /// Sends what usually follows the transcription (`answering_machine_detection`, `post_call_audio`) before it, and
    /// for a call dialled through the API sends everything before the dial is answered.
    pub out_of_order: bool,
    /// What goes wrong with the webhook.
    pub webhook_fault: WebhookFault,
    /// Adds fields and values that no documentation names.
    pub extra_fields: bool,
    /// Leaves out or sets to null everything that is not required.
    pub sparse: bool,
}

/// Why a script was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// No scenario has this name.
    #[error("there is no scenario named {0:?}")]
    UnknownScenario(String),
    /// The outcome cannot happen in this direction.
    #[error("outcome {outcome:?} does not happen to an {direction} call")]
    WrongDirection {
        /// The outcome asked for.
        outcome: Outcome,
        /// `inbound` or `outbound`.
        direction: &'static str,
    },
    /// A number is out of its range.
    #[error("{field} must be at most {most}")]
    TooLarge {
        /// The field's name on the wire.
        field: &'static str,
        /// The largest value taken.
        most: u32,
    },
}

impl Script {
    /// The most extra deliveries of one webhook.
    pub const MOST_DUPLICATES: u32 = 100;
    /// The longest conversation, in seconds.
    pub const LONGEST_SECONDS: u32 = 86_400;

    /// Fills what this script leaves open from `base`. Delays and the flags of the webhook stay this script's own,
    /// unless they are at their defaults.
    #[must_use]
    pub fn over(self, base: &Self) -> Self {
        let choose = |own: bool, other: bool| own || other;
        Self {
            scenario: self.scenario.or_else(|| base.scenario.clone()),
            outcome: self.outcome.or(base.outcome),
            turns: self.turns.or_else(|| base.turns.clone()),
            data_collection: self.data_collection.or_else(|| base.data_collection.clone()),
            summary: self.summary.or_else(|| base.summary.clone()),
            title: self.title.or_else(|| base.title.clone()),
            call_successful: self.call_successful.or_else(|| base.call_successful.clone()),
            termination_reason: self.termination_reason.or_else(|| base.termination_reason.clone()),
            duration_seconds: self.duration_seconds.or(base.duration_seconds),
            language: self.language.or_else(|| base.language.clone()),
            delays: Delays {
                ring_ms: self.delays.ring_ms.or(base.delays.ring_ms),
                talk_ms: self.delays.talk_ms.or(base.delays.talk_ms),
                webhook_ms: self.delays.webhook_ms.or(base.delays.webhook_ms),
            },
            duplicates: self.duplicates.max(base.duplicates),
            out_of_order: choose(self.out_of_order, base.out_of_order),
            webhook_fault: match self.webhook_fault {
                WebhookFault::None => base.webhook_fault,
                own => own,
            },
            extra_fields: choose(self.extra_fields, base.extra_fields),
            sparse: choose(self.sparse, base.sparse),
        }
    }

    /// Refuses figures that would only break the simulator.
    ///
    /// # Errors
    /// [`ScriptError::TooLarge`] names the field.
    pub fn check(&self) -> Result<(), ScriptError> {
        if self.duplicates > Self::MOST_DUPLICATES {
            return Err(ScriptError::TooLarge { field: "duplicates", most: Self::MOST_DUPLICATES });
        }
        if self.duration_seconds.is_some_and(|seconds| seconds > Self::LONGEST_SECONDS) {
            return Err(ScriptError::TooLarge { field: "durationSeconds", most: Self::LONGEST_SECONDS });
        }
        let longest_ms = u64::from(Self::LONGEST_SECONDS) * 1_000;
        let delays = [
            ("delays.ringMs", self.delays.ring_ms),
            ("delays.talkMs", self.delays.talk_ms),
            ("delays.webhookMs", self.delays.webhook_ms),
        ];
        for (field, delay) in delays {
            if delay.is_some_and(|milliseconds| milliseconds > longest_ms) {
                return Err(ScriptError::TooLarge { field, most: Self::LONGEST_SECONDS * 1_000 });
            }
        }
        Ok(())
    }
}
