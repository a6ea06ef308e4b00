//! One workspace of the provider: what belongs to one API key.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Map, Value, json};

use crate::engine::retry::WebhookHealth;
use crate::engine::{AgentFacts, CallSeed, EventKind, Provider};

/// An agent.
#[derive(Clone, Debug)]
pub(crate) struct Agent {
    pub(crate) name: String,
    /// What was sent, patches merged in; `Null` for an agent that was only registered.
    pub(crate) config: Value,
    pub(crate) version_id: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// A secret; its value is only used as a request header.
#[derive(Clone, Debug)]
pub(crate) struct StoredSecret {
    pub(crate) name: String,
    pub(crate) value: SecretString,
}

/// A phone number.
#[derive(Clone, Debug)]
pub(crate) struct PhoneNumber {
    pub(crate) number: String,
    pub(crate) label: String,
    pub(crate) provider: Provider,
    pub(crate) agent_id: Option<String>,
    /// What a SIP number was imported with.
    pub(crate) trunks: Map<String, Value>,
}

/// A workspace webhook.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) secret: SecretString,
    pub(crate) request_headers: Map<String, Value>,
    pub(crate) is_disabled: bool,
    pub(crate) is_auto_disabled: bool,
    pub(crate) retry_enabled: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) health: WebhookHealth,
    pub(crate) queued_retries: usize,
}

/// What belongs to one API key.
pub(crate) struct Workspace {
    /// Names the workspace without giving its key away.
    pub(crate) label: String,
    agents: BTreeMap<String, Agent>,
    /// `tool_config` by id.
    tools: BTreeMap<String, Value>,
    /// The agents as calls see them, shared by all calls until an agent or a tool changes.
    facts: HashMap<String, Arc<AgentFacts>>,
    pub(crate) secrets: BTreeMap<String, StoredSecret>,
    pub(crate) phone_numbers: BTreeMap<String, PhoneNumber>,
    pub(crate) webhooks: BTreeMap<String, Webhook>,
    /// `GET /v1/convai/settings`.
    pub(crate) settings: Value,
    /// Conversations by start (unix seconds) and id.
    pub(crate) conversations: BTreeSet<(i64, String)>,
    pub(crate) live_calls: u32,
    live_calls_by_agent: HashMap<String, u32>,
    ids_given: u64,
    seed: u64,
}

impl Workspace {
    /// An empty workspace of the API key.
    pub(crate) fn new(api_key: &str, seed: u64) -> Self {
        Self {
            // From the key alone, so that the same key has the same label under every seed.
            label: CallSeed::derive(0, &["workspace", api_key]).draw("label").hex("ws_", 12),
            agents: BTreeMap::new(),
            tools: BTreeMap::new(),
            facts: HashMap::new(),
            secrets: BTreeMap::new(),
            phone_numbers: BTreeMap::new(),
            webhooks: BTreeMap::new(),
            settings: json!({
                "conversation_initiation_client_data_webhook": null,
                "webhooks": {
                    "post_call_webhook_id": null,
                    "events": ["transcript"],
                    "transcript_format": "json",
                    "exclude_transcript": false,
                },
                "can_use_mcp_servers": false,
                "rag_retention_period_days": 10,
                "default_livekit_stack": "standard",
            }),
            conversations: BTreeSet::new(),
            live_calls: 0,
            live_calls_by_agent: HashMap::new(),
            ids_given: 0,
            seed,
        }
    }

    /// A new id: `prefix` and what the workspace, the prefix and the number of ids before it give.
    pub(crate) fn new_id(&mut self, prefix: &str) -> String {
        self.ids_given += 1;
        let parts = ["id", &self.label, prefix, &self.ids_given.to_string()];
        CallSeed::derive(self.seed, &parts).draw("id").id(prefix, 28)
    }

    pub(crate) fn agents(&self) -> &BTreeMap<String, Agent> {
        &self.agents
    }

    pub(crate) fn tools(&self) -> &BTreeMap<String, Value> {
        &self.tools
    }

    /// The agents, to change them.
    pub(crate) fn agents_mut(&mut self) -> &mut BTreeMap<String, Agent> {
        self.facts.clear();
        &mut self.agents
    }

    /// The tools, to change them.
    pub(crate) fn tools_mut(&mut self) -> &mut BTreeMap<String, Value> {
        self.facts.clear();
        &mut self.tools
    }

