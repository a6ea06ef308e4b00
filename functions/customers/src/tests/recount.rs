//! Whether all that is kept about customers fits together.

use std::collections::{BTreeMap, BTreeSet};

use domain::{TenantId, customer::Customer};
use store::{
    Order, Partition, Query, Record, Table,
    counters::{self, Counter},
    keys,
};

/// Counts everything again: words, phone numbers and counters must be exactly those of the customers.
pub(super) async fn check(table: &Table, tenant: TenantId) {
    let live: Vec<Customer> = everything(table, keys::customers(tenant)).await;
    let deleted: Vec<Customer> = everything(table, keys::deleted_customers(tenant)).await;
    assert!(live.iter().all(|customer| customer.deleted_at.is_none()));
    assert!(deleted.iter().all(|customer| customer.deleted_at.is_some()));
    let live_ids: BTreeSet<_> = live.iter().map(|customer| customer.id).collect();
    assert!(deleted.iter().all(|customer| !live_ids.contains(&customer.id)), "live and deleted at once");

    let entries = everything(table, keys::customer_words(tenant)).await;
    let mut kept = BTreeMap::new();
    for entry in entries {
        kept.insert((entry.word, entry.customer_id), entry.words);
    }
    let mut expected = BTreeMap::new();
    for customer in &live {
        for word in customer.words() {
            expected.insert((word, customer.id), customer.words());
        }
    }
    assert_eq!(kept, expected, "words");

    let owners = everything(table, keys::phones(tenant)).await;
    let owners: BTreeSet<_> = owners.into_iter().map(|owner| owner.customer_id).collect();
    assert_eq!(owners, live_ids, "owners of phone numbers");
    for customer in &live {
        let owner =
            table.get(&keys::phone(tenant, &customer.phone), store::Consistency::Strong).await.unwrap();
        assert_eq!(owner.unwrap().customer_id, customer.id);
    }

    let counts = counters::read(table, tenant).await.unwrap();
    assert_eq!(counts.get(Counter::Customers), live.len() as i64, "counter of customers");
    assert_eq!(counts.get(Counter::DeletedCustomers), deleted.len() as i64, "counter of deleted customers");
}

/// All of a partition.
pub(super) async fn everything<R: Record>(table: &Table, partition: Partition<R>) -> Vec<R> {
    let (mut items, mut next) = (Vec::new(), None);
    loop {
        let query = Query::table(partition.clone(), 200).order(Order::OldestFirst).after(next);
        let page = table.query(query).await.unwrap();
        items.extend(page.items);
        next = page.next;
        if next.is_none() {
            return items;
        }
    }
}
