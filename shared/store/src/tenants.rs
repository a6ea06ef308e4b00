//! Tenants and their settings.

use std::borrow::Cow;

use domain::{TenantId, tenant::Tenant};
use serde::{Deserialize, Deserializer, de};

use crate::{Consistency, Record, StoreError, Table, keys};

impl Record for Tenant {
    const ENTITY: &'static str = "tenant";
}

/// A tenant with its settings.
pub async fn get(table: &Table, tenant: TenantId) -> Result<Option<Tenant>, StoreError> {
    table.get(&keys::tenant(tenant), Consistency::Strong).await
}

/// Reads the tenant that one of our own items names, for `#[serde(deserialize_with)]`.
pub(crate) fn read_own<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TenantId, D::Error> {
    let text = <Cow<'de, str>>::deserialize(deserializer)?;
    TenantId::from_own_record(&text).map_err(de::Error::custom)
}
