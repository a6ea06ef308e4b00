//! What can be done with queues and single messages.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;

use super::message::{Message, Outgoing, Place, Received, Sent, md5_of};
use super::queue::{Depth, Queue, Taken, later};
use super::settings::Settings;
use super::{Queues, State, error};
use crate::aws_json::ApiError;

/// How to receive.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReceiveOptions {
    /// At most this many messages, 1 to 10; 1 if absent.
    pub maximum: Option<i64>,
    /// Seconds the received messages stay hidden, 0 to 43,200; the queue's own if absent.
    pub visibility_seconds: Option<i64>,
    /// Seconds to wait for a message, 0 to 20; the queue's own if absent.
    pub wait_seconds: Option<i64>,
}

impl Queues {
    /// Creates a queue, or accepts one that is there with the same attributes.
    ///
    /// # Errors
    /// A wrong name or attribute; a queue of that name with other attributes; a dead-letter queue that is not there.
    pub fn create(&self, name: &str, attributes: &BTreeMap<String, String>) -> Result<(), ApiError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > 80 || !name.chars().all(allowed) {
            return Err(error::invalid_parameter(
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
            ));
        }
        let settings = Settings::read(attributes)?;
        let mut state = self.state();
        if let Some(existing) = state.queues.get(name) {
            return match existing.settings.difference(attributes) {
                Some(attribute) => Err(error::queue_name_exists(attribute)),
                None => Ok(()),
            };
        }
        if settings.redrive.as_ref().is_some_and(|redrive| !state.queues.contains_key(&redrive.target)) {
            return Err(error::invalid_parameter(
                "Value for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.",
            ));
        }
        state.queues.insert(name.to_owned(), Queue::new(settings));
        Ok(())
    }

    /// Whether there is a queue of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.state().queues.contains_key(name)
    }

    /// How many messages a queue holds.
    ///
    /// # Errors
    /// No such queue.
    pub fn depth(&self, name: &str) -> Result<Depth, ApiError> {
        let now = self.shared.clock.now();
        Ok(queue(&mut self.state(), name)?.depth(now))
    }

    /// Sends a message.
    ///
    /// # Errors
    /// A message that SQS would refuse; no such queue.
    pub fn send(&self, name: &str, outgoing: Outgoing) -> Result<Sent, ApiError> {
        let now = self.shared.clock.now();
        let mut state = self.state();
        let sequence = state.next_sequence();
        queue(&mut state, name)?.send(outgoing, sequence, now)
    }

    /// Receives messages, waiting for one as long as the options say.
    ///
    /// # Errors
    /// Options out of range; too many messages in flight; no such queue.
    pub async fn receive(&self, name: &str, options: ReceiveOptions) -> Result<Vec<Received>, ApiError> {
        let range = |value: Option<i64>, parameter: &str, least: i64, most: i64| match value {
            Some(value) if !(least..=most).contains(&value) => Err(error::invalid_parameter(format!(
                "Value {value} for parameter {parameter} is invalid. Reason: Must be between {least} and {most}, if \
                 provided."
            ))),
            value => Ok(value),
        };
        let maximum = range(options.maximum, "MaxNumberOfMessages", 1, 10)?.unwrap_or(1);
        let maximum = usize::try_from(maximum).unwrap_or(1);
        let visibility = range(options.visibility_seconds, "VisibilityTimeout", 0, 43_200)?;
        let wait = range(options.wait_seconds, "WaitTimeSeconds", 0, 20)?;

        let clock = Arc::clone(&self.shared.clock);
        let mut deadline = None;
        loop {
            let now = clock.now();
            let (changed, wake) = {
                let mut state = self.state();
                let queue = queue(&mut state, name)?;
                let visibility = visibility.map_or(queue.settings.visibility(), SignedDuration::from_secs);
                let taken = queue.receive(maximum, visibility, now)?;
                let received = received(name, queue, &taken);
                let redrive = queue.settings.redrive.clone();
                // Subscribed before the lock is given back, or a message sent in between would go unnoticed.
                let changed = Arc::clone(&queue.changed).notified_owned();
                let deadline = *deadline.get_or_insert_with(|| {
                    later(now, wait.map_or(queue.settings.wait(), SignedDuration::from_secs))
                });
                let wake = queue.next_change().map_or(deadline, |change| change.min(deadline));
                if let Some(redrive) = redrive {
                    bury(&mut state, name, &redrive.target, taken.dead);
                }
                if !received.is_empty() || now >= deadline {
                    return Ok(received);
                }
                (changed, wake)
            };
            tokio::select! {
                () = changed => {}
                () = clock.sleep_until(wake) => {}
                () = self.shared.stop.cancelled() => return Ok(Vec::new()),
            }
        }
    }

    /// Deletes a message; a success without effect when the handle is not of its latest receive.
    ///
    /// # Errors
    /// Not a receipt handle of this queue; no such queue.
    pub fn delete(&self, name: &str, receipt_handle: &str) -> Result<(), ApiError> {
        let mut state = self.state();
        let queue = queue(&mut state, name)?;
        let (sequence, receipt) = read_handle(name, receipt_handle)?;
        queue.delete(sequence, receipt);
        Ok(())
    }
}

