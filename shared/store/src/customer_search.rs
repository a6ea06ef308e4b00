//! Customers that somebody searches for.
//!
//! What one request reads is bounded: a search whose words few customers have together ends a page early. It then has
//! fewer items than asked for, or none, and still a next one.

use std::collections::{BTreeSet, HashSet};

use domain::{TenantId, search};
use serde::{Deserialize, Serialize};

use crate::{
    Consistency, Order, Page, Position, Query, StoreError, Table,
    customers::{Match, NumberOwner, WordEntry, without_pending},
    keys,
};

/// How many pages of the table one request reads at most.
const MAX_READS: usize = 4;
/// How many items are read at once where some of them will not be wanted.
const FILTERED_READ: u16 = 200;

/// Where a search goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPosition {
    /// Which of the places was being looked at.
    place: usize,
    /// The last entry there that was looked at.
    after: Option<Position>,
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

/// At most `limit` customers whom `query` means, by the word they are found under: a word that was typed in full comes
/// before the longer ones. Everybody is found once, however many of their words begin with what was typed.
pub async fn search(
    table: &Table,
    tenant: TenantId,
    query: &search::Query,
    limit: u16,
    from: Option<SearchPosition>,
) -> Result<Page<Match, SearchPosition>, StoreError> {
    let consistency = Consistency::of_page(from.is_none());
    let read = if query.means_all_it_looks_up() { limit } else { FILTERED_READ.max(limit) } + 1;
    let places = places(query);
    let mut position = from.unwrap_or_default();
    let mut found: Page<Match, SearchPosition> = Page::empty();
    let mut met = HashSet::new();
    for _ in 0..MAX_READS {
        let Some(place) = places.get(position.place) else { return Ok(found) };
        let page = place.read(table, tenant, read, consistency, position.after.clone()).await?;
        let wanted = usize::from(limit);
        found.unreadable += page.unreadable;
        let mut passed = None;
        // Somebody who is renamed at this moment may be met under the old name and under the new one.
        for entry in page.items {
            if entry.is_meant(query) && met.insert(entry.found.id) {
                if found.items.len() == wanted {
                    position.after = passed.or(position.after);
                    return Ok(Page { next: Some(position), ..found });
                }
                found.items.push(entry.found);
            }
            passed = Some(entry.position);
        }
        position = match page.next {
            Some(after) => SearchPosition { after: Some(after), ..position },
            None => SearchPosition { place: position.place + 1, after: None },
        };
    }
    let next = (position.place < places.len()).then_some(position);
    Ok(Page { next, ..found })
}

/// Where everybody whom `query` may mean is.
fn places(query: &search::Query) -> Vec<Place<'_>> {
    let place = |prefix| {
        if search::Query::is_beginning_of_phone(prefix) {
            Place::Numbers(prefix)
        } else {
            Place::Words(prefix)
        }
    };
    query.prefixes().map(place).collect()
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
                let Page { items, unreadable, next } = page.await?;
                let items = without_pending(table, tenant, items, consistency).await?;
                Ok(Page { items, unreadable, next }.map(|entry| Entry::of_word(tenant, entry)))
            }
            Self::Numbers(prefix) => {
                let query = Query::table(keys::phones(tenant), limit).starting_with(prefix);
                let page = table.query(query.order(Order::OldestFirst).consistency(consistency).after(after));
                Ok(page.await?.map(|owner| Entry::of_number(tenant, owner)))
            }
        }
    }
}

impl Entry {
    fn of_word(tenant: TenantId, entry: WordEntry) -> Self {
        let WordEntry { customer_id: id, word, words, set, summary } = entry;
        Self {
            position: Position::at(&keys::customer_word(tenant, &word, id, set)),
            words: search::found_by(&words, summary.phones()),
            word,
            found: Match { id, summary },
            is_repeated: false,
        }
    }

    fn of_number(tenant: TenantId, owner: NumberOwner) -> Self {
        let NumberOwner { customer_id: id, number, words, summary } = owner;
        let (phone, key) = (number.phone.identity(), number.identity());
        let same = summary.numbers().filter(|other| other.phone.identity() == phone);
        let first = same.map(|other| other.identity()).min();
        Self {
            position: Position::at(&keys::phone(tenant, &number)),
            word: phone.into_owned(),
            words: search::found_by(&words, summary.phones()),
            is_repeated: first.is_some_and(|first| first != key),
            found: Match { id, summary },
        }
    }

    fn is_meant(&self, query: &search::Query) -> bool {
        let words = self.words.iter().map(String::as_str);
        !self.is_repeated && query.shows_at(&self.word, words.clone()) && query.matches(words)
    }
}
