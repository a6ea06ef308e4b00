use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

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

#[test]
fn a_conversation_is_completed() {
    let (call, details) = after(&[reported(52, report())]);
    assert_eq!(call.status, CallStatus::Completed);
    assert!(call.is_conversation());
    assert_eq!(call.person(), Some(&number("+12025550123")));
    assert_eq!((call.from, call.to), (Some(number("+12025550100")), Some(number("+12025550123"))));
    assert_eq!((call.started_at, call.evidence.newest(), call.version), (at(0), Some(at(52)), 1));
    assert_eq!((call.failure, call.successful), (None, Some(Verdict::Success)));
    let details = details.unwrap();
    assert_eq!((details.turns.len(), details.truncated), (2, false));
}

#[test]
fn claimed_success_without_a_conversation_is_a_failure() {
    use CallStatus::Failed;
    use FailureCode::{InitializationFailed, NoConversation, NotConnected, ProviderError};
    let error = || Some(super::ProviderError { code: Some(1008), reason: kept("Missing variables") });
    let failed = |code| (Failed, Some(code), Some(Verdict::Failure));

    assert_eq!(status_of(silent()), failed(NoConversation));
    assert_eq!(status_of(Report { error: error(), ..silent() }), failed(ProviderError));
    let reason = kept("Conversation initialization failed");
    assert_eq!(status_of(Report { ended_because: reason.clone(), ..report() }), failed(InitializationFailed));
    assert_eq!(
        status_of(Report { ended_because: reason, error: error(), ..silent() }),
        failed(InitializationFailed)
    );
    assert_eq!(status_of(Report { ended_because: kept("Call failed"), ..silent() }), failed(NotConnected));
    assert_eq!(status_of(Report { call_result: Some(CallResult::Failed), ..silent() }), failed(NotConnected));
    let dots = Report { turns: vec![said(Speaker::User, "...")], ..report() };
    assert_eq!(status_of(dots), failed(NoConversation));
}

#[test]
fn a_mailbox_is_known_by_any_of_three_signs() {
    for report in [
        Report { call_result: Some(CallResult::Voicemail), ..report() },
        Report { ended_because: kept("voicemail_detection tool was called."), ..report() },
        Report { voicemail_detected: true, ..silent() },
    ] {
        assert_eq!(status_of(report), (CallStatus::Voicemail, None, Some(Verdict::Unknown)));
    }
}

#[test]
fn a_busy_line_is_busy_whoever_says_so_unless_somebody_spoke() {
    let busy = Report { call_result: Some(CallResult::Busy), ..silent() };
    assert_eq!(status_of(busy).0, CallStatus::Busy);
    let no_answer = Report { call_result: Some(CallResult::NoAnswer), ..silent() };
    assert_eq!(status_of(no_answer).0, CallStatus::NoAnswer);
    let spoke = Report { call_result: Some(CallResult::Busy), ..report() };
    assert_eq!(status_of(spoke).0, CallStatus::Completed);
    assert_eq!(after(&[not_connected(0, NotConnectedCause::Busy)]).0.status, CallStatus::Busy);
    assert_eq!(after(&[not_connected(0, NotConnectedCause::NoAnswer)]).0.status, CallStatus::NoAnswer);
}

#[test]
fn a_call_that_reached_nobody_keeps_the_network_s_words() {
    let (call, details) = after(&[not_connected(12, NotConnectedCause::Unknown)]);
    assert_eq!(call.status, CallStatus::Failed);
    assert_eq!(call.direction, Some(Direction::Outbound));
    assert_eq!(call.person(), Some(&number("+12025550146")));
    assert_eq!(call.started_at, at(12));
    let failure = call.failure.unwrap();
    assert_eq!((failure.code, failure.provider_code), (FailureCode::NotConnected, Some(486)));
    assert_eq!(details, None);
}

