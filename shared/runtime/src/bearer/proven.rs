//! Tokens whose signature was checked before.
//!
//! A browser sends the same token for five minutes, and checking an Ed25519 signature takes longer than all else that
//! is done with a request here. A signature that was right stays right: what can change, the time and the session, is
//! looked at in every request all the same.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::{
    TenantId,
    ids::{SessionId, UserId},
};
use jiff::SignedDuration;
use ring::digest::{SHA256, digest};

/// So many at most: a process that has seen more begins anew.
const CAPACITY: usize = 256;

/// What a rightly signed token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Proven {
    pub(super) tenant: TenantId,
    pub(super) user: UserId,
    pub(super) session: SessionId,
    /// When it was made, in seconds since 1970.
    pub(super) made_at: i64,
    /// When it ends, in seconds since 1970.
    pub(super) ends_at: i64,
    /// From when on it is good, if it says so.
    pub(super) not_before: Option<i64>,
    /// Until when the key is trusted that it was checked with.
    pub(super) trusted_until: i64,
}

/// Our own functions make tokens: their clocks differ by seconds at most.
const CLOCKS_DIFFER_BY: i64 = 60;

impl Proven {
    /// Whether a token that lives for so long at most is good at this moment. Its times may be any numbers.
    pub(super) fn is_good_at(&self, now: i64, life: SignedDuration) -> bool {
        let soon = now.saturating_add(CLOCKS_DIFFER_BY);
        let lives_for = self.ends_at.checked_sub(self.made_at);
        now < self.ends_at
            && self.made_at <= soon
            && self.not_before.is_none_or(|not_before| not_before <= soon)
            && lives_for.is_some_and(|seconds| seconds <= life.as_secs())
    }
}

/// Tokens by their digest: the tokens themselves are as good as a password while they last.
#[derive(Default)]
pub(super) struct ProvenTokens(Mutex<HashMap<[u8; 32], Proven>>);

impl ProvenTokens {
    /// What this token says, if it was proven before.
    pub(super) fn find(&self, token: &str) -> Option<Proven> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key(token)?).copied()
    }

    /// Keeps what this token was found to say.
    pub(super) fn remember(&self, token: &str, proven: Proven, now: i64) {
        let Some(key) = key(token) else { return };
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= CAPACITY {
            tokens.retain(|_, proven| now < proven.ends_at);
        }
        if tokens.len() >= CAPACITY {
            tokens.clear();
        }
        tokens.insert(key, proven);
    }
}

fn key(token: &str) -> Option<[u8; 32]> {
    digest(&SHA256, token.as_bytes()).as_ref().try_into().ok()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn proven(ends_at: i64) -> Proven {
        let now = Timestamp::UNIX_EPOCH;
        Proven {
            tenant: TenantId::register(now, 1),
            user: UserId::from_parts(now, 2),
            session: SessionId::from_parts(now, 3),
            made_at: 0,
            ends_at,
            not_before: None,
            trusted_until: 1000,
        }
    }

    #[test]
    fn any_numbers_are_judged() {
        let numbers = [i64::MIN, i64::MIN + 1, -1, 0, 1, 299, 300, 361, i64::MAX - 1, i64::MAX];
        for made_at in numbers {
            for ends_at in numbers {
                for not_before in numbers.map(Some).into_iter().chain([None]) {
                    let proven = Proven { made_at, not_before, ..proven(ends_at) };
                    let life = i128::from(ends_at) - i128::from(made_at);
                    let good = (made_at <= 360 && ends_at > 300 && life <= 300)
                        && not_before.is_none_or(|not_before| not_before <= 360);
                    assert_eq!(
                        proven.is_good_at(300, SignedDuration::from_mins(5)),
                        good,
                        "{made_at} {ends_at} {not_before:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn only_the_very_same_token_is_found() {
        let tokens = ProvenTokens::default();
        tokens.remember("head.claims.signature", proven(300), 0);
        assert_eq!(tokens.find("head.claims.signature"), Some(proven(300)));
        assert_eq!(tokens.find("head.claims.signaturf"), None);
        assert_eq!(tokens.find("head.claims"), None);
        assert_eq!(tokens.find(""), None);
    }

    #[test]
    fn there_are_never_too_many() {
        let tokens = ProvenTokens::default();
        for number in 0..CAPACITY {
            let ends_at = if number == 7 { 1000 } else { 300 };
            tokens.remember(&number.to_string(), proven(ends_at), 0);
        }
        tokens.remember("new", proven(1000), 300);
        assert_eq!(tokens.find("7"), Some(proven(1000)), "one that lasts stays");
        assert_eq!(tokens.find("8"), None, "those that ended go");
        for number in 0..CAPACITY * 3 {
            tokens.remember(&format!("more {number}"), proven(1000), 300);
            assert!(tokens.0.lock().unwrap().len() <= CAPACITY);
        }
    }
}
