//! Mappings between the fake queues and small functions.

use std::sync::Mutex;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tokio::sync::mpsc;

use super::*;
use crate::clock::ManualClock;
use crate::queues::{Depth, Outgoing};
use crate::testing::function;

struct Fixture {
    queues: Queues,
    clock: Arc<ManualClock>,
    stop: CancellationToken,
    consumers: Consumers,
    seen: mpsc::UnboundedReceiver<Activity>,
}

impl Fixture {
    /// A queue `q` with a dead-letter queue after two receives, and its mapping.
    fn start(function: Function, adjust: impl FnOnce(&mut Mapping, &Queues)) -> Self {
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let queues = Queues::new(Arc::clone(&clock) as _, CancellationToken::new());
        queues.create("dead", &BTreeMap::new()).unwrap();
        let redrive = json!({ "deadLetterTargetArn": Queues::arn("dead"), "maxReceiveCount": 2 });
        let attributes = [("RedrivePolicy", redrive.to_string()), ("VisibilityTimeout", "30".to_owned())];
        queues.create("q", &attributes.map(|(name, value)| (name.to_owned(), value)).into()).unwrap();
        let mut mapping = Mapping {
            queue: "q".to_owned(),
            function,
            batch_size: 10,
            batching_window: Duration::ZERO,
            maximum_concurrency: 2,
        };
        adjust(&mut mapping, &queues);
        let (sender, seen) = mpsc::unbounded_channel();
        let observer: Observer = Arc::new(move |activity: &Activity| sender.send(activity.clone()).unwrap());
        let stop = CancellationToken::new();
        let consumers = Consumers::start(vec![mapping], &queues, &observer, &stop);
        Self { queues, clock, stop, consumers, seen }
    }

    /// Messages and failures of the next batch.
    async fn batch(&mut self) -> (usize, usize) {
        match self.seen.recv().await.unwrap() {
            Activity::Batch { messages, failed, .. } => (messages, failed),
            other => panic!("{other:?}"),
        }
    }

    fn depth(&self) -> Depth {
        self.queues.depth("q").unwrap()
    }
}

fn send(queues: &Queues, body: &str) {
    let outgoing = Outgoing { message_body: body.to_owned(), ..Outgoing::default() };
    queues.send("q", outgoing).unwrap();
}

/// A function that fails the messages whose body is `poison`.
fn picky() -> Function {
    function("picky", |event| {
        let records = event["Records"].as_array().unwrap();
        let failed = records.iter().filter(|record| record["body"] == "poison");
        let failed: Vec<_> = failed.map(|record| json!({ "itemIdentifier": record["messageId"] })).collect();
        Ok(json!({ "batchItemFailures": failed }))
    })
}

#[tokio::test]
async fn handled_messages_are_deleted_and_the_event_is_lambdas() {
    let events = Arc::new(Mutex::new(Vec::new()));
    let function = {
        let events = Arc::clone(&events);
        function("f", move |event| {
            events.lock().unwrap().push(event);
            Ok(Value::Null)
        })
    };
    let mut fixture = Fixture::start(function, |_, _| {});
    let mut outgoing = Outgoing { message_body: "hello".to_owned(), ..Outgoing::default() };
    outgoing.message_group_id = Some("tenant-1".to_owned());
    let attribute = crate::queues::Attribute {
        data_type: "String".to_owned(),
        string_value: Some("inbox".to_owned()),
        binary_value: None,
    };
    outgoing.message_attributes.insert("kind".to_owned(), attribute);
    let sent = fixture.queues.send("q", outgoing).unwrap();
    assert_eq!(fixture.batch().await, (1, 0));
    assert_eq!(fixture.depth(), Depth::default());
    let events = events.lock().unwrap();
    let typed: aws_lambda_events::event::sqs::SqsEvent = serde_json::from_value(events[0].clone()).unwrap();
    assert_eq!(typed.records[0].body.as_deref(), Some("hello"));
    let record = &events[0]["Records"][0];
    assert_eq!(record["messageId"], sent.message_id);
    assert_eq!(record["body"], "hello");
    assert_eq!(record["md5OfBody"], sent.md5_of_body);
    assert_eq!(record["attributes"]["ApproximateReceiveCount"], "1");
    assert_eq!(record["attributes"]["MessageGroupId"], "tenant-1");
    assert_eq!(record["messageAttributes"]["kind"]["stringValue"], "inbox");
    assert_eq!(record["messageAttributes"]["kind"]["dataType"], "String");
    assert_eq!(record["eventSource"], "aws:sqs");
    assert_eq!(record["eventSourceARN"], "arn:aws:sqs:us-east-1:000000000000:q");
    assert_eq!(record["awsRegion"], "us-east-1");
}