#[test]
fn a_report_that_knows_nothing_does_not_hide_the_busy_signal() {
    let nothing = Report { call_result: None, turns: Vec::new(), ..report() };
    let busy = not_connected(5, NotConnectedCause::Busy);
    let one = after(&[reported(9, nothing.clone()), busy.clone()]).0;
    let other = after(&[busy, reported(9, nothing)]).0;
    assert_eq!(one.status, CallStatus::Busy);
    assert_eq!(one.failure.as_ref().unwrap().provider_code, Some(486));
    assert_eq!((one.status, one.failure, one.to), (other.status, other.failure, other.to));
}

#[test]
fn a_conversation_outranks_an_initiation_failure() {
    let (call, _) = after(&[not_connected(99, NotConnectedCause::Busy), reported(52, report())]);
    assert_eq!((call.status, call.failure.is_some()), (CallStatus::Completed, false));
    assert_eq!(call.person(), Some(&number("+12025550123")));
}

#[test]
fn a_withheld_number_has_no_person() {
    let withheld = Report { line: Some(line(Direction::Inbound, "+266696687")), ..report() };
    let (call, _) = after(&[reported(0, withheld)]);
    assert_eq!((call.person(), call.number_withheld), (None, true));
    assert_eq!(call.to, Some(number("+12025550100")));
}

#[test]
fn a_conversation_in_a_browser_has_no_number_and_none_withheld() {
    let web =
        Report { channel: Some(Channel::Web), direction: Some(Direction::Inbound), line: None, ..report() };
    let (call, _) = after(&[reported(0, web)]);
    assert_eq!((call.person(), call.number_withheld), (None, false));
    assert_eq!((call.channel, call.direction), (Some(Channel::Web), Some(Direction::Inbound)));
}

#[test]
fn what_is_not_told_is_not_claimed() {
    let (call, _) = after(&[reported(0, Report { channel: None, line: None, ..report() })]);
    assert_eq!((call.person(), call.number_withheld), (None, false));
    assert_eq!((call.channel, call.direction), (None, None));
    let (call, _) = after(&[observed(0, ObservationKind::Recording)]);
    assert_eq!((call.channel, call.direction, call.status), (None, None, CallStatus::InProgress));
    let unknown = Line { direction: None, person: Party::Withheld, ..line(Direction::Inbound, "") };
    let (call, _) = after(&[reported(0, Report { line: Some(unknown), ..report() })]);
    assert_eq!(
        (call.direction, call.number_withheld),
        (None, false),
        "which of the numbers is the person's?"
    );
}

#[test]
fn a_machine_listens_to_calls_that_we_place() {
    let (call, _) = after(&[observed(0, ObservationKind::AnsweredBy(kept("human")))]);
    assert_eq!((call.channel, call.direction), (Some(Channel::Phone), Some(Direction::Outbound)));
}

#[test]
fn an_error_after_words_is_shown_beside_the_conversation() {
    let error = Some(ProviderError { code: Some(1011), reason: kept("LLM generation failed") });
    let (call, _) = after(&[reported(0, Report { error: error.clone(), ..report() })]);
    assert_eq!((call.status, call.successful), (CallStatus::Completed, Some(Verdict::Success)));
    let failure = call.failure.unwrap();
    assert_eq!((failure.code, failure.provider_code), (FailureCode::ProviderError, Some(1011)));
    assert_eq!(failure.reason.unwrap().as_str(), "LLM generation failed");
    let without_words = after(&[reported(0, Report { error, ..silent() })]).0;
    assert_eq!(without_words.status, CallStatus::Failed);
}

#[test]
fn an_error_that_says_nothing_is_none() {
    for (code, reason) in [(None, None), (Some(1000), None), (Some(1000), kept("Normal closure"))] {
        let error = Some(ProviderError { code, reason });
        let (call, _) = after(&[reported(0, Report { error: error.clone(), ..report() })]);
        assert_eq!((call.status, call.failure), (CallStatus::Completed, None));
        let silent = after(&[reported(0, Report { error, ..silent() })]).0;
        assert_eq!(silent.failure.unwrap().code, FailureCode::NoConversation);
    }
}

