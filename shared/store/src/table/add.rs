//! Numbers of an item that several processes add to.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use jiff::Timestamp;

use super::{
    client::Table,
    error::StoreError,
    item::{self, Record, key_attributes},
    key::Key,
    schema::{ENTITY, EXPIRES_AT},
};

impl Table {
    /// Adds to the numbers of an item, which is made if it is not there and may be removed some time after `expires_at`,
    /// and gives the item as it is then. `first` are numbers that stay what they were first. After a lost answer it may have
    /// been done twice.
    pub(crate) async fn add<R: Record>(
        &self,
        key: &Key<R>,
        numbers: &[(&'static str, u64)],
        first: Option<(&'static str, i64)>,
        expires_at: Timestamp,
    ) -> Result<R, StoreError> {
        let number = |number: String| AttributeValue::N(number);
        let mut names = HashMap::from([
            ("#entity".to_owned(), ENTITY.to_owned()),
            ("#expiry".to_owned(), EXPIRES_AT.to_owned()),
        ]);
        let mut values = HashMap::from([
            (":entity".to_owned(), AttributeValue::S(R::ENTITY.to_owned())),
            (":expiry".to_owned(), number(expires_at.as_second().to_string())),
        ]);
        let mut added = Vec::with_capacity(numbers.len());
        for (index, (name, by)) in numbers.iter().enumerate() {
            added.push(format!("#n{index} :n{index}"));
            names.insert(format!("#n{index}"), (*name).to_owned());
            values.insert(format!(":n{index}"), number(by.to_string()));
        }
        let mut expression = format!("ADD {} SET #entity = :entity, #expiry = :expiry", added.join(", "));
        if let Some((name, value)) = first {
            expression.push_str(", #first = if_not_exists(#first, :first)");
            names.insert("#first".to_owned(), name.to_owned());
            values.insert(":first".to_owned(), number(value.to_string()));
        }
        let outcome = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key_attributes(key)))
            .update_expression(expression)
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(values))
            .return_values(ReturnValue::AllNew)
            .send()
            .await
            .map_err(|error| StoreError::from_sdk(&error))?;
        item::read(outcome.attributes.unwrap_or_default())
    }
}
