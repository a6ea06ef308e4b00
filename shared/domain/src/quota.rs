//! How much may be delivered through one connection.
//!
//! Each process counts for itself and tells the others through the table, once for every [`TOLD_AFTER`]: a delivery costs
//! nothing more. So each process may let through what it has not told yet beyond a quota of the day: fewer than 32
//! deliveries, or one that makes the megabyte full. Of the minute a process that has just started learns what others take
//! when it tells for the second time: twice as much.

#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

/// A number of deliveries, and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub deliveries: u64,
    /// The bytes of all of them that are kept.
    pub bytes: u64,
}

/// After so many deliveries, or bytes, a process tells what it has counted.
pub const TOLD_AFTER: Amount = Amount { deliveries: 32, bytes: 1_000_000 };
/// What the head of a delivery has at most, in bytes.
pub const HEAD_BYTES: u64 = 1024;
/// Nobody is told to wait for longer, also where the day lasts longer.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// How much may be delivered through a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// At once; as much comes back evenly within a minute.
    pub minute: Amount,
    /// In a day of UTC. Of as many deliveries again the head is kept.
    pub day: Amount,
}

impl Quota {
    /// What a large business does not come near: 20,000 calls a day, of 100 KB each.
    pub const USUAL: Self = Self {
        minute: Amount { deliveries: 2_000, bytes: 64_000_000 },
        day: Amount { deliveries: 20_000, bytes: 2_000_000_000 },
    };

    /// How long it takes until as much may be delivered again.
    fn made_up_for_in(&self, amount: Amount) -> Debt {
        let part = |amount: u64, of: u64| {
            let nanoseconds = u128::from(amount) * 60_000_000_000 / u128::from(of.max(1));
            SignedDuration::from_nanos(i64::try_from(nanoseconds).unwrap_or(i64::MAX / 4))
        };
        Debt {
            deliveries: part(amount.deliveries, self.minute.deliveries),
            bytes: part(amount.bytes, self.minute.bytes),
        }
    }
}

/// What becomes of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is kept.
    Keep,
    /// The day's quota is used up: its head is kept, and the conversation is fetched on the next day.
    KeepHead,
    /// Nothing of it is kept. It is to be sent again after so long.
    Later(SignedDuration),
}

/// How long it takes until what was delivered is made up for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Debt {
    deliveries: SignedDuration,
    bytes: SignedDuration,
}

impl Debt {
    fn of_each(self, other: Self, rule: impl Fn(SignedDuration, SignedDuration) -> SignedDuration) -> Self {
        Self { deliveries: rule(self.deliveries, other.deliveries), bytes: rule(self.bytes, other.bytes) }
    }

    fn and(self, other: Self) -> Self {
        self.of_each(other, SignedDuration::saturating_add)
    }

    /// What is left of it after so long.
    fn after(self, time: SignedDuration) -> Self {
        let passed = Self { deliveries: time, bytes: time };
        self.of_each(passed, |debt, time| debt.saturating_sub(time).max(SignedDuration::ZERO))
    }

    /// How long until there is room for one more.
    fn wait(self) -> Option<SignedDuration> {
        let beyond = self.deliveries.max(self.bytes).saturating_sub(MINUTE);
        (beyond >= SignedDuration::ZERO).then(|| beyond.saturating_add(SignedDuration::from_nanos(1)))
    }
}

/// What a process is about to tell.
#[derive(Clone, Copy, Debug)]
pub struct Telling {
    before: Meter,
}

impl Telling {
    /// What is to be added to what all have told.
    pub const fn amount(&self) -> Amount {
        self.before.own
    }

    /// To which day.
    pub const fn day(&self) -> Date {
        self.before.day
    }
}

/// What one process knows about the deliveries through a connection.
#[derive(Clone, Copy, Debug)]
pub struct Meter {
    day: Date,
    /// What all processes had told when this one last did.
    told: Amount,
    /// When that was; at the beginning of the day if it was not yet.
    told_at: Timestamp,
    /// The debt of all processes at that time, as far as it is known.
    debt_told: Debt,
    /// What this process has counted since.
    own: Amount,
    /// The debt now.
    debt: Debt,
    debt_at: Timestamp,
    /// Whether the day's quota was reached.
    is_reached: bool,
}

impl Meter {
    /// Nothing was delivered that this process knows of.
    pub fn new(now: Timestamp) -> Self {
        let (debt, day) = (Debt::default(), day_of(now));
        Self {
            day,
            told: Amount::default(),
            told_at: start_of(day),
            debt_told: debt,
            own: Amount::default(),
            debt,
            debt_at: now,
            is_reached: false,
        }
    }

