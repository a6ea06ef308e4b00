//! Calls, what was said in them, and which call a conversation is.

mod call_id;
mod record;
#[cfg(test)]
mod tests;

use domain::{
    TenantId,
    call::{Call, CallDetails, CallStatus, ConversationId},
    ids::{CallId, CustomerId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de};

use crate::{
    Consistency, Item, Page, Position, Query, Record, StoreError, Table, Transaction, WriteId, keys,
    pieces::{self, Blob, digest_of},
    pulse,
    schema::{ENTITY, Index},
    trends::{self, Trend},
};

use self::record::{CUSTOMER, STATUS};
pub use self::{
    call_id::{conversation_call_id, end_of_call_id},
    record::{CallRecord, DetailsAt},
};

/// One piece of the details of a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DetailsPiece {
    piece: Blob,
}

impl Record for DetailsPiece {
    const ENTITY: &'static str = "callDetails";
}

/// Makes a conversation one call in a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationCall {
    /// The call.
    pub call_id: CallId,
}

impl Record for ConversationCall {
    const ENTITY: &'static str = "conversation";
}

/// Which calls to list. Every condition that is set must hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Calls with this customer.
    pub customer: Option<CustomerId>,
    /// Calls in this status.
    pub status: Option<CallStatus>,
    /// Calls whose number of the other person is not understood.
    pub number_not_understood: bool,
    /// Calls that started at this time or later, to the millisecond.
    pub from: Option<Timestamp>,
    /// Calls that started at this time or earlier, to the millisecond.
    pub to: Option<Timestamp>,
}

/// The writes that decide whether a change of a call is possible.
#[derive(Clone, Copy, Debug)]
pub struct CallWrites {
    /// The call's own item.
    pub call: WriteId,
    /// The reservation of its conversation, if one is made.
    pub conversation: Option<WriteId>,
}

/// A call as it is this moment.
pub async fn get(table: &Table, tenant: TenantId, id: CallId) -> Result<Option<CallRecord>, StoreError> {
    table.get(&keys::call(tenant, id), Consistency::Strong).await
}

/// The call of a conversation, as it is this moment: one request, and a second one if there is a call.
pub async fn of_conversation(
    table: &Table,
    tenant: TenantId,
    conversation: &ConversationId,
) -> Result<Option<CallRecord>, StoreError> {
    match table.get(&keys::conversation(tenant, conversation), Consistency::Strong).await? {
        None => Ok(None),
        Some(ConversationCall { call_id }) => get(table, tenant, call_id).await,
    }
}

/// How many of the newest calls are read as they are this moment, where a list begins with them. A call that was just
/// made is among them; to read a whole page like this would cost twice.
const NEWEST: u16 = 5;

