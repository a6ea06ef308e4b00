//! The handle.

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;

use crate::config::SimulatorConfig;
use crate::engine::scenario::Scenarios;
use crate::world::{Shared, World};
use crate::{control, provider};

/// A voice provider in this process. Clones are handles of the same one.
#[derive(Clone)]
pub struct Simulator {
    shared: Arc<Shared>,
    world: Arc<RwLock<Arc<World>>>,
}

impl Simulator {
    /// A simulator that knows no workspace yet. It needs a running tokio runtime once it serves.
    ///
    /// # Errors
    /// When a built-in scenario cannot be read, which a test rules out.
    pub fn new(config: SimulatorConfig) -> Result<Self, serde_json::Error> {
        let shared = Arc::new(Shared::new(config, Scenarios::built_in()?));
        let world = Arc::new(RwLock::new(Arc::new(World::new(Arc::clone(&shared)))));
        Ok(Self { shared, world })
    }

    /// Both parts: the provider's API under `/api` (so that `<where this is nested>/api` is the base URL of a voice
    /// connection) and the control API under `/control`.
    pub fn router(&self) -> Router {
        Router::new().nest("/api", self.provider_router()).nest("/control", self.control_router())
    }

    /// The provider's API: `/v1/convai/conversations`.
    pub fn provider_router(&self) -> Router {
        provider::router(self)
    }

    /// The control API: `/calls`, `/workspaces`, `/faults`, `/log`, `/reset`, `/scenarios`. It asks for
    /// no key: serve it on the loopback address only.
    pub fn control_router(&self) -> Router {
        control::router(self)
    }

    /// Waits until no call and no delivery is under way, retries that wait for their time included.
    pub async fn wait_idle(&self) {
        self.shared.idle().await;
    }

    /// Ends all calls and deliveries and forgets everything. The same requests give the same calls again.
    pub fn reset(&self) {
        let fresh = Arc::new(World::new(Arc::clone(&self.shared)));
        let ended = {
            let mut world = self.world.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *world, fresh)
        };
        ended.cancelled.cancel();
    }

    /// The memory since the last reset.
    pub(crate) fn world(&self) -> Arc<World> {
        Arc::clone(&self.world.read().unwrap_or_else(PoisonError::into_inner))
    }
}