/// The queue of this name.
fn queue<'s>(state: &'s mut State, name: &str) -> Result<&'s mut Queue, ApiError> {
    state.queues.get_mut(name).ok_or_else(error::queue_does_not_exist)
}

/// Moves messages to their dead-letter queue, where they keep their id and the time they were sent.
fn bury(state: &mut State, source: &str, target: &str, dead: Vec<Message>) {
    for mut message in dead {
        message.place = Place::Ready;
        message.dead_letter_source = Some(Queues::arn(source));
        let sequence = state.next_sequence();
        if let Some(queue) = state.queues.get_mut(target) {
            queue.insert(sequence, message);
        }
    }
}

fn received(name: &str, queue: &Queue, taken: &Taken) -> Vec<Received> {
    let messages = taken.received.iter().filter_map(|sequence| Some((*sequence, queue.get(*sequence)?)));
    messages.map(|(sequence, message)| describe(name, sequence, message)).collect()
}

fn describe(name: &str, sequence: u64, message: &Message) -> Received {
    let outgoing = &message.outgoing;
    let first = message.first_received.unwrap_or(message.sent);
    let mut attributes = BTreeMap::from([
        ("SenderId".to_owned(), "AIDALOCALSENDER".to_owned()),
        ("SentTimestamp".to_owned(), message.sent.as_millisecond().to_string()),
        ("ApproximateFirstReceiveTimestamp".to_owned(), first.as_millisecond().to_string()),
        ("ApproximateReceiveCount".to_owned(), message.receives.to_string()),
    ]);
    let trace = outgoing.message_system_attributes.get("AWSTraceHeader");
    let optional = [
        ("MessageGroupId", outgoing.message_group_id.clone()),
        ("DeadLetterQueueSourceArn", message.dead_letter_source.clone()),
        ("AWSTraceHeader", trace.and_then(|trace| trace.string_value.clone())),
    ];
    for (attribute, value) in optional {
        if let Some(value) = value {
            attributes.insert(attribute.to_owned(), value);
        }
    }
    Received {
        message_id: message.id.clone(),
        receipt_handle: write_handle(name, sequence, message.receipt),
        body: outgoing.message_body.clone(),
        md5_of_body: md5_of(outgoing.message_body.as_bytes()),
        attributes,
        message_attributes: outgoing.message_attributes.clone(),
    }
}

fn write_handle(name: &str, sequence: u64, receipt: u64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{name} {sequence} {receipt}"))
}

fn read_handle(name: &str, handle: &str) -> Result<(u64, u64), ApiError> {
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(handle).ok()?).ok()?;
        let (sequence, receipt) = text.strip_prefix(name)?.strip_prefix(' ')?.split_once(' ')?;
        Some((sequence.parse().ok()?, receipt.parse().ok()?))
    };
    read().ok_or_else(|| error::receipt_handle_is_invalid(handle))
}
