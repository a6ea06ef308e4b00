//! The conversation-initiation webhook: asks the product for the values of the agent's variables.

use std::sync::Arc;

use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::engine::{ClientData, Direction};
use crate::workspace::Workspace;
use crate::world::World;

/// Whom to ask, and with what.
struct Question {
    url: String,
    headers: Vec<(String, String)>,
    body: Value,
}

/// Asks and stores the answer as the call's client data. A missing or unreadable answer keeps the conversation from
/// starting; an agent without such a webhook starts without data.
pub(crate) async fn personalise(world: &Arc<World>, conversation_id: &str) {
    let Some(question) = question(world, conversation_id) else { return };
    let client_data = match ask(world, question).await {
        Ok(answer) => ClientData::read(&answer),
        Err(reason) => ClientData {
            error: Some(format!("Failed to fetch conversation initiation client data: {reason}")),
            ..ClientData::default()
        },
    };
    if let Some(record) = world.state().calls.get_mut(conversation_id) {
        record.spec.client_data = Some(Arc::new(client_data));
    }
}

fn question(world: &World, conversation_id: &str) -> Option<Question> {
    let state = world.state();
    let record = state.calls.get(conversation_id)?;
    let workspace = state.workspaces.get(&record.api_key)?;
    let spec = &record.spec;
    let switch = "/platform_settings/overrides/enable_conversation_initiation_client_data_from_webhook";
    if !spec.agent.config.is_null() && spec.agent.config.pointer(switch) != Some(&Value::Bool(true)) {
        return None;
    }
    let own = "/platform_settings/workspace_overrides/conversation_initiation_client_data_webhook";
    let webhook = spec
        .agent
        .config
        .pointer(own)
        .filter(|own| own.is_object())
        .or_else(|| workspace.settings.get("conversation_initiation_client_data_webhook"))?;
    let person = record.outline.external_number.as_str();
    let (caller, called) = match spec.direction {
        Direction::Inbound => (person, spec.agent_number.as_str()),
        Direction::Outbound => (spec.agent_number.as_str(), person),
    };
    Some(Question {
        url: webhook.get("url")?.as_str()?.to_owned(),
        headers: headers(webhook, workspace),
        body: json!({
            "caller_id": caller,
            "called_number": called,
            "agent_id": spec.agent.agent_id,
            "call_sid": record.outline.call_sid,
            "conversation_id": record.outline.conversation_id,
        }),
    })
}

fn headers(webhook: &Value, workspace: &Workspace) -> Vec<(String, String)> {
    let given = webhook.get("request_headers").and_then(Value::as_object);
    let resolved = given.into_iter().flatten().filter_map(|(name, value)| {
        let value = match value {
            Value::String(text) => text.clone(),
            other => {
                workspace.secrets.get(other.get("secret_id")?.as_str()?)?.value.expose_secret().to_owned()
            }
        };
        Some((name.clone(), value))
    });
    resolved.collect()
}

async fn ask(world: &World, question: Question) -> Result<Value, String> {
    let config = &world.shared.config;
    let mut request =
        config.http.post(&question.url).timeout(config.defaults.webhook_timeout).json(&question.body);
    for (name, value) in &question.headers {
        request = request.header(name, value);
    }
    let answer = request.send().await.map_err(|_| "no answer".to_owned())?;
    if !answer.status().is_success() {
        return Err(format!("status {}", answer.status().as_u16()));
    }
    answer.json().await.map_err(|_| "the answer is not JSON".to_owned())
}
