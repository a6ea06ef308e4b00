//! One queue: what is ready, what waits, and what moves between the two as time passes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

use super::error;
use super::message::{Message, Outgoing, Place, Sent, md5_of, md5_of_attributes};
use super::settings::Settings;
use crate::aws_json::ApiError;

/// The most messages in flight in one queue.
const MAXIMUM_IN_FLIGHT: usize = 120_000;

/// A message's group, if it has one.
type Group = Option<String>;

pub(super) struct Queue {
    pub(super) settings: Settings,
    /// Told when a message may have become receivable.
    pub(super) changed: Arc<Notify>,
    /// By sequence number, which orders messages by the time they were sent.
    messages: BTreeMap<u64, Message>,
    ready: BTreeMap<Group, BTreeSet<u64>>,
    /// Delayed and received messages, by the moment they become receivable.
    waiting: BTreeSet<(Timestamp, u64)>,
    in_flight: HashMap<Group, usize>,
}

/// How many messages a queue holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Ready to be received.
    pub visible: usize,
    /// Received and neither deleted nor timed out.
    pub in_flight: usize,
    /// Not yet receivable for the first time.
    pub delayed: usize,
}

/// What a receive takes out of a queue.
pub(super) struct Taken {
    /// Sequence numbers of the received messages.
    pub(super) received: Vec<u64>,
    /// Messages that were received too often and now leave this queue.
    pub(super) dead: Vec<Message>,
}

