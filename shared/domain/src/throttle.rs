//! How often somebody may try.
//!
//! Attempts cost nothing until there are too many; then each one has to wait twice as long as the one before, up to a
//! longest wait. Attempts are forgiven one by one as time passes. The whole state of a limit are two instants.
//!
//! Nobody is shut out of a limit of their own: whoever waits as told may try. Where a limit is shared, the attempt that
//! has become possible goes to whoever asks first. The one that could be used to keep an account's owner out is that
//! over all strangers to the account ([`of_strangers`]).

use std::net::{IpAddr, Ipv6Addr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A limit on attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How many attempts are free.
    pub free: u32,
    /// The wait before the next one; it doubles from attempt to attempt.
    pub first_wait: SignedDuration,
    /// It never gets longer than this.
    pub longest_wait: SignedDuration,
    /// An attempt is forgiven after so long.
    pub forgiven_every: SignedDuration,
}

/// Guesses at one account from one source, or on one device. After thirty, guessing slows down to one in 15 minutes. As
/// many may be made at once, by programs that share a user.
pub const ACCOUNT_FROM_SOURCE: Rule = Rule {
    free: 30,
    first_wait: SignedDuration::from_secs(2),
    longest_wait: SignedDuration::from_mins(15),
    forgiven_every: SignedDuration::from_mins(15),
};

/// Sign-ins from one source that do not succeed, whatever the account, but for those on devices that are known.
pub const SOURCE: Rule = Rule {
    free: 100,
    first_wait: SignedDuration::from_secs(2),
    longest_wait: SignedDuration::from_mins(5),
    forgiven_every: SignedDuration::from_secs(2),
};

/// Guesses at one account from all that never signed in to it, however many there are.
const STRANGERS: Rule = Rule {
    free: 60,
    first_wait: SignedDuration::from_secs(1),
    longest_wait: SignedDuration::from_mins(5),
    forgiven_every: SignedDuration::from_mins(2),
};

/// The same limit for a source that has hardly tried the account of late. All the rest is the same: both rules count
/// in one state.
const NEWCOMERS: Rule = Rule { free: 300, ..STRANGERS };

/// How many attempts of its own, not forgiven yet, make a source one that has tried the account.
const NEWCOMER_ATTEMPTS: u32 = 3;

/// The limit over all sources that never signed in to an account, as it is for one that made these attempts at it.
///
/// - Together, strangers make 300 attempts at most, and some 40 more an hour, from however many addresses.
/// - A device that signed in to the account before is not counted here and notices nothing.
/// - The owner on a new device is a newcomer, whose first attempts are let through at once while strangers who tried
///   before are waiting for theirs. A handful of addresses can use up what those may do, but not what newcomers may.
///   Whoever has some dozens of addresses, or ten and days of time, can; then an owner on a new device competes with
///   them for an attempt every few minutes, for as long as they go on.
/// - An attempt that succeeds is given back.
pub fn of_strangers(at_account: Option<Attempts>, now: Timestamp) -> Rule {
    let tried = at_account.map_or(0, |attempts| ACCOUNT_FROM_SOURCE.unforgiven(attempts.forgiven_at, now));
    if tried < NEWCOMER_ATTEMPTS { NEWCOMERS } else { STRANGERS }
}

/// Registrations from one source.
pub const REGISTRATION: Rule = Rule {
    free: 100,
    first_wait: SignedDuration::from_secs(20),
    longest_wait: SignedDuration::from_hours(1),
    forgiven_every: SignedDuration::from_secs(20),
};

/// The attempts made so far under one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempts {
    /// When all of them will be forgiven: one more attempt moves it on by [`Rule::forgiven_every`].
    pub forgiven_at: Timestamp,
    /// When the last one was made.
    pub last_at: Timestamp,
}

/// Whether one more attempt may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may; these are the attempts with it.
    Go(Attempts),
    /// Not before so long.
    Wait(SignedDuration),
}

impl Rule {
    /// Judges one more attempt.
    pub fn judge(&self, before: Option<Attempts>, now: Timestamp) -> Verdict {
        let Some(before) = before else { return Verdict::Go(self.count(now, now)) };
        // A clock that runs a little behind must not make anybody wait longer than the rule says.
        let last_at = before.last_at.min(now);
        let wait = self.wait(self.unforgiven(before.forgiven_at, now));
        let waited = now.duration_since(last_at);
        if waited >= wait {
            return Verdict::Go(self.count(before.forgiven_at.max(now), now));
        }
        Verdict::Wait(wait - waited)
    }

    /// Attempts that will all be forgiven by then need no wait.
    pub fn free_until(&self, now: Timestamp) -> Timestamp {
        let each = i32::try_from(self.free).ok().and_then(|free| self.forgiven_every.checked_mul(free));
        each.and_then(|all| now.saturating_add(all).ok()).unwrap_or(Timestamp::MAX)
    }

    /// When the state of these attempts says nothing any more and may be removed.
    pub fn forgotten_at(&self, attempts: Attempts) -> Timestamp {
        let quiet = attempts.last_at.saturating_add(self.longest_wait).unwrap_or(Timestamp::MAX);
        attempts.forgiven_at.max(quiet)
    }

    fn count(&self, from: Timestamp, now: Timestamp) -> Attempts {
        let forgiven_at = from.saturating_add(self.forgiven_every).unwrap_or(Timestamp::MAX);
        Attempts { forgiven_at, last_at: now }
    }

    /// How many attempts are not forgiven yet.
    fn unforgiven(&self, forgiven_at: Timestamp, now: Timestamp) -> u32 {
        let (left, each) =
            (forgiven_at.duration_since(now).as_millis(), self.forgiven_every.as_millis().max(1));
        let count = if left <= 0 { 0 } else { (left + each - 1) / each };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// How long after the last attempt the next one may follow.
    fn wait(&self, unforgiven: u32) -> SignedDuration {
        let Some(too_many) = unforgiven.checked_sub(self.free) else { return SignedDuration::ZERO };
        let doubled = 1_i32.checked_shl(too_many).filter(|factor| *factor > 0);
        let wait = doubled.and_then(|factor| self.first_wait.checked_mul(factor));
        wait.map_or(self.longest_wait, |wait| wait.min(self.longest_wait))
    }
}

/// A browser that somebody signed in with, as it was named then: 16 bytes drawn at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeviceId(pub [u8; 16]);

impl std::fmt::Display for DeviceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// Where requests come from, as far as limits are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// An IPv4 address, or the first half of an IPv6 address: a household or a server gets 2^64 addresses at once
    /// (RFC 6177).
    Address(IpAddr),
    /// Not known. All of these share their limits.
    Unknown,
}

impl Source {
    /// Reads an address.
    pub fn of(address: Option<&str>) -> Self {
        match address
            .and_then(|text| text.trim().parse::<IpAddr>().ok())
            .map(|address| address.to_canonical())
        {
            None => Self::Unknown,
            Some(IpAddr::V4(address)) => Self::Address(address.into()),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                Self::Address(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into())
            }
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

#[cfg(test)]
mod tests;
