//! Reads of items whose keys are known.

use std::collections::HashMap;

use super::{
    client::Table,
    error::StoreError,
    item::{self, Record, key_attributes},
    key::Key,
    page::Page,
};

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

impl Consistency {
    /// That of a page of a list. A person looks at the first one right after a change, and must see it. It costs twice as
    /// much, so the pages after it may be a moment behind.
    pub const fn of_page(is_first: bool) -> Self {
        if is_first { Self::Strong } else { Self::Eventual }
    }
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

    /// The records at `keys` that can be read, in the order of the keys; those that are missing are left out.
    pub async fn get_many<R: Record>(
        &self,
        keys: &[Key<R>],
        consistency: Consistency,
    ) -> Result<Page<R>, StoreError> {
        let mut found = HashMap::new();
        for batch in keys.chunks(BATCH_GET_LIMIT) {
            let wanted = batch.iter().map(key_attributes).collect();
            found.extend(self.fetch(wanted, consistency).await?);
        }
        let in_order = keys.iter().filter_map(|key| found.remove(&(key.pk.clone(), key.sk.clone())));
        let (items, unreadable) = item::read_each(in_order.collect());
        Ok(Page { items, unreadable, next: None })
    }
}
