//! SQS over HTTP: the AWS JSON 1.0 protocol.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use http::Request;
use hyper::body::Incoming;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::message::{Attributes, Outgoing, Received, Sent, md5_of_attributes};
use super::operations::ReceiveOptions;
use super::{Queues, batch, error};
use crate::aws_json::{ApiError, Protocol, input};
use crate::server::{Answer, Handler, Reset, read_body};

const PROTOCOL: Protocol = Protocol {
    target: "AmazonSQS",
    content_type: "application/x-amz-json-1.0",
    namespace: "com.amazonaws.sqs",
};

/// More than the largest request: ten messages with their attributes and the JSON around them.
const MAXIMUM_BODY_BYTES: usize = 16 * 1024 * 1024;

pub(super) struct Endpoint {
    pub(super) queues: Queues,
}

impl Handler for Endpoint {
    fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
        _peer: SocketAddr,
    ) -> BoxFuture<'static, Result<Answer, Reset>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let result = match (PROTOCOL.operation(&head.headers), read_body(body, MAXIMUM_BODY_BYTES).await)
            {
                (Some(operation), Ok(body)) => self.queues.operate(operation, &body).await,
                (None, _) => Err(error::unsupported("requests without a known X-Amz-Target")),
                (_, Err(_)) => Err(error::invalid_parameter("The body could not be read.")),
            };
            Ok(PROTOCOL.answer(result))
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateQueue {
    queue_name: String,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct QueueName {
    queue_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListQueues {
    #[serde(default)]
    queue_name_prefix: String,
}

/// The members of the operations on one queue.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OnQueue<T> {
    queue_url: String,
    #[serde(flatten)]
    rest: T,
}

#[derive(Deserialize)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetAttributes {
    #[serde(default)]
    attribute_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SetAttributes {
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Receive {
    max_number_of_messages: Option<i64>,
    visibility_timeout: Option<i64>,
    wait_time_seconds: Option<i64>,
    /// The older name of the next member.
    #[serde(default)]
    attribute_names: Vec<String>,
    #[serde(default)]
    message_system_attribute_names: Vec<String>,
    #[serde(default)]
    message_attribute_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Handle {
    receipt_handle: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Visibility {
    receipt_handle: String,
    #[serde(default)]
    visibility_timeout: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Batch<T> {
    #[serde(default = "Vec::new")]
    entries: Vec<Entry<T>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry<T> {
    id: String,
    #[serde(flatten)]
    rest: T,
}

impl Queues {
    async fn operate(&self, operation: &str, body: &[u8]) -> Result<Value, ApiError> {
        match operation {
            "CreateQueue" => {
                let CreateQueue { queue_name, attributes } = input(body)?;
                self.create(&queue_name, &attributes)?;
                Ok(json!({ "QueueUrl": self.url(&queue_name) }))
            }
            "GetQueueUrl" => {
                let QueueName { queue_name } = input(body)?;
                if !self.contains(&queue_name) {
                    return Err(error::queue_does_not_exist());
                }
                Ok(json!({ "QueueUrl": self.url(&queue_name) }))
            }
            "ListQueues" => {
                let ListQueues { queue_name_prefix } = input(body)?;
                let names = self.names(&queue_name_prefix);
                Ok(json!({ "QueueUrls": names.iter().map(|name| self.url(name)).collect::<Vec<_>>() }))
            }
            "ListDeadLetterSourceQueues" => {
                let (name, Nothing {}) = on_queue(body)?;
                let names = self.dead_letter_sources(&name)?;
                Ok(json!({ "queueUrls": names.iter().map(|name| self.url(name)).collect::<Vec<_>>() }))
            }
            "GetQueueAttributes" => {
                let (name, GetAttributes { attribute_names }) = on_queue(body)?;
                Ok(json!({ "Attributes": self.attributes(&name, &attribute_names)? }))
            }
            "SetQueueAttributes" => {
                let (name, SetAttributes { attributes }) = on_queue(body)?;
                self.set_attributes(&name, &attributes).map(nothing)
            }
            "PurgeQueue" => {
                let (name, Nothing {}) = on_queue(body)?;
                self.purge(&name).map(nothing)
            }
            "DeleteQueue" => {
                let (name, Nothing {}) = on_queue(body)?;
                self.remove(&name).map(nothing)
            }
            "SendMessage" => {
                let (name, outgoing): (_, Outgoing) = on_queue(body)?;
                self.send(&name, outgoing).map(sent)
            }
            "ReceiveMessage" => {
                let (name, receive): (_, Receive) = on_queue(body)?;
                let options = ReceiveOptions {
                    maximum: receive.max_number_of_messages,
                    visibility_seconds: receive.visibility_timeout,
                    wait_seconds: receive.wait_time_seconds,
                };
                let messages = self.receive(&name, options).await?;
                if messages.is_empty() {
                    return Ok(json!({}));
                }
                Ok(json!({ "Messages": messages.iter().map(|m| message(m, &receive)).collect::<Vec<_>>() }))
            }
            "DeleteMessage" => {
                let (name, Handle { receipt_handle }) = on_queue(body)?;
                self.delete(&name, &receipt_handle).map(nothing)
            }
            "ChangeMessageVisibility" => {
                let (name, Visibility { receipt_handle, visibility_timeout }) = on_queue(body)?;
                self.change_visibility(&name, &receipt_handle, visibility_timeout).map(nothing)
            }
            "SendMessageBatch" => {
                let (name, entries): (_, Vec<(String, Outgoing)>) = self.entries(body)?;
                Self::check_weight(entries.iter().map(|(_, outgoing)| outgoing))?;
                Ok(batch::answer(
                    entries.into_iter().map(|(id, outgoing)| (id, self.send(&name, outgoing).map(sent))),
                ))
            }
            "DeleteMessageBatch" => {
                let (name, entries): (_, Vec<(String, Handle)>) = self.entries(body)?;
                Ok(batch::answer(entries.into_iter().map(|(id, Handle { receipt_handle })| {
                    (id, self.delete(&name, &receipt_handle).map(|()| json!({})))
                })))
            }
            "ChangeMessageVisibilityBatch" => {
                let (name, entries): (_, Vec<(String, Visibility)>) = self.entries(body)?;
                Ok(batch::answer(entries.into_iter().map(|(id, entry)| {
                    let changed =
                        self.change_visibility(&name, &entry.receipt_handle, entry.visibility_timeout);
                    (id, changed.map(|()| json!({})))
                })))
            }
            _ => Err(error::unsupported(operation)),
        }
    }

    /// The queue and the entries of a batch that SQS would not refuse as a whole.
    fn entries<T: DeserializeOwned>(&self, body: &[u8]) -> Result<(String, Vec<(String, T)>), ApiError> {
        let (name, Batch { entries }) = on_queue::<Batch<T>>(body)?;
        if !self.contains(&name) {
            return Err(error::queue_does_not_exist());
        }
        batch::check(entries.iter().map(|entry| entry.id.as_str()))?;
        Ok((name, entries.into_iter().map(|entry| (entry.id, entry.rest)).collect()))
    }
}

/// The name of the queue an operation is about, and the operation's other members.
fn on_queue<T: DeserializeOwned>(body: &[u8]) -> Result<(String, T), ApiError> {
    let OnQueue { queue_url, rest } = input(body)?;
    let name = queue_url.rsplit('/').next().unwrap_or_default();
    Ok((name.to_owned(), rest))
}

fn nothing((): ()) -> Value {
    Value::Null
}

fn sent(sent: Sent) -> Value {
    let mut answer = json!({ "MessageId": sent.message_id, "MD5OfMessageBody": sent.md5_of_body });
    let optional = [
        ("MD5OfMessageAttributes", sent.md5_of_attributes),
        ("MD5OfMessageSystemAttributes", sent.md5_of_system_attributes),
        ("SequenceNumber", sent.sequence_number),
    ];
    for (member, value) in optional {
        if let Some(value) = value {
            answer[member] = Value::String(value);
        }
    }
    answer
}

/// A received message with the attributes that were asked for.
fn message(message: &Received, receive: &Receive) -> Value {
    let mut answer = json!({
        "MessageId": message.message_id,
        "ReceiptHandle": message.receipt_handle,
        "Body": message.body,
        "MD5OfBody": message.md5_of_body,
    });
    let names = || receive.attribute_names.iter().chain(&receive.message_system_attribute_names);
    let attributes: BTreeMap<_, _> = message
        .attributes
        .iter()
        .filter(|(name, _)| names().any(|asked| asked == "All" || asked == *name))
        .collect();
    if !attributes.is_empty() {
        answer["Attributes"] = json!(attributes);
    }
    let matches = |asked: &str, name: &str| match asked.strip_suffix(".*") {
        Some(prefix) => name.starts_with(prefix),
        None => asked == "All" || asked == name,
    };
    let asked = |name: &str| receive.message_attribute_names.iter().any(|asked| matches(asked, name));
    let chosen: Attributes = message
        .message_attributes
        .iter()
        .filter(|(name, _)| asked(name))
        .map(|(name, attribute)| (name.clone(), attribute.clone()))
        .collect();
    if let Some(digest) = md5_of_attributes(&chosen) {
        answer["MD5OfMessageAttributes"] = Value::String(digest);
        answer["MessageAttributes"] = json!(chosen);
    }
    answer
}
