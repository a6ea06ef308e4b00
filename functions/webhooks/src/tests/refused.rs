//! Deliveries that are refused: nothing is kept of them.

use jiff::SignedDuration;
use runtime::Clock;
use serde_json::{Value, json};
use testing::{
    TestRequest, TestResponse,
    proxied::{Fault, Rule},
    voice::recorded_payload,
};

use super::{post_call, queued, start};

const BUSY: &str = "webhooks/call_initiation_failure.twilio_busy.json";

#[tokio::test]
async fn what_is_not_proven_to_be_the_provider_s_leaves_no_trace_and_gets_one_answer() {
    let (app, connection) = start().await;
    let other = app.voice_connection(connection.owner).await;
    app.voice_credentials(other.id, &["another-secret"]).await;
    let without_secret = app.voice_connection(connection.owner).await;
    app.voice_credentials(without_secret.id, &[]).await;
    let without_credentials = app.voice_connection(connection.owner).await;
    app.aws
        .secrets_manager()
        .delete_secret()
        .secret_id(format!("navaia/test/voice/{}", without_credentials.id))
        .force_delete_without_recovery(true)
        .send()
        .await
        .unwrap();

    let body = recorded_payload(BUSY);
    let now = app.clock.now();
    let right = connection.delivery(&body, now);
    let header = |name: &str| {
        let secret = secrecy::SecretString::from(name);
        elevenlabs::signature::sign(&secret, body.as_bytes(), now)
    };
    let altered = body.replacen("busy", "bust", 1);
    let future = now + SignedDuration::from_secs(301);
    let deliveries: Vec<(&str, TestRequest)> = vec![
        ("another secret", connection.delivery_with(&body, header("not-the-secret"))),
        ("an altered byte", right.clone().text(altered)),
        ("one byte less", right.clone().text(&body[1..])),
        ("no header", connection.unsigned_delivery(&body)),
        ("no signature", connection.delivery_with(&body, "")),
        ("another scheme", connection.delivery_with(&body, header("x").replace("v0=", "v1="))),
        ("a time in the future", connection.delivery(&body, future)),
        ("another connection's hook", other.delivery(&body, now)),
        ("a hook of nobody", right.clone().path("hookId", "A".repeat(43))),
        ("no hook id", right.clone().path("hookId", "hook")),
    ];
    let before = app.all_items().await;
    let mut answers: Vec<TestResponse> = Vec::new();
    for (what, delivery) in deliveries {
        let answer = app.send_to(&post_call(), delivery).await;
        assert_eq!(answer.error(), (401, "invalid_signature"), "{what}");
        answers.push(answer);
    }
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    // Whether these are right cannot be told yet.
    for connection in [&without_secret, &without_credentials] {
        let answer = app.send_to(&post_call(), connection.delivery(&body, now)).await;
        assert_eq!(answer.error(), (503, "secret_unknown"));
        assert_eq!(app.send_to(&post_call(), connection.unsigned_delivery(&body)).await.status, 401);
    }
    assert_eq!(app.all_items().await, before);
    assert_eq!(queued(&app).await, Vec::<Value>::new());
    assert_eq!(app.send_to(&post_call(), right).await.status, 200);
}

#[tokio::test]
async fn a_stale_delivery_is_refused_and_the_provider_will_be_asked_instead() {
    let (app, connection) = start().await;
    let body = recorded_payload(BUSY);
    let delivery = connection.delivery(&body, app.clock.now());
    app.clock.advance(SignedDuration::from_secs(30 * 60 + 1));
    let before = app.all_items().await;
    let answer = app.send_to(&post_call(), delivery.clone()).await;
    assert_eq!(answer.error(), (401, "stale_signature"));
    assert_eq!(app.all_items().await, before);
    assert_eq!(
        queued(&app).await,
        [json!({
            "type": "fetchV1",
            "hookId": connection.hook_id.as_str(),
            "conversationId": "conv_0901navaiatest0000000000006",
        })]
    );

    // A wrong signature is not asked about.
    let altered = delivery.clone().text(body.replacen("busy", "bust", 1));
    assert_eq!(app.send_to(&post_call(), altered).await.error(), (401, "invalid_signature"));
    assert_eq!(queued(&app).await, Vec::<Value>::new());

    // When the question cannot be queued, the provider has to come again.
    let proxied = app.proxied().await;
    proxied.queues.set(vec![Rule::always(Fault::Reset)]);
    assert_eq!(proxied.send_to(&post_call(), delivery).await.error(), (503, "unavailable"));
}

#[tokio::test]
async fn a_stale_delivery_that_names_no_conversation_is_only_refused() {
    let (app, connection) = start().await;
    let delivery = connection.delivery(r#"{"type":"voice_removal_notice","data":{}}"#, app.clock.now());
    app.clock.advance(SignedDuration::from_hours(1));
    let answer = app.send_to(&post_call(), delivery).await;
    assert_eq!(answer.error(), (401, "stale_signature"));
    assert_eq!(queued(&app).await, Vec::<Value>::new());
}

#[tokio::test]
async fn another_method_is_refused() {
    let (app, connection) = start().await;
    let mut event = connection.delivery("{}", app.clock.now()).event(&post_call());
    event["requestContext"]["http"]["method"] = json!("PUT");
    let answer = TestResponse::read(&app.invoke(&post_call(), event).await);
    assert_eq!(answer.error(), (405, "method_not_allowed"));
    assert_eq!(answer.headers["allow"], "POST");
}
