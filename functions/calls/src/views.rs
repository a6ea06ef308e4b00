//! What calls look like on the wire.

use std::collections::BTreeMap;

use domain::{
    call::{
        Call, CallCost, CallDetails, CallFailure, CallStatus, Carrier, ConversationId, Direction, Verdict,
        VoiceAgentId,
    },
    ids::{CallId, ConnectionId, CustomerId},
    language::Language,
    phone::PhoneNumber,
    text::{Name, Text},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A phone call, or one attempt at it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallView {
    /// The call's id.
    id: CallId,
    /// The voice provider's id of the conversation. Absent until the provider knows the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_id: Option<ConversationId>,
    /// The voice connection that the call went through.
    connection_id: ConnectionId,
    /// The voice agent that spoke.
    agent_id: VoiceAgentId,
    /// The customer who called or was called. Absent for withheld numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<CustomerId>,
    /// The same customer, with what it is called now.
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<CallCustomer>,
    /// The customers who may have called or been called, where several have the number with different extensions.
    #[schema(max_items = 5)]
    candidates: Vec<CustomerId>,
    /// Who started the call.
    direction: Direction,
    /// Where the call stands.
    status: CallStatus,
    /// The calling number.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<PhoneNumber>,
    /// The called number.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<PhoneNumber>,
    /// Whether the other person's number is hidden or cannot be called back.
    number_withheld: bool,
    /// When the call started. For a call that reached nobody, when that was reported.
    started_at: Timestamp,
    /// When the call was picked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<Timestamp>,
    /// How long the conversation was, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<u32>,
    /// Why there was no conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<CallFailure>,
    /// What the call was about, in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary_title: Option<Text<200>>,
    /// Whether the goal of the call was reached, as judged by the provider's language model.
    #[serde(skip_serializing_if = "Option::is_none")]
    successful: Option<Verdict>,
    /// The main language of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    /// What the call cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<CallCost>,
    /// The carrier's id of the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    call_sid: Option<Text<128>>,
    /// The company or protocol that carried the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    carrier: Option<Carrier>,
    /// A machine's opinion of who picked up, such as human, machine or fax.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<Text<40>>,
    /// Whether the provider has a recording.
    has_audio: bool,
    /// When the call became known.
    created_at: Timestamp,
    /// When the call was last changed.
    updated_at: Timestamp,
    /// Counts the changes, from 1. The ETag is the same in quotes.
    version: u64,
}

/// The customer of a call.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CallCustomer {
    id: CustomerId,
    /// Absent for customers without a name, and for deleted ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
}

impl CallView {
    /// The call, with the name that its customer has among these.
    pub(crate) fn named(call: Call, names: &BTreeMap<CustomerId, Name>) -> Self {
        let Call {
            id,
            conversation_id,
            connection_id,
            agent_id,
            customer_id,
            candidates,
            direction,
            status,
            from,
            to,
            number_withheld,
            started_at,
            accepted_at,
            duration_seconds,
            failure,
            summary_title,
            successful,
            language,
            cost,
            call_sid,
            carrier,
            answered_by,
            has_audio,
            version,
            created_at,
            updated_at,
            evidence: _,
        } = call;
        let customer = customer_id.map(|id| CallCustomer { id, name: names.get(&id).cloned() });
        Self {
            customer,
            id,
            conversation_id,
            connection_id,
            agent_id,
            customer_id,
            candidates,
            direction,
            status,
            from,
            to,
            number_withheld,
            started_at,
            accepted_at,
            duration_seconds,
            failure,
            summary_title,
            successful,
            language,
            cost,
            call_sid,
            carrier,
            answered_by,
            has_audio,
            created_at,
            updated_at,
            version,
        }
    }
}

/// A call with what was said and found out in it. The latter is empty until it is known.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DetailedCallView {
    /// The call.
    #[serde(flatten)]
    pub call: CallView,
    /// What was said and found out.
    #[serde(flatten)]
    pub details: CallDetails,
}

/// Which call.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct CallPath {
    /// The call.
    pub call_id: CallId,
}
