//! Whether all that is kept about customers fits together.

use std::collections::{BTreeMap, BTreeSet};

use domain::{TenantId, customer::Customer, local_day::LocalDay, time_zone::TimeZoneName};
use jiff::civil::{Date, date};
use store::{
    Order, Partition, Query, Record, Table,
    counters::{self, Counter},
    customers::{self, TagMatch},
    keys,
    trends::{self, Trend},
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
        kept.insert((entry.word, entry.customer_id), (entry.words, entry.summary));
    }
    let mut expected = BTreeMap::new();
    for customer in &live {
        for word in customer.words() {
            expected.insert((word, customer.id), (customer.words(), customer.summary()));
        }
    }
    assert_eq!(kept, expected, "words");

    let kept: BTreeSet<String> = everything(table, keys::customer_tags(tenant, "any").0)
        .await
        .into_iter()
        .map(|entry| format!("{}: {:?} {:?}", entry.customer_id, entry.tags, entry.summary))
        .collect();
    let tagged = live.iter().filter(|customer| !customer.profile.tags.is_empty());
    let expected: BTreeSet<String> = tagged
        .map(|customer| format!("{}: {:?} {:?}", customer.id, customer.profile.tags, customer.summary()))
        .collect();
    assert_eq!(kept, expected, "tags");
    for customer in &live {
        for tag in customer.profile.tags.iter() {
            let page = customers::tagged(table, tenant, std::slice::from_ref(tag), TagMatch::Any, 200, None);
            let found = page.await.unwrap().items;
            assert!(found.iter().any(|found| found.id == customer.id), "an entry of each tag");
        }
    }

    let owners = everything(table, keys::phones(tenant)).await;
    let kept: BTreeMap<_, _> = owners
        .into_iter()
        .map(|owner| (owner.number.to_string(), (owner.customer_id, owner.words, owner.summary)))
        .collect();
    let mut expected = BTreeMap::new();
    for customer in &live {
        for number in customer.numbers() {
            expected.insert(number.to_string(), (customer.id, customer.words(), customer.summary()));
        }
        if let Some(id) = &customer.profile.external_id {
            let owner = customers::id_of_external_id(table, tenant, id).await.unwrap();
            assert_eq!(owner, Some(customer.id), "owner of an external id");
        }
    }
    assert_eq!(kept, expected, "owners of phone numbers");
    for customer in &deleted {
        if let Some(id) = &customer.profile.external_id {
            let owner = customers::id_of_external_id(table, tenant, id).await.unwrap();
            assert_ne!(owner, Some(customer.id), "an external id of a deleted customer");
        }
    }

    let counts = counters::read(table, tenant).await.unwrap();
    assert_eq!(counts.get(Counter::Customers), live.len() as i64, "counter of customers");
    assert_eq!(counts.get(Counter::DeletedCustomers), deleted.len() as i64, "counter of deleted customers");

    let zone = TimeZoneName::new("America/New_York").unwrap();
    let mut made: BTreeMap<Date, i64> = BTreeMap::new();
    for customer in live.iter().chain(&deleted) {
        *made.entry(LocalDay::at(customer.created_at, &zone).date()).or_default() += 1;
    }
    let days = trends::read(table, tenant, date(2020, 1, 1).into(), date(2030, 1, 1).into());
    let days = days.await.unwrap();
    let kept: BTreeMap<Date, i64> =
        days.iter().map(|(date, day)| (*date, day.get(Trend::NewCustomers))).collect();
    assert_eq!(kept, made, "days on which customers were made");
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
