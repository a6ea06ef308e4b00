//! `/v1/convai/conversations`.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Extension, Router};
use http::StatusCode;
use serde_json::{Value, json};

use super::errors::ProviderError;
use super::guard::{Caller, endpoint};
use super::operation::Operation;
use crate::Simulator;
use crate::call_record::CallRecord;
use crate::engine::Phase;
use crate::engine::conversation::{conversation, status};

/// The page size when none is asked for.
const USUAL_PAGE: usize = 30;
/// The largest page.
const LARGEST_PAGE: usize = 100;

pub(super) fn routes(simulator: &Simulator) -> Router<Simulator> {
    let list = endpoint(simulator, Operation::ListConversations, get(list_conversations));
    let one = endpoint(simulator, Operation::GetConversation, get(get_conversation));
    Router::new()
        .route("/v1/convai/conversations", list)
        .route("/v1/convai/conversations/{conversation_id}", one)
}

async fn get_conversation(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(conversation_id): Path<String>,
) -> Result<Json<Value>, ProviderError> {
    let world = simulator.world();
    let (spec, phase) = {
        let state = world.state();
        let record = state.calls.get(&conversation_id).filter(|record| record.api_key == caller.api_key);
        let record = record.ok_or_else(|| ProviderError::not_found("conversation"))?;
        (record.spec.clone(), record.phase)
    };
    Ok(Json(conversation(&spec, &spec.plan(), phase)))
}

/// The filters of a list.
#[derive(Debug)]
struct Filter {
    page_size: usize,
    cursor: Option<(i64, String)>,
    after: i64,
    before: i64,
    agent_ids: Vec<String>,
    /// Name and value of variables that must be equal.
    variables: Vec<(String, String)>,
}

impl Filter {
    fn read(query: Vec<(String, String)>) -> Result<Self, ProviderError> {
        let mut filter = Self {
            page_size: USUAL_PAGE,
            cursor: None,
            after: i64::MIN,
            before: i64::MAX,
            agent_ids: Vec::new(),
            variables: Vec::new(),
        };
        for (name, value) in query {
            match name.as_str() {
                "page_size" => {
                    let size: usize = number(&name, &value)?;
                    if !(1..=LARGEST_PAGE).contains(&size) {
                        let message = "Input should be greater than 0 and less than or equal to 100";
                        return Err(ProviderError::invalid(&name, "less_than_equal", message, &value));
                    }
                    filter.page_size = size;
                }
                "cursor" => filter.cursor = Some(cursor(&value)?),
                "call_start_after_unix" => filter.after = number(&name, &value)?,
                "call_start_before_unix" => filter.before = number(&name, &value)?,
                "agent_id" => filter.agent_ids.push(value),
                "dynamic_variable_params" => {
                    let Some((variable, wanted)) = value.split_once(":eq:") else {
                        let message = "Value error, expected 'name:operator:value' with operator 'eq'";
                        return Err(ProviderError::invalid(&name, "value_error", message, &value));
                    };
                    filter.variables.push((variable.to_owned(), wanted.to_owned()));
                }
                // The provider knows more filters; those would be ignored silently, which hides mistakes.
                other => {
                    let message = "The simulator does not know this filter";
                    return Err(ProviderError::invalid(other, "extra_forbidden", message, &value));
                }
            }
        }
        Ok(filter)
    }

    fn takes(&self, record: &CallRecord) -> bool {
        let spec = &record.spec;
        let client_data = spec.client_data.as_ref();
        let started = spec.started_at.as_second();
        let equal = |(name, wanted): &(String, String)| match client_data
            .and_then(|it| it.dynamic_variables.get(name))
        {
            Some(Value::String(text)) => text == wanted,
            Some(Value::Null) | None => false,
            Some(other) => *wanted == format!("{other}"),
        };
        started > self.after
            && started < self.before
            && (self.agent_ids.is_empty() || self.agent_ids.contains(&spec.agent.agent_id))
            && self.variables.iter().all(equal)
    }
}

/// Newest first.
async fn list_conversations(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, ProviderError> {
    let filter = Filter::read(query)?;
    let world = simulator.world();
    let page: Vec<CallRecord> = {
        let mut state = world.state();
        state.registered(&caller.api_key);
        let state = &*state;
        let Some(workspace) = state.workspaces.get(&caller.api_key) else {
            return Err(ProviderError::unauthorized());
        };
        let keys = workspace.conversations.iter().rev();
        keys.filter(|key| filter.cursor.as_ref().is_none_or(|cursor| *key < cursor))
            .filter_map(|(_, id)| state.calls.get(id))
            .filter(|record| filter.takes(record))
            .take(filter.page_size + 1)
            .cloned()
            .collect()
    };
    let has_more = page.len() > filter.page_size;
    let page = &page[..page.len().min(filter.page_size)];
    let next_cursor = page
        .last()
        .filter(|_| has_more)
        .map(|record| format!("{}-{}", record.spec.started_at.as_second(), record.outline.conversation_id));
    let conversations: Vec<Value> = page.iter().map(item).collect();
    Ok(Json(json!({ "conversations": conversations, "next_cursor": next_cursor, "has_more": has_more })))
}

/// A conversation as lists show it: without phone numbers and summary.
fn item(record: &CallRecord) -> Value {
    let outline = &record.outline;
    let ended = record.phase >= Phase::Processing;
    let talked = ended && outline.agent_messages + outline.user_messages > 0;
    let plan = record.spec.plan();
    json!({
        "agent_id": record.spec.agent.agent_id,
        "branch_id": null,
        "version_id": record.spec.agent.version_id,
        "agent_name": record.spec.agent.agent_name,
        "conversation_id": outline.conversation_id,
        "start_time_unix_secs": record.spec.started_at.as_second(),
        "call_duration_secs": if ended { outline.talk_seconds } else { 0 },
        "cost": null,
        "cost_fiat": null,
        "message_count": if ended { outline.user_messages + outline.agent_messages } else { 0 },
        "user_message_count": if ended { outline.user_messages } else { 0 },
        "agent_message_count": if ended { outline.agent_messages } else { 0 },
        "status": status(outline.outcome, record.phase),
        "termination_reason": (record.phase == Phase::Final && !outline.outcome.never_connected())
            .then_some(plan.termination_reason),
        "call_successful": if record.phase == Phase::Final { plan.call_successful.as_str() } else { "unknown" },
        "call_success_score": null,
        "transcript_summary": null,
        "call_summary_title": null,
        "main_language": talked.then_some(plan.language),
        "conversation_initiation_source": record.spec.provider.source(),
        "tool_names": [],
        "direction": record.spec.direction.as_str(),
        "rating": null,
        "tag_ids": [],
    })
}

fn cursor(text: &str) -> Result<(i64, String), ProviderError> {
    let parsed = text.rsplit_once('-').and_then(|(start, id)| Some((start.parse().ok()?, id.to_owned())));
    parsed.ok_or_else(|| {
        ProviderError::plain(StatusCode::BAD_REQUEST, "invalid_cursor", "The cursor is not valid.")
    })
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, ProviderError> {
    let message = "Input should be a valid integer";
    value.parse().map_err(|_| ProviderError::invalid(name, "int_parsing", message, value))
}
