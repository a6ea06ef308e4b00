//! Several writes in one request.

use aws_sdk_dynamodb::types::{PutRequest, WriteRequest};

use crate::{
    Item, Record, StoreError, Table,
    table::{COMMIT_ATTEMPTS, pause},
};

impl Table {
    /// Writes these items, at most 25, whatever was there. They do not hold together: after an error, some may be
    /// written and some not. In return, no other write stands in their way, and they cost half of what a transaction
    /// does.
    pub async fn put_together<R: Record>(&self, items: Vec<Item<R>>) -> Result<(), StoreError> {
        let unbuildable = |_| StoreError::Unavailable { code: "request could not be built".to_owned() };
        let mut writes = Vec::with_capacity(items.len());
        for item in items {
            let put = PutRequest::builder().set_item(Some(item.attributes)).build().map_err(unbuildable)?;
            writes.push(WriteRequest::builder().put_request(put).build());
        }
        for attempt in 0..COMMIT_ATTEMPTS {
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
