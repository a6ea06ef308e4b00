//! How calls turn out for which nothing was scripted.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::call::Direction;
use super::draw::CallSeed;
use super::scenario::{INBOUND, OUTBOUND, Scenarios};
use super::script::{Outcome, Script, ScriptError};

/// Shares of the outcomes of unscripted outbound calls; only their proportion matters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct OutcomeMix {
    /// Somebody talks.
    pub answered: u32,
    /// A mailbox.
    pub voicemail: u32,
    /// Nobody picks up.
    pub no_answer: u32,
    /// Engaged.
    pub busy: u32,
    /// Refused by the network.
    pub failed: u32,
}

impl Default for OutcomeMix {
    /// About what a reminder campaign meets.
    fn default() -> Self {
        Self { answered: 55, voicemail: 20, no_answer: 17, busy: 5, failed: 3 }
    }
}

impl OutcomeMix {
    fn draw(&self, seed: &CallSeed) -> Outcome {
        let shares = [
            (self.answered, Outcome::Answered),
            (self.voicemail, Outcome::Voicemail),
            (self.no_answer, Outcome::NoAnswer),
            (self.busy, Outcome::Busy),
            (self.failed, Outcome::Failed),
        ];
        let total = shares.iter().fold(0_u32, |total, (share, _)| total.saturating_add(*share));
        let mut left = seed.draw("outcome").below(total);
        for (share, outcome) in shares {
            if left < share {
                return outcome;
            }
            left -= share;
        }
        Outcome::Answered
    }
}

/// Fills what `script` leaves open: outcome by the mix, scenario by the outcome, the rest by the scenario.
///
/// # Errors
/// When the script names an unknown scenario, an outcome that does not fit the direction, or too large a figure.
pub fn complete(
    script: Script,
    direction: Direction,
    seed: &CallSeed,
    mix: &OutcomeMix,
    scenarios: &Scenarios,
) -> Result<Arc<Script>, ScriptError> {
    script.check()?;
    let named = script.scenario.as_deref().map(|name| scenarios.get(name)).transpose()?;
    let outcome =
        script.outcome.or_else(|| named.and_then(|named| named.outcome)).unwrap_or_else(|| match direction {
            Direction::Inbound => Outcome::Answered,
            Direction::Outbound if script.turns.is_some() => Outcome::Answered,
            Direction::Outbound => mix.draw(seed),
        });
    let fits = match direction {
        Direction::Inbound => matches!(outcome, Outcome::Answered | Outcome::InitFailed | Outcome::Withheld),
        Direction::Outbound => outcome != Outcome::Withheld,
    };
    if !fits {
        return Err(ScriptError::WrongDirection { outcome, direction: direction.as_str() });
    }
    let script = Script { outcome: Some(outcome), ..script };
    // Calls in which nobody speaks need no words.
    if named.is_none() && (script.turns.is_some() || outcome.never_connected()) {
        return Ok(Arc::new(script));
    }
    let base = match named {
        Some(named) => named,
        None => scenarios.get(usual_scenario(outcome, direction, seed))?,
    };
    let filled = script.over(base);
    // The calls of a campaign share the few scripts they follow.
    Ok(if filled == **base { Arc::clone(base) } else { Arc::new(filled) })
}

fn usual_scenario(outcome: Outcome, direction: Direction, seed: &CallSeed) -> &'static str {
    let choices: &[&'static str] = match (outcome, direction) {
        (Outcome::Voicemail, _) => &["voicemail"],
        (_, Direction::Inbound) => &INBOUND,
        (_, Direction::Outbound) => &OUTBOUND,
    };
    seed.draw("scenario").pick(choices).copied().unwrap_or("booking")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(script: Script, direction: Direction) -> Result<Arc<Script>, ScriptError> {
        let scenarios = Scenarios::built_in().unwrap();
        complete(script, direction, &CallSeed::derive(3, &["x"]), &OutcomeMix::default(), &scenarios)
    }

    #[test]
    fn nobody_is_busy_when_they_call_us() {
        let busy = Script { outcome: Some(Outcome::Busy), ..Script::default() };
        assert!(matches!(
            completed(busy.clone(), Direction::Inbound),
            Err(ScriptError::WrongDirection { .. })
        ));
        assert_eq!(completed(busy, Direction::Outbound).unwrap().outcome, Some(Outcome::Busy));
    }

    #[test]
    fn a_script_keeps_its_own_words_over_those_of_its_scenario() {
        let script = Script {
            scenario: Some("booking".to_owned()),
            summary: Some("Mine".to_owned()),
            ..Script::default()
        };
        let script = completed(script, Direction::Inbound).unwrap();
        assert_eq!(script.summary.as_deref(), Some("Mine"));
        assert!(script.turns.as_ref().is_some_and(|turns| turns.len() > 5));
    }

    #[test]
    fn the_mix_is_about_kept_over_many_calls() {
        let mix = OutcomeMix { answered: 3, voicemail: 1, no_answer: 0, busy: 0, failed: 0 };
        let calls = 4_000;
        let answered = (0..calls)
            .filter(|call| mix.draw(&CallSeed::derive(1, &[&call.to_string()])) == Outcome::Answered)
            .count();
        assert!((2_850..3_150).contains(&answered), "{answered}");
    }
}
