//! Asking a stack that was started by somebody else whether it is ready.

use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::options::{Options, url_from_here};

/// A stack that is well answers within milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// Fails unless a stack listens where the options say, and is ready.
pub async fn check(options: &Options) -> anyhow::Result<()> {
    let url = format!("{}/healthz", url_from_here(options.address()));
    let answer = simulator::webhook_client()?.get(&url).timeout(PATIENCE).send().await;
    let status = answer.with_context(|| format!("nothing answers at {url}"))?.status();
    ensure!(status.is_success(), "{url} answers {status}: it is not ready");
    Ok(())
}
