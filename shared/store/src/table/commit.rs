//! Writing what holds together.

use std::{collections::HashMap, time::Duration};

use aws_sdk_dynamodb::{operation::transact_write_items::TransactWriteItemsError, types::CancellationReason};

use super::Table;
use crate::{
    error::{CommitError, ConditionFailed, StoreError},
    schema::ENTITY,
    transaction::{Transaction, WriteId},
};

/// How often a transaction that lost against another one is tried again.
pub(crate) const COMMIT_ATTEMPTS: u32 = 8;

impl Table {
    /// Commits everything in the transaction, or nothing.
    ///
    /// The SDK sends a token with it, so that its own retry after a lost answer is not applied twice. A transaction
    /// that lost against another one at the same moment was not applied, and is tried again here.
    pub async fn commit(&self, transaction: Transaction) -> Result<(), CommitError> {
        let (writes, entities) = transaction.into_writes(&self.name)?;
        for attempt in 1..=COMMIT_ATTEMPTS {
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
                Cancelled::Contended if attempt == COMMIT_ATTEMPTS => break,
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

/// Waits a random part of 10 ms, 20 ms, 40 ms … (at most 320 ms), so that rivals do not meet again.
pub(crate) async fn pause(attempt: u32) {
    let longest = 10_u64 << attempt.min(5);
    tokio::time::sleep(Duration::from_millis(fastrand::u64(1..=longest))).await;
}
