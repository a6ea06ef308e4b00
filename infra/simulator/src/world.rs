//! The simulator's memory between two resets, and what all of it shares.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;

use crate::call_record::CallBook;
use crate::config::SimulatorConfig;
use crate::engine::faults::FaultState;
use crate::engine::scenario::Scenarios;
use crate::request_log::RequestLog;
use crate::workspace::Workspace;

/// Keys that need no registration.
const FREE_KEY_PREFIX: &str = "sim-";

/// What outlives a reset.
pub(crate) struct Shared {
    pub(crate) config: SimulatorConfig,
    pub(crate) scenarios: Scenarios,
    pub(crate) senders: Semaphore,
    in_flight: watch::Sender<usize>,
}

impl Shared {
    pub(crate) fn new(config: SimulatorConfig, scenarios: Scenarios) -> Self {
        let senders = Semaphore::new(config.defaults.concurrent_deliveries.max(1));
        Self { config, scenarios, senders, in_flight: watch::Sender::new(0) }
    }

    /// Waits until no call and no delivery is under way.
    pub(crate) async fn idle(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let mut in_flight = self.in_flight.subscribe();
        let _never_closed = in_flight.wait_for(|in_flight| *in_flight == 0).await;
    }
}

/// Everything between two resets.
pub(crate) struct World {
    pub(crate) shared: Arc<Shared>,
    pub(crate) cancelled: CancellationToken,
    state: Mutex<State>,
}

/// What a world remembers.
#[derive(Default)]
pub(crate) struct State {
    /// By API key.
    pub(crate) workspaces: HashMap<String, Workspace>,
    pub(crate) calls: CallBook,
    /// How often each pair of numbers has called, by a digest of the pair.
    pub(crate) calls_between: HashMap<u64, u32>,
    pub(crate) faults: Vec<FaultState>,
    pub(crate) log: RequestLog,
}

impl State {
    /// The workspace of a key: a registered one, or one made now for a key that needs no registration.
    pub(crate) fn workspace(&mut self, api_key: &str) -> Option<&mut Workspace> {
        if !self.workspaces.contains_key(api_key) && !api_key.starts_with(FREE_KEY_PREFIX) {
            return None;
        }
        Some(self.registered(api_key))
    }

    /// The workspace of a key, made now if need be.
    pub(crate) fn registered(&mut self, api_key: &str) -> &mut Workspace {
        self.workspaces.entry(api_key.to_owned()).or_insert_with(|| Workspace::new(api_key))
    }
}

impl World {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let cancelled = shared.config.shutdown.child_token();
        Self { shared, cancelled, state: Mutex::new(State::default()) }
    }

    /// The memory. Never held across an await.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // A panic while it was held left it as consistent as any moment between two requests.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.shared.config.clock)()
    }

    pub(crate) fn seed(&self) -> u64 {
        self.shared.config.seed
    }

    /// Waits; false when the world ended meanwhile.
    pub(crate) async fn wait(&self, duration: Duration) -> bool {
        if self.cancelled.is_cancelled() {
            return false;
        }
        if duration.is_zero() {
            return true;
        }
        tokio::select! {
            () = self.cancelled.cancelled() => false,
            () = tokio::time::sleep(duration) => true,
        }
    }

    /// Seconds of the simulated world as a duration of this one.
    pub(crate) fn scaled(&self, seconds: f64) -> Duration {
        Duration::try_from_secs_f64(seconds * self.shared.config.defaults.time_scale).unwrap_or_default()
    }

    /// Runs `task` in the background, counted until it ends.
    pub(crate) fn spawn(self: &Arc<Self>, task: impl Future<Output = ()> + Send + 'static) {
        let in_flight = InFlight::begin(&self.shared);
        tokio::spawn(async move {
            task.await;
            drop(in_flight);
        });
    }
}

/// Counts one running task for as long as it lives.
struct InFlight(Arc<Shared>);

impl InFlight {
    fn begin(shared: &Arc<Shared>) -> Self {
        shared.in_flight.send_modify(|in_flight| *in_flight += 1);
        Self(Arc::clone(shared))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.in_flight.send_modify(|in_flight| *in_flight -= 1);
    }
}
