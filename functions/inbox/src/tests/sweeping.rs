//! What the queue forgot, and what keeps failing.

use jiff::SignedDuration;
use runtime::Clock;
use serde_json::Value;
use store::inbox::State;
use testing::proxied::{Fault, Rule};

use super::fixture::{Fixture, inbound, processor};

#[tokio::test]
async fn a_lost_message_delays_a_call_and_loses_none() {
    let fixture = Fixture::open().await;
    for number in 0..30 {
        fixture.deliver(&inbound(&format!("conv_{number}"), "+12025550177")).await;
    }
    let lost = fixture.messages().await;
    assert_eq!(lost.len(), 30);

    fixture.app.clock.advance(SignedDuration::from_secs(59));
    fixture.sweep().await;
    assert_eq!(fixture.messages().await, Vec::<Value>::new(), "they may still be on their way");

    fixture.app.clock.advance(SignedDuration::from_secs(2));
    fixture.sweep().await;
    assert_eq!(fixture.messages().await.len(), 30);
    fixture.app.clock.advance(SignedDuration::from_mins(1));
    fixture.sweep().await;
    assert_eq!(fixture.messages().await, Vec::<Value>::new(), "not every minute");

    fixture.app.clock.advance(SignedDuration::from_mins(5));
    fixture.sweep().await;
    fixture.work().await;
    assert_eq!(fixture.calls().await.len(), 30);
    fixture.app.clock.advance(SignedDuration::from_hours(24));
    fixture.sweep().await;
    assert_eq!(fixture.messages().await, Vec::<Value>::new());
    fixture.recount().await;
}

#[tokio::test]
async fn what_keeps_failing_is_seen_and_tried_more_and_more_seldom() {
    let fixture = Fixture::open().await;
    fixture.deliver(&inbound("conv_1", "+12025550177")).await;
    let message = fixture.messages().await.remove(0);
    let proxied = fixture.app.proxied().await;
    proxied.table.set(vec![Rule::always(Fault::Internal).on("TransactWriteItems")]);
    let mut waits = Vec::new();
    for attempt in 1..=7 {
        assert!(proxied.deliver(&processor(), &message).await, "the sweeper has the patience");
        let state = if attempt < 5 { State::Pending } else { State::Failed };
        let entry = fixture.entries(state).await.remove(0);
        assert_eq!((entry.attempts, entry.last_error.as_deref()), (attempt, Some("unavailable")));
        assert!(entry.expires_at().is_none());
        waits.push((entry.due_at.unwrap() - fixture.app.clock.now()).get_seconds());
    }
    assert_eq!(waits, [120, 300, 900, 3_600, 21_600, 21_600, 21_600]);

    // When the trouble is over, it happens by itself.
    fixture.app.clock.advance(SignedDuration::from_hours(6));
    fixture.sweep().await;
    fixture.work().await;
    assert_eq!(fixture.call().await.call.version, 1);
    let entry = fixture.entries(State::Processed).await.remove(0);
    assert_eq!((entry.attempts, entry.last_error), (7, None));
    fixture.recount().await;
}
