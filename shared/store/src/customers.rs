//! Customers: their records, the phone numbers and the external id that are unique in a tenant, and the words that they
//! are found by.

mod changed;
mod list;
mod numbers;
mod room;
mod tags;
mod words;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    TenantId,
    customer::{Customer, ExternalId, Summary},
    ids::{CustomerId, WordSetId},
    local_day::LocalDay,
    search,
    text::Name,
};
use serde::{Deserialize, Serialize};

use self::room::Room;
pub(crate) use self::words::without_pending;
pub use self::{
    changed::{ChangePosition, changed_since},
    list::{Lifecycle, list, list_by_name},
    numbers::{MAX_CANDIDATES, NumberOwner, Owner, owner_of_number},
    tags::{MAX_TAGS_LOOKED_FOR, TagEntry, TagMatch, tagged},
    words::{WordEntry, ids_of_email},
};
use crate::{
    BatchGet, ConditionFailed, Consistency, Handle, Item, Page, Record, StoreError, Table, Transaction,
    WriteId,
    counters::{self, Area, Counter, SHARDS},
    instant::sortable,
    keys,
    schema::Index,
    trends::{self, Trend},
};

impl Record for Customer {
    const ENTITY: &'static str = "customer";
}

/// Makes an external id unique in a tenant: it is at the id's key, and names who has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalIdOwner {
    /// The customer with this external id.
    pub customer_id: CustomerId,
}

impl Record for ExternalIdOwner {
    const ENTITY: &'static str = "externalId";
}

/// A customer as lists show it that are not of whole records.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Who it is.
    pub id: CustomerId,
    /// What the customer is recognised by.
    pub summary: Summary,
}

/// The writes that decide whether a change of a customer is possible.
#[derive(Clone, Debug)]
pub struct CustomerWrites {
    customer: WriteId,
    numbers: Vec<WriteId>,
    external_id: Option<WriteId>,
}

/// Why a change of a customer was not possible.
#[derive(Clone, Debug, PartialEq)]
pub enum Conflict {
    /// The customer is another by now, or gone.
    Changed(Option<Box<Customer>>),
    /// Another customer has one of the numbers.
    NumberTaken(CustomerId),
    /// Another customer has the external id.
    ExternalIdTaken(CustomerId),
    /// None of these: the transaction was refused for another of its writes.
    Elsewhere,
}

impl CustomerWrites {
    /// What a refused transaction says about the customer.
    pub fn conflict(&self, failed: &ConditionFailed) -> Result<Conflict, StoreError> {
        if failed.contains(self.customer) {
            return Ok(Conflict::Changed(failed.found(self.customer)?.map(Box::new)));
        }
        // Two requests that create the same customer share both: it is the id that says that it is the same.
        if let Some(write) = self.external_id
            && let Some(ExternalIdOwner { customer_id }) = failed.found(write)?
        {
            return Ok(Conflict::ExternalIdTaken(customer_id));
        }
        if let Some(owner) = self.owner_of_number(failed)? {
            return Ok(Conflict::NumberTaken(owner));
        }
        Ok(Conflict::Elsewhere)
    }

    /// Whether one of the numbers stood in the way.
    pub fn is_number_refused(&self, failed: &ConditionFailed) -> bool {
        self.numbers.iter().any(|write| failed.contains(*write))
    }

    /// Who has the number that stood in the way.
    pub fn owner_of_number(&self, failed: &ConditionFailed) -> Result<Option<CustomerId>, StoreError> {
        for write in &self.numbers {
            if let Some(NumberOwner { customer_id, .. }) = failed.found(*write)? {
                return Ok(Some(customer_id));
            }
        }
        Ok(None)
    }
}

/// A customer, as it is this moment. Deleted ones are not found.
pub async fn get(table: &Table, tenant: TenantId, id: CustomerId) -> Result<Option<Customer>, StoreError> {
    table.get(&keys::customer(tenant, id), Consistency::Strong).await
}

/// A deleted customer, as it is this moment.
pub async fn get_deleted(
    table: &Table,
    tenant: TenantId,
    id: CustomerId,
) -> Result<Option<Customer>, StoreError> {
    table.get(&keys::deleted_customer(tenant, id), Consistency::Strong).await
}

/// Reads it together with other records. Deleted ones are not found.
pub fn batch_get(reads: &mut BatchGet, tenant: TenantId, id: CustomerId) -> Handle<Customer> {
    reads.get(&keys::customer(tenant, id))
}

