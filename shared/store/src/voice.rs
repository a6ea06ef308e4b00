//! Voice connections and voice agents, and how a webhook finds its tenant by them.
//!
//! A connection is one workspace of the voice provider. Its API key and its webhook secrets are in the secret store, not
//! here. A webhook names its connection by the hook id in its URL, and its tenant by the voice agent in its body: an
//! agent belongs to one tenant, even where several share a connection.

mod backlog;
mod lease;

use domain::{
    TenantId,
    call::{PhoneNumberId, Trunk, VoiceAgentId},
    ids::ConnectionId,
    phone::PhoneNumber,
    text::Name,
    voice::{HookId, PhoneProvider},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    backlog::{backlog_adopted, backlogs_due, postpone_adoption},
    lease::ConnectionLease,
};
use crate::{
    Consistency, Item, Order, Page, Position, Query, Record, StoreError, Table, Transaction, WriteId,
    counters::{self, Area, Counter, SHARDS},
    keys, tenants,
};

/// The most connections that a tenant has.
pub const MAX_CONNECTIONS: u16 = 10;

/// A voice connection as one tenant uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// Its identity.
    pub id: ConnectionId,
    /// What the tenant calls it.
    pub name: Name,
    /// Where the provider's API is: `https://`, or `http://` on this machine; without a slash at the end.
    pub base_url: String,
    /// The last segment of its webhook URL.
    pub hook_id: HookId,
    /// Whether the webhook secret is known: before that, every delivery is refused.
    pub has_webhook_secret: bool,
    /// Until when deliveries that are signed with the secret before it are accepted too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_webhook_secret_until: Option<Timestamp>,
    /// Whether its trunk sends the `+` of international numbers, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trunk: Option<Trunk>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed, its secrets included.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
}

impl Record for Connection {
    const ENTITY: &'static str = "voiceConnection";
}

/// What a hook id stands for. At a key of its own: the tenant is not known when it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hook {
    /// The connection whose deliveries it takes.
    pub connection_id: ConnectionId,
    /// The tenant whose credentials they are. Not the tenant of every delivery: see [`agent_owner`].
    #[serde(deserialize_with = "tenants::read_own")]
    pub tenant: TenantId,
}

impl Record for Hook {
    const ENTITY: &'static str = "voiceHook";
}

/// Makes a voice agent of a connection the agent of one tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentOwner {
    /// The tenant.
    #[serde(deserialize_with = "tenants::read_own")]
    pub tenant: TenantId,
    /// The connection that the agent is reached through.
    pub connection_id: ConnectionId,
    /// The agent.
    pub agent_id: VoiceAgentId,
    /// When to ask again for what came before the agent was registered; `None` once it was taken up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backlog_due_at: Option<Timestamp>,
}

impl Record for AgentOwner {
    const ENTITY: &'static str = "voiceAgentOwner";
}

/// A voice agent of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoiceAgent {
    /// The provider's id of it.
    pub agent_id: VoiceAgentId,
    /// The connection that it is reached through.
    pub connection_id: ConnectionId,
    /// What the tenant calls it.
    pub name: Name,
    /// The number that it answers and calls from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<PhoneNumber>,
    /// The provider's id of that number: without it, the agent only answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number_id: Option<PhoneNumberId>,
    /// How the number is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<PhoneProvider>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
}

impl Record for VoiceAgent {
    const ENTITY: &'static str = "voiceAgent";
}

/// The writes that decide whether an agent can be registered or removed.
#[derive(Clone, Copy, Debug)]
pub struct AgentWrites {
    /// The tenant's own item.
    pub agent: WriteId,
    /// The reservation of the agent, against all tenants.
    pub owner: WriteId,
}

/// A new connection, with its hook.
pub fn create_connection(
    transaction: &mut Transaction,
    tenant: TenantId,
    connection: &Connection,
) -> Result<WriteId, StoreError> {
    let write = share_connection(transaction, tenant, connection)?;
    let hook = Hook { connection_id: connection.id, tenant };
    transaction.create(Item::new(keys::hook(&connection.hook_id), &hook)?);
    Ok(write)
}

/// A connection whose credentials are another tenant's, for this tenant as well.
pub fn share_connection(
    transaction: &mut Transaction,
    tenant: TenantId,
    connection: &Connection,
) -> Result<WriteId, StoreError> {
    counters::count_change(transaction, tenant, connection.id.shard(SHARDS), Area::Settings);
    let key = keys::voice_connection(tenant, connection.id);
    Ok(transaction.create(Item::new(key, connection)?))
}

