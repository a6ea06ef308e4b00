//! Scripted faults of the API: what the product sees.

use reqwest::Method;
use serde_json::{Value, json};

use super::kit::{KEY, Kit, inbound};
use super::shapes::fixture;

async fn set(kit: &Kit, rule: Value) {
    let (status, body) = kit.control(Method::POST, "/faults", &json!({ "rules": [rule] })).await;
    assert_eq!(status, 200, "{body}");
}

/// A simulator with one call, and the path of its conversation.
async fn with_a_conversation() -> (Kit, String) {
    let kit = Kit::start().await;
    let call = kit.call(inbound(json!({}))).await;
    let path = format!("/v1/convai/conversations/{}", call["conversationId"].as_str().unwrap());
    (kit, path)
}

#[tokio::test]
async fn a_rule_strikes_its_operation_once_and_is_in_the_log() {
    let (kit, path) = with_a_conversation().await;
    let rule = json!({ "operation": "get_conversation", "when": { "nth": 1 },
        "effect": { "status": { "code": 503 } } });
    set(&kit, rule).await;
    assert_eq!(kit.get("/v1/convai/conversations").await.0, 200, "another operation");
    let (status, body) = kit.get(&path).await;
    assert_eq!((status, &body["detail"]["code"]), (503, &json!("service_unavailable")));
    assert_eq!(kit.get(&path).await.0, 200, "the rule struck once");

    let (_, log) = kit.control(Method::GET, "/log?operation=get_conversation", &Value::Null).await;
    assert_eq!((&log["totals"]["get_conversation"], &log["requests"]), (&json!(2), &json!(3)));
    let faults: Vec<&Value> =
        log["entries"].as_array().unwrap().iter().map(|entry| &entry["fault"]).collect();
    assert_eq!(faults, [&json!("status"), &Value::Null]);
    assert_eq!((&log["entries"][0]["path"], &log["entries"][0]["status"]), (&json!(path), &json!(503)));
    assert!(!log.to_string().contains(KEY), "the key is in the log");
}

#[tokio::test]
async fn errors_have_the_recorded_bodies() {
    let (kit, path) = with_a_conversation().await;
    for (code, recorded) in
        [(400, "error.400.provider_config"), (401, "error.401"), (422, "error.422"), (429, "error.429")]
    {
        set(&kit, json!({ "operation": "*", "effect": { "status": { "code": code } } })).await;
        let (status, mut body) = kit.get(&path).await;
        assert_eq!(status, code);
        let mut expected = fixture(&format!("api/{recorded}.json"));
        for body in [&mut body, &mut expected] {
            for volatile in ["request_id", "docs_url"] {
                body["detail"].get_mut(volatile).map(Value::take);
            }
        }
        match code {
            // Of another request: only the members are the same.
            422 => {
                let members =
                    |body: &Value| body["detail"][0].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
                assert_eq!(members(&body), members(&expected));
            }
            _ => assert_eq!(body, expected),
        }
    }
    let own = json!({ "status": { "code": 418, "body": { "short": "and stout" } } });
    set(&kit, json!({ "operation": "*", "effect": own })).await;
    assert_eq!(kit.get(&path).await, (418, json!({ "short": "and stout" })));
}

#[tokio::test]
async fn a_reset_sends_nothing_a_cut_answer_half_and_garbage_is_no_json() {
    let (kit, path) = with_a_conversation().await;
    for effect in ["reset", "truncated"] {
        set(&kit, json!({ "operation": "*", "effect": effect })).await;
        let error = kit.try_get(KEY, &path).await.unwrap_err();
        assert_eq!(error.is_request(), effect == "reset", "{error:?}");
    }
    set(&kit, json!({ "operation": "*", "effect": "garbage" })).await;
    assert_eq!(kit.get(&path).await, (200, Value::Null));
}

#[tokio::test]
async fn a_timeout_holds_the_answer_back() {
    let (kit, path) = with_a_conversation().await;
    set(&kit, json!({ "operation": "get_conversation", "effect": { "timeout": { "holdMs": 600_000 } } }))
        .await;
    let url = kit.url(&format!("/api{path}"));
    let request = reqwest::Client::builder().no_proxy().build().unwrap().get(url).header("xi-api-key", KEY);
    let error = request.timeout(std::time::Duration::from_millis(50)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn rules_that_cannot_be_are_refused_with_their_place() {
    let kit = Kit::start().await;
    for (rule, pointer) in [
        (json!({ "operation": "no_such", "effect": "reset" }), "/rules/0/operation"),
        (json!({ "operation": "*", "effect": { "status": { "code": 200 } } }), "/rules/0/effect/status/code"),
        (json!({ "operation": "*", "effect": "reset", "when": { "probability": 2 } }), "/rules/0/when"),
    ] {
        let (status, body) = kit.control(Method::POST, "/faults", &json!({ "rules": [rule] })).await;
        assert_eq!((status, &body["errors"][0]["pointer"]), (422, &json!(pointer)));
    }
}
