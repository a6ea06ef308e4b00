//! Scripted faults of the API: what the product sees, and whether the call took place.

use reqwest::Method;
use serde_json::{Value, json};

use super::kit::{KEY, Kit, dial};

const DIAL: &str = "/v1/convai/twilio/outbound-call";

async fn set(kit: &Kit, rule: Value) {
    let (status, body) = kit.control(Method::POST, "/faults", &json!({ "rules": [rule] })).await;
    assert_eq!(status, 200, "{body}");
}

async fn calls_begun(kit: &Kit) -> Value {
    kit.control(Method::GET, "/calls", &Value::Null).await.1["begun"].clone()
}

#[tokio::test]
async fn a_status_before_the_dial_leaves_no_call_and_one_after_it_does() {
    let kit = Kit::start().await;
    for (performed, begun) in [(false, 0), (true, 1)] {
        let rule = json!({ "operation": "twilio_outbound_call", "when": { "nth": 1 },
            "effect": { "status": { "code": 503 } }, "performed": performed });
        set(&kit, rule).await;
        let (status, body) = kit.api(Method::POST, DIAL, &dial("+12025550142", "a")).await;
        assert_eq!((status, &body["detail"]["code"]), (503, &json!("service_unavailable")));
        assert_eq!(calls_begun(&kit).await, begun);
    }
    let (_, log) = kit.control(Method::GET, "/log?operation=twilio_outbound_call", &Value::Null).await;
    assert_eq!(log["entries"][1]["fault"], "status");
    assert!(log["entries"][1]["dial"]["conversationId"].is_string());
    assert_eq!(kit.api(Method::POST, DIAL, &dial("+12025550142", "a")).await.0, 200, "the rule struck once");
}

#[tokio::test]
async fn a_reset_sends_nothing_and_a_cut_answer_half() {
    let kit = Kit::start().await;
    for effect in ["reset", "truncated"] {
        set(&kit, json!({ "operation": "*", "effect": effect, "performed": true })).await;
        let error = kit.try_api(KEY, Method::POST, DIAL, &dial("+12025550142", "a")).await.unwrap_err();
        assert_eq!(error.is_request(), effect == "reset", "{error:?}");
    }
    assert_eq!(calls_begun(&kit).await, 2);
    set(&kit, json!({ "operation": "*", "effect": "garbage" })).await;
    assert_eq!(kit.api(Method::POST, DIAL, &dial("+12025550142", "a")).await, (200, Value::Null));
    assert_eq!(calls_begun(&kit).await, 2);
}

#[tokio::test]
async fn a_timeout_holds_the_answer_back() {
    let kit = Kit::start().await;
    set(&kit, json!({ "operation": "get_agent", "effect": { "timeout": { "holdMs": 600_000 } } })).await;
    let url = kit.url("/api/v1/convai/agents/agent_reception");
    let request = reqwest::Client::builder().no_proxy().build().unwrap().get(url).header("xi-api-key", KEY);
    let error = request.timeout(std::time::Duration::from_millis(50)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_refusal_is_a_success_that_says_no() {
    let kit = Kit::start().await;
    let refused = json!({ "refused": { "message": "The account is suspended" } });
    set(&kit, json!({ "operation": "twilio_outbound_call", "effect": refused })).await;
    let (status, body) = kit.api(Method::POST, DIAL, &dial("+12025550142", "a")).await;
    assert_eq!(status, 200);
    let expected = json!({ "success": false, "message": "The account is suspended", "conversation_id": null, "callSid": null });
    assert_eq!(body, expected);
    assert_eq!(calls_begun(&kit).await, 0);
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
