//! `/v1/convai/conversations`.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get};
use axum::{Extension, Router};
use http::{StatusCode, header};
use serde_json::{Value, json};

use super::errors::ProviderError;
use super::guard::{Caller, endpoint};
use super::operation::Operation;
use crate::Simulator;
use crate::call_record::CallRecord;
use crate::engine::conversation::{conversation, status};
use crate::engine::events::silent_mp3;
use crate::engine::{CallSpec, Phase};
use crate::world::State as Memory;

/// The page size when none is asked for.
const USUAL_PAGE: usize = 30;
/// The largest page.
const LARGEST_PAGE: usize = 100;

pub(super) fn routes(simulator: &Simulator) -> Router<Simulator> {
    let one = endpoint(simulator, Operation::GetConversation, get(get_conversation)).merge(endpoint(
        simulator,
        Operation::DeleteConversation,
        delete(delete_conversation),
    ));
    let audio = endpoint(simulator, Operation::GetConversationAudio, get(get_conversation_audio));
    Router::new()
        .route(
            "/v1/convai/conversations",
            endpoint(simulator, Operation::ListConversations, get(list_conversations)),
        )
        .route("/v1/convai/conversations/{conversation_id}", one)
        .route("/v1/convai/conversations/{conversation_id}/audio", audio)
}

async fn get_conversation(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(conversation_id): Path<String>,
) -> Result<Json<Value>, ProviderError> {
    let (spec, phase) = find(&simulator.world().state(), &caller, &conversation_id)?;
    Ok(Json(conversation(&spec, &spec.plan(), phase)))
}

async fn get_conversation_audio(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(conversation_id): Path<String>,
) -> Result<Response, ProviderError> {
    let (spec, phase) = find(&simulator.world().state(), &caller, &conversation_id)?;
    if phase < Phase::Processing || spec.script.sparse || !spec.plan().has_audio() {
        return Err(ProviderError::not_found("conversation_audio"));
    }
    Ok(([(header::CONTENT_TYPE, "audio/mpeg")], silent_mp3()).into_response())
}

async fn delete_conversation(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(conversation_id): Path<String>,
) -> Result<Json<Value>, ProviderError> {
    let world = simulator.world();
    let mut state = world.state();
    find(&state, &caller, &conversation_id)?;
    let started = state.calls.get_mut(&conversation_id).map(|record| {
        record.deleted = true;
        record.spec.started_at.as_second()
    });
    if let (Some(workspace), Some(started)) = (state.workspaces.get_mut(&caller.api_key), started) {
        workspace.conversations.remove(&(started, conversation_id));
    }
    Ok(Json(json!({ "status": "ok" })))
}

fn find(state: &Memory, caller: &Caller, conversation_id: &str) -> Result<(CallSpec, Phase), ProviderError> {
    let record = state.calls.get(conversation_id);
    let record = record.filter(|record| record.api_key == caller.api_key && !record.deleted);
    let record = record.ok_or_else(|| ProviderError::not_found("conversation"))?;
    Ok((record.spec.clone(), record.phase))
}

/// The filters of a list.
#[derive(Debug)]
struct Filter {
    page_size: usize,
    cursor: Option<(i64, String)>,
    newest_first: bool,
    after: i64,
    before: i64,
    agent_ids: Vec<String>,
    user_id: Option<String>,
    phone_number_ids: Vec<String>,
    excluded: Vec<String>,
    /// Name and value of variables that must be equal.
    variables: Vec<(String, String)>,
    summaries: bool,
}

impl Filter {
    fn read(query: Vec<(String, String)>) -> Result<Self, ProviderError> {
        let mut filter = Self {
            page_size: USUAL_PAGE,
            cursor: None,
            newest_first: true,
            after: i64::MIN,
            before: i64::MAX,
            agent_ids: Vec::new(),
            user_id: None,
            phone_number_ids: Vec::new(),
            excluded: Vec::new(),
            variables: Vec::new(),
            summaries: false,
        };
        for (name, value) in query {
            match name.as_str() {
                "page_size" => {
                    let size: usize = number(&name, &value)?;
                    if !(1..=LARGEST_PAGE).contains(&size) {
                        let message = "Input should be greater than 0 and less than or equal to 100";
                        return Err(invalid(&name, "less_than_equal", message, &value));
                    }
                    filter.page_size = size;
                }
                "cursor" => filter.cursor = Some(cursor(&value)?),
                "call_start_after_unix" => filter.after = number(&name, &value)?,
                "call_start_before_unix" => filter.before = number(&name, &value)?,
                "agent_id" => filter.agent_ids.push(value),
                "user_id" => filter.user_id = Some(value),
                "phone_number_ids" => filter.phone_number_ids.push(value),
                "exclude_statuses" => filter.excluded.push(value),
                "dynamic_variable_params" => {
                    let Some((variable, wanted)) = value.split_once(":eq:") else {
                        let message = "Value error, expected 'name:operator:value' with operator 'eq'";
                        return Err(invalid(&name, "value_error", message, &value));
                    };
                    filter.variables.push((variable.to_owned(), wanted.to_owned()));
                }
                "sort_direction" => filter.newest_first = value != "asc",
                "summary_mode" => filter.summaries = value == "include",
                // The provider knows more filters; those would be ignored silently, which hides mistakes.
                other => {
                    let message = "The simulator does not know this filter";
                    return Err(invalid(other, "extra_forbidden", message, &value));
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
            && (self.phone_number_ids.is_empty() || self.phone_number_ids.contains(&spec.phone_number_id))
            && !self.excluded.iter().any(|excluded| excluded == status(record.outline.outcome, record.phase))
            && self
                .user_id
                .as_ref()
                .is_none_or(|wanted| client_data.and_then(|it| it.user_id.as_ref()) == Some(wanted))
            && self.variables.iter().all(equal)
    }
}

async fn list_conversations(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, ProviderError> {
    let filter = Filter::read(query)?;
    let world = simulator.world();
    let page: Vec<CallRecord> = {
        let mut state = world.state();
        state.registered(&caller.api_key, world.seed());
        let state = &*state;
        let Some(workspace) = state.workspaces.get(&caller.api_key) else {
            return Err(ProviderError::unauthorized());
        };
        let past_cursor = |key: &&(i64, String)| match &filter.cursor {
            None => true,
            Some(cursor) if filter.newest_first => *key < cursor,
            Some(cursor) => *key > cursor,
        };
        let keys: Box<dyn Iterator<Item = &(i64, String)>> = if filter.newest_first {
            Box::new(workspace.conversations.iter().rev())
        } else {
            Box::new(workspace.conversations.iter())
        };
        keys.filter(past_cursor)
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
    let conversations: Vec<Value> = page.iter().map(|record| item(record, filter.summaries)).collect();
    Ok(Json(json!({ "conversations": conversations, "next_cursor": next_cursor, "has_more": has_more })))
}

/// A conversation as lists show it: without phone numbers.
fn item(record: &CallRecord, with_summary: bool) -> Value {
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
        "transcript_summary": (with_summary && record.phase == Phase::Final).then_some(plan.summary),
        "call_summary_title": if with_summary && record.phase == Phase::Final { plan.title } else { None },
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
    value.parse().map_err(|_| invalid(name, "int_parsing", "Input should be a valid integer", value))
}

fn invalid(name: &str, kind: &str, message: &str, value: &str) -> ProviderError {
    let item = json!({ "type": kind, "loc": ["query", name], "msg": message, "input": value });
    ProviderError::with_body(StatusCode::UNPROCESSABLE_ENTITY, json!({ "detail": [item] }))
}
