//! `/v1/convai/settings`.

use axum::Json;
use axum::extract::State;
use axum::routing::{get, patch};
use axum::{Extension, Router};
use serde_json::Value;

use super::body::Body;
use super::errors::ProviderError;
use super::guard::{Caller, endpoint};
use super::operation::Operation;
use crate::Simulator;
use crate::workspace::merge;

pub(super) fn routes(simulator: &Simulator) -> Router<Simulator> {
    let settings = endpoint(simulator, Operation::GetSettings, get(get_settings)).merge(endpoint(
        simulator,
        Operation::UpdateSettings,
        patch(update_settings),
    ));
    Router::new().route("/v1/convai/settings", settings)
}

async fn get_settings(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
) -> Json<Value> {
    let world = simulator.world();
    let mut state = world.state();
    Json(state.registered(&caller.api_key, world.seed()).settings.clone())
}

async fn update_settings(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    let webhooks = body.optional_object("webhooks")?;
    let webhook_id =
        webhooks.and_then(|webhooks| webhooks.get("post_call_webhook_id")).and_then(Value::as_str);
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    if webhook_id.is_some_and(|webhook_id| !workspace.webhooks.contains_key(webhook_id)) {
        return Err(ProviderError::not_found("webhook"));
    }
    merge(&mut workspace.settings, body.value());
    Ok(Json(workspace.settings.clone()))
}
