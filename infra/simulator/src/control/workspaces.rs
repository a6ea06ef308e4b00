//! `/workspaces`: tells the simulator about workspaces the product is connected to.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::{JsonBody, Problem};
use crate::Simulator;
use crate::engine::retry::WebhookHealth;
use crate::engine::{AgentFacts, CallSeed, Provider};
use crate::workspace::{PhoneNumber, Webhook, Workspace};

/// An agent of a workspace, and its number.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AgentOfWorkspace {
    agent_id: String,
    name: Option<String>,
    phone_number: Option<String>,
    /// Drawn from the number when absent.
    phone_number_id: Option<String>,
    #[serde(default)]
    provider: Provider,
}

/// `POST /workspaces`: what is given is set, everything else stays.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RegisterWorkspace {
    api_key: SecretString,
    webhook_url: Option<String>,
    webhook_secret: Option<SecretString>,
    #[serde(default)]
    agents: Vec<AgentOfWorkspace>,
}

pub(super) async fn register_workspace(
    State(simulator): State<Simulator>,
    JsonBody(request): JsonBody<RegisterWorkspace>,
) -> Result<Json<Value>, Problem> {
    if request.api_key.expose_secret().is_empty() {
        return Err(Problem::invalid("/apiKey", "must not be empty"));
    }
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(request.api_key.expose_secret());
    match (request.webhook_url, request.webhook_secret) {
        (Some(url), Some(secret)) => {
            let queued_retries = workspace.webhook.take().map_or(0, |known| known.queued_retries);
            // Registering it again switches it on again, with all its failures forgiven.
            let health = WebhookHealth::default();
            workspace.webhook = Some(Webhook { url, secret, is_switched_off: false, health, queued_retries });
        }
        (None, None) => {}
        (Some(_), None) => return Err(Problem::invalid("/webhookSecret", "is needed with webhookUrl")),
        (None, Some(_)) => return Err(Problem::invalid("/webhookUrl", "is needed with webhookSecret")),
    }
    for agent in request.agents {
        register_agent(workspace, agent);
    }
    Ok(Json(view(workspace)))
}

fn register_agent(workspace: &mut Workspace, agent: AgentOfWorkspace) {
    let AgentOfWorkspace { agent_id, name, phone_number, phone_number_id, provider } = agent;
    let known = workspace.agents.entry(agent_id.clone()).or_insert_with(|| {
        Arc::new(AgentFacts {
            agent_id: agent_id.clone(),
            agent_name: Some("Voice agent".to_owned()),
            version_id: Some(CallSeed::derive(0, &["version", &agent_id]).draw("id").id("agtvrsn_", 28)),
            ..AgentFacts::default()
        })
    });
    if name.is_some() {
        Arc::make_mut(known).agent_name = name;
    }
    let Some(number) = phone_number else { return };
    let known = workspace.number(&number).map(|(id, _)| id.clone());
    let drawn = || CallSeed::derive(0, &["number", &number]).draw("id").id("phnum_", 28);
    let id = phone_number_id.or_else(|| known.clone()).unwrap_or_else(drawn);
    if let Some(known) = known.filter(|known| *known != id) {
        workspace.phone_numbers.remove(&known);
    }
    workspace.phone_numbers.insert(id, PhoneNumber { number, provider, agent_id });
}

pub(super) async fn list_workspaces(State(simulator): State<Simulator>) -> Json<Value> {
    let world = simulator.world();
    let state = world.state();
    let mut workspaces: Vec<Value> = state.workspaces.values().map(view).collect();
    workspaces.sort_by(|a, b| a["workspace"].as_str().cmp(&b["workspace"].as_str()));
    Json(json!({ "workspaces": workspaces }))
}

/// A workspace without its key, its secrets and the unguessable part of its webhook's address.
fn view(workspace: &Workspace) -> Value {
    let agents: Vec<Value> = workspace
        .agents
        .iter()
        .map(|(agent_id, agent)| {
            let number = workspace.number_of_agent(agent_id);
            json!({
                "agentId": agent_id,
                "name": agent.agent_name,
                "phoneNumber": number.map(|(_, number)| &number.number),
                "phoneNumberId": number.map(|(id, _)| id),
            })
        })
        .collect();
    json!({
        "workspace": workspace.label,
        "agents": agents,
        "hasWebhook": workspace.webhook.is_some(),
        "liveCalls": workspace.live_calls,
    })
}
