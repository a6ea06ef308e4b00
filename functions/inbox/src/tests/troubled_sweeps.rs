//! Where a run of the sweeper begins, what it does without, and what it says that it left.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::inbox::{EntryId, State};
use jiff::SignedDuration;
use runtime::{ApiError, App as _, FunctionContext, Origin, Random, Subject};
use serde_json::Value;
use store::inbox::DUE_SHARDS;
use testing::proxied::{Fault, Rule};

use super::fixture::{Fixture, inbound, sweeper};
use crate::sweeper::{Done, SweeperApp, sweep};

/// Longer than any run of these tests takes.
const LONG: Duration = Duration::from_secs(300);

/// A run in these surroundings that may take so long.
async fn run(context: &FunctionContext, time: Duration) -> (Done, Option<ApiError>) {
    let app = SweeperApp::start(context).unwrap();
    sweep(&app, Instant::now() + time, &Subject::new(Origin::default())).await
}

/// So many deliveries, whose messages are lost and which are due.
async fn due(number: usize) -> Fixture {
    let fixture = Fixture::open().await;
    for number in 0..number {
        fixture.deliver(&inbound(&format!("conv_{number:02}"), "+12025550177")).await;
    }
    fixture.messages().await;
    fixture.app.clock.advance(SignedDuration::from_mins(2));
    fixture
}

fn shard(message: &Value) -> u8 {
    let id: EntryId = message["entryId"].as_str().unwrap().parse().unwrap();
    id.shard(DUE_SHARDS)
}

fn kinds(messages: &[Value]) -> BTreeSet<&str> {
    messages.iter().filter_map(|message| message["type"].as_str()).collect()
}

/// Always this number.
struct Drawn(u128);

impl Random for Drawn {
    fn next_u128(&self) -> u128 {
        self.0
    }
}

/// When only the first list can be read, what is queued tells which shard that is of.
#[tokio::test]
async fn each_shard_comes_first_some_time() {
    let fixture = due(40).await;
    let mut first = BTreeSet::new();
    for number in 0..DUE_SHARDS {
        let mut proxied = fixture.app.proxied().await;
        proxied.context.random = Arc::new(Drawn(u128::from(number) + (1 << 100)));
        let later = Rule { containing: Some("DUE#INBOX#".to_owned()), ..Rule::always(Fault::Internal) };
        proxied.table.set(vec![later.on("Query").after(1)]);
        let (done, trouble) = run(&proxied.context, LONG).await;
        assert!(trouble.is_some());
        let messages = fixture.messages().await;
        assert_eq!((done.queued, done.troubled), (messages.len(), usize::from(DUE_SHARDS) - 1));
        let shards: BTreeSet<u8> = messages.iter().map(shard).collect();
        assert_eq!(shards.len(), 1, "{shards:?}");
        first.extend(shards);
        fixture.app.clock.advance(SignedDuration::from_hours(1));
    }
    assert_eq!(first.len(), usize::from(DUE_SHARDS), "{first:?}");
}

#[tokio::test]
async fn a_run_whose_time_is_over_queues_nothing_more_and_says_what_it_left() {
    let fixture = due(12).await;
    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    fixture.app.clock.advance(SignedDuration::from_mins(5));
    let context = fixture.app.context_of(&sweeper());
    let (done, trouble) = run(&context, Duration::ZERO).await;
    assert!(trouble.is_none(), "{trouble:?}");
    // Every shard, and the backlogs.
    assert_eq!((done.queued, done.unfinished), (0, usize::from(DUE_SHARDS) + 1));
    assert_eq!(fixture.messages().await, Vec::<Value>::new());
    assert!(
        fixture.entries(State::Pending).await.iter().all(|entry| entry.version == 1),
        "nothing was moved"
    );
    // The next run finds it all.
    let (done, _) = run(&context, LONG).await;
    assert_eq!((done.queued, done.unfinished), (12, 0));
    let messages = fixture.messages().await;
    assert_eq!((messages.len(), kinds(&messages).len()), (13, 2));
}

#[tokio::test]
async fn backlogs_are_taken_up_whatever_happens_to_the_shards() {
    let fixture = due(12).await;
    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    let proxied = fixture.app.proxied().await;
    let lists = Rule { containing: Some("DUE#INBOX#".to_owned()), ..Rule::always(Fault::Internal) };
    let moves = Rule { containing: Some("conv_".to_owned()), ..Rule::always(Fault::Internal) };
    let troubles = [
        ("no shard can be read", lists.on("Query"), usize::from(DUE_SHARDS)),
        ("no entry can be moved", moves.on("UpdateItem"), 12),
    ];
    for (what, rule, troubled) in troubles {
        fixture.app.clock.advance(SignedDuration::from_hours(1));
        proxied.table.set(vec![rule]);
        let (done, trouble) = run(&proxied.context, LONG).await;
        assert!(trouble.is_some(), "{what}");
        assert_eq!((done.queued, done.troubled), (0, troubled), "{what}");
        let messages = fixture.messages().await;
        assert_eq!(messages.len(), 1, "{what}: {messages:?}");
        assert_eq!(messages[0]["agentId"], "agent_new", "{what}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_or_moved_is_counted() {
    let fixture = due(20).await;
    // As a later version may write them.
    for number in 0..7 {
        let conversation = format!("conv_{number:02}");
        assert_eq!(fixture.app.set_attribute("inboxEntry", &conversation, "state", "parked").await, 1);
    }
    let proxied = fixture.app.proxied().await;
    let stuck = Rule { containing: Some("conv_1".to_owned()), ..Rule::always(Fault::Internal) };
    proxied.table.set(vec![stuck.on("UpdateItem")]);
    let (done, trouble) = run(&proxied.context, LONG).await;
    assert!(trouble.is_some());
    // conv_00 to conv_06, conv_10 to conv_19, and the three between them.
    assert_eq!((done.unreadable, done.troubled, done.queued, done.unfinished), (7, 10, 3, 0));
    assert_eq!(fixture.messages().await.len(), 3);
}
