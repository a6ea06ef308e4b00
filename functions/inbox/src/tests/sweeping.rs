//! What the queue forgot, and what keeps failing.

use std::time::{Duration, Instant};

use domain::inbox::{RETENTION, State};
use jiff::SignedDuration;
use runtime::{App as _, Clock, Origin, Subject};
use serde_json::Value;
use testing::proxied::{Fault, Rule};

use super::fixture::{Fixture, inbound, processor, sweeper};
use crate::sweeper::{SweeperApp, sweep};

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
        assert_eq!(entry.settled_at, None);
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

#[tokio::test]
async fn what_the_queue_still_holds_is_not_queued_twice() {
    let fixture = Fixture::open().await;
    for number in 0..30 {
        fixture.deliver(&inbound(&format!("conv_{number}"), "+12025550177")).await;
    }
    // The processor does not keep up.
    for _ in 0..14 {
        fixture.app.clock.advance(SignedDuration::from_mins(1));
        fixture.sweep().await;
    }
    assert_eq!(fixture.messages().await.len(), 30);
    // The queue is empty, and some of them are not done: their messages must be lost.
    fixture.sweep().await;
    assert_eq!(fixture.messages().await.len(), 30);
    // A steady backlog does not make them wait for ever.
    fixture.deliver(&inbound("conv_of_backlog", "+12025550177")).await;
    fixture.app.clock.advance(SignedDuration::from_mins(21));
    fixture.sweep().await;
    assert_eq!(fixture.messages().await.len(), 1 + 31);
}

