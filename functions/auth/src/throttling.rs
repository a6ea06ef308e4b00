//! Limits on attempts, counted before an attempt is judged: guesses sent all at once are counted one by one.

use domain::throttle::{Attempts, Rule, SOURCE_KNOWN_FOR, Source, Verdict};
use jiff::{SignedDuration, Timestamp};
use runtime::{ApiError, ApiResult, Core};
use store::{
    CommitError, Transaction, WriteId,
    email_owners::EmailDigest,
    throttles::{self, Limit, Throttle},
};

/// How often one attempt is counted anew because others were counted at the same moment. One of them always gets
/// through, so this many can come at once.
const MAX_ATTEMPTS: u64 = 24;

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
    /// Whether the source signed in to the account not long ago.
    pub(crate) fn is_known(&self, now: Timestamp) -> bool {
        self.state.as_ref().and_then(|state| state.known_until).is_some_and(|until| now < until)
    }

    /// The attempts so far.
    pub(crate) fn attempts(&self) -> Option<Attempts> {
        self.state.as_ref().and_then(|state| state.attempts)
    }

    /// Adds the counted attempt to the transaction, or says how long it has to wait.
    fn count(
        &self,
        transaction: &mut Transaction,
        core: &Core,
        now: Timestamp,
    ) -> ApiResult<Result<WriteId, SignedDuration>> {
        let before = self.state.as_ref();
        let attempts = match self.rule.judge(self.attempts(), now) {
            Verdict::Wait(wait) => return Ok(Err(wait)),
            Verdict::Go(attempts) => attempts,
        };
        let known_until = before.and_then(|before| before.known_until);
        let version = another_version(core);
        let after = Throttle { attempts: Some(attempts), known_until, version };
        let forgotten_at = self.rule.forgotten_at(attempts).max(known_until.unwrap_or(Timestamp::MIN));
        Ok(Ok(throttles::replace(transaction, &self.limit, before, &after, forgotten_at)?))
    }
}

/// Counts one attempt towards all of these limits, or towards none and answers 429.
pub(crate) async fn pass(core: &Core, mut gates: Vec<Gate>) -> ApiResult<()> {
    for attempt in 0..MAX_ATTEMPTS {
        let now = core.now();
        let mut transaction = Transaction::new();
        let mut writes = Vec::with_capacity(gates.len());
        let mut longest = SignedDuration::ZERO;
        for gate in &gates {
            match gate.count(&mut transaction, core, now)? {
                Ok(write) => writes.push(write),
                Err(wait) => longest = longest.max(wait),
            }
        }
        if writes.len() < gates.len() {
            return Err(too_many(longest));
        }
        let refused = match core.table.commit(transaction).await {
            Ok(()) => return Ok(()),
            Err(CommitError::Store(error)) => return Err(error.into()),
            Err(CommitError::ConditionFailed(refused)) => refused,
        };
        for (gate, write) in gates.iter_mut().zip(writes) {
            if refused.contains(write) {
                gate.state = refused.found(write)?;
            }
        }
        // A random pause, so that those who met here do not meet again.
        let pause = u64::try_from(core.random.next_u128() % 8).unwrap_or(0) * attempt.min(4);
        tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
    }
    Err(too_many(SignedDuration::from_secs(1)))
}

/// Makes the source known to the account, because it signs in to it, and clears its attempts there.
pub(crate) fn make_known(
    transaction: &mut Transaction,
    core: &Core,
    email: &EmailDigest,
    source: Source,
) -> ApiResult<()> {
    let until = core.now().saturating_add(SOURCE_KNOWN_FOR).unwrap_or(Timestamp::MAX);
    let state = Throttle { attempts: None, known_until: Some(until), version: another_version(core) };
    throttles::put(transaction, &Limit::AccountFrom(email.clone(), source), &state, until)?;
    Ok(())
}

/// A version that no state of a limit ever had.
fn another_version(core: &Core) -> u64 {
    u64::try_from(core.random.next_u128() >> 64).unwrap_or_default()
}

fn too_many(wait: SignedDuration) -> ApiError {
    let started_second = u64::from(wait.subsec_nanos() > 0);
    let seconds = u64::try_from(wait.as_secs()).unwrap_or(0) + started_second;
    ApiError::throttled(seconds, "Too many attempts. Wait before the next one.")
}
