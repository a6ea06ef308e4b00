//! Event source mappings: what makes a function of a queue's messages, as Lambda's pollers do
//! (<https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::activity::{Activity, Observer};
use crate::invoke::Function;
use crate::queues::{Queues, ReceiveOptions, Received};
use crate::{ApiError, GRACE, REGION};

/// A queue and the function that handles its messages. Partial batch failures are always honoured
/// (`ReportBatchItemFailures`).
#[derive(Clone)]
pub struct Mapping {
    /// The queue's name.
    pub queue: String,
    /// Who handles the messages.
    pub function: Function,
    /// The most messages in one invocation, 1 to 10,000.
    pub batch_size: usize,
    /// How long to gather messages for a batch; zero hands on what is there.
    pub batching_window: Duration,
    /// The most invocations at the same time; more than zero.
    pub maximum_concurrency: usize,
}

/// Running event source mappings.
pub struct Consumers {
    tasks: TaskTracker,
}

impl Consumers {
    /// Polls every queue until `stop` is cancelled.
    pub fn start(
        mappings: Vec<Mapping>,
        queues: &Queues,
        observer: &Observer,
        stop: &CancellationToken,
    ) -> Self {
        let tasks = TaskTracker::new();
        for mapping in mappings {
            let poller = Poller {
                places: Arc::new(Semaphore::new(mapping.maximum_concurrency.max(1))),
                mapping,
                queues: queues.clone(),
                observer: Arc::clone(observer),
                tasks: tasks.clone(),
            };
            let stop = stop.clone();
            tasks.spawn(async move {
                tokio::select! {
                    // Once stopped, nothing more is received.
                    biased;
                    () = stop.cancelled() => {}
                    // Dropped only while it waits: messages are received and handed on without a pause in
                    // between, and those of an unfinished gathering come back after their visibility
                    // time-out.
                    () = poller.poll() => {}
                }
            });
        }
        tasks.close();
        Self { tasks }
    }

    /// Ends when the invocations under way have, or after [`GRACE`].
    pub async fn stopped(self) {
        if tokio::time::timeout(GRACE, self.tasks.wait()).await.is_err() {
            tracing::warn!("a queue's function was still running when the local stack stopped");
        }
    }
}

struct Poller {
    mapping: Mapping,
    queues: Queues,
    observer: Observer,
    tasks: TaskTracker,
    places: Arc<Semaphore>,
}

impl Poller {
    async fn poll(&self) {
        loop {
            // First the place, then the messages: a message must not lie in flight while nobody can handle
            // it.
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else { return };
            let messages = match self.gather().await {
                Ok(messages) if messages.is_empty() => {
                    // A queue service that stops ends long polls at once.
                    tokio::task::yield_now().await;
                    continue;
                }
                Ok(messages) => messages,
                Err(error) => {
                    tracing::warn!(%error, queue = self.mapping.queue, "the queue could not be polled");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    continue;
                }
            };
            let (mapping, queues, observer) =
                (self.mapping.clone(), self.queues.clone(), Arc::clone(&self.observer));
            self.tasks.spawn(async move {
                handle(&mapping, &queues, &observer, &messages).await;
                drop(place);
            });
        }
    }

    /// The next batch.
    async fn gather(&self) -> Result<Vec<Received>, ApiError> {
        let Mapping { queue, batch_size, batching_window, .. } = &self.mapping;
        let mut messages = self.receive(queue, *batch_size, 20).await?;
        let until = tokio::time::Instant::now() + *batching_window;
        while !messages.is_empty() && messages.len() < *batch_size {
            let rest = until.saturating_duration_since(tokio::time::Instant::now());
            let wait = i64::try_from(rest.as_millis().div_ceil(1_000)).unwrap_or(20).min(20);
            let more = self.receive(queue, batch_size - messages.len(), wait).await?;
            if more.is_empty() && rest.is_zero() {
                break;
            }
            messages.extend(more);
        }
        Ok(messages)
    }

    async fn receive(&self, queue: &str, most: usize, wait: i64) -> Result<Vec<Received>, ApiError> {
        let maximum = i64::try_from(most.clamp(1, 10)).ok();
        let options = ReceiveOptions { maximum, visibility_seconds: None, wait_seconds: Some(wait) };
        self.queues.receive(queue, options).await
    }
}

async fn handle(mapping: &Mapping, queues: &Queues, observer: &Observer, messages: &[Received]) {
    let started = Instant::now();
    let result = mapping.function.invoke(event(&mapping.queue, messages), Duration::MAX).await;
    let all = || messages.iter().map(|message| message.message_id.as_str()).collect::<BTreeSet<_>>();
    let (failed, failure) = match &result {
        Ok(answer) => match failures(answer, &all()) {
            Some(failed) => (failed, None),
            None => (all(), Some("its answer does not name the failed messages as it should".to_owned())),
        },
        Err(failure) => (all(), Some(failure.to_string())),
    };
    for message in messages.iter().filter(|message| !failed.contains(message.message_id.as_str())) {
        // Cannot fail: queues stay, and the handle was just received.
        let _ = queues.delete(&mapping.queue, &message.receipt_handle);
    }
    observer(&Activity::Batch {
        queue: mapping.queue.clone(),
        function: mapping.function.name.clone(),
        messages: messages.len(),
        failed: failed.len(),
        took: started.elapsed(),
        failure,
    });
}

/// The messages an answer says were not handled; none if it names one that was not in the batch or is no such
/// answer, in which case Lambda takes the whole batch as failed.
fn failures<'a>(answer: &'a Value, batch: &BTreeSet<&str>) -> Option<BTreeSet<&'a str>> {
    match answer.get("batchItemFailures") {
        None | Some(Value::Null) => Some(BTreeSet::new()),
        Some(failures) => failures
            .as_array()?
            .iter()
            .map(|failure| failure["itemIdentifier"].as_str().filter(|id| batch.contains(id)))
            .collect(),
    }
}

fn event(queue: &str, messages: &[Received]) -> Value {
    let records = messages.iter().map(|message| {
        let attributes: BTreeMap<_, _> = message
            .message_attributes
            .iter()
            .map(|(name, attribute)| {
                let mut value = json!({
                    "dataType": attribute.data_type, "stringListValues": [], "binaryListValues": [],
                });
                if let Some(text) = &attribute.string_value {
                    value["stringValue"] = json!(text);
                }
                if let Some(binary) = &attribute.binary_value {
                    value["binaryValue"] = json!(binary);
                }
                (name, value)
            })
            .collect();
        json!({
            "messageId": message.message_id,
            "receiptHandle": message.receipt_handle,
            "body": message.body,
            "attributes": message.attributes,
            "messageAttributes": attributes,
            "md5OfBody": message.md5_of_body,
            "eventSource": "aws:sqs",
            "eventSourceARN": Queues::arn(queue),
            "awsRegion": REGION,
        })
    });
    json!({ "Records": records.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests;
