//! The inbox: what the voice provider delivered, as it was delivered, until and after it became a call.
//!
//! An entry is a head and, in pieces of their own, the compressed body. The pieces are written first: a head is a
//! promise that the body is there. Entries belong to a voice connection, because they are kept before it is known
//! which tenant they are about. What is not settled never expires.

mod entry;
mod entry_id;
mod task;

#[cfg(test)]
mod tests;

use domain::{call::VoiceAgentId, ids::ConnectionId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    entry::{Entry, RETENTION, State, WebhookDelivery},
    entry_id::EntryId,
    task::Task,
};
use crate::{
    CommitError, Consistency, Item, Key, Order, Page, Position, Query, Record, StoreError, Table,
    Transaction, WriteId,
    instant::sortable,
    keys,
    pieces::{self, Blob},
    schema::Index,
};

/// Over how many partitions the due entries are spread.
pub const DUE_SHARDS: u8 = 4;
/// How many items of an entry are read with one request; DynamoDB ends it after 1 MB anyway.
const READ_LIMIT: u16 = 100;

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
        // One that is there is the same one, and may already have been given its last day.
        table.create_if_absent(Item::new(key, &Piece { piece })?).await?;
    }
    table.create_if_absent(entry.item()?).await
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
        let Page { items, next } = table.query(query).await?;
        for item in items {
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
pub async fn due(table: &Table, shard: u8, now: Timestamp, limit: u16) -> Result<Vec<Entry>, StoreError> {
    let query = Query::index(Index::Due, keys::inbox_due(shard), limit).due_by(now);
    let keys: Vec<Key<Entry>> = table.query_keys(query).await?.items;
    let mut entries = table.get_many(&keys).await?;
    entries.retain(|entry| entry.due_at.is_some_and(|due| due <= now));
    Ok(entries)
}

/// Opens an entry again, whatever became of it, so that it is processed once more: at the latest by the sweeper, at
/// once if the caller also sends [`Task::process`]. Applying it a second time makes no second call. Says no when it
/// changed since it was read, or when its body is gone.
pub async fn reopen(table: &Table, entry: &Entry, now: Timestamp) -> Result<bool, StoreError> {
    if entry.expires_at().is_some() && entry.is_large() && !set_expiry(table, entry, None).await? {
        return Ok(false);
    }
    change(table, entry, &entry.reopened(now)).await
}

/// Writes an entry in place of the version that it was made from; says whether that was still there.
///
/// Its body expires together with it, except for one of many pieces: see [`expire_large_body`].
pub async fn change(table: &Table, before: &Entry, after: &Entry) -> Result<bool, StoreError> {
    if before.expires_at() == after.expires_at() {
        return table.replace(after.item()?, before.version).await;
    }
    let mut transaction = Transaction::new();
    transaction.change_entry(before, after)?;
    match table.commit(transaction).await {
        Ok(()) => Ok(true),
        Err(CommitError::ConditionFailed(_)) => Ok(false),
        Err(CommitError::Store(error)) => Err(error),
    }
}

/// Lets the body of a settled entry expire together with its head where it is too large to do so in the transaction
/// that settles it; does nothing otherwise. Safe to repeat.
pub async fn expire_large_body(table: &Table, entry: &Entry) -> Result<(), StoreError> {
    if let Some(at) = entry.expires_at()
        && entry.is_large()
    {
        set_expiry(table, entry, Some(at)).await?;
    }
    Ok(())
}

/// Says whether all pieces are there.
async fn set_expiry(table: &Table, entry: &Entry, at: Option<Timestamp>) -> Result<bool, StoreError> {
    let mut complete = true;
    for key in entry.piece_keys() {
        complete &= table.set_expiry(&key, at).await?;
    }
    Ok(complete)
}

impl Transaction {
    /// Writes an entry in place of the version that it was made from, with the last day of its body.
    pub fn change_entry(&mut self, before: &Entry, after: &Entry) -> Result<WriteId, StoreError> {
        let write = self.replace(after.item()?, before.version);
        if before.expires_at() != after.expires_at() && !after.is_large() {
            for key in after.piece_keys() {
                self.set_expiry(&key, after.expires_at());
            }
        }
        Ok(write)
    }
}