#[tokio::test]
async fn a_failed_message_comes_again_alone_and_ends_in_the_dead_letter_queue() {
    let mut fixture = Fixture::start(picky(), |_, queues| {
        for body in ["one", "poison", "two"] {
            send(queues, body);
        }
    });
    assert_eq!(fixture.batch().await, (3, 1));
    assert_eq!(fixture.depth(), Depth { in_flight: 1, ..Depth::default() });
    fixture.clock.advance(Duration::from_secs(31));
    assert_eq!(fixture.batch().await, (1, 1));
    fixture.clock.advance(Duration::from_secs(31));
    while fixture.queues.depth("dead").unwrap().visible == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(fixture.depth(), Depth::default());
}

#[tokio::test]
async fn everything_comes_again_when_the_function_fails_or_answers_nonsense() {
    let failures: [fn(Value) -> Result<Value, String>; 5] = [
        |_| Err("no luck".to_owned()),
        |_| panic!("at the disco"),
        |_| Ok(json!({ "batchItemFailures": [{ "itemIdentifier": "somebody else's" }] })),
        |_| Ok(json!({ "batchItemFailures": [{ "id": "x" }] })),
        |_| Ok(json!({ "batchItemFailures": "all" })),
    ];
    for failure in failures {
        let mut fixture = Fixture::start(function("f", failure), |_, queues| {
            send(queues, "one");
            send(queues, "two");
        });
        assert_eq!(fixture.batch().await, (2, 2));
        assert_eq!(fixture.depth(), Depth { in_flight: 2, ..Depth::default() });
        fixture.clock.advance(Duration::from_secs(31));
        assert_eq!(fixture.batch().await, (2, 2));
    }
}

#[tokio::test]
async fn an_empty_list_of_failures_is_a_success() {
    for answer in
        [json!({ "batchItemFailures": [] }), json!({ "batchItemFailures": null }), json!({}), json!("ok")]
    {
        let mut fixture =
            Fixture::start(function("f", move |_| Ok(answer.clone())), |_, queues| send(queues, "one"));
        assert_eq!(fixture.batch().await, (1, 0));
        assert_eq!(fixture.depth(), Depth::default());
    }
}

#[tokio::test]
async fn batches_are_as_large_as_the_mapping_says() {
    let mut fixture = Fixture::start(picky(), |mapping, queues| {
        mapping.batch_size = 15;
        mapping.maximum_concurrency = 1;
        for index in 0..20 {
            send(queues, &index.to_string());
        }
    });
    assert_eq!(fixture.batch().await, (15, 0));
    assert_eq!(fixture.batch().await, (5, 0));
}

/// A function that holds every invocation until it is let go, and tells when one begins.
fn held() -> (Function, mpsc::UnboundedReceiver<()>, Arc<Semaphore>) {
    let (begun, begins) = mpsc::unbounded_channel();
    let go = Arc::new(Semaphore::new(0));
    let gate = Arc::clone(&go);
    let code = move |_event: Value, _deadline| -> BoxFuture<'static, Result<Value, String>> {
        let (begun, gate) = (begun.clone(), Arc::clone(&gate));
        Box::pin(async move {
            begun.send(()).unwrap();
            gate.acquire().await.unwrap().forget();
            Ok(Value::Null)
        })
    };
    (Function { name: "held".to_owned(), timeout: Duration::from_secs(60), code: Arc::new(code) }, begins, go)
}

#[tokio::test]
async fn no_more_invocations_run_at_once_than_the_mapping_allows() {
    let (function, mut begins, go) = held();
    let mut fixture = Fixture::start(function, |mapping, queues| {
        mapping.batch_size = 1;
        for index in 0..3 {
            send(queues, &index.to_string());
        }
    });
    begins.recv().await.unwrap();
    begins.recv().await.unwrap();
    // The third message is not even received while both places are taken.
    assert_eq!(fixture.depth(), Depth { visible: 1, in_flight: 2, delayed: 0 });
    assert!(begins.try_recv().is_err());
    go.add_permits(1);
    begins.recv().await.unwrap();
    go.add_permits(2);
    for _ in 0..3 {
        assert_eq!(fixture.batch().await, (1, 0));
    }
}

#[tokio::test]
async fn a_stop_waits_for_the_invocations_under_way_and_starts_no_more() {
    let (function, mut begins, go) = held();
    let fixture = Fixture::start(function, |_, queues| send(queues, "one"));
    begins.recv().await.unwrap();
    fixture.stop.cancel();
    let stopped = tokio::spawn(fixture.consumers.stopped());
    send(&fixture.queues, "two");
    tokio::task::yield_now().await;
    assert!(!stopped.is_finished());
    go.add_permits(1);
    stopped.await.unwrap();
    assert_eq!(fixture.queues.depth("q").unwrap(), Depth { visible: 1, ..Depth::default() });
}
