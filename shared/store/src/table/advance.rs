//! A number in an item that many raise at the same moment.
//!
//! Whoever writes what they have read and one more stands in the way of everybody else who does. DynamoDB adds to a
//! number by itself: of any number of such writes at once, each is done, and at the price of a write alone.

use std::collections::HashMap;

use aws_sdk_dynamodb::{
    operation::update_item::UpdateItemError,
    types::{AttributeValue, ReturnValuesOnConditionCheckFailure},
};
use jiff::Timestamp;

use super::{
    client::Table,
    error::StoreError,
    item::{self, Record, key_attributes},
    key::Key,
    schema::{ENTITY, EXPIRES_AT},
};

/// How a number changes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// It becomes this, if it is not there or no larger than `if_up_to`.
    Begin { at: i64, if_up_to: i64 },
    /// It grows by so much, or shrinks, if it is larger than `if_above` and no larger than `if_up_to`.
    Add { by: i64, if_above: i64, if_up_to: i64 },
    /// It becomes this, if it is what it was.
    Replace { was: i64, by: i64 },
}

impl Step {
    /// The update expression, its condition, and their values.
    fn parts(self) -> (&'static str, &'static str, Vec<(&'static str, i64)>) {
        match self {
            Self::Begin { at, if_up_to } => (
                "SET #n = :to",
                "attribute_not_exists(#n) OR #n <= :most",
                vec![(":to", at), (":most", if_up_to)],
            ),
            Self::Add { by, if_above, if_up_to } => (
                "SET #n = #n + :by",
                "#n > :least AND #n <= :most",
                vec![(":by", by), (":least", if_above), (":most", if_up_to)],
            ),
            Self::Replace { was, by } => ("SET #n = :to", "#n = :was", vec![(":to", by), (":was", was)]),
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Advanced<R> {
    /// The number was changed.
    Done,
    /// The condition did not hold: this was there instead.
    Found(Option<R>),
}

impl Table {
    /// Changes the number in `attribute` by this step and writes the numbers `beside` next to it. The item is made if it
    /// is not there and may be removed some time after `expires_at`. After a lost answer it may have been done twice.
    pub(crate) async fn advance<R: Record>(
        &self,
        key: &Key<R>,
        attribute: &'static str,
        step: Step,
        beside: &[(&'static str, i64)],
        expires_at: Option<Timestamp>,
    ) -> Result<Advanced<R>, StoreError> {
        let (expression, condition, numbers) = step.parts();
        let number = |number: i64| AttributeValue::N(number.to_string());
        let mut terms = format!("{expression}, #e = :e");
        let mut names =
            HashMap::from([("#n".to_owned(), attribute.to_owned()), ("#e".to_owned(), ENTITY.to_owned())]);
        let mut values: HashMap<String, AttributeValue> =
            numbers.into_iter().map(|(name, value)| (name.to_owned(), number(value))).collect();
        values.insert(":e".to_owned(), AttributeValue::S(R::ENTITY.to_owned()));
        let expiry = expires_at.map(|at| (EXPIRES_AT, at.as_second()));
        for (index, (name, value)) in beside.iter().copied().chain(expiry).enumerate() {
            terms.push_str(&format!(", #b{index} = :b{index}"));
            names.insert(format!("#b{index}"), name.to_owned());
            values.insert(format!(":b{index}"), number(value));
        }
        let outcome = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key_attributes(key)))
            .update_expression(terms)
            .condition_expression(condition)
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(values))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        let error = match outcome {
            Ok(_) => return Ok(Advanced::Done),
            Err(error) => error,
        };
        match error.as_service_error() {
            Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                Ok(Advanced::Found(failed.item().cloned().map(item::read).transpose()?))
            }
            _ => Err(StoreError::from_sdk(&error)),
        }
    }
}
