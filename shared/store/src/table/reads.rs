//! Reads of items whose keys are known.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::{
    client::Table,
    error::StoreError,
    item::{self, Record, key_attributes},
    key::Key,
};

/// An item as DynamoDB has it.
type Attributes = HashMap<String, AttributeValue>;

/// DynamoDB's limit on keys of one `BatchGetItem`.
const BATCH_GET_LIMIT: usize = 100;

/// Whether a read must see every write that was answered before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consistency {
    /// It must: costs twice, works on the table only, not on an index.
    Strong,
    /// It may be a moment behind.
    Eventual,
}

impl Table {
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
        let mut found = self.find_each(keys, consistency).await?;
        let found = keys.iter().map(|key| found.remove(&(key.pk.clone(), key.sk.clone())));
        found.map(|attributes| attributes.map(item::read).transpose()).collect()
    }

    /// The attributes at the keys where there is an item, in the order of the keys.
    pub(super) async fn get_each_attributes<R>(
        &self,
        keys: &[Key<R>],
        consistency: Consistency,
    ) -> Result<Vec<Attributes>, StoreError> {
        let mut found = self.find_each(keys, consistency).await?;
        Ok(keys.iter().filter_map(|key| found.remove(&(key.pk.clone(), key.sk.clone()))).collect())
    }

    async fn find_each<R>(
        &self,
        keys: &[Key<R>],
        consistency: Consistency,
    ) -> Result<HashMap<(String, String), Attributes>, StoreError> {
        let mut found = HashMap::new();
        for batch in keys.chunks(BATCH_GET_LIMIT) {
            let wanted = batch.iter().map(key_attributes).collect();
            found.extend(self.fetch(wanted, consistency).await?);
        }
        Ok(found)
    }
}