/// One page of the calls of a tenant, the newest first by when they started. A page may hold fewer than `limit` calls
/// and still have a next one.
///
/// The newest few of all calls are as they are this moment; others, and those that a condition holds for, may be a moment
/// behind.
pub async fn list(
    table: &Table,
    tenant: TenantId,
    filter: &Filter,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<CallRecord>, StoreError> {
    let Filter { customer, status, number_not_understood, from, to } = *filter;
    let mut query = match (customer, status) {
        _ if number_not_understood => Query::index(Index::Order, keys::calls_not_understood(tenant), limit),
        (Some(customer), _) => {
            // The history of a customer will hold other things than calls.
            let history = keys::customer_history(tenant, customer).of();
            Query::index(Index::Customer, history, limit).having(ENTITY, CallRecord::ENTITY)
        }
        (None, Some(status)) => Query::index(Index::Status, keys::calls_in(tenant, status), limit),
        (None, None) => Query::table(keys::calls(tenant), limit),
    };
    if let (true, Some(customer)) = (number_not_understood, customer) {
        query = query.having(CUSTOMER, customer.to_string());
    }
    if let (true, Some(status)) = (number_not_understood || customer.is_some(), status) {
        query = query.having(STATUS, status.as_str());
    }
    if from.is_some() || to.is_some() {
        // The id of a call begins with the time at which it started.
        let first = CallId::from_parts(from.unwrap_or(Timestamp::UNIX_EPOCH), 0);
        let last = to.map_or(CallId::from_bytes([u8::MAX; 16]), |to| CallId::from_parts(to, u128::MAX));
        query = query.between(first.to_string(), last.to_string());
    }
    let is_of_all = customer.is_none() && status.is_none() && !number_not_understood;
    let is_beginning = is_of_all && after.is_none();
    if !is_beginning || limit <= NEWEST {
        let consistency = if is_beginning { Consistency::Strong } else { Consistency::Eventual };
        return table.query(query.consistency(consistency).after(after)).await;
    }
    let mut page = table.query(query.clone().limit(NEWEST)).await?;
    if page.next.is_some() {
        let rest = query.limit(limit - NEWEST).consistency(Consistency::Eventual).after(page.next.take());
        page.append(table.query(rest).await?);
    }
    Ok(page)
}

/// How often a call is read again because its details were replaced meanwhile.
const DETAILED_READS: u32 = 3;

/// A call as it is this moment, with what was said and found out in it. Two requests, and one more for each further
/// megabyte of compressed text, which is hardly ever.
pub async fn detailed(
    table: &Table,
    tenant: TenantId,
    id: CallId,
) -> Result<Option<(CallRecord, Option<CallDetails>)>, StoreError> {
    for _ in 0..DETAILED_READS {
        let Some(record) = get(table, tenant, id).await? else { return Ok(None) };
        match details(table, tenant, &record).await? {
            Found::All(details) => return Ok(Some((record, Some(*details)))),
            Found::None => return Ok(Some((record, None))),
            // Replaced and removed since the record was read.
            Found::Some => {}
        }
    }
    Err(StoreError::Unavailable { code: "details of a call are missing".to_owned() })
}

/// What was said and found out in a call that was just read: one request, and one more for each further megabyte. `None`
/// also where it was replaced meanwhile.
pub async fn details_of(
    table: &Table,
    tenant: TenantId,
    record: &CallRecord,
) -> Result<Option<CallDetails>, StoreError> {
    Ok(match details(table, tenant, record).await? {
        Found::All(details) => Some(*details),
        Found::Some | Found::None => None,
    })
}

/// What there is of the details that a record names.
enum Found {
    All(Box<CallDetails>),
    Some,
    None,
}

async fn details(table: &Table, tenant: TenantId, record: &CallRecord) -> Result<Found, StoreError> {
    let (Some(DetailsAt { digest, pieces: count }), Some(conversation)) =
        (&record.details_at, &record.call.conversation_id)
    else {
        return Ok(Found::None);
    };
    let mut found: Vec<DetailsPiece> = Vec::new();
    let mut after = None;
    loop {
        let query = Query::table(keys::call_details(tenant, conversation), 100)
            .starting_with(&format!("{digest}#"))
            .order(crate::Order::OldestFirst)
            .after(after);
        let mut page = table.query(query).await?;
        let next = page.next.take();
        found.extend(page.complete()?);
        if next.is_none() {
            break;
        }
        after = next;
    }
    if found.len() < usize::from(*count) {
        return Ok(Found::Some);
    }
    let json = pieces::unpack(DetailsPiece::ENTITY, found.iter().map(|piece| &piece.piece))?;
    let details = serde_json::from_slice(&json).map_err(|error| unreadable(&error))?;
    Ok(Found::All(Box::new(details)))
}

/// Writes the details of a call, to be named by its record afterwards. Their keys follow from what they say: writing
/// the same again changes nothing. They are removed when the record names others, so they must be written anew for each
/// version of the record that is to name them.
pub async fn put_details(
    table: &Table,
    tenant: TenantId,
    conversation: &ConversationId,
    details: &CallDetails,
) -> Result<DetailsAt, StoreError> {
    let json = serde_json::to_vec(details).map_err(|error| unreadable(&error))?;
    let digest = digest_of(&json);
    let packed = pieces::pack(DetailsPiece::ENTITY, &json)?;
    let pieces =
        u16::try_from(packed.len()).map_err(|_| StoreError::TooLarge { entity: DetailsPiece::ENTITY })?;
    for (piece, number) in packed.into_iter().zip(0..) {
        let key = keys::call_details_piece(tenant, conversation, &digest, number);
        table.put(Item::new(key, &DetailsPiece { piece })?).await?;
    }
    Ok(DetailsAt { digest, pieces })
}

fn unreadable(error: &serde_json::Error) -> StoreError {
    // The text of the error may quote what was said.
    let source = de::Error::custom(format_args!("{:?}", error.classify()));
    StoreError::Unreadable { entity: DetailsPiece::ENTITY, source }
}

/// A new call. Its conversation, if it has one, must not be a call yet.
pub fn create(
    transaction: &mut Transaction,
    tenant: TenantId,
    new: &CallRecord,
) -> Result<CallWrites, StoreError> {
    let call = transaction.create(call_item(tenant, new)?);
    let conversation = reserve_conversation(transaction, tenant, &new.call)?;
    add_to_day(transaction, tenant, new, 1);
    pulse::count_call(transaction, tenant, new.call.id, new.day, new.call.updated_at);
    Ok(CallWrites { call, conversation })
}

/// Adds to the calls of its day that are in the status of this one.
fn add_to_day(transaction: &mut Transaction, tenant: TenantId, record: &CallRecord, by: i64) {
    let CallRecord { call, day, .. } = record;
    if let Some(day) = day {
        let shard = call.id.shard(trends::SHARDS);
        trends::add(transaction, tenant, *day, shard, Trend::Calls(call.status), by);
    }
}

/// A changed call, in place of the version it was changed from.
pub fn replace(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: &CallRecord,
    after: &CallRecord,
) -> Result<CallWrites, StoreError> {
    let items = (call_item(tenant, before)?, call_item(tenant, after)?);
    let call = transaction.replace(&items.0, items.1, before.call.version);
    let conversation = match &before.call.conversation_id {
        Some(_) => None,
        None => reserve_conversation(transaction, tenant, &after.call)?,
    };
    if let (Some(DetailsAt { digest, pieces }), Some(conversation)) =
        (&before.details_at, &before.call.conversation_id)
        && before.details_at != after.details_at
    {
        for number in 0..*pieces {
            transaction.delete(&keys::call_details_piece(tenant, conversation, digest, number));
        }
    }
    if (before.day, before.call.status) != (after.day, after.call.status) {
        add_to_day(transaction, tenant, before, -1);
        add_to_day(transaction, tenant, after, 1);
    }
    pulse::count_call(transaction, tenant, after.call.id, after.day, after.call.updated_at);
    Ok(CallWrites { call, conversation })
}

fn reserve_conversation(
    transaction: &mut Transaction,
    tenant: TenantId,
    call: &Call,
) -> Result<Option<WriteId>, StoreError> {
    let Some(conversation) = &call.conversation_id else { return Ok(None) };
    let marker = ConversationCall { call_id: call.id };
    Ok(Some(transaction.create(Item::new(keys::conversation(tenant, conversation), &marker)?)))
}

fn call_item(tenant: TenantId, record: &CallRecord) -> Result<Item<CallRecord>, StoreError> {
    let Call { id, status, customer_id, .. } = &record.call;
    let mut item = Item::new(keys::call(tenant, *id), record)?.indexed(
        Index::Status,
        &keys::calls_in(tenant, *status),
        id.to_string(),
    );
    if record.call.reported_person().is_some() {
        item = item.indexed(Index::Order, &keys::calls_not_understood(tenant), id.to_string());
    }
    Ok(match customer_id {
        Some(customer) => {
            item.indexed_by_own_sort_key(Index::Customer, &keys::customer_history(tenant, *customer))
        }
        None => item,
    })
}
