//! Customers by when they were changed, for other systems that keep a copy.

use domain::{TenantId, customer::Customer};
use jiff::Timestamp;

use crate::{Order, Page, Position, Query, StoreError, Table, instant::sortable, keys, schema::Index};

/// At most `limit` customers, by when they were last changed; a deletion is a change. From `since` on the first one
/// comes first, otherwise the last one. The index may be a moment behind.
pub async fn changed_since(
    table: &Table,
    tenant: TenantId,
    since: Option<Timestamp>,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<Customer>, StoreError> {
    let query = Query::index(Index::Status, keys::customers_changed(tenant), limit).after(after);
    let query = match since {
        Some(since) => query.between(sortable(since), "\u{10FFFF}").order(Order::OldestFirst),
        None => query,
    };
    table.query(query).await
}
