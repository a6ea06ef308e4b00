//! A queue's attributes: their names, limits and defaults
//! (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html>).

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde_json::Value;

use super::error;
use crate::aws_json::ApiError;

/// The most a message (body and attributes) and a whole batch may weigh, in bytes: 1 MiB since August 2025,
/// as the model of `SendMessage` says.
pub const MAXIMUM_MESSAGE_BYTES: usize = 1_048_576;

/// Attributes with a number: name, least, most, default.
const NUMBERS: [(&str, i64, i64, i64); 5] = [
    ("DelaySeconds", 0, 900, 0),
    ("MaximumMessageSize", 1_024, 1_048_576, 1_048_576),
    ("MessageRetentionPeriod", 60, 1_209_600, 345_600),
    ("ReceiveMessageWaitTimeSeconds", 0, 20, 0),
    ("VisibilityTimeout", 0, 43_200, 30),
];

/// Where a message goes that was received too often without being deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Redrive {
    /// Name of the dead-letter queue.
    pub(super) target: String,
    /// Receives after which a message moves there.
    pub(super) maximum_receives: u32,
}

/// What a queue was set up with.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    given: BTreeMap<String, String>,
    pub(super) redrive: Option<Redrive>,
}

impl Settings {
    /// Reads what a queue is set up with. What the local queues do not do, they refuse.
    pub(super) fn read(attributes: &BTreeMap<String, String>) -> Result<Self, ApiError> {
        let mut read = Self { given: attributes.clone(), redrive: None };
        for (name, value) in attributes {
            if name == "RedrivePolicy" {
                read.redrive = Some(redrive(value)?);
            } else if let Some((_, least, most, _)) = NUMBERS.iter().find(|(known, ..)| known == name) {
                let number: i64 = value.parse().map_err(|_| error::invalid_attribute_value(name))?;
                if !(*least..=*most).contains(&number) {
                    return Err(error::invalid_attribute_value(name));
                }
            } else {
                return Err(error::invalid_attribute_name(name));
            }
        }
        Ok(read)
    }

    /// The first attribute for which a queue set up with `attributes` would differ from this one.
    pub(super) fn difference<'a>(&self, attributes: &'a BTreeMap<String, String>) -> Option<&'a str> {
        attributes
            .iter()
            .find(|(name, value)| self.get(name).as_ref() != Some(value))
            .map(|(name, _)| name.as_str())
    }

    /// The value of an attribute, given or by default.
    fn get(&self, name: &str) -> Option<String> {
        let given = self.given.get(name).cloned();
        given.or_else(|| NUMBERS.iter().find(|(known, ..)| *known == name).map(|number| number.3.to_string()))
    }

    pub(super) fn delay(&self) -> SignedDuration {
        self.seconds("DelaySeconds")
    }

    pub(super) fn retention(&self) -> SignedDuration {
        self.seconds("MessageRetentionPeriod")
    }

    pub(super) fn wait(&self) -> SignedDuration {
        self.seconds("ReceiveMessageWaitTimeSeconds")
    }

    pub(super) fn visibility(&self) -> SignedDuration {
        self.seconds("VisibilityTimeout")
    }

    pub(super) fn maximum_bytes(&self) -> usize {
        usize::try_from(self.number("MaximumMessageSize")).unwrap_or(MAXIMUM_MESSAGE_BYTES)
    }

    fn seconds(&self, name: &str) -> SignedDuration {
        SignedDuration::from_secs(self.number(name))
    }

    fn number(&self, name: &str) -> i64 {
        self.get(name).and_then(|value| value.parse().ok()).unwrap_or_default()
    }
}

fn redrive(policy: &str) -> Result<Redrive, ApiError> {
    let invalid = || error::invalid_attribute_value("RedrivePolicy");
    let policy: Value = serde_json::from_str(policy).map_err(|_| invalid())?;
    // AWS takes the count as a number and as text.
    let count = match &policy["maxReceiveCount"] {
        Value::String(text) => text.parse().ok(),
        number => number.as_u64(),
    };
    let target = policy["deadLetterTargetArn"].as_str().and_then(|arn| arn.rsplit(':').next());
    match (target, count.and_then(|count| u32::try_from(count).ok())) {
        (Some(target), Some(maximum_receives @ 1..=1_000)) => {
            Ok(Redrive { target: target.to_owned(), maximum_receives })
        }
        _ => Err(invalid()),
    }
}
