use domain::{
    call::{
        CallCost, CallDetails, CallFailure, Collected, Criterion, Currency, FailureCode, Message, Money,
        Reported, Speaker, Turn, Variables, Verdict,
    },
    role,
    text::Text,
};
use serde_json::json;
use testing::{TestApp, TestRequest};

use super::{call, record};
use crate::get::GetCall;

fn turn(role: Speaker, message: &str) -> Turn {
    Turn {
        role,
        message: Some(Message::new(message).unwrap()),
        original_message: None,
        time_in_call_seconds: Some(3),
        tool_calls: Vec::new(),
        interrupted: false,
        medium: None,
    }
}

fn details(turns: Vec<Turn>) -> CallDetails {
    CallDetails {
        summary: Some(Text::new("Robin wants a table for two.").unwrap()),
        evaluation: vec![Criterion {
            id: Text::new("polite").unwrap(),
            result: Verdict::Success,
            rationale: Some(Text::new("Greeted.").unwrap()),
        }],
        collected: Collected::bounded([("guests".to_owned(), json!(2))]).0,
        turns,
        ended_because: Some(Text::new("The caller hung up").unwrap()),
        reported: Reported {
            user_id: Some(Text::new("cus_1").unwrap()),
            variables: Variables::bounded([("branch".to_owned(), "north".to_owned())]).0,
            ..Reported::default()
        },
        truncated: false,
    }
}

#[tokio::test]
async fn a_call_is_shown_with_everything_that_is_known() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(role::Role::Viewer).await;
    let mut given = call("2026-09-21T11:00:00Z", 1);
    let money = Money { micros: 84_000, currency: Currency::Usd };
    given.cost = Some(CallCost { credits: Some(280), money: Some(money) });
    given.successful = Some(Verdict::Success);
    given.failure = Some(CallFailure {
        code: FailureCode::ProviderError,
        provider_code: Some(1008),
        reason: Some(Text::new("Missing variable").unwrap()),
    });
    let turns = vec![turn(Speaker::Agent, "Hello, how can I help?"), turn(Speaker::User, "A table, please.")];
    let id = record(&app, &viewer, given, Some(&details(turns))).await;

    let answer = app.send::<GetCall>(TestRequest::new().by(&viewer).path("callId", id)).await;
    assert_eq!((answer.status, answer.headers["etag"].as_str()), (200, "\"1\""), "{answer:?}");
    let expected = json!({
        "id": id,
        "conversationId": "conv_1",
        "connectionId": answer.body["connectionId"],
        "agentId": "agent_1",
        "channel": "phone",
        "direction": "inbound",
        "status": "completed",
        "from": "+12025550101",
        "numberWithheld": false,
        "numberNotUnderstood": false,
        "startedAt": "2026-09-21T11:00:00Z",
        "durationSeconds": 61,
        "failure": { "code": "provider_error", "providerCode": 1008, "reason": "Missing variable" },
        "successful": "success",
        "cost": { "credits": 280, "money": { "micros": 84_000, "currency": "USD" } },
        "hasAudio": false,
        "createdAt": "2026-09-21T11:00:00Z",
        "updatedAt": "2026-09-21T11:00:00Z",
        "version": 1,
        "candidates": [],
        "summary": "Robin wants a table for two.",
        "evaluation": [{ "id": "polite", "result": "success", "rationale": "Greeted." }],
        "collected": { "guests": 2 },
        "turns": [
            { "role": "agent", "message": "Hello, how can I help?", "timeInCallSeconds": 3 },
            { "role": "user", "message": "A table, please.", "timeInCallSeconds": 3 },
        ],
        "endedBecause": "The caller hung up",
        "reported": { "userId": "cus_1", "variables": { "branch": "north" } },
        "truncated": false,
    });
    assert_eq!(answer.body, expected);
}

#[tokio::test]
async fn a_transcript_larger_than_an_item_is_shown_whole() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(role::Role::Viewer).await;
    // Does not compress well: every turn says other numbers.
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{state:016x}")
    };
    let turns: Vec<Turn> =
        (0..500).map(|_| turn(Speaker::User, &(0..200).map(|_| noise()).collect::<String>())).collect();
    let given = details(turns.clone());
    let id = record(&app, &viewer, call("2026-09-21T11:00:00Z", 1), Some(&given)).await;
    let answer = app.send::<GetCall>(TestRequest::new().by(&viewer).path("callId", id)).await;
    assert_eq!(answer.body["turns"], serde_json::to_value(&turns).unwrap());
}

#[tokio::test]
async fn a_call_without_details_has_none() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(role::Role::Viewer).await;
    let id = record(&app, &viewer, call("2026-09-21T11:00:00Z", 1), None).await;
    let answer = app.send::<GetCall>(TestRequest::new().by(&viewer).path("callId", id)).await;
    assert_eq!((answer.status, &answer.body["turns"]), (200, &json!([])));
    assert!(answer.body.get("summary").is_none());
}

#[tokio::test]
async fn a_foreign_call_is_like_one_that_does_not_exist() {
    let app = TestApp::start().await;
    let (one, other) =
        (app.user_of_new_tenant(role::Role::Owner).await, app.user_of_new_tenant(role::Role::Owner).await);
    let id = record(&app, &one, call("2026-09-21T11:00:00Z", 1), Some(&details(vec![]))).await;
    for id in [id.to_string(), "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(), "x".to_owned()] {
        let answer = app.send::<GetCall>(TestRequest::new().by(&other).path("callId", id)).await;
        assert_eq!(answer.error(), (404, "not_found"));
    }
    let nobody = app.send::<GetCall>(TestRequest::new().path("callId", id)).await;
    assert_eq!(nobody.error(), (401, "unauthenticated"));
}
