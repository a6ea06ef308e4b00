//! The provider's HTTP API, as far as the product uses it. Paths, shapes and errors are the provider's, not ours.

mod conversations;
mod errors;
mod guard;
pub(crate) mod operation;

use axum::Router;
use http::StatusCode;

use self::errors::ProviderError;
use crate::Simulator;

/// All operations.
pub(crate) fn router(simulator: &Simulator) -> Router {
    conversations::routes(simulator)
        .fallback(|| async { ProviderError::plain(StatusCode::NOT_FOUND, "not_found", "Not Found") })
        .with_state(simulator.clone())
}
