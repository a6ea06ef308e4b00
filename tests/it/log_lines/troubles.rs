//! Deliveries that do not become a call at once: nobody's agent, nothing that can be read, a provider that does not answer.

use std::sync::Arc;

use domain::{ids::ConnectionId, role::Role};
use jiff::SignedDuration;
use runtime::{Clock, log::StandardOutput};
use serde_json::{Value, json};
use testing::{
    TestApp, TestRequest,
    proxied::{Fault, Rule},
    voice::VoiceConnection,
};

use super::{filter, function, printed_by, printing_app, printing_app_with, send, story};

fn report(agent: &str, conversation: &str) -> String {
    json!({
        "type": "post_call_transcription",
        "event_timestamp": 1_789_991_000,
        "data": {
            "agent_id": agent, "conversation_id": conversation, "status": "done", "transcript": [],
            "metadata": { "start_time_unix_secs": 1_789_990_900, "call_duration_secs": 30 },
        },
    })
    .to_string()
}

async fn deliver(app: &TestApp, connection: &VoiceConnection, id: &str, body: &str) {
    let delivery = connection.delivery(body, app.clock.now());
    assert_eq!(send(app, &function("elevenlabs-post-call"), id, delivery).await, 200);
}

async fn run_schedule(app: &TestApp, name: &str) {
    app.invoke(&function(name), json!({})).await;
}

#[tokio::test]
#[ignore = "run by the next tests, in a process of its own"]
async fn deliveries_meet_troubles() {
    let app = printing_app().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let connection = app.voice_connection(owner.tenant).await;
    let processor = function("inbox-processor");

    deliver(&app, &connection, "webhook-nobody", &report("agent_late", "conv_late")).await;
    app.drain("inbox", &processor).await;
    let agent = json!({ "agentId": "agent_late", "name": "Late", "connectionId": connection.id });
    let agent = TestRequest::new().by(&owner).header("idempotency-key", "k").json(&agent);
    assert_eq!(send(&app, &function("settings-register-voice-agent"), "register-1", agent).await, 201);
    app.drain("inbox", &processor).await;

    deliver(&app, &connection, "webhook-unreadable", "no JSON at all").await;
    let half = r#"{"type":"post_call_transcription","data":{"conversation_id":"conv_half","#;
    deliver(&app, &connection, "webhook-half", half).await;
    app.drain("inbox", &processor).await;
    let stale = connection.delivery(&report("agent_late", "conv_stale"), app.clock.now() - STALE);
    assert_eq!(send(&app, &function("elevenlabs-post-call"), "webhook-stale", stale).await, 401);
    app.drain("inbox", &processor).await;

    app.clock.advance(SignedDuration::from_mins(10));
    run_schedule(&app, "inbox-sweeper").await;
    app.drain("inbox", &processor).await;

    // As an older function sent it.
    let gone = json!({ "type": "processV1", "connectionId": connection.id, "entryId": GONE });
    app.deliver(&processor, &[gone]).await;
}

/// What names an entry that is not there.
const GONE: &str = "conv_gone~post_call_transcription~0123456789abcdef0123456789abcdef";
/// Longer than a signature is believed.
const STALE: SignedDuration = SignedDuration::from_hours(1);

#[test]
fn troubles_are_found_by_the_conversation_with_what_is_counted() {
    let lines = printed_by("troubles::deliveries_meet_troubles");
    let of = |conversation: &str| story(&filter(&lines, "conversationId", &json!(conversation)));
    assert_eq!(
        of("conv_late"),
        [
            ("elevenlabs-post-call", "new"),
            ("inbox-processor", "Nobody has registered this agent"),
            ("inbox-processor", "Counted"),
            ("inbox-processor", "unclaimed"),
            ("inbox-processor", "Queued again for its agent"),
            ("inbox-processor", "processed"),
        ]
    );
    let half = of("conv_half");
    for line in [
        ("elevenlabs-post-call", "Kept a delivery that cannot be read"),
        ("elevenlabs-post-call", "new"),
        ("inbox-processor", "An entry has to wait"),
        ("inbox-processor", "postponed"),
        ("inbox-sweeper", "Queued again"),
    ] {
        assert!(half.contains(&line), "{line:?} is not in {half:?}");
    }
    let stale = of("conv_stale");
    for line in [
        ("elevenlabs-post-call", "Counted"),
        ("elevenlabs-post-call", "stale"),
        ("inbox-processor", "postponed"),
    ] {
        assert!(stale.contains(&line), "{line:?} is not in {stale:?}");
    }
}

