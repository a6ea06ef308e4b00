//! Changes of one item that need no transaction: half the price.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::{Table, too_large};
use crate::{
    error::StoreError,
    item::{Item, Record, key_attributes},
    keys::Key,
    schema::{EXPIRES_AT, PK, VERSION},
};

impl Table {
    /// Replaces an item that must be there with this version; says whether it was.
    ///
    /// After a lost answer the SDK sends it again and finds its own write: then it says no although it did it. Only
    /// for changes that may be made by whoever comes first.
    pub async fn replace<R: Record>(&self, item: Item<R>, version: u64) -> Result<bool, StoreError> {
        let outcome = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item.attributes))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", VERSION)
            .expression_attribute_values(":version", AttributeValue::N(version.to_string()))
            .send()
            .await;
        match outcome {
            Ok(_) => Ok(true),
            Err(error) => {
                let refused = error
                    .as_service_error()
                    .is_some_and(|error| error.is_conditional_check_failed_exception());
                if refused {
                    return Ok(false);
                }
                Err(too_large::<R, _, _>(&error).unwrap_or_else(|| StoreError::from_sdk(&error)))
            }
        }
    }

    /// Lets DynamoDB remove the item some time after `at`, or never; says whether there is such an item.
    pub async fn set_expiry<R: Record>(
        &self,
        key: &Key<R>,
        at: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let request = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key_attributes(key)))
            .condition_expression("attribute_exists(#pk)")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#expiry", EXPIRES_AT);
        let request = match at {
            None => request.update_expression("REMOVE #expiry"),
            Some(at) => request
                .update_expression("SET #expiry = :expiry")
                .expression_attribute_values(":expiry", AttributeValue::N(at.as_second().to_string())),
        };
        match request.send().await {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_conditional_check_failed_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(StoreError::from_sdk(&error)),
        }
    }
}
