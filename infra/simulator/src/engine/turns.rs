//! The turns of a conversation on the wire.

use serde_json::{Map, Value, json};

use super::call::CallSpec;
use super::plan::{CallPlan, PlannedTurn};
use super::script::{Role, ToolUse};

/// The provider's own tools; every other name is a webhook tool.
const SYSTEM_TOOLS: [&str; 7] = [
    "end_call",
    "language_detection",
    "transfer_to_agent",
    "transfer_to_number",
    "skip_turn",
    "play_keypad_touch_tone",
    "voicemail_detection",
];

/// The whole transcript. A turn that uses a tool is followed by one that holds the tool's result.
pub(super) fn transcript(spec: &CallSpec, plan: &CallPlan) -> Vec<Value> {
    let mut figures = spec.seed.draw("metrics");
    let mut turns = Vec::with_capacity(plan.turns.len());
    for (place, turn) in plan.turns.iter().enumerate() {
        let mut on_wire = spoken(spec, turn);
        if turn.role == Role::Agent && turn.text.is_some() {
            let mut hundredths = |low, high| f64::from(figures.between(low, high)) / 100.0;
            on_wire["conversation_turn_metrics"] = json!({
                "metrics": {
                    "convai_llm_service_ttfb": { "elapsed_time": hundredths(28, 70) },
                    "convai_llm_service_ttf_sentence": { "elapsed_time": hundredths(45, 95) },
                    "convai_tts_service_ttfb": { "elapsed_time": hundredths(15, 35) },
                },
                "convai_asr_provider": "scribe_realtime",
                "convai_tts_model": "eleven_flash_v2_5",
            });
        }
        let Some(tool) = &turn.tool else {
            turns.push(on_wire);
            continue;
        };
        let request_id = format!("call_{}_{place:04}", tool.name);
        on_wire["tool_calls"] = json!([tool_call(spec, plan, tool, &request_id)]);
        turns.push(on_wire);
        let latency = if is_system(tool) { 0.0 } else { f64::from(figures.between(20, 90)) / 100.0 };
        let mut answered =
            spoken(spec, &PlannedTurn { text: None, tool: None, interrupted: false, ..turn.clone() });
        answered["tool_results"] = json!([tool_result(spec, turn, tool, &request_id, latency)]);
        turns.push(answered);
    }
    turns
}

fn is_system(tool: &ToolUse) -> bool {
    SYSTEM_TOOLS.contains(&tool.name.as_str())
}

fn spoken(spec: &CallSpec, turn: &PlannedTurn) -> Value {
    let agent_metadata = match turn.role {
        Role::Agent => json!({
            "agent_id": spec.agent.agent_id,
            "branch_id": null,
            "workflow_node_id": null,
            "version_id": null,
        }),
        Role::User => Value::Null,
    };
    json!({
        "role": match turn.role { Role::Agent => "agent", Role::User => "user" },
        "agent_metadata": agent_metadata,
        "message": turn.text,
        "multivoice_message": null,
        "tool_calls": [],
        "tool_results": [],
        "feedback": null,
        "llm_override": null,
        "time_in_call_secs": turn.at_seconds,
        "conversation_turn_metrics": null,
        "rag_retrieval_info": null,
        "llm_usage": null,
        "interrupted": turn.interrupted,
        "original_message": null,
        "source_medium": match turn.role { Role::Agent => Value::Null, Role::User => "audio".into() },
    })
}

