//! The named scenarios: believable calls with invented people. Each is a [`Script`] in `scenarios/`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::script::{Role, Script, ScriptError, ToolUse, Turn};

const FILES: [&str; 11] = [
    include_str!("scenarios/arabic.json"),
    include_str!("scenarios/booking.json"),
    include_str!("scenarios/complaint.json"),
    include_str!("scenarios/hung_up.json"),
    include_str!("scenarios/opt_out.json"),
    include_str!("scenarios/price_question.json"),
    include_str!("scenarios/reminder_confirmed.json"),
    include_str!("scenarios/reminder_rescheduled.json"),
    include_str!("scenarios/silence.json"),
    include_str!("scenarios/voicemail.json"),
    include_str!("scenarios/wrong_number.json"),
];

/// What an answered inbound call may become when its script names no scenario.
pub const INBOUND: [&str; 4] = ["booking", "price_question", "complaint", "wrong_number"];
/// What an answered outbound call may become when its script names no scenario.
pub const OUTBOUND: [&str; 5] =
    ["reminder_confirmed", "reminder_confirmed", "reminder_rescheduled", "hung_up", "opt_out"];

/// The turns of the scenario `long`.
const LONG_TURNS: usize = 500;

/// All scenarios by name.
#[derive(Debug)]
pub struct Scenarios(BTreeMap<String, Arc<Script>>);

impl Scenarios {
    /// Reads the scenarios that are part of this crate.
    ///
    /// # Errors
    /// When a file is not a script; a test proves that all are.
    pub fn built_in() -> Result<Self, serde_json::Error> {
        let mut scenarios = BTreeMap::new();
        for file in FILES {
            let script: Script = serde_json::from_str(file)?;
            scenarios.insert(script.scenario.clone().unwrap_or_default(), Arc::new(script));
        }
        scenarios.insert("long".to_owned(), Arc::new(long()));
        Ok(Self(scenarios))
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The scenario of this name.
    ///
    /// # Errors
    /// [`ScriptError::UnknownScenario`].
    pub fn get(&self, name: &str) -> Result<&Arc<Script>, ScriptError> {
        self.0.get(name).ok_or_else(|| ScriptError::UnknownScenario(name.to_owned()))
    }
}

/// A conversation that would not end: larger than one item of the database may be.
fn long() -> Script {
    const EXCHANGES: [(&str, &str); 6] = [
        (
            "What else would you like to know, {{person}}?",
            "How long does the treatment take, from start to end?",
        ),
        (
            "Usually three visits of about forty minutes each.",
            "And between the visits, how long do I have to wait?",
        ),
        (
            "Two weeks, so that everything can heal properly.",
            "I see. My sister said it was four weeks with hers.",
        ),
        (
            "That depends on the person; the dentist decides after the first visit.",
            "Can I eat normally in that time?",
        ),
        (
            "Soft food for two days, then as usual.",
            "Good. And is parking possible at your place on Saturdays?",
        ),
        (
            "Yes, behind the building; the first hour is free.",
            "Wait, let me write that down. Could you say it again?",
        ),
    ];
    let mut turns =
        vec![spoken(Role::Agent, "{{first_message}}"), spoken(Role::User, "I have many questions.")];
    for (agent, user) in EXCHANGES.iter().cycle() {
        turns.push(spoken(Role::Agent, agent));
        turns.push(spoken(Role::User, user));
        if turns.len() >= LONG_TURNS - 1 {
            break;
        }
    }
    turns.truncate(LONG_TURNS - 1);
    turns.push(Turn {
        tool: Some(ToolUse {
            name: "end_call".to_owned(),
            params: [("reason".to_owned(), "All questions were answered".into())].into_iter().collect(),
            result: serde_json::Map::new(),
            is_error: false,
        }),
        ..spoken(Role::Agent, "Thank you for all your questions, {{person}}. Goodbye!")
    });
    Script {
        scenario: Some("long".to_owned()),
        outcome: Some(super::script::Outcome::Answered),
        language: Some("en".to_owned()),
        turns: Some(turns),
        data_collection: Some(
            [
                ("customer_name".to_owned(), "{{person}}".into()),
                ("contact_reason".to_owned(), "question".into()),
                ("ticket_needed".to_owned(), false.into()),
            ]
            .into_iter()
            .collect(),
        ),
        summary: Some(
            "{{person}} asked a great many questions about a treatment; all were answered.".to_owned(),
        ),
        title: Some("Many questions".to_owned()),
        ..Script::default()
    }
}

fn spoken(role: Role, text: &str) -> Turn {
    Turn { role, text: Some(text.to_owned()), at_seconds: None, tool: None, interrupted: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_can_be_read_and_is_complete() {
        let scenarios = Scenarios::built_in().unwrap();
        assert_eq!(scenarios.names().count(), FILES.len() + 1);
        for name in scenarios.names() {
            let script = scenarios.get(name).unwrap();
            assert_eq!(script.scenario.as_deref(), Some(name));
            assert!(
                script.outcome.is_some() && script.summary.is_some() && script.language.is_some(),
                "{name}"
            );
            assert!(script.turns.as_ref().is_some_and(|turns| turns.len() >= 2), "{name}");
        }
        for name in INBOUND.iter().chain(&OUTBOUND) {
            scenarios.get(name).unwrap();
        }
    }

    #[test]
    fn the_long_one_has_five_hundred_turns() {
        assert_eq!(Scenarios::built_in().unwrap().get("long").unwrap().turns.as_ref().unwrap().len(), 500);
    }
}
