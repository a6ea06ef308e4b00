//! An outbound call that reached nobody.

use std::borrow::Cow;

use domain::{
    call::{
        ConversationId, Direction, Line, NotConnected, NotConnectedCause, Numbering, Observation,
        ObservationKind, Party, VoiceAgentId, dialable,
    },
    text::{Text, kept},
};
use jiff::Timestamp;

use super::PayloadError;
use crate::lenient::Object;

/// `call_initiation_failure`: busy, declined, not picked up, or not connected.
#[derive(Clone, Debug, PartialEq)]
pub struct InitiationFailure {
    /// The voice agent.
    pub agent_id: Option<VoiceAgentId>,
    /// The conversation.
    pub conversation_id: ConversationId,
    /// What happened.
    pub facts: NotConnected,
}

impl InitiationFailure {
    pub(super) fn read(data: &Object<'_>) -> Result<Self, PayloadError> {
        let metadata = data.object("metadata").unwrap_or_default();
        let body = metadata.object("body").unwrap_or_default();
        let sip_code = body
            .integer("sip_status_code")
            .or_else(|| body.integer("SipResponseCode"))
            .or_else(|| code_in(&body.text("sip_status")?))
            .or_else(|| code_in(&body.text("error_reason")?));
        let (line, person_reported, ours_reported) = line(&metadata, &body);
        let facts = NotConnected {
            cause: cause(data, &body, sip_code),
            line,
            person_reported,
            ours_reported,
            sip_code,
            detail: body
                .text("error_reason")
                .or_else(|| body.text("sip_status"))
                .or_else(|| body.text("ErrorMessage"))
                .and_then(|text| kept(&text)),
        };
        Ok(Self { agent_id: super::agent_id(data), conversation_id: super::conversation_id(data)?, facts })
    }

    pub(super) fn observation(&self, at: Timestamp) -> Observation {
        Observation {
            conversation_id: self.conversation_id.clone(),
            agent_id: self.agent_id.clone(),
            at,
            kind: ObservationKind::NotConnected(Box::new(self.facts.clone())),
        }
    }
}

/// The provider writes `no-answer` here and `no_answer` elsewhere. Where it has no word, the network's number may tell.
fn cause(data: &Object<'_>, body: &Object<'_>, sip_code: Option<i64>) -> NotConnectedCause {
    let known = |text: Cow<'_, str>| match text.trim().to_ascii_lowercase().replace('_', "-").as_str() {
        "busy" => Some(NotConnectedCause::Busy),
        "no-answer" => Some(NotConnectedCause::NoAnswer),
        _ => None,
    };
    data.text("failure_reason")
        .and_then(known)
        .or_else(|| body.text("CallStatus").and_then(known))
        .or_else(|| sip_code.map(NotConnectedCause::of_sip))
        .unwrap_or(NotConnectedCause::Unknown)
}

/// The SIP status in a text such as `INVITE failed: sip status: 486: Busy Here (SIP 486)`.
fn code_in(text: &str) -> Option<i64> {
    let text = text.to_ascii_lowercase();
    let after_sip = text.split("sip").skip(1).find_map(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, ':' | '/' | '.'));
        let rest = rest.strip_prefix("2.0").or_else(|| rest.strip_prefix("status")).unwrap_or(rest);
        status(rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ':'))
    });
    after_sip.or_else(|| status(text.trim_start()))
}

/// The number of three digits that a text begins with, if it is one of a refusal.
fn status(text: &str) -> Option<i64> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).map_or(text, |end| &text[..end]);
    digits.parse().ok().filter(|code| (300..700).contains(code))
}

/// The line as a Twilio status callback (`From`, `To`) or a SIP trunk (`from_number`, `to_number`) shows it, and what is read
/// again where more is known of it: what was reported as the person's number, and as the tenant's where that is not understood.
fn line(metadata: &Object<'_>, body: &Object<'_>) -> (Line, Vec<Text<1_000>>, Option<Text<1_000>>) {
    let told = |names: [&'static str; 3]| -> Vec<Cow<'_, str>> {
        names.iter().filter_map(|name| body.digits(name)).collect()
    };
    let (from, to) = (told(["From", "Caller", "from_number"]), told(["To", "Called", "to_number"]));
    // Nearly always it is a call that we placed: Twilio says `outbound-api`, or `inbound` where a person called.
    let is_inbound = body
        .text("Direction")
        .or_else(|| body.text("direction"))
        .is_some_and(|word| word.trim().to_ascii_lowercase().starts_with("inbound"));
    let (direction, person, ours) =
        if is_inbound { (Direction::Inbound, from, to) } else { (Direction::Outbound, to, from) };
    let person: Vec<&str> = person.iter().map(AsRef::as_ref).collect();
    let numbering = Numbering { ours: ours.iter().find_map(|text| dialable(text)), ..Numbering::default() };
    let ours_reported = ours.first().filter(|_| numbering.ours.is_none()).and_then(|text| kept(text));
    let sid = body.text("CallSid").or_else(|| body.text("call_sid"));
    let line = Line {
        direction: Some(direction),
        person: Party::on_line(&person, &numbering),
        ours: numbering.ours,
        call_sid: sid.and_then(|text| Text::new(&text).ok()),
        carrier: metadata.text("type").map(|kind| super::conversation::carrier(&kind)),
    };
    (line, person.into_iter().filter_map(kept).collect(), ours_reported)
}