fn tool_call(spec: &CallSpec, plan: &CallPlan, tool: &ToolUse, request_id: &str) -> Value {
    let mut params = tool.params.clone();
    if is_system(tool) {
        return json!({
            "type": "system",
            "request_id": request_id,
            "tool_name": tool.name,
            "tool_id": null,
            "params_as_json": Value::Object(params).to_string(),
            "tool_has_been_called": true,
            "tool_details": null,
        });
    }
    for name in ["tenant_ref", "call_ref"] {
        if let Some(value) = plan.dynamic_variables.get(name) {
            params.insert(name.to_owned(), value.clone());
        }
    }
    params.insert("conversation_id".to_owned(), plan.conversation_id.clone().into());
    params.insert("agent_id".to_owned(), spec.agent.agent_id.clone().into());
    let body = Value::Object(params).to_string();
    let attached = attached_tool(spec, &tool.name);
    let schema = attached.and_then(|attached| attached.pointer("/tool_config/api_schema"));
    let usual_url = format!("https://api.navaia.example/v1/agent-tools/{}", tool.name.replace('_', "-"));
    json!({
        "type": "webhook",
        "request_id": request_id,
        "tool_name": tool.name,
        "tool_id": tool_id(spec, &tool.name),
        "params_as_json": body,
        "tool_has_been_called": true,
        "tool_details": {
            "type": "webhook",
            "method": schema.and_then(|schema| schema.get("method")).cloned().unwrap_or("POST".into()),
            "url": schema.and_then(|schema| schema.get("url")).cloned().unwrap_or(usual_url.into()),
            "headers": { "content-type": "application/json" },
            "path_params": {},
            "query_params": {},
            "body": body,
        },
    })
}

fn tool_result(
    spec: &CallSpec,
    turn: &PlannedTurn,
    tool: &ToolUse,
    request_id: &str,
    latency_seconds: f64,
) -> Value {
    let system = is_system(tool);
    let mut result = tool.result.clone();
    if system {
        let ending = if tool.is_error { "error" } else { "success" };
        result.insert("result_type".to_owned(), format!("{}_{ending}", tool.name).into());
        result.insert("status".to_owned(), ending.into());
        for name in ["reason", "message"] {
            if let Some(value) = tool.params.get(name) {
                result.entry(name).or_insert_with(|| value.clone());
            }
        }
    }
    let mut on_wire = json!({
        "request_id": request_id,
        "tool_name": tool.name,
        "tool_id": if system { Value::Null } else { tool_id(spec, &tool.name) },
        "result_value": Value::Object(result.clone()).to_string(),
        "is_error": tool.is_error,
        "is_blocked": false,
        "tool_has_been_called": true,
        "tool_latency_secs": latency_seconds,
        "error_type": if tool.is_error { "tool_error" } else { "" },
        "raw_error_message": if tool.is_error { "The tool answered with an error." } else { "" },
        "dynamic_variable_updates": updates(spec, turn, &result, tool, request_id),
        "type": if system { "system" } else { "webhook" },
    });
    if system {
        on_wire["result"] = Value::Object(result);
    }
    on_wire
}

/// The variables that a result sets: the one the product's booking tool is set up to assign.
fn updates(
    spec: &CallSpec,
    turn: &PlannedTurn,
    result: &Map<String, Value>,
    tool: &ToolUse,
    request_id: &str,
) -> Vec<Value> {
    let Some(id) = result.get("booking_id") else { return Vec::new() };
    let updated_at = spec.started_at.as_second() as f64 + f64::from(turn.at_seconds) + 0.412;
    vec![json!({
        "variable_name": "booking_id",
        "old_value": null,
        "new_value": id,
        "updated_at": updated_at,
        "tool_name": tool.name,
        "tool_request_id": request_id,
    })]
}

fn attached_tool<'a>(spec: &'a CallSpec, name: &str) -> Option<&'a Value> {
    spec.agent
        .tools
        .iter()
        .find(|tool| tool.pointer("/tool_config/name").and_then(Value::as_str) == Some(name))
}

/// The attached tool's id, or for an agent without it one that is always the same for a name.
fn tool_id(spec: &CallSpec, name: &str) -> Value {
    match attached_tool(spec, name).and_then(|tool| tool.get("id")) {
        Some(id) => id.clone(),
        None => super::draw::CallSeed::derive(0, &["tool", name]).draw("id").id("tool_", 28).into(),
    }
}
