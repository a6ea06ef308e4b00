//! The words that customers are found by.

use std::collections::BTreeSet;

use domain::{
    TenantId,
    customer::{Customer, Summary},
    email::EmailAddress,
    ids::CustomerId,
    search,
};
use serde::{Deserialize, Serialize};

use crate::{Item, Query, Record, StoreError, Table, Transaction, keys};

/// How many customers with one e-mail address are looked for.
const SAME_ADDRESS: u16 = 100;

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
        let entries = table.query(query).await?.items.into_iter();
        let same = entries.filter(|entry| entry.summary.email.as_ref() == Some(email));
        ids.extend(same.map(|entry| entry.customer_id));
    }
    Ok(ids)
}

pub(super) fn replace(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: Option<&Customer>,
    after: Option<&Customer>,
) -> Result<(), StoreError> {
    let summaries = (before.map(Customer::summary), after.map(Customer::summary));
    if summaries.0 == summaries.1 {
        return Ok(());
    }
    let new = summaries.1.as_ref().map(Summary::words).unwrap_or_default();
    if let (Some(before), Some(summary)) = (before, &summaries.0) {
        for word in summary.words().difference(&new) {
            transaction.delete(&keys::customer_word(tenant, word, before.id));
        }
    }
    let (Some(after), Some(summary)) = (after, summaries.1) else { return Ok(()) };
    for word in &new {
        let entry = WordEntry {
            customer_id: after.id,
            word: word.clone(),
            words: new.clone(),
            summary: summary.clone(),
        };
        transaction.put(Item::new(keys::customer_word(tenant, word, after.id), &entry)?);
    }
    Ok(())
}
