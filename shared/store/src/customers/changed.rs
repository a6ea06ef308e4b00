//! Customers by when they were changed, for other systems that keep a copy.
//!
//! Most customers are never changed, and pay for no entry in an index: they are where all customers are, in the order in
//! which they were made. So a list of changes is made of two, of new customers and of changed ones.

use std::{collections::VecDeque, mem};

use domain::{TenantId, customer::Customer, ids::CustomerId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{deleted_item, item, room::Room};
use crate::{
    Consistency, Order, Page, Position, Query, StoreError, Table, instant::sortable, keys, schema::Index,
};

/// Where a list of changes goes on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ChangePosition {
    new: Place,
    changed: Place,
}

/// Where one of the two lists goes on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
enum Place {
    #[default]
    Beginning,
    After(Position),
    End,
}

/// At most `limit` customers, by when they were last changed; a deletion is a change. From `since` on the first one
/// comes first, otherwise the last one. A moment behind. Two requests.
pub async fn changed_since(
    table: &Table,
    tenant: TenantId,
    since: Option<Timestamp>,
    limit: u16,
    after: Option<ChangePosition>,
) -> Result<Page<Customer, ChangePosition>, StoreError> {
    let order = if since.is_some() { Order::OldestFirst } else { Order::NewestFirst };
    let mut new = Query::table(keys::customers(tenant), limit).consistency(Consistency::Eventual);
    let mut changed = Query::index(Index::Status, keys::customers_changed(tenant), limit);
    if let Some(since) = since {
        let last = CustomerId::from_bytes([u8::MAX; 16]).to_string();
        new = new.between(CustomerId::from_parts(since, 0).to_string(), last);
        changed = changed.between(sortable(since), "\u{10FFFF}");
    }
    let after = after.unwrap_or_default();
    let mut new = Source::read(table, new.order(order), after.new).await?;
    new.customers.retain(|customer| !is_changed(customer));
    let mut changed = Source::read(table, changed.order(order), after.changed).await?;

    let mut items = Vec::new();
    let mut room = Room::of_page();
    while items.len() < usize::from(limit) {
        let is_new_next = match (new.first(), changed.first()) {
            // What comes first is not known until the next page of the one that has ended is read.
            (None, _) if new.has_more() => break,
            (_, None) if changed.has_more() => break,
            (None, None) => break,
            (Some(new), Some(changed)) => (new < changed) == (order == Order::OldestFirst),
            (new, _) => new.is_some(),
        };
        let next = if is_new_next { &new } else { &changed };
        if !next.customers.front().is_some_and(|customer| room.takes(customer)) {
            break;
        }
        if is_new_next {
            items.extend(new.take(|customer| Ok(Position::at(&keys::customer(tenant, customer.id))))?);
        } else {
            items.extend(changed.take(|customer| {
                let item = if customer.deleted_at.is_some() { deleted_item } else { item };
                Ok(item(tenant, customer)?.position_in(Index::Status))
            })?);
        }
    }
    let unreadable = new.unreadable + changed.unreadable;
    let next = (!new.is_over() || !changed.is_over())
        .then(|| ChangePosition { new: new.into_place(), changed: changed.into_place() });
    Ok(Page { items, unreadable, next })
}

/// Whether a customer has an entry among the changed ones.
pub(super) fn is_changed(customer: &Customer) -> bool {
    customer.version > 1
}

/// A page of one of the two lists, of which some have been taken.
struct Source {
    customers: VecDeque<Customer>,
    unreadable: usize,
    /// Where the list goes on after those that were taken.
    place: Place,
    /// Where it goes on after the page.
    after_page: Place,
}

impl Source {
    async fn read(table: &Table, query: Query<Customer>, place: Place) -> Result<Self, StoreError> {
        let after = match &place {
            Place::Beginning => None,
            Place::After(position) => Some(position.clone()),
            Place::End => {
                let (customers, after_page) = (VecDeque::new(), Place::End);
                return Ok(Self { customers, unreadable: 0, place, after_page });
            }
        };
        let Page { items, unreadable, next } = table.query(query.after(after)).await?;
        let after_page = next.map_or(Place::End, Place::After);
        Ok(Self { customers: items.into(), unreadable, place, after_page })
    }

    fn first(&self) -> Option<Timestamp> {
        self.customers.front().map(|customer| customer.updated_at)
    }

    fn take(
        &mut self,
        position_of: impl FnOnce(&Customer) -> Result<Position, StoreError>,
    ) -> Result<Option<Customer>, StoreError> {
        let Some(customer) = self.customers.pop_front() else { return Ok(None) };
        self.place = Place::After(position_of(&customer)?);
        Ok(Some(customer))
    }

    /// Whether there is something after the page.
    fn has_more(&self) -> bool {
        !matches!(self.after_page, Place::End)
    }

    fn is_over(&self) -> bool {
        self.customers.is_empty() && !self.has_more()
    }

    fn into_place(mut self) -> Place {
        if self.customers.is_empty() { mem::take(&mut self.after_page) } else { self.place }
    }
}
