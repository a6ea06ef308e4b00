//! Every recorded webhook becomes the right customer and call, once.

use futures_util::future::join_all;
use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::Value;
use tempfile::tempdir;

use crate::{
    process::DevServer,
    running::{Tenant, conversation, fixture, now, sign},
};

/// File, direction, status and the number of the person, of the call that it becomes.
const EXPECTED: [(&str, &str, &str, Option<&str>); 8] = [
    ("post_call_transcription.inbound_unknown_caller", "inbound", "completed", Some("+12025550123")),
    ("post_call_transcription.outbound_answered", "outbound", "completed", Some("+12025550142")),
    ("post_call_transcription.outbound_voicemail", "outbound", "voicemail", Some("+12025550143")),
    ("post_call_transcription.init_failed_status_done", "outbound", "failed", Some("+12025550145")),
    ("post_call_transcription.nulls_and_absent", "inbound", "failed", None),
    ("call_initiation_failure.twilio_busy", "outbound", "busy", Some("+12025550146")),
    ("call_initiation_failure.twilio_no_answer", "outbound", "no_answer", Some("+12025550147")),
    ("call_initiation_failure.sip_unknown", "outbound", "failed", Some("+12025550148")),
];

#[tokio::test]
async fn every_fixture_gives_the_right_customer_and_call_exactly_once() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &[]);
    let tenant = Tenant::register(&server, "robin@example.com").await;
    for (file, ..) in EXPECTED {
        let body = fixture(file);
        let delivered = join_all((0..10).map(|_| tenant.deliver(body.clone()))).await;
        assert!(delivered.iter().all(|status| *status == StatusCode::OK), "{file}: {delivered:?}");
    }
    assert_eq!(tenant.deliver(fixture("post_call_audio.tiny")).await, StatusCode::OK);

    let calls = tenant.calls().await;
    assert_eq!(calls.len(), EXPECTED.len());
    let customers = tenant.list("/v1/customers").await;
    assert_eq!(customers.len(), EXPECTED.iter().filter(|(.., person)| person.is_some()).count());
    for (file, direction, status, person) in EXPECTED {
        let conversation = serde_json::from_slice::<Value>(&fixture(file)).unwrap();
        let conversation = conversation["data"]["conversation_id"].as_str().unwrap();
        let call = calls.iter().find(|call| call["conversationId"] == conversation).expect(file);
        assert_eq!(
            (&call["direction"], &call["status"]),
            (&direction.into(), &status.into()),
            "{file}: {call}"
        );
        let customer = customers.iter().find(|customer| customer["id"] == call["customerId"]);
        assert_eq!(customer.map(|customer| customer["phone"].as_str().unwrap()), person, "{file}");
    }
}

#[tokio::test]
async fn what_is_not_signed_right_and_now_leaves_nothing() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &[]);
    let tenant = Tenant::register(&server, "robin@example.com").await;
    let body = fixture("post_call_transcription.inbound_unknown_caller");
    let good = sign(&body, now());

    let mut altered = body.clone();
    altered[1000] ^= 1;
    assert_eq!(tenant.deliver_signed(altered, &good).await, StatusCode::UNAUTHORIZED);
    let wrong = format!("t={},v0={}", now().as_second(), "0".repeat(64));
    // Within five seconds the secret is not read again: it may have been replaced since, so this is to be repeated.
    let refused = tenant.deliver_signed(body.clone(), &wrong).await;
    assert!([StatusCode::UNAUTHORIZED, StatusCode::SERVICE_UNAVAILABLE].contains(&refused), "{refused}");
    for state in ["pending", "unclaimed", "unreadable", "processed", "ignored"] {
        let path = format!("/v1/operations/inbox?state={state}");
        let (status, page) = tenant.api(reqwest::Method::GET, &path, None).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert_eq!(page["items"], serde_json::json!([]), "{state}");
    }
    // The same body, signed right, is taken: it was the signature that was refused.
    assert_eq!(tenant.deliver(body).await, StatusCode::OK);
    assert_eq!(tenant.calls().await.len(), 1);

    // Of a stale one, at most the wish to ask the provider about its conversation is kept.
    let body = conversation("conv_stale", "+12025550199");
    let stale = sign(&body, now() - SignedDuration::from_mins(31));
    assert_eq!(tenant.deliver_signed(body, &stale).await, StatusCode::UNAUTHORIZED);
    for state in ["pending", "failed", "processed"] {
        let path = format!("/v1/operations/inbox?state={state}");
        let (_, page) = tenant.api(reqwest::Method::GET, &path, None).await;
        let kept =
            page["items"].as_array().unwrap().iter().filter(|entry| entry["conversationId"] == "conv_stale");
        for entry in kept {
            assert!(entry["id"].as_str().unwrap().contains("~fetch~"), "{entry}");
        }
    }
    assert_eq!(tenant.list("/v1/customers").await.len(), 1);
}
