//! How often and how fast a read is repeated.

use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};

use super::error::ApiError;

/// How often and how fast a read is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often a request is sent at most.
    pub attempts: u32,
    /// The longest pause before the second attempt; it doubles with each.
    pub first_pause: Duration,
    /// The longest pause at all. When the provider asks for a longer one, the read is given up.
    pub longest_pause: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts within a few seconds: behind a read stands a queue that has more patience.
    fn default() -> Self {
        Self { attempts: 3, first_pause: Duration::from_millis(300), longest_pause: Duration::from_secs(3) }
    }
}

impl RetryPolicy {
    /// No second attempt: for those who have other things to do meanwhile, and come back.
    pub const ONCE: Self = Self { attempts: 1, first_pause: Duration::ZERO, longest_pause: Duration::ZERO };

    /// The pause before the next attempt, after `attempt` failed; `None` to give up.
    pub(super) fn pause_after(&self, attempt: u32, error: &ApiError) -> Option<Duration> {
        if attempt >= self.attempts || !error.is_worth_repeating_a_read() {
            return None;
        }
        let asked = match error {
            ApiError::Refused(refusal) => refusal.retry_after,
            _ => None,
        };
        if let Some(asked) = asked {
            return (asked <= self.longest_pause).then_some(asked);
        }
        let doubled = self.first_pause.saturating_mul(2_u32.saturating_pow(attempt - 1));
        Some(jittered(doubled.min(self.longest_pause)))
    }
}

/// Between half of the pause and all of it, so that those who failed together do not come back together.
fn jittered(pause: Duration) -> Duration {
    let mut byte = [0_u8];
    // Without randomness the pause is a half: still a pause.
    let _ = SystemRandom::new().fill(&mut byte);
    pause / 2 + (pause / 2) * u32::from(byte[0]) / 255
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;
    use crate::client::Refusal;

    fn refused(status: u16, retry_after: Option<Duration>) -> ApiError {
        ApiError::Refused(Refusal {
            status: StatusCode::from_u16(status).unwrap(),
            code: None,
            legacy_status: None,
            message: None,
            trace_id: None,
            retry_after,
        })
    }

    #[test]
    fn pauses_grow_and_stay_within_their_bounds() {
        let policy = RetryPolicy { attempts: 10, ..RetryPolicy::default() };
        for (attempt, longest) in [(1, 300), (2, 600), (3, 1_200), (4, 2_400), (5, 3_000), (9, 3_000)] {
            let longest = Duration::from_millis(longest);
            for _ in 0..50 {
                let pause = policy.pause_after(attempt, &refused(503, None)).unwrap();
                assert!((longest / 2..=longest).contains(&pause), "{attempt}: {pause:?}");
            }
        }
        assert_eq!(policy.pause_after(10, &refused(503, None)), None);
    }

    #[test]
    fn only_what_may_pass_is_repeated() {
        let policy = RetryPolicy::default();
        for status in [408, 409, 425, 429, 500, 502, 503, 504] {
            assert!(policy.pause_after(1, &refused(status, None)).is_some(), "{status}");
        }
        for status in [302, 400, 401, 402, 403, 404, 410, 422] {
            assert_eq!(policy.pause_after(1, &refused(status, None)), None, "{status}");
        }
        assert!(policy.pause_after(1, &ApiError::TimedOut).is_some());
        assert_eq!(policy.pause_after(1, &ApiError::Unreadable(String::new())), None);
    }

    #[test]
    fn the_provider_s_wish_is_granted_or_the_read_given_up() {
        let policy = RetryPolicy::default();
        let asked = |seconds| policy.pause_after(1, &refused(429, Some(Duration::from_secs(seconds))));
        assert_eq!(asked(2), Some(Duration::from_secs(2)));
        assert_eq!(asked(60), None);
    }
}
