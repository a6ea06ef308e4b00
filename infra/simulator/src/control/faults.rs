//! `/faults`: what goes wrong in the provider's API.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::{JsonBody, Problem};
use crate::Simulator;
use crate::engine::faults::{Effect, FaultRule, FaultState, When};
use crate::provider::operation::Operation;

/// The most rules at a time.
const MOST_RULES: usize = 100;
/// The longest wait of a rule.
const LONGEST_MS: u64 = 600_000;

/// `POST /faults`: replaces all rules; an empty list ends them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SetFaults {
    rules: Vec<FaultRule>,
}

pub(super) async fn set_faults(
    State(simulator): State<Simulator>,
    JsonBody(request): JsonBody<SetFaults>,
) -> Result<Json<Value>, Problem> {
    if request.rules.len() > MOST_RULES {
        return Err(Problem::invalid("/rules", format!("at most {MOST_RULES} rules")));
    }
    for (place, rule) in request.rules.iter().enumerate() {
        check(rule)
            .map_err(|(field, detail)| Problem::invalid(&format!("/rules/{place}/{field}"), detail))?;
    }
    let world = simulator.world();
    let mut state = world.state();
    state.faults = request.rules.into_iter().map(FaultState::new).collect();
    Ok(Json(json!({ "rules": state.faults })))
}

fn check(rule: &FaultRule) -> Result<(), (&'static str, String)> {
    if rule.operation != "*" && !Operation::NAMES.contains(&rule.operation.as_str()) {
        return Err(("operation", format!("must be * or one of {}", Operation::NAMES.join(", "))));
    }
    let fits = match rule.when {
        When::Probability(probability) => (0.0..=1.0).contains(&probability),
        When::Nth(count) | When::Every(count) => count > 0,
        When::Always => true,
    };
    if !fits {
        return Err(("when", "counts start at 1, probabilities lie between 0 and 1".to_owned()));
    }
    match rule.effect {
        Effect::Status { code, .. } if !(400..600).contains(&code) => {
            Err(("effect/status/code", "must be between 400 and 599".to_owned()))
        }
        Effect::Timeout { hold_ms: wait } | Effect::Delay { by_ms: wait } if wait > LONGEST_MS => {
            Err(("effect", format!("must not wait longer than {LONGEST_MS} ms")))
        }
        _ => Ok(()),
    }
}

pub(super) async fn list_faults(State(simulator): State<Simulator>) -> Json<Value> {
    let world = simulator.world();
    let state = world.state();
    Json(json!({ "rules": state.faults, "operations": Operation::NAMES }))
}
