//! The inbox: what the voice provider delivered, as it was delivered, until and after it became a call.
//!
//! An entry is a head and, in pieces of their own, the compressed body. The pieces are written first: a head is a
//! promise that the body is there. Entries belong to a voice connection, because they are kept before it is known
//! which tenant they are about. What can become of one is in [`domain::inbox`].

mod task;

#[cfg(test)]
mod tests;

use domain::{
    call::{ConversationId, VoiceAgentId},
    ids::ConnectionId,
    inbox::{Entry, EntryId, State, WebhookDelivery},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::task::Task;
use crate::{
    Consistency, Item, Order, Page, Position, Query, Record, StoreError, Table, Transaction, WriteId,
    instant::sortable,
    keys,
    pieces::{self, Blob, digest_of},
    schema::Index,
};

/// Over how many partitions the due entries are spread.
pub const DUE_SHARDS: u8 = 4;
/// How many items of an entry are read with one request; DynamoDB ends it after 1 MB anyway.
const READ_LIMIT: u16 = 100;

impl Record for Entry {
    const ENTITY: &'static str = "inboxEntry";
}

/// One piece of a body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Piece {
    piece: Blob,
}

impl Record for Piece {
    const ENTITY: &'static str = "inboxPiece";
}

/// What lies in the partition of a conversation: a head or a piece.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Stored {
    /// The head of an entry.
    Head(Box<Entry>),
    /// A piece of a body.
    Piece(Piece),
}

impl Record for Stored {
    const ENTITY: &'static str = "inboxPart";
}

/// An entry with its body.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The head.
    pub entry: Entry,
    pieces: Vec<Piece>,
}

impl Loaded {
    /// The body as it was delivered. An error if a part of it is missing or damaged.
    pub fn body(&self) -> Result<Vec<u8>, StoreError> {
        pieces::unpack(Entry::ENTITY, self.pieces.iter().map(|piece| &piece.piece))
    }
}

/// The id of a delivery with this body.
pub fn id_of_delivery(conversation: Option<&ConversationId>, kind: Option<&str>, body: &[u8]) -> EntryId {
    EntryId::of_delivery(conversation, kind, digest_of(body))
}

/// The id of the entry that asks for a conversation.
pub fn id_of_fetch(conversation: &ConversationId) -> EntryId {
    EntryId::of_fetch(conversation, digest_of(conversation.as_str().as_bytes()))
}

/// Keeps a delivery; says whether it is a new one. Sending the same again changes nothing.
///
/// Takes one request for the head and one for each 380 KB of the compressed body.
pub async fn store(
    table: &Table,
    delivery: WebhookDelivery,
    body: Option<&[u8]>,
) -> Result<bool, StoreError> {
    let packed = body.map_or(Ok(Vec::new()), |body| pieces::pack(Piece::ENTITY, body))?;
    let count = u16::try_from(packed.len()).map_err(|_| StoreError::TooLarge { entity: Entry::ENTITY })?;
    let entry = Entry::received(delivery, body.map_or(0, <[u8]>::len), count);
    for (piece, number) in packed.into_iter().zip(0..) {
        let key = keys::inbox_piece(entry.connection_id, &entry.id, number);
        let item = Item::new(key, &Piece { piece })?.expiring(entry.body_expires_at);
        // One that is there is the same one, and may be kept for longer by now.
        table.create_if_absent(item).await?;
    }
    table.create_if_absent(item(&entry)?).await
}

/// An entry with its body, as they are this moment: one request for each megabyte.
pub async fn load(
    table: &Table,
    connection: ConnectionId,
    id: &EntryId,
) -> Result<Option<Loaded>, StoreError> {
    let (partition, prefix) = keys::inbox_parts(connection, id);
    let (mut head, mut pieces, mut after) = (None, Vec::new(), None);
    loop {
        let query = Query::table(partition.clone(), READ_LIMIT)
            .starting_with(&prefix)
            .order(Order::OldestFirst)
            .after(after);
        let mut page = table.query(query).await?;
        let next = page.next.take();
        for item in page.complete()? {
            match item {
                Stored::Head(entry) => head = Some(*entry),
                Stored::Piece(piece) => pieces.push(piece),
            }
        }
        if next.is_none() {
            return Ok(head.map(|entry| Loaded { entry, pieces }));
        }
        after = next;
    }
}

/// The head of an entry as it is this moment.
pub async fn get(table: &Table, connection: ConnectionId, id: &EntryId) -> Result<Option<Entry>, StoreError> {
    table.get(&keys::inbox_entry(connection, id), Consistency::Strong).await
}

