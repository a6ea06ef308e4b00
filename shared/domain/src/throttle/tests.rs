use proptest::prelude::*;

use super::*;

const RULES: [Rule; 5] = [ACCOUNT_FROM_SOURCE, SOURCE, STRANGERS, NEWCOMERS, REGISTRATION];

fn start() -> Timestamp {
    "2026-09-21T12:00:00Z".parse().unwrap()
}

/// Attempts made as soon as they are allowed, with the waits before each.
fn hammer(rule: Rule, attempts: usize) -> (Vec<SignedDuration>, Attempts, Timestamp) {
    let (mut now, mut state, mut waits) = (start(), None, Vec::new());
    for _ in 0..attempts {
        let mut waited = SignedDuration::ZERO;
        let after = loop {
            match rule.judge(state, now) {
                Verdict::Go(after) => break after,
                Verdict::Wait(wait) => {
                    waited += wait;
                    now += wait;
                }
            }
        };
        waits.push(waited);
        state = Some(after);
    }
    (waits, state.unwrap(), now)
}

#[test]
fn the_first_attempts_are_free_and_the_next_ones_wait_ever_longer() {
    let (waits, _, _) = hammer(ACCOUNT_FROM_SOURCE, 44);
    assert!(waits[..30].iter().all(SignedDuration::is_zero));
    let seconds: Vec<i64> = waits[30..].iter().map(SignedDuration::as_secs).collect();
    assert_eq!(seconds[..9], [2, 4, 8, 16, 32, 64, 128, 256, 512]);
    assert!(seconds[10..].iter().all(|wait| *wait <= 900));
}

/// An account that is attacked from sources which never signed in to it.
#[derive(Default)]
struct Attacked {
    of_source: std::collections::HashMap<u32, Attempts>,
    of_all: Option<Attempts>,
}

impl Attacked {
    /// Whether an attempt from this source is let through.
    fn attempt(&mut self, source: u32, now: Timestamp) -> bool {
        let of_source = self.of_source.get(&source).copied();
        let judged =
            (ACCOUNT_FROM_SOURCE.judge(of_source, now), of_strangers(of_source, now).judge(self.of_all, now));
        let (Verdict::Go(of_source), Verdict::Go(of_all)) = judged else { return false };
        self.of_source.insert(source, of_source);
        self.of_all = Some(of_all);
        true
    }

    /// How many attempts are let through in an hour in which all of these sources ask every few seconds.
    fn hour(&mut self, sources: u32, hour: i64) -> u32 {
        let mut let_through = 0;
        for second in (0..3600).step_by(5) {
            let now = start() + SignedDuration::from_secs(hour * 3600 + second);
            let_through += (0..sources).map(|source| u32::from(self.attempt(source, now))).sum::<u32>();
        }
        let_through
    }
}

#[test]
fn strangers_together_are_bounded_however_many_addresses_they_have() {
    for sources in [1, 4, 40, 1000] {
        let mut account = Attacked::default();
        let mut let_through = 0;
        for hour in 0..12_u32 {
            let_through += account.hour(sources, hour.into());
            let each_alone = sources * (40 + 4 * (hour + 1));
            let together = 320 + 40 * (hour + 1);
            assert!(let_through <= each_alone.min(together), "{sources} sources, hour {hour}: {let_through}");
        }
    }
}

#[test]
fn a_few_addresses_cannot_keep_a_newcomer_out() {
    for sources in [1, 4, 7] {
        let mut account = Attacked::default();
        for hour in 0..72 {
            account.hour(sources, hour);
            let now = start() + SignedDuration::from_hours(hour + 1);
            let newcomer = 1_000_000 + u32::try_from(hour).unwrap();
            assert!(account.attempt(newcomer, now), "{sources} sources, hour {hour}");
        }
    }
}

#[test]
fn against_many_addresses_a_newcomer_gets_an_attempt_when_they_rest() {
    let mut account = Attacked::default();
    account.hour(1000, 0);
    let mut now = start() + SignedDuration::from_hours(1);
    while !(0..1000).any(|source| account.attempt(source, now)) {
        now += SignedDuration::from_secs(1);
    }
    assert!(!account.attempt(1_000_000, now), "others were faster");
    assert!(account.attempt(1_000_000, now + STRANGERS.longest_wait));
}

