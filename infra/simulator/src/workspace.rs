//! One workspace of the provider: what belongs to one API key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use secrecy::SecretString;

use crate::engine::retry::WebhookHealth;
use crate::engine::{AgentFacts, CallSeed, Provider};

/// A phone number.
#[derive(Clone, Debug)]
pub(crate) struct PhoneNumber {
    pub(crate) number: String,
    pub(crate) provider: Provider,
    pub(crate) agent_id: String,
}

/// The post-call webhook.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: SecretString,
    /// After too many failures.
    pub(crate) is_switched_off: bool,
    pub(crate) health: WebhookHealth,
    pub(crate) queued_retries: usize,
}

/// What belongs to one API key.
pub(crate) struct Workspace {
    /// Names the workspace without giving its key away.
    pub(crate) label: String,
    /// By id; shared with the calls of each.
    pub(crate) agents: BTreeMap<String, Arc<AgentFacts>>,
    pub(crate) phone_numbers: BTreeMap<String, PhoneNumber>,
    pub(crate) webhook: Option<Webhook>,
    /// Conversations by start (unix seconds) and id.
    pub(crate) conversations: BTreeSet<(i64, String)>,
    pub(crate) live_calls: u32,
}

impl Workspace {
    /// An empty workspace of the API key.
    pub(crate) fn new(api_key: &str) -> Self {
        Self {
            // From the key alone, so that the same key has the same label under every seed.
            label: CallSeed::derive(0, &["workspace", api_key]).draw("label").hex("ws_", 12),
            agents: BTreeMap::new(),
            phone_numbers: BTreeMap::new(),
            webhook: None,
            conversations: BTreeSet::new(),
            live_calls: 0,
        }
    }

    /// The agent as calls see it; an agent nobody knows has no name.
    pub(crate) fn agent_facts(&self, agent_id: &str) -> Arc<AgentFacts> {
        self.agents.get(agent_id).cloned().unwrap_or_else(|| {
            Arc::new(AgentFacts { agent_id: agent_id.to_owned(), ..AgentFacts::default() })
        })
    }

    /// The number of this text and its id.
    pub(crate) fn number(&self, number: &str) -> Option<(&String, &PhoneNumber)> {
        self.phone_numbers.iter().find(|(_, known)| known.number == number)
    }

    /// The number that belongs to the agent, if any.
    pub(crate) fn number_of_agent(&self, agent_id: &str) -> Option<(&String, &PhoneNumber)> {
        self.phone_numbers.iter().find(|(_, known)| known.agent_id == agent_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_not_in_its_label() {
        let workspace = Workspace::new("sim-very-secret");
        assert!(!workspace.label.contains("secret"));
        assert_eq!(workspace.label, Workspace::new("sim-very-secret").label);
        assert_ne!(workspace.label, Workspace::new("sim-other").label);
    }
}