/// A changed connection, in place of the version it was changed from. Its hook stays.
pub fn replace_connection(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: &Connection,
    after: &Connection,
) -> Result<WriteId, StoreError> {
    counters::count_change(transaction, tenant, after.id.shard(SHARDS), Area::Settings);
    let item = |connection| Item::new(keys::voice_connection(tenant, after.id), connection);
    Ok(transaction.replace(&item(before)?, item(after)?, before.version))
}

/// A new voice agent of a tenant. It must not be another tenant's. What was reported about it before is due to be taken
/// up: see [`backlogs_due`].
pub fn register_agent(
    transaction: &mut Transaction,
    tenant: TenantId,
    agent: &VoiceAgent,
) -> Result<AgentWrites, StoreError> {
    let VoiceAgent { connection_id, agent_id, .. } = agent;
    let key = keys::voice_agent(tenant, *connection_id, agent_id);
    let write = transaction.create(Item::new(key, agent)?);
    let owner = AgentOwner {
        tenant,
        connection_id: *connection_id,
        agent_id: agent_id.clone(),
        backlog_due_at: Some(backlog::first_look(agent.created_at)),
    };
    let owner = transaction.create(owner.item()?);
    counters::add(transaction, tenant, connection_id.shard(SHARDS), Counter::VoiceAgents, 1);
    counters::count_change(transaction, tenant, connection_id.shard(SHARDS), Area::Settings);
    Ok(AgentWrites { agent: write, owner })
}

/// Removes a voice agent of the tenant, if it still has this version.
pub fn remove_agent(
    transaction: &mut Transaction,
    tenant: TenantId,
    connection: ConnectionId,
    agent: &VoiceAgentId,
    version: u64,
) -> AgentWrites {
    let write = transaction.delete_at_version(&keys::voice_agent(tenant, connection, agent), version);
    let owner = keys::voice_agent_owner(connection, agent);
    let owner = transaction.delete_having(&owner, "tenant", tenant.to_string());
    counters::add(transaction, tenant, connection.shard(SHARDS), Counter::VoiceAgents, -1);
    counters::count_change(transaction, tenant, connection.shard(SHARDS), Area::Settings);
    AgentWrites { agent: write, owner }
}

/// Writes nothing, but only commits if nobody has registered the agent.
pub fn require_unregistered(
    transaction: &mut Transaction,
    connection: ConnectionId,
    agent: &VoiceAgentId,
) -> WriteId {
    transaction.require_absent(&keys::voice_agent_owner(connection, agent))
}

/// The connection that a hook id stands for.
pub async fn hook(table: &Table, hook_id: &HookId) -> Result<Option<Hook>, StoreError> {
    table.get(&keys::hook(hook_id), Consistency::Strong).await
}

/// Connects to the table by looking for a hook that is nobody's.
pub async fn connect(table: &Table) {
    let nobody = HookId::from_token([0; 32]);
    // What is wrong is told to whoever needs the table.
    drop(table.get(&keys::hook(&nobody), Consistency::Eventual).await);
}

/// The tenant of a voice agent.
pub async fn agent_owner(
    table: &Table,
    connection: ConnectionId,
    agent: &VoiceAgentId,
) -> Result<Option<AgentOwner>, StoreError> {
    table.get(&keys::voice_agent_owner(connection, agent), Consistency::Strong).await
}

/// A connection of the tenant.
pub async fn connection(
    table: &Table,
    tenant: TenantId,
    id: ConnectionId,
) -> Result<Option<Connection>, StoreError> {
    table.get(&keys::voice_connection(tenant, id), Consistency::Strong).await
}

/// All connections of the tenant.
pub async fn connections(table: &Table, tenant: TenantId) -> Result<Page<Connection>, StoreError> {
    table.query(Query::table(keys::voice_connections(tenant), MAX_CONNECTIONS)).await
}

/// The connections whose credentials are the tenant's own.
pub async fn owned_connections(table: &Table, tenant: TenantId) -> Result<Page<Connection>, StoreError> {
    let mut page = connections(table, tenant).await?;
    for connection in std::mem::take(&mut page.items) {
        if hook(table, &connection.hook_id).await?.is_some_and(|hook| hook.tenant == tenant) {
            page.items.push(connection);
        }
    }
    Ok(page)
}

/// A voice agent of the tenant, perhaps a moment behind.
pub async fn agent(
    table: &Table,
    tenant: TenantId,
    connection: ConnectionId,
    agent: &VoiceAgentId,
) -> Result<Option<VoiceAgent>, StoreError> {
    table.get(&keys::voice_agent(tenant, connection, agent), Consistency::Eventual).await
}

/// A page of the voice agents of the tenant, by connection and id.
pub async fn agents(
    table: &Table,
    tenant: TenantId,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<VoiceAgent>, StoreError> {
    let query = Query::table(keys::voice_agents(tenant), limit).order(Order::OldestFirst).after(after);
    table.query(query).await
}
