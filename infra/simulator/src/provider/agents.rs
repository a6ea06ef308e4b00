//! `/v1/convai/agents`.

use axum::Json;
use axum::extract::{Path, State};
use axum::routing::{delete, get, patch, post};
use axum::{Extension, Router};
use http::StatusCode;
use serde_json::{Value, json};

use super::access_info;
use super::body::Body;
use super::errors::ProviderError;
use super::guard::{Caller, endpoint};
use super::operation::Operation;
use crate::Simulator;
use crate::workspace::{Agent, Workspace, merge};

pub(super) fn routes(simulator: &Simulator) -> Router<Simulator> {
    let one = endpoint(simulator, Operation::GetAgent, get(get_agent))
        .merge(endpoint(simulator, Operation::UpdateAgent, patch(update_agent)))
        .merge(endpoint(simulator, Operation::DeleteAgent, delete(delete_agent)));
    Router::new()
        .route("/v1/convai/agents/create", endpoint(simulator, Operation::CreateAgent, post(create_agent)))
        .route("/v1/convai/agents", endpoint(simulator, Operation::ListAgents, get(list_agents)))
        .route("/v1/convai/agents/{agent_id}", one)
}

async fn create_agent(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    body.object("conversation_config")?;
    body.optional_object("platform_settings")?;
    let name = body.optional_text("name")?.unwrap_or_else(|| "New agent".to_owned());
    let world = simulator.world();
    let now = world.now();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    super::check_room(workspace.agents().len(), &world)?;
    let agent_id = workspace.new_id("agent_");
    let version_id = workspace.new_id("agtvrsn_");
    let config = body.value().clone();
    let agent = Agent { name, config, version_id, created_at: now, updated_at: now };
    workspace.agents_mut().insert(agent_id.clone(), agent);
    Ok(Json(json!({ "agent_id": agent_id })))
}

async fn list_agents(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
) -> Json<Value> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    let summary = |(agent_id, agent): (&String, &Agent)| {
        json!({
            "agent_id": agent_id,
            "name": agent.name,
            "voice_id": agent.config.pointer("/conversation_config/tts/voice_id").and_then(Value::as_str).unwrap_or(""),
            "tags": agent.config.get("tags").cloned().unwrap_or_else(|| json!([])),
            "created_at_unix_secs": agent.created_at.as_second(),
            "updated_at_unix_secs": agent.updated_at.as_second(),
            "access_info": access_info(),
            "last_call_time_unix_secs": null,
            "archived": false,
        })
    };
    let agents: Vec<Value> = workspace.agents().iter().map(summary).collect();
    Json(json!({ "agents": agents, "next_cursor": null, "has_more": false }))
}

async fn get_agent(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(agent_id): Path<String>,
) -> Result<Json<Value>, ProviderError> {
    let world = simulator.world();
    let mut state = world.state();
    view(state.registered(&caller.api_key, world.seed()), &agent_id)
}

async fn update_agent(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(agent_id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    for field in ["conversation_config", "platform_settings"] {
        body.optional_object(field)?;
    }
    let name = body.optional_text("name")?;
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    // Every patch makes a version.
    let version_id = workspace.new_id("agtvrsn_");
    let agent = workspace.agents_mut().get_mut(&agent_id).ok_or_else(|| ProviderError::not_found("agent"))?;
    if agent.config.is_null() {
        agent.config = json!({ "conversation_config": {} });
    }
    merge(&mut agent.config, body.value());
    if let Some(config) = agent.config.as_object_mut() {
        config.remove("version_description");
    }
    if let Some(name) = name {
        agent.name = name;
    }
    agent.version_id = version_id;
    agent.updated_at = world.now();
    view(workspace, &agent_id)
}

async fn delete_agent(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(agent_id): Path<String>,
) -> Result<StatusCode, ProviderError> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    workspace.agents_mut().remove(&agent_id).ok_or_else(|| ProviderError::not_found("agent"))?;
    for number in workspace.phone_numbers.values_mut() {
        number.agent_id.take_if(|assigned| *assigned == agent_id);
    }
    Ok(StatusCode::NO_CONTENT)
}

fn view(workspace: &Workspace, agent_id: &str) -> Result<Json<Value>, ProviderError> {
    let agent = workspace.agents().get(agent_id).ok_or_else(|| ProviderError::not_found("agent"))?;
    let numbers: Vec<Value> = workspace
        .phone_numbers
        .iter()
        .filter(|(_, number)| number.agent_id.as_deref() == Some(agent_id))
        .map(|(id, number)| super::phone_numbers::view(workspace, id, number))
        .collect();
    let part = |name: &str, otherwise: Value| agent.config.get(name).cloned().unwrap_or(otherwise);
    Ok(Json(json!({
        "agent_id": agent_id,
        "name": agent.name,
        "conversation_config": part("conversation_config", json!({})),
        "metadata": {
            "created_at_unix_secs": agent.created_at.as_second(),
            "updated_at_unix_secs": agent.updated_at.as_second(),
        },
        "platform_settings": part("platform_settings", json!({})),
        "phone_numbers": numbers,
        "whatsapp_accounts": [],
        "workflow": part("workflow", Value::Null),
        "access_info": access_info(),
        "tags": part("tags", json!([])),
        "version_id": agent.version_id,
        "branch_id": null,
        "main_branch_id": null,
    })))
}
