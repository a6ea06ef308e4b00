//! Customers, the phone numbers that they own, and the words that they are found by.

use std::collections::{BTreeMap, BTreeSet};

use domain::{TenantId, customer::Customer, ids::CustomerId, phone::PhoneNumber, text::Name};
use serde::{Deserialize, Serialize};

use crate::{
    Consistency, Item, Record, StoreError, Table, Transaction, WriteId,
    counters::{self, Counter, SHARDS},
    keys,
};

impl Record for Customer {
    const ENTITY: &'static str = "customer";
}

/// Makes a phone number unique in a tenant: it is at the number's key, and names who has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneOwner {
    /// The customer with this number.
    pub customer_id: CustomerId,
}

impl Record for PhoneOwner {
    const ENTITY: &'static str = "phone";
}

/// One of the words that a customer is found by, with all the others, so that a search for several words needs no
/// second look and a customer who is met under two words is shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WordEntry {
    /// Who is found.
    pub customer_id: CustomerId,
    /// This word.
    pub word: String,
    /// All words of the customer, this one included.
    pub words: BTreeSet<String>,
}

impl std::fmt::Debug for WordEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WordEntry").field("customer_id", &self.customer_id).finish_non_exhaustive()
    }
}

impl Record for WordEntry {
    const ENTITY: &'static str = "customerWord";
}

/// The writes that decide whether a change of a customer is possible.
#[derive(Clone, Copy, Debug)]
pub struct CustomerWrites {
    /// The customer's own item.
    pub customer: WriteId,
    /// The reservation of its phone number, if one is made.
    pub phone: Option<WriteId>,
}

/// Who has a phone number now.
pub async fn of_phone(
    table: &Table,
    tenant: TenantId,
    number: &PhoneNumber,
) -> Result<Option<PhoneOwner>, StoreError> {
    table.get(&keys::phone(tenant, number), Consistency::Strong).await
}

/// Whether the tenant has this customer, or had it until it was deleted.
pub async fn exists(table: &Table, tenant: TenantId, id: CustomerId) -> Result<bool, StoreError> {
    let live = table.get(&keys::customer(tenant, id), Consistency::Strong).await?;
    if live.is_some() {
        return Ok(true);
    }
    Ok(table.get(&keys::deleted_customer(tenant, id), Consistency::Strong).await?.is_some())
}

/// What customers are called, of those that are not deleted and have a name: one eventually consistent request, or none
/// for nobody. Who cannot be read has no name.
pub async fn names(
    table: &Table,
    tenant: TenantId,
    ids: BTreeSet<CustomerId>,
) -> Result<BTreeMap<CustomerId, Name>, StoreError> {
    let keys: Vec<_> = ids.into_iter().map(|id| keys::customer(tenant, id)).collect();
    let (customers, _) = table.get_readable(&keys).await?;
    Ok(customers.into_iter().filter_map(|customer| Some((customer.id, customer.profile.name?))).collect())
}

impl Transaction {
    /// A new customer. Its phone number must be free.
    pub fn create_customer(
        &mut self,
        tenant: TenantId,
        customer: &Customer,
    ) -> Result<CustomerWrites, StoreError> {
        let write = self.create(Item::new(keys::customer(tenant, customer.id), customer)?);
        let phone = self.index_new(tenant, customer)?;
        Ok(CustomerWrites { customer: write, phone: Some(phone) })
    }

    /// A changed customer, in place of the version it was changed from.
    pub fn replace_customer(
        &mut self,
        tenant: TenantId,
        before: &Customer,
        after: &Customer,
    ) -> Result<CustomerWrites, StoreError> {
        let item = Item::new(keys::customer(tenant, after.id), after)?;
        let customer = self.replace(item, before.version);
        let mut phone = None;
        if before.phone != after.phone {
            self.release_phone(tenant, before);
            phone = Some(self.reserve_phone(tenant, after)?);
        }
        self.replace_words(tenant, after.id, &before.words(), &after.words())?;
        Ok(CustomerWrites { customer, phone })
    }

    /// A customer goes where deleted ones wait, and its number becomes free.
    pub fn delete_customer(
        &mut self,
        tenant: TenantId,
        before: &Customer,
        deleted: &Customer,
    ) -> Result<CustomerWrites, StoreError> {
        let customer = self.delete_at_version(&keys::customer(tenant, before.id), before.version);
        self.put(Item::new(keys::deleted_customer(tenant, deleted.id), deleted)?);
        self.release_phone(tenant, before);
        self.replace_words(tenant, before.id, &before.words(), &BTreeSet::new())?;
        let shard = before.id.shard(SHARDS);
        counters::add(self, tenant, shard, Counter::Customers, -1);
        counters::add(self, tenant, shard, Counter::DeletedCustomers, 1);
        Ok(CustomerWrites { customer, phone: None })
    }

    /// A deleted customer comes back. Its number must still be free.
    pub fn restore_customer(
        &mut self,
        tenant: TenantId,
        deleted: &Customer,
        restored: &Customer,
    ) -> Result<CustomerWrites, StoreError> {
        let customer = self.delete_at_version(&keys::deleted_customer(tenant, deleted.id), deleted.version);
        self.create(Item::new(keys::customer(tenant, restored.id), restored)?);
        let phone = self.index_new(tenant, restored)?;
        counters::add(self, tenant, restored.id.shard(SHARDS), Counter::DeletedCustomers, -1);
        Ok(CustomerWrites { customer, phone: Some(phone) })
    }

    fn index_new(&mut self, tenant: TenantId, customer: &Customer) -> Result<WriteId, StoreError> {
        let phone = self.reserve_phone(tenant, customer)?;
        self.replace_words(tenant, customer.id, &BTreeSet::new(), &customer.words())?;
        counters::add(self, tenant, customer.id.shard(SHARDS), Counter::Customers, 1);
        Ok(phone)
    }

    fn reserve_phone(&mut self, tenant: TenantId, customer: &Customer) -> Result<WriteId, StoreError> {
        let owner = PhoneOwner { customer_id: customer.id };
        Ok(self.create(Item::new(keys::phone(tenant, &customer.phone), &owner)?))
    }

    fn release_phone(&mut self, tenant: TenantId, customer: &Customer) {
        let key = keys::phone(tenant, &customer.phone);
        self.delete_having(&key, "customerId", customer.id.to_string());
    }

    /// Every entry holds all words: when one changes, all are written again.
    fn replace_words(
        &mut self,
        tenant: TenantId,
        id: CustomerId,
        before: &BTreeSet<String>,
        after: &BTreeSet<String>,
    ) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        for word in before.difference(after) {
            self.delete(&keys::customer_word(tenant, word, id));
        }
        for word in after {
            let entry = WordEntry { customer_id: id, word: word.clone(), words: after.clone() };
            self.put(Item::new(keys::customer_word(tenant, word, id), &entry)?);
        }
        Ok(())
    }
}
