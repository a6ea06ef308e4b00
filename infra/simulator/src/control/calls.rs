//! `/calls`: makes calls happen and shows what became of them.

use axum::Json;
use axum::extract::{Path, Query, State};
use http::StatusCode;
use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::problem::{JsonBody, Problem};
use crate::Simulator;
use crate::call_record::{CallRecord, Delivery, OwnWebhook};
use crate::engine::conversation::status;
use crate::engine::{ClientData, Direction, Outcome, Provider, Script};
use crate::start::{NewCall, begin};
use crate::world::State as Memory;

/// The workspace of calls that name a webhook and nothing else.
const NOBODYS_KEY: &str = "sim-nobody";
/// The most calls shown by one list.
const LARGEST_LIST: usize = 1_000;

/// A receiver for one call.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct WebhookOfCall {
    url: String,
    secret: SecretString,
}

/// `POST /calls`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CreateCall {
    direction: Direction,
    /// The calling number: the person's (inbound; drawn when absent) or the agent's (outbound).
    from: Option<String>,
    /// The called number: the agent's (inbound) or the person's (outbound; drawn when absent).
    to: Option<String>,
    agent_id: Option<String>,
    phone_number_id: Option<String>,
    provider: Option<Provider>,
    /// The workspace. Found by agent or number when absent.
    api_key: Option<SecretString>,
    /// Sends this call's webhooks there instead of to the workspace's.
    webhook: Option<WebhookOfCall>,
    user_id: Option<String>,
    dynamic_variables: Option<Map<String, Value>>,
    /// The reported start, for calls of the past.
    started_at: Option<Timestamp>,
    #[serde(default)]
    script: Script,
}

/// A call as the control API shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CallView<'a> {
    conversation_id: &'a str,
    call_sid: &'a str,
    workspace: &'a str,
    direction: Direction,
    from: &'a str,
    to: &'a str,
    agent_id: &'a str,
    agent_name: Option<&'a str>,
    outcome: Outcome,
    scenario: Option<&'a str>,
    status: &'static str,
    started_at: Timestamp,
    duration_seconds: u32,
    user_id: Option<&'a str>,
    deliveries: &'a [Delivery],
}

impl<'a> From<&'a CallRecord> for CallView<'a> {
    fn from(record: &'a CallRecord) -> Self {
        let (spec, outline) = (&record.spec, &record.outline);
        let (person, agent_number) = (outline.external_number.as_str(), spec.agent_number.as_str());
        let (from, to) = match spec.direction {
            Direction::Inbound => (person, agent_number),
            Direction::Outbound => (agent_number, person),
        };
        Self {
            conversation_id: &outline.conversation_id,
            call_sid: &outline.call_sid,
            workspace: &record.workspace,
            direction: spec.direction,
            from,
            to,
            agent_id: &spec.agent.agent_id,
            agent_name: spec.agent.agent_name.as_deref(),
            outcome: outline.outcome,
            scenario: spec.script.scenario.as_deref(),
            status: status(outline.outcome, record.phase),
            started_at: spec.started_at,
            duration_seconds: outline.talk_seconds,
            user_id: spec.client_data.as_ref().and_then(|data| data.user_id.as_deref()),
            deliveries: &record.deliveries,
        }
    }
}