/// The entries of a connection in one state, the newest first; unclaimed ones by voice agent. `received` bounds when
/// they were received, both ends included. A page may hold fewer than `limit` entries and still have a next one. A
/// moment behind.
pub async fn list(
    table: &Table,
    connection: ConnectionId,
    state: State,
    received: Option<(Timestamp, Timestamp)>,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<Entry>, StoreError> {
    let mut query = Query::index(Index::Status, keys::inbox_in(connection, state), limit).after(after);
    // Unclaimed entries are not sorted by time.
    if let Some((first, last)) = received.filter(|_| state != State::Unclaimed) {
        query = query.between(sortable(first), format!("{}\u{10FFFF}", sortable(last)));
    }
    let mut page = table.query(query).await?;
    if let Some((first, last)) = received {
        page.items.retain(|entry| (first..=last).contains(&entry.received_at));
    }
    Ok(page)
}

/// The entries of a voice agent that nobody had registered, the oldest first. A moment behind.
pub async fn unclaimed(
    table: &Table,
    connection: ConnectionId,
    agent: &VoiceAgentId,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<Entry>, StoreError> {
    let query = Query::index(Index::Status, keys::inbox_in(connection, State::Unclaimed), limit)
        .starting_with(&format!("{agent}#"))
        .order(Order::OldestFirst)
        .after(after);
    table.query(query).await
}

/// At most `limit` entries of a shard whose time has come, the longest waiting first. A moment behind.
pub async fn due(
    table: &Table,
    shard: u8,
    now: Timestamp,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<Entry>, StoreError> {
    let query = Query::index(Index::Due, keys::inbox_due(shard), limit).due_by(now).after(after);
    let Page { items: keys, next, .. } = table.query_keys(query).await?;
    let mut page = table.get_many(&keys, Consistency::Eventual).await?;
    page.items.retain(|entry| entry.due_at.is_some_and(|due| due <= now));
    Ok(Page { next, ..page })
}

/// Opens an entry again, whatever became of it, so that it is processed once more: at the latest by the sweeper, at
/// once if the caller also sends [`Task::process`]. Applying it a second time makes no second call. Says no when it
/// changed since it was read, or when its body is gone.
pub async fn reopen(table: &Table, entry: &Entry, now: Timestamp) -> Result<bool, StoreError> {
    let after = entry.reopened(now);
    if !keep_body(table, &after).await? {
        return Ok(false);
    }
    table.replace(&item(entry)?, item(&after)?, entry.version).await
}

/// Writes an entry in place of the version that it was made from; says whether that was still there.
pub async fn change(table: &Table, before: &Entry, after: &Entry) -> Result<bool, StoreError> {
    keep_body_if_longer(table, before, after).await?;
    table.replace(&item(before)?, item(after)?, before.version).await
}

/// The same in a transaction with other writes.
pub async fn change_with(
    table: &Table,
    transaction: &mut Transaction,
    before: &Entry,
    after: &Entry,
) -> Result<WriteId, StoreError> {
    keep_body_if_longer(table, before, after).await?;
    Ok(transaction.replace(&item(before)?, item(after)?, before.version))
}

/// Before the head says so: a head is a promise that the body is there.
async fn keep_body_if_longer(table: &Table, before: &Entry, after: &Entry) -> Result<(), StoreError> {
    if after.body_expires_at > before.body_expires_at {
        keep_body(table, after).await?;
    }
    Ok(())
}

/// Says whether all pieces are there.
async fn keep_body(table: &Table, entry: &Entry) -> Result<bool, StoreError> {
    let mut complete = true;
    for number in 0..entry.pieces {
        let key = keys::inbox_piece(entry.connection_id, &entry.id, number);
        complete &= table.set_expiry(&key, Some(entry.body_expires_at)).await?;
    }
    Ok(complete)
}

fn item(entry: &Entry) -> Result<Item<Entry>, StoreError> {
    let received_at = sortable(entry.received_at);
    let place = match (entry.state, &entry.agent_id) {
        (State::Unclaimed, agent) => {
            format!("{}#{received_at}", agent.as_ref().map_or("-", VoiceAgentId::as_str))
        }
        _ => received_at,
    };
    let item = Item::new(keys::inbox_entry(entry.connection_id, &entry.id), entry)?.indexed(
        Index::Status,
        &keys::inbox_in(entry.connection_id, entry.state),
        place,
    );
    Ok(match entry.due_at {
        Some(due_at) => {
            let shard = entry.id.shard(DUE_SHARDS);
            item.indexed(Index::Due, &keys::inbox_due(shard), sortable(due_at))
        }
        None => item,
    })
}
