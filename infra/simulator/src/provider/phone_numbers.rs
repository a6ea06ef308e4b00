//! `/v1/convai/phone-numbers`.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::routing::{delete, get, patch, post};
use axum::{Extension, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::body::Body;
use super::errors::ProviderError;
use super::guard::{Caller, endpoint};
use super::operation::Operation;
use crate::Simulator;
use crate::engine::Provider;
use crate::workspace::{PhoneNumber, Workspace};

pub(super) fn routes(simulator: &Simulator) -> Router<Simulator> {
    let all = endpoint(simulator, Operation::ImportPhoneNumber, post(import_number)).merge(endpoint(
        simulator,
        Operation::ListPhoneNumbers,
        get(list_numbers),
    ));
    let one = endpoint(simulator, Operation::GetPhoneNumber, get(get_number))
        .merge(endpoint(simulator, Operation::UpdatePhoneNumber, patch(update_number)))
        .merge(endpoint(simulator, Operation::DeletePhoneNumber, delete(delete_number)));
    let paged = endpoint(simulator, Operation::ListPhoneNumbersPaged, get(list_numbers_paged));
    Router::new()
        .route("/v1/convai/phone-numbers", all)
        .route("/v1/convai/v2/phone-numbers", paged)
        .route("/v1/convai/phone-numbers/{phone_number_id}", one)
}

async fn import_number(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    let provider = match body.text("provider")?.as_str() {
        "twilio" => Provider::Twilio,
        "sip_trunk" => Provider::SipTrunk,
        _ => {
            let given = body.field("provider").unwrap_or(&Value::Null);
            let message = "Input tag does not match any of the expected tags: 'twilio', 'sip_trunk'";
            return Err(ProviderError::invalid(&[], "union_tag_invalid", message, given));
        }
    };
    let number = PhoneNumber {
        number: body.text("phone_number")?,
        label: body.text("label")?,
        provider,
        agent_id: body.optional_text("agent_id")?,
        trunks: match provider {
            Provider::Twilio => Map::new(),
            Provider::SipTrunk => trunks(&body)?,
        },
    };
    if provider == Provider::Twilio {
        body.text("sid")?;
        body.text("token")?;
    }
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    super::check_room(workspace.phone_numbers.len(), &world)?;
    check_agent(workspace, number.agent_id.as_deref())?;
    let phone_number_id = workspace.new_id("phnum_");
    workspace.phone_numbers.insert(phone_number_id.clone(), number);
    Ok(Json(json!({ "phone_number_id": phone_number_id })))
}

async fn list_numbers(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
) -> Json<Value> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    Json(workspace.phone_numbers.iter().map(|(id, number)| view(workspace, id, number)).collect())
}

#[derive(Deserialize)]
struct NumberFilter {
    phone_number: Option<String>,
    agent_id: Option<String>,
    provider: Option<Provider>,
}

/// All in one page: a workspace has few numbers.
async fn list_numbers_paged(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Query(filter): Query<NumberFilter>,
) -> Json<Value> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    let numbers: Vec<Value> = workspace
        .phone_numbers
        .iter()
        .filter(|(_, number)| filter.phone_number.as_ref().is_none_or(|wanted| *wanted == number.number))
        .filter(|(_, number)| {
            filter.agent_id.as_ref().is_none_or(|wanted| number.agent_id.as_ref() == Some(wanted))
        })
        .filter(|(_, number)| filter.provider.is_none_or(|wanted| wanted == number.provider))
        .map(|(id, number)| view(workspace, id, number))
        .collect();
    Json(json!({ "phone_numbers": numbers, "next_cursor": null, "has_more": false }))
}

async fn get_number(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(phone_number_id): Path<String>,
) -> Result<Json<Value>, ProviderError> {
    let world = simulator.world();
    let mut state = world.state();
    one(state.registered(&caller.api_key, world.seed()), &phone_number_id)
}

async fn update_number(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(phone_number_id): Path<String>,
    body: Body,
) -> Result<Json<Value>, ProviderError> {
    let agent_id = body.optional_text("agent_id")?;
    let label = body.optional_text("label")?;
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    check_agent(workspace, agent_id.as_deref())?;
    let number = workspace
        .phone_numbers
        .get_mut(&phone_number_id)
        .ok_or_else(|| ProviderError::not_found("phone_number"))?;
    // Null takes the number away from its agent; absence leaves it.
    if body.value().get("agent_id").is_some() {
        number.agent_id = agent_id;
    }
    if let Some(label) = label {
        number.label = label;
    }
    if number.provider == Provider::SipTrunk {
        number.trunks.extend(trunks(&body)?);
    }
    one(workspace, &phone_number_id)
}

async fn delete_number(
    State(simulator): State<Simulator>,
    Extension(caller): Extension<Caller>,
    Path(phone_number_id): Path<String>,
) -> Result<Json<Value>, ProviderError> {
    let world = simulator.world();
    let mut state = world.state();
    let workspace = state.registered(&caller.api_key, world.seed());
    workspace
        .phone_numbers
        .remove(&phone_number_id)
        .ok_or_else(|| ProviderError::not_found("phone_number"))?;
    Ok(Json(json!({ "status": "ok" })))
}

fn one(workspace: &Workspace, phone_number_id: &str) -> Result<Json<Value>, ProviderError> {
    let number = workspace
        .phone_numbers
        .get(phone_number_id)
        .ok_or_else(|| ProviderError::not_found("phone_number"))?;
    Ok(Json(view(workspace, phone_number_id, number)))
}

fn check_agent(workspace: &Workspace, agent_id: Option<&str>) -> Result<(), ProviderError> {
    match agent_id {
        Some(agent_id) if !workspace.agents().contains_key(agent_id) => {
            Err(ProviderError::not_found("agent"))
        }
        _ => Ok(()),
    }
}

/// The trunks of a body, without their credentials.
fn trunks(body: &Body) -> Result<Map<String, Value>, ProviderError> {
    let mut trunks = Map::new();
    for (sent, shown) in
        [("outbound_trunk_config", "outbound_trunk"), ("inbound_trunk_config", "inbound_trunk")]
    {
        if let Some(config) = body.optional_object(sent)? {
            let mut config = config.clone();
            let has_credentials =
                config.remove("credentials").is_some_and(|credentials| !credentials.is_null());
            config.insert("has_auth_credentials".to_owned(), has_credentials.into());
            for (name, usual) in [("transport", "auto"), ("media_encryption", "allowed")] {
                config.entry(name).or_insert_with(|| usual.into());
            }
            trunks.insert(shown.to_owned(), Value::Object(config));
        }
    }
    Ok(trunks)
}

/// A number as lists and agents show it.
pub(super) fn view(workspace: &Workspace, phone_number_id: &str, number: &PhoneNumber) -> Value {
    let assigned = number.agent_id.as_ref().map(|agent_id| {
        let name = workspace.agents().get(agent_id).map_or("", |agent| &agent.name);
        json!({ "agent_id": agent_id, "agent_name": name })
    });
    let mut view = json!({
        "phone_number": number.number,
        "label": number.label,
        "supports_inbound": true,
        "supports_outbound": true,
        "phone_number_id": phone_number_id,
        "assigned_agent": assigned,
        "provider": match number.provider { Provider::Twilio => "twilio", Provider::SipTrunk => "sip_trunk" },
    });
    if number.provider == Provider::SipTrunk {
        view["livekit_stack"] = "standard".into();
        for (name, trunk) in &number.trunks {
            view[name] = trunk.clone();
        }
    }
    view
}
