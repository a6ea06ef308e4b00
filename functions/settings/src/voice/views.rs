//! What voice connections and voice agents look like on the wire.

use domain::{
    call::{PhoneNumberId, Trunk, VoiceAgentId},
    ids::ConnectionId,
    phone::PhoneNumber,
    text::Name,
    voice::PhoneProvider,
};
use jiff::Timestamp;
use serde::Serialize;
use store::{
    delivery_counts::DeliveryCount,
    voice::{Connection, VoiceAgent},
};
use utoipa::ToSchema;

/// A voice connection: where the provider is, and where it is to deliver. Its secrets are never shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VoiceConnectionView {
    /// The connection's id.
    id: ConnectionId,
    /// What the connection is called.
    name: Name,
    /// Where the provider's API is.
    base_url: String,
    /// The URL to enter at the provider for the post-call webhook. Deliveries pass only if they are signed with the
    /// webhook secret.
    webhook_url: String,
    /// Whether the webhook secret is known. Without it every delivery is refused.
    has_webhook_secret: bool,
    /// Until when deliveries that are signed with the previous webhook secret are accepted too.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_webhook_secret_until: Option<Timestamp>,
    /// What the digits of a caller's number are that the network sends without a plus, where that was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers_without_plus: Option<Trunk>,
    /// Since when today's quota of deliveries is used up: until midnight (UTC) only the head of each is kept, and its
    /// conversation fetched on the next day. Absent while it is not, and in the answer to a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    day_quota_reached_at: Option<Timestamp>,
    /// When the connection was made.
    created_at: Timestamp,
    /// When the connection was last changed.
    updated_at: Timestamp,
    /// Counts the changes, from 1.
    version: u64,
}

impl VoiceConnectionView {
    /// The view of a connection whose webhooks are delivered under this URL.
    pub fn new(connection: Connection, post_call_url: &str) -> Self {
        let Connection {
            id,
            name,
            base_url,
            hook_id,
            has_webhook_secret,
            previous_webhook_secret_until,
            trunk,
            created_at,
            updated_at,
            version,
        } = connection;
        let webhook_url = format!("{}/{}", post_call_url.trim_end_matches('/'), hook_id.as_str());
        Self {
            id,
            name,
            base_url,
            webhook_url,
            has_webhook_secret,
            previous_webhook_secret_until,
            numbers_without_plus: trunk,
            day_quota_reached_at: None,
            created_at,
            updated_at,
            version,
        }
    }

    /// With what was delivered through it today.
    #[must_use]
    pub fn with_today(self, today: Option<DeliveryCount>) -> Self {
        Self { day_quota_reached_at: today.and_then(|count| count.quota_reached_at), ..self }
    }
}

/// A voice agent of the tenant.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VoiceAgentView {
    /// The provider's id of the voice agent.
    agent_id: VoiceAgentId,
    /// The connection that the voice agent is reached through.
    connection_id: ConnectionId,
    /// What the voice agent is called.
    name: Name,
    /// The number that the voice agent answers and calls from.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<PhoneNumber>,
    /// The provider's id of that number.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number_id: Option<PhoneNumberId>,
    /// How the provider reaches the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<PhoneProvider>,
    /// When the voice agent was registered.
    created_at: Timestamp,
    /// Counts the changes, from 1. Send it in quotes as If-Match to remove the voice agent.
    version: u64,
}

impl From<VoiceAgent> for VoiceAgentView {
    fn from(agent: VoiceAgent) -> Self {
        let VoiceAgent {
            agent_id,
            connection_id,
            name,
            phone_number,
            phone_number_id,
            provider,
            created_at,
            version,
        } = agent;
        Self { agent_id, connection_id, name, phone_number, phone_number_id, provider, created_at, version }
    }
}
