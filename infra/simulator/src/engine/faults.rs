//! Faults of the provider's API, by rule.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::draw::CallSeed;

/// Which of the matching requests a rule strikes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum When {
    /// All.
    #[default]
    Always,
    /// Only the n-th, counted from 1 since the rule was set.
    Nth(u64),
    /// Every n-th.
    Every(u64),
    /// Each with this probability (0 to 1), drawn from the simulator's seed.
    Probability(f64),
}

/// What a struck request meets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Effect {
    /// This status, with the provider's error body for it or the one given.
    Status {
        /// The HTTP status.
        code: u16,
        /// The body; the provider's usual one when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Value>,
    },
    /// No answer for this long, then a closed connection.
    Timeout {
        /// Milliseconds.
        hold_ms: u64,
    },
    /// The connection is closed without an answer.
    Reset,
    /// The connection is closed in the middle of the answer.
    Truncated,
    /// An answer that is not JSON.
    Garbage,
    /// The right answer, later.
    Delay {
        /// Milliseconds.
        by_ms: u64,
    },
    /// 200 with `success: false` (dialling only; other operations answer as usual).
    Refused {
        /// The provider's reason.
        message: String,
    },
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultRule {
    /// The operation, e.g. `twilio_outbound_call`; `*` for all.
    pub operation: String,
    /// Which requests.
    #[serde(default)]
    pub when: When,
    /// What they meet.
    pub effect: Effect,
    /// Whether the operation takes place all the same: "500 after the call was dialled".
    #[serde(default)]
    pub performed: bool,
    /// How many requests it strikes at most; no limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

/// A rule and what it has seen.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultState {
    /// The rule.
    #[serde(flatten)]
    pub rule: FaultRule,
    /// Matching requests so far.
    pub seen: u64,
    /// Struck requests so far.
    pub struck: u64,
}

impl FaultState {
    /// A rule that has seen nothing.
    pub fn new(rule: FaultRule) -> Self {
        Self { rule, seen: 0, struck: 0 }
    }

    /// Counts a request; true when it is struck. `place` is the rule's place in the list, so that two equal rules
    /// strike different requests.
    fn strikes(&mut self, operation: &str, seed: u64, place: usize) -> bool {
        if self.rule.operation != "*" && self.rule.operation != operation {
            return false;
        }
        self.seen += 1;
        if self.rule.times.is_some_and(|times| self.struck >= times) {
            return false;
        }
        let strikes = match self.rule.when {
            When::Always => true,
            When::Nth(nth) => self.seen == nth,
            When::Every(every) => every > 0 && self.seen.is_multiple_of(every),
            When::Probability(probability) => {
                let parts = ["fault", &place.to_string(), &self.seen.to_string()];
                CallSeed::derive(seed, &parts).draw("fault").chance(probability)
            }
        };
        self.struck += u64::from(strikes);
        strikes
    }
}

/// What the request meets: the first rule that strikes it. Every rule counts it.
pub fn strike(rules: &mut [FaultState], operation: &str, seed: u64) -> Option<FaultRule> {
    let mut first = None;
    for (place, rule) in rules.iter_mut().enumerate() {
        if rule.strikes(operation, seed, place) && first.is_none() {
            first = Some(rule.rule.clone());
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(when: When) -> FaultState {
        let rule = FaultRule {
            operation: "get_agent".to_owned(),
            when,
            effect: Effect::Reset,
            performed: false,
            times: None,
        };
        FaultState::new(rule)
    }

    fn struck(rule: FaultState, requests: usize) -> Vec<usize> {
        let mut rules = [rule];
        (1..=requests).filter(|_| strike(&mut rules, "get_agent", 9).is_some()).collect()
    }

    #[test]
    fn rules_strike_by_count() {
        assert_eq!(struck(rule(When::Nth(3)), 6), [3]);
        assert_eq!(struck(rule(When::Every(2)), 6), [2, 4, 6]);
        assert_eq!(struck(rule(When::Every(0)), 3), [0; 0]);
        let mut twice = rule(When::Always);
        twice.rule.times = Some(2);
        assert_eq!(struck(twice, 6), [1, 2]);
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed_and_about_right() {
        let first = struck(rule(When::Probability(0.1)), 2_000);
        assert_eq!(first, struck(rule(When::Probability(0.1)), 2_000));
        assert!((150..250).contains(&first.len()), "{}", first.len());
    }

    #[test]
    fn another_operation_is_left_alone() {
        assert_eq!(strike(&mut [rule(When::Always)], "get_tool", 1), None);
    }

    #[test]
    fn a_rule_reads_from_the_wire_form() {
        let rule: FaultRule = serde_json::from_str(
            r#"{"operation":"twilio_outbound_call","when":{"nth":2},"effect":{"status":{"code":503}},"performed":true}"#,
        )
        .unwrap();
        assert_eq!((rule.when, rule.effect), (When::Nth(2), Effect::Status { code: 503, body: None }));
    }
}
