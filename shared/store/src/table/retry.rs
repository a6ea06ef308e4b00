//! Trying again what DynamoDB put off.

use std::time::Duration;

/// How often a request is sent when another write was in the way, or when only a part of it was carried out.
pub(super) const MAX_ATTEMPTS: u32 = 8;

/// Waits a random part of 10 ms, 20 ms, 40 ms … (at most 320 ms), so that rivals do not meet again.
pub(super) async fn pause(attempt: u32) {
    let longest = 10_u64 << attempt.min(5);
    tokio::time::sleep(Duration::from_millis(fastrand::u64(1..=longest))).await;
}
