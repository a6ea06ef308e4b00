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

/// The members of the operations on one queue.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OnQueue<T> {
    queue_url: String,
    #[serde(flatten)]
    rest: T,
}

/// The one attribute that can be asked for: how many messages may be received now.
const MESSAGES: &str = "ApproximateNumberOfMessages";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetAttributes {
    #[serde(default)]
    attribute_names: Vec<String>,
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
struct Batch {
    #[serde(default)]
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    id: String,
    #[serde(flatten)]
    outgoing: Outgoing,
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
            "GetQueueAttributes" => {
                let (name, GetAttributes { attribute_names }) = on_queue(body)?;
                let mut attributes = serde_json::Map::new();
                for attribute in attribute_names {
                    if attribute != MESSAGES {
                        return Err(error::unsupported(&format!("the attribute {attribute}")));
                    }
                    attributes.insert(attribute, self.depth(&name)?.visible.to_string().into());
                }
                Ok(json!({ "Attributes": attributes }))
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
                self.delete(&name, &receipt_handle)?;
                Ok(Value::Null)
            }
            "SendMessageBatch" => {
                let (name, Batch { entries }) = on_queue(body)?;
                if !self.contains(&name) {
                    return Err(error::queue_does_not_exist());
                }
                batch::check(entries.iter().map(|entry| (entry.id.as_str(), &entry.outgoing)))?;
                Ok(batch::answer(
                    entries.into_iter().map(|entry| (entry.id, self.send(&name, entry.outgoing).map(sent))),
                ))
            }
            _ => Err(error::unsupported(operation)),
        }
    }
}

/// The name of the queue an operation is about, and the operation's other members.
fn on_queue<T: DeserializeOwned>(body: &[u8]) -> Result<(String, T), ApiError> {
    let OnQueue { queue_url, rest } = input(body)?;
    let name = queue_url.rsplit('/').next().unwrap_or_default();
    Ok((name.to_owned(), rest))
}

fn sent(sent: Sent) -> Value {
    let mut answer = json!({ "MessageId": sent.message_id, "MD5OfMessageBody": sent.md5_of_body });
    let optional = [
        ("MD5OfMessageAttributes", sent.md5_of_attributes),
        ("MD5OfMessageSystemAttributes", sent.md5_of_system_attributes),
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
