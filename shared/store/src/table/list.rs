//! Lists, a page at a time.

use std::{collections::HashMap, fmt};

use aws_sdk_dynamodb::{operation::query::QueryOutput, types::AttributeValue};
use jiff::Timestamp;

use super::{
    client::Table,
    error::StoreError,
    instant::sortable,
    item::{self, Record},
    key::{Key, Partition},
    page::Page,
    position::Position,
    reads::Consistency,
    schema::{Index, PK, SK},
};

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The highest sort key first: the newest, where sort keys are ids or times.
    NewestFirst,
    /// The lowest sort key first.
    OldestFirst,
}

/// Which items of a partition to list. `Debug` leaves out what is looked for: it may be a name or a phone number.
#[derive(Clone)]
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

    /// Only sort keys that begin with an instant, up to this one; the earliest first.
    #[must_use]
    pub(crate) fn due_by(self, now: Timestamp) -> Self {
        self.between("0", format!("{}\u{10FFFF}", sortable(now))).order(Order::OldestFirst)
    }

    /// Only items whose attribute has this text. Items that are left out are read and paid for all the same: a page
    /// may hold fewer than `limit` items, or none, and still have a next one.
    #[must_use]
    pub fn having(mut self, attribute: &'static str, value: impl Into<String>) -> Self {
        self.filters.push((attribute, value.into()));
        self
    }

    /// At most so many items.
    #[must_use]
    pub fn limit(mut self, limit: u16) -> Self {
        self.limit = i32::from(limit);
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
        self.after = position.filter(|position| position.is_in(partition_key, &self.partition.pk));
        self
    }
}

impl<R> fmt::Debug for Query<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("index", &self.index)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Table {
    /// One page of a list: one request, however long the list is.
    pub async fn query<R: Record>(&self, query: Query<R>) -> Result<Page<R>, StoreError> {
        let output = self.send_query(query).await?;
        let (items, unreadable) = item::read_each(output.items.unwrap_or_default());
        Ok(Page { items, unreadable, next: position_of(output.last_evaluated_key) })
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
        Ok(Page { items, unreadable: 0, next })
    }

    async fn send_query<R>(&self, query: Query<R>) -> Result<QueryOutput, StoreError> {
        // DynamoDB refuses a range that ends before it begins. Nothing is in it, such as before the first instant of all.
        if query.range.as_ref().is_some_and(|(first, last)| first > last) {
            return Ok(QueryOutput::builder().build());
        }
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
                position.into_attributes().map(|(name, value)| (name, AttributeValue::S(value))).collect()
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
}

fn position_of(key: Option<HashMap<String, AttributeValue>>) -> Option<Position> {
    let texts = |(name, value): (String, AttributeValue)| Some((name, value.as_s().ok()?.clone()));
    Some(Position::of(key?.into_iter().filter_map(texts)))
}
