//! The turns of a conversation.

use std::collections::HashMap;

use domain::{
    call::{MAX_TOOL_CALLS, MAX_TURNS, Medium, Speaker, ToolCall, ToolText, Turn},
    text::{Text, kept},
};
use serde_json::Value;

use crate::lenient::{Json, Object};

/// The provider makes several turns of one: the use of a tool, its result, and the words.
const MAX_RAW_TURNS: usize = 4 * MAX_TURNS;
/// Variables that start like this hold secrets; the provider never shows them to the language model.
const SECRET: &str = "secret__";

#[derive(Default)]
pub(super) struct Transcript {
    pub(super) turns: Vec<Turn>,
    /// Whether the agent's voicemail tool reported a mailbox.
    pub(super) voicemail_detected: bool,
    /// Whether there was more than is read.
    pub(super) left_out: bool,
}

/// The turns in order. A tool's result joins the use of the tool that it answers, whichever turn it came in.
pub(super) fn read(data: &Object<'_>) -> Transcript {
    let (items, more) = data.list("transcript", MAX_RAW_TURNS);
    let mut transcript = Transcript { left_out: more, ..Transcript::default() };
    // Where in `transcript.turns` the use of a tool stands, by the request's id.
    let mut requests: HashMap<String, (usize, usize)> = HashMap::new();
    for item in items.into_iter().filter_map(Json::object) {
        let mut turn = words(&item);
        let (calls, more_calls) = item.list("tool_calls", MAX_TOOL_CALLS);
        let (results, more_results) = item.list("tool_results", MAX_TOOL_CALLS);
        transcript.left_out |= more_calls || more_results;
        for call in calls.into_iter().filter_map(Json::object) {
            let Some(tool_call) = tool_call(&call) else { continue };
            if let Some(id) = call.text("request_id") {
                requests.insert(id.into_owned(), (transcript.turns.len(), turn.tool_calls.len()));
            }
            turn.tool_calls.push(tool_call);
        }
        for result in results.into_iter().filter_map(Json::object) {
            transcript.voicemail_detected |= is_voicemail(&result);
            let place = result.text("request_id").and_then(|id| requests.get(id.as_ref()).copied());
            let asked = match place {
                Some((earlier, index)) if earlier < transcript.turns.len() => {
                    transcript.turns[earlier].tool_calls.get_mut(index)
                }
                Some((_, index)) => turn.tool_calls.get_mut(index),
                None => None,
            };
            if let Some(asked) = asked {
                asked.result = answer(&result);
                asked.failed = result.is_true("is_error");
            } else if let Some(name) = tool_name(&result)
                && turn.tool_calls.len() < MAX_TOOL_CALLS
            {
                let failed = result.is_true("is_error");
                turn.tool_calls.push(ToolCall { name, parameters: None, result: answer(&result), failed });
            }
        }
        if turn.message.is_some() || !turn.tool_calls.is_empty() {
            transcript.turns.push(turn);
        }
    }
    transcript
}

fn words(item: &Object<'_>) -> Turn {
    let role = match item.text("role").as_deref() {
        Some("user") => Speaker::User,
        Some("agent") => Speaker::Agent,
        _ => Speaker::Other,
    };
    let medium = item.text("source_medium").map(|word| match word.as_ref() {
        "audio" => Medium::Audio,
        "dtmf" => Medium::Dtmf,
        "text" => Medium::Text,
        _ => Medium::Other,
    });
    Turn {
        role,
        message: item.text("message").and_then(|text| kept(&text)),
        time_in_call_seconds: item.integer("time_in_call_secs").and_then(|seconds| seconds.try_into().ok()),
        tool_calls: Vec::new(),
        interrupted: item.is_true("interrupted"),
        medium,
    }
}

/// The name and the parameters. The rest (URL, headers, body of the request to us) holds our secrets.
fn tool_call(call: &Object<'_>) -> Option<ToolCall> {
    let parameters = call.text("params_as_json").and_then(|text| without_secrets(&text));
    Some(ToolCall { name: tool_name(call)?, parameters, result: None, failed: false })
}

fn tool_name(tool: &Object<'_>) -> Option<Text<100>> {
    kept(&tool.text("tool_name")?)
}

fn answer(result: &Object<'_>) -> Option<ToolText> {
    result.text("result_value").and_then(|text| without_secrets(&text))
}

/// The text, without top-level secrets; nothing of a text that has secrets elsewhere.
fn without_secrets(text: &str) -> Option<ToolText> {
    if !text.contains(SECRET) {
        return kept(text);
    }
    let Ok(Value::Object(mut fields)) = serde_json::from_str(text) else { return None };
    fields.retain(|name, _| !name.starts_with(SECRET));
    let cleaned = Value::Object(fields).to_string();
    if cleaned.contains(SECRET) { None } else { kept(&cleaned) }
}

/// Whether a tool's result says that a mailbox picked up.
fn is_voicemail(result: &Object<'_>) -> bool {
    const DETECTED: &str = "voicemail_detection_success";
    match result.object("result").and_then(|result| result.text("result_type").map(|word| word == DETECTED)) {
        Some(detected) => detected,
        None => {
            result.text("tool_name").as_deref() == Some("voicemail_detection") && !result.is_true("is_error")
        }
    }
}
