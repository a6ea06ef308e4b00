//! How a call ended.
//!
//! The provider's `done` and `success` prove nothing: calls whose start failed carry both. A call is a conversation
//! if its start did not fail and the person said something; an error that came after words does not unsay them. Whether
//! the person spoke can be unknown: a transcript may not be sent, or be deleted.
//!
//! What is only told after a call says that it is over, though not how it ended: of a call known by its recording alone the
//! outcome is unknown until a report tells it, and so it is of a report that calls itself unfinished and holds no words. A
//! machine's opinion of who picked up comes while they talk. Such a call is under way as far as anybody knows, and stays so if
//! nothing else is ever told: no time passes here.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    observation::{CallResult, NotConnected, NotConnectedCause, ProviderError, Report, Stage},
    status::{CallStatus, Verdict},
    transcript::{Speaker, Turn},
};
use crate::text::Text;

/// Why there was no conversation, or what broke in one that took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallFailure {
    /// The kind of failure.
    pub code: FailureCode,
    /// The number that the provider or the network gave, such as 1008 or 486.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_code: Option<i64>,
    /// The provider's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text<300>>,
}

/// The kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// The voice agent could not start, for example because a variable of its prompt was missing.
    InitializationFailed,
    /// The provider reports an error in the call.
    ProviderError,
    /// The call could not be put through.
    NotConnected,
    /// The call was put through, and the person said nothing.
    NoConversation,
}

/// How one conversation ended, as far as one source tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outcome {
    #[serde(rename = "s")]
    pub(super) status: CallStatus,
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub(super) failure: Option<CallFailure>,
}

/// Whether the person said something, as far as a report tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heard {
    /// Neither the turns nor anything else tells.
    Unknown,
    /// Nothing was said.
    Silence,
    /// The person spoke.
    Words,
}

/// The provider's texts for an agent that did not start.
fn is_initialization_failure(reason: &str) -> bool {
    reason.contains("initialization failed") || reason.contains("initialisation failed")
}

impl Report {
    /// Whether the person is known to have said something: by the turns, or by a count of more than the turns show.
    pub fn has_words_of_user(&self) -> bool {
        self.turns.iter().any(Turn::has_words_of_user)
            || self.user_messages.is_some_and(|count| {
                let shown = self.turns.iter().filter(|turn| turn.role == Speaker::User).count();
                usize::try_from(count).is_ok_and(|count| count > shown)
            })
    }

    /// Whether the turns are there, and none of them holds words of which it is not known whose they are.
    fn turns_tell_who_spoke(&self) -> bool {
        !self.turns.is_empty()
            && !self.turns.iter().any(|turn| turn.role == Speaker::Other && turn.has_words())
    }

    /// What the report tells about the person's words. An outcome that follows from other signs is as good as silence.
    pub(super) fn heard(&self) -> Heard {
        if self.has_words_of_user() {
            Heard::Words
        } else if self.outcome().is_some_and(|outcome| outcome.status == CallStatus::OutcomeUnknown) {
            Heard::Unknown
        } else {
            Heard::Silence
        }
    }

    /// Whether an error is one. The number with which a connection ends as it should is none, nor is an empty one.
    fn trouble(&self) -> Option<&ProviderError> {
        /// "Normal Closure" of a WebSocket (RFC 6455 §7.4.1).
        const NORMAL: i64 = 1000;
        let is_trouble = |error: &&ProviderError| match error.code {
            None => error.reason.is_some(),
            Some(code) => code != NORMAL,
        };
        self.error.as_ref().filter(is_trouble)
    }

    /// What the report says about where the call stands.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        let status = match self.stage {
            Stage::Unclear => return None,
            Stage::Initiated => CallStatus::Placed,
            Stage::InProgress | Stage::Processing => CallStatus::InProgress,
            Stage::Final => return Some(self.final_outcome()),
        };
        Some(Outcome { status, failure: None })
    }

    fn final_outcome(&self) -> Outcome {
        let reason = self.ended_because.as_ref().map_or("", |reason| reason.as_str());
        let reason = reason.trim().to_ascii_lowercase();
        let initialization_failed = is_initialization_failure(&reason);

        let voicemail = self.call_result == Some(CallResult::Voicemail)
            || reason.starts_with("voicemail_detection")
            || self.voicemail_detected;
        if voicemail {
            return Outcome { status: CallStatus::Voicemail, failure: None };
        }
        let error = self.trouble();
        if !initialization_failed && self.has_words_of_user() {
            let failure = error.map(|error| CallFailure {
                code: FailureCode::ProviderError,
                provider_code: error.code,
                reason: error.reason.clone(),
            });
            return Outcome { status: CallStatus::Completed, failure };
        }

        let status = match self.call_result {
            Some(CallResult::Busy) => CallStatus::Busy,
            Some(CallResult::NoAnswer) => CallStatus::NoAnswer,
            _ => CallStatus::Failed,
        };
        let code = if initialization_failed {
            FailureCode::InitializationFailed
        } else if error.is_some() {
            FailureCode::ProviderError
        } else if matches!(
            self.call_result,
            Some(CallResult::Busy | CallResult::NoAnswer | CallResult::Failed)
        ) || reason.trim_end_matches('.') == "call failed"
        {
            FailureCode::NotConnected
        } else if self.is_unfinished || self.user_messages.is_none() && !self.turns_tell_who_spoke() {
            return Outcome { status: CallStatus::OutcomeUnknown, failure: None };
        } else {
            FailureCode::NoConversation
        };
        let reason = error
            .and_then(|error| error.reason.clone())
            .or_else(|| crate::text::kept(self.ended_because.as_ref()?.as_str()));
        let failure = CallFailure { code, provider_code: error.and_then(|error| error.code), reason };
        Outcome { status, failure: Some(failure) }
    }
}

impl NotConnected {
    pub(super) fn outcome(&self) -> Outcome {
        let status = match self.cause {
            NotConnectedCause::Busy => CallStatus::Busy,
            NotConnectedCause::NoAnswer => CallStatus::NoAnswer,
            NotConnectedCause::Unknown => CallStatus::Failed,
        };
        let failure = CallFailure {
            code: FailureCode::NotConnected,
            provider_code: self.sip_code,
            reason: self.detail.clone(),
        };
        Outcome { status, failure: Some(failure) }
    }
}

impl Outcome {
    /// The outcome of a conversation that both sources tell about.
    ///
    /// The report is the richer one. Only where it knows nothing but that there was no conversation, the network's
    /// busy signal or its silence says more.
    pub(super) fn settle(report: Option<&Self>, not_connected: Option<&Self>) -> Option<Self> {
        let Some(report) = report else { return not_connected.cloned() };
        let Some(not_connected) = not_connected else { return Some(report.clone()) };
        let says_little = !report.status.is_outcome()
            || report.status == CallStatus::Failed
                && report.failure.as_ref().is_none_or(|failure| {
                    matches!(failure.code, FailureCode::NoConversation | FailureCode::NotConnected)
                });
        Some(if says_little { not_connected.clone() } else { report.clone() })
    }

    /// The provider's judgement as far as it can be believed: a call without a conversation was no success.
    pub(super) fn believable(status: CallStatus, verdict: Option<Verdict>) -> Option<Verdict> {
        match (status, verdict) {
            (CallStatus::Voicemail, Some(Verdict::Success)) => Some(Verdict::Unknown),
            (CallStatus::Failed | CallStatus::Busy | CallStatus::NoAnswer, Some(Verdict::Success)) => {
                Some(Verdict::Failure)
            }
            (_, verdict) => verdict,
        }
    }
}
