//! The words that customers are found by.
//!
//! They are written in the transaction of the edit that they follow from. The largest edit is more than a transaction
//! takes: its words are written before it, each such time at keys of their own, and nobody is found by them until the
//! customer says that these are its words. If the edit fails they are removed; what is left where somebody dies in between
//! is never shown.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    TenantId,
    customer::{Customer, Summary},
    email::EmailAddress,
    ids::{CustomerId, WordSetId},
    search,
};
use serde::{Deserialize, Serialize};

use crate::{CommitError, Consistency, Item, Query, Record, StoreError, Table, Transaction, keys};

/// How many customers with one e-mail address are looked for.
const SAME_ADDRESS: u16 = 100;
/// As many words are written together.
const WRITTEN_TOGETHER: usize = 25;

/// One of the words that a customer is found by. It holds all the others, so that a search for several words needs no
/// second look and a customer who is met under two words is shown once; and it holds what a search shows, from which
/// the words come: when that changes, they are written again anyway.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WordEntry {
    /// Who is found.
    pub customer_id: CustomerId,
    /// This word.
    pub word: String,
    /// All words that the customer is written down under, this one included.
    pub words: BTreeSet<String>,
    /// The set that it is in, since an edit that wrote its words before it: it counts if the customer has that set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<WordSetId>,
    /// What a search shows.
    #[serde(flatten)]
    pub summary: Summary,
}

impl std::fmt::Debug for WordEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WordEntry").field("customer_id", &self.customer_id).finish_non_exhaustive()
    }
}

impl Record for WordEntry {
    const ENTITY: &'static str = "customerWord";
}

/// The customers with this e-mail address, which need not be one only.
pub async fn ids_of_email(
    table: &Table,
    tenant: TenantId,
    email: &EmailAddress,
) -> Result<Vec<CustomerId>, StoreError> {
    let mut ids = Vec::new();
    // One with its domain in ASCII was kept so before both spellings were one.
    for email in [Some(email), email.in_ascii().as_ref()].into_iter().flatten() {
        let word = search::word_of_email(email);
        let query =
            Query::table(keys::customer_words(tenant), SAME_ADDRESS).starting_with(&format!("{word}#"));
        let entries = table.query(query).await?.items;
        let entries = without_pending(table, tenant, entries, Consistency::Strong).await?.into_iter();
        let same = entries.filter(|entry| entry.summary.email.as_ref() == Some(email));
        ids.extend(same.map(|entry| entry.customer_id));
    }
    Ok(ids)
}

/// Without the entries whose customer does not have their set: not yet, or never.
pub(crate) async fn without_pending(
    table: &Table,
    tenant: TenantId,
    mut entries: Vec<WordEntry>,
    consistency: Consistency,
) -> Result<Vec<WordEntry>, StoreError> {
    let in_sets = entries.iter().filter(|entry| entry.set.is_some());
    let ids: BTreeSet<CustomerId> = in_sets.map(|entry| entry.customer_id).collect();
    if ids.is_empty() {
        return Ok(entries);
    }
    let keys: Vec<_> = ids.into_iter().map(|id| keys::customer(tenant, id)).collect();
    let customers = table.get_many(&keys, consistency).await?.items.into_iter();
    let sets: BTreeMap<CustomerId, WordSetId> =
        customers.filter_map(|customer| Some((customer.id, customer.word_set?))).collect();
    entries.retain(|entry| entry.set.is_none_or(|set| sets.get(&entry.customer_id) == Some(&set)));
    Ok(entries)
}

/// Writes the words of a customer in a set that nobody has yet.
pub(super) async fn write_ahead(
    table: &Table,
    tenant: TenantId,
    customer: &Customer,
) -> Result<(), StoreError> {
    let mut items = items(tenant, customer)?;
    while !items.is_empty() {
        let rest = items.split_off(items.len().min(WRITTEN_TOGETHER));
        table.put_together(std::mem::replace(&mut items, rest)).await?;
    }
    Ok(())
}

/// Removes the words of a customer whom there will not be.
pub(super) async fn remove(table: &Table, tenant: TenantId, customer: &Customer) -> Result<(), StoreError> {
    let mut transaction = Transaction::new();
    for word in customer.words() {
        transaction.delete(&keys::customer_word(tenant, &word, customer.id, customer.word_set));
    }
    match table.commit(transaction).await {
        Ok(()) | Err(CommitError::ConditionFailed(_)) => Ok(()),
        Err(CommitError::Store(error)) => Err(error),
    }
}

fn items(tenant: TenantId, customer: &Customer) -> Result<Vec<Item<WordEntry>>, StoreError> {
    let summary = customer.summary();
    let words = summary.words();
    let item = |word: &String| {
        let entry = WordEntry {
            customer_id: customer.id,
            word: word.clone(),
            words: words.clone(),
            set: customer.word_set,
            summary: summary.clone(),
        };
        Item::new(keys::customer_word(tenant, word, customer.id, customer.word_set), &entry)
    };
    words.iter().map(item).collect()
}

/// Removes the words that are gone, and writes the others where they say something new: unless that was done ahead, when
/// the customer gets another set of words.
pub(super) fn replace(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: Option<&Customer>,
    after: Option<&Customer>,
) -> Result<(), StoreError> {
    if before.map(Customer::summary) == after.map(Customer::summary) {
        return Ok(());
    }
    let set_of = |customer: Option<&Customer>| customer.and_then(|customer| customer.word_set);
    let is_ahead = before.is_some() && after.is_some() && set_of(before) != set_of(after);
    let kept = after.filter(|_| !is_ahead).map(Customer::words).unwrap_or_default();
    if let Some(before) = before {
        for word in before.words().difference(&kept) {
            transaction.delete(&keys::customer_word(tenant, word, before.id, before.word_set));
        }
    }
    let Some(after) = after.filter(|_| !is_ahead) else { return Ok(()) };
    for item in items(tenant, after)? {
        transaction.put(item);
    }
    Ok(())
}
