//! The conversation object: the answer of `GET /v1/convai/conversations/{id}` and the `data` of the
//! `post_call_transcription` webhook, which are the same.

use jiff::{SignedDuration, tz::TimeZone};
use serde_json::{Map, Value, json};

use super::call::{CallSpec, Direction, Provider};
use super::plan::{CallPlan, Phase};
use super::script::{Outcome, Role};
use super::turns::transcript;

/// Credits of one second of conversation.
const CREDITS_PER_SECOND: u32 = 9;
/// Credits of the language model in one conversation.
const LLM_CREDITS: u32 = 21;

/// The conversation in `phase`.
pub fn conversation(spec: &CallSpec, plan: &CallPlan, phase: Phase) -> Value {
    let ended = phase >= Phase::Processing;
    let talked = ended && plan.has_audio();
    let agent_id = &spec.agent.agent_id;
    let mut object = json!({
        "agent_id": agent_id,
        "agent_name": spec.agent.agent_name,
        "conversation_id": plan.conversation_id,
        "status": status(plan.outcome, phase),
        "user_id": user_id(spec),
        "branch_id": null,
        "version_id": spec.agent.version_id,
        "environment": "production",
        "transcript": if ended { transcript(spec, plan) } else { Vec::new() },
        "metadata": metadata(spec, plan, phase),
        "analysis": if phase == Phase::Final { analysis(spec, plan) } else { Value::Null },
        "user_message_count": if ended { plan.spoken_turns(Role::User) } else { 0 },
        "agent_message_count": if ended { plan.spoken_turns(Role::Agent) } else { 0 },
        "visited_agents": [{ "agent_id": agent_id, "branch_id": null }],
        "conversation_initiation_client_data": initiation(spec, plan, ended),
        "has_audio": talked,
        "has_user_audio": talked,
        "has_response_audio": talked,
        "has_auxiliary_audio": false,
        "tag_ids": [],
    });
    if spec.script.extra_fields {
        add_unknown_fields(&mut object);
    }
    if spec.script.sparse {
        object = sparse(&object);
    }
    object
}

/// The status on the wire. Initialisation failures end as `done`, as observed; see the outcome rule of the product.
pub fn status(outcome: Outcome, phase: Phase) -> &'static str {
    match phase {
        Phase::Initiated => "initiated",
        Phase::InProgress => "in-progress",
        Phase::Processing => "processing",
        Phase::Final if outcome.never_connected() => "failed",
        Phase::Final => "done",
    }
}

fn user_id(spec: &CallSpec) -> Option<&str> {
    spec.client_data.as_ref().and_then(|data| data.user_id.as_deref())
}

fn metadata(spec: &CallSpec, plan: &CallPlan, phase: Phase) -> Value {
    let ended = phase >= Phase::Processing;
    let connected = !plan.outcome.never_connected() && phase >= Phase::InProgress;
    let started = spec.started_at.as_second();
    let charged = phase == Phase::Final && plan.has_audio();
    let call_charge = if charged { plan.talk_seconds * CREDITS_PER_SECOND } else { 0 };
    let call_charge = if spec.is_burst { call_charge * 2 } else { call_charge };
    let llm_charge = if charged { LLM_CREDITS } else { 0 };
    let price = |dollars: f64| if ended && plan.has_audio() { dollars } else { 0.0 };
    json!({
        "start_time_unix_secs": started,
        "accepted_time_unix_secs": connected.then_some(started + 1),
        "call_duration_secs": if ended { plan.talk_seconds } else { 0 },
        "queue_wait_secs": null,
        "cost": call_charge + llm_charge,
        "deletion_settings": {
            "deletion_time_unix_secs": null,
            "deleted_logs_at_time_unix_secs": null,
            "deleted_audio_at_time_unix_secs": null,
            "deleted_transcript_at_time_unix_secs": null,
            "delete_transcript_and_pii": false,
            "delete_audio": false,
        },
        "feedback": {
            "type": null, "overall_score": null, "likes": 0, "dislikes": 0, "rating": null, "comment": null,
        },
        "authorization_method": "authorization_header",
        "charging": {
            "dev_discount": false,
            "is_burst": spec.is_burst,
            "tier": "business",
            "llm_usage": {
                "irreversible_generation": { "model_usage": {} },
                "initiated_generation": { "model_usage": { "gemini-2.5-flash": {
                    "input": { "tokens": 8120, "price": price(0.00217) },
                    "input_cache_read": { "tokens": 0, "price": 0.0 },
                    "input_cache_write": { "tokens": 0, "price": 0.0 },
                    "output_total": { "tokens": 410, "price": price(0.00093) },
                } } },
            },
            "llm_price": price(0.0031),
            "llm_charge": llm_charge,
            "call_charge": call_charge,
            "free_minutes_consumed": 0.0,
            "free_llm_dollars_consumed": 0.0,
        },
        "phone_call": phone_call(spec, plan, phase),
        "batch_call": null,
        "termination_reason": if phase == Phase::Final { plan.termination_reason.as_str() } else { "" },
        "error": match &plan.error {
            Some((code, reason)) if ended => json!({ "code": code, "reason": reason }),
            _ => Value::Null,
        },
        "warnings": [],
        "main_language": plan.language,
        "rag_usage": null,
        "text_only": false,
        "features_usage": features(plan),
        "eleven_assistant": { "is_eleven_assistant": false },
        "initiator_id": null,
        "conversation_initiation_source": spec.provider.source(),
        "conversation_initiation_source_version": null,
        "timezone": null,
        "async_metadata": null,
        "whatsapp": null,
        "sms": null,
        "agent_created_from": "api",
        "agent_last_updated_from": "api",
    })
}

