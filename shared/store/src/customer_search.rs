//! Lists of customers: all of them, newest first, or those that somebody searches for.
//!
//! What one request reads is bounded, and so is what it gives: a filter that few customers pass, or customers of great
//! size, end a page early. It then has fewer items than asked for, or none, and still a next one.

mod room;

use std::collections::HashSet;

use domain::{TenantId, customer::Customer, ids::CustomerId, search, text::Tag};
use serde::{Deserialize, Serialize};

use self::room::Room;

use crate::{Consistency, Key, Order, Page, Position, Query, StoreError, Table, customers::WordEntry, keys};

/// How many pages of the table one request reads at most.
const MAX_READS: usize = 4;
/// How many items are read at once where some of them will not be wanted.
const FILTERED_READ: u16 = 200;

/// Which customers a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifecycle {
    /// Those that are not deleted.
    Live,
    /// Those that are deleted and can be restored.
    Deleted,
}

/// Where a search goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPosition {
    /// Which of the query's prefixes was being looked up.
    prefix: usize,
    /// The last entry under it that was looked at.
    after: Option<Position>,
}

/// A part of what a search finds.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who was found, by the word they were found under.
    pub customers: Vec<Customer>,
    /// Where the search goes on; `None` when everybody was found.
    pub next: Option<SearchPosition>,
}

/// At most `limit` customers, newest first. The first page sees every write that was answered before it.
pub async fn list(
    table: &Table,
    tenant: TenantId,
    lifecycle: Lifecycle,
    tag: Option<&Tag>,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<Customer>, StoreError> {
    let (partition, key): (_, fn(TenantId, CustomerId) -> Key<Customer>) = match lifecycle {
        Lifecycle::Live => (keys::customers(tenant), keys::customer),
        Lifecycle::Deleted => (keys::deleted_customers(tenant), keys::deleted_customer),
    };
    let consistency = consistency_of_page(after.is_none());
    // One more than asked for, to know whether there is a next page.
    let read = if tag.is_some() { FILTERED_READ.max(limit) } else { limit } + 1;
    let wanted = usize::from(limit);
    let mut items: Vec<Customer> = Vec::new();
    let mut room = Room::of_page();
    let mut next = after;
    for _ in 0..MAX_READS {
        let query = Query::table(partition.clone(), read).consistency(consistency).after(next);
        let page = table.query(query).await?;
        next = page.next;
        let mut found = page.items.into_iter().filter(|customer| is_tagged(customer, tag)).peekable();
        while let Some(customer) = found.next_if(|customer| items.len() < wanted && room.takes(customer)) {
            items.push(customer);
        }
        if found.peek().is_some() {
            next = items.last().map(|last| Position::at(&key(tenant, last.id)));
            break;
        }
        if next.is_none() {
            break;
        }
    }
    Ok(Page { items, next })
}

/// At most `limit` customers whom `query` means, by the word they are found under: a word that was typed in full comes
/// before the longer ones. Everybody is found once, however many of their words begin with what was typed.
pub async fn search(
    table: &Table,
    tenant: TenantId,
    query: &search::Query,
    tag: Option<&Tag>,
    limit: u16,
    from: Option<SearchPosition>,
) -> Result<Found, StoreError> {
    let consistency = consistency_of_page(from.is_none());
    let everyone_is_meant = query.terms() == 1 && tag.is_none();
    let read = if everyone_is_meant { limit } else { FILTERED_READ.max(limit) } + 1;
    let prefixes: Vec<&str> = query.prefixes().collect();
    let mut position = from.unwrap_or_default();
    let mut customers: Vec<Customer> = Vec::new();
    let mut room = Room::of_page();
    let mut met = HashSet::new();
    for _ in 0..MAX_READS {
        let Some(prefix) = prefixes.get(position.prefix) else {
            return Ok(Found { customers, next: None });
        };
        let words = Query::table(keys::customer_words(tenant), read)
            .starting_with(prefix)
            .order(Order::OldestFirst)
            .consistency(consistency)
            .after(position.after.clone());
        let page = table.query(words).await?;
        // Somebody who is renamed at this moment may be met under the old name and under the new one.
        let mut entries: Vec<WordEntry> = page
            .items
            .into_iter()
            .filter(|entry| is_meant(entry, query) && met.insert(entry.customer_id))
            .collect();

        let wanted = usize::from(limit) - customers.len();
        let mut is_cut = false;
        if tag.is_none() && entries.len() > wanted {
            entries.truncate(wanted);
            is_cut = true;
        }
        let mut found = customers_of(table, tenant, &entries, consistency).await?;
        found.retain(|(_, customer)| is_tagged(customer, tag));
        let mut last_entry = entries.last();
        let taken = found.iter().take(wanted).take_while(|(_, customer)| room.takes(customer)).count();
        if taken < found.len() {
            found.truncate(taken);
            last_entry = found.last().map(|(entry, _)| *entry);
            is_cut = true;
        }
        // Nothing was taken from this page if the one before it had filled the list: it goes on where that one ended.
        if is_cut && let Some(WordEntry { word, customer_id, .. }) = last_entry {
            position.after = Some(Position::at(&keys::customer_word(tenant, word, *customer_id)));
        }
        customers.extend(found.into_iter().map(|(_, customer)| customer));
        if is_cut {
            return Ok(Found { customers, next: Some(position) });
        }
        position = match page.next {
            Some(after) => SearchPosition { after: Some(after), ..position },
            None => SearchPosition { prefix: position.prefix + 1, after: None },
        };
    }
    let next = (position.prefix < prefixes.len()).then_some(position);
    Ok(Found { customers, next })
}

/// A person looks at the first page right after a change, and must see it. It costs twice as much, so the pages after
/// it may be a moment behind.
fn consistency_of_page(is_first: bool) -> Consistency {
    if is_first { Consistency::Strong } else { Consistency::Eventual }
}

fn is_tagged(customer: &Customer, tag: Option<&Tag>) -> bool {
    tag.is_none_or(|tag| customer.profile.tags.contains(tag))
}

fn is_meant(entry: &WordEntry, query: &search::Query) -> bool {
    let words = entry.words.iter().map(String::as_str);
    query.shows_at(&entry.word, words.clone()) && query.matches(words)
}

/// The customers of these entries, as up to date as the entries are. One that was just created may not be visible to a
/// cheap read yet: whoever seems to be missing is looked for again, and is left out only if it is gone.
async fn customers_of<'a>(
    table: &Table,
    tenant: TenantId,
    entries: &'a [WordEntry],
    consistency: Consistency,
) -> Result<Vec<(&'a WordEntry, Customer)>, StoreError> {
    let keys: Vec<Key<Customer>> =
        entries.iter().map(|entry| keys::customer(tenant, entry.customer_id)).collect();
    let mut found = table.get_each(&keys, consistency).await?;
    let missing: Vec<usize> = (0..found.len()).filter(|&at| found[at].is_none()).collect();
    if consistency == Consistency::Eventual && !missing.is_empty() {
        let keys: Vec<Key<Customer>> = missing.iter().map(|&at| keys[at].clone()).collect();
        let again = table.get_each(&keys, Consistency::Strong).await?;
        for (at, customer) in missing.into_iter().zip(again) {
            found[at] = customer;
        }
    }
    Ok(entries.iter().zip(found).filter_map(|(entry, customer)| Some((entry, customer?))).collect())
}
