//! Limits on attempts, counted before an attempt is judged: guesses sent all at once are counted one by one.

use domain::throttle::{Attempts, Rule, Verdict};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use runtime::{ApiError, ApiResult, Core};
use store::throttles::{self, Limit, Throttle};

/// A limit that an attempt counts towards.
pub(crate) struct Gate {
    /// What is limited.
    pub(crate) limit: Limit,
    /// Its rule.
    pub(crate) rule: Rule,
    /// Its state as it was read.
    pub(crate) state: Option<Throttle>,
}

impl Gate {
    /// The attempts so far.
    pub(crate) fn attempts(&self) -> Option<Attempts> {
        self.state.as_ref().and_then(Throttle::attempts)
    }

    /// How long one more attempt has to wait, as far as is known.
    fn wait(&self, now: Timestamp) -> Option<SignedDuration> {
        match self.rule.judge(self.attempts(), now) {
            Verdict::Go(_) => None,
            Verdict::Wait(wait) => Some(wait),
        }
    }
}

/// Counts one attempt towards all of these limits, or answers 429. What has to wait as far as is known counts towards
/// none; if another was faster at one of them, it has counted towards the others.
pub(crate) async fn pass(core: &Core, gates: Vec<Gate>) -> ApiResult<()> {
    let now = core.now();
    if let Some(longest) = gates.iter().filter_map(|gate| gate.wait(now)).max() {
        return Err(too_many(longest));
    }
    let counted = gates.into_iter().map(|Gate { limit, rule, state }| async move {
        throttles::count(&core.table, &limit, &rule, state, now).await
    });
    let mut longest = None;
    for outcome in join_all(counted).await {
        longest = longest.max(outcome?.err());
    }
    longest.map_or(Ok(()), |wait| Err(too_many(wait)))
}

fn too_many(wait: SignedDuration) -> ApiError {
    let started_second = u64::from(wait.subsec_nanos() > 0);
    let seconds = u64::try_from(wait.as_secs()).unwrap_or(0) + started_second;
    ApiError::throttled(seconds, "Too many attempts. Wait before the next one.")
}
