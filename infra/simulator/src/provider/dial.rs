//! `/v1/convai/twilio/outbound-call` and `/v1/convai/sip-trunk/outbound-call`.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use http::StatusCode;
use serde_json::{Value, json};

use super::body::Body;
use super::errors::ProviderError;
use super::guard::{Caller, StartedCall, endpoint};
use super::operation::Operation;
use crate::Simulator;
use crate::engine::{ClientData, Direction, Provider};
use crate::start::{Begun, NewCall, begin};
use crate::workspace::Workspace;
use crate::world::World;

/// With bursting, calls may exceed the limit this many times …
const BURST_FACTOR: u32 = 3;
/// … but never this number.
const BURST_CAP: u32 = 300;

pub(super) fn routes(simulator: &Simulator) -> Router<Simulator> {
    let twilio = endpoint(simulator, Operation::TwilioOutboundCall, post(twilio_outbound_call));
    let sip = endpoint(simulator, Operation::SipTrunkOutboundCall, post(sip_trunk_outbound_call));
    Router::new()
        .route("/v1/convai/twilio/outbound-call", twilio)
        .route("/v1/convai/sip-trunk/outbound-call", sip)
}

async fn twilio_outbound_call(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    body: Body,
) -> Response {
    answer(dial(&simulator, &caller, &body, Provider::Twilio).await, "callSid")
}

async fn sip_trunk_outbound_call(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    body: Body,
) -> Response {
    answer(dial(&simulator, &caller, &body, Provider::SipTrunk).await, "sip_call_id")
}

/// What a dial can come to without being an error.
enum Dialled {
    /// The provider accepted the call. Whether anybody answers is told later.
    Accepted { conversation_id: String, call_id: String },
    /// The request was right, but the telephone network does not want it.
    Refused(String),
}

fn answer(result: Result<Dialled, ProviderError>, id_field: &str) -> Response {
    match result {
        Ok(Dialled::Accepted { conversation_id, call_id }) => {
            let mut body =
                json!({ "success": true, "message": "Success", "conversation_id": conversation_id });
            body[id_field] = call_id.into();
            let mut response = Json(body).into_response();
            response.extensions_mut().insert(StartedCall(conversation_id));
            response
        }
        Ok(Dialled::Refused(message)) => {
            let mut body = json!({ "success": false, "message": message, "conversation_id": null });
            body[id_field] = Value::Null;
            Json(body).into_response()
        }
        Err(error) => error.into_response(),
    }
}

async fn dial(
    simulator: &Simulator,
    caller: &Caller,
    body: &Body,
    provider: Provider,
) -> Result<Dialled, ProviderError> {
    let agent_id = body.text("agent_id")?;
    let phone_number_id = body.text("agent_phone_number_id")?;
    let to_number = body.text("to_number")?;
    let client_data = client_data(body)?;
    body.optional_object("telephony_call_config")?;
    if let Some(message) = &caller.refusal {
        return Ok(Dialled::Refused(message.clone()));
    }

    let world = simulator.world();
    let (number, is_burst, script) = {
        let mut state = world.state();
        let script =
            state.scripts.get(&to_number).or(state.usual_script.as_ref()).cloned().unwrap_or_default();
        let workspace = state.registered(&caller.api_key, world.seed());
        if !workspace.agents().contains_key(&agent_id) {
            return Err(ProviderError::not_found("agent"));
        }
        let number = workspace.phone_numbers.get(&phone_number_id).cloned();
        let number = number.ok_or_else(|| ProviderError::not_found("phone_number"))?;
        if number.provider != provider {
            let message = "Credentials are missing for this phone number.";
            return Err(ProviderError::plain(StatusCode::BAD_REQUEST, "invalid_provider_config", message));
        }
        if !is_dialable(&to_number) {
            let message = "The provider refused the call: the destination number is not valid";
            return Ok(Dialled::Refused(message.to_owned()));
        }
        let is_burst = has_room(workspace, &agent_id, &world)
            .ok_or_else(|| ProviderError::too_many_calls(&caller.trace_id))?;
        (number, is_burst, script)
    };
    let call = NewCall {
        api_key: caller.api_key.clone(),
        direction: Direction::Outbound,
        provider,
        agent_id,
        agent_number: number.number,
        phone_number_id,
        // Echoed unchanged, as the provider does.
        external_number: Some(to_number),
        client_data,
        script,
        started_at: None,
        own_webhook: None,
        is_burst,
    };
    let Begun { conversation_id, call_sid, sip_call_id, delivered } =
        begin(&world, call).map_err(|error| {
            ProviderError::plain(StatusCode::INTERNAL_SERVER_ERROR, "script", &error.to_string())
        })?;
    if let Some(delivered) = delivered {
        // The sender is dropped when the world ends; then the answer is due as well.
        let _sent_or_ended = delivered.await;
    }
    let call_id = match provider {
        Provider::Twilio => call_sid,
        Provider::SipTrunk => sip_call_id,
    };
    Ok(Dialled::Accepted { conversation_id, call_id })
}

fn client_data(body: &Body) -> Result<Option<ClientData>, ProviderError> {
    const FIELD: &str = "conversation_initiation_client_data";
    let Some(given) = body.optional_object(FIELD)? else { return Ok(None) };
    if let Some(variables) = given.get("dynamic_variables").and_then(Value::as_object) {
        for (name, value) in variables {
            let path = [FIELD, "dynamic_variables", name];
            if name.starts_with("system__") {
                let message = "Value error, dynamic variable names must not start with 'system__'";
                return Err(ProviderError::invalid(&path, "value_error", message, value));
            }
            if value.is_array() || value.is_object() {
                return Err(ProviderError::invalid(
                    &path,
                    "string_type",
                    "Input should be a valid string",
                    value,
                ));
            }
        }
    }
    Ok(Some(ClientData::read(&Value::Object(given.clone()))))
}

/// A plus and seven to fifteen digits; spaces are let through, as observed.
fn is_dialable(number: &str) -> bool {
    let Some(rest) = number.strip_prefix('+') else { return false };
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits) && rest.chars().all(|character| character.is_ascii_digit() || character == ' ')
}

/// Whether one more call fits, and if so whether it is a burst; `None` when it does not fit.
fn has_room(workspace: &Workspace, agent_id: &str, world: &World) -> Option<bool> {
    let limits = workspace
        .agents()
        .get(agent_id)
        .and_then(|agent| agent.config.pointer("/platform_settings/call_limits"));
    let of_workspace = world.shared.config.defaults.workspace_concurrency;
    // -1 and absence leave the agent to the workspace's limit.
    let of_agent = limits
        .and_then(|limits| limits.get("agent_concurrency_limit")?.as_u64())
        .map_or(u32::MAX, |limit| u32::try_from(limit).unwrap_or(u32::MAX));
    // On by default in the provider's schema, but only for agents whose settings are known here.
    let bursting = match limits {
        Some(limits) => limits.get("bursting_enabled").and_then(Value::as_bool).unwrap_or(true),
        None => false,
    };
    let fits = |limit: u32, live: u32| live < limit;
    let (live, live_of_agent) = (workspace.live_calls, workspace.live_calls_of(agent_id));
    if !fits(of_agent, live_of_agent) {
        return None;
    }
    if fits(of_workspace, live) {
        return Some(false);
    }
    let with_burst = of_workspace.saturating_mul(BURST_FACTOR).min(BURST_CAP);
    (bursting && fits(with_burst, live)).then_some(true)
}
