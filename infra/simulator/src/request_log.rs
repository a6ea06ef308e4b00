//! Every request to the provider's API.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde::Serialize;

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