#[test]
fn sources_are_told_apart_as_networks_give_them_out() {
    let source = |text| Source::of(Some(text)).to_string();
    assert_eq!(source("192.0.2.1"), "192.0.2.1");
    assert_eq!(source("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    assert_eq!(source("2001:db8:1:2::9"), source("2001:db8:1:2:ffff::"));
    assert_ne!(source("2001:db8:1:3::9"), source("2001:db8:1:2::9"));
    assert_eq!(source("::ffff:192.0.2.1"), "192.0.2.1");
    assert_eq!(Source::of(Some("nonsense")), Source::Unknown);
    assert_eq!(Source::of(None), Source::Unknown);
}

prop_compose! {
    fn any_rule()(free in 0_u32..50, first in 1_i64..30, factor in 1_i64..200, forgiven in 1_i64..2000) -> Rule {
        Rule {
            free,
            first_wait: SignedDuration::from_secs(first),
            longest_wait: SignedDuration::from_secs(first * factor),
            forgiven_every: SignedDuration::from_secs(forgiven),
        }
    }
}

/// The state after attempts at these pauses (those that were refused leave none).
fn after(rule: Rule, pauses: &[i64]) -> (Option<Attempts>, Timestamp, u32) {
    let (mut now, mut state, mut made) = (start(), None, 0);
    for pause in pauses {
        now += SignedDuration::from_millis(*pause);
        if let Verdict::Go(next) = rule.judge(state, now) {
            state = Some(next);
            made += 1;
        }
    }
    (state, now, made)
}

proptest! {
    /// What the store adds without judging is what judging would let through.
    #[test]
    fn what_ends_in_time_needs_no_wait(rule in any_rule(), pauses in prop::collection::vec(0_i64..3_000, 0..120)) {
        let (state, now, _) = after(rule, &pauses);
        if let Some(before) = state.filter(|before| before.forgiven_at > now) {
            let with_it = before.forgiven_at + rule.forgiven_every;
            if with_it <= rule.free_until(now) {
                let expected = Attempts { forgiven_at: with_it, last_at: now };
                prop_assert_eq!(rule.judge(state, now), Verdict::Go(expected));
            }
        }
    }

    #[test]
    fn who_waits_as_told_may_try(rule in any_rule(), pauses in prop::collection::vec(0_i64..100_000, 0..120)) {
        let (state, now, _) = after(rule, &pauses);
        if let Verdict::Wait(wait) = rule.judge(state, now) {
            prop_assert!(wait > SignedDuration::ZERO);
            prop_assert!(matches!(rule.judge(state, now + wait), Verdict::Go(_)));
        }
    }

    #[test]
    fn nobody_waits_longer_than_the_limit(rule in any_rule(), pauses in prop::collection::vec(0_i64..100_000, 0..200)) {
        let (state, now, _) = after(rule, &pauses);
        if let Verdict::Wait(wait) = rule.judge(state, now) {
            prop_assert!(wait <= rule.longest_wait);
        }
    }

    #[test]
    fn waiting_longer_is_never_worse(
        rule in any_rule(),
        pauses in prop::collection::vec(0_i64..50_000, 0..120),
        more in 0_i64..1_000_000,
        yet_more in 0_i64..1_000_000,
    ) {
        let (state, now, _) = after(rule, &pauses);
        let early = rule.judge(state, now + SignedDuration::from_millis(more));
        let late = rule.judge(state, now + SignedDuration::from_millis(more + yet_more));
        prop_assert!(!(matches!(early, Verdict::Go(_)) && matches!(late, Verdict::Wait(_))));
    }

    #[test]
    fn the_pace_is_bounded(rule in any_rule(), pauses in prop::collection::vec(0_i64..3_000, 0..400)) {
        // Above the free ones, attempts are either forgiven or at least the first wait apart.
        let (_, now, made) = after(rule, &pauses);
        let span = now.duration_since(start()).as_millis();
        let forgiven = span / rule.forgiven_every.as_millis() + 1;
        let waited = span / rule.first_wait.as_millis() + 1;
        prop_assert!(i128::from(made) <= i128::from(rule.free) + forgiven + waited);
    }

    #[test]
    fn all_is_forgotten_in_time(rule in any_rule(), pauses in prop::collection::vec(0_i64..3_000, 1..200)) {
        let (state, _, _) = after(rule, &pauses);
        if let Some(attempts) = state {
            let then = rule.forgotten_at(attempts);
            prop_assert_eq!(rule.judge(state, then), rule.judge(None, then));
        }
    }

    #[test]
    fn a_clock_that_runs_behind_makes_nobody_wait_longer(behind in 0_i64..600_000) {
        for rule in RULES {
            let (_, state, now) = hammer(rule, usize::try_from(rule.free).unwrap() + 3);
            if let Verdict::Wait(wait) = rule.judge(Some(state), now - SignedDuration::from_millis(behind)) {
                prop_assert!(wait <= rule.longest_wait);
            }
        }
    }
}
