//! A call as it is written, read and printed.

use super::*;

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
