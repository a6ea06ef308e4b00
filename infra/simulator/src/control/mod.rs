//! The control API: JSON, camelCase, no key. Local only.

mod calls;
mod faults;
mod problem;
mod workspaces;

use axum::extract::{Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use self::problem::Problem;
use crate::Simulator;
use crate::request_log::LogEntry;

/// The most log entries in one answer.
const LARGEST_LOG: usize = 10_000;

/// All operations.
pub(crate) fn router(simulator: &Simulator) -> Router {
    Router::new()
        .route("/calls", post(calls::create_call).get(calls::list_calls))
        .route("/calls/{conversation_id}", get(calls::get_call))
        .route("/workspaces", post(workspaces::register_workspace).get(workspaces::list_workspaces))
        .route("/scenarios", get(list_scenarios))
        .route("/faults", post(faults::set_faults).get(faults::list_faults))
        .route("/log", get(read_log))
        .route("/reset", post(reset))
        .fallback(|| async { Problem::not_found("the control API has no such path") })
        .with_state(simulator.clone())
}

async fn list_scenarios(State(simulator): State<Simulator>) -> Result<Json<Value>, Problem> {
    let world = simulator.world();
    let scenarios = &world.shared.scenarios;
    let mut views = Vec::new();
    for name in scenarios.names() {
        let script = scenarios.get(name)?;
        let turns = script.turns.as_ref().map_or(0, Vec::len);
        views.push(json!({
            "name": name, "outcome": script.outcome, "language": script.language, "turns": turns, "title": script.title,
        }));
    }
    Ok(Json(json!({ "scenarios": views })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LogFilter {
    operation: Option<String>,
    workspace: Option<String>,
    limit: Option<usize>,
}

/// The newest entries that fit, oldest first, and the counts of all requests ever.
async fn read_log(State(simulator): State<Simulator>, Query(filter): Query<LogFilter>) -> Json<Value> {
    let world = simulator.world();
    let state = world.state();
    let mut entries: Vec<&LogEntry> = state
        .log
        .entries()
        .rev()
        .filter(|entry| filter.operation.as_ref().is_none_or(|wanted| wanted == entry.operation))
        .filter(|entry| {
            filter.workspace.as_ref().is_none_or(|wanted| entry.workspace.as_ref() == Some(wanted))
        })
        .take(filter.limit.unwrap_or(1_000).min(LARGEST_LOG))
        .collect();
    entries.reverse();
    Json(json!({
        "requests": state.log.requests(),
        "totals": state.log.totals,
        "callsBegun": state.calls.begun,
        "entries": entries,
    }))
}

/// `POST /reset`: as if just started.
async fn reset(State(simulator): State<Simulator>) -> StatusCode {
    simulator.reset();
    StatusCode::NO_CONTENT
}
