//! Several reads in one request.

use std::{collections::HashMap, marker::PhantomData};

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};

use super::{
    client::Table,
    error::StoreError,
    item::{self, Record, key_attributes},
    key::Key,
    reads::Consistency,
    retry::{MAX_ATTEMPTS, pause},
    schema::{PK, SK},
};

/// Items of different kinds and places that are read together, but not as of the same moment. At most 100; no key twice.
pub struct BatchGet {
    consistency: Consistency,
    keys: Vec<(String, String)>,
    attributes: Vec<HashMap<String, AttributeValue>>,
}

/// One of the reads, to take its record afterwards. No `Debug` of its parts: keys hold phone numbers and addresses.
pub struct Handle<R> {
    key: (String, String),
    record: PhantomData<fn() -> R>,
}

/// What was found.
pub struct Found(HashMap<(String, String), HashMap<String, AttributeValue>>);

impl BatchGet {
    /// Nothing to read; what is added is read strongly consistent.
    pub const fn new() -> Self {
        Self::with(Consistency::Strong)
    }

    /// Nothing to read; what is added may be a moment behind, at half the price.
    pub const fn eventual() -> Self {
        Self::with(Consistency::Eventual)
    }

    const fn with(consistency: Consistency) -> Self {
        Self { consistency, keys: Vec::new(), attributes: Vec::new() }
    }

    /// Also the record at this key.
    pub fn get<R: Record>(&mut self, key: &Key<R>) -> Handle<R> {
        let names = (key.pk.clone(), key.sk.clone());
        self.attributes.push(key_attributes(key));
        self.keys.push(names.clone());
        Handle { key: names, record: PhantomData }
    }
}

impl Default for BatchGet {
    fn default() -> Self {
        Self::new()
    }
}

impl Found {
    /// The record, if there is one.
    pub fn take<R: Record>(&mut self, wanted: &Handle<R>) -> Result<Option<R>, StoreError> {
        self.0.remove(&wanted.key).map(item::read).transpose()
    }
}

impl Table {
    /// Reads all of it in one request.
    pub async fn read(&self, reads: BatchGet) -> Result<Found, StoreError> {
        Ok(Found(self.fetch(reads.attributes, reads.consistency).await?))
    }

    /// The items at these keys, at most 100, by partition and sort key. What DynamoDB left out for want of capacity is
    /// asked for again.
    pub(super) async fn fetch(
        &self,
        mut wanted: Vec<HashMap<String, AttributeValue>>,
        consistency: Consistency,
    ) -> Result<HashMap<(String, String), HashMap<String, AttributeValue>>, StoreError> {
        let mut found = HashMap::with_capacity(wanted.len());
        for attempt in 0..MAX_ATTEMPTS {
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
                .map_err(StoreError::unbuildable)?;
            let output = self
                .client
                .batch_get_item()
                .request_items(&self.name, request)
                .send()
                .await
                .map_err(|error| StoreError::from_sdk(&error))?;
            for attributes in output.responses.into_iter().flatten().flat_map(|(_, items)| items) {
                let text = |name| attributes.get(name).and_then(|value| value.as_s().ok()).cloned();
                if let (Some(pk), Some(sk)) = (text(PK), text(SK)) {
                    found.insert((pk, sk), attributes);
                }
            }
            wanted = output
                .unprocessed_keys
                .into_iter()
                .flatten()
                .flat_map(|(_, unprocessed)| unprocessed.keys)
                .collect();
        }
        if wanted.is_empty() { Ok(found) } else { Err(StoreError::Throttled) }
    }
}

impl std::fmt::Debug for BatchGet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BatchGet({})", self.keys.len())
    }
}

impl<R> std::fmt::Debug for Handle<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Handle(…)")
    }
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Found({})", self.0.len())
    }
}
