//! What the inbox looks like on the wire. What was delivered is shown by an operation of its own.

use domain::{
    call::{ConversationId, VoiceAgentId},
    ids::{CallId, ConnectionId},
    inbox::{Defect, Entry, EntryId, State},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Something that the voice provider delivered.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxEntryView {
    /// The id of the entry within its connection.
    #[schema(value_type = String)]
    id: EntryId,
    /// The connection that the delivery came through.
    connection_id: ConnectionId,
    /// Where the entry stands.
    state: State,
    /// The provider's word for the type of the delivery.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// The conversation that the delivery is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_id: Option<ConversationId>,
    /// The voice agent that the delivery is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_id: Option<VoiceAgentId>,
    /// When the event happened, by the provider's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    event_at: Option<Timestamp>,
    /// When the delivery was received.
    received_at: Timestamp,
    /// Number of failed attempts.
    attempts: u32,
    /// The code of the last error.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    /// Why and where the body cannot be read. The conversation may have been fetched all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    defect: Option<Defect>,
    /// How many bytes the body has that can be looked at.
    body_bytes: usize,
    /// When the entry was processed or ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_at: Option<Timestamp>,
    /// The call that the entry became a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    call_id: Option<CallId>,
}

impl From<Entry> for InboxEntryView {
    fn from(entry: Entry) -> Self {
        let Entry {
            connection_id,
            id,
            owner: _,
            state,
            kind,
            conversation_id,
            agent_id,
            event_at,
            received_at,
            body_bytes,
            pieces: _,
            attempts,
            last_error,
            defect,
            due_at: _,
            settled_at,
            call_id,
            unclaimed_at: _,
            tenant: _,
            version: _,
            body_expires_at: _,
            reopened_at: _,
            expires_at: _,
        } = entry;
        Self {
            id,
            connection_id,
            state,
            kind,
            conversation_id,
            agent_id,
            event_at,
            received_at,
            attempts,
            last_error,
            defect,
            body_bytes,
            settled_at,
            call_id,
        }
    }
}