fn phone_call(spec: &CallSpec, plan: &CallPlan, phase: Phase) -> Value {
    let call_result = match plan.outcome {
        _ if phase < Phase::Final => None,
        Outcome::Answered | Outcome::Withheld | Outcome::InitFailed => Some("answered"),
        Outcome::Voicemail => Some("voicemail"),
        Outcome::NoAnswer => Some("no_answer"),
        Outcome::Busy => Some("busy"),
        Outcome::Failed => Some("failed"),
    };
    let mut phone_call = json!({
        "type": spec.provider.phone_call_type(),
        "direction": spec.direction.as_str(),
        "phone_number_id": spec.phone_number_id,
        "agent_number": spec.agent_number,
        "external_number": plan.external_number,
        "call_result": call_result,
        "call_sid": plan.call_sid,
    });
    match spec.provider {
        Provider::Twilio => phone_call["stream_sid"] = plan.stream_sid.clone().into(),
        Provider::SipTrunk => phone_call["call_id"] = plan.sip_call_id.clone().into(),
    }
    phone_call
}

fn features(plan: &CallPlan) -> Value {
    let usage = |enabled: bool, used: bool| json!({ "enabled": enabled, "used": used });
    let sets_variables =
        plan.turns.iter().any(|turn| turn.tool.as_ref().is_some_and(|t| t.name == "create_booking"));
    let voicemail = plan.uses_tool("voicemail_detection");
    json!({
        "language_detection": usage(false, plan.uses_tool("language_detection")),
        "transfer_to_agent": usage(false, false),
        "transfer_to_number": usage(false, plan.uses_tool("transfer_to_number")),
        "multivoice": usage(false, false),
        "dtmf_tones": usage(false, false),
        "external_mcp_servers": usage(false, false),
        "pii_zrm_workspace": false,
        "pii_zrm_agent": false,
        "tool_dynamic_variable_updates": usage(sets_variables, sets_variables),
        "is_livekit": false,
        "voicemail_detection": usage(voicemail, voicemail),
        "workflow": {
            "enabled": false,
            "tool_node": usage(false, false),
            "standalone_agent_node": usage(false, false),
            "phone_number_node": usage(false, false),
            "end_node": usage(false, false),
        },
        "agent_testing": {
            "enabled": false,
            "tests_ran_after_last_modification": false,
            "tests_ran_in_last_7_days": false,
        },
    })
}

fn analysis(spec: &CallSpec, plan: &CallPlan) -> Value {
    let criteria = criteria(spec, plan);
    let collected = collected(spec, plan);
    let by_id = |items: &[Value], key: &str| -> Map<String, Value> {
        let id_of = |item: &Value| item[key].as_str().unwrap_or_default().to_owned();
        items.iter().map(|item| (id_of(item), item.clone())).collect()
    };
    json!({
        "evaluation_criteria_results": by_id(&criteria, "criteria_id"),
        "data_collection_results": by_id(&collected, "data_collection_id"),
        "evaluation_criteria_results_list": criteria,
        "data_collection_results_list": collected,
        "call_successful": plan.call_successful,
        "call_success_score": null,
        "transcript_summary": plan.summary,
        "call_summary_title": plan.title,
    })
}

fn criteria(spec: &CallSpec, plan: &CallPlan) -> Vec<Value> {
    if !plan.has_audio() {
        return Vec::new();
    }
    let configured =
        spec.agent.config.pointer("/platform_settings/evaluation/criteria").and_then(Value::as_array);
    let ids: Vec<&str> = match configured {
        Some(criteria) => criteria.iter().filter_map(|criterion| criterion["id"].as_str()).collect(),
        None => vec!["goal_reached"],
    };
    let rationale = match plan.call_successful.as_str() {
        "success" => "The goal of the call was reached.",
        "failure" => "The goal of the call was not reached.",
        _ => "No conversation took place.",
    };
    ids.into_iter()
        .map(|id| json!({ "criteria_id": id, "result": plan.call_successful, "rationale": rationale }))
        .collect()
}