#[test]
fn every_line_about_a_delivery_names_connection_entry_and_tenant() {
    let lines = printed_by("troubles::deliveries_meet_troubles");
    let connection = lines.iter().find_map(|line| line["connectionId"].as_str()).unwrap();
    assert!(connection.parse::<ConnectionId>().is_ok(), "{connection}");
    let about_one = |line: &&Value| {
        let function = line["function"].as_str().unwrap();
        matches!(function, "elevenlabs-post-call" | "inbox-processor") && line["outcome"] != "adopted"
    };
    for line in lines.iter().filter(about_one) {
        assert_eq!(line["connectionId"], connection, "{line}");
        assert!(line["tenantId"].is_string() || line["correlationId"] == "message-0", "{line}");
        // Of what is too old, the entry is the question to the provider.
        assert!(line["entryId"].is_string(), "{line}");
    }
}

#[test]
fn a_message_that_names_no_request_is_handled_under_its_own_id() {
    let lines = printed_by("troubles::deliveries_meet_troubles");
    let handled = filter(&lines, "requestId", &json!("message-0"));
    let told: Vec<_> = handled.iter().map(|line| (&line["correlationId"], &line["outcome"])).collect();
    assert_eq!(told.last().unwrap(), &(&json!("message-0"), &json!("gone")));
    assert_eq!(handled.last().unwrap()["conversationId"], "conv_gone", "the entry's id names it");
}

