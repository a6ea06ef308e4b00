//! The same reports in any order, and more than once, are the same call.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;

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
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (stage, any_line(), result, reason, flags, told, proptest::option::of(0_i64..100)).prop_map(
        |(
            stage,
            line,
            call_result,
            reason,
            (spoken, error, audio, mailbox, judged, is_unfinished),
            told,
            start,
        )| {
            ObservationKind::Report(Box::new(Report {
                stage,
                is_unfinished,
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
            person_reported: Vec::new(),
            ours_reported: None,
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
