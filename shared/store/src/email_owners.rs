//! The directory that makes an e-mail address one user's, in all tenants.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{TenantId, email::EmailAddress, ids::UserId};
use ring::digest;
use serde::{Deserialize, Serialize};

use crate::{
    BatchGet, Consistency, Handle, Item, Record, StoreError, Table, Transaction, WriteId, keys, tenants,
};

/// The user who owns an e-mail address. At a key of its own: the tenant is not known when somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailOwner {
    /// The tenant of the user.
    #[serde(deserialize_with = "tenants::read_own")]
    pub tenant: TenantId,
    /// The user.
    pub user_id: UserId,
}

impl Record for EmailOwner {
    const ENTITY: &'static str = "emailOwner";
}

/// SHA-256 of an e-mail address: keys show no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailDigest(String);

impl EmailDigest {
    /// The digest of an address.
    pub fn of(email: &EmailAddress) -> Self {
        Self(URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, email.as_str().as_bytes())))
    }

    /// In base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The owner of an e-mail address.
pub async fn get(table: &Table, email: &EmailDigest) -> Result<Option<EmailOwner>, StoreError> {
    table.get(&keys::email_owner(email), Consistency::Strong).await
}

/// Reads it together with other records.
pub fn batch_get(reads: &mut BatchGet, email: &EmailDigest) -> Handle<EmailOwner> {
    reads.get(&keys::email_owner(email))
}

/// The owner of an e-mail address that must be free.
pub(crate) fn create(
    transaction: &mut Transaction,
    email: &EmailDigest,
    owner: &EmailOwner,
) -> Result<WriteId, StoreError> {
    Ok(transaction.create(Item::new(keys::email_owner(email), owner)?))
}
