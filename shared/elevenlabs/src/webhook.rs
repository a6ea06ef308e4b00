//! What the post-call webhook delivers.
//!
//! Deliveries come in any order, more than once, or never. [`Envelope::peek`] reads just enough to name one;
//! [`Envelope::parse`] reads what the product uses of it.

mod channel;
mod conversation;
mod initiation_failure;
mod kept;
mod secrets;
#[cfg(test)]
mod tests;
mod transcript;

use domain::{
    call::{ConversationId, Observation, ObservationKind, VoiceAgentId},
    inbox::{Defect, DefectReason},
    text::{Text, kept},
};
use jiff::{SignedDuration, Timestamp};

pub(crate) use self::{channel::direction, conversation::stage};
pub use self::{
    conversation::{Conversation, Variables},
    initiation_failure::InitiationFailure,
};
use crate::lenient::{Json, Malformed, Object, read_document};

/// So far ahead of the time of receipt a time may be that a clock is wrong by.
const MAX_AHEAD: SignedDuration = SignedDuration::from_hours(24 * 366);

/// The type of the event that has a recording in it.
pub const RECORDING: &str = "post_call_audio";

/// Why a payload cannot be used. Nothing of what is in it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// It is not JSON.
    #[error("not JSON: line {line}, column {column}")]
    NotJson {
        /// Whether it is right as far as it goes.
        cut_off: bool,
        /// The line of the fault, from 1.
        line: usize,
        /// The byte of the line.
        column: usize,
    },
    /// It is not a JSON object.
    #[error("not a JSON object")]
    NotAnObject,
    /// A field without which nothing can be done is missing or unusable.
    #[error("`{0}` is missing or unusable")]
    Missing(&'static str),
}

impl PayloadError {
    /// The same as it is kept.
    pub fn defect(self) -> Defect {
        let (reason, field, place) = match self {
            Self::NotJson { cut_off: true, line, column } => {
                (DefectReason::CutOff, None, Some((line, column)))
            }
            Self::NotJson { line, column, .. } => (DefectReason::NotJson, None, Some((line, column))),
            Self::NotAnObject => (DefectReason::NotAnObject, None, None),
            Self::Missing(field) => (DefectReason::FieldMissing, Some(field.to_owned()), None),
        };
        let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (line, column) = place.map(|(line, column)| (counted(line), counted(column))).unzip();
        Defect { reason, field, line, column }
    }
}

/// The conversation that a body names which cannot be read: looked for as bytes.
pub fn scan_conversation_id(body: &[u8]) -> Option<ConversationId> {
    ["\"conversation_id\"", "\"system__conversation_id\""].iter().find_map(|name| {
        let name = name.as_bytes();
        let places = body.windows(name.len()).enumerate().filter(|(_, window)| *window == name);
        places.map(|(at, _)| &body[at + name.len()..]).find_map(|rest| {
            let rest = rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
            let end = rest.iter().take(256).position(|b| *b == b'"')?;
            ConversationId::new(std::str::from_utf8(&rest[..end]).ok()?).ok()
        })
    })
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
        with_object(body, |envelope| {
            let data = envelope.object("data").unwrap_or_default();
            Ok(Peek {
                kind: kind(envelope),
                at: envelope.timestamp("event_timestamp"),
                agent_id: agent_id(&data),
                conversation_id: conversation_id(&data).ok(),
            })
        })
    }

    /// Reads a delivery.
    pub fn parse(body: &[u8]) -> Result<Self, PayloadError> {
        with_object(body, Self::read)
    }

    fn read(envelope: &Object<'_>) -> Result<Self, PayloadError> {
        let kind = kind(envelope).ok_or(PayloadError::Missing("type"))?;
        let at = envelope.timestamp("event_timestamp");
        let data = || envelope.object("data").ok_or(PayloadError::Missing("data"));
        let event = match kind.as_str() {
            // The event itself says that the call is over: nothing more may come, should its status say otherwise.
            "post_call_transcription" => Event::Transcription(Box::new(Conversation::read(&data()?, true)?)),
            "call_initiation_failure" => {
                Event::InitiationFailure(Box::new(InitiationFailure::read(&data()?)?))
            }
            RECORDING => {
                let data = data()?;
                Event::Audio { agent_id: agent_id(&data), conversation_id: conversation_id(&data)? }
            }
            "answering_machine_detection" => {
                let data = data()?;
                Event::MachineDetection {
                    agent_id: agent_id(&data),
                    conversation_id: conversation_id(&data)?,
                    call_sid: data.text("call_sid").and_then(|text| Text::new(&text).ok()),
                    answered_by: data.text("answered_by").and_then(|text| kept(&text)),
                }
            }
            _ => Event::Unknown { kind },
        };
        Ok(Self { at, event })
    }

    /// What the delivery tells about a call; `None` for an unknown type. `received_at` stands in for a missing time.
    pub fn observation(&self, received_at: Timestamp) -> Option<Observation> {
        // Nothing is told long before it happens: a later report would never be newer.
        let at = self.at.filter(|at| at.duration_since(received_at) <= MAX_AHEAD).unwrap_or(received_at);
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

fn with_object<T>(
    body: &[u8],
    read: impl FnOnce(&Object<'_>) -> Result<T, PayloadError>,
) -> Result<T, PayloadError> {
    let in_document = |json: Json<'_>| read(&json.object().ok_or(PayloadError::NotAnObject)?);
    read_document(body, in_document).unwrap_or_else(|malformed| {
        let Malformed { cut_off, line, column } = malformed;
        Err(PayloadError::NotJson { cut_off, line, column })
    })
}

fn kind(envelope: &Object<'_>) -> Option<String> {
    let kind = envelope.text("type")?.trim().to_ascii_lowercase();
    let safe = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    (kind.len() <= 64 && kind.bytes().all(safe)).then_some(kind)
}

fn agent_id(data: &Object<'_>) -> Option<VoiceAgentId> {
    VoiceAgentId::new(&data.text("agent_id")?).ok()
}

fn conversation_id(data: &Object<'_>) -> Result<ConversationId, PayloadError> {
    data.text("conversation_id")
        .and_then(|text| ConversationId::new(&text).ok())
        .ok_or(PayloadError::Missing("data.conversation_id"))
}