/// Lets a transaction commit only if the customer is there, not deleted.
pub fn require(transaction: &mut Transaction, tenant: TenantId, id: CustomerId) -> WriteId {
    transaction.require_present(&keys::customer(tenant, id))
}

/// The customers with these ids, in the order of the ids; those that are missing or deleted are left out. Customers of
/// great size may not fit onto one page: the next one begins after so many of the ids.
pub async fn get_many(
    table: &Table,
    tenant: TenantId,
    ids: &[CustomerId],
    after: Option<usize>,
) -> Result<Page<Customer, usize>, StoreError> {
    let rest = ids.get(after.unwrap_or(0)..).unwrap_or_default();
    let keys: Vec<_> = rest.iter().map(|id| keys::customer(tenant, *id)).collect();
    let Page { mut items, unreadable, .. } = table.get_many(&keys, Consistency::Strong).await?;
    let mut room = Room::of_page();
    let fitting = items.iter().take_while(|customer| room.takes(customer)).count();
    let first_left = items.get(fitting).map(|customer| customer.id);
    items.truncate(fitting);
    Ok(Page { items, unreadable, next: ids.iter().position(|id| Some(*id) == first_left) })
}

/// Whether the tenant has the customer, or had it until it was deleted.
pub async fn exists(table: &Table, tenant: TenantId, id: CustomerId) -> Result<bool, StoreError> {
    Ok(get(table, tenant, id).await?.is_some() || get_deleted(table, tenant, id).await?.is_some())
}

/// What customers are called, of those that are not deleted and have a name: one eventually consistent request, or none
/// for nobody. Who cannot be read has no name.
pub async fn names(
    table: &Table,
    tenant: TenantId,
    ids: BTreeSet<CustomerId>,
) -> Result<BTreeMap<CustomerId, Name>, StoreError> {
    let keys: Vec<_> = ids.into_iter().map(|id| keys::customer(tenant, id)).collect();
    let customers = table.get_many(&keys, Consistency::Eventual).await?.items;
    Ok(customers.into_iter().filter_map(|customer| Some((customer.id, customer.profile.name?))).collect())
}

/// Who has this external id, as it is this moment.
pub async fn id_of_external_id(
    table: &Table,
    tenant: TenantId,
    external_id: &ExternalId,
) -> Result<Option<CustomerId>, StoreError> {
    let owner = table.get(&keys::external_id(tenant, external_id), Consistency::Strong).await?;
    Ok(owner.map(|owner| owner.customer_id))
}

/// A new customer. Its numbers and its external id must be free. It counts on `day`, that of its creation where the
/// tenant is.
pub fn create(
    transaction: &mut Transaction,
    tenant: TenantId,
    customer: &Customer,
    day: LocalDay,
) -> Result<CustomerWrites, StoreError> {
    let shard = customer.id.shard(trends::SHARDS);
    trends::add(transaction, tenant, day, shard, Trend::NewCustomers, 1);
    let write = transaction.create(item(tenant, customer)?);
    index_new(transaction, tenant, customer, write)
}

/// A changed customer, in place of the version that it was changed from.
pub fn replace(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: &Customer,
    after: &Customer,
) -> Result<CustomerWrites, StoreError> {
    let customer = transaction.replace(&item(tenant, before)?, item(tenant, after)?, before.version);
    let numbers = numbers::replace(transaction, tenant, Some(before), Some(after))?;
    let external_id = replace_external_id(transaction, tenant, Some(before), Some(after))?;
    words::replace(transaction, tenant, Some(before), Some(after))?;
    tags::replace(transaction, tenant, Some(before), Some(after))?;
    counters::count_change(transaction, tenant, after.id.shard(SHARDS), Area::Customers);
    Ok(CustomerWrites { customer, numbers, external_id })
}

/// Prepares a change. One that is more than a transaction takes, with all numbers, words and tags, gives the customer `set`,
/// in which its words are written here: [`replace`] is left with removing the old ones. They are to be given up if the
/// change is refused.
pub async fn prepare(
    table: &Table,
    tenant: TenantId,
    before: &Customer,
    after: Customer,
    set: WordSetId,
) -> Result<Customer, StoreError> {
    let mut transaction = Transaction::new();
    replace(&mut transaction, tenant, before, &after)?;
    // One more for the audit log.
    if transaction.count() < Transaction::MAX_WRITES {
        return Ok(after);
    }
    let after = Customer { word_set: Some(set), ..after };
    words::write_ahead(table, tenant, &after).await?;
    Ok(after)
}

