use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::{
    call::{
        CallCost, CallResult, Carrier, Channel, ConversationId, Currency, Direction, Line, Money,
        NotConnected, NotConnectedCause, Observation, ObservationKind, Party, ProviderError, Report,
        Reported, Speaker, Stage, Turn, Verdict, VoiceAgentId,
    },
    ids::ConnectionId,
    language::Language,
    local_day::LocalDay,
    phone::PhoneNumber,
    text::kept,
};

use super::*;
use crate::size;

/// The most bytes of a call's item, names included.
const MAX_BYTES: usize = 900;

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_789_990_000_123 + milliseconds).unwrap()
}

fn tenant() -> TenantId {
    TenantId::register(at(0), 7)
}

/// Ids as long as the provider's are.
fn conversation() -> ConversationId {
    ConversationId::new("conv_0901k9ab2cdefghjkmnpqrstvwx1").unwrap()
}

fn agent() -> VoiceAgentId {
    VoiceAgentId::new("agent_0901k9ab2cdefghjkmnpqrstvwx2").unwrap()
}

fn observed(milliseconds: i64, kind: ObservationKind) -> Observation {
    Observation { conversation_id: conversation(), agent_id: Some(agent()), at: at(milliseconds), kind }
}

fn line(direction: Direction) -> Line {
    Line {
        direction: Some(direction),
        person: Party::from_reported("+966501234567"),
        ours: Some(PhoneNumber::from_e164("+12025550100").unwrap()),
        call_sid: kept("CA0123456789abcdef0123456789abcdef"),
        carrier: Some(Carrier::Twilio),
    }
}

/// A conversation that took place, with all that the provider says about it.
fn report(direction: Direction) -> Report {
    Report {
        stage: Stage::Final,
        is_unfinished: false,
        channel: Some(Channel::Phone),
        direction: None,
        line: Some(line(direction)),
        started_at: Some(at(0)),
        accepted_at: Some(at(4_000)),
        duration_seconds: Some(1_843),
        call_result: Some(CallResult::Answered),
        ended_because: kept("end_call tool was called."),
        error: None,
        voicemail_detected: false,
        successful: Some(Verdict::Success),
        language: Some(Language::new("en").unwrap()),
        cost: Some(CallCost {
            credits: Some(14_020),
            money: Some(Money { micros: 2_840_125, currency: Currency::Usd }),
        }),
        has_audio: true,
        summary_title: kept("Dental check-up booking"),
        summary: kept("Booked a check-up."),
        evaluation: Vec::new(),
        collected: domain::call::Collected::default(),
        turns: vec![Turn {
            role: Speaker::User,
            message: kept("Hello"),
            original_message: None,
            time_in_call_seconds: Some(1),
            tool_calls: Vec::new(),
            interrupted: false,
            medium: None,
        }],
        person_reported: Vec::new(),
        ours_reported: None,
        user_messages: None,
        reported: Reported::default(),
        truncated: false,
    }
}

/// The call that these make, as it is written.
fn item_of(
    observations: &[Observation],
    with_details: bool,
) -> (CallRecord, HashMap<String, AttributeValue>) {
    let started_at = at(0);
    let connection = ConnectionId::from_parts(started_at, 3);
    let id = CallId::from_parts(started_at, u128::MAX);
    let mut call = Call::from_observation(id, connection, agent(), &observations[0], at(60_000)).call;
    for observation in &observations[1..] {
        match call.apply(observation, at(90_000)) {
            domain::call::Applied::Changed(change) => call = change.call,
            domain::call::Applied::Unchanged => panic!("{observation:?} is news"),
        }
    }
    call.customer_id = Some(CustomerId::from_parts(started_at, u128::MAX));
    let details_at = with_details.then(|| DetailsAt { digest: digest_of(b"details"), pieces: 1 });
    let day = Some(LocalDay::from(jiff::civil::date(2026, 9, 21)));
    let record = CallRecord { call, details_at, day };
    let item = call_item(tenant(), &record).unwrap();
    (record, item.attributes)
}

fn fits(what: &str, observations: &[Observation], with_details: bool) {
    let (record, attributes) = item_of(observations, with_details);
    let size = size::of(&attributes);
    println!("{what}: {size} bytes");
    assert!(size <= MAX_BYTES, "{what}: {size} bytes: {attributes:#?}");
    let read: CallRecord = crate::table::item::read(attributes).unwrap();
    assert_eq!(read, record);
}

#[test]
fn an_ordinary_call_is_small() {
    let reported = observed(61_000, ObservationKind::Report(Box::new(report(Direction::Inbound))));
    fits("an ordinary call", &[reported], true);
}

#[test]
fn a_call_about_which_everything_is_said_is_small_enough() {
    // A long title in a script of two bytes a letter, a recording, and a machine's opinion.
    let mut full = report(Direction::Outbound);
    full.summary_title = kept("حجز موعد فحص الأسنان السنوي مع الطبيبة يوم الخميس القادم صباحا");
    full.language = Some(Language::new("ar-SA").unwrap());
    let answered = ObservationKind::AnsweredBy(kept("machine_end_silence"));
    let events = [
        observed(61_000, ObservationKind::Report(Box::new(full))),
        observed(62_000, answered),
        observed(63_000, ObservationKind::Recording),
    ];
    fits("a call about which everything is said", &events, true);
}

#[test]
fn a_call_that_failed_in_two_reports_is_small_enough() {
    let failed = Report {
        accepted_at: None,
        duration_seconds: Some(0),
        error: Some(ProviderError {
            code: Some(1008),
            reason: kept("Missing required dynamic variables in tools: {'customer_name', 'branch'}"),
        }),
        summary_title: None,
        successful: Some(Verdict::Failure),
        has_audio: false,
        turns: Vec::new(),
        ..report(Direction::Outbound)
    };
    let facts = NotConnected {
        cause: NotConnectedCause::Unknown,
        line: line(Direction::Outbound),
        person_reported: Vec::new(),
        ours_reported: None,
        sip_code: Some(404),
        detail: kept("The number you have dialled is not in service"),
    };
    let events = [
        observed(5_000, ObservationKind::NotConnected(Box::new(facts))),
        observed(6_000, ObservationKind::Report(Box::new(failed))),
    ];
    fits("a call that failed in two reports", &events, true);
}

#[test]
fn no_name_is_used_twice() {
    let mut names: Vec<_> = CallRecord::SHORT_NAMES.iter().map(|(_, attribute)| *attribute).collect();
    names.extend([crate::schema::PK, ENTITY, crate::schema::VERSION, crate::schema::EXPIRES_AT]);
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn an_edit_leaves_what_a_later_version_wrote() {
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let reported = observed(61_000, ObservationKind::Report(Box::new(report(Direction::Inbound))));
    let (_, mut attributes) = item_of(std::slice::from_ref(&reported), true);
    attributes.insert("zz".to_owned(), text("of tomorrow"));
    attributes.insert("ca".to_owned(), text("pigeon"));
    let before: CallRecord = crate::table::item::read(attributes).unwrap();
    assert_eq!(before.call.carrier, Some(Carrier::Other));

    let mut after = before.clone();
    after.call.version += 1;
    assert_eq!(changed(&before, &after), ["version"]);
    // Unless the edit is about that word.
    after.call.carrier = Some(Carrier::Twilio);
    after.call.summary_title = None;
    assert_eq!(changed(&before, &after), ["ca", "ti", "version"]);
}

/// The attributes that an edit names.
fn changed(before: &CallRecord, after: &CallRecord) -> Vec<String> {
    let item = |record| call_item(tenant(), record).unwrap();
    crate::table::names_changed(&item(before), item(after))
}
