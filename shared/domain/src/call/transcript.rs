//! What was said, and what the voice agent did meanwhile.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::Text;

/// The most turns that are kept of one call. A turn takes seconds, so this is hours.
pub const MAX_TURNS: usize = 2_000;
/// The most bytes of text that are kept of one transcript.
pub const MAX_TRANSCRIPT_BYTES: usize = 2 * 1024 * 1024;
/// The most tools that are kept of one turn.
pub const MAX_TOOL_CALLS: usize = 32;

/// What was said in one turn: at most 8,000 characters.
pub type Message = Text<8_000>;
/// What went into or came out of a tool: at most 4,000 characters.
pub type ToolText = Text<4_000>;

/// Who spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The voice agent.
    Agent,
    /// The person.
    User,
    /// Somebody else, such as a participant that the provider adds one day.
    Other,
}

/// How the person's words came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// Spoken.
    Audio,
    /// Pressed on the keypad.
    Dtmf,
    /// Typed.
    Text,
    /// Anything else.
    Other,
}

/// One turn of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    /// Who spoke.
    pub role: Speaker,
    /// The words; absent when the agent only used a tool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// What the agent was about to say, where that was cut short or corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_message: Option<Message>,
    /// When, in seconds from the start of the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_in_call_seconds: Option<u32>,
    /// The tools that the agent used in this turn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCall>,
    /// Whether the person cut the agent short.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
    /// How the words came in, where the provider says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
}

/// One use of a tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToolCall {
    /// The tool's name.
    pub name: Text<100>,
    /// What the language model passed to it, as JSON text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<ToolText>,
    /// What came back, as text; absent when no answer was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<ToolText>,
    /// Whether an answer was recorded and it is an error.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
    /// Whether the provider kept the tool from being used.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blocked: bool,
}

impl Turn {
    /// Whether the person said something: words or keys, not just the dots that stand for silence.
    pub fn has_words_of_user(&self) -> bool {
        self.role == Speaker::User && self.has_words()
    }

    pub(super) fn has_words(&self) -> bool {
        let is_word =
            |c: char| !c.is_whitespace() && !c.is_ascii_punctuation() && !matches!(c, '…' | '。' | '،' | '؟');
        self.message.as_ref().is_some_and(|message| message.as_str().chars().any(is_word))
    }

    fn bytes(&self) -> usize {
        let tools = self.tool_calls.iter().map(|tool| {
            let text = |text: &Option<ToolText>| text.as_ref().map_or(0, |text| text.as_str().len());
            tool.name.as_str().len() + text(&tool.parameters) + text(&tool.result)
        });
        let words = [&self.message, &self.original_message].into_iter().flatten();
        words.map(|message| message.as_str().len()).sum::<usize>() + tools.sum::<usize>()
    }
}

/// The turns that are kept, and whether any were left out.
pub(super) fn bounded(turns: &[Turn]) -> (Vec<Turn>, bool) {
    let mut bytes = 0_usize;
    let kept: Vec<Turn> = turns
        .iter()
        .take(MAX_TURNS)
        .take_while(|turn| {
            bytes = bytes.saturating_add(turn.bytes());
            bytes <= MAX_TRANSCRIPT_BYTES
        })
        .cloned()
        .collect();
    let left_out = kept.len() < turns.len();
    (kept, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(role: Speaker, message: &str) -> Turn {
        Turn {
            role,
            message: crate::text::kept(message),
            original_message: None,
            time_in_call_seconds: None,
            tool_calls: Vec::new(),
            interrupted: false,
            medium: None,
        }
    }

    #[test]
    fn words_are_words_in_any_script_and_dots_are_silence() {
        for words in ["Yes.", "نعم", "はい", "1", "👍"] {
            assert!(said(Speaker::User, words).has_words_of_user(), "{words}");
        }
        for silence in ["", " ", "...", "…", "?", "-"] {
            assert!(!said(Speaker::User, silence).has_words_of_user(), "{silence}");
        }
        assert!(!said(Speaker::Agent, "Hello").has_words_of_user());
    }

    #[test]
    fn a_long_call_is_kept_and_an_endless_one_is_cut() {
        let turns = vec![said(Speaker::User, "Hello"); 500];
        assert_eq!(bounded(&turns), (turns.clone(), false));
        let (kept, left_out) = bounded(&vec![said(Speaker::User, "Hello"); MAX_TURNS + 1]);
        assert_eq!((kept.len(), left_out), (MAX_TURNS, true));
        let (kept, left_out) = bounded(&vec![said(Speaker::User, &"x".repeat(8_000)); 300]);
        assert_eq!((kept.len(), left_out), (MAX_TRANSCRIPT_BYTES / 8_000, true));
    }

    #[test]
    fn debug_does_not_show_what_was_said() {
        assert!(!format!("{:?}", said(Speaker::User, "Robin")).contains("Robin"));
    }
}
