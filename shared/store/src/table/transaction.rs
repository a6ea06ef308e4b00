//! Writes that hold together.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
    Update,
};
use jiff::Timestamp;

use super::{
    change::Change,
    error::StoreError,
    item::{Item, Record, key_attributes},
    key::Key,
    schema::{EXPIRES_AT, PK, SK, VERSION},
};

/// Several writes of which all happen or none.
///
/// DynamoDB takes at most [`Self::MAX_WRITES`] and 4 MB. Each write costs two write units per KB.
#[derive(Default)]
pub struct Transaction {
    writes: Vec<Write>,
    /// What is added to numbers, by partition and sort key.
    sums: BTreeMap<(String, String), Sums>,
}

/// What is added to the numbers in an item.
#[derive(Default)]
struct Sums {
    by_attribute: BTreeMap<String, i64>,
    expires_at: Option<Timestamp>,
}

/// One write of a transaction, to ask afterwards whether it was the one refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WriteId(pub(super) usize);

struct Write {
    entity: &'static str,
    key: HashMap<String, AttributeValue>,
    action: Action,
    condition: Condition,
}

enum Action {
    Put(HashMap<String, AttributeValue>),
    Change(Change),
    Delete,
    Check,
}

enum Condition {
    None,
    Absent,
    Present,
    /// Or it was to be gone by then.
    AbsentOrExpired(Timestamp),
    AtVersion(u64),
    /// An attribute has this text.
    Has(&'static str, String),
}

/// A condition expression with the names and the values that it uses.
type Expression = (&'static str, HashMap<String, String>, Option<HashMap<String, AttributeValue>>);

impl Condition {
    /// The expression, with the names and values that it uses.
    fn parts(self) -> Option<Expression> {
        let name = |name: &str| HashMap::from([("#c".to_owned(), name.to_owned())]);
        let value = |value: AttributeValue| Some(HashMap::from([(":c".to_owned(), value)]));
        match self {
            Self::None => None,
            Self::Absent => Some(("attribute_not_exists(#c)", name(PK), None)),
            Self::Present => Some(("attribute_exists(#c)", name(PK), None)),
            Self::AbsentOrExpired(now) => {
                let names =
                    [("#c", PK), ("#x", EXPIRES_AT)].map(|(short, name)| (short.to_owned(), name.to_owned()));
                let now = value(AttributeValue::N(now.as_second().to_string()));
                Some(("attribute_not_exists(#c) OR #x <= :c", names.into(), now))
            }
            Self::AtVersion(version) => {
                Some(("#c = :c", name(VERSION), value(AttributeValue::N(version.to_string()))))
            }
            Self::Has(attribute, text) => Some(("#c = :c", name(attribute), value(AttributeValue::S(text)))),
        }
    }
}

impl Transaction {
    /// An empty transaction.
    pub fn new() -> Self {
        Self::default()
    }

    /// The most writes that DynamoDB takes.
    pub const MAX_WRITES: usize = 100;

    /// How many writes it has.
    pub fn count(&self) -> usize {
        self.writes.len() + self.sums.len()
    }

    /// Writes an item whose key must be free.
    pub fn create<R: Record>(&mut self, item: Item<R>) -> WriteId {
        self.put_item(item, Condition::Absent)
    }

    /// Writes an item whose key must be free, or hold an item that has expired by now: DynamoDB removes those within
    /// days only.
    pub fn create_over_expired<R: Record>(&mut self, item: Item<R>, now: Timestamp) -> WriteId {
        self.put_item(item, Condition::AbsentOrExpired(now))
    }

    /// Changes an item that must be there with this version. What is in it that neither `before` nor `after` knows stays.
    pub fn replace<R: Record>(&mut self, before: &Item<R>, after: Item<R>, version: u64) -> WriteId {
        let key = key_attributes(&after.key);
        self.push::<R>(key, Action::Change(Change::between(before, after)), Condition::AtVersion(version))
    }

    /// Changes an item that must have this text in an attribute. What is in it that neither `before` nor `after` knows stays.
    pub fn change_having<R: Record>(
        &mut self,
        before: &Item<R>,
        after: Item<R>,
        attribute: &'static str,
        text: impl Into<String>,
    ) -> WriteId {
        let (key, condition) = (key_attributes(&after.key), Condition::Has(attribute, text.into()));
        self.push::<R>(key, Action::Change(Change::between(before, after)), condition)
    }

    /// Writes an item whatever was there.
    pub fn put<R: Record>(&mut self, item: Item<R>) -> WriteId {
        self.put_item(item, Condition::None)
    }

    /// Replaces an item that must have this text in an attribute.
    pub fn replace_having<R: Record>(
        &mut self,
        item: Item<R>,
        attribute: &'static str,
        text: impl Into<String>,
    ) -> WriteId {
        self.put_item(item, Condition::Has(attribute, text.into()))
    }

    /// Deletes an item that must be there with this version.
    pub fn delete_at_version<R: Record>(&mut self, key: &Key<R>, version: u64) -> WriteId {
        self.push::<R>(key_attributes(key), Action::Delete, Condition::AtVersion(version))
    }

    /// Deletes an item that must have this text in an attribute.
    pub fn delete_having<R: Record>(
        &mut self,
        key: &Key<R>,
        attribute: &'static str,
        text: impl Into<String>,
    ) -> WriteId {
        self.push::<R>(key_attributes(key), Action::Delete, Condition::Has(attribute, text.into()))
    }

    /// Deletes an item, or finds it deleted.
    pub fn delete<R: Record>(&mut self, key: &Key<R>) -> WriteId {
        self.push::<R>(key_attributes(key), Action::Delete, Condition::None)
    }

    /// Writes nothing, but only commits if the item at the key has this version.
    pub fn require_version<R: Record>(&mut self, key: &Key<R>, version: u64) -> WriteId {
        self.push::<R>(key_attributes(key), Action::Check, Condition::AtVersion(version))
    }

    /// Writes nothing, but only commits if there is an item at the key.
    pub fn require_present<R: Record>(&mut self, key: &Key<R>) -> WriteId {
        self.push::<R>(key_attributes(key), Action::Check, Condition::Present)
    }

    /// Writes nothing, but only commits if there is no item at the key.
    pub fn require_absent<R: Record>(&mut self, key: &Key<R>) -> WriteId {
        self.push::<R>(key_attributes(key), Action::Check, Condition::Absent)
    }

    /// Whether it adds to numbers of this item.
    pub fn adds_to<R: Record>(&self, key: &Key<R>) -> bool {
        self.sums.contains_key(&(key.pk.clone(), key.sk.clone()))
    }

    /// Adds to a number in an item, which is made if it is not there. All that is added to one item is one write.
    pub fn add<R: Record>(&mut self, key: &Key<R>, attribute: impl Into<String>, by: i64) {
        let sums = self.sums.entry((key.pk.clone(), key.sk.clone())).or_default();
        *sums.by_attribute.entry(attribute.into()).or_default() += by;
    }

    /// The same in an item that DynamoDB removes some time after `at`.
    pub fn add_expiring<R: Record>(
        &mut self,
        key: &Key<R>,
        attribute: impl Into<String>,
        by: i64,
        at: Timestamp,
    ) {
        self.add(key, attribute, by);
        self.sums.entry((key.pk.clone(), key.sk.clone())).or_default().expires_at = Some(at);
    }

    fn put_item<R: Record>(&mut self, item: Item<R>, condition: Condition) -> WriteId {
        self.push::<R>(key_attributes(&item.key), Action::Put(item.attributes), condition)
    }

    fn push<R: Record>(
        &mut self,
        key: HashMap<String, AttributeValue>,
        action: Action,
        condition: Condition,
    ) -> WriteId {
        self.writes.push(Write { entity: R::ENTITY, key, action, condition });
        WriteId(self.writes.len() - 1)
    }

    /// The writes in order, then one update for each item that is added to.
    pub(super) fn into_writes(
        self,
        table: &str,
    ) -> Result<(Vec<TransactWriteItem>, Vec<&'static str>), StoreError> {
        if self.count() > Self::MAX_WRITES {
            return Err(StoreError::TooManyWrites);
        }
        let mut entities: Vec<&'static str> = Vec::with_capacity(self.writes.len());
        let mut writes = Vec::with_capacity(self.writes.len() + self.sums.len());
        for Write { entity, key, action, condition } in self.writes {
            entities.push(entity);
            let (expression, names, values) =
                condition.parts().map_or((None, None, None), |(text, names, values)| {
                    (Some(text.to_owned()), Some(names), values)
                });
            let old = Some(ReturnValuesOnConditionCheckFailure::AllOld);
            let item = TransactWriteItem::builder();
            writes.push(
                match action {
                    Action::Put(attributes) => item.put(
                        Put::builder()
                            .table_name(table)
                            .set_item(Some(attributes))
                            .set_condition_expression(expression)
                            .set_expression_attribute_names(names)
                            .set_expression_attribute_values(values)
                            .set_return_values_on_condition_check_failure(old)
                            .build()
                            .map_err(StoreError::unbuildable)?,
                    ),
                    Action::Change(change) => item.update(
                        Update::builder()
                            .table_name(table)
                            .set_key(Some(key))
                            .update_expression(change.expression)
                            .set_condition_expression(expression)
                            .set_expression_attribute_names(joined(names, change.names))
                            .set_expression_attribute_values(joined(values, change.values))
                            .set_return_values_on_condition_check_failure(old)
                            .build()
                            .map_err(StoreError::unbuildable)?,
                    ),
                    Action::Delete => item.delete(
                        Delete::builder()
                            .table_name(table)
                            .set_key(Some(key))
                            .set_condition_expression(expression)
                            .set_expression_attribute_names(names)
                            .set_expression_attribute_values(values)
                            .set_return_values_on_condition_check_failure(old)
                            .build()
                            .map_err(StoreError::unbuildable)?,
                    ),
                    Action::Check => item.condition_check(
                        ConditionCheck::builder()
                            .table_name(table)
                            .set_key(Some(key))
                            .set_condition_expression(expression)
                            .set_expression_attribute_names(names)
                            .set_expression_attribute_values(values)
                            .set_return_values_on_condition_check_failure(old)
                            .build()
                            .map_err(StoreError::unbuildable)?,
                    ),
                }
                .build(),
            );
        }
        for ((pk, sk), Sums { by_attribute, expires_at }) in self.sums {
            let sums: Vec<_> = by_attribute.into_iter().filter(|(_, by)| *by != 0).collect();
            if sums.is_empty() {
                continue;
            }
            let mut update = Update::builder()
                .table_name(table)
                .key(PK, AttributeValue::S(pk))
                .key(SK, AttributeValue::S(sk));
            let mut terms = Vec::with_capacity(sums.len());
            for (number, (attribute, by)) in sums.into_iter().enumerate() {
                terms.push(format!("#n{number} :n{number}"));
                update = update
                    .expression_attribute_names(format!("#n{number}"), attribute)
                    .expression_attribute_values(format!(":n{number}"), AttributeValue::N(by.to_string()));
            }
            let mut expression = format!("ADD {}", terms.join(", "));
            if let Some(at) = expires_at {
                expression.push_str(" SET #x = :x");
                update = update
                    .expression_attribute_names("#x", EXPIRES_AT)
                    .expression_attribute_values(":x", AttributeValue::N(at.as_second().to_string()));
            }
            let update = update.update_expression(expression).build().map_err(StoreError::unbuildable)?;
            writes.push(TransactWriteItem::builder().update(update).build());
        }
        Ok((writes, entities))
    }
}

/// The names or values of two expressions, or nothing for none.
fn joined<V>(one: Option<HashMap<String, V>>, other: HashMap<String, V>) -> Option<HashMap<String, V>> {
    let mut all = one.unwrap_or_default();
    all.extend(other);
    (!all.is_empty()).then_some(all)
}
