//! Batches of messages: up to ten, each with its own result.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::settings::MAXIMUM_MESSAGE_BYTES;
use super::{Outgoing, error};
use crate::aws_json::ApiError;

/// The most entries in a batch.
const MAXIMUM_ENTRIES: usize = 10;

/// Refuses a batch for what would make SQS refuse it as a whole.
pub(super) fn check<'a>(
    entries: impl ExactSizeIterator<Item = (&'a str, &'a Outgoing)>,
) -> Result<(), ApiError> {
    match entries.len() {
        0 => return Err(error::empty_batch()),
        1..=MAXIMUM_ENTRIES => {}
        count => return Err(error::too_many_entries(count)),
    }
    let mut seen = BTreeSet::new();
    let mut weight = 0;
    for (id, outgoing) in entries {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !(1..=80).contains(&id.len()) || !id.chars().all(allowed) {
            return Err(error::invalid_entry_id());
        }
        if !seen.insert(id) {
            return Err(error::entry_ids_not_distinct(id));
        }
        weight += outgoing.weight();
    }
    if weight > MAXIMUM_MESSAGE_BYTES {
        return Err(error::batch_too_long(MAXIMUM_MESSAGE_BYTES, weight));
    }
    Ok(())
}

/// The answer to a batch: every entry is either in `Successful` or in `Failed`.
pub(super) fn answer(results: impl Iterator<Item = (String, Result<Value, ApiError>)>) -> Value {
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for (id, result) in results {
        match result {
            Ok(mut entry) => {
                entry["Id"] = Value::String(id);
                successful.push(entry);
            }
            Err(error) => failed.push(json!({
                "Id": id,
                "SenderFault": true,
                "Code": error.code(),
                "Message": error.message(),
            })),
        }
    }
    json!({ "Successful": successful, "Failed": failed })
}
