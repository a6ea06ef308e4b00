//! Closing an entry while others may be at work on it.

use domain::inbox::Entry;
use runtime::{ApiError, ApiResult};
use store::{Table, inbox};

/// How often a change is tried again that lost against another one.
pub(crate) const ATTEMPTS: u32 = 6;

/// Changes an entry alone, unless somebody else settles it first.
pub(crate) async fn close(
    table: &Table,
    entry: &Entry,
    change: impl Fn(&Entry) -> Entry,
) -> ApiResult<Entry> {
    let mut entry = entry.clone();
    for _ in 0..ATTEMPTS {
        let after = change(&entry);
        if inbox::change(table, &entry, &after).await? {
            return Ok(after);
        }
        entry = current(table, &entry).await?;
        if !entry.state.is_open() {
            return Ok(entry);
        }
    }
    Err(contended())
}

/// The entry as it is this moment.
pub(crate) async fn current(table: &Table, entry: &Entry) -> ApiResult<Entry> {
    let current = inbox::get(table, entry.connection_id, &entry.id).await?;
    current.ok_or_else(|| ApiError::internal("an open entry of the inbox vanished"))
}

/// Others kept changing the same records.
pub(crate) fn contended() -> ApiError {
    ApiError::unavailable("others kept changing the same records")
}