#[test]
fn a_message_of_a_sweep_names_the_sweep_and_its_line_counts() {
    let lines = printed_by("troubles::deliveries_meet_troubles");
    let sweeper = |line: &&Value| line["function"] == "inbox-sweeper" && !line["status"].is_null();
    let sweep = lines.iter().find(sweeper).unwrap();
    for count in ["queued", "expiring", "heldByQueue", "unreadable", "troubled", "unfinished"] {
        assert!(sweep[count].is_u64(), "{count}: {sweep}");
    }
    assert_eq!(sweep["queued"], 2, "{sweep}");
    let handled = filter(&lines, "correlationId", &sweep["requestId"]);
    let handled =
        handled.iter().filter(|line| line["function"] == "inbox-processor" && !line["status"].is_null());
    assert_eq!(handled.count(), 2, "the messages that it sent");

    let registered = filter(&lines, "correlationId", &json!("register-1"));
    let outcomes: Vec<&str> = registered.iter().filter_map(|line| line["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["adopted", "processed"], "what the registration of an agent leads to");
}

/// Five deliveries are due: two that cannot be read, one that cannot be moved, two that can. And a run without time.
#[tokio::test]
#[ignore = "run by the next test, in a process of its own"]
async fn sweeps_meet_troubles() {
    let app = printing_app().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let connection = app.voice_connection(owner.tenant).await;
    for number in 0..5 {
        let body = report("agent_1", &format!("conv_{number}"));
        deliver(&app, &connection, &format!("webhook-{number}"), &body).await;
    }
    // Their messages are lost.
    assert_eq!(app.take_inbox_messages().await.len(), 5);
    for conversation in ["conv_0", "conv_1"] {
        assert_eq!(app.set_attribute("inboxEntry", conversation, "state", "parked").await, 1);
    }
    app.clock.advance(SignedDuration::from_mins(2));
    let mut proxied = app.proxied().await;
    proxied.context.request_log = Arc::new(StandardOutput);
    let stuck = Rule { containing: Some("conv_2".to_owned()), ..Rule::always(Fault::Internal) };
    proxied.table.set(vec![stuck.on("UpdateItem")]);
    let sweeper = function("inbox-sweeper");
    let service = sweeper.start(&proxied.context).unwrap();
    for (request, seconds) in [("without-time", 1), ("with-time", 600)] {
        let mut context = lambda_runtime::Context::default();
        context.request_id = request.to_owned();
        let end = app.clock.now() + SignedDuration::from_secs(seconds);
        context.deadline = u64::try_from(end.as_millisecond()).unwrap();
        assert_eq!(service.invoke(Value::Null, context).await.is_ok(), request == "without-time");
    }
}

#[test]
fn a_sweep_says_what_it_left() {
    let lines = printed_by("troubles::sweeps_meet_troubles");
    let of = |request: &str| filter(&lines, "requestId", &json!(request));
    let warns = |lines: &[&Value]| {
        let left = "Not everything that is due was queued again";
        lines.iter().any(|line| line["message"] == left && line["level"] == "WARN")
    };
    for (request, counts, status) in [
        ("with-time", json!({ "queued": 2, "unreadable": 2, "troubled": 1, "unfinished": 0 }), 500),
        ("without-time", json!({ "queued": 0, "unreadable": 0, "troubled": 0, "unfinished": 4 }), 200),
    ] {
        let of_run = of(request);
        let line = of_run.last().unwrap();
        assert_eq!(line["status"], status, "{line}");
        for (what, number) in counts.as_object().unwrap() {
            assert_eq!(&line[what], number, "{request}, {what}: {line}");
        }
        assert!(warns(&of_run), "{of_run:?}");
        let metrics: Vec<_> = of_run.iter().filter(|line| line["recordsUnreadable"].is_u64()).collect();
        let expected: &[Value] = if counts["unreadable"] == 0 { &[] } else { &[json!(2)] };
        assert_eq!(
            metrics.iter().map(|line| line["recordsUnreadable"].clone()).collect::<Vec<_>>(),
            expected
        );
    }
}

#[tokio::test]
#[ignore = "run by the next test, in a process of its own"]
async fn strangers_deliver() {
    let app = printing_app().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let connection = app.voice_connection(owner.tenant).await;
    let function = function("elevenlabs-post-call");
    let wrong = connection.delivery_with(&report("agent_1", "conv_1"), "t=1,v0=00");
    assert_eq!(send(&app, &function, "wrong-signature", wrong).await, 401);
    for (id, hook) in [("unknown-hook", "a".repeat(43)), ("no-hook", "x".to_owned())] {
        let request = TestRequest::new().path("hookId", hook).text("{}");
        assert_eq!(send(&app, &function, id, request).await, 401);
    }
}

#[test]
fn what_is_refused_says_so_and_names_the_connection_where_there_is_one() {
    let lines = printed_by("troubles::strangers_deliver");
    for (request, has_connection) in [("wrong-signature", true), ("unknown-hook", false), ("no-hook", false)]
    {
        let refused = filter(&lines, "requestId", &json!(request));
        let line = refused.last().unwrap();
        assert_eq!(line["outcome"], "refused", "{line}");
        assert_eq!(line["connectionId"].is_string(), has_connection, "{line}");
        assert!(line["conversationId"].is_null(), "nothing of it was read: {line}");
    }
}

#[tokio::test]
#[ignore = "run by the next test, in a process of its own"]
async fn more_comes_than_is_taken() {
    let app = printing_app_with(&[("DELIVERIES_PER_MINUTE", "2")]).await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let connection = app.voice_connection(owner.tenant).await;
    // What came in this minute is in the memory of one process.
    let function = function("elevenlabs-post-call");
    let service = function.start(&app.context).unwrap();
    for number in 1..=3 {
        let body = report("agent_busy", &format!("conv_{number}"));
        let event = connection.delivery(&body, app.clock.now()).event(&function);
        let answer = service.invoke(event, Default::default()).await.unwrap();
        assert_eq!(answer["statusCode"], if number < 3 { 200 } else { 429 });
    }
}

#[test]
fn what_is_sent_back_is_found_by_its_conversation_as_well() {
    let lines = printed_by("troubles::more_comes_than_is_taken");
    let sent_back = filter(&lines, "conversationId", &json!("conv_3"));
    let told = ["Counted", "A quota was reached", "throttled"];
    assert_eq!(story(&sent_back), told.map(|what| ("elevenlabs-post-call", what)));
    for line in sent_back {
        for field in ["tenantId", "connectionId", "agentId", "entryId"] {
            assert!(line[field].is_string(), "{field}: {line}");
        }
    }
}
