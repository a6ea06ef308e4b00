//! Sending messages to a queue.

use std::collections::HashMap;

use aws_sdk_sqs::{
    Client,
    error::ProvideErrorMetadata,
    types::{MessageAttributeValue, SendMessageBatchRequestEntry},
};
use serde::Serialize;

pub use aws_sdk_sqs::types::QueueAttributeName;

/// SQS takes at most this many messages in one request.
pub const BATCH_LIMIT: usize = 10;

/// The attribute of a message that names the request it comes of. It is no part of what the message says: consumers that
/// do not know it, and messages that lack it, do well without.
pub const CORRELATION_ID: &str = "correlationId";

/// One queue that messages are sent to.
#[derive(Clone, Debug)]
pub struct Queue {
    client: Client,
    url: String,
    correlation_id: Option<String>,
}

/// A message was not sent, as far as we know.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The queue did not take it.
    #[error("the queue did not take the message: {0}")]
    Refused(String),
    /// It could not be written as JSON.
    #[error("the message could not be written as JSON")]
    Unwritable(#[from] serde_json::Error),
}

impl Queue {
    /// The queue at this URL.
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Self { client, url: url.into(), correlation_id: None }
    }

    /// The same queue, for messages that come of this request: whoever handles them logs its id.
    #[must_use]
    pub fn correlated(&self, request_id: &str) -> Self {
        // SQS refuses an attribute without a value, and with it the message.
        Self { correlation_id: Some(request_id.to_owned()).filter(|id| !id.is_empty()), ..self.clone() }
    }

    /// What messages carry beside what they say.
    fn attributes(&self) -> Result<Option<HashMap<String, MessageAttributeValue>>, QueueError> {
        let Some(id) = &self.correlation_id else { return Ok(None) };
        let value = MessageAttributeValue::builder().data_type("String").string_value(id).build();
        let value = value.map_err(|error| QueueError::Refused(error.to_string()))?;
        Ok(Some(HashMap::from([(CORRELATION_ID.to_owned(), value)])))
    }

    /// Sends one message. `group` keeps one tenant's many from delaying another's few (SQS fair queues).
    pub async fn send<M: Serialize + Sync>(&self, message: &M, group: &str) -> Result<(), QueueError> {
        self.client
            .send_message()
            .queue_url(&self.url)
            .message_body(serde_json::to_string(message)?)
            .message_group_id(group)
            .set_message_attributes(self.attributes()?)
            .send()
            .await
            .map_err(|error| QueueError::Refused(code_of(&error)))?;
        Ok(())
    }

    /// Sends several messages, each with its group, in as few requests as possible. An error means that some may not
    /// have been sent; sending all of them again is safe for consumers that take a message twice.
    pub async fn send_all<M: Serialize + Sync>(&self, messages: &[(M, String)]) -> Result<(), QueueError> {
        for batch in messages.chunks(BATCH_LIMIT) {
            let mut entries = Vec::with_capacity(batch.len());
            for (number, (message, group)) in batch.iter().enumerate() {
                entries.push(
                    SendMessageBatchRequestEntry::builder()
                        .id(number.to_string())
                        .message_body(serde_json::to_string(message)?)
                        .message_group_id(group)
                        .set_message_attributes(self.attributes()?)
                        .build()
                        .map_err(|error| QueueError::Refused(error.to_string()))?,
                );
            }
            let output = self
                .client
                .send_message_batch()
                .queue_url(&self.url)
                .set_entries(Some(entries))
                .send()
                .await
                .map_err(|error| QueueError::Refused(code_of(&error)))?;
            if let Some(failed) = output.failed().first() {
                return Err(QueueError::Refused(failed.code().to_owned()));
            }
        }
        Ok(())
    }
}

impl Queue {
    /// About how many messages wait to be delivered.
    pub async fn waiting(&self) -> Result<u64, QueueError> {
        let name = QueueAttributeName::ApproximateNumberOfMessages;
        let output = self
            .client
            .get_queue_attributes()
            .queue_url(&self.url)
            .attribute_names(name.clone())
            .send()
            .await
            .map_err(|error| QueueError::Refused(code_of(&error)))?;
        let count = output.attributes.as_ref().and_then(|attributes| attributes.get(&name)?.parse().ok());
        count.ok_or_else(|| QueueError::Refused("no count".to_owned()))
    }
}

fn code_of(error: &impl ProvideErrorMetadata) -> String {
    error.code().unwrap_or("no answer").to_owned()
}