pub(super) async fn create_call(
    State(simulator): State<Simulator>,
    JsonBody(request): JsonBody<CreateCall>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let world = simulator.world();
    let call = resolve(&world.state(), request)?;
    let begun = begin(&world, call)?;
    let answer = json!({ "conversationId": begun.conversation_id, "callSid": begun.call_sid });
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Finds workspace, agent and number of a call.
fn resolve(state: &Memory, request: CreateCall) -> Result<NewCall, Problem> {
    use secrecy::ExposeSecret as _;
    let (agent_number, external_number) = match request.direction {
        Direction::Inbound => (request.to, request.from),
        Direction::Outbound => (request.from, request.to),
    };
    let api_key = match &request.api_key {
        Some(api_key) => Some(api_key.expose_secret().to_owned()),
        None => owner(state, request.agent_id.as_deref(), agent_number.as_deref()),
    };
    let api_key = match api_key {
        Some(api_key) => api_key,
        None if request.webhook.is_some() => NOBODYS_KEY.to_owned(),
        None => {
            let detail = "no workspace knows this agent or number: register one under /workspaces, or give apiKey or \
                          webhook";
            return Err(Problem::invalid("/apiKey", detail));
        }
    };
    let workspace = state.workspaces.get(&api_key);
    let by_number = agent_number.as_deref().and_then(|number| workspace?.number(number));
    let agent_id = request.agent_id.or_else(|| by_number.map(|(_, number)| number.agent_id.clone()));
    let agent_id = agent_id.or_else(|| {
        let workspace = workspace?;
        (agent_number.is_none() && workspace.agents.len() == 1)
            .then(|| workspace.agents.keys().next().cloned())?
    });
    let Some(agent_id) = agent_id else {
        return Err(Problem::invalid("/agentId", "no agent belongs to this number: give agentId"));
    };
    let number = by_number.or_else(|| {
        let usual = workspace?.number_of_agent(&agent_id);
        usual.filter(|_| agent_number.is_none())
    });
    let variables = request.dynamic_variables;
    let client_data = (variables.is_some() || request.user_id.is_some()).then(|| ClientData {
        user_id: request.user_id,
        dynamic_variables: variables.unwrap_or_default(),
        ..ClientData::default()
    });
    Ok(NewCall {
        api_key,
        direction: request.direction,
        provider: request.provider.or(number.map(|(_, number)| number.provider)).unwrap_or_default(),
        agent_id,
        phone_number_id: request
            .phone_number_id
            .or_else(|| number.map(|(id, _)| id.clone()))
            .unwrap_or_default(),
        agent_number: agent_number
            .or_else(|| number.map(|(_, number)| number.number.clone()))
            .unwrap_or_default(),
        external_number,
        client_data,
        script: request.script,
        started_at: request.started_at,
        own_webhook: request.webhook.map(|webhook| OwnWebhook { url: webhook.url, secret: webhook.secret }),
    })
}

/// The key of the workspace that knows the agent; where none is named, of the one that has the number, or of the only
/// one. Several businesses may try the same number here, so a number says nothing where an agent is named.
fn owner(state: &Memory, agent_id: Option<&str>, number: Option<&str>) -> Option<String> {
    let knows = |key: &&String| {
        let workspace = &state.workspaces[*key];
        match (agent_id, number) {
            (Some(agent_id), _) => workspace.agents.contains_key(agent_id),
            (None, Some(number)) => workspace.number(number).is_some(),
            (None, None) => state.workspaces.len() == 1,
        }
    };
    state.workspaces.keys().filter(knows).min().cloned()
}

pub(super) async fn get_call(
    State(simulator): State<Simulator>,
    Path(conversation_id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let world = simulator.world();
    let state = world.state();
    let record = state.calls.get(&conversation_id).ok_or_else(|| Problem::not_found("no such call"))?;
    Ok(Json(json!(CallView::from(record))))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CallFilter {
    limit: Option<usize>,
    agent_id: Option<String>,
    /// The person's number.
    number: Option<String>,
}

/// Newest first.
pub(super) async fn list_calls(
    State(simulator): State<Simulator>,
    Query(filter): Query<CallFilter>,
) -> Json<Value> {
    let world = simulator.world();
    let state = world.state();
    let calls: Vec<CallView<'_>> = state
        .calls
        .newest_first()
        .filter(|record| filter.agent_id.as_ref().is_none_or(|wanted| *wanted == record.spec.agent.agent_id))
        .filter(|record| {
            filter.number.as_ref().is_none_or(|wanted| *wanted == record.outline.external_number)
        })
        .take(filter.limit.unwrap_or(100).min(LARGEST_LIST))
        .map(CallView::from)
        .collect();
    Json(json!({ "calls": calls, "kept": state.calls.len(), "begun": state.calls.begun }))
}
