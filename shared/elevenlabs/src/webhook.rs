//! What the post-call webhook delivers.
//!
//! Deliveries come in any order, more than once, or never. [`Envelope::peek`] reads just enough to name one;
//! [`Envelope::parse`] reads what the product uses of it.

mod conversation;
mod initiation_failure;
#[cfg(test)]
mod tests;
mod transcript;

use domain::{
    call::{ConversationId, Observation, ObservationKind, Stage, VoiceAgentId},
    text::{Text, kept},
};
use jiff::Timestamp;

pub(crate) use self::conversation::{direction, stage};
pub use self::{
    conversation::{Conversation, Variables},
    initiation_failure::InitiationFailure,
};
use crate::lenient::{Json, Object};

/// Why a payload cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// It is not a JSON object.
    #[error("not a JSON object")]
    NotAnObject,
    /// A field without which nothing can be done is missing or unusable.
    #[error("`{0}` is missing or unusable")]
    Missing(&'static str),
}

/// One delivery.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// The provider's time of the event.
    pub at: Option<Timestamp>,
    /// The event.
    pub event: Event,
}

/// What is known about a delivery before it is read as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peek {
    /// The event's type, such as `post_call_transcription`: at most 64 ASCII letters, digits, `_`, `-` and `.`.
    pub kind: Option<String>,
    /// The provider's time of the event.
    pub at: Option<Timestamp>,
    /// The voice agent.
    pub agent_id: Option<VoiceAgentId>,
    /// The conversation.
    pub conversation_id: Option<ConversationId>,
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// `post_call_transcription`: a conversation is over and analysed.
    Transcription(Box<Conversation>),
    /// `call_initiation_failure`: an outbound call reached nobody.
    InitiationFailure(Box<InitiationFailure>),
    /// `post_call_audio`: a recording. The audio itself is not read; it can be fetched.
    Audio {
        /// The voice agent.
        agent_id: Option<VoiceAgentId>,
        /// The conversation.
        conversation_id: ConversationId,
    },
    /// `answering_machine_detection`: the carrier's opinion of who picked up.
    MachineDetection {
        /// The voice agent.
        agent_id: Option<VoiceAgentId>,
        /// The conversation.
        conversation_id: ConversationId,
        /// The carrier's id of the call.
        call_sid: Option<Text<128>>,
        /// Its word for who picked up, such as `human`.
        answered_by: Option<Text<40>>,
    },
    /// A type that is not known here.
    Unknown {
        /// The type.
        kind: String,
    },
}

impl Envelope {
    /// Reads what names a delivery, and nothing else of it.
    pub fn peek(body: &[u8]) -> Result<Peek, PayloadError> {
        let text = String::from_utf8_lossy(body);
        let envelope = envelope(&text)?;
        let data = envelope.object("data").unwrap_or_default();
        Ok(Peek {
            kind: kind(&envelope),
            at: envelope.timestamp("event_timestamp"),
            agent_id: agent_id(&data),
            conversation_id: conversation_id(&data).ok(),
        })
    }

    /// Reads a delivery.
    pub fn parse(body: &[u8]) -> Result<Self, PayloadError> {
        let text = String::from_utf8_lossy(body);
        let envelope = envelope(&text)?;
        let kind = kind(&envelope).ok_or(PayloadError::Missing("type"))?;
        let at = envelope.timestamp("event_timestamp");
        let data = || envelope.object("data").ok_or(PayloadError::Missing("data"));
        let event = match kind.as_str() {
            // The event itself says that the call is over, should the status be missing.
            "post_call_transcription" => {
                Event::Transcription(Box::new(Conversation::read(&data()?, Stage::Final)?))
            }
            "call_initiation_failure" => {
                Event::InitiationFailure(Box::new(InitiationFailure::read(&data()?)?))
            }
            "post_call_audio" => {
                let data = data()?;
                Event::Audio { agent_id: agent_id(&data), conversation_id: conversation_id(&data)? }
            }
            "answering_machine_detection" => {
                let data = data()?;
                Event::MachineDetection {
                    agent_id: agent_id(&data),
                    conversation_id: conversation_id(&data)?,
                    call_sid: data.text("call_sid").and_then(|text| kept(&text)),
                    answered_by: data.text("answered_by").and_then(|text| kept(&text)),
                }
            }
            _ => Event::Unknown { kind },
        };
        Ok(Self { at, event })
    }

    /// What the delivery tells about a call; `None` for an unknown type. `received_at` stands in for a missing time.
    pub fn observation(&self, received_at: Timestamp) -> Option<Observation> {
        let at = self.at.unwrap_or(received_at);
        Some(match &self.event {
            Event::Transcription(conversation) => conversation.observation(at),
            Event::InitiationFailure(failure) => failure.observation(at),
            Event::Audio { agent_id, conversation_id } => Observation {
                conversation_id: conversation_id.clone(),
                agent_id: agent_id.clone(),
                at,
                kind: ObservationKind::Recording,
            },
            Event::MachineDetection { agent_id, conversation_id, answered_by, .. } => Observation {
                conversation_id: conversation_id.clone(),
                agent_id: agent_id.clone(),
                at,
                kind: ObservationKind::AnsweredBy(answered_by.clone()),
            },
            Event::Unknown { .. } => return None,
        })
    }
}

fn envelope(text: &str) -> Result<Object<'_>, PayloadError> {
    Json::document(text).and_then(Json::object).ok_or(PayloadError::NotAnObject)
}

fn kind(envelope: &Object<'_>) -> Option<String> {
    let kind = envelope.text("type")?;
    let safe = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    (kind.len() <= 64 && kind.bytes().all(safe)).then(|| kind.into_owned())
}

fn agent_id(data: &Object<'_>) -> Option<VoiceAgentId> {
    VoiceAgentId::new(&data.text("agent_id")?).ok()
}

fn conversation_id(data: &Object<'_>) -> Result<ConversationId, PayloadError> {
    data.text("conversation_id")
        .and_then(|text| ConversationId::new(&text).ok())
        .ok_or(PayloadError::Missing("data.conversation_id"))
}
