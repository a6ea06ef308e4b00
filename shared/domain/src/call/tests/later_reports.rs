//! What a later report adds, and what it does not undo.

use super::*;

#[test]
fn a_look_after_the_turns_were_deleted_undoes_neither_words_nor_silence() {
    let deleted = reported(86_400, Report { turns: Vec::new(), ..report() });
    for (first, status) in [(report(), CallStatus::Completed), (silent(), CallStatus::Failed)] {
        assert_eq!(after(&[reported(10, first.clone()), deleted.clone()]).0.status, status);
        assert_eq!(after(&[deleted.clone(), reported(10, first)]).0.status, status);
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
fn a_recording_alone_says_that_the_call_is_over_and_not_how() {
    let recording = observed(60, ObservationKind::Recording);
    let machine = observed(8, ObservationKind::AnsweredBy(kept("human")));
    let running = reported(20, Report { stage: Stage::InProgress, ..report() });
    for told in [
        vec![recording.clone()],
        vec![machine.clone(), recording.clone()],
        vec![recording.clone(), machine.clone()],
        vec![running.clone(), recording.clone()],
        vec![recording, running],
    ] {
        let (call, _) = after(&told);
        assert_eq!((call.status, call.has_audio, call.failure), (CallStatus::OutcomeUnknown, true, None));
        for (later, status) in [
            (reported(52, report()), CallStatus::Completed),
            (reported(99, silent()), CallStatus::Failed),
            (not_connected(99, NotConnectedCause::Busy), CallStatus::Busy),
        ] {
            assert_eq!(after(&[told.clone(), vec![later]].concat()).0.status, status);
        }
    }
    // A machine listens while they talk.
    assert_eq!(after(&[machine]).0.status, CallStatus::InProgress);
}

#[test]
fn a_report_that_calls_itself_unfinished_proves_no_silence() {
    let unfinished = |report: Report| reported(10, Report { is_unfinished: true, ..report });
    for (first, alone) in [(report(), CallStatus::Completed), (silent(), CallStatus::OutcomeUnknown)] {
        assert_eq!(after(&[unfinished(first.clone())]).0.status, alone);
        // What comes later counts, and what came before and knew more.
        for seconds in [5, 20] {
            let spoken = after(&[unfinished(first.clone()), reported(seconds, report())]).0.status;
            assert_eq!(spoken, CallStatus::Completed);
        }
    }
    for seconds in [5, 20] {
        for told in [
            [unfinished(silent()), reported(seconds, silent())],
            [reported(seconds, silent()), unfinished(silent())],
        ] {
            assert_eq!(after(&told).0.status, CallStatus::Failed);
        }
    }
    let mailbox = Report { voicemail_detected: true, ..silent() };
    assert_eq!(after(&[unfinished(mailbox)]).0.status, CallStatus::Voicemail);
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
