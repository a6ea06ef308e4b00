//! `/v1/convai/secrets`. Values are never shown again.

use axum::Json;
use axum::extract::{Path, State};
use axum::routing::{delete, get, patch, post};
use axum::{Extension, Router};
use http::StatusCode;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::body::Body;
use super::errors::ProviderError;
use super::guard::{Caller, endpoint};
use super::operation::Operation;
use crate::Simulator;
use crate::workspace::{StoredSecret, Workspace};

pub(super) fn routes(simulator: &Simulator) -> Router<Simulator> {
    let all = endpoint(simulator, Operation::CreateSecret, post(create_secret)).merge(endpoint(
        simulator,
        Operation::ListSecrets,
        get(list_secrets),
    ));
    let one = endpoint(simulator, Operation::UpdateSecret, patch(update_secret)).merge(endpoint(
        simulator,
        Operation::DeleteSecret,
        delete(delete_secret),
    ));
    Router::new().route("/v1/convai/secrets", all).route("/v1/convai/secrets/{secret_id}", one)
}

async fn create_secret(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    let secret = read(&body)?;
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    super::check_room(workspace.secrets.len(), &world)?;
    let secret_id = workspace.new_id("secret_");
    let answer = json!({ "type": "stored", "secret_id": secret_id, "name": secret.name });
    workspace.secrets.insert(secret_id, secret);
    Ok(Json(answer))
}

async fn list_secrets(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
) -> Json<Value> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    let secret = |(secret_id, secret): (&String, &StoredSecret)| {
        json!({
            "type": "stored",
            "secret_id": secret_id,
            "name": secret.name,
            "used_by": { "tools": [], "agents": [], "others": [], "phone_numbers": [] },
        })
    };
    let secrets: Vec<Value> = workspace.secrets.iter().map(secret).collect();
    Json(json!({ "secrets": secrets, "next_cursor": null }))
}

async fn update_secret(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(secret_id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    let secret = read(&body)?;
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    let known = workspace.secrets.get_mut(&secret_id).ok_or_else(|| ProviderError::not_found("secret"))?;
    *known = secret;
    Ok(Json(json!({ "type": "stored", "secret_id": secret_id, "name": known.name })))
}

async fn delete_secret(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(secret_id): Path<String>,
) -> Result<StatusCode, ProviderError> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    if !workspace.secrets.contains_key(&secret_id) {
        return Err(ProviderError::not_found("secret"));
    }
    if is_used(workspace, &secret_id) {
        return Err(ProviderError::plain(
            StatusCode::BAD_REQUEST,
            "secret_in_use",
            "The secret is still used.",
        ));
    }
    workspace.secrets.remove(&secret_id);
    Ok(StatusCode::NO_CONTENT)
}

fn read(body: &Body) -> Result<StoredSecret, ProviderError> {
    Ok(StoredSecret { name: body.text("name")?, value: SecretString::from(body.text("value")?) })
}

fn is_used(workspace: &Workspace, secret_id: &str) -> bool {
    let agents = workspace.agents().values().map(|agent| &agent.config);
    agents
        .chain(workspace.tools().values())
        .chain([&workspace.settings])
        .any(|value| mentions(value, secret_id))
}

fn mentions(value: &Value, secret_id: &str) -> bool {
    match value {
        Value::Object(fields) => {
            fields.get("secret_id").and_then(Value::as_str) == Some(secret_id)
                || fields.values().any(|field| mentions(field, secret_id))
        }
        Value::Array(items) => items.iter().any(|item| mentions(item, secret_id)),
        _ => false,
    }
}
