//! Records as items.

use std::{collections::HashMap, marker::PhantomData};

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::{Defect, StoreError},
    keys::{Key, Partition},
    schema::{ENTITY, EXPIRES_AT, Index, PK, SK},
};

/// Something that is kept as an item. Its fields become attributes of the same names.
pub trait Record: Serialize + DeserializeOwned {
    /// The kind, kept in every item; items of different kinds never share a key.
    const ENTITY: &'static str;
}

/// A record together with its key, ready to be written.
pub struct Item<R> {
    pub(crate) attributes: HashMap<String, AttributeValue>,
    pub(crate) key: Key<R>,
}

impl<R: Record> Item<R> {
    /// The item that holds `record` at `key`.
    pub fn new(key: Key<R>, record: &R) -> Result<Self, StoreError> {
        let mut attributes: HashMap<String, AttributeValue> =
            serde_dynamo::to_item(record).map_err(|error| unreadable::<R>(&error))?;
        attributes.insert(ENTITY.to_owned(), AttributeValue::S(R::ENTITY.to_owned()));
        attributes.insert(PK.to_owned(), AttributeValue::S(key.pk.clone()));
        attributes.insert(SK.to_owned(), AttributeValue::S(key.sk.clone()));
        Ok(Self { attributes, key })
    }

    /// Also puts it into an index, at this place in this partition.
    #[must_use]
    pub fn indexed<I>(mut self, index: Index, partition: &Partition<I>, sort: impl Into<String>) -> Self {
        self.attributes.insert(index.partition_key().to_owned(), AttributeValue::S(partition.pk.clone()));
        self.attributes.insert(index.sort_key().to_owned(), AttributeValue::S(sort.into()));
        self
    }

    /// Lets DynamoDB remove it some time after `at` (usually within days: readers must still check).
    #[must_use]
    pub fn expiring(mut self, at: Timestamp) -> Self {
        self.attributes.insert(EXPIRES_AT.to_owned(), AttributeValue::N(at.as_second().to_string()));
        self
    }
}

/// Reads a record back.
pub(crate) fn read<R: Record>(attributes: HashMap<String, AttributeValue>) -> Result<R, StoreError> {
    serde_dynamo::from_item(attributes).map_err(|error| unreadable::<R>(&error))
}

fn unreadable<R: Record>(error: &serde_dynamo::Error) -> StoreError {
    StoreError::Unreadable { entity: R::ENTITY, source: Defect::of(error) }
}

/// The key attributes of an item or of a request.
pub(crate) fn key_attributes<R>(key: &Key<R>) -> HashMap<String, AttributeValue> {
    HashMap::from([
        (PK.to_owned(), AttributeValue::S(key.pk.clone())),
        (SK.to_owned(), AttributeValue::S(key.sk.clone())),
    ])
}

impl<R> Partition<R> {
    /// The same partition seen as one of another kind of record, for an index that holds several.
    pub fn of<S>(&self) -> Partition<S> {
        Partition { pk: self.pk.clone(), record: PhantomData }
    }
}
