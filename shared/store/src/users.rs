//! Users.

use std::collections::{BTreeMap, BTreeSet};

use domain::{TenantId, ids::UserId, role::Role, text::Name, user::User};

use crate::{
    BatchGet, Consistency, Handle, Item, OpenWord, Record, StoreError, Table, Transaction, WriteId,
    counters::{self, Counter, SHARDS},
    credentials::{self, Credentials},
    email_owners::{self, EmailDigest, EmailOwner},
    keys,
};

impl Record for User {
    const ENTITY: &'static str = "user";
    /// Whoever has a role of a later version may do here what everybody may, and nothing more.
    const OPEN_WORDS: &'static [OpenWord] =
        &[OpenWord { field: "role", otherwise: Role::Viewer.as_str(), knows: Role::is_word }];
}

/// A user.
pub async fn get(table: &Table, tenant: TenantId, id: UserId) -> Result<Option<User>, StoreError> {
    table.get(&keys::user(tenant, id), Consistency::Strong).await
}

/// Reads it together with other records.
pub fn batch_get(reads: &mut BatchGet, tenant: TenantId, id: UserId) -> Handle<User> {
    reads.get(&keys::user(tenant, id))
}

/// What users are called: one eventually consistent request for each hundred, or none for nobody. Who cannot be read has
/// no name.
pub async fn names(
    table: &Table,
    tenant: TenantId,
    ids: BTreeSet<UserId>,
) -> Result<BTreeMap<UserId, Name>, StoreError> {
    let keys: Vec<_> = ids.into_iter().map(|id| keys::user(tenant, id)).collect();
    let users = table.get_many(&keys, Consistency::Eventual).await?.items;
    Ok(users.into_iter().map(|user| (user.id, user.name)).collect())
}

/// A new user. Its e-mail address must be free in all tenants: the write that is refused if it is not comes back.
pub fn create(
    transaction: &mut Transaction,
    tenant: TenantId,
    user: &User,
    credentials: &Credentials,
) -> Result<WriteId, StoreError> {
    transaction.create(Item::new(keys::user(tenant, user.id), user)?);
    credentials::create(transaction, tenant, user.id, credentials)?;
    let owner = EmailOwner { tenant, user_id: user.id };
    let email = email_owners::create(transaction, &EmailDigest::of(&user.email), &owner)?;
    counters::add(transaction, tenant, user.id.shard(SHARDS), Counter::Users, 1);
    Ok(email)
}

/// A changed user, in place of the version that it was changed from. See [`credentials`] for what else has to change
/// with the role, and when a user is disabled.
pub fn replace(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: &User,
    after: &User,
) -> Result<WriteId, StoreError> {
    let item = |user| Item::new(keys::user(tenant, after.id), user);
    Ok(transaction.replace(&item(before)?, item(after)?, before.version))
}