#[test]
fn a_count_of_words_is_as_good_as_the_words() {
    let counted = |turns: Vec<Turn>, user_messages| status_of(Report { turns, user_messages, ..report() });
    let silence = || (CallStatus::Failed, Some(FailureCode::NoConversation), Some(Verdict::Failure));
    let spoken = || (CallStatus::Completed, None, Some(Verdict::Success));
    assert_eq!(counted(Vec::new(), Some(5)), spoken());
    assert_eq!(counted(silent().turns, Some(1)), spoken(), "the person's turns were left out");
    assert_eq!(counted(Vec::new(), Some(0)), silence());
    assert_eq!(counted(silent().turns, Some(0)), silence());
    assert_eq!(counted(silent().turns, None), silence());
    assert_eq!(counted(vec![said(Speaker::User, "...")], Some(1)), silence(), "the dots were counted");
}

#[test]
fn without_turns_and_counts_nothing_is_known_unless_something_else_tells() {
    let nothing = || Report { turns: Vec::new(), call_result: None, ..report() };
    assert_eq!(status_of(nothing()), (CallStatus::OutcomeUnknown, None, Some(Verdict::Success)));
    let answered = Report { call_result: Some(CallResult::Answered), ..nothing() };
    assert_eq!(status_of(answered).0, CallStatus::OutcomeUnknown);
    for (report, status) in [
        (Report { call_result: Some(CallResult::Busy), ..nothing() }, CallStatus::Busy),
        (Report { call_result: Some(CallResult::Failed), ..nothing() }, CallStatus::Failed),
        (Report { ended_because: kept("Call failed"), ..nothing() }, CallStatus::Failed),
        (
            Report { error: Some(ProviderError { code: Some(1002), reason: None }), ..nothing() },
            CallStatus::Failed,
        ),
        (Report { voicemail_detected: true, ..nothing() }, CallStatus::Voicemail),
    ] {
        assert_eq!(status_of(report).0, status);
    }
}

#[test]
fn a_look_after_the_turns_were_deleted_undoes_neither_words_nor_silence() {
    let deleted = reported(86_400, Report { turns: Vec::new(), ..report() });
    for (first, status) in [(report(), CallStatus::Completed), (silent(), CallStatus::Failed)] {
        assert_eq!(after(&[reported(10, first.clone()), deleted.clone()]).0.status, status);
        assert_eq!(after(&[deleted.clone(), reported(10, first)]).0.status, status);
    }
}

#[test]
fn sip_codes_say_whether_a_person_could_be_reached() {
    for (code, cause) in [
        (486, NotConnectedCause::Busy),
        (600, NotConnectedCause::Busy),
        (603, NotConnectedCause::Busy),
        (480, NotConnectedCause::NoAnswer),
        (408, NotConnectedCause::NoAnswer),
        (487, NotConnectedCause::NoAnswer),
        (404, NotConnectedCause::Unknown),
        (503, NotConnectedCause::Unknown),
        (200, NotConnectedCause::Unknown),
    ] {
        assert_eq!(NotConnectedCause::of_sip(code), cause, "{code}");
    }
}

#[test]
fn an_equal_or_older_report_changes_nothing() {
    let (call, _) = after(&[reported(10, report())]);
    assert_eq!(call.apply(&reported(10, report()), at(950)), Applied::Unchanged);
    assert_eq!(call.apply(&reported(9, report()), at(950)), Applied::Unchanged);
    let Applied::Changed(change) = call.apply(&reported(11, report()), at(950)) else { panic!("newer") };
    assert_eq!((change.call.version, change.call.updated_at), (2, at(950)));
}

#[test]
fn a_later_look_after_the_transcript_was_deleted_does_not_undo_the_conversation() {
    let emptied = Report { turns: Vec::new(), ..report() };
    let (call, details) = after(&[reported(10, report()), reported(86_400, emptied)]);
    assert_eq!(call.status, CallStatus::Completed);
    assert_eq!(details.unwrap().turns.len(), 2);
}

