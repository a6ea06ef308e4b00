//! Where an item is: its key, and the partition that it shares with others.

use std::{fmt, marker::PhantomData};

use super::schema::{PK, SK};

/// The key of an item that holds an `R`.
pub struct Key<R> {
    pub(crate) pk: String,
    pub(crate) sk: String,
    record: PhantomData<fn() -> R>,
}

impl<R> Key<R> {
    pub(crate) fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into(), record: PhantomData }
    }

    /// A key read from an item of our own table.
    pub(super) fn from_attributes(pk: String, sk: String) -> Self {
        debug_assert!(!pk.is_empty() && !sk.is_empty(), "{PK} and {SK} are never empty");
        Self::new(pk, sk)
    }
}

impl<R> Clone for Key<R> {
    fn clone(&self) -> Self {
        Self::new(self.pk.clone(), self.sk.clone())
    }
}

impl<R> fmt::Debug for Key<R> {
    /// The partition only: sort keys hold phone numbers and words of names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / …", shown(&self.pk))
    }
}

/// As much of a partition key as may be seen. Those of tenants and connections are made of kinds and ids; the global
/// ones hold addresses of callers and ids of hooks, which nobody must know.
fn shown(pk: &str) -> &str {
    let is_of_ids = pk.starts_with("T#") || pk.starts_with("C#");
    if is_of_ids { pk } else { pk.split('#').next().unwrap_or_default() }
}

/// All items of one partition that hold an `R`, of the table or of an index.
pub struct Partition<R> {
    pub(crate) pk: String,
    record: PhantomData<fn() -> R>,
}

impl<R> fmt::Debug for Partition<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(shown(&self.pk))
    }
}

impl<R> Partition<R> {
    pub(crate) fn new(pk: String) -> Self {
        Self { pk, record: PhantomData }
    }

    /// The same partition seen as one of another kind of record, for an index that holds several.
    pub fn of<S>(&self) -> Partition<S> {
        Partition::new(self.pk.clone())
    }
}

impl<R> Clone for Partition<R> {
    fn clone(&self) -> Self {
        Self::new(self.pk.clone())
    }
}
