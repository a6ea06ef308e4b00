//! Reads that one bad item does not stop: what cannot be read is left out and counted.
//!
//! A newer version may have written it, or somebody by hand. Lists, sweepers and consumers go on without it.

use super::{
    client::Table,
    error::StoreError,
    item::{self, Record},
    key::Key,
    list::{Page, Query},
    reads::Consistency,
};

impl Table {
    /// One page of a list without the items that cannot be read, and how many those are.
    pub async fn query_readable<R: Record>(&self, query: Query<R>) -> Result<(Page<R>, usize), StoreError> {
        let (items, next) = self.query_attributes(query).await?;
        let count = items.len();
        let items: Vec<R> = items.into_iter().filter_map(|attributes| item::read(attributes).ok()).collect();
        let unreadable = count - items.len();
        Ok((Page { items, next }, unreadable))
    }

    /// The records at `keys` that can be read, in the order of the keys, and how many cannot. Eventually consistent.
    pub async fn get_readable<R: Record>(&self, keys: &[Key<R>]) -> Result<(Vec<R>, usize), StoreError> {
        let found = self.get_each_attributes(keys, Consistency::Eventual).await?;
        let count = found.len();
        let records: Vec<R> =
            found.into_iter().filter_map(|attributes| item::read(attributes).ok()).collect();
        let unreadable = count - records.len();
        Ok((records, unreadable))
    }
}
