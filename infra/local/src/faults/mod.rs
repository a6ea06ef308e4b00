//! A proxy in front of an AWS-compatible endpoint that counts what passes and makes it go wrong by rule: the
//! embedded store neither throttles nor fails, and the product has to live with a service that does.
//!
//! Rules and counts are to be had in this process, and over HTTP beside the proxied protocol, which only
//! posts to `/`: `GET`, `PUT` and `DELETE` on `/__faults` for the rules, `GET` and `DELETE` on `/__counts`
//! for the counts.

mod count;
mod proxy;
mod rule;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

pub use count::Count;
pub use rule::{Fault, Rule};

use crate::server::Server;
use count::Counts;
use rule::Armed;

/// The rules and the counts of one proxy.
#[derive(Clone, Default)]
pub struct Faults {
    state: Arc<Mutex<State>>,
}

/// Is shown every request before it is passed on: its headers, its operation, its body.
pub type Spectator = Arc<dyn Fn(&HeaderMap, &str, &Value) + Send + Sync>;

#[derive(Default)]
struct State {
    rules: Vec<Armed>,
    counts: Counts,
    spectator: Option<Spectator>,
}

impl Faults {
    /// Serves as a proxy before `upstream` (`http://127.0.0.1:8000`) until `stop` is cancelled.
    ///
    /// # Errors
    /// The address cannot be listened on; `upstream` is not an `http` URL.
    pub async fn serve(
        &self,
        address: SocketAddr,
        upstream: &str,
        stop: CancellationToken,
    ) -> io::Result<Server> {
        let proxy = proxy::Proxy::new(self.clone(), upstream)?;
        Server::start(address, Arc::new(proxy), stop).await
    }

    /// Shows every request from now on to `spectator`.
    pub fn show(&self, spectator: Spectator) {
        self.state().spectator = Some(spectator);
    }

    /// Puts these rules in the place of all others. The first one that applies to a request is followed.
    pub fn set(&self, rules: Vec<Rule>) {
        self.state().rules = rules.into_iter().map(Armed::new).collect();
    }

    /// The rules, each with how often it was followed.
    pub fn rules(&self) -> Vec<(Rule, u64)> {
        self.state().rules.iter().map(|armed| (armed.rule.clone(), armed.followed)).collect()
    }

    /// What passed since the start or the last [`Faults::reset_counts`], by operation.
    pub fn counts(&self) -> BTreeMap<String, Count> {
        self.state().counts.by_operation.clone()
    }

    /// Counts from zero again.
    pub fn reset_counts(&self) {
        self.state().counts = Counts::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
