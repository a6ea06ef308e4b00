//! Writes that need no transaction: half the price.

use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    types::{AttributeValue, PutRequest, WriteRequest},
};
use jiff::Timestamp;

use super::{
    change::Change,
    client::Table,
    error::StoreError,
    item::{Item, Record, key_attributes},
    key::Key,
    retry::{MAX_ATTEMPTS, pause},
    schema::{EXPIRES_AT, PK, VERSION},
};

impl Table {
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
        was_met::<R, _, _, _>(outcome)
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

    /// Changes an item that must be there with this version; says whether it was. What is in it that neither `before` nor
    /// `after` knows stays.
    ///
    /// After a lost answer the SDK sends it again and finds its own write: then it says no although it did it. Only
    /// for changes that may be made by whoever comes first.
    pub async fn replace<R: Record>(
        &self,
        before: &Item<R>,
        after: Item<R>,
        version: u64,
    ) -> Result<bool, StoreError> {
        let key = key_attributes(&after.key);
        let Change { expression, names, values } = Change::between(before, after);
        let outcome = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key))
            .update_expression(expression)
            .condition_expression("#version = :version")
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(values))
            .expression_attribute_names("#version", VERSION)
            .expression_attribute_values(":version", AttributeValue::N(version.to_string()))
            .send()
            .await;
        was_met::<R, _, _, _>(outcome)
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
        was_met::<R, _, _, _>(request.send().await)
    }

    /// Removes an item, or finds it removed.
    pub async fn remove<R: Record>(&self, key: &Key<R>) -> Result<(), StoreError> {
        self.client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(key_attributes(key)))
            .send()
            .await
            .map_err(|error| StoreError::from_sdk(&error))?;
        Ok(())
    }

    /// Writes these items, at most 25, whatever was there. They do not hold together: after an error, some may be
    /// written and some not. In return, no other write stands in their way, and they cost half of what a transaction
    /// does.
    pub async fn put_together<R: Record>(&self, items: Vec<Item<R>>) -> Result<(), StoreError> {
        let mut writes = Vec::with_capacity(items.len());
        for item in items {
            let put = PutRequest::builder()
                .set_item(Some(item.attributes))
                .build()
                .map_err(StoreError::unbuildable)?;
            writes.push(WriteRequest::builder().put_request(put).build());
        }
        for attempt in 0..MAX_ATTEMPTS {
            if attempt > 0 {
                pause(attempt).await;
            }
            let output = self
                .client
                .batch_write_item()
                .request_items(&self.name, std::mem::take(&mut writes))
                .send()
                .await
                .map_err(|error| StoreError::from_sdk(&error))?;
            writes = output.unprocessed_items.into_iter().flatten().flat_map(|(_, left)| left).collect();
            if writes.is_empty() {
                return Ok(());
            }
        }
        Err(StoreError::Throttled)
    }
}

/// Whether the condition of a write was met, of what DynamoDB answered.
fn was_met<R: Record, T, E, H>(outcome: Result<T, SdkError<E, H>>) -> Result<bool, StoreError>
where
    E: ProvideErrorMetadata,
{
    match outcome {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(false),
        Err(error) => Err(too_large::<R, _, _>(&error).unwrap_or_else(|| StoreError::from_sdk(&error))),
    }
}

fn too_large<R: Record, E, H>(error: &SdkError<E, H>) -> Option<StoreError>
where
    E: ProvideErrorMetadata,
{
    let too_large = error.code() == Some("ValidationException")
        && error.message().is_some_and(|text| text.contains("size has exceeded"));
    too_large.then_some(StoreError::TooLarge { entity: R::ENTITY })
}
