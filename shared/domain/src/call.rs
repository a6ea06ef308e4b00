//! Calls: what they are, and how reports about them turn into one record.
//!
//! Reports arrive in any order, more than once, and some never. [`Call::apply`] therefore keeps the best observation of
//! each kind and derives the call from those alone, so that every order of the same reports ends in the same call.

mod details;
mod evidence;
mod merge;
mod money;
mod observation;
mod outcome;
mod party;
mod provider_id;
mod status;
#[cfg(test)]
mod tests;
mod transcript;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    details::{
        CallDetails, Collected, Criterion, MAX_COLLECTED, MAX_COLLECTED_BYTES, MAX_COLLECTED_VALUE_BYTES,
        MAX_CRITERIA, Reported, Variables,
    },
    evidence::Evidence,
    merge::{Applied, Change},
    money::{CallCost, Currency, Money},
    observation::{
        CallResult, Carrier, Line, NotConnected, NotConnectedCause, Observation, ObservationKind,
        ProviderError, Report, Stage,
    },
    outcome::{CallFailure, FailureCode},
    party::{Party, dialable},
    provider_id::{ConversationId, PhoneNumberId, VoiceAgentId},
    status::{CallStatus, Direction, Verdict},
    transcript::{
        MAX_TOOL_CALLS, MAX_TRANSCRIPT_BYTES, MAX_TURNS, Medium, Message, Speaker, ToolCall, ToolText, Turn,
    },
};
use crate::{
    ids::{CallId, ConnectionId, CustomerId},
    language::Language,
    phone::PhoneNumber,
    text::Text,
};

/// One phone call, or one attempt at it: small enough for a list. What was said, and what only the page of the call
/// shows, is in [`CallDetails`].
///
/// Written for the table: it has to fit into 900 bytes there, so instants are milliseconds, and what has parts is one
/// short text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Its identity.
    pub id: CallId,
    /// The provider's id of it; absent until the provider knows the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// The voice connection that it went through.
    pub connection_id: ConnectionId,
    /// The voice agent that held it.
    pub agent_id: VoiceAgentId,
    /// The customer it was with; absent for withheld numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Who it may have been with, where several customers have the number with different extensions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<CustomerId>,
    /// Who started it.
    pub direction: Direction,
    /// Where it stands.
    pub status: CallStatus,
    /// The calling number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PhoneNumber>,
    /// The called number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<PhoneNumber>,
    /// Whether the person's number was hidden or cannot be called back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub number_withheld: bool,
    /// When it started; for a call that reached nobody, when we were told.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub started_at: Timestamp,
    /// When it was picked up.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    pub accepted_at: Option<Timestamp>,
    /// How long it took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// Why there was no conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<CallFailure>,
    /// What it was about, in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_title: Option<Text<200>>,
    /// Whether its goal was reached, as judged by the provider's language model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successful: Option<Verdict>,
    /// The main language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What it cost.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "money::short")]
    pub cost: Option<CallCost>,
    /// The carrier's id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_sid: Option<Text<128>>,
    /// Who carried it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Carrier>,
    /// A machine's opinion of who picked up, such as human, machine or fax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<Text<40>>,
    /// Whether the provider has a recording.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_audio: bool,
    /// How often it was changed, counting from 1.
    pub version: u64,
    /// When the record was made.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub updated_at: Timestamp,
    /// The observations that it was made from.
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
}

impl Call {
    /// The person's number.
    pub fn person(&self) -> Option<&PhoneNumber> {
        match self.direction {
            Direction::Inbound => self.from.as_ref(),
            Direction::Outbound => self.to.as_ref(),
        }
    }

    /// Whether a conversation took place: only then is there something to make a ticket or a booking of.
    pub fn is_conversation(&self) -> bool {
        self.status == CallStatus::Completed
    }
}
