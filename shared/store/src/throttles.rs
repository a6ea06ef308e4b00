//! How often was tried to sign in: one small item for each limit, which goes away by itself.

use domain::{
    TenantId,
    ids::UserId,
    throttle::{Attempts, Source},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    BatchGet, Consistency, Handle, Item, Key, Record, StoreError, Table, Transaction, WriteId,
    email_owners::EmailDigest, keys,
};

/// The state of one limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Throttle {
    /// The attempts so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<Attempts>,
    /// Until when the source counts as known to the account, because it signed in to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_until: Option<Timestamp>,
    /// Drawn at random at each change. Signing in replaces the state whatever it is: with counted versions, another
    /// attempt could take the new state for the one that it has read.
    pub version: u64,
}

impl Record for Throttle {
    const ENTITY: &'static str = "throttle";
}

/// What is limited.
#[derive(Clone, Debug)]
pub enum Limit {
    /// Attempts to sign in with an e-mail address, which need not be anybody's, from all sources.
    Account(EmailDigest),
    /// Attempts to sign in with an e-mail address from one source.
    AccountFrom(EmailDigest, Source),
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

/// A changed state in place of the one that was read; refused if another attempt came first.
pub fn replace(
    transaction: &mut Transaction,
    limit: &Limit,
    before: Option<&Throttle>,
    after: &Throttle,
    forgotten_at: Timestamp,
) -> Result<WriteId, StoreError> {
    let item = Item::new(limit.key(), after)?.expiring(forgotten_at);
    Ok(match before {
        None => transaction.create(item),
        Some(before) => transaction.replace(&Item::new(limit.key(), before)?, item, before.version),
    })
}

/// A state in place of whatever it was.
pub fn put(
    transaction: &mut Transaction,
    limit: &Limit,
    state: &Throttle,
    forgotten_at: Timestamp,
) -> Result<WriteId, StoreError> {
    Ok(transaction.put(Item::new(limit.key(), state)?.expiring(forgotten_at)))
}

/// Forgets all attempts.
pub fn clear(transaction: &mut Transaction, limit: &Limit) {
    transaction.delete(&limit.key());
}
