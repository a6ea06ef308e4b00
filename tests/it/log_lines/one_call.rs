//! One call, from its webhook to whoever reads it, in the lines of all functions.

use domain::{call::ConversationId, role::Role};
use runtime::Clock;
use serde_json::{Value, json};
use store::calls;
use testing::{TestRequest, log_query::LogQuery, voice::recorded_payload};

use super::{filter, function, printed_by, printing_app, send, story};

const TRANSCRIPTION: &str = "webhooks/post_call_transcription.inbound_unknown_caller.json";
const CONVERSATION: &str = "conv_0901navaiatest0000000000001";
const AGENT: &str = "agent_0901navaiareceptiontest000001";

#[tokio::test]
#[ignore = "run by the next test, in a process of its own"]
async fn a_call_is_reported_and_read() {
    let app = printing_app().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let connection = app.voice_connection(owner.tenant).await;
    app.voice_agent(owner.tenant, connection.id, AGENT).await;
    let (hook, processor) = (function("elevenlabs-post-call"), function("inbox-processor"));
    let body = recorded_payload(TRANSCRIPTION);
    for id in ["webhook-1", "webhook-2"] {
        assert_eq!(send(&app, &hook, id, connection.delivery(&body, app.clock.now())).await, 200);
        app.drain("inbox", &processor).await;
    }
    let conversation = ConversationId::new(CONVERSATION).unwrap();
    let call = calls::of_conversation(&app.table, owner.tenant, &conversation).await.unwrap().unwrap().call;
    let read = TestRequest::new().by(&owner).path("callId", call.id);
    assert_eq!(send(&app, &function("calls-get"), "read-1", read).await, 200);
    let choice = json!({ "customerId": null });
    let choose = TestRequest::new().by(&owner).path("callId", call.id).version(call.version).json(&choice);
    assert_eq!(
        send(&app, &function("calls-put-customer"), "choose-1", choose).await,
        409,
        "its number tells"
    );

    let connection_entries =
        store::inbox::list(&app.table, connection.id, domain::inbox::State::Processed, None, 10, None);
    let entry = connection_entries.await.unwrap().items.pop().unwrap();
    let body = TestRequest::new().by(&owner).path("entryId", &entry.id);
    assert_eq!(send(&app, &function("operations-get-inbox-body"), "body-1", body).await, 200);
    let replay = TestRequest::new().by(&owner).json(&json!({ "entryId": entry.id }));
    assert_eq!(send(&app, &function("operations-replay-inbox"), "replay-1", replay).await, 202);
    app.drain("inbox", &processor).await;
}

#[test]
fn every_line_about_a_call_is_found_by_its_ids() {
    let lines = printed_by("one_call::a_call_is_reported_and_read");
    let known = lines.iter().find(|line| line["outcome"] == "processed").unwrap();
    for field in ["tenantId", "connectionId", "agentId", "entryId", "conversationId", "callId"] {
        assert!(known[field].is_string(), "{field} is not in {known}");
    }

    // Whole, by each id that a webhook tells. Nothing here is about another call.
    let whole = [
        ("elevenlabs-post-call", "new"),
        ("inbox-processor", "processed"),
        ("elevenlabs-post-call", "duplicate"),
        ("calls-get", "GET /v1/calls/{callId} 200"),
        ("calls-put-customer", "PUT /v1/calls/{callId}/customer 409"),
        ("operations-get-inbox-body", "GET /v1/operations/inbox/{entryId}/body 200"),
        ("operations-replay-inbox", "Queued again for a person"),
        ("operations-replay-inbox", "POST /v1/operations/inbox/replay 202"),
        ("inbox-processor", "processed"),
    ];
    assert_eq!(story(&lines.iter().collect::<Vec<_>>()), whole);
    let query = LogQuery::named("One call");
    let found = |field: &str| {
        let id = known[field].as_str().unwrap();
        story(&lines.iter().filter(|line| query.finds(line, id)).collect::<Vec<_>>())
    };
    for field in ["tenantId", "connectionId", "conversationId", "callId"] {
        assert_eq!(found(field), whole, "{field}");
    }
    assert_eq!(story(&filter(&lines, "agentId", &known["agentId"])), whole);
    // A call does not know which entry it was made of.
    let of_entry: Vec<_> =
        whole.into_iter().filter(|(function, _)| !function.starts_with("calls-")).collect();
    assert_eq!(found("entryId"), of_entry);
    assert_eq!(found("correlationId"), whole[..2]);
}

#[test]
fn what_a_request_leads_to_is_found_by_its_correlation_id() {
    let lines = printed_by("one_call::a_call_is_reported_and_read");
    for (request, functions) in [
        ("webhook-1", vec!["elevenlabs-post-call", "inbox-processor"]),
        ("webhook-2", vec!["elevenlabs-post-call"]),
        ("read-1", vec!["calls-get"]),
        ("choose-1", vec!["calls-put-customer"]),
        ("replay-1", vec!["operations-replay-inbox", "operations-replay-inbox", "inbox-processor"]),
    ] {
        let found = filter(&lines, "correlationId", &json!(request));
        let found: Vec<&str> = found.into_iter().map(|line| line["function"].as_str().unwrap()).collect();
        assert_eq!(found, functions, "{request}");
    }
}

#[test]
fn every_line_says_when_who_and_how() {
    for line in printed_by("one_call::a_call_is_reported_and_read") {
        for field in ["timestamp", "level", "message", "function", "requestId", "correlationId"] {
            assert!(line[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {line}");
        }
        assert_eq!(line["functionRequestId"], "invocation-1", "{line}");
        // Each was served by a function that was started for it.
        assert_eq!(line["coldStart"], Value::Bool(true), "{line}");
    }
}
