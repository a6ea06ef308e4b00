//! Calls: what they are, and how reports about them turn into one record.
//!
//! Reports arrive in any order, more than once, and some never. [`Call::apply`] therefore keeps the best observation of
//! each kind and derives the call from those alone, so that every order of the same reports ends in the same call.

mod customer;
mod details;
mod evidence;
mod merge;
mod money;
mod observation;
mod outcome;
mod party;
mod provider_id;
mod reported_number;
mod status;
#[cfg(test)]
mod tests;
mod transcript;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::{
    customer::FollowsNumber,
    details::{
        CallDetails, Collected, Criterion, Feedback, MAX_COLLECTED, MAX_COLLECTED_BYTES,
        MAX_COLLECTED_VALUE_BYTES, MAX_CRITERIA, Reported, Variables,
    },
    evidence::Evidence,
    merge::{Applied, Change},
    money::{CallCost, Currency, Money, short as short_cost},
    observation::{
        CallResult, Carrier, Channel, Line, NotConnected, NotConnectedCause, Observation, ObservationKind,
        ProviderError, Report, Stage,
    },
    outcome::{CallFailure, FailureCode},
    party::{Party, dialable},
    provider_id::{ConversationId, PhoneNumberId, VoiceAgentId},
    reported_number::{Numbering, ReportedNumber, Trunk},
    status::{CallStatus, Direction, Verdict},
    transcript::{
        MAX_TOOL_CALLS, MAX_TRANSCRIPT_BYTES, MAX_TURNS, Medium, Message, Speaker, ToolCall, ToolText, Turn,
    },
};
use crate::{
    ids::{CallId, ConnectionId, CustomerId},
    language::Language,
    phone::PhoneNumber,
    stored,
    text::Text,
};

/// A phone call, or one attempt at it.
// Small enough for a list. What was said, and what only the page of the call shows, is in `CallDetails`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// The call's id.
    pub id: CallId,
    /// The voice provider's id of the conversation. Absent until the provider knows the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// The voice connection that the call went through.
    pub connection_id: ConnectionId,
    /// The voice agent that spoke.
    pub agent_id: VoiceAgentId,
    /// The customer who called or was called. Absent for withheld numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Whether a person chose the customer, because the number did not tell. Absent where nobody did.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub customer_chosen: bool,
    /// The customers who may have called or been called, where several have the number with different extensions.
    #[serde(default)]
    #[schema(required = true, max_items = 5)]
    pub candidates: Vec<CustomerId>,
    /// The way on which the conversation came about. Absent while it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Who started the call. Absent where it is not known; the other person's number is from, then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Where the call stands.
    pub status: CallStatus,
    /// The calling number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PhoneNumber>,
    /// The called number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PhoneNumber>,
    /// Whether the other person's number is hidden.
    #[serde(default)]
    #[schema(required = true)]
    pub number_withheld: bool,
    /// What was reported as the calling number, where it is not understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_from: Option<Text<128>>,
    /// What was reported as the called number, where it is not understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_to: Option<Text<128>>,
    /// When the call started. For a call that reached nobody, when that was reported.
    pub started_at: Timestamp,
    /// When the call was picked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// How long the conversation was, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// Why there was no conversation; the error of the provider, where one took place all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<CallFailure>,
    /// What the call was about, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary_title: Option<Text<200>>,
    /// Whether the goal of the call was reached, as judged by the provider's language model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successful: Option<Verdict>,
    /// The main language of the conversation.
    #[serde(default, deserialize_with = "stored::read_option", skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What the call cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<CallCost>,
    /// The carrier's id of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_sid: Option<Text<128>>,
    /// The company or protocol that carried the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Carrier>,
    /// A machine's opinion of who picked up, such as human, machine or fax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<Text<40>>,
    /// Whether the provider has a recording.
    #[serde(default)]
    #[schema(required = true)]
    pub has_audio: bool,
    /// When the call became known.
    pub created_at: Timestamp,
    /// When the call was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1. The ETag is the same in quotes.
    pub version: u64,
    /// The observations that it was made from: not to be shown.
    #[serde(skip)]
    #[schema(ignore)]
    pub evidence: Evidence,
}

impl Call {
    /// The person's number.
    pub fn person(&self) -> Option<&PhoneNumber> {
        match self.direction {
            Some(Direction::Outbound) => self.to.as_ref(),
            Some(Direction::Inbound) | None => self.from.as_ref(),
        }
    }

    /// What was reported as the person's number and is not understood.
    pub fn reported_person(&self) -> Option<&Text<128>> {
        self.reported_from.as_ref().or(self.reported_to.as_ref())
    }

    /// Whether a conversation took place: only then is there something to make a ticket or a booking of.
    pub fn is_conversation(&self) -> bool {
        self.status == CallStatus::Completed
    }
}
