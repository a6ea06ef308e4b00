//! Users, what they prove themselves with, and the directory that makes an e-mail address one user's.
//!
//! A user's [`Credentials`] are an item of their own: whoever lists people never reads them, and signing in is no new
//! version of the user. Their version guards everything that sessions depend on: *whoever changes the password or the
//! role of a user, or disables or removes one, replaces the credentials at the version read, in the same transaction*.
//! So does signing in, and it requires the user to be of the version read as well: the two are read together, but not
//! at one moment, and a change may fall between. So no session can slip in, and none can outlive such a change.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{TenantId, email::EmailAddress, ids::UserId, user::User};
use jiff::Timestamp;
use ring::digest;
use serde::{Deserialize, Serialize};

use crate::{
    Item, Record, StoreError, Transaction, WriteId,
    counters::{Counter, SHARDS},
    keys, tenants,
};

impl Record for User {
    const ENTITY: &'static str = "user";
}

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
    /// Counts the changes, from 1, signing in included.
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

/// Whose an e-mail address is. At a key of its own: the tenant is not known when somebody signs in.
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

impl Transaction {
    /// A new user. Its e-mail address must be free in all tenants: the write that is refused if it is not comes back.
    pub fn create_user(
        &mut self,
        tenant: TenantId,
        user: &User,
        credentials: &Credentials,
    ) -> Result<WriteId, StoreError> {
        self.create(Item::new(keys::user(tenant, user.id), user)?);
        self.create(Item::new(keys::credentials(tenant, user.id), credentials)?);
        let owner = EmailOwner { tenant, user_id: user.id };
        let email = self.create(Item::new(keys::email_owner(&EmailDigest::of(&user.email)), &owner)?);
        self.count(tenant, user.id.shard(SHARDS), Counter::Users, 1);
        Ok(email)
    }

    /// Changed credentials, in place of the version that they were changed from.
    pub fn replace_credentials(
        &mut self,
        tenant: TenantId,
        user: UserId,
        before: &Credentials,
        after: &Credentials,
    ) -> Result<WriteId, StoreError> {
        Ok(self.replace(Item::new(keys::credentials(tenant, user), after)?, before.version))
    }
}
