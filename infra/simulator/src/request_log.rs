//! Every request to the provider's API, so that "one attempt is one call" can be proven.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

/// What a request to dial asked for, and what it led to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dial {
    /// The agent that was to call.
    pub agent_id: Option<String>,
    /// The number that was to call.
    pub agent_phone_number_id: Option<String>,
    /// The number to be called, as it was sent.
    pub to_number: Option<String>,
    /// The product's id of the person.
    pub user_id: Option<String>,
    /// The variables of the conversation.
    pub dynamic_variables: Map<String, Value>,
    /// The call it started; `None` when it started none.
    pub conversation_id: Option<String>,
}

impl Dial {
    /// BatchGet what a body asks for; whatever is missing stays empty.
    pub(crate) fn read(body: &[u8]) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        Self {
            agent_id: text("/agent_id"),
            agent_phone_number_id: text("/agent_phone_number_id"),
            to_number: text("/to_number"),
            user_id: text("/conversation_initiation_client_data/user_id"),
            dynamic_variables: body
                .pointer("/conversation_initiation_client_data/dynamic_variables")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
            conversation_id: None,
        }
    }
}

/// One request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// Counts from 1.
    pub sequence: u64,
    /// When it came.
    pub at: Timestamp,
    /// Whose key it carried; `None` when it was not accepted.
    pub workspace: Option<String>,
    /// The operation.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The status answered; `None` while it is being answered, and when the connection was closed without one.
    pub status: Option<u16>,
    /// The fault it met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
    /// What a dial asked for and led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dial: Option<Dial>,
}

/// The newest requests, and counts of all.
#[derive(Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<LogEntry>,
    next: u64,
    pub(crate) totals: BTreeMap<&'static str, u64>,
}

impl RequestLog {
    /// Notes a request that came; returns its number.
    pub(crate) fn came(&mut self, entry: LogEntry, kept: usize) -> u64 {
        self.next += 1;
        *self.totals.entry(entry.operation).or_default() += 1;
        self.entries.push_back(LogEntry { sequence: self.next, ..entry });
        while self.entries.len() > kept {
            self.entries.pop_front();
        }
        self.next
    }

    /// The entry of this number, unless it was forgotten.
    pub(crate) fn entry(&mut self, sequence: u64) -> Option<&mut LogEntry> {
        let first = self.entries.front()?.sequence;
        self.entries.get_mut(usize::try_from(sequence.checked_sub(first)?).ok()?)
    }

    /// Oldest first.
    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = &LogEntry> {
        self.entries.iter()
    }

    /// Requests since the start.
    pub(crate) fn requests(&self) -> u64 {
        self.next
    }
}
