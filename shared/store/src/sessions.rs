//! Sessions of users, and the keys that access tokens are checked with.

use domain::{
    TenantId,
    ids::{SessionId, UserId},
    role::Role,
    text::Text,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Consistency, Record, StoreError, Table, keys};

/// One sign-in of a user on one device.
///
/// It repeats the user's role, so that one read says whether a request may go on; a change of the role rewrites the
/// user's sessions in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRecord {
    /// Its identity.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// What the user may do.
    pub role: Role,
    /// When the user signed in.
    pub created_at: Timestamp,
    /// When its refresh token was last used.
    pub last_used_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Timestamp,
    /// When it was ended before its time: signed out, revoked, or its refresh token was used twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// The browser, as it calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<Text<200>>,
    /// Digest of the refresh token that is good now (base64).
    pub refresh_digest: String,
    /// Digest of the one before it, to know a retry from a theft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_refresh_digest: Option<String>,
    /// When the refresh token was last exchanged.
    pub rotated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
}

impl Record for SessionRecord {
    const ENTITY: &'static str = "session";
}

impl SessionRecord {
    /// Whether requests may be made in it.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.ends_at
    }
}

/// The public half of a key pair that signs access tokens. Not a secret: it lies in the table so that functions that
/// only check tokens need neither the secret store nor a second connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenKey {
    /// The `kid` of tokens it checks.
    pub key_id: String,
    /// The Ed25519 public key (RFC 8032), 32 bytes in base64url without padding.
    pub public_key: String,
    /// Since when it is in use.
    pub created_at: Timestamp,
}

impl Record for TokenKey {
    const ENTITY: &'static str = "tokenKey";
}

/// The session as it is this moment: strongly consistent, so that a sign-out or a change of role holds for the very
/// next request.
pub async fn get(
    table: &Table,
    tenant: TenantId,
    user: UserId,
    id: SessionId,
) -> Result<Option<SessionRecord>, StoreError> {
    table.get(&keys::session(tenant, user, id), Consistency::Strong).await
}

/// The public key of this id.
pub async fn token_key(table: &Table, key_id: &str) -> Result<Option<TokenKey>, StoreError> {
    table.get(&keys::token_key(key_id), Consistency::Strong).await
}
