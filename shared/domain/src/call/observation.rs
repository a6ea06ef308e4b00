//! What the voice provider lets us know about a call, in words of our own.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    details::{Collected, Criterion, Reported},
    money::CallCost,
    party::Party,
    provider_id::{ConversationId, VoiceAgentId},
    reported_number::{Numbering, ReportedNumber},
    status::{Direction, Verdict},
    transcript::Turn,
};
use crate::{language::Language, phone::PhoneNumber, text::Text};

/// One thing that was learnt about one conversation, from a webhook or by asking.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The voice agent that held it, where the source says it.
    pub agent_id: Option<VoiceAgentId>,
    /// When it was true: the event's own time, or the time of asking.
    pub at: Timestamp,
    /// What was learnt.
    pub kind: ObservationKind,
}

impl Observation {
    /// Whether one of the two numbers is not understood, so that more has to be known of the line.
    pub fn has_number_not_understood(&self) -> bool {
        let person = self.line().is_some_and(|line| line.person.not_understood().is_some());
        person || self.own_number_not_understood().is_some() || self.best_place_not_understood()
    }

    /// Whether the best place to tell the person's number is not understood by itself: another one stands in for it, or the
    /// tenant's number on the line told the country, of which the trunk may say something else.
    fn best_place_not_understood(&self) -> bool {
        let best = match &self.kind {
            ObservationKind::Report(report) => {
                report.line.as_ref().and_then(|_| report.person_reported.first())
            }
            ObservationKind::NotConnected(facts) => facts.person_reported.first(),
            ObservationKind::Recording | ObservationKind::AnsweredBy(_) => None,
        };
        best.is_some_and(|text| Party::from_reported(text.as_str()).not_understood().is_some())
    }

    fn line(&self) -> Option<&Line> {
        match &self.kind {
            ObservationKind::Report(report) => report.line.as_ref(),
            ObservationKind::NotConnected(facts) => Some(&facts.line),
            ObservationKind::Recording | ObservationKind::AnsweredBy(_) => None,
        }
    }

    /// What was reported as the tenant's number, where it is not understood.
    fn own_number_not_understood(&self) -> Option<&str> {
        self.line().filter(|line| line.ours.is_none())?;
        let reported = match &self.kind {
            ObservationKind::Report(report) => &report.ours_reported,
            ObservationKind::NotConnected(facts) => &facts.ours_reported,
            ObservationKind::Recording | ObservationKind::AnsweredBy(_) => &None,
        };
        reported.as_ref().map(Text::as_str)
    }

    /// The same, where more is known of the line.
    #[must_use]
    pub fn on_line(mut self, numbering: &Numbering) -> Self {
        let reported = self.own_number_not_understood().map(|text| ReportedNumber::read(text, numbering));
        let (line, places) = match &mut self.kind {
            ObservationKind::Report(report) => (report.line.as_mut(), report.person_reported.as_slice()),
            ObservationKind::NotConnected(facts) => (Some(&mut facts.line), facts.person_reported.as_slice()),
            ObservationKind::Recording | ObservationKind::AnsweredBy(_) => (None, [].as_slice()),
        };
        if let Some(line) = line {
            let reported = match reported {
                Some(ReportedNumber::Number(number)) => Some(number),
                _ => None,
            };
            let ours = line.ours.clone().or(reported).or_else(|| numbering.ours.clone());
            let own = Numbering { ours, ..numbering.clone() };
            let person = std::mem::replace(&mut line.person, Party::Withheld);
            line.person = if places.is_empty() {
                person.understood(&own)
            } else {
                let places: Vec<&str> = places.iter().map(Text::as_str).collect();
                Party::on_line(&places, &own)
            };
            line.ours = own.ours;
        }
        self
    }
}

/// What an observation is about.
#[derive(Clone, Debug, PartialEq)]
pub enum ObservationKind {
    /// The conversation as a whole.
    Report(Box<Report>),
    /// An outbound call never reached anybody.
    NotConnected(Box<NotConnected>),
    /// There is a recording: the call is over.
    Recording,
    /// A machine's opinion of who picked up, in the provider's word for it. It comes while the call goes on.
    AnsweredBy(Option<Text<40>>),
}

/// How far a conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The provider used a word that is not known here: never final.
    Unclear,
    /// Created, perhaps still ringing.
    Initiated,
    /// Under way.
    InProgress,
    /// Over, and being analysed.
    Processing,
    /// Over and analysed, or failed. Nothing more will come.
    Final,
}

/// What the network said about the answer. It may claim `Answered` for a call in which nothing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallResult {
    /// Somebody or something picked up.
    Answered,
    /// A mailbox picked up.
    Voicemail,
    /// The line was busy.
    Busy,
    /// Nobody picked up.
    NoAnswer,
    /// The call could not be put through.
    Failed,
}

