//! What people set up for themselves in the portal. No transaction: nothing else changes with it, and a change of columns
//! is nothing that the audit log has to tell.

use domain::{TenantId, ids::UserId, preferences::Preferences};

use crate::{Consistency, Item, Record, StoreError, Table, keys};

impl Record for Preferences {
    const ENTITY: &'static str = "preferences";
}

/// The preferences of a user, as they are this moment; empty ones of version 0 if there are none.
pub async fn get(table: &Table, tenant: TenantId, user: UserId) -> Result<Preferences, StoreError> {
    let found = table.get(&keys::preferences(tenant, user), Consistency::Strong).await?;
    Ok(found.unwrap_or_default())
}

/// Changed preferences, in place of the version that they were changed from. Says whether that was still there. After a
/// lost answer it may say no although it did it: see [`Table::replace`].
pub async fn replace(
    table: &Table,
    tenant: TenantId,
    user: UserId,
    before: &Preferences,
    after: &Preferences,
) -> Result<bool, StoreError> {
    let item = |preferences| Item::new(keys::preferences(tenant, user), preferences);
    if before.version == 0 {
        return table.create_if_absent(item(after)?).await;
    }
    table.replace(&item(before)?, item(after)?, before.version).await
}
