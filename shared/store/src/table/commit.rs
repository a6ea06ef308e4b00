//! Writing what holds together.

use std::collections::HashMap;

use aws_sdk_dynamodb::{
    operation::transact_write_items::TransactWriteItemsError,
    types::{AttributeValue, CancellationReason},
};

use super::{
    client::Table,
    error::StoreError,
    item::{self, Record},
    retry::{MAX_ATTEMPTS, pause},
    schema::ENTITY,
    transaction::{Transaction, WriteId},
};

/// Why a transaction was not committed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A condition did not hold. Nothing was written.
    #[error("a condition of the transaction did not hold")]
    ConditionFailed(ConditionFailed),
    /// The table could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The writes of a transaction whose condition did not hold, with what was found in their place.
pub struct ConditionFailed {
    found: HashMap<WriteId, Option<HashMap<String, AttributeValue>>>,
}

impl ConditionFailed {
    /// Whether it was this write that was refused (perhaps among others).
    pub fn contains(&self, write: WriteId) -> bool {
        self.found.contains_key(&write)
    }

    /// The record that was found where this write wanted to go. `None` when the write was not refused or nothing was
    /// there.
    pub fn found<R: Record>(&self, write: WriteId) -> Result<Option<R>, StoreError> {
        match self.found.get(&write) {
            Some(Some(item)) => item::read(item.clone()).map(Some),
            _ => Ok(None),
        }
    }
}

impl std::fmt::Debug for ConditionFailed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.found.keys()).finish()
    }
}

impl Table {
    /// Commits everything in the transaction, or nothing.
    ///
    /// The SDK sends a token with it, so that its own retry after a lost answer is not applied twice. A transaction
    /// that lost against another one at the same moment was not applied, and is tried again here.
    pub async fn commit(&self, transaction: Transaction) -> Result<(), CommitError> {
        let (writes, entities) = transaction.into_writes(&self.name)?;
        for attempt in 1..=MAX_ATTEMPTS {
            let error = match self
                .client
                .transact_write_items()
                .set_transact_items(Some(writes.clone()))
                .send()
                .await
            {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
                error.as_service_error()
            else {
                return Err(StoreError::from_sdk(&error).into());
            };
            match judge(cancelled.cancellation_reasons(), &entities) {
                Cancelled::ConditionFailed(refused) => return Err(CommitError::ConditionFailed(refused)),
                Cancelled::Failed(error) => return Err(error.into()),
                Cancelled::Contended if attempt == MAX_ATTEMPTS => break,
                Cancelled::Contended => pause(attempt).await,
            }
        }
        Err(StoreError::Contended.into())
    }
}

enum Cancelled {
    ConditionFailed(ConditionFailed),
    Contended,
    Failed(StoreError),
}

/// One reason comes for each write, `None` for those that were fine. A condition that does not hold outweighs a
/// conflict: trying again would not help.
fn judge(reasons: &[CancellationReason], entities: &[&'static str]) -> Cancelled {
    let mut found = HashMap::new();
    let mut failed = None;
    for (index, reason) in reasons.iter().enumerate() {
        match reason.code() {
            Some("ConditionalCheckFailed") => {
                found.insert(WriteId(index), reason.item().cloned());
            }
            None | Some("None" | "TransactionConflict") => {}
            Some("ThrottlingError" | "ProvisionedThroughputExceeded") => failed = Some(StoreError::Throttled),
            Some("ItemCollectionSizeLimitExceeded") => {
                failed =
                    Some(StoreError::TooLarge { entity: entities.get(index).copied().unwrap_or(ENTITY) });
            }
            Some("ValidationError") if reason.message().is_some_and(|text| text.contains("size")) => {
                failed =
                    Some(StoreError::TooLarge { entity: entities.get(index).copied().unwrap_or(ENTITY) });
            }
            Some(code) => failed = Some(StoreError::Unavailable { code: code.to_owned() }),
        }
    }
    if !found.is_empty() {
        return Cancelled::ConditionFailed(ConditionFailed { found });
    }
    failed.map_or(Cancelled::Contended, Cancelled::Failed)
}
