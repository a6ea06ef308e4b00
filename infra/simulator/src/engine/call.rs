//! What a call is decided from.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::draw::CallSeed;
use super::script::Script;

/// Who called whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A person called the agent's number.
    Inbound,
    /// The agent called a person.
    Outbound,
}

impl Direction {
    /// `inbound` or `outbound`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}

/// What connects the agent's number to the telephone network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// A number at Twilio.
    #[default]
    Twilio,
    /// A SIP trunk.
    SipTrunk,
}

impl Provider {
    /// As a conversation's `metadata.phone_call.type` names it.
    pub fn phone_call_type(self) -> &'static str {
        match self {
            Self::Twilio => "twilio",
            Self::SipTrunk => "sip_trunking",
        }
    }

    /// As a conversation's `conversation_initiation_source` names it.
    pub fn source(self) -> &'static str {
        match self {
            Self::Twilio => "twilio",
            Self::SipTrunk => "sip_trunk",
        }
    }
}

/// The agent as it was when the call began.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AgentFacts {
    /// The provider's id of the agent.
    pub agent_id: String,
    /// Its name; `None` for an agent the workspace does not know.
    pub agent_name: Option<String>,
    /// The version of its configuration.
    pub version_id: Option<String>,
    /// Its configuration as it was sent (`conversation_config`, `platform_settings`); `Null` for an agent that was
    /// only registered.
    pub config: Value,
    /// The tools attached to it, as `GET /v1/convai/tools/{id}` shows them.
    pub tools: Vec<Value>,
}

/// What the conversation was started with (`conversation_initiation_client_data`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClientData {
    /// The product's id of the person.
    pub user_id: Option<String>,
    /// The values of the agent's variables.
    pub dynamic_variables: Map<String, Value>,
    /// What is different in this call; `Null` when nothing is.
    pub config_override: Value,
    /// Why the conversation cannot start, when the initiation webhook failed.
    pub error: Option<String>,
}

impl ClientData {
    /// Reads the object of a dial request or of an initiation webhook's answer. Whatever is of another type than
    /// documented counts as absent.
    pub fn read(value: &Value) -> Self {
        Self {
            user_id: value.get("user_id").and_then(Value::as_str).map(str::to_owned),
            dynamic_variables: value
                .get("dynamic_variables")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
            config_override: value.get("conversation_config_override").cloned().unwrap_or(Value::Null),
            error: None,
        }
    }
}

/// Everything a call follows from. The same specification gives the same call, always.
#[derive(Clone, Debug)]
pub struct CallSpec {
    /// Where ids, texts and figures are drawn from.
    pub seed: CallSeed,
    /// Who called whom.
    pub direction: Direction,
    /// How the agent's number is connected.
    pub provider: Provider,
    /// The agent.
    pub agent: Arc<AgentFacts>,
    /// The agent's number; empty when unknown.
    pub agent_number: String,
    /// The provider's id of that number; empty when unknown.
    pub phone_number_id: String,
    /// The person's number exactly as given; `None` draws one set aside for fiction.
    pub external_number: Option<String>,
    /// What the conversation was started with, if anything.
    pub client_data: Option<Arc<ClientData>>,
    /// What is to happen, its scenario and defaults filled in.
    pub script: Arc<Script>,
    /// When the call began.
    pub started_at: Timestamp,
    /// Whether it exceeds the agent's concurrency and is charged double.
    pub is_burst: bool,
}