#[tokio::test]
async fn two_sweepers_at_once_make_one_message() {
    let fixture = Fixture::open().await;
    for number in 0..30 {
        fixture.deliver(&inbound(&format!("conv_{number}"), "+12025550177")).await;
    }
    fixture.messages().await;
    fixture.app.clock.advance(SignedDuration::from_mins(2));
    tokio::join!(fixture.sweep(), fixture.sweep(), fixture.sweep());
    assert_eq!(fixture.messages().await.len(), 30);
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_does_not_stop_the_sweeper() {
    let fixture = Fixture::open().await;
    for number in 0..20 {
        fixture.deliver(&inbound(&format!("conv_{number:02}"), "+12025550177")).await;
    }
    fixture.messages().await;
    // As a later version may write them.
    for number in 0..7 {
        let conversation = format!("conv_{number:02}");
        assert_eq!(fixture.app.set_attribute("inboxEntry", &conversation, "state", "parked").await, 1);
    }
    fixture.app.clock.advance(SignedDuration::from_mins(2));
    fixture.sweep().await;
    assert_eq!(fixture.messages().await.len(), 13);
    // Neither does it stop a list.
    assert_eq!(fixture.entries(State::Pending).await.len(), 13);
}

/// DynamoDB refuses every change of the ones that wait longest: those after them, in the same shards, are queued.
#[tokio::test]
async fn entries_that_cannot_be_moved_keep_no_other_waiting() {
    let fixture = Fixture::open().await;
    for number in 0..60 {
        if number == 30 {
            fixture.app.clock.advance(SignedDuration::from_secs(1));
        }
        let kind = if number < 30 { "stuck" } else { "moves" };
        fixture.deliver(&inbound(&format!("conv_{kind}_{number:02}"), "+12025550177")).await;
    }
    fixture.messages().await;
    fixture.app.clock.advance(SignedDuration::from_mins(2));
    let proxied = fixture.app.proxied().await;
    let stuck = Rule { containing: Some("conv_stuck".to_owned()), ..Rule::always(Fault::Internal) };
    proxied.table.set(vec![stuck.on("UpdateItem")]);
    let service = sweeper().start(&proxied.context).unwrap();
    let swept = service.invoke(Value::Null, lambda_runtime::Context::default()).await;
    assert!(swept.is_err(), "Lambda is told");
    assert_eq!(fixture.messages().await.len(), 30);
    // When the trouble is over, they are queued as well.
    fixture.sweep().await;
    assert_eq!(fixture.messages().await.len(), 30);
}

/// The shards are swept in any order, and one whose list cannot be read keeps no other waiting.
#[tokio::test]
async fn a_shard_that_cannot_be_read_keeps_no_other_waiting() {
    let fixture = Fixture::open().await;
    for number in 0..40 {
        fixture.deliver(&inbound(&format!("conv_{number:02}"), "+12025550177")).await;
    }
    fixture.messages().await;
    fixture.app.clock.advance(SignedDuration::from_mins(2));
    let proxied = fixture.app.proxied().await;
    let broken = Rule { containing: Some("DUE#INBOX#00".to_owned()), ..Rule::always(Fault::Internal) };
    proxied.table.set(vec![broken.on("Query")]);
    let service = sweeper().start(&proxied.context).unwrap();
    let swept = service.invoke(Value::Null, lambda_runtime::Context::default()).await;
    assert!(swept.is_err(), "Lambda is told");
    let queued = fixture.messages().await.len();
    assert!((1..40).contains(&queued), "{queued}");
    fixture.sweep().await;
    assert_eq!(fixture.messages().await.len(), 40 - queued);
}

#[tokio::test]
async fn what_nobody_settles_is_pointed_out_before_its_last_day() {
    let fixture = Fixture::open().await;
    let mut body = inbound("conv_1", "+12025550177");
    body["data"]["agent_id"] = "agent_new".into();
    fixture.deliver_and_process(&body).await;
    fixture.deliver_text("no JSON").await;
    fixture.app.clock.advance(SignedDuration::from_mins(5));
    fixture.sweep().await;
    fixture.work().await;
    let waiting = fixture.entries(State::Unclaimed).await.remove(0);
    assert_eq!(waiting.expires_at.duration_since(fixture.app.clock.now()), RETENTION);
    for day in 0..89 {
        fixture.app.clock.advance(SignedDuration::from_hours(24));
        fixture.sweep().await;
        assert_eq!(fixture.messages().await, Vec::<Value>::new(), "nothing can be done about them");
        for state in [State::Unclaimed, State::Unreadable] {
            let entry = fixture.entries(state).await.remove(0);
            let warned = entry.version > if state == State::Unclaimed { waiting.version } else { 1 };
            assert_eq!(warned, day >= 75, "{state:?}, day {day}");
        }
    }
    let entry = fixture.entries(State::Unclaimed).await.remove(0);
    assert_eq!((entry.expires_at, entry.due_at > Some(fixture.app.clock.now())), (waiting.expires_at, true));
    // Registered on the last day, its agent still gets it.
    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    fixture.app.clock.advance(SignedDuration::from_mins(1));
    fixture.sweep().await;
    fixture.work().await;
    assert_eq!(fixture.calls().await.len(), 1);
}

/// How long the delivery that waits longest has waited, as a run of the sweeper sees it.
async fn longest_wait(fixture: &Fixture) -> SignedDuration {
    let app = SweeperApp::start(&fixture.app.context_of(&sweeper())).unwrap();
    let subject = Subject::new(Origin::default());
    let (done, trouble) = sweep(&app, Instant::now() + Duration::from_secs(30), &subject).await;
    assert!(trouble.is_none(), "{trouble:?}");
    done.oldest
}

#[tokio::test]
async fn the_sweeper_tells_how_long_the_delivery_that_waits_longest_has_waited() {
    let fixture = Fixture::open().await;
    assert_eq!(longest_wait(&fixture).await, SignedDuration::ZERO);
    let minutes = SignedDuration::from_mins;
    fixture.deliver(&inbound("conv_first", "+12025550177")).await;
    fixture.app.clock.advance(minutes(4));
    fixture.deliver(&inbound("conv_second", "+12025550177")).await;
    // Queued again and again, it waits all the same.
    for waited in [10, 20] {
        fixture.app.clock.advance(minutes(if waited == 10 { 6 } else { 10 }));
        assert_eq!(longest_wait(&fixture).await, minutes(waited));
    }
    // What was tried keeps to its own pace, and has alarms of its own.
    let message = fixture.messages().await.remove(0);
    let proxied = fixture.app.proxied().await;
    proxied.table.set(vec![Rule::always(Fault::Internal).on("TransactWriteItems")]);
    assert!(proxied.deliver(&processor(), &message).await);
    fixture.app.clock.advance(minutes(10));
    let second = longest_wait(&fixture).await;
    assert!([minutes(26), minutes(30)].contains(&second), "{second:?}");
    // What the queue may hold still is not sent again at once.
    for _ in 0..2 {
        fixture.work().await;
        fixture.app.clock.advance(minutes(10));
        fixture.sweep().await;
    }
    fixture.work().await;
    assert_eq!(longest_wait(&fixture).await, SignedDuration::ZERO);
}
