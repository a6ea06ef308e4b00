//! What users prove themselves with.
//!
//! An item of their own: whoever lists people never reads them, and signing in is no new version of the user. Their
//! version guards everything that sessions depend on: *whoever changes the password or the role of a user, or disables
//! or removes one, replaces the credentials at the version read, in the same transaction*. Signing in requires
//! both to be of the versions read: the two are read together, but not at one moment, and a change may fall between. So
//! no session can slip in, and none can outlive such a change. It makes no version itself: many sign-ins to one account
//! at once are not in each other's way.

use domain::{TenantId, ids::UserId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

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
    /// Counts the changes, from 1. Signing in is none.
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

/// Requires the credentials to be as they were read, and notes that somebody signs in with them, unless somebody just
/// did.
pub fn sign_in(
    transaction: &mut Transaction,
    tenant: TenantId,
    user: UserId,
    before: &Credentials,
    now: Timestamp,
) -> Result<WriteId, StoreError> {
    let is_noted = |at: Timestamp| now.duration_since(at) < SIGN_IN_STANDS_FOR;
    if before.signed_in_at.is_some_and(is_noted) {
        return Ok(transaction.require_version(&keys::credentials(tenant, user), before.version));
    }
    replace(transaction, tenant, user, before, &Credentials { signed_in_at: Some(now), ..before.clone() })
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
