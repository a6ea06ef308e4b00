//! Tenants and their settings.

use std::borrow::Cow;

use domain::{TenantId, tenant::Tenant};
use serde::{Deserialize, Deserializer, de};

use crate::{
    BatchGet, Consistency, Handle, Item, Record, StoreError, Table, Transaction, WriteId,
    counters::{self, Area},
    keys,
};

/// The shard that changes of the settings are counted in, where the transaction counts nothing else: two at the same
/// moment would meet in the settings anyway.
const SHARD: u8 = 0;

impl Record for Tenant {
    const ENTITY: &'static str = "tenant";
}

/// A tenant with its settings.
pub async fn get(table: &Table, tenant: TenantId) -> Result<Option<Tenant>, StoreError> {
    table.get(&keys::tenant(tenant), Consistency::Strong).await
}

/// A tenant with its settings, perhaps a moment behind.
pub async fn get_eventual(table: &Table, tenant: TenantId) -> Result<Option<Tenant>, StoreError> {
    table.get(&keys::tenant(tenant), Consistency::Eventual).await
}

/// Reads it together with other records.
pub fn batch_get(reads: &mut BatchGet, tenant: TenantId) -> Handle<Tenant> {
    reads.get(&keys::tenant(tenant))
}

/// Reads the tenant that one of our own items names, for `#[serde(deserialize_with)]`.
pub(crate) fn read_own<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TenantId, D::Error> {
    let text = <Cow<'de, str>>::deserialize(deserializer)?;
    TenantId::from_own_record(&text).map_err(de::Error::custom)
}

/// A new tenant.
pub fn create(transaction: &mut Transaction, id: TenantId, tenant: &Tenant) -> Result<WriteId, StoreError> {
    counters::count_change(transaction, id, SHARD, Area::Settings);
    Ok(transaction.create(Item::new(keys::tenant(id), tenant)?))
}

/// Changed settings, in place of the version they were changed from.
pub fn replace(
    transaction: &mut Transaction,
    id: TenantId,
    before: &Tenant,
    after: &Tenant,
) -> Result<WriteId, StoreError> {
    counters::count_change(transaction, id, SHARD, Area::Settings);
    let item = |tenant| Item::new(keys::tenant(id), tenant);
    Ok(transaction.replace(&item(before)?, item(after)?, before.version))
}
