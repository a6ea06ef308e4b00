//! The calls in memory, and what became of their webhooks.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;
use secrecy::SecretString;
use serde::Serialize;

use crate::engine::retry::AttemptResult;
use crate::engine::{CallSpec, EventKind, Outline, Phase};

/// A webhook given with one call, instead of the workspace's.
#[derive(Clone, Debug)]
pub(crate) struct OwnWebhook {
    pub(crate) url: String,
    pub(crate) secret: SecretString,
}

/// What becomes of one delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Being sent, or waiting for a retry.
    Pending,
    /// Answered with 200.
    Delivered,
    /// Given up.
    Failed,
    /// Never sent, as the script says.
    Lost,
    /// Never sent: the workspace has no webhook, or it is switched off.
    NoWebhook,
    /// Stopped by a reset or by the end of the simulator.
    Cancelled,
}

/// One request to a receiver.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryAttempt {
    /// When it was sent.
    pub at: Timestamp,
    /// The answer's status; `None` when there was no answer.
    pub status: Option<u16>,
    /// Why there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl DeliveryAttempt {
    pub(crate) fn result(&self) -> AttemptResult {
        self.status.map_or(AttemptResult::NoAnswer, AttemptResult::Status)
    }
}

/// One webhook event on its way.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// The event's `type`.
    pub event: &'static str,
    /// 0 for the original, 1 and up for its duplicates.
    pub copy: u32,
    /// What became of it.
    pub state: DeliveryState,
    /// Length of the body as sent.
    pub body_bytes: usize,
    /// SHA-256 of the body as sent, in hexadecimal.
    pub body_sha256: String,
    /// The requests so far.
    pub attempts: Vec<DeliveryAttempt>,
}

/// A call. Its conversation is not stored: it follows from the specification.
#[derive(Clone, Debug)]
pub(crate) struct CallRecord {
    pub(crate) api_key: String,
    pub(crate) workspace: String,
    pub(crate) spec: CallSpec,
    pub(crate) outline: Outline,
    pub(crate) phase: Phase,
    pub(crate) own_webhook: Option<OwnWebhook>,
    pub(crate) deliveries: Vec<Delivery>,
}

/// The calls in memory, oldest first.
#[derive(Default)]
pub(crate) struct CallBook {
    by_id: HashMap<String, CallRecord>,
    order: VecDeque<String>,
    /// Calls begun since the start, forgotten ones included.
    pub(crate) begun: u64,
}

impl CallBook {
    pub(crate) fn get(&self, conversation_id: &str) -> Option<&CallRecord> {
        self.by_id.get(conversation_id)
    }

    pub(crate) fn get_mut(&mut self, conversation_id: &str) -> Option<&mut CallRecord> {
        self.by_id.get_mut(conversation_id)
    }

    /// Newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &CallRecord> {
        self.order.iter().rev().filter_map(|id| self.by_id.get(id))
    }

    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Keeps a new call and forgets the oldest ended ones beyond `kept`; returns those.
    pub(crate) fn insert(&mut self, record: CallRecord, kept: usize) -> Vec<CallRecord> {
        let id = record.outline.conversation_id.clone();
        self.begun += 1;
        if self.by_id.insert(id.clone(), record).is_none() {
            self.order.push_back(id);
        }
        let mut forgotten = Vec::new();
        while self.by_id.len() > kept {
            let Some(oldest) = self.order.front() else { break };
            let settled = self.by_id.get(oldest).is_none_or(|record| {
                record.phase == Phase::Final
                    && record.deliveries.iter().all(|delivery| delivery.state != DeliveryState::Pending)
            });
            if !settled {
                // Calls end about in their order; the next call looks again.
                break;
            }
            if let Some(id) = self.order.pop_front() {
                forgotten.extend(self.by_id.remove(&id));
            }
        }
        forgotten
    }
}

impl Delivery {
    pub(crate) fn new(kind: EventKind, copy: u32, state: DeliveryState) -> Self {
        Self {
            event: kind.as_str(),
            copy,
            state,
            body_bytes: 0,
            body_sha256: String::new(),
            attempts: Vec::new(),
        }
    }
}
