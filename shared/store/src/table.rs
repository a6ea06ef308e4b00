//! The verbs on the table.

mod single;

use std::{collections::HashMap, time::Duration};

use aws_sdk_dynamodb::{
    Client,
    operation::transact_write_items::TransactWriteItemsError,
    types::{AttributeValue, CancellationReason, KeysAndAttributes},
};
use serde::{Deserialize, Serialize};

use crate::{
    error::{CommitError, Refused, StoreError},
    item::{self, Item, Record, key_attributes},
    keys::{Key, Partition},
    schema::{ENTITY, Index, PK, SK},
    transaction::{Transaction, WriteId},
};

/// How often a transaction that lost against another one is tried again.
pub(crate) const COMMIT_ATTEMPTS: u32 = 8;
/// DynamoDB's limit on keys of one `BatchGetItem`.
const BATCH_GET_LIMIT: usize = 100;

/// The table of this deployment.
#[derive(Clone, Debug)]
pub struct Table {
    pub(crate) client: Client,
    pub(crate) name: String,
}

/// Whether a read must see every write that was answered before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consistency {
    /// It must: costs twice, works on the table only, not on an index.
    Strong,
    /// It may be a moment behind.
    Eventual,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The highest sort key first: the newest, where sort keys are ids or times.
    NewestFirst,
    /// The lowest sort key first.
    OldestFirst,
}

/// Which items of a partition to list.
#[derive(Clone, Debug)]
pub struct Query<R> {
    partition: Partition<R>,
    index: Option<Index>,
    range: Option<(String, String)>,
    filters: Vec<(&'static str, String)>,
    order: Order,
    consistency: Consistency,
    limit: i32,
    after: Option<Position>,
}

impl<R> Query<R> {
    /// The newest `limit` items of a partition of the table, strongly consistent.
    pub fn table(partition: Partition<R>, limit: u16) -> Self {
        Self {
            partition,
            index: None,
            range: None,
            filters: Vec::new(),
            order: Order::NewestFirst,
            consistency: Consistency::Strong,
            limit: i32::from(limit),
            after: None,
        }
    }

    /// The newest `limit` items of a partition of an index.
    pub fn index(index: Index, partition: Partition<R>, limit: u16) -> Self {
        Self { index: Some(index), consistency: Consistency::Eventual, ..Self::table(partition, limit) }
    }

    /// Only sort keys from `first` to `last`, both included.
    #[must_use]
    pub fn between(mut self, first: impl Into<String>, last: impl Into<String>) -> Self {
        self.range = Some((first.into(), last.into()));
        self
    }

    /// Only sort keys that begin with `prefix`.
    #[must_use]
    pub fn starting_with(self, prefix: &str) -> Self {
        self.between(prefix, format!("{prefix}\u{10FFFF}"))
    }

    /// Only items whose attribute has this text. Items that are left out are read and paid for all the same: a page
    /// may hold fewer than `limit` items, or none, and still have a next one.
    #[must_use]
    pub fn having(mut self, attribute: &'static str, value: impl Into<String>) -> Self {
        self.filters.push((attribute, value.into()));
        self
    }

    /// In this order.
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// With this consistency.
    #[must_use]
    pub fn consistency(mut self, consistency: Consistency) -> Self {
        self.consistency = consistency;
        self
    }

    /// From where an earlier page ended. A position of another partition or index starts at the beginning.
    #[must_use]
    pub fn after(mut self, position: Option<Position>) -> Self {
        let partition_key = self.index.map_or(PK, Index::partition_key);
        self.after = position.filter(|position| position.0.get(partition_key) == Some(&self.partition.pk));
        self
    }
}

/// Where a page ended. It holds keys: it must be sealed before it leaves the system.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(HashMap<String, String>);

impl Position {
    /// The position of an item in the base table, to go on right after it.
    pub fn at<R>(key: &Key<R>) -> Self {
        Self(HashMap::from([(PK.to_owned(), key.pk.clone()), (SK.to_owned(), key.sk.clone())]))
    }
}

impl std::fmt::Debug for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Position(…)")
    }
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Page<R> {
    /// The records, in order.
    pub items: Vec<R>,
    /// Where the next page begins; `None` at the end of the list.
    pub next: Option<Position>,
}

