//! What the queue of the inbox carries.

use domain::{
    call::{ConversationId, VoiceAgentId},
    ids::ConnectionId,
    inbox::{Entry, EntryId},
    voice::HookId,
};
use serde::{Deserialize, Serialize};

use crate::voice::AgentOwner;

/// Work on the inbox. A message may come twice; each kind is safe to repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Task {
    /// Make of an entry what it is about.
    ProcessV1 {
        /// The connection that it came through.
        connection_id: ConnectionId,
        /// The entry.
        entry_id: EntryId,
    },
    /// Ask the provider for a conversation, and handle the answer like a delivery.
    FetchV1 {
        /// The hook of the connection.
        hook_id: HookId,
        /// The conversation.
        conversation_id: ConversationId,
    },
    /// Process the entries of a voice agent that was not registered when they came.
    AdoptBacklogV1 {
        /// The connection.
        connection_id: ConnectionId,
        /// The agent, which is registered now.
        agent_id: VoiceAgentId,
    },
}

impl Task {
    /// To process this entry.
    pub fn process(entry: &Entry) -> Self {
        Self::ProcessV1 { connection_id: entry.connection_id, entry_id: entry.id.clone() }
    }

    /// To take up what was reported about this agent before it was registered.
    pub fn adopt_backlog(owner: &AgentOwner) -> Self {
        Self::AdoptBacklogV1 { connection_id: owner.connection_id, agent_id: owner.agent_id.clone() }
    }

    /// The message group that keeps one connection's many from delaying another's few.
    pub fn group(connection: ConnectionId) -> String {
        connection.to_string()
    }
}