#[test]
fn a_late_look_at_a_running_call_does_not_reopen_it() {
    let running = Report { stage: Stage::InProgress, ..report() };
    let (call, _) = after(&[reported(10, report()), reported(20, running)]);
    assert_eq!(call.status, CallStatus::Completed);
}

#[test]
fn an_audio_or_machine_detection_event_only_adds_facts() {
    let human = observed(8, ObservationKind::AnsweredBy(kept("human")));
    let (before, _) = after(&[reported(10, Report { has_audio: false, ..report() })]);
    let (call, _) = after(&[
        reported(10, Report { has_audio: false, ..report() }),
        human,
        observed(60, ObservationKind::Recording),
    ]);
    assert_eq!(call.answered_by.as_ref().unwrap().as_str(), "human");
    assert!(call.has_audio);
    assert_eq!(call.evidence.newest(), Some(at(60)));
    assert_eq!(
        Call {
            answered_by: None,
            has_audio: false,
            evidence: before.evidence.clone(),
            version: 1,
            updated_at: before.updated_at,
            ..call
        },
        before
    );
}

#[test]
fn the_numbers_of_a_call_that_we_dialled_are_ours_to_know() {
    let (mut own, _) = after(&[observed(0, ObservationKind::Recording)]);
    own.evidence = Evidence::of_own_call();
    own.status = CallStatus::Dialing;
    own.direction = Some(Direction::Outbound);
    own.to = Some(number("+12025550199"));
    let Applied::Changed(change) = own.apply(&reported(10, report()), at(20)) else { panic!("news") };
    assert_eq!(change.call.person(), Some(&number("+12025550199")));
    assert_eq!((change.call.status, change.call.started_at), (CallStatus::Completed, at(0)));
    assert_eq!(change.call.call_sid.unwrap().as_str(), "CA1");
}

#[test]
fn a_call_that_was_taken_back_stays_taken_back() {
    let (mut own, _) = after(&[observed(0, ObservationKind::Recording)]);
    for (status, expected) in [
        (CallStatus::Cancelled, CallStatus::Cancelled),
        (CallStatus::Skipped, CallStatus::Skipped),
        (CallStatus::OutcomeUnknown, CallStatus::Completed),
        (CallStatus::NotPlaced, CallStatus::Completed),
    ] {
        own.status = status;
        let Applied::Changed(change) = own.apply(&reported(10, report()), at(20)) else { panic!("news") };
        assert_eq!(change.call.status, expected);
    }
}

#[test]
fn a_stored_call_reads_back() {
    let everything = [
        not_connected(1, NotConnectedCause::Busy),
        observed(2, ObservationKind::AnsweredBy(kept("human"))),
        observed(3, ObservationKind::Recording),
        reported(4, report()),
    ];
    let (call, details) = after(&everything);
    stored(&call);
    let details = details.unwrap();
    let json = serde_json::to_string(&details).unwrap();
    assert_eq!(serde_json::from_str::<CallDetails>(&json).unwrap(), details);
}

