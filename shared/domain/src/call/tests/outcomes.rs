//! What a call came to.

use super::*;

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
