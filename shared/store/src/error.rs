//! What can go wrong between us and the table.

use std::collections::HashMap;

use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    types::AttributeValue,
};

use crate::{item::Record, transaction::WriteId};

/// The table could not do what was asked. Nothing was written, unless it says that this is unknown.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Too much is asked of the table, or of one partition, right now.
    #[error("the table is asked for too much right now")]
    Throttled,
    /// Other writes to the same items kept getting in the way.
    #[error("other writes to the same items kept getting in the way")]
    Contended,
    /// The item would be larger than DynamoDB's limit of 400 KB.
    #[error("a {entity} is too large to be kept")]
    TooLarge {
        /// What kind of record it is.
        entity: &'static str,
    },
    /// An item does not hold what its kind says. The key and the values are left out on purpose.
    #[error("an item is not a readable {entity}")]
    Unreadable {
        /// What kind of record was expected.
        entity: &'static str,
        /// What is wrong with it.
        #[source]
        source: serde_dynamo::Error,
    },
    /// DynamoDB was not reached or did not answer as documented. A write may or may not have happened.
    #[error("the table did not answer: {code}")]
    Unavailable {
        /// DynamoDB's error code, or the kind of the failed transport.
        code: String,
    },
}

impl StoreError {
    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Throttled | Self::Contended | Self::Unavailable { .. } => true,
            Self::TooLarge { .. } | Self::Unreadable { .. } => false,
        }
    }

    pub(crate) fn from_sdk<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Self {
        let transport = match error {
            SdkError::ConstructionFailure(_) => "request could not be built",
            SdkError::TimeoutError(_) => "time-out",
            SdkError::DispatchFailure(_) => "connection failed",
            SdkError::ResponseError(_) => "unreadable answer",
            _ => "unknown",
        };
        match error.code() {
            Some(
                "ProvisionedThroughputExceededException" | "ThrottlingException" | "RequestLimitExceeded",
            ) => Self::Throttled,
            Some("TransactionConflictException") => Self::Contended,
            code => Self::Unavailable { code: code.unwrap_or(transport).to_owned() },
        }
    }
}

/// Why a transaction was not committed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A condition did not hold. Nothing was written.
    #[error("a condition of the transaction did not hold")]
    Refused(Refused),
    /// The table could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The writes of a transaction whose condition did not hold, with what was found in their place.
pub struct Refused {
    pub(crate) found: HashMap<WriteId, Option<HashMap<String, AttributeValue>>>,
}

impl Refused {
    /// Whether it was this write that was refused (perhaps among others).
    pub fn contains(&self, write: WriteId) -> bool {
        self.found.contains_key(&write)
    }

    /// The record that was found where this write wanted to go. `None` when the write was not refused or nothing was
    /// there.
    pub fn found<R: Record>(&self, write: WriteId) -> Result<Option<R>, StoreError> {
        match self.found.get(&write) {
            Some(Some(item)) => crate::item::read(item.clone()).map(Some),
            _ => Ok(None),
        }
    }
}

impl std::fmt::Debug for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.found.keys()).finish()
    }
}
