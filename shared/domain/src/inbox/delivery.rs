//! What came, before it is kept.

use jiff::Timestamp;

use super::{
    defect::{Defect, DefectReason},
    entry_id::{EntryId, FETCH},
};
use crate::{
    TenantId,
    call::{ConversationId, VoiceAgentId},
    ids::ConnectionId,
};

/// What is known about a delivery before it is kept.
#[derive(Clone, Debug)]
pub struct WebhookDelivery {
    /// The connection that it came through.
    pub connection_id: ConnectionId,
    /// The tenant whose credentials the connection has: not the tenant that it is about.
    pub owner: TenantId,
    /// Its id.
    pub id: EntryId,
    /// Its type, if it says so.
    pub kind: Option<String>,
    /// The conversation, if it names one.
    pub conversation_id: Option<ConversationId>,
    /// The voice agent, if it names one.
    pub agent_id: Option<VoiceAgentId>,
    /// The provider's time of the event.
    pub event_at: Option<Timestamp>,
    /// When it came.
    pub received_at: Timestamp,
    /// What keeps it from being read, if anything does.
    pub defect: Option<Defect>,
}

impl WebhookDelivery {
    /// Not a delivery, but the wish to ask the provider for a conversation.
    pub fn fetch(
        connection_id: ConnectionId,
        owner: TenantId,
        id: EntryId,
        conversation_id: ConversationId,
        now: Timestamp,
    ) -> Self {
        Self {
            connection_id,
            owner,
            id,
            kind: Some(FETCH.to_owned()),
            conversation_id: Some(conversation_id),
            agent_id: None,
            event_at: None,
            received_at: now,
            defect: None,
        }
    }

    /// Only its head is kept, because the day's quota of its connection is used up.
    #[must_use]
    pub fn over_quota(self) -> Self {
        Self { defect: Some(Defect::of(DefectReason::OverQuota)), ..self }
    }

    /// Whether it is processed as soon as it was kept. What came over the day's quota has time until the next day.
    pub fn can_be_processed_now(&self) -> bool {
        let is_over = self.defect.as_ref().is_some_and(|defect| defect.reason == DefectReason::OverQuota);
        self.can_be_processed() && !is_over
    }

    /// Whether it can be processed: what cannot be read and names no conversation that could be fetched is only kept.
    pub const fn can_be_processed(&self) -> bool {
        self.defect.is_none() || self.conversation_id.is_some()
    }
}
