//! How often was tried to sign in: one small item for each limit, which goes away by itself.
//!
//! An attempt is counted by adding to a number, so that any number of them at once are counted without being in each
//! other's way, at one write unit each.

use domain::{
    TenantId,
    ids::UserId,
    throttle::{Attempts, DeviceId, Rule, Source, Verdict},
};
use jiff::{SignedDuration, Timestamp, fmt::serde::timestamp::millisecond};
use serde::{Deserialize, Serialize};

use crate::{
    BatchGet, Consistency, Handle, Key, Record, StoreError, Table, Transaction,
    email_owners::EmailDigest,
    instant::after,
    keys,
    table::{Advanced, Step},
};

/// How often one attempt is judged anew because others were counted at the same moment. Only the first of a limit and
/// those beyond the free ones can be in each other's way.
const MAX_ROUNDS: u32 = 4;
/// The attribute that is added to.
const FORGIVEN_AT: &str = "forgivenAt";
const LAST_AT: &str = "lastAt";

/// The state of one limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Throttle {
    /// When all attempts will be forgiven.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "millisecond::optional")]
    pub forgiven_at: Option<Timestamp>,
    /// When the last one was made.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "millisecond::optional")]
    pub last_at: Option<Timestamp>,
}

impl Record for Throttle {
    const ENTITY: &'static str = "throttle";
}

impl Throttle {
    /// The attempts so far.
    pub fn attempts(&self) -> Option<Attempts> {
        Some(Attempts { forgiven_at: self.forgiven_at?, last_at: self.last_at? })
    }
}

/// What is limited.
#[derive(Clone, Debug)]
pub enum Limit {
    /// Attempts to sign in with an e-mail address, which need not be anybody's, from all that never signed in to it.
    Account(EmailDigest),
    /// Attempts to sign in with an e-mail address from one source.
    AccountFrom(EmailDigest, Source),
    /// Attempts to sign in with an e-mail address on a device that did so before.
    AccountOn(EmailDigest, DeviceId),
    /// Attempts to sign in from one source.
    Source(Source),
    /// Attempts to register from one source.
    Registration(Source),
    /// Attempts of a user who is signed in to prove themselves once more.
    User(TenantId, UserId),
}

impl Limit {
    fn key(&self) -> Key<Throttle> {
        match self {
            Self::Account(email) => keys::throttle_of_account(email),
            Self::AccountFrom(email, source) => keys::throttle_of_account_from(email, *source),
            Self::AccountOn(email, device) => keys::throttle_of_account_on(email, *device),
            Self::Source(source) => keys::throttle_of_source(*source),
            Self::Registration(source) => keys::throttle_of_registration(*source),
            Self::User(tenant, user) => keys::throttle_of_user(*tenant, *user),
        }
    }
}

/// The state of a limit; none if nothing counts towards it.
pub async fn get(table: &Table, limit: &Limit) -> Result<Option<Throttle>, StoreError> {
    table.get(&limit.key(), Consistency::Strong).await
}

/// Reads it together with other records.
pub fn batch_get(reads: &mut BatchGet, limit: &Limit) -> Handle<Throttle> {
    reads.get(&limit.key())
}

/// Counts one more attempt, if it may be made; says how long to wait if not. `state` is what was read.
pub async fn count(
    table: &Table,
    limit: &Limit,
    rule: &Rule,
    mut state: Option<Throttle>,
    now: Timestamp,
) -> Result<Result<(), SignedDuration>, StoreError> {
    let key = limit.key();
    for _ in 0..MAX_ROUNDS {
        let attempts = state.as_ref().and_then(Throttle::attempts);
        let with_it = match rule.judge(attempts, now) {
            Verdict::Wait(wait) => return Ok(Err(wait)),
            Verdict::Go(attempts) => attempts,
        };
        let (at, now_ms) = (with_it.forgiven_at.as_millisecond(), now.as_millisecond());
        let step = match attempts.filter(|attempts| attempts.forgiven_at > now) {
            None => Step::Begin { at, if_up_to: now_ms },
            Some(_) if with_it.forgiven_at <= rule.free_until(now) => {
                let by = millis(rule.forgiven_every);
                Step::Add { by, if_above: now_ms, if_up_to: rule.free_until(now).as_millisecond() - by }
            }
            Some(before) => Step::Replace { was: before.forgiven_at.as_millisecond(), by: at },
        };
        // Others may add meanwhile: as many as are free.
        let forgotten_at = rule.forgotten_at(with_it).max(after(rule.free_until(now), rule.forgiven_every));
        match table.advance(&key, FORGIVEN_AT, step, &[(LAST_AT, now_ms)], Some(forgotten_at)).await? {
            Advanced::Done => return Ok(Ok(())),
            Advanced::Found(found) => state = found,
        }
    }
    Ok(Err(rule.first_wait))
}

/// Forgives one attempt that is not forgiven yet: it turned out to be none.
pub async fn give_back(table: &Table, limit: &Limit, rule: &Rule, now: Timestamp) -> Result<(), StoreError> {
    let (by, above) = (-millis(rule.forgiven_every), now.as_millisecond());
    let step = Step::Add { by, if_above: above, if_up_to: i64::MAX };
    table.advance(&limit.key(), FORGIVEN_AT, step, &[], None).await?;
    Ok(())
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Forgets all attempts.
pub fn clear(transaction: &mut Transaction, limit: &Limit) {
    transaction.delete(&limit.key());
}

/// The same by itself.
pub async fn forget(table: &Table, limit: &Limit) -> Result<(), StoreError> {
    table.remove(&limit.key()).await
}
