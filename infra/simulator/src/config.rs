//! How a simulator is set up.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::engine::outcome_mix::OutcomeMix;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How a simulator is set up.
#[derive(Clone)]
pub struct SimulatorConfig {
    /// Where every id, text and figure is drawn from. The same seed and the same requests give the same calls; a
    /// store that outlives the simulator therefore wants another seed at each start, or it will meet the same
    /// conversation ids again.
    pub seed: u64,
    /// The time of all timestamps and signatures.
    pub clock: Clock,
    /// Sends the webhooks; see [`webhook_client`].
    pub http: reqwest::Client,
    /// Another way to the receivers of webhooks whose URL begins like this.
    pub detour: Option<Detour>,
    /// Ends calls and deliveries when cancelled.
    pub shutdown: CancellationToken,
    /// Everything with a usual value.
    pub defaults: Defaults,
}

impl fmt::Debug for SimulatorConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SimulatorConfig")
            .field("seed", &self.seed)
            .field("defaults", &self.defaults)
            .finish_non_exhaustive()
    }
}

/// What others reach at one address, and this process at another: outside of a container, say, its port is the published
/// one.
#[derive(Clone, Debug)]
pub struct Detour {
    /// What such a URL begins with, without a slash at the end.
    pub public_url: String,
    /// What it begins with from here.
    pub inner_url: String,
}

impl Detour {
    /// The URL from here.
    pub(crate) fn url(&self, url: &str) -> Option<String> {
        let rest = url.strip_prefix(&self.public_url)?;
        // Not another port or host that begins alike.
        rest.starts_with('/').then(|| format!("{}{rest}", self.inner_url))
    }
}

/// The values that rarely need another.
#[derive(Clone, Debug, PartialEq)]
pub struct Defaults {
    /// Seconds of waiting for each second that a call rings, talks, is analysed, or a webhook waits for its retry.
    /// 1 is real time, 0 does not wait at all. Delays given in a script are not scaled.
    pub time_scale: f64,
    /// How unscripted outbound calls turn out.
    pub outcome_mix: OutcomeMix,
    /// How long a receiver may take to answer a webhook.
    pub webhook_timeout: Duration,
    /// Webhooks being sent at the same time.
    pub concurrent_deliveries: usize,
    /// Calls kept in memory; the oldest ended ones are forgotten beyond it.
    pub calls_kept: usize,
    /// API requests kept in the log; the totals count all.
    pub log_entries_kept: usize,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            time_scale: 0.05,
            outcome_mix: OutcomeMix::default(),
            webhook_timeout: Duration::from_secs(10),
            concurrent_deliveries: 64,
            calls_kept: 100_000,
            log_entries_kept: 50_000,
        }
    }
}

/// A client fit for sending webhooks on this machine: no proxy, no redirects, `ring` as the crypto provider.
///
/// # Errors
/// When the client cannot be built.
pub fn webhook_client() -> Result<reqwest::Client, reqwest::Error> {
    // An error only says that a provider was installed before.
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    let client = || reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    // A small container has no root certificates: what is on this machine needs none, and https fails when it is used.
    client().build().or_else(|_| client().tls_certs_only([]).build())
}

#[cfg(test)]
mod tests {
    use super::Detour;

    #[test]
    fn a_detour_is_for_what_begins_with_the_public_address_alone() {
        let detour = Detour {
            public_url: "http://localhost:9000".to_owned(),
            inner_url: "http://127.0.0.1:8787".to_owned(),
        };
        assert_eq!(
            detour.url("http://localhost:9000/lambda-url/x/").as_deref(),
            Some("http://127.0.0.1:8787/lambda-url/x/")
        );
        for other in
            ["http://localhost:90001/x", "http://localhost:9000.example/x", "https://localhost:9000/x"]
        {
            assert_eq!(detour.url(other), None, "{other}");
        }
    }
}