impl Table {
    /// The table of this name, reached through `client`.
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into() }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The record at `key`, if there is one.
    pub async fn get<R: Record>(
        &self,
        key: &Key<R>,
        consistency: Consistency,
    ) -> Result<Option<R>, StoreError> {
        let output = self
            .client
            .get_item()
            .table_name(&self.name)
            .set_key(Some(key_attributes(key)))
            .consistent_read(consistency == Consistency::Strong)
            .send()
            .await
            .map_err(|error| StoreError::from_sdk(&error))?;
        output.item.map(item::read).transpose()
    }

    /// The records at `keys`, in the order of the keys; those that are missing are left out. Eventually consistent.
    pub async fn get_many<R: Record>(&self, keys: &[Key<R>]) -> Result<Vec<R>, StoreError> {
        let found = self.get_each(keys, Consistency::Eventual).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The record at each of the keys, or `None` where there is none.
    pub async fn get_each<R: Record>(
        &self,
        keys: &[Key<R>],
        consistency: Consistency,
    ) -> Result<Vec<Option<R>>, StoreError> {
        let mut found = HashMap::new();
        for batch in keys.chunks(BATCH_GET_LIMIT) {
            let mut wanted: Vec<_> = batch.iter().map(key_attributes).collect();
            for attempt in 0..COMMIT_ATTEMPTS {
                if wanted.is_empty() {
                    break;
                }
                if attempt > 0 {
                    pause(attempt).await;
                }
                let request = KeysAndAttributes::builder()
                    .set_keys(Some(std::mem::take(&mut wanted)))
                    .consistent_read(consistency == Consistency::Strong)
                    .build()
                    .map_err(|_| StoreError::Unavailable { code: "request could not be built".to_owned() })?;
                let output = self
                    .client
                    .batch_get_item()
                    .request_items(&self.name, request)
                    .send()
                    .await
                    .map_err(|error| StoreError::from_sdk(&error))?;
                for attributes in output.responses.into_iter().flatten().flat_map(|(_, items)| items) {
                    let text = |name: &str| attributes.get(name)?.as_s().ok().cloned();
                    if let (Some(partition), Some(sort)) = (text(PK), text(SK)) {
                        found.insert((partition, sort), attributes);
                    }
                }
                wanted = output
                    .unprocessed_keys
                    .into_iter()
                    .flatten()
                    .flat_map(|(_, unprocessed)| unprocessed.keys)
                    .collect();
            }
            if !wanted.is_empty() {
                return Err(StoreError::Throttled);
            }
        }
        let found = keys.iter().map(|key| found.remove(&(key.pk.clone(), key.sk.clone())));
        found.map(|attributes| attributes.map(item::read).transpose()).collect()
    }

    /// One page of a list: one request, however long the list is.
    pub async fn query<R: Record>(&self, query: Query<R>) -> Result<Page<R>, StoreError> {
        let output = self.send_query(query).await?;
        let next = position_of(output.last_evaluated_key);
        let items =
            output.items.into_iter().flatten().map(item::read).collect::<Result<Vec<R>, StoreError>>()?;
        Ok(Page { items, next })
    }

    /// One page of the keys of a list, for an index that holds keys only.
    pub async fn query_keys<R>(&self, query: Query<R>) -> Result<Page<Key<R>>, StoreError> {
        let output = self.send_query(query).await?;
        let next = position_of(output.last_evaluated_key);
        let items = output
            .items
            .into_iter()
            .flatten()
            .filter_map(|attributes| {
                let text = |name: &str| attributes.get(name)?.as_s().ok().cloned();
                Some(Key::from_attributes(text(PK)?, text(SK)?))
            })
            .collect();
        Ok(Page { items, next })
    }

    async fn send_query<R>(
        &self,
        query: Query<R>,
    ) -> Result<aws_sdk_dynamodb::operation::query::QueryOutput, StoreError> {
        let (partition_key, sort_key) =
            query.index.map_or((PK, SK), |index| (index.partition_key(), index.sort_key()));
        let mut request = self
            .client
            .query()
            .table_name(&self.name)
            .set_index_name(query.index.map(|index| index.name().to_owned()))
            .consistent_read(query.index.is_none() && query.consistency == Consistency::Strong)
            .scan_index_forward(query.order == Order::OldestFirst)
            .limit(query.limit)
            .set_exclusive_start_key(query.after.map(|position| {
                position.0.into_iter().map(|(name, value)| (name, AttributeValue::S(value))).collect()
            }))
            .expression_attribute_names("#pk", partition_key)
            .expression_attribute_values(":pk", AttributeValue::S(query.partition.pk));
        request = match query.range {
            None => request.key_condition_expression("#pk = :pk"),
            Some((first, last)) => request
                .key_condition_expression("#pk = :pk AND #sk BETWEEN :first AND :last")
                .expression_attribute_names("#sk", sort_key)
                .expression_attribute_values(":first", AttributeValue::S(first))
                .expression_attribute_values(":last", AttributeValue::S(last)),
        };
        if !query.filters.is_empty() {
            let mut conditions = Vec::with_capacity(query.filters.len());
            for (number, (attribute, value)) in query.filters.into_iter().enumerate() {
                conditions.push(format!("#f{number} = :f{number}"));
                request = request
                    .expression_attribute_names(format!("#f{number}"), attribute)
                    .expression_attribute_values(format!(":f{number}"), AttributeValue::S(value));
            }
            request = request.filter_expression(conditions.join(" AND "));
        }
        request.send().await.map_err(|error| StoreError::from_sdk(&error))
    }

    /// Writes the item if there is none at its key; says whether it did. Writing it a second time is no error, so a
    /// lost answer can be retried when what is written does not depend on who wrote it.
    pub async fn create_if_absent<R: Record>(&self, item: Item<R>) -> Result<bool, StoreError> {
        let outcome = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item.attributes))
            .condition_expression("attribute_not_exists(#pk)")
            .expression_attribute_names("#pk", PK)
            .send()
            .await;
        match outcome {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_conditional_check_failed_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(too_large::<R, _, _>(&error).unwrap_or_else(|| StoreError::from_sdk(&error))),
        }
    }

    /// Writes the item whatever was there. Only for items whose content follows from their key, or that nobody else
    /// writes.
    pub async fn put<R: Record>(&self, item: Item<R>) -> Result<(), StoreError> {
        self.client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item.attributes))
            .send()
            .await
            .map_err(|error| too_large::<R, _, _>(&error).unwrap_or_else(|| StoreError::from_sdk(&error)))?;
        Ok(())
    }

    /// Commits everything in the transaction, or nothing.
    ///
    /// The SDK sends a token with it, so that its own retry after a lost answer is not applied twice. A transaction
    /// that lost against another one at the same moment was not applied, and is tried again here.
    pub async fn commit(&self, transaction: Transaction) -> Result<(), CommitError> {
        let (writes, entities) = transaction.into_writes(&self.name)?;
        for attempt in 1..=COMMIT_ATTEMPTS {
            let error = match self
                .client
                .transact_write_items()
                .set_transact_items(Some(writes.clone()))
                .send()
                .await
            {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
                error.as_service_error()
            else {
                return Err(StoreError::from_sdk(&error).into());
            };
            match judge(cancelled.cancellation_reasons(), &entities) {
                Cancelled::Refused(refused) => return Err(CommitError::Refused(refused)),
                Cancelled::Failed(error) => return Err(error.into()),
                Cancelled::Contended if attempt == COMMIT_ATTEMPTS => break,
                Cancelled::Contended => pause(attempt).await,
            }
        }
        Err(StoreError::Contended.into())
    }
}

