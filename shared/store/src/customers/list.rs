//! Lists of all customers.

use domain::{TenantId, customer::Customer, ids::CustomerId};

use super::room::Room;
use crate::{Consistency, Key, Order, Page, Position, Query, StoreError, Table, keys, schema::Index};

/// Into how many requests one page may fall: DynamoDB ends each after 1 MB.
const MAX_READS: usize = 4;

/// Which customers a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// Those that are not deleted.
    Live,
    /// Those that are deleted and can be restored.
    Deleted,
}

/// At most `limit` customers, newest first. The first page sees every write that was answered before it. Customers of
/// great size end a page early: it then has fewer of them than asked for, and still a next one.
pub async fn list(
    table: &Table,
    tenant: TenantId,
    lifecycle: Lifecycle,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<Customer>, StoreError> {
    let (partition, key): (_, fn(TenantId, CustomerId) -> Key<Customer>) = match lifecycle {
        Lifecycle::Live => (keys::customers(tenant), keys::customer),
        Lifecycle::Deleted => (keys::deleted_customers(tenant), keys::deleted_customer),
    };
    let query = Query::table(partition, limit).consistency(Consistency::of_page(after.is_none()));
    filled(table, query, limit, after, |last| Ok(Position::at(&key(tenant, last.id)))).await
}

/// At most `limit` customers who are not deleted and have a name, by their names. A moment behind.
pub async fn list_by_name(
    table: &Table,
    tenant: TenantId,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<Customer>, StoreError> {
    let query = Query::index(Index::Order, keys::customers(tenant), limit).order(Order::OldestFirst);
    filled(table, query, limit, after, |last| Ok(super::item(tenant, last)?.position_in(Index::Order))).await
}

/// A page, filled as far as a few requests and the room of an answer allow.
async fn filled(
    table: &Table,
    query: Query<Customer>,
    limit: u16,
    after: Option<Position>,
    position_of: impl FnOnce(&Customer) -> Result<Position, StoreError>,
) -> Result<Page<Customer>, StoreError> {
    let wanted = usize::from(limit);
    let mut page = Page::starting_at(after);
    let mut room = Room::of_page();
    for _ in 0..MAX_READS {
        // One more than asked for, to know whether there is a next page.
        let more = table.query(query.clone().limit(limit + 1).after(page.next.take())).await?;
        let Page { items, unreadable, next } = more;
        page.unreadable += unreadable;
        page.next = next;
        let mut found = items.into_iter().peekable();
        while let Some(customer) = found.next_if(|one| page.items.len() < wanted && room.takes(one)) {
            page.items.push(customer);
        }
        if found.peek().is_some() {
            page.next = page.items.last().map(position_of).transpose()?;
            break;
        }
        if page.next.is_none() {
            break;
        }
    }
    Ok(page)
}