#[test]
fn debug_shows_nobody() {
    let shown = format!("{:?}", after(&[reported(0, report())]));
    for secret in ["5550123", "Hello", "check-up", "Check-up"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

fn any_line() -> impl Strategy<Value = Option<Line>> {
    let person = prop_oneof![Just("+12025550123"), Just("+12025550124"), Just("anonymous")];
    let direction = prop_oneof![Just(None), Just(Some(Direction::Inbound)), Just(Some(Direction::Outbound))];
    proptest::option::of((person, direction, proptest::option::of(Just("CA2"))).prop_map(
        |(person, direction, sid)| Line {
            direction,
            call_sid: sid.and_then(kept),
            ..line(Direction::Inbound, person)
        },
    ))
}

fn any_report() -> impl Strategy<Value = ObservationKind> {
    let stage = prop_oneof![
        Just(Stage::Unclear),
        Just(Stage::Initiated),
        Just(Stage::InProgress),
        Just(Stage::Processing),
        Just(Stage::Final),
        Just(Stage::Final),
        Just(Stage::Final),
    ];
    let result = proptest::option::of(prop_oneof![
        Just(CallResult::Answered),
        Just(CallResult::Voicemail),
        Just(CallResult::Busy),
        Just(CallResult::NoAnswer),
        Just(CallResult::Failed)
    ]);
    let reason = prop_oneof![Just(""), Just("Conversation initialization failed"), Just("Call failed")];
    let channel = prop_oneof![Just(None), Just(Some(Channel::Phone)), Just(Some(Channel::Web))];
    let direction = prop_oneof![Just(None), Just(Some(Direction::Inbound))];
    let user_messages = proptest::option::of(0_u32..2);
    let told = (channel, direction, user_messages);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (stage, any_line(), result, reason, flags, told, proptest::option::of(0_i64..100)).prop_map(
        |(stage, line, call_result, reason, (spoken, error, audio, mailbox, judged), told, start)| {
            ObservationKind::Report(Box::new(Report {
                stage,
                channel: told.0,
                direction: told.1,
                user_messages: told.2,
                line,
                started_at: start.map(at),
                call_result,
                ended_because: kept(reason),
                error: error.then_some(ProviderError { code: Some(1008), reason: None }),
                voicemail_detected: mailbox,
                successful: judged.then_some(Verdict::Success),
                has_audio: audio,
                turns: if spoken { report().turns } else { Vec::new() },
                ..report()
            }))
        },
    )
}

fn any_kind() -> impl Strategy<Value = ObservationKind> {
    let cause = prop_oneof![
        Just(NotConnectedCause::Busy),
        Just(NotConnectedCause::NoAnswer),
        Just(NotConnectedCause::Unknown)
    ];
    prop_oneof![
        4 => any_report(),
        2 => (cause, any_line()).prop_map(|(cause, given)| ObservationKind::NotConnected(Box::new(NotConnected {
            cause,
            line: given.unwrap_or_else(|| line(Direction::Outbound, "+12025550146")),
            sip_code: None,
            detail: None,
        }))),
        1 => Just(ObservationKind::Recording),
        1 => proptest::option::of(Just("human")).prop_map(|who| ObservationKind::AnsweredBy(who.and_then(kept))),
    ]
}

/// Distinct observations of one conversation, and two orders of them, each with some told more than once.
fn two_orders() -> impl Strategy<Value = (Vec<Observation>, Vec<Observation>)> {
    proptest::collection::vec(any_kind(), 1..7).prop_flat_map(|kinds| {
        // Every observation has its own time: what is told twice at one time is the same thing.
        let set: Vec<_> = kinds.into_iter().zip(0..).map(|(kind, n)| observed(n * 10, kind)).collect();
        let order = || {
            let repeats = proptest::sample::subsequence(set.clone(), 0..=set.len());
            let set = set.clone();
            repeats.prop_flat_map(move |repeats| Just([set.clone(), repeats].concat()).prop_shuffle())
        };
        (order(), order())
    })
}

proptest! {
    #[test]
    fn every_order_with_duplicates_ends_in_the_same_call((one, other) in two_orders()) {
        let normal = |(call, details): (Call, Option<CallDetails>)| {
            (Call { version: 0, updated_at: at(0), ..call }, details)
        };
        prop_assert_eq!(normal(after(&one)), normal(after(&other)));
    }

    #[test]
    fn a_second_pass_over_the_same_observations_changes_nothing((one, other) in two_orders()) {
        let (call, _) = after(&one);
        for observation in &other {
            prop_assert_eq!(call.apply(observation, at(999)), Applied::Unchanged);
        }
    }

    #[test]
    fn a_final_call_stays_final((one, other) in two_orders()) {
        let (mut call, _) = after(&one);
        let was_final = call.status.is_final();
        for observation in &other {
            let later = Observation { at: observation.at + SignedDuration::from_secs(1_000), ..observation.clone() };
            if let Applied::Changed(change) = call.apply(&later, at(999)) {
                call = change.call;
            }
            prop_assert!(!was_final || call.status.is_final());
        }
    }
}
