//! A message, what it weighs, and the digests SQS answers with.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::error;
use crate::aws_json::ApiError;
use crate::random;

/// A message attribute; binary values stay in base64 as they came.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute {
    /// `String`, `Number` or `Binary`, with an optional own label after a dot.
    pub data_type: String,
    /// The value of a string or number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub string_value: Option<String>,
    /// The value of a binary attribute, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binary_value: Option<String>,
}

/// Message attributes by name.
pub type Attributes = BTreeMap<String, Attribute>;

/// What somebody asks to have sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Outgoing {
    /// The text.
    #[serde(default)]
    pub message_body: String,
    /// Seconds before it can be received (0 to 900); the queue's own delay if absent.
    pub delay_seconds: Option<i64>,
    /// Attributes for the receiver.
    #[serde(default)]
    pub message_attributes: Attributes,
    /// Attributes for AWS services (the trace header).
    #[serde(default)]
    pub message_system_attributes: Attributes,
    /// Whose message it is, for fairness.
    pub message_group_id: Option<String>,
    /// Only FIFO queues take it, and there are none.
    pub message_deduplication_id: Option<String>,
}

impl Outgoing {
    /// Bytes that count towards the limit: body, and names, types and values of the attributes.
    pub(super) fn weight(&self) -> usize {
        let attributes = self.message_attributes.iter().map(|(name, attribute)| {
            name.len()
                + attribute.data_type.len()
                + attribute.string_value.as_ref().map_or(0, String::len)
                + attribute.binary_value.as_ref().map_or(0, |value| value.len() / 4 * 3)
        });
        self.message_body.len() + attributes.sum::<usize>()
    }

    /// Refuses what SQS refuses in a standard queue.
    pub(super) fn check(&self) -> Result<(), ApiError> {
        if self.message_body.is_empty() {
            return Err(error::missing_parameter("MessageBody"));
        }
        let allowed =
            |c: char| matches!(c, '\u{9}' | '\u{a}' | '\u{d}' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
        if !self.message_body.chars().all(allowed) {
            return Err(error::invalid_message_contents());
        }
        if self.message_attributes.len() > 10 {
            return Err(error::invalid_parameter(format!(
                "Number of message attributes [{}] exceeds the allowed maximum [10].",
                self.message_attributes.len()
            )));
        }
        for (name, attribute) in &self.message_attributes {
            let value = match attribute.data_type.split('.').next() {
                Some("String" | "Number") => &attribute.string_value,
                Some("Binary") => &attribute.binary_value,
                _ => {
                    return Err(error::invalid_parameter(format!(
                        "The type of message (user) attribute '{name}' is invalid. You must use only the \
                         following supported type prefixes: Binary, Number, String."
                    )));
                }
            };
            if value.as_ref().is_none_or(String::is_empty) {
                return Err(error::invalid_parameter(format!(
                    "The message (user) attribute '{name}' must contain a non-empty value of its type."
                )));
            }
        }
        if let Some(id) = &self.message_deduplication_id {
            return Err(error::invalid_parameter(format!(
                "Value {id} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter \
                 that is not valid for this queue type."
            )));
        }
        if let Some(group) = &self.message_group_id
            && !(1..=128).contains(&group.len())
        {
            return Err(error::invalid_parameter(
                "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
            ));
        }
        Ok(())
    }
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Ready,
    Delayed(Timestamp),
    InFlight(Timestamp),
}

/// A message in a queue.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) outgoing: Outgoing,
    pub(super) sent: Timestamp,
    pub(super) first_received: Option<Timestamp>,
    pub(super) receives: u32,
    /// The number in the receipt handle of the latest receive.
    pub(super) receipt: u64,
    pub(super) place: Place,
    /// The queue it was received from too often.
    pub(super) dead_letter_source: Option<String>,
}

impl Message {
    pub(super) fn new(outgoing: Outgoing, sent: Timestamp, place: Place) -> Self {
        Self {
            id: random::uuid(),
            outgoing,
            sent,
            first_received: None,
            receives: 0,
            receipt: 0,
            place,
            dead_letter_source: None,
        }
    }
}

/// The answer to a send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Names the message for as long as it exists.
    pub message_id: String,
    /// MD5 of the body.
    pub md5_of_body: String,
    /// MD5 of the attributes, if there are any.
    pub md5_of_attributes: Option<String>,
    /// MD5 of the system attributes, if there are any.
    pub md5_of_system_attributes: Option<String>,
}

/// A message as its receiver sees it.
#[derive(Clone, Debug)]
pub struct Received {
    /// Names the message for as long as it exists.
    pub message_id: String,
    /// Names this receive; needed to delete the message or to keep it longer.
    pub receipt_handle: String,
    /// The text.
    pub body: String,
    /// MD5 of the body.
    pub md5_of_body: String,
    /// `SentTimestamp`, `ApproximateReceiveCount` and the like.
    pub attributes: BTreeMap<String, String>,
    /// Attributes of the sender.
    pub message_attributes: Attributes,
}

/// MD5 in hexadecimal digits.
pub(super) fn md5_of(bytes: &[u8]) -> String {
    random::hex(&md5::compute(bytes).0)
}

/// MD5 of message attributes, by the algorithm of the developer guide ("Calculating the MD5 message digest
/// for message attributes"); none without attributes.
pub(super) fn md5_of_attributes(attributes: &Attributes) -> Option<String> {
    if attributes.is_empty() {
        return None;
    }
    let mut encoded = Vec::new();
    let mut part = |bytes: &[u8], transport: Option<u8>| {
        encoded.extend(transport);
        encoded.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        encoded.extend_from_slice(bytes);
    };
    for (name, attribute) in attributes {
        part(name.as_bytes(), None);
        part(attribute.data_type.as_bytes(), None);
        match (&attribute.string_value, &attribute.binary_value) {
            (_, Some(binary)) => part(&STANDARD.decode(binary).unwrap_or_default(), Some(2)),
            (text, None) => part(text.as_deref().unwrap_or_default().as_bytes(), Some(1)),
        }
    }
    Some(md5_of(&encoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_service() {
        assert_eq!(md5_of(b"hello"), "5d41402abc4b2a76b9719d911017c592");
        let attribute = |data_type: &str, text: &str| Attribute {
            data_type: data_type.to_owned(),
            string_value: Some(text.to_owned()),
            binary_value: None,
        };
        // The reference value comes from moto's own test of a real answer.
        let attributes =
            Attributes::from([("timestamp".to_owned(), attribute("Number.java.lang.Long", "1493147359900"))]);
        assert_eq!(md5_of_attributes(&attributes).as_deref(), Some("2e2e4876d8e0bd6b8c2c8f556831c349"));
        assert_eq!(md5_of_attributes(&Attributes::new()), None);
    }
}