/// Removes what was prepared for a change that was refused.
pub async fn give_up(
    table: &Table,
    tenant: TenantId,
    before: &Customer,
    after: &Customer,
) -> Result<(), StoreError> {
    if before.word_set == after.word_set {
        return Ok(());
    }
    words::remove(table, tenant, after).await
}

/// A customer goes where deleted ones wait, and its numbers and its external id become free.
pub fn delete(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: &Customer,
    deleted: &Customer,
) -> Result<CustomerWrites, StoreError> {
    let customer = transaction.delete_at_version(&keys::customer(tenant, before.id), before.version);
    transaction.put(deleted_item(tenant, deleted)?);
    numbers::replace(transaction, tenant, Some(before), None)?;
    replace_external_id(transaction, tenant, Some(before), None)?;
    words::replace(transaction, tenant, Some(before), None)?;
    tags::replace(transaction, tenant, Some(before), None)?;
    let shard = before.id.shard(SHARDS);
    counters::add(transaction, tenant, shard, Counter::Customers, -1);
    counters::add(transaction, tenant, shard, Counter::DeletedCustomers, 1);
    counters::count_change(transaction, tenant, shard, Area::Customers);
    Ok(CustomerWrites { customer, numbers: Vec::new(), external_id: None })
}

/// A deleted customer comes back. Its numbers and its external id must still be free.
pub fn restore(
    transaction: &mut Transaction,
    tenant: TenantId,
    deleted: &Customer,
    restored: &Customer,
) -> Result<CustomerWrites, StoreError> {
    let key = keys::deleted_customer(tenant, deleted.id);
    let customer = transaction.delete_at_version(&key, deleted.version);
    transaction.create(item(tenant, restored)?);
    counters::add(transaction, tenant, restored.id.shard(SHARDS), Counter::DeletedCustomers, -1);
    index_new(transaction, tenant, restored, customer)
}

fn index_new(
    transaction: &mut Transaction,
    tenant: TenantId,
    customer: &Customer,
    write: WriteId,
) -> Result<CustomerWrites, StoreError> {
    let numbers = numbers::replace(transaction, tenant, None, Some(customer))?;
    let external_id = replace_external_id(transaction, tenant, None, Some(customer))?;
    words::replace(transaction, tenant, None, Some(customer))?;
    tags::replace(transaction, tenant, None, Some(customer))?;
    counters::add(transaction, tenant, customer.id.shard(SHARDS), Counter::Customers, 1);
    counters::count_change(transaction, tenant, customer.id.shard(SHARDS), Area::Customers);
    Ok(CustomerWrites { customer: write, numbers, external_id })
}

fn item(tenant: TenantId, customer: &Customer) -> Result<Item<Customer>, StoreError> {
    let mut item = Item::new(keys::customer(tenant, customer.id), customer)?;
    if let Some(name) = &customer.profile.name {
        item = item.indexed(Index::Order, &keys::customers(tenant), search::in_order(name.as_str()));
    }
    Ok(indexed_by_change(tenant, customer, item))
}

fn deleted_item(tenant: TenantId, customer: &Customer) -> Result<Item<Customer>, StoreError> {
    let item = Item::new(keys::deleted_customer(tenant, customer.id), customer)?;
    Ok(indexed_by_change(tenant, customer, item))
}

fn indexed_by_change(tenant: TenantId, customer: &Customer, item: Item<Customer>) -> Item<Customer> {
    if !changed::is_changed(customer) {
        return item;
    }
    item.indexed(Index::Status, &keys::customers_changed(tenant), sortable(customer.updated_at))
}

/// Gives the reservation of the new external id, if there is one.
fn replace_external_id(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: Option<&Customer>,
    after: Option<&Customer>,
) -> Result<Option<WriteId>, StoreError> {
    let id_of =
        |customer: Option<&Customer>| customer.and_then(|customer| customer.profile.external_id.clone());
    let (old, new) = (id_of(before), id_of(after));
    if old == new {
        return Ok(None);
    }
    if let (Some(old), Some(before)) = (old, before) {
        let key = keys::external_id(tenant, &old);
        transaction.delete_having(&key, "customerId", before.id.to_string());
    }
    let (Some(new), Some(after)) = (new, after) else { return Ok(None) };
    let owner = ExternalIdOwner { customer_id: after.id };
    Ok(Some(transaction.create(Item::new(keys::external_id(tenant, &new), &owner)?)))
}
