//! Later instants.

use jiff::{SignedDuration, Timestamp};

/// So long after an instant; the last instant that there is, if it would be beyond.
pub(crate) fn after(instant: Timestamp, span: SignedDuration) -> Timestamp {
    instant.saturating_add(span).unwrap_or(Timestamp::MAX)
}