fn collected(spec: &CallSpec, plan: &CallPlan) -> Vec<Value> {
    let configured = spec.agent.config.pointer("/platform_settings/data_collection");
    let item = |(id, value): (&String, &Value)| {
        let schema = configured.and_then(|configured| configured.get(id));
        let of_schema = |name: &str| schema.and_then(|schema| schema.get(name)).cloned();
        json!({
            "data_collection_id": id,
            "name": null,
            "value": value,
            "json_schema": {
                "type": of_schema("type").unwrap_or_else(|| type_name(value).into()),
                "description": of_schema("description").unwrap_or_else(|| id.replace('_', " ").into()),
                "enum": of_schema("enum").or_else(|| usual_choices(id)),
                "is_system_provided": false,
                "dynamic_variable": "",
                "constant_value": "",
            },
            "rationale": if value.is_null() { "It was not said in the conversation." } else { "It was said in the conversation." },
        })
    };
    plan.data_collection.iter().map(item).collect()
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        _ => "string",
    }
}

fn usual_choices(id: &str) -> Option<Value> {
    (id == "contact_reason").then(|| json!(["booking", "complaint", "question", "other"]))
}

fn initiation(spec: &CallSpec, plan: &CallPlan, ended: bool) -> Value {
    let mut config_override =
        json!({ "asr": null, "turn": null, "tts": null, "conversation": null, "agent": null });
    let given = spec.client_data.as_ref().and_then(|data| data.config_override.as_object());
    for (name, value) in given.into_iter().flatten() {
        config_override[name] = value.clone();
    }
    if let Some(agent) = config_override["agent"].as_object_mut() {
        for name in ["first_message", "language", "max_conversation_duration_message", "prompt"] {
            agent.entry(name).or_insert(Value::Null);
        }
    }
    let mut variables = plan.dynamic_variables.clone();
    if ended {
        variables.extend(system_variables(spec, plan));
    }
    json!({
        "conversation_config_override": config_override,
        "custom_llm_extra_body": {},
        "user_id": user_id(spec),
        "source_info": { "source": spec.provider.source(), "version": null },
        "branch_id": null,
        "environment": null,
        "starting_workflow_node_id": null,
        "dynamic_variables": variables,
    })
}

fn system_variables(spec: &CallSpec, plan: &CallPlan) -> Map<String, Value> {
    let (caller, called) = match spec.direction {
        Direction::Inbound => (plan.external_number.as_str(), spec.agent_number.as_str()),
        Direction::Outbound => (spec.agent_number.as_str(), plan.external_number.as_str()),
    };
    let agent_turns = plan.spoken_turns(Role::Agent);
    let talked = SignedDuration::from_secs(i64::from(plan.talk_seconds));
    let ended_at = spec.started_at.checked_add(talked).unwrap_or(spec.started_at);
    let time = ended_at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string();
    let variables = json!({
        "system__agent_id": spec.agent.agent_id,
        "system__current_agent_id": spec.agent.agent_id,
        "system__conversation_id": plan.conversation_id,
        "system__caller_id": caller,
        "system__called_number": called,
        "system__call_duration_secs": plan.talk_seconds,
        "system__time_utc": time,
        "system__time": null,
        "system__timezone": "UTC",
        "system__agent_turns": agent_turns,
        "system__current_agent_turns": agent_turns,
        "system__current_subagent_turns": 0,
        "system__is_text_only": false,
        "system__call_sid": plan.call_sid,
    });
    match variables {
        Value::Object(variables) => variables,
        _ => Map::new(),
    }
}

/// Fields and values of a provider that has moved on.
fn add_unknown_fields(object: &mut Value) {
    object["conversation_product"] = "agents".into();
    object["x_future_object"] = json!({ "nested": [1, null, { "deep": true }] });
    object["metadata"]["x_future_number"] = 12.5.into();
    object["metadata"]["phone_call"]["x_carrier"] = "Example Carrier".into();
    object["analysis"]["x_sentiment"] = json!({ "label": "calm", "score": 0.71 });
    if let Some(turn) = object["transcript"].as_array_mut().and_then(|turns| turns.last_mut()) {
        turn["x_emotion"] = Value::Null;
    }
}

/// Only what the provider's model requires; the rest null or missing.
fn sparse(object: &Value) -> Value {
    let turns: Vec<Value> = object["transcript"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(place, turn)| {
            let mut small = json!({
                "role": turn["role"], "message": turn["message"], "time_in_call_secs": turn["time_in_call_secs"],
            });
            match place % 3 {
                0 => {
                    small["tool_calls"] = Value::Null;
                    small["tool_results"] = Value::Null;
                }
                1 => {}
                _ => small["tool_calls"] = json!([]),
            }
            small
        })
        .collect();
    let metadata = &object["metadata"];
    json!({
        "agent_id": object["agent_id"],
        "conversation_id": object["conversation_id"],
        "status": object["status"],
        "user_id": null,
        "transcript": turns,
        "metadata": {
            "start_time_unix_secs": metadata["start_time_unix_secs"],
            "call_duration_secs": metadata["call_duration_secs"],
            "cost": null,
            "deletion_settings": null,
            "feedback": null,
            "charging": null,
            "phone_call": metadata["phone_call"],
            "termination_reason": "",
            "error": metadata["error"],
        },
        "analysis": null,
        "conversation_initiation_client_data": null,
        "has_audio": false,
        "has_user_audio": false,
        "has_response_audio": false,
        "has_auxiliary_audio": false,
    })
}
