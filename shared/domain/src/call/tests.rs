mod later_reports;
mod orders;
mod outcomes;
mod people;
mod records;

use jiff::Timestamp;

use super::*;
use crate::text::kept;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_789_990_000 + seconds).unwrap()
}

fn id() -> CallId {
    CallId::from_parts(at(0), 1)
}

fn connection() -> ConnectionId {
    ConnectionId::from_parts(at(0), 2)
}

fn agent() -> VoiceAgentId {
    VoiceAgentId::new("agent_1").unwrap()
}

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::from_e164(text).unwrap()
}

fn line(direction: Direction, person: &str) -> Line {
    Line {
        direction: Some(direction),
        person: Party::from_reported(person),
        ours: Some(number("+12025550100")),
        call_sid: kept("CA1"),
        carrier: Some(Carrier::Twilio),
    }
}

fn said(role: Speaker, message: &str) -> Turn {
    Turn {
        role,
        message: kept(message),
        original_message: None,
        time_in_call_seconds: Some(1),
        tool_calls: Vec::new(),
        interrupted: false,
        medium: None,
    }
}

/// A conversation that took place.
fn report() -> Report {
    Report {
        stage: Stage::Final,
        is_unfinished: false,
        channel: Some(Channel::Phone),
        direction: None,
        line: Some(line(Direction::Outbound, "+12025550123")),
        started_at: Some(at(0)),
        accepted_at: Some(at(1)),
        duration_seconds: Some(43),
        call_result: Some(CallResult::Answered),
        ended_because: kept("end_call tool was called."),
        error: None,
        voicemail_detected: false,
        successful: Some(Verdict::Success),
        language: Some(Language::new("en").unwrap()),
        cost: Some(CallCost { credits: Some(402), money: None }),
        has_audio: true,
        summary_title: kept("Check-up"),
        summary: kept("Booked a check-up."),
        evaluation: Vec::new(),
        collected: Collected::default(),
        turns: vec![said(Speaker::Agent, "Hello"), said(Speaker::User, "Hi")],
        person_reported: Vec::new(),
        ours_reported: None,
        user_messages: None,
        reported: Reported::default(),
        truncated: false,
    }
}

fn silent() -> Report {
    Report { turns: vec![said(Speaker::Agent, "Hello")], ..report() }
}

fn observed(seconds: i64, kind: ObservationKind) -> Observation {
    Observation {
        conversation_id: ConversationId::new("conv_1").unwrap(),
        agent_id: Some(agent()),
        at: at(seconds),
        kind,
    }
}

fn reported(seconds: i64, report: Report) -> Observation {
    observed(seconds, ObservationKind::Report(Box::new(report)))
}

fn not_connected(seconds: i64, cause: NotConnectedCause) -> Observation {
    let facts = NotConnected {
        cause,
        line: line(Direction::Outbound, "+12025550146"),
        person_reported: vec![kept("+12025550146").unwrap()],
        ours_reported: None,
        sip_code: Some(486),
        detail: kept("Busy Here"),
    };
    observed(seconds, ObservationKind::NotConnected(Box::new(facts)))
}

/// The call as it is read after it was written.
fn stored(call: &Call) -> Call {
    let packed = call.clone().packed();
    let json = serde_json::to_string(&(&packed, &packed.evidence)).unwrap();
    let (call_read, evidence) = serde_json::from_str::<(Call, Evidence)>(&json).unwrap();
    let read = Call { evidence, ..call_read }.unpacked();
    assert_eq!(read, *call);
    read
}

/// The call and its details after all of these, in this order. It is written and read between any two of them.
fn after(observations: &[Observation]) -> (Call, Option<CallDetails>) {
    let Change { mut call, mut details } =
        Call::from_observation(id(), connection(), agent(), &observations[0], at(900));
    for observation in &observations[1..] {
        if let Applied::Changed(change) = stored(&call).apply(observation, at(901)) {
            call = change.call;
            details = change.details.or(details);
        }
    }
    (call, details)
}

fn status_of(report: Report) -> (CallStatus, Option<FailureCode>, Option<Verdict>) {
    let (call, _) = after(&[reported(0, report)]);
    (call.status, call.failure.map(|failure| failure.code), call.successful)
}
