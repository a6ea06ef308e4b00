//! Who was on the phone, as far as it is told.

use super::*;

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
    assert_eq!((call.channel, call.direction, call.status), (None, None, CallStatus::OutcomeUnknown));
    let unknown = Line { direction: None, person: Party::Withheld, ..line(Direction::Inbound, "") };
    let (call, _) = after(&[reported(0, Report { line: Some(unknown), ..report() })]);
    assert_eq!(
        (call.direction, call.number_withheld),
        (None, false),
        "which of the numbers is the person's?"
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
