//! The customers with a tag: an entry for each tag of each customer.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    TenantId,
    customer::{Customer, Summary, Tags, folded_tag},
    ids::CustomerId,
    text::Tag,
};
use serde::{Deserialize, Serialize};

use super::Match;
use crate::{Consistency, Defect, Item, Page, Position, Query, Record, StoreError, Table, Transaction, keys};

/// The most tags that are looked for at once: each is a request.
pub const MAX_TAGS_LOOKED_FOR: usize = 5;

/// Whether several tags are looked for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagMatch {
    /// Who has one of them.
    Any,
    /// Who has all of them.
    All,
}

/// Says that a customer has a tag. It holds all tags of the customer, so that those who have several are found by
/// reading the entries of one; and what a list shows.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TagEntry {
    /// Who has it.
    pub customer_id: CustomerId,
    /// All tags that the customer has, this one included.
    #[serde(deserialize_with = "Tags::deserialize_stored")]
    pub tags: Tags,
    /// What a list shows.
    #[serde(flatten)]
    pub summary: Summary,
}

impl std::fmt::Debug for TagEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TagEntry").field("customer_id", &self.customer_id).finish_non_exhaustive()
    }
}

impl Record for TagEntry {
    const ENTITY: &'static str = "customerTag";
}

/// What a tag is listed by. Entries from before tags were compared without case are at the spelling that they were given
/// in: they are found by it until the customer is edited.
fn keys_of(tag: &Tag) -> BTreeSet<String> {
    [folded_tag(tag), tag.as_str().to_owned()].into()
}

/// At most `limit` customers with one of these tags, or with all of them, newest first: a request for each tag, and one
/// more for a tag with capitals. A page
/// may hold fewer, and still have a next one. The first page sees every write that was answered before it.
pub async fn tagged(
    table: &Table,
    tenant: TenantId,
    tags: &[Tag],
    matching: TagMatch,
    limit: u16,
    after: Option<CustomerId>,
) -> Result<Page<Match, CustomerId>, StoreError> {
    let mut found: BTreeMap<CustomerId, TagEntry> = BTreeMap::new();
    let mut unreadable = 0;
    // Down to where each tag was read; nobody has it below, if there is no such id.
    let mut ends: Vec<Option<CustomerId>> = Vec::with_capacity(tags.len());
    for tag in tags {
        // Down to where all entries of the tag were read, under each key that they may have.
        let mut end = None;
        for listed in keys_of(tag) {
            let (partition, prefix) = keys::customer_tags(tenant, &listed);
            let after = after.map(|id| Position::at(&keys::customer_tag(tenant, &listed, id)));
            // One more than asked for, to know whether there is a next page.
            let query = Query::table(partition, limit + 1)
                .starting_with(&prefix)
                .consistency(Consistency::of_page(after.is_none()))
                .after(after);
            let page = table.query(query).await?;
            unreadable += page.unreadable;
            let stop = page.next.as_ref().and_then(Position::sort_key);
            end = end.max(stop.map(|stop| end_of_page(stop, &prefix, &page.items)).transpose()?);
            found.extend(page.items.into_iter().map(|entry| (entry.customer_id, entry)));
        }
        ends.push(end);
    }
    let end = match matching {
        // Below the first of these, one of the tags was not read.
        TagMatch::Any => ends.into_iter().max().flatten(),
        // Whoever has all has the one that was read the furthest.
        TagMatch::All => ends.into_iter().min().flatten(),
    };
    found.retain(|id, entry| {
        let has_all = tags.iter().all(|tag| entry.tags.contains(tag));
        end.is_none_or(|end| *id >= end) && (matching == TagMatch::Any || has_all)
    });
    let wanted = usize::from(limit);
    let has_more = found.len() > wanted;
    let items: Vec<Match> = found
        .into_values()
        .rev()
        .take(wanted)
        .map(|TagEntry { customer_id: id, summary, .. }| Match { id, summary })
        .collect();
    let next = if has_more { items.last().map(|last| last.id) } else { end };
    Ok(Page { items, unreadable, next })
}

/// Down to which customer a page was read that ended here. Where that is no entry of a customer, it is at least the last
/// one that was found; if none was, it is an error and not the end of the list.
fn end_of_page(end: &str, prefix: &str, found: &[TagEntry]) -> Result<CustomerId, StoreError> {
    let id = end.strip_prefix(prefix).and_then(|id| id.parse().ok());
    id.or_else(|| found.last().map(|entry| entry.customer_id))
        .ok_or(StoreError::Unreadable { entity: TagEntry::ENTITY, source: Defect::IN_A_PART })
}

/// Removes the entries of tags that are gone, and writes those of the others where they say something new.
pub(super) fn replace(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: Option<&Customer>,
    after: Option<&Customer>,
) -> Result<(), StoreError> {
    let said =
        |customer: &Customer| (customer.listed_tags(), customer.profile.tags.clone(), customer.summary());
    let (old, new) = (before.map(said), after.map(said));
    if old == new {
        return Ok(());
    }
    if let (Some(before), Some((listed, ..))) = (before, &old) {
        let is_kept = |tag: &String| new.as_ref().is_some_and(|(listed, ..)| listed.contains(tag));
        for tag in listed.iter().filter(|tag| !is_kept(tag)) {
            transaction.delete(&keys::customer_tag(tenant, tag, before.id));
        }
    }
    let (Some(after), Some((listed, tags, summary))) = (after, new) else { return Ok(()) };
    for tag in &listed {
        let entry = TagEntry { customer_id: after.id, tags: tags.clone(), summary: summary.clone() };
        transaction.put(Item::new(keys::customer_tag(tenant, tag, after.id), &entry)?);
    }
    Ok(())
}
