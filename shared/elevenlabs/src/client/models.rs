//! What is asked for and answered.

use domain::call::{ConversationId, Direction, Stage, VoiceAgentId};
use jiff::Timestamp;
use reqwest::Url;

use super::ApiError;
use crate::{
    lenient::{Json, Object},
    webhook,
};

/// The most conversations of one page.
const MAX_PAGE: u8 = 100;

/// Which conversations to list; everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversationFilter {
    /// Of this voice agent.
    pub agent_id: Option<VoiceAgentId>,
    /// Started after this time (whole seconds).
    pub started_after: Option<Timestamp>,
    /// Started before this time (whole seconds).
    pub started_before: Option<Timestamp>,
    /// With this dynamic variable: name and value. Finds a call whose request was never answered.
    pub variable: Option<(String, String)>,
    /// How many at once: 1 to 100, otherwise the provider's default of 30.
    pub page_size: Option<u8>,
    /// From where on: [`ConversationPage::next_cursor`].
    pub cursor: Option<String>,
}

impl ConversationFilter {
    pub(super) fn write(&self, url: &mut Url) {
        let Self { agent_id, started_after, started_before, variable, page_size, cursor } = self;
        let mut query = Vec::new();
        if let Some(agent_id) = agent_id {
            query.push(("agent_id", agent_id.to_string()));
        }
        if let Some(time) = started_after {
            query.push(("call_start_after_unix", time.as_second().to_string()));
        }
        if let Some(time) = started_before {
            query.push(("call_start_before_unix", time.as_second().to_string()));
        }
        if let Some((name, value)) = variable {
            query.push(("dynamic_variable_params", format!("{name}:eq:{value}")));
        }
        if let Some(size) = page_size {
            query.push(("page_size", (*size).clamp(1, MAX_PAGE).to_string()));
        }
        if let Some(cursor) = cursor {
            query.push(("cursor", cursor.clone()));
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
    }
}

/// One page of conversations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationPage {
    /// The conversations. Entries that cannot be read are left out.
    pub conversations: Vec<ConversationSummary>,
    /// Where the next page starts; `None` on the last one.
    pub next_cursor: Option<String>,
}

/// A conversation in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationSummary {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The voice agent.
    pub agent_id: Option<VoiceAgentId>,
    /// How far it is.
    pub stage: Stage,
    /// When it started.
    pub started_at: Option<Timestamp>,
    /// Who started it.
    pub direction: Option<Direction>,
}

impl ConversationPage {
    pub(super) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        let text = String::from_utf8_lossy(body);
        let page = object(&text)?;
        if page.get("conversations").is_none() {
            return Err(ApiError::Unreadable("`conversations` is missing".to_owned()));
        }
        let (items, _) = page.list("conversations", MAX_PAGE.into());
        let more = page.get("has_more").and_then(Json::boolean).unwrap_or(true);
        let next_cursor = page.text("next_cursor").filter(|_| more).map(|cursor| cursor.into_owned());
        let conversations =
            items.into_iter().filter_map(|item| ConversationSummary::read(&item.object()?)).collect();
        Ok(Self { conversations, next_cursor })
    }
}

impl ConversationSummary {
    fn read(item: &Object<'_>) -> Option<Self> {
        Some(Self {
            conversation_id: ConversationId::new(&item.text("conversation_id")?).ok()?,
            agent_id: item.text("agent_id").and_then(|id| VoiceAgentId::new(&id).ok()),
            stage: item.text("status").map_or(Stage::Unclear, |word| webhook::stage(&word)),
            started_at: item.timestamp("start_time_unix_secs"),
            direction: item.text("direction").and_then(|word| webhook::direction(&word)),
        })
    }
}

fn object(text: &str) -> Result<Object<'_>, ApiError> {
    Json::document(text)
        .and_then(Json::object)
        .ok_or_else(|| ApiError::Unreadable("not a JSON object".to_owned()))
}
