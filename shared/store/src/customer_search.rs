//! Lists of customers: all of them, newest first, or those that somebody searches for.
//!
//! What one request reads is bounded, and so is what it gives: a filter that few customers pass, or customers of great
//! size, end a page early. It then has fewer items than asked for, or none, and still a next one.

mod room;

use std::collections::{BTreeSet, HashSet};

use domain::{
    TenantId,
    customer::{Customer, Summary},
    ids::CustomerId,
    search,
    text::Tag,
};
use serde::{Deserialize, Serialize};

use self::room::Room;
use crate::{
    Consistency, Key, Order, Page, Position, Query, StoreError, Table,
    customers::{NumberOwner, WordEntry},
    keys,
};

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
    /// Which of the places was being looked at.
    place: usize,
    /// The last entry there that was looked at.
    after: Option<Position>,
}

/// Somebody whom a search finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Who it is.
    pub id: CustomerId,
    /// What the customer is recognised by.
    pub summary: Summary,
}

/// A part of what a search finds.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who was found, by the word they were found under.
    pub matches: Vec<Match>,
    /// Where the search goes on; `None` when everybody was found.
    pub next: Option<SearchPosition>,
}

/// Where customers with a word are: one that begins with a prefix.
enum Place<'a> {
    /// Among the words that are written down.
    Words(&'a str),
    /// Among the phone numbers, which are in the order of their international forms.
    Numbers(&'a str),
}

/// What is found at a place.
struct Entry {
    position: Position,
    /// The word that was found.
    word: String,
    words: BTreeSet<String>,
    found: Match,
    /// Whether the same word is found there once more for the same customer, earlier: a number with two extensions.
    is_repeated: bool,
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
    limit: u16,
    from: Option<SearchPosition>,
) -> Result<Found, StoreError> {
    let consistency = consistency_of_page(from.is_none());
    let read = if query.terms() == 1 { limit } else { FILTERED_READ.max(limit) } + 1;
    let places = places(query);
    let mut position = from.unwrap_or_default();
    let mut matches: Vec<Match> = Vec::new();
    let mut met = HashSet::new();
    for _ in 0..MAX_READS {
        let Some(place) = places.get(position.place) else { return Ok(Found { matches, next: None }) };
        let page = place.read(table, tenant, read, consistency, position.after.clone()).await?;
        let wanted = usize::from(limit);
        let mut passed = None;
        // Somebody who is renamed at this moment may be met under the old name and under the new one.
        for entry in page.items {
            if entry.is_meant(query) && met.insert(entry.found.id) {
                if matches.len() == wanted {
                    position.after = passed.or(position.after);
                    return Ok(Found { matches, next: Some(position) });
                }
                matches.push(entry.found);
            }
            passed = Some(entry.position);
        }
        position = match page.next {
            Some(after) => SearchPosition { after: Some(after), ..position },
            None => SearchPosition { place: position.place + 1, after: None },
        };
    }
    let next = (position.place < places.len()).then_some(position);
    Ok(Found { matches, next })
}

/// Where everybody whom `query` may mean is.
fn places(query: &search::Query) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for prefix in query.prefixes() {
        places.push(Place::Words(prefix));
        if search::Query::is_beginning_of_phone(prefix) {
            places.push(Place::Numbers(prefix));
        }
    }
    places
}

impl Place<'_> {
    async fn read(
        &self,
        table: &Table,
        tenant: TenantId,
        limit: u16,
        consistency: Consistency,
        after: Option<Position>,
    ) -> Result<Page<Entry>, StoreError> {
        match self {
            Self::Words(prefix) => {
                let query = Query::table(keys::customer_words(tenant), limit).starting_with(prefix);
                let page = table.query(query.order(Order::OldestFirst).consistency(consistency).after(after));
                let Page { items, next } = page.await?;
                let items = items.into_iter().map(|entry| Entry::of_word(tenant, entry)).collect();
                Ok(Page { items, next })
            }
            Self::Numbers(prefix) => {
                let prefix = format!("+{prefix}");
                let query = Query::table(keys::phones(tenant), limit).starting_with(&prefix);
                let page = table.query(query.order(Order::OldestFirst).consistency(consistency).after(after));
                let Page { items, next } = page.await?;
                let items = items.into_iter().map(|owner| Entry::of_number(tenant, owner)).collect();
                Ok(Page { items, next })
            }
        }
    }
}

impl Entry {
    fn of_word(tenant: TenantId, entry: WordEntry) -> Self {
        let WordEntry { customer_id: id, word, words, summary } = entry;
        Self {
            position: Position::at(&keys::customer_word(tenant, &word, id)),
            words: search::found_by(&words, summary.phones()),
            word,
            found: Match { id, summary },
            is_repeated: false,
        }
    }

    fn of_number(tenant: TenantId, owner: NumberOwner) -> Self {
        let NumberOwner { customer_id: id, number, words, summary } = owner;
        let first = summary.numbers().filter(|other| other.phone == number.phone).min();
        Self {
            position: Position::at(&keys::phone(tenant, &number)),
            word: number.phone.digits().to_owned(),
            words: search::found_by(&words, summary.phones()),
            is_repeated: first.is_some_and(|first| first != number),
            found: Match { id, summary },
        }
    }

    fn is_meant(&self, query: &search::Query) -> bool {
        let words = self.words.iter().map(String::as_str);
        !self.is_repeated && query.shows_at(&self.word, words.clone()) && query.matches(words)
    }
}

/// A person looks at the first page right after a change, and must see it. It costs twice as much, so the pages after
/// it may be a moment behind.
fn consistency_of_page(is_first: bool) -> Consistency {
    if is_first { Consistency::Strong } else { Consistency::Eventual }
}

fn is_tagged(customer: &Customer, tag: Option<&Tag>) -> bool {
    tag.is_none_or(|tag| customer.profile.tags.contains(tag))
}
