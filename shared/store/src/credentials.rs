//! What users prove themselves with.
//!
//! An item of their own: whoever lists people never reads them, and signing in is no new version of the user. Their
//! version guards everything that sessions depend on, in three rules:
//!
//! 1. *Whoever changes the password or the role of a user, or disables or removes one, replaces the credentials at the
//!    version read, in the same transaction, and afterwards lists the sessions of the user and ends those of older
//!    versions* (or writes them again with the new role and the new version), before saying that it is done.
//! 2. *Signing in writes its session first, with the version of the credentials that were proven, and then reads the user
//!    and the credentials again. It hands out a token only if both are as they were;* else it ends the session.
//! 3. *A session of older credentials is not refreshed* ([`SessionRecord::is_outdated_by`]).
//!
//! So no session outlives a change. If what a sign-in reads last is from before the change, its session was there before
//! the change was committed, and the list that comes after finds it: both are strongly consistent. If it is from after the
//! change, the sign-in sees that. The sign-in puts no condition on the credentials and makes no version: DynamoDB lets two
//! transactions that only check one item be in each other's way as well, so many right sign-ins at once would fight. The
//! third rule is for a process that dies between a change and its list: what began in that moment and was not ended has no
//! more than the rest of its first access token.

use domain::{
    TenantId,
    ids::{SessionId, UserId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use crate::sessions::SessionRecord;
use crate::{BatchGet, Consistency, Handle, Item, Record, StoreError, Table, Transaction, WriteId, keys};

/// What a user proves themselves with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// Digest of the password with its parameters, as a PHC string.
    pub password: String,
    /// When the password was last set by a person.
    pub password_set_at: Timestamp,
    /// When the user last signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_in_at: Option<Timestamp>,
    /// The session in which they were last changed, which goes on although it is older than the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_in: Option<SessionId>,
    /// Counts the changes, from 1. Signing in is none, nor is a new digest of the same password.
    pub version: u64,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("version", &self.version).finish_non_exhaustive()
    }
}

impl Record for Credentials {
    const ENTITY: &'static str = "credentials";
}

/// The credentials of a user.
pub async fn get(table: &Table, tenant: TenantId, user: UserId) -> Result<Option<Credentials>, StoreError> {
    table.get(&keys::credentials(tenant, user), Consistency::Strong).await
}

/// Reads them together with other records.
pub fn batch_get(reads: &mut BatchGet, tenant: TenantId, user: UserId) -> Handle<Credentials> {
    reads.get(&keys::credentials(tenant, user))
}

/// The credentials of a new user.
pub(crate) fn create(
    transaction: &mut Transaction,
    tenant: TenantId,
    user: UserId,
    credentials: &Credentials,
) -> Result<WriteId, StoreError> {
    Ok(transaction.create(Item::new(keys::credentials(tenant, user), credentials)?))
}

/// How long a sign-in stands for those after it: when somebody last signed in is known to the minute.
const SIGN_IN_STANDS_FOR: SignedDuration = SignedDuration::from_mins(1);

/// Notes that somebody signed in with these credentials, unless somebody just did, and puts a new digest of the same
/// password in place of an outdated one. Nothing happens if the credentials were changed since they were read. No version,
/// and no transaction: any number of sign-ins may note it at once.
pub async fn note_sign_in(
    table: &Table,
    tenant: TenantId,
    user: UserId,
    before: &Credentials,
    renewed: Option<String>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let is_noted = |at: Timestamp| now.duration_since(at) < SIGN_IN_STANDS_FOR;
    if renewed.is_none() && before.signed_in_at.is_some_and(is_noted) {
        return Ok(());
    }
    let password = renewed.unwrap_or_else(|| before.password.clone());
    let after = Credentials { password, signed_in_at: Some(now), ..before.clone() };
    let item = |credentials| Item::new(keys::credentials(tenant, user), credentials);
    table.replace(&item(before)?, item(&after)?, before.version).await?;
    Ok(())
}

/// Changed credentials, in place of the version that they were changed from.
pub fn replace(
    transaction: &mut Transaction,
    tenant: TenantId,
    user: UserId,
    before: &Credentials,
    after: &Credentials,
) -> Result<WriteId, StoreError> {
    let item = |credentials| Item::new(keys::credentials(tenant, user), credentials);
    Ok(transaction.replace(&item(before)?, item(after)?, before.version))
}