/// The company or protocol that carried the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// Twilio.
    Twilio,
    /// A SIP trunk.
    SipTrunk,
    /// Exotel.
    Exotel,
    /// One that is not known here.
    Other,
}

/// The telephone line of a call. A conversation in a browser has none.
///
/// Names are short: it is kept in the evidence of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Who started the call.
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The person.
    #[serde(rename = "p")]
    pub person: Party,
    /// The tenant's number.
    #[serde(rename = "o", skip_serializing_if = "Option::is_none")]
    pub ours: Option<PhoneNumber>,
    /// The carrier's id of the call.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub call_sid: Option<Text<128>>,
    /// Who carried it.
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Carrier>,
}

/// An error that the provider reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderError {
    /// Its number, such as 1008.
    pub code: Option<i64>,
    /// Its text.
    pub reason: Option<Text<300>>,
}

/// The way on which a conversation came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A telephone call.
    Phone,
    /// Text messages.
    Sms,
    /// WhatsApp.
    Whatsapp,
    /// A page or an app with the voice agent in it.
    Web,
    /// One that is not known here.
    Other,
}

/// A conversation as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// How far it is.
    pub stage: Stage,
    /// Whether it calls itself unfinished, though it is only told of calls that are over: that nothing was said so far proves
    /// nothing.
    pub is_unfinished: bool,
    /// On which way it came about, where that is told.
    pub channel: Option<Channel>,
    /// Who started it, where that is told without a line.
    pub direction: Option<Direction>,
    /// The line with two numbers.
    pub line: Option<Line>,
    /// What was reported as the person's number on it, the best place first.
    pub person_reported: Vec<Text<1_000>>,
    /// What was reported as the tenant's number, where it is not understood by itself.
    pub ours_reported: Option<Text<1_000>>,
    /// When the call started.
    pub started_at: Option<Timestamp>,
    /// When it was picked up.
    pub accepted_at: Option<Timestamp>,
    /// How long it took.
    pub duration_seconds: Option<u32>,
    /// What the network said about the answer.
    pub call_result: Option<CallResult>,
    /// Why it ended, in the provider's words.
    pub ended_because: Option<Text<200>>,
    /// What went wrong, if anything.
    pub error: Option<ProviderError>,
    /// Whether the voicemail tool of the agent reported a mailbox.
    pub voicemail_detected: bool,
    /// The provider's judgement, which is not proof that a conversation took place.
    pub successful: Option<Verdict>,
    /// The main language.
    pub language: Option<Language>,
    /// What it cost.
    pub cost: Option<CallCost>,
    /// Whether there is a recording.
    pub has_audio: bool,
    /// What it was about, in a few words.
    pub summary_title: Option<Text<200>>,
    /// What it was about, in a few sentences.
    pub summary: Option<Text<4_000>>,
    /// The judgement on each criterion.
    pub evaluation: Vec<Criterion>,
    /// What the agent was to find out.
    pub collected: Collected,
    /// The conversation in order. None at all may mean that they were not sent, or have been deleted.
    pub turns: Vec<Turn>,
    /// How often the person spoke, as the provider counted it: known without the turns as well.
    pub user_messages: Option<u32>,
    /// What was said about the call beside what it came to, as it was said.
    pub reported: Reported,
    /// Whether something was already left out while reading.
    pub truncated: bool,
}

/// Why an outbound call reached nobody. Names are short: it is kept in the evidence of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotConnected {
    /// What happened.
    #[serde(rename = "c")]
    pub cause: NotConnectedCause,
    /// The telephone line.
    #[serde(rename = "l")]
    pub line: Line,
    /// What was reported as the person's number on it, the best place first: only until the line is known.
    #[serde(skip)]
    pub person_reported: Vec<Text<1_000>>,
    /// What was reported as the tenant's number, where it is not understood by itself: only until the line is known.
    #[serde(skip)]
    pub ours_reported: Option<Text<1_000>>,
    /// The SIP status code, such as 486.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub sip_code: Option<i64>,
    /// The carrier's words.
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    pub detail: Option<Text<300>>,
}

/// What kept an outbound call from reaching anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotConnectedCause {
    /// The line was busy, or the call was declined.
    Busy,
    /// Nobody picked up.
    NoAnswer,
    /// Anything else.
    Unknown,
}

impl NotConnectedCause {
    /// What a SIP status means (RFC 3261, RFC 8197, RFC 8688); a call that is declined reaches a person as little as a busy
    /// line. Other codes are faults of the way, not of the person.
    pub const fn of_sip(code: i64) -> Self {
        match code {
            // Busy Here, Busy Everywhere; Decline, Unwanted, Rejected.
            486 | 600 | 603 | 607 | 608 => Self::Busy,
            // Request Timeout, Temporarily Unavailable, Request Terminated: it rang, and was given up.
            408 | 480 | 487 => Self::NoAnswer,
            _ => Self::Unknown,
        }
    }
}