    /// Judges one more delivery, of which so many bytes would be kept, and counts it unless it is to come later.
    pub fn count(&mut self, quota: &Quota, bytes: u64, now: Timestamp) -> Verdict {
        self.go_on(now);
        if let Some(wait) = self.debt.wait() {
            return Verdict::Later(wait);
        }
        if self.used().deliveries >= quota.day.deliveries.saturating_mul(2) {
            let left = self.day.tomorrow().map_or(LONGEST_WAIT, |day| start_of(day).duration_since(now));
            return Verdict::Later(left.clamp(SignedDuration::from_secs(1), LONGEST_WAIT));
        }
        let verdict = Self::verdict(quota, self.used(), bytes);
        let kept = if verdict == Verdict::Keep { bytes } else { bytes.min(HEAD_BYTES) };
        let amount = Amount { deliveries: 1, bytes: kept };
        self.own = sum(self.own, amount);
        self.debt = self.debt.and(quota.made_up_for_in(amount));
        verdict
    }

    /// What this process has to tell now, if anything. It counts as told from now on.
    pub fn tell(&mut self) -> Option<Telling> {
        let is_much = self.own.deliveries >= TOLD_AFTER.deliveries || self.own.bytes >= TOLD_AFTER.bytes;
        is_much.then(|| {
            let before = *self;
            self.told = sum(before.told, before.own);
            self.own = Amount::default();
            Telling { before }
        })
    }

    /// It could not be told.
    pub fn not_told(&mut self, telling: &Telling) {
        if telling.day() == self.day {
            self.told = difference(self.told, telling.amount());
            self.own = sum(self.own, telling.amount());
        }
    }

    /// It was told, and `total` is what all have told of this day by now.
    pub fn learn(&mut self, quota: &Quota, telling: &Telling, total: Amount, now: Timestamp) {
        self.go_on(now);
        let before = telling.before;
        if before.day != self.day {
            return;
        }
        let passed = now.duration_since(before.told_at).max(SignedDuration::ZERO);
        let come = quota.made_up_for_in(difference(total, before.told));
        // What others took came evenly, as far as anybody can tell.
        let together = before.debt_told.and(come).after(passed);
        self.debt = self.debt.of_each(together, Ord::max);
        self.told = Amount {
            deliveries: total.deliveries.max(self.told.deliveries),
            bytes: total.bytes.max(self.told.bytes),
        };
        (self.told_at, self.debt_told) = (now, self.debt);
    }

    /// Judges a delivery once more that was counted to be kept, by what was learnt since.
    pub fn judge_again(&self, quota: &Quota, bytes: u64) -> Verdict {
        let counted = Amount { deliveries: 1, bytes };
        Self::verdict(quota, difference(self.used(), counted), bytes)
    }

    /// Notes that the day's quota is reached; says whether that is news.
    pub fn reach(&mut self) -> bool {
        !std::mem::replace(&mut self.is_reached, true)
    }

    /// Whether there is nothing to remember: nothing to tell, and nothing to make up for.
    pub fn is_idle(&self, now: Timestamp) -> bool {
        let debt = self.debt.after(now.duration_since(self.debt_at));
        day_of(now) != self.day || (self.own == Amount::default() && debt == Debt::default())
    }

    /// What was delivered on this day, as far as this process knows.
    pub fn used(&self) -> Amount {
        sum(self.told, self.own)
    }

    /// The day that it counts for.
    pub const fn day(&self) -> Date {
        self.day
    }

    fn verdict(quota: &Quota, used: Amount, bytes: u64) -> Verdict {
        let is_room_for_bytes = used.bytes.saturating_add(bytes) <= quota.day.bytes;
        if used.deliveries < quota.day.deliveries && is_room_for_bytes {
            Verdict::Keep
        } else {
            Verdict::KeepHead
        }
    }

    /// Lets time pass.
    fn go_on(&mut self, now: Timestamp) {
        let passed = now.duration_since(self.debt_at).max(SignedDuration::ZERO);
        self.debt = self.debt.after(passed);
        self.debt_at = self.debt_at.max(now);
        if day_of(now) > self.day {
            let (debt, debt_at) = (self.debt, self.debt_at);
            *self = Self { debt, debt_at, ..Self::new(now) };
        }
    }
}

/// The day of UTC that a quota counts for.
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// When the quota of the next day begins.
pub fn next_day(at: Timestamp) -> Timestamp {
    day_of(at).tomorrow().map_or(Timestamp::MAX, start_of)
}

fn start_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::MIN, |start| start.timestamp())
}

fn sum(one: Amount, other: Amount) -> Amount {
    Amount {
        deliveries: one.deliveries.saturating_add(other.deliveries),
        bytes: one.bytes.saturating_add(other.bytes),
    }
}

fn difference(one: Amount, other: Amount) -> Amount {
    Amount {
        deliveries: one.deliveries.saturating_sub(other.deliveries),
        bytes: one.bytes.saturating_sub(other.bytes),
    }
}
