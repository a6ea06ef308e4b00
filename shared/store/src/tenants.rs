//! Tenants and their settings.

use domain::{TenantId, tenant::Tenant};

use crate::{Consistency, Record, StoreError, Table, keys};

impl Record for Tenant {
    const ENTITY: &'static str = "tenant";
}

/// A tenant with its settings.
pub async fn get(table: &Table, tenant: TenantId) -> Result<Option<Tenant>, StoreError> {
    table.get(&keys::tenant(tenant), Consistency::Strong).await
}