impl Queue {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            settings,
            changed: Arc::new(Notify::new()),
            messages: BTreeMap::new(),
            ready: BTreeMap::new(),
            waiting: BTreeSet::new(),
            in_flight: HashMap::new(),
        }
    }

    pub(super) fn send(
        &mut self,
        outgoing: Outgoing,
        sequence: u64,
        now: Timestamp,
    ) -> Result<Sent, ApiError> {
        outgoing.check()?;
        let (weight, limit) = (outgoing.weight(), self.settings.maximum_bytes());
        if weight > limit {
            return Err(error::invalid_parameter(format!(
                "One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes."
            )));
        }
        let delay = match outgoing.delay_seconds {
            None => self.settings.delay(),
            Some(seconds @ 0..=900) => SignedDuration::from_secs(seconds),
            Some(seconds) => {
                return Err(error::invalid_parameter(format!(
                    "Value {seconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 \
                     and <= 900."
                )));
            }
        };
        let place = if delay.is_zero() { Place::Ready } else { Place::Delayed(later(now, delay)) };
        let message = Message::new(outgoing, now, place);
        let sent = Sent {
            message_id: message.id.clone(),
            md5_of_body: md5_of(message.outgoing.message_body.as_bytes()),
            md5_of_attributes: md5_of_attributes(&message.outgoing.message_attributes),
            md5_of_system_attributes: md5_of_attributes(&message.outgoing.message_system_attributes),
        };
        self.insert(sequence, message);
        Ok(sent)
    }

    /// Puts a message into its place; also one that comes from another queue.
    pub(super) fn insert(&mut self, sequence: u64, message: Message) {
        match message.place {
            Place::Ready => {
                self.ready.entry(message.outgoing.message_group_id.clone()).or_default().insert(sequence);
            }
            Place::Delayed(until) | Place::InFlight(until) => {
                self.waiting.insert((until, sequence));
            }
        }
        self.messages.insert(sequence, message);
        self.changed.notify_waiters();
    }

    /// Takes up to `count` messages, which are then hidden for `visibility`.
    pub(super) fn receive(
        &mut self,
        count: usize,
        visibility: SignedDuration,
        now: Timestamp,
    ) -> Result<Taken, ApiError> {
        self.bring_up_to(now);
        let mut taken = Taken { received: Vec::new(), dead: Vec::new() };
        while taken.received.len() < count {
            let Some(sequence) = self.next() else { break };
            if self.in_flight.values().sum::<usize>() >= MAXIMUM_IN_FLIGHT {
                return if taken.received.is_empty() { Err(error::over_limit()) } else { Ok(taken) };
            }
            let Some(receives) = self.messages.get(&sequence).map(|message| message.receives) else { break };
            if self.settings.redrive.as_ref().is_some_and(|redrive| receives >= redrive.maximum_receives) {
                taken.dead.extend(self.remove(sequence));
                continue;
            }
            self.unplace(sequence);
            if let Some(message) = self.messages.get_mut(&sequence) {
                message.receives += 1;
                message.receipt += 1;
                message.first_received.get_or_insert(now);
            }
            self.place(sequence, Place::InFlight(later(now, visibility)));
            taken.received.push(sequence);
        }
        Ok(taken)
    }

    /// The message to hand out next: of the group with the fewest messages in flight (so that one tenant's
    /// flood does not hold up another's single message), the oldest.
    fn next(&self) -> Option<u64> {
        self.ready
            .iter()
            .filter_map(|(group, sequences)| {
                let crowd = self.in_flight.get(group).copied().unwrap_or(0);
                Some((crowd, *sequences.first()?))
            })
            .min()
            .map(|(_, sequence)| sequence)
    }

    /// Deletes a message if `receipt` is of its latest receive; anything else is a success without effect.
    pub(super) fn delete(&mut self, sequence: u64, receipt: u64) {
        if self.messages.get(&sequence).is_some_and(|message| message.receipt == receipt) {
            self.remove(sequence);
        }
    }

    pub(super) fn get(&self, sequence: u64) -> Option<&Message> {
        self.messages.get(&sequence)
    }

    pub(super) fn depth(&mut self, now: Timestamp) -> Depth {
        self.bring_up_to(now);
        let visible = self.ready.values().map(BTreeSet::len).sum();
        let in_flight = self.in_flight.values().sum();
        Depth { visible, in_flight, delayed: self.waiting.len() - in_flight }
    }

    /// When a waiting message becomes receivable next.
    pub(super) fn next_change(&self) -> Option<Timestamp> {
        self.waiting.first().map(|(until, _)| *until)
    }

    /// Makes receivable whose time has come, and forgets what is older than the retention period.
    fn bring_up_to(&mut self, now: Timestamp) {
        while let Some((until, sequence)) = self.waiting.first().copied()
            && until <= now
        {
            self.unplace(sequence);
            self.place(sequence, Place::Ready);
        }
        let retention = self.settings.retention();
        while let Some((sequence, message)) = self.messages.first_key_value()
            && later(message.sent, retention) <= now
        {
            let sequence = *sequence;
            self.remove(sequence);
        }
    }

    fn remove(&mut self, sequence: u64) -> Option<Message> {
        self.unplace(sequence);
        self.messages.remove(&sequence)
    }

    fn unplace(&mut self, sequence: u64) {
        let Some(message) = self.messages.get(&sequence) else { return };
        let group = &message.outgoing.message_group_id;
        match message.place {
            Place::Ready => {
                if let Some(sequences) = self.ready.get_mut(group) {
                    sequences.remove(&sequence);
                    if sequences.is_empty() {
                        self.ready.remove(group);
                    }
                }
            }
            Place::Delayed(until) => {
                self.waiting.remove(&(until, sequence));
            }
            Place::InFlight(until) => {
                self.waiting.remove(&(until, sequence));
                if let Some(count) = self.in_flight.get_mut(group) {
                    *count -= 1;
                    if *count == 0 {
                        self.in_flight.remove(group);
                    }
                }
            }
        }
    }

    fn place(&mut self, sequence: u64, place: Place) {
        let Some(message) = self.messages.get_mut(&sequence) else { return };
        message.place = place;
        let group = message.outgoing.message_group_id.clone();
        match place {
            Place::Ready => {
                self.ready.entry(group).or_default().insert(sequence);
            }
            Place::Delayed(until) => {
                self.waiting.insert((until, sequence));
            }
            Place::InFlight(until) => {
                self.waiting.insert((until, sequence));
                *self.in_flight.entry(group).or_default() += 1;
            }
        }
    }
}

/// `moment` plus `by`, at most the end of time.
pub(super) fn later(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.saturating_add(by).unwrap_or(Timestamp::MAX)
}
