//! Where a list goes on.

use std::{collections::HashMap, fmt};

use serde::{Deserialize, Serialize};

use super::{
    key::Key,
    schema::{PK, SK},
};

/// Where a page ended. It holds keys: it must be sealed before it leaves the system.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(HashMap<String, String>);

impl Position {
    /// The position of an item in the base table, to go on right after it.
    pub fn at<R>(key: &Key<R>) -> Self {
        Self::of([(PK.to_owned(), key.pk.clone()), (SK.to_owned(), key.sk.clone())])
    }

    /// The position of the item with these key attributes.
    pub(super) fn of(attributes: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(attributes.into_iter().collect())
    }

    /// Whether it is in this partition of the table or of an index.
    pub(super) fn is_in(&self, partition_key: &str, partition: &str) -> bool {
        self.0.get(partition_key).is_some_and(|own| own == partition)
    }

    pub(super) fn into_attributes(self) -> impl Iterator<Item = (String, String)> {
        self.0.into_iter()
    }

    /// The sort key that it is at, in the table.
    pub(crate) fn sort_key(&self) -> Option<&str> {
        self.0.get(SK).map(String::as_str)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Position(…)")
    }
}
