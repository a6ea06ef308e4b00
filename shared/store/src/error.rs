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

    pub(crate) fn of(error: &serde_dynamo::Error) -> Self {
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
    pub(crate) found: HashMap<WriteId, Option<HashMap<String, AttributeValue>>>,
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
            Some(Some(item)) => crate::item::read(item.clone()).map(Some),
            _ => Ok(None),
        }
    }
}

impl std::fmt::Debug for ConditionFailed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.found.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use domain::{phone::PhoneNumber, role::Role};
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, Serialize, Deserialize)]
    struct Person {
        role: Role,
        age: u8,
        phone: PhoneNumber,
    }

    impl Record for Person {
        const ENTITY: &'static str = "person";
    }

    /// All that a log or a `Debug` output would show.
    fn told(attributes: &[(&str, AttributeValue)]) -> String {
        let item = attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let error = crate::item::read::<Person>(item).unwrap_err();
        let mut text = format!("{error:?} {error}");
        let mut cause: &dyn Error = &error;
        while let Some(next) = cause.source() {
            text = format!("{text} {next:?} {next}");
            cause = next;
        }
        text
    }

    #[test]
    fn an_unreadable_item_tells_what_is_wrong_and_no_value() {
        let text = |value: &str| AttributeValue::S(value.to_owned());
        let number = |value: &str| AttributeValue::N(value.to_owned());
        let (role, age, phone) =
            (("role", text("owner")), ("age", number("7")), ("phone", text("+12025550142")));
        for (item, kind) in [
            (vec![role.clone(), phone.clone()], "missing field"),
            (vec![role.clone(), ("age", text("Robin Example")), phone.clone()], ""),
            (vec![role.clone(), ("age", number("4242")), phone.clone()], ""),
            (vec![("role", text("Robin Example")), age.clone(), phone.clone()], "unknown variant"),
            (vec![("role", number("4242")), age.clone(), phone.clone()], ""),
            (vec![role.clone(), age.clone(), ("phone", text("Robin Example"))], "breaks its rule"),
            (vec![role, age, ("phone", AttributeValue::Bool(true))], ""),
        ] {
            let told = told(&item);
            assert!(told.contains("person") && told.contains(kind), "{told}");
            assert!(!told.contains("Robin") && !told.contains("4242"), "{told}");
        }
    }
}
