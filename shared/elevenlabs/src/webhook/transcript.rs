//! The turns of a conversation.

use std::collections::HashMap;

use domain::{
    call::{MAX_TOOL_CALLS, MAX_TURNS, Medium, Speaker, ToolCall, ToolText, Turn},
    text::Text,
};

use super::{kept::Keeper, secrets::Secrets};
use crate::lenient::{Json, Object};

/// The provider makes several turns of one: the use of a tool, its result, and the words.
const MAX_RAW_TURNS: usize = 4 * MAX_TURNS;
/// The most parts of one message that are read.
const MAX_PARTS: usize = 100;

#[derive(Default)]
pub(super) struct Transcript {
    pub(super) turns: Vec<Turn>,
    /// Whether the agent's voicemail tool reported a mailbox.
    pub(super) voicemail_detected: bool,
}

/// The turns in order. A tool's result joins the use of the tool that it answers, whichever turn it came in.
pub(super) fn read(data: &Object<'_>, secrets: &Secrets, keeper: &mut Keeper) -> Transcript {
    let mut transcript = Transcript::default();
    let Some(written) = data.get("transcript") else { return transcript };
    let Some((items, more)) = written.list(MAX_RAW_TURNS) else {
        transcript.turns.extend(in_one(written, keeper));
        return transcript;
    };
    keeper.cut |= more;
    // Where in `transcript.turns` the use of a tool stands, by the request's id.
    let mut requests: HashMap<String, (usize, usize)> = HashMap::new();
    for item in items {
        let Some(item) = item.object() else {
            keeper.cut = true;
            continue;
        };
        let mut turn = words(&item, keeper);
        let (calls, more_calls) = item.list("tool_calls", MAX_TOOL_CALLS);
        let (results, more_results) = item.list("tool_results", MAX_TOOL_CALLS);
        keeper.cut |= more_calls || more_results;
        for call in calls {
            let tool_call = call.object().and_then(|call| Some((tool_call(&call, secrets, keeper)?, call)));
            let Some((tool_call, call)) = tool_call else {
                keeper.cut = true;
                continue;
            };
            if let Some(id) = call.text("request_id") {
                requests.insert(id.into_owned(), (transcript.turns.len(), turn.tool_calls.len()));
            }
            turn.tool_calls.push(tool_call);
        }
        for result in results {
            let Some(result) = result.object() else {
                keeper.cut = true;
                continue;
            };
            transcript.voicemail_detected |= is_voicemail(&result);
            let place = result.text("request_id").and_then(|id| requests.get(id.as_ref()).copied());
            let asked = match place {
                Some((earlier, index)) if earlier < transcript.turns.len() => {
                    transcript.turns[earlier].tool_calls.get_mut(index)
                }
                Some((_, index)) => turn.tool_calls.get_mut(index),
                None => None,
            };
            let answer = Answer::read(&result, secrets, keeper);
            match asked {
                Some(asked) if asked.result.is_none() && !asked.failed && !asked.blocked => {
                    answer.join(asked)
                }
                // A second answer to one request stands alone, as one does that nobody asked for.
                asked => {
                    let name = tool_name(&result, keeper).or_else(|| asked.map(|asked| asked.name.clone()));
                    match name {
                        Some(name) if turn.tool_calls.len() < MAX_TOOL_CALLS => {
                            turn.tool_calls.push(answer.alone(name))
                        }
                        _ => keeper.cut = true,
                    }
                }
            }
        }
        if turn.message.is_some() || turn.original_message.is_some() || !turn.tool_calls.is_empty() {
            transcript.turns.push(turn);
        } else {
            // A picture or a file is no words, and not kept here.
            keeper.cut |=
                FILES.iter().any(|name| item.get(name).is_some()) || turn.medium == Some(Medium::Other);
        }
    }
    transcript
}

/// Where a turn has something that is no words.
const FILES: [&str; 4] = ["file_input", "file", "files", "attachments"];

/// A transcript in a form of its own, as far as it is text: nobody knows who said what in it.
fn in_one(written: Json<'_>, keeper: &mut Keeper) -> Option<Turn> {
    let Some(message) = written.text().and_then(|text| keeper.text(&text)) else {
        keeper.cut |= written.text().is_none();
        return None;
    };
    Some(Turn {
        role: Speaker::Other,
        message: Some(message),
        original_message: None,
        time_in_call_seconds: None,
        tool_calls: Vec::new(),
        interrupted: false,
        medium: None,
    })
}

