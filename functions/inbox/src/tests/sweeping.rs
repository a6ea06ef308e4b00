//! What the queue forgot, and what keeps failing.

use jiff::SignedDuration;
use runtime::Clock;
use serde_json::Value;
use store::inbox::State;
use testing::proxied::{Fault, Rule};

use super::office::{Office, inbound, processor};

#[tokio::test]
async fn a_lost_message_delays_a_call_and_loses_none() {
    let office = Office::open().await;
    for number in 0..30 {
        office.deliver(&inbound(&format!("conv_{number}"), "+12025550177")).await;
    }
    let lost = office.messages().await;
    assert_eq!(lost.len(), 30);

    office.app.clock.advance(SignedDuration::from_secs(59));
    office.sweep().await;
    assert_eq!(office.messages().await, Vec::<Value>::new(), "they may still be on their way");

    office.app.clock.advance(SignedDuration::from_secs(2));
    office.sweep().await;
    assert_eq!(office.messages().await.len(), 30);
    office.app.clock.advance(SignedDuration::from_mins(1));
    office.sweep().await;
    assert_eq!(office.messages().await, Vec::<Value>::new(), "not every minute");

    office.app.clock.advance(SignedDuration::from_mins(5));
    office.sweep().await;
    office.work().await;
    assert_eq!(office.calls().await.len(), 30);
    office.app.clock.advance(SignedDuration::from_hours(24));
    office.sweep().await;
    assert_eq!(office.messages().await, Vec::<Value>::new());
    office.recount().await;
}

#[tokio::test]
async fn what_keeps_failing_is_seen_and_tried_more_and_more_seldom() {
    let office = Office::open().await;
    office.deliver(&inbound("conv_1", "+12025550177")).await;
    let message = office.messages().await.remove(0);
    let proxied = office.app.proxied().await;
    proxied.table.set(vec![Rule::always(Fault::Internal).on("TransactWriteItems")]);
    let mut waits = Vec::new();
    for attempt in 1..=7 {
        assert!(proxied.deliver(&processor(), &message).await, "the sweeper has the patience");
        let state = if attempt < 5 { State::Pending } else { State::Failed };
        let entry = office.entries(state).await.remove(0);
        assert_eq!((entry.attempts, entry.last_error.as_deref()), (attempt, Some("unavailable")));
        assert!(entry.expires_at().is_none());
        waits.push((entry.due_at.unwrap() - office.app.clock.now()).get_seconds());
    }
    assert_eq!(waits, [120, 300, 900, 3_600, 21_600, 21_600, 21_600]);

    // When the trouble is over, it happens by itself.
    office.app.clock.advance(SignedDuration::from_hours(6));
    office.sweep().await;
    office.work().await;
    assert_eq!(office.call().await.call.version, 1);
    let entry = office.entries(State::Processed).await.remove(0);
    assert_eq!((entry.attempts, entry.last_error), (7, None));
    office.recount().await;
}
