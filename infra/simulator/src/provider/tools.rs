//! `/v1/convai/tools`.

use axum::Json;
use axum::extract::{Path, State};
use axum::routing::{delete, get, patch, post};
use axum::{Extension, Router};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::access_info;
use super::body::Body;
use super::errors::ProviderError;
use super::guard::{Caller, endpoint};
use super::operation::Operation;
use crate::Simulator;

pub(super) fn routes(simulator: &Simulator) -> Router<Simulator> {
    let all = endpoint(simulator, Operation::CreateTool, post(create_tool)).merge(endpoint(
        simulator,
        Operation::ListTools,
        get(list_tools),
    ));
    let one = endpoint(simulator, Operation::GetTool, get(get_tool))
        .merge(endpoint(simulator, Operation::UpdateTool, patch(update_tool)))
        .merge(endpoint(simulator, Operation::DeleteTool, delete(delete_tool)));
    Router::new().route("/v1/convai/tools", all).route("/v1/convai/tools/{tool_id}", one)
}

async fn create_tool(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    let config = checked(&body)?;
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    super::check_room(workspace.tools().len(), &world)?;
    let tool_id = workspace.new_id("tool_");
    workspace.tools_mut().insert(tool_id.clone(), config.clone());
    Ok(Json(view(&tool_id, &config)))
}

async fn list_tools(State(simulator): State<Simulator>, Extension(caller): Extension<Caller>) -> Json<Value> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    let tools: Vec<Value> = workspace.tools().iter().map(|(id, config)| view(id, config)).collect();
    Json(json!({ "tools": tools, "next_cursor": null, "has_more": false }))
}

async fn get_tool(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(tool_id): Path<String>,
) -> Result<Json<Value>, ProviderError> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    let config = workspace.tools().get(&tool_id).ok_or_else(|| ProviderError::not_found("tool"))?;
    Ok(Json(view(&tool_id, config)))
}

/// PATCH replaces the whole `tool_config`.
async fn update_tool(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(tool_id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    let config = checked(&body)?;
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    let known = workspace.tools_mut().get_mut(&tool_id).ok_or_else(|| ProviderError::not_found("tool"))?;
    *known = config;
    Ok(Json(view(&tool_id, known)))
}

async fn delete_tool(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(tool_id): Path<String>,
) -> Result<StatusCode, ProviderError> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    workspace.tools_mut().remove(&tool_id).ok_or_else(|| ProviderError::not_found("tool"))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The `tool_config` of a body, with what the provider's schema asks of it.
fn checked(body: &Body) -> Result<Value, ProviderError> {
    let config = body.object("tool_config")?;
    let require =
        |object: &Map<String, Value>, path: &[&str]| match path.last().and_then(|name| object.get(*name)) {
            Some(Value::String(text)) if !text.is_empty() => Ok(()),
            Some(other) if !other.is_null() => {
                Err(ProviderError::invalid(path, "string_type", "Input should be a valid string", other))
            }
            _ => Err(ProviderError::missing(path, &Value::Object(object.clone()))),
        };
    require(config, &["tool_config", "name"])?;
    if config.get("type").and_then(Value::as_str) == Some("webhook") {
        require(config, &["tool_config", "description"])?;
        let Some(Value::Object(schema)) = config.get("api_schema") else {
            return Err(ProviderError::missing(
                &["tool_config", "api_schema"],
                &Value::Object(config.clone()),
            ));
        };
        require(schema, &["tool_config", "api_schema", "url"])?;
    }
    Ok(Value::Object(config.clone()))
}

fn view(tool_id: &str, config: &Value) -> Value {
    json!({
        "id": tool_id,
        "tool_config": config,
        "access_info": access_info(),
        "usage_stats": { "total_calls": 0, "avg_latency_secs": 0.0 },
    })
}
