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
