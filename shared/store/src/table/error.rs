//! What can go wrong between us and the table.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

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
    /// DynamoDB takes no transaction with so many writes.
    #[error("a transaction has more writes than DynamoDB takes")]
    TooManyWrites,
    /// An item does not hold what its kind says. Neither its key nor any of its values is told.
    #[error("an item is not a readable {entity}")]
    Unreadable {
        /// What kind of record was expected.
        entity: &'static str,
        /// What is wrong with it.
        #[source]
        source: Defect,
    },
    /// DynamoDB was not reached or did not answer as documented. A write may or may not have happened.
    #[error("the table did not answer: {code}")]
    Unavailable {
        /// DynamoDB's error code, or the kind of the failed transport.
        code: String,
    },
}

impl StoreError {
    pub(super) fn unbuildable<E>(_: E) -> Self {
        Self::Unavailable { code: "request could not be built".to_owned() }
    }

    pub(super) fn from_sdk<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Self {
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

/// What is wrong with an item, as a kind only: the texts of serde repeat the value at fault, which may be a name, a
/// number or what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Defect(&'static str);

impl Defect {
    /// What such texts begin with.
    const KINDS: [&'static str; 10] = [
        "missing field",
        "unknown field",
        "duplicate field",
        "unknown variant",
        "invalid type",
        "invalid value",
        "invalid length",
        "Expected",
        "Failed to parse",
        "unexpected end of file",
    ];

    /// It is told of a whole that has parts.
    pub(crate) const IN_A_PART: Self = Self("a part that is not readable");

    pub(super) fn of(error: &serde_dynamo::Error) -> Self {
        serde::de::Error::custom(error)
    }
}

impl serde::de::Error for Defect {
    fn custom<T: std::fmt::Display>(text: T) -> Self {
        let text = text.to_string();
        let kind = Self::KINDS.into_iter().find(|kind| text.starts_with(kind));
        Self(kind.unwrap_or("a value that breaks its rule"))
    }
}
