//! The verbs on the table.

mod commit;
mod list;
mod single;

use std::collections::HashMap;

use aws_sdk_dynamodb::{Client, types::KeysAndAttributes};

pub(crate) use self::commit::{COMMIT_ATTEMPTS, pause};
pub use self::list::{Order, Page, Position, Query};
use crate::{
    error::StoreError,
    item::{self, Item, Record, key_attributes},
    keys::Key,
    schema::{PK, SK},
};

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