fn words(item: &Object<'_>, keeper: &mut Keeper) -> Turn {
    let role = match item.text("role").map(|role| role.trim().to_ascii_lowercase()).as_deref() {
        Some("user") => Speaker::User,
        Some("agent") => Speaker::Agent,
        _ => Speaker::Other,
    };
    let medium = item.text("source_medium").map(|word| match word.trim().to_ascii_lowercase().as_str() {
        "audio" => Medium::Audio,
        "dtmf" => Medium::Dtmf,
        "text" => Medium::Text,
        _ => Medium::Other,
    });
    let said = item.get("message").and_then(|message| message_of(message, keeper)).or_else(|| {
        let parts = item.object("multivoice_message")?.get("parts")?;
        message_of(parts, keeper)
    });
    let message: Option<Text<8_000>> = said.and_then(|text| keeper.text(&text));
    let original_message = item
        .text("original_message")
        .and_then(|text| keeper.text(&text))
        .filter(|text| Some(text) != message.as_ref());
    Turn {
        role,
        message,
        original_message,
        time_in_call_seconds: item.integer("time_in_call_secs").and_then(|seconds| seconds.try_into().ok()),
        tool_calls: Vec::new(),
        interrupted: item.is_true("interrupted"),
        medium,
    }
}

/// The words of a message: text, an object that has the text, or a list of parts of either kind.
fn message_of(message: Json<'_>, keeper: &mut Keeper) -> Option<String> {
    if let Some(text) = message.scalar() {
        return (!text.trim().is_empty()).then(|| text.into_owned());
    }
    if let Some((parts, more)) = message.list(MAX_PARTS) {
        keeper.cut |= more;
        let parts: Vec<String> = parts.into_iter().filter_map(|part| part_of(part, keeper)).collect();
        return (!parts.is_empty()).then(|| parts.join(" "));
    }
    part_of(message, keeper)
}

fn part_of(part: Json<'_>, keeper: &mut Keeper) -> Option<String> {
    let text = match part.object() {
        None => part.scalar(),
        Some(object) => {
            ["text", "message", "content", "transcript"].into_iter().find_map(|name| object.text(name))
        }
    };
    match text {
        Some(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        None => {
            // Something was said, in a form that is not known.
            keeper.cut = true;
            None
        }
    }
}

/// The name and the parameters. The rest (URL, headers, body of the request to us) holds our secrets.
fn tool_call(call: &Object<'_>, secrets: &Secrets, keeper: &mut Keeper) -> Option<ToolCall> {
    let name = tool_name(call, keeper)?;
    let parameters = value_of(call, "params_as_json", secrets, keeper);
    Some(ToolCall { name, parameters, result: None, failed: false, blocked: false })
}

fn tool_name(tool: &Object<'_>, keeper: &mut Keeper) -> Option<Text<100>> {
    tool.text("tool_name").and_then(|name| keeper.text(&name))
}

/// A value that is text, or any other JSON as text.
fn value_of(tool: &Object<'_>, name: &str, secrets: &Secrets, keeper: &mut Keeper) -> Option<ToolText> {
    let text = match tool.get(name) {
        Some(json) => json.text().map_or_else(|| json.written().to_owned(), |text| text.into_owned()),
        None => tool.is_null(name).then(|| "null".to_owned())?,
    };
    keeper.text(&secrets.removed_from(&text))
}

/// What a tool answered.
struct Answer {
    result: Option<ToolText>,
    failed: bool,
    blocked: bool,
}

impl Answer {
    fn read(result: &Object<'_>, secrets: &Secrets, keeper: &mut Keeper) -> Self {
        Self {
            result: value_of(result, "result_value", secrets, keeper),
            failed: result.is_true("is_error"),
            blocked: result.is_true("is_blocked"),
        }
    }

    fn join(self, asked: &mut ToolCall) {
        (asked.result, asked.failed, asked.blocked) = (self.result, self.failed, self.blocked);
    }

    fn alone(self, name: Text<100>) -> ToolCall {
        ToolCall { name, parameters: None, result: self.result, failed: self.failed, blocked: self.blocked }
    }
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