    /// The agent as calls see it; an agent nobody knows has no name and no configuration.
    pub(crate) fn agent_facts(&mut self, agent_id: &str) -> Arc<AgentFacts> {
        if let Some(facts) = self.facts.get(agent_id) {
            return Arc::clone(facts);
        }
        let facts = Arc::new(self.gather_facts(agent_id));
        if self.agents.contains_key(agent_id) {
            self.facts.insert(agent_id.to_owned(), Arc::clone(&facts));
        }
        facts
    }

    fn gather_facts(&self, agent_id: &str) -> AgentFacts {
        let Some(agent) = self.agents.get(agent_id) else {
            return AgentFacts { agent_id: agent_id.to_owned(), ..AgentFacts::default() };
        };
        let tool_ids =
            agent.config.pointer("/conversation_config/agent/prompt/tool_ids").and_then(Value::as_array);
        let tools = tool_ids
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter_map(|id| self.tools.get(id).map(|config| json!({ "id": id, "tool_config": config })))
            .collect();
        AgentFacts {
            agent_id: agent_id.to_owned(),
            agent_name: Some(agent.name.clone()),
            version_id: Some(agent.version_id.clone()),
            config: agent.config.clone(),
            tools,
        }
    }

    /// The number of this text and its id.
    pub(crate) fn number(&self, number: &str) -> Option<(&String, &PhoneNumber)> {
        self.phone_numbers.iter().find(|(_, known)| known.number == number)
    }

    /// The number that belongs to the agent, if any.
    pub(crate) fn number_of_agent(&self, agent_id: &str) -> Option<(&String, &PhoneNumber)> {
        self.phone_numbers.iter().find(|(_, known)| known.agent_id.as_deref() == Some(agent_id))
    }

    /// The post-call webhook of the agent: its own override, else the workspace's.
    pub(crate) fn post_call_webhook(&self, agent_id: &str) -> Option<&str> {
        self.webhook_settings(agent_id)?.get("post_call_webhook_id")?.as_str()
    }

    /// Whether the agent's post-call webhook is to receive this kind of event.
    pub(crate) fn subscribes(&self, agent_id: &str, kind: EventKind) -> bool {
        let event = match kind {
            EventKind::PostCallTranscription => "transcript",
            EventKind::PostCallAudio => "audio",
            EventKind::CallInitiationFailure => "call_initiation_failure",
            EventKind::AnsweringMachineDetection => "answering_machine_detection",
        };
        let events = self.webhook_settings(agent_id).and_then(|settings| settings.get("events"));
        events.and_then(Value::as_array).is_some_and(|events| events.iter().any(|given| given == event))
    }

    fn webhook_settings(&self, agent_id: &str) -> Option<&Value> {
        let own = self.agents.get(agent_id).and_then(|agent| {
            agent
                .config
                .pointer("/platform_settings/workspace_overrides/webhooks")
                .filter(|own| own.is_object())
        });
        own.or_else(|| self.settings.get("webhooks"))
    }

    /// The calls of an agent that are under way.
    pub(crate) fn live_calls_of(&self, agent_id: &str) -> u32 {
        self.live_calls_by_agent.get(agent_id).copied().unwrap_or_default()
    }

    /// Counts a call that begins.
    pub(crate) fn call_began(&mut self, agent_id: &str) {
        self.live_calls += 1;
        *self.live_calls_by_agent.entry(agent_id.to_owned()).or_default() += 1;
    }

    /// Counts a call that ended.
    pub(crate) fn call_ended(&mut self, agent_id: &str) {
        self.live_calls = self.live_calls.saturating_sub(1);
        if let Some(live) = self.live_calls_by_agent.get_mut(agent_id) {
            *live -= 1;
            if *live == 0 {
                self.live_calls_by_agent.remove(agent_id);
            }
        }
    }
}

/// Merges `patch` into `target` as the provider's PATCH does: objects by field, everything else replaced whole.
pub(crate) fn merge(target: &mut Value, patch: &Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (name, value) in patch {
                merge(target.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (target, patch) => *target = patch.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_merges_objects_and_replaces_lists() {
        let mut target = json!({ "a": { "b": 1, "c": [1, 2] }, "d": 1 });
        merge(&mut target, &json!({ "a": { "c": [3], "e": null } }));
        assert_eq!(target, json!({ "a": { "b": 1, "c": [3], "e": null }, "d": 1 }));
    }

    #[test]
    fn a_key_is_not_in_its_label() {
        let workspace = Workspace::new("sim-very-secret", 1);
        assert!(!workspace.label.contains("secret"));
        assert_eq!(workspace.label, Workspace::new("sim-very-secret", 2).label);
        assert_ne!(workspace.label, Workspace::new("sim-other", 1).label);
    }
}
