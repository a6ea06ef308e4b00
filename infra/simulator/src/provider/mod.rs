//! The provider's HTTP API, as far as the product uses it. Paths, shapes and errors are the provider's, not ours.

mod agents;
mod body;
mod conversations;
mod dial;
mod errors;
mod guard;
pub(crate) mod operation;
mod phone_numbers;
mod secrets;
mod settings;
mod tools;
mod webhooks;

use axum::Router;
use http::StatusCode;
use serde_json::{Value, json};

use self::errors::ProviderError;
use crate::Simulator;
use crate::world::World;

/// All operations.
pub(crate) fn router(simulator: &Simulator) -> Router {
    Router::new()
        .merge(agents::routes(simulator))
        .merge(tools::routes(simulator))
        .merge(secrets::routes(simulator))
        .merge(phone_numbers::routes(simulator))
        .merge(webhooks::routes(simulator))
        .merge(settings::routes(simulator))
        .merge(conversations::routes(simulator))
        .merge(dial::routes(simulator))
        .fallback(|| async { ProviderError::plain(StatusCode::NOT_FOUND, "not_found", "Not Found") })
        .with_state(simulator.clone())
}

/// Who may use an agent or a tool: always the owner of the key.
fn access_info() -> Value {
    json!({
        "is_creator": true,
        "creator_name": "Workspace owner",
        "creator_email": "owner@workspace.example",
        "role": "admin",
    })
}

/// Keeps a runaway client from filling the memory.
fn check_room(objects: usize, world: &World) -> Result<(), ProviderError> {
    if objects < world.shared.config.defaults.objects_kept {
        return Ok(());
    }
    let message = "The workspace holds as many of these as it can.";
    Err(ProviderError::plain(StatusCode::BAD_REQUEST, "limit_reached", message))
}
