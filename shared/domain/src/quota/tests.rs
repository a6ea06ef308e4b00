use proptest::{collection::vec, prelude::*};

use super::*;

const SMALL: Quota = Quota {
    minute: Amount { deliveries: 60, bytes: 1_000_000 },
    day: Amount { deliveries: 500, bytes: 20_000_000 },
};

fn noon() -> Timestamp {
    "2026-09-21T12:00:00Z".parse().unwrap()
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

/// Some processes, and what they have told.
struct Processes {
    quota: Quota,
    meters: Vec<Meter>,
    told: Amount,
    tellings: u64,
}

impl Processes {
    fn new(quota: Quota, count: usize) -> Self {
        Self { quota, meters: vec![Meter::new(noon()); count], told: Amount::default(), tellings: 0 }
    }

    /// One delivery, as a process takes it.
    fn deliver(&mut self, process: usize, bytes: u64, now: Timestamp) -> Verdict {
        let meter = &mut self.meters[process];
        let verdict = meter.count(&self.quota, bytes, now);
        if matches!(verdict, Verdict::Later(_)) {
            return verdict;
        }
        let Some(telling) = meter.tell() else { return verdict };
        self.tellings += 1;
        self.told = sum(self.told, telling.amount());
        meter.learn(&self.quota, &telling, self.told, now);
        if verdict == Verdict::Keep { meter.judge_again(&self.quota, bytes) } else { verdict }
    }
}

#[test]
fn a_burst_is_let_through_and_then_the_pace() {
    let mut process = Processes::new(SMALL, 1);
    let kept = (0..100).filter(|_| process.deliver(0, 10, noon()) == Verdict::Keep).count();
    assert_eq!(kept, 60);
    assert!(matches!(process.deliver(0, 10, noon()), Verdict::Later(wait) if wait <= seconds(1)));
    let later = noon() + seconds(10);
    let kept = (0..100).filter(|_| process.deliver(0, 10, later) == Verdict::Keep).count();
    assert_eq!(kept, 10);
}

#[test]
fn beyond_the_day_heads_are_kept_and_of_as_many_again_nothing() {
    let mut process = Processes::new(SMALL, 1);
    let verdicts: Vec<Verdict> =
        (0..1_200).map(|number| process.deliver(0, 10, noon() + seconds(number))).collect();
    assert!(verdicts[..500].iter().all(|verdict| *verdict == Verdict::Keep));
    assert!(verdicts[500..1_000].iter().all(|verdict| *verdict == Verdict::KeepHead));
    let hour = SignedDuration::from_hours(1);
    assert!(verdicts[1_000..].iter().all(|verdict| *verdict == Verdict::Later(hour)));
    let before_midnight = "2026-09-21T23:59:50Z".parse().unwrap();
    assert_eq!(process.deliver(0, 10, before_midnight), Verdict::Later(seconds(10)));
    assert_eq!(process.deliver(0, 10, next_day(noon())), Verdict::Keep);
}

#[test]
fn bytes_count_as_well_and_a_body_of_any_size_comes_through_in_the_end() {
    let mut process = Processes::new(SMALL, 1);
    let mut now = noon();
    let mut kept = 0;
    for _ in 0..10 {
        match process.deliver(0, 4_000_000, now) {
            Verdict::Keep => kept += 1,
            Verdict::KeepHead => break,
            Verdict::Later(wait) => now += wait,
        }
    }
    assert_eq!(kept, 5);
    assert_eq!(process.deliver(0, 4_000_000, now + seconds(600)), Verdict::KeepHead);
}

#[test]
fn a_process_that_cannot_tell_tells_later() {
    let mut meter = Meter::new(noon());
    for _ in 0..32 {
        meter.count(&SMALL, 10, noon());
    }
    let telling = meter.tell().unwrap();
    assert_eq!(meter.used(), Amount { deliveries: 32, bytes: 320 });
    assert!(meter.tell().is_none());
    meter.not_told(&telling);
    assert_eq!(meter.tell().unwrap().amount(), Amount { deliveries: 32, bytes: 320 });
}

proptest! {
    #[test]
    fn whoever_stays_below_every_quota_is_never_kept_waiting(
        pauses in vec(1_000_i64..5_000, 1..400), processes in 1_usize..4,
    ) {
        let mut all = Processes::new(SMALL, processes);
        let mut now = noon();
        for (number, pause) in pauses.into_iter().enumerate() {
            now += SignedDuration::from_millis(pause);
            prop_assert_eq!(all.deliver(number % processes, 500, now), Verdict::Keep);
        }
    }

    #[test]
    fn processes_keep_no_more_than_the_day_allows_and_what_each_has_not_told(
        deliveries in vec((0_usize..4, 0_u64..300_000, 0_i64..2_000), 1..3_000), processes in 1_usize..5,
    ) {
        let mut all = Processes::new(SMALL, processes);
        let (mut now, mut kept, mut heads, mut bytes) = (noon(), 0, 0, 0);
        for (process, size, pause) in deliveries {
            now += SignedDuration::from_millis(pause);
            match all.deliver(process % processes, size, now) {
                Verdict::Keep => { kept += 1; bytes += size; }
                Verdict::KeepHead => heads += 1,
                Verdict::Later(wait) => prop_assert!(wait > SignedDuration::ZERO && wait <= LONGEST_WAIT),
            }
        }
        let each = u64::try_from(processes).unwrap();
        prop_assert!(kept <= SMALL.day.deliveries + 32 * each);
        prop_assert!(bytes <= SMALL.day.bytes + (TOLD_AFTER.bytes + 300_000) * each);
        prop_assert!(kept + heads <= 2 * SMALL.day.deliveries + 32 * each);
        // And none of them tells more often than it has to.
        let told = all.told;
        prop_assert!(all.tellings <= told.deliveries / 32 + told.bytes / TOLD_AFTER.bytes);
    }

    #[test]
    fn a_flood_over_several_processes_soon_has_the_pace_of_one(processes in 1_usize..6) {
        let quota = Quota { day: Amount { deliveries: u64::MAX / 2, bytes: u64::MAX }, ..SMALL };
        let mut all = Processes::new(quota, processes);
        // A hundred a second, for two minutes.
        let mut kept = 0;
        for number in 0..12_000 {
            let now = noon() + SignedDuration::from_millis(10 * number);
            let process = usize::try_from(number).unwrap() % processes;
            kept += u64::from(all.deliver(process, 10, now) == Verdict::Keep);
        }
        let each = u64::try_from(processes).unwrap();
        prop_assert!(kept <= 3 * quota.minute.deliveries + 64 * each, "{kept}");
    }

    #[test]
    fn whoever_waits_as_told_is_let_through(pause in 0_i64..100, size in 0_u64..5_000_000) {
        let mut process = Processes::new(SMALL, 1);
        let mut now = noon();
        for _ in 0..200 {
            now += SignedDuration::from_millis(pause);
            if let Verdict::Later(wait) = process.deliver(0, size, now) {
                now += wait;
                prop_assert!(!matches!(process.deliver(0, size, now), Verdict::Later(_)));
            }
        }
    }
}
