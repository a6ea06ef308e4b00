//! Instants in items.

use jiff::{SignedDuration, Timestamp};

/// So long after an instant; the last instant that there is, if it would be beyond.
pub(crate) fn after(instant: Timestamp, span: SignedDuration) -> Timestamp {
    instant.saturating_add(span).unwrap_or(Timestamp::MAX)
}

/// An instant so that text sorts by time: UTC to the millisecond.
pub(crate) fn sortable(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}