enum Cancelled {
    Refused(Refused),
    Contended,
    Failed(StoreError),
}

/// One reason comes for each write, `None` for those that were fine. A condition that does not hold outweighs a
/// conflict: trying again would not help.
fn judge(reasons: &[CancellationReason], entities: &[&'static str]) -> Cancelled {
    let mut found = HashMap::new();
    let mut failed = None;
    for (index, reason) in reasons.iter().enumerate() {
        match reason.code() {
            Some("ConditionalCheckFailed") => {
                found.insert(WriteId(index), reason.item().cloned());
            }
            None | Some("None" | "TransactionConflict") => {}
            Some("ThrottlingError" | "ProvisionedThroughputExceeded") => failed = Some(StoreError::Throttled),
            Some("ItemCollectionSizeLimitExceeded") => {
                failed =
                    Some(StoreError::TooLarge { entity: entities.get(index).copied().unwrap_or(ENTITY) });
            }
            Some("ValidationError") if reason.message().is_some_and(|text| text.contains("size")) => {
                failed =
                    Some(StoreError::TooLarge { entity: entities.get(index).copied().unwrap_or(ENTITY) });
            }
            Some(code) => failed = Some(StoreError::Unavailable { code: code.to_owned() }),
        }
    }
    if !found.is_empty() {
        return Cancelled::Refused(Refused { found });
    }
    failed.map_or(Cancelled::Contended, Cancelled::Failed)
}

fn too_large<R: Record, E, H>(error: &aws_sdk_dynamodb::error::SdkError<E, H>) -> Option<StoreError>
where
    E: aws_sdk_dynamodb::error::ProvideErrorMetadata,
{
    use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
    let too_large = error.code() == Some("ValidationException")
        && error.message().is_some_and(|text| text.contains("size has exceeded"));
    too_large.then_some(StoreError::TooLarge { entity: R::ENTITY })
}

fn position_of(key: Option<HashMap<String, AttributeValue>>) -> Option<Position> {
    let key = key?;
    Some(Position(
        key.into_iter()
            .filter_map(|(name, value)| value.as_s().ok().cloned().map(|value| (name, value)))
            .collect(),
    ))
}

/// Waits a random part of 10 ms, 20 ms, 40 ms … (at most 320 ms), so that rivals do not meet again.
pub(crate) async fn pause(attempt: u32) {
    let longest = 10_u64 << attempt.min(5);
    tokio::time::sleep(Duration::from_millis(fastrand::u64(1..=longest))).await;
}
