//! When a webhook is sent again, and when it is switched off (`ElevenLabs`' webhook documentation, 2026).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::draw::Draw;
use super::plan::EventKind;

/// The waits before the retries, in seconds. The documentation leaves open whether the first of the five is the
/// original delivery; here it is the first retry, so that a webhook is sent at most six times.
pub const RETRY_DELAYS_SECONDS: [u32; 5] = [0, 30, 120, 480, 1_800];
/// The most deliveries of one webhook that may wait for a retry; further ones are dropped.
pub const MOST_QUEUED_RETRIES: usize = 100;
/// Failures in a row that switch a webhook off, unless it succeeded in the last [`SUCCESS_PROTECTS`].
pub const FAILURES_TO_DISABLE: u32 = 10;
/// How long one success keeps a failing webhook switched on.
pub const SUCCESS_PROTECTS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What became of one attempt to deliver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptResult {
    /// The receiver answered with this status.
    Status(u16),
    /// No answer: refused, reset or timed out.
    NoAnswer,
}

impl AttemptResult {
    /// Only 200 counts.
    pub fn delivered(self) -> bool {
        self == Self::Status(200)
    }

    /// 5xx, 429 and 408 are tried again. That a missing answer is as well is our reading; no text says it.
    fn may_be_retried(self) -> bool {
        match self {
            Self::Status(status) => status >= 500 || status == 429 || status == 408,
            Self::NoAnswer => true,
        }
    }
}

/// How long to wait before the next attempt, after `attempts` of them (at least one); `None` when it is given up.
/// Up to a tenth is added by chance.
pub fn next_retry(
    kind: EventKind,
    attempts: usize,
    result: AttemptResult,
    draw: &mut Draw,
) -> Option<Duration> {
    if kind != EventKind::PostCallTranscription || !result.may_be_retried() {
        return None;
    }
    let seconds = RETRY_DELAYS_SECONDS.get(attempts.checked_sub(1)?)?;
    Some(Duration::from_secs_f64(f64::from(*seconds) * (1.0 + draw.fraction() / 10.0)))
}

/// The health of one webhook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WebhookHealth {
    /// Failed attempts since the last success.
    pub failures_in_a_row: u32,
    /// The last success.
    pub last_success: Option<Timestamp>,
    /// Status of the last failure, when there was one.
    pub last_failure_status: Option<u16>,
    /// Time of the last failure.
    pub last_failure: Option<Timestamp>,
}

impl WebhookHealth {
    /// Counts an attempt; true when the webhook is to be switched off now.
    pub fn record(&mut self, result: AttemptResult, now: Timestamp) -> bool {
        if result.delivered() {
            self.failures_in_a_row = 0;
            self.last_success = Some(now);
            return false;
        }
        self.failures_in_a_row = self.failures_in_a_row.saturating_add(1);
        self.last_failure = Some(now);
        self.last_failure_status = match result {
            AttemptResult::Status(status) => Some(status),
            AttemptResult::NoAnswer => None,
        };
        let protected =
            self.last_success.is_some_and(|success| now.duration_since(success) < SUCCESS_PROTECTS);
        self.failures_in_a_row >= FAILURES_TO_DISABLE && !protected
    }
}

#[cfg(test)]
mod tests {
    use super::super::draw::CallSeed;
    use super::*;

    fn waits(kind: EventKind, result: AttemptResult) -> Vec<u64> {
        let mut draw = CallSeed::derive(1, &[]).draw("retry");
        (1..)
            .map_while(|attempts| next_retry(kind, attempts, result, &mut draw))
            .map(|wait| wait.as_secs())
            .collect()
    }

    #[test]
    fn a_transcription_is_sent_again_five_times_with_growing_waits() {
        let waits = waits(EventKind::PostCallTranscription, AttemptResult::Status(500));
        assert_eq!(waits.len(), 5);
        for (wait, least) in waits.iter().zip(RETRY_DELAYS_SECONDS) {
            assert!((u64::from(least)..=u64::from(least) * 11 / 10).contains(wait), "{wait} for {least}");
        }
    }

    #[test]
    fn a_refusal_and_another_event_are_not_sent_again() {
        assert!(waits(EventKind::PostCallTranscription, AttemptResult::Status(401)).is_empty());
        assert!(waits(EventKind::CallInitiationFailure, AttemptResult::Status(500)).is_empty());
        assert_eq!(waits(EventKind::PostCallTranscription, AttemptResult::Status(429)).len(), 5);
        assert_eq!(waits(EventKind::PostCallTranscription, AttemptResult::NoAnswer).len(), 5);
    }

    #[test]
    fn ten_failures_without_a_success_switch_a_webhook_off() {
        let now = Timestamp::UNIX_EPOCH;
        let mut health = WebhookHealth::default();
        for _ in 0..9 {
            assert!(!health.record(AttemptResult::Status(500), now));
        }
        assert!(health.record(AttemptResult::Status(500), now));
    }

    #[test]
    fn a_success_this_week_keeps_a_webhook_on() {
        let now = Timestamp::UNIX_EPOCH;
        let mut health = WebhookHealth::default();
        health.record(AttemptResult::Status(200), now);
        for _ in 0..20 {
            assert!(!health.record(AttemptResult::NoAnswer, now + SignedDuration::from_hours(24)));
        }
        assert!(health.record(AttemptResult::NoAnswer, now + SignedDuration::from_hours(8 * 24)));
    }
}
