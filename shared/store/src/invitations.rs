//! Invitations, which are accepted with a token that is sent to somebody in a link.
//!
//! The token is nowhere: an invitation lies at its digest, so that whoever reads the table can accept none. One that was
//! accepted stays until it would have ended, to tell an answer that was lost from a link that is used twice.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{TenantId, email::EmailAddress, ids::UserId, phone::Region, text::Name};
use jiff::{SignedDuration, Timestamp};
use ring::digest;
use serde::{Deserialize, Serialize};

use crate::{
    BatchGet, Handle, Item, Record, StoreError, Table, Transaction, WriteId, instant::after, keys, tenants,
};

/// How long an invitation can be accepted.
pub const ENDS_AFTER: SignedDuration = SignedDuration::from_hours(24 * 7);

/// An invitation to be the first owner of a tenant, which is made when it is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// What the person will sign in with.
    pub email: EmailAddress,
    /// What the business is called.
    pub tenant_name: Name,
    /// The country whose phone numbers are written without a country code.
    pub default_region: Region,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be accepted.
    pub ends_at: Timestamp,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Accepted>,
    /// Counts the changes, from 1.
    pub version: u64,
}

/// How an invitation was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// The tenant that was made.
    #[serde(deserialize_with = "tenants::read_own")]
    pub tenant: TenantId,
    /// Its owner.
    pub user_id: UserId,
    /// When.
    pub at: Timestamp,
}

impl Record for Invitation {
    const ENTITY: &'static str = "invitation";
}

impl Invitation {
    /// One that is made now.
    pub fn new(email: EmailAddress, tenant_name: Name, default_region: Region, now: Timestamp) -> Self {
        let ends_at = after(now, ENDS_AFTER);
        Self { email, tenant_name, default_region, created_at: now, ends_at, accepted: None, version: 1 }
    }
}

/// SHA-256 of the token of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenDigest(String);

impl TokenDigest {
    /// The digest of a token, as it stands in the link.
    pub fn of(token: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, token.as_bytes())))
    }

    /// In base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn item(token: &TokenDigest, invitation: &Invitation) -> Result<Item<Invitation>, StoreError> {
    Ok(Item::new(keys::invitation(token), invitation)?.expiring(invitation.ends_at))
}

/// A new invitation; says whether there was none with this token.
pub async fn create(table: &Table, token: &TokenDigest, invitation: &Invitation) -> Result<bool, StoreError> {
    table.create_if_absent(item(token, invitation)?).await
}

/// Reads one together with other records.
pub fn batch_get(reads: &mut BatchGet, token: &TokenDigest) -> Handle<Invitation> {
    reads.get(&keys::invitation(token))
}

/// Notes that it is accepted. Refused if it was accepted already.
pub fn accept(
    transaction: &mut Transaction,
    token: &TokenDigest,
    before: &Invitation,
    accepted: Accepted,
) -> Result<WriteId, StoreError> {
    let after = Invitation { accepted: Some(accepted), version: before.version + 1, ..before.clone() };
    Ok(transaction.replace(&item(token, before)?, item(token, &after)?, before.version))
}
