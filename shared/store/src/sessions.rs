//! Sessions of users, and the keys that access tokens are checked with.

use domain::{
    TenantId,
    ids::{SessionId, UserId},
    role::Role,
    text::Text,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    BatchGet, Consistency, Handle, Item, OpenWord, Page, Query, Record, StoreError, Table, Transaction,
    WriteId, credentials::Credentials, instant::after, keys,
};

/// How long the public half of a key is kept after a process last began to use it. Every process does so once a day
/// ([`TOKEN_KEY_RENEWED_EVERY`]), so one that is gone checks no token of these days any more.
pub const TOKEN_KEY_KEPT_FOR: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How often a process that signs puts the public half where it is looked for.
pub const TOKEN_KEY_RENEWED_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// The most sessions that are looked at when a user's are listed. More than signing in leaves there.
const MOST_LISTED: u16 = 200;

/// One sign-in of a user on one device.
///
/// It repeats the user's role, so that one read says whether a request may go on; a change of the role rewrites the
/// user's sessions in the same transaction. A session that is ended before its time is deleted; the audit log knows
/// why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRecord {
    /// Its identity.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// What the user may do.
    pub role: Role,
    /// The version of the credentials that the user proved themselves with. Absent in sessions that are older than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentials_version: Option<u64>,
    /// When the user signed in.
    pub created_at: Timestamp,
    /// When its refresh token was last used.
    pub last_used_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Timestamp,
    /// The browser, as it calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<Text<200>>,
    /// Digest of what all its refresh tokens have in common (base64url), to know an old one from one made up.
    pub family_digest: String,
    /// Digest of the refresh token that is good now (base64url).
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
    /// Whoever has a role of a later version may do here what everybody may, and nothing more.
    const OPEN_WORDS: &'static [OpenWord] =
        &[OpenWord { field: "role", otherwise: Role::Viewer.as_str(), knows: Role::is_word }];
}

impl SessionRecord {
    /// Whether requests may be made in it.
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.ends_at
    }

    /// Whether the user's credentials were changed since it began, in another session. Such a session is over, even if it
    /// was not ended yet.
    pub fn is_outdated_by(&self, credentials: &Credentials) -> bool {
        let is_older = self.credentials_version.is_some_and(|version| version < credentials.version);
        is_older && credentials.changed_in != Some(self.id)
    }

    /// When the present refresh token took the place of the one before it; `None` for the first one.
    pub fn exchanged_at(&self) -> Option<Timestamp> {
        self.previous_refresh_digest.is_some().then_some(self.rotated_at)
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
    /// When a process last began to use it.
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

/// Reads it together with other records.
pub fn batch_get(
    reads: &mut BatchGet,
    tenant: TenantId,
    user: UserId,
    id: SessionId,
) -> Handle<SessionRecord> {
    reads.get(&keys::session(tenant, user, id))
}

/// The public key of this id.
pub async fn token_key(table: &Table, key_id: &str) -> Result<Option<TokenKey>, StoreError> {
    table.get(&keys::token_key(key_id), Consistency::Strong).await
}

/// The public key that was put last: the one that a function which starts is likely to need. A hint, nothing more;
/// while a secret is being rotated it may change back and forth.
pub async fn newest_token_key(table: &Table) -> Result<Option<TokenKey>, StoreError> {
    table.get(&keys::newest_token_key(), Consistency::Eventual).await
}

/// Puts the public half of a key where it is looked for. What is there already is the same but for its time.
pub async fn put_token_key(table: &Table, key: &TokenKey) -> Result<(), StoreError> {
    let kept_until = after(key.created_at, TOKEN_KEY_KEPT_FOR);
    let places = [keys::token_key(&key.key_id), keys::newest_token_key()];
    let items = places.map(|place| Ok(Item::new(place, key)?.expiring(kept_until)));
    table.put_together(items.into_iter().collect::<Result<_, StoreError>>()?).await
}

/// The sessions of a user, the newest first; those that ended by themselves may still be among them.
pub async fn of_user(
    table: &Table,
    tenant: TenantId,
    user: UserId,
) -> Result<Page<SessionRecord>, StoreError> {
    table.query(Query::table(keys::user_sessions(tenant, user), MOST_LISTED)).await
}

/// A new session.
pub fn create(
    transaction: &mut Transaction,
    tenant: TenantId,
    session: &SessionRecord,
) -> Result<WriteId, StoreError> {
    Ok(transaction.create(item(tenant, session)?))
}

fn item(tenant: TenantId, session: &SessionRecord) -> Result<Item<SessionRecord>, StoreError> {
    let key = keys::session(tenant, session.user_id, session.id);
    Ok(Item::new(key, session)?.expiring(session.ends_at))
}

/// A changed session, in place of the version that it was changed from. Refused if that was changed or has ended.
pub fn replace(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: &SessionRecord,
    after: &SessionRecord,
) -> Result<WriteId, StoreError> {
    Ok(transaction.replace(&item(tenant, before)?, item(tenant, after)?, before.version))
}

/// Ends a session, whatever happens to it at the same moment. Refused if there is none.
pub fn end(transaction: &mut Transaction, tenant: TenantId, user: UserId, id: SessionId) -> WriteId {
    transaction.delete_having(&keys::session(tenant, user, id), "userId", user.to_string())
}

/// Ends a session if there still is one.
pub fn end_if_any(transaction: &mut Transaction, tenant: TenantId, user: UserId, id: SessionId) -> WriteId {
    transaction.delete(&keys::session(tenant, user, id))
}
