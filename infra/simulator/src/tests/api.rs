//! The provider's API, and the control API's answers to mistakes.

use reqwest::Method;
use serde_json::{Value, json};

use super::kit::{AGENT, AGENT_NUMBER, KEY, Kit, SECRET, inbound, outbound};
use super::shapes::fixture;

#[tokio::test]
async fn only_keys_that_are_known_or_free_are_let_in() {
    let kit = Kit::start().await;
    let path = "/v1/convai/conversations";
    for key in ["", "wrong"] {
        let (status, body) = kit.try_get(key, path).await.unwrap();
        assert_eq!((status, body), (401, fixture("api/error.401.json")));
    }
    for key in [KEY, "sim-anything"] {
        assert_eq!(kit.try_get(key, path).await.unwrap().0, 200, "{key}");
    }
    assert_eq!(kit.get("/v1/convai/agents").await.0, 404, "what the product does not use");
}

#[tokio::test]
async fn conversations_are_listed_newest_first_in_pages() {
    let kit = Kit::start().await;
    for minute in 0..5 {
        let mut call = inbound(json!({ "scenario": "booking" }));
        call["startedAt"] = format!("2026-09-20T10:0{minute}:00Z").into();
        kit.call(call).await;
    }
    let mut starts = Vec::new();
    let mut path = "/v1/convai/conversations?page_size=2".to_owned();
    loop {
        let (status, page) = kit.get(&path).await;
        assert_eq!(status, 200, "{page}");
        starts.extend(
            page["conversations"].as_array().unwrap().iter().map(|it| it["start_time_unix_secs"].clone()),
        );
        assert_eq!(page["has_more"], page["next_cursor"].is_string());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/v1/convai/conversations?page_size=2&cursor={cursor}");
    }
    let first = 1_789_898_400_i64;
    assert_eq!(starts, [240, 180, 120, 60, 0].map(|seconds| first + seconds));

    let bounds = format!("call_start_after_unix={}&call_start_before_unix={}", first, first + 180);
    let (_, page) = kit.get(&format!("/v1/convai/conversations?{bounds}")).await;
    assert_eq!(page["conversations"].as_array().unwrap().len(), 2);
    let (_, of_another) = kit.try_get("sim-other", "/v1/convai/conversations").await.unwrap();
    assert_eq!(of_another["conversations"], json!([]));
}

#[tokio::test]
async fn an_attempt_is_found_by_its_variable() {
    let kit = Kit::start().await;
    for attempt in ["att_1", "att_2"] {
        let mut call = outbound(json!({}));
        call["dynamicVariables"] = json!({ "attempt_id": attempt });
        kit.call(call).await;
    }
    let (_, page) = kit.get("/v1/convai/conversations?dynamic_variable_params=attempt_id:eq:att_2").await;
    let found = page["conversations"].as_array().unwrap();
    assert_eq!(found.len(), 1);
    let path = format!("/v1/convai/conversations/{}", found[0]["conversation_id"].as_str().unwrap());
    let (_, conversation) = kit.get(&path).await;
    assert_eq!(
        conversation["conversation_initiation_client_data"]["dynamic_variables"]["attempt_id"],
        "att_2"
    );

    for (filter, found) in [
        ("agent_id=agent_reception", 2),
        ("agent_id=agent_other", 0),
        ("dynamic_variable_params=attempt_id:eq:att_1&dynamic_variable_params=attempt_id:eq:att_2", 0),
    ] {
        let (_, page) = kit.get(&format!("/v1/convai/conversations?{filter}")).await;
        assert_eq!(page["conversations"].as_array().unwrap().len(), found, "{filter}");
    }
    for wrong in
        ["page_size=101", "page_size=0", "cursor=nonsense", "call_start_after_unix=noon", "no_such=1"]
    {
        let (status, _) = kit.get(&format!("/v1/convai/conversations?{wrong}")).await;
        assert!((400..500).contains(&status), "{wrong}: {status}");
    }
}

#[tokio::test]
async fn a_conversation_grows_through_its_phases() {
    let kit = Kit::start().await;
    let slow = |phase: &str| outbound(json!({ "outcome": "answered", "delays": { phase: 3_600_000 } }));
    let mut seen = Vec::new();
    for phase in ["ringMs", "talkMs", "webhookMs"] {
        let (_, call) = kit.control(Method::POST, "/calls", &slow(phase)).await;
        let path = format!("/v1/convai/conversations/{}", call["conversationId"].as_str().unwrap());
        let expected = ["initiated", "in-progress", "processing"][seen.len()];
        let conversation = loop {
            let (_, conversation) = kit.get(&path).await;
            if conversation["status"] == expected {
                break conversation;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!(conversation["analysis"], Value::Null);
        seen.push(conversation);
    }
    assert_eq!(seen[0]["metadata"]["accepted_time_unix_secs"], Value::Null);
    assert_eq!(seen[1]["transcript"], json!([]));
    assert!(!seen[2]["transcript"].as_array().unwrap().is_empty());
    assert_eq!(seen[2]["metadata"]["cost"], 0);
}

#[tokio::test]
async fn a_conversation_of_another_key_is_not_there() {
    let kit = Kit::start().await;
    let call = kit.call(inbound(json!({}))).await;
    let path = format!("/v1/convai/conversations/{}", call["conversationId"].as_str().unwrap());
    assert_eq!(kit.try_get("sim-other", &path).await.unwrap().0, 404);
    let url = kit.url(&format!("/api{path}"));
    let found = reqwest::Client::new().get(url).header("xi-api-key", KEY).send().await.unwrap();
    assert_eq!(found.status(), 200);
    assert!(found.headers().contains_key("x-trace-id"));
}

#[tokio::test]
async fn old_calls_are_forgotten_and_live_ones_kept() {
    let kit = Kit::with(1, |defaults| defaults.calls_kept = 3).await;
    let first = kit.call(inbound(json!({}))).await;
    for _ in 0..3 {
        kit.call(inbound(json!({}))).await;
    }
    let path = format!("/v1/convai/conversations/{}", first["conversationId"].as_str().unwrap());
    assert_eq!(kit.get(&path).await.0, 404);
    assert_eq!(kit.get("/v1/convai/conversations").await.1["conversations"].as_array().unwrap().len(), 3);
    let (_, calls) = kit.control(Method::GET, "/calls", &Value::Null).await;
    assert_eq!((&calls["kept"], &calls["begun"]), (&json!(3), &json!(4)));
}

#[tokio::test]
async fn the_control_api_says_what_is_wrong() {
    let kit = Kit::start().await;
    for (call, pointer) in [
        (json!({ "direction": "inbound", "to": "+12025550199" }), "/apiKey"),
        (json!({ "direction": "inbound", "apiKey": KEY, "to": "+12025550199" }), "/agentId"),
        (inbound(json!({ "outcome": "busy" })), "/script/outcome"),
        (inbound(json!({ "scenario": "no_such" })), "/script/scenario"),
        (inbound(json!({ "duplicates": 1_000 })), "/script/duplicates"),
        (inbound(json!({ "delays": { "ringMs": "long" } })), "/script/delays/ringMs"),
        (json!({ "direction": "sideways" }), "/direction"),
    ] {
        let (status, body) = kit.control(Method::POST, "/calls", &call).await;
        assert_eq!((status, &body["errors"][0]["pointer"]), (422, &json!(pointer)), "{body}");
    }
    let (_, calls) = kit.control(Method::GET, "/calls", &Value::Null).await;
    assert_eq!(calls["begun"], 0);
    let plain = reqwest::Client::new().post(kit.url("/control/reset")).send().await.unwrap();
    assert_eq!(plain.status(), 204);
    let form = reqwest::Client::new().post(kit.url("/control/calls")).body("{}").send().await.unwrap();
    assert_eq!(form.status(), 415);
}

#[tokio::test]
async fn registering_a_workspace_twice_changes_nothing() {
    let kit = Kit::start().await;
    let before = kit.control(Method::GET, "/workspaces", &Value::Null).await.1;
    kit.register().await;
    let after = kit.control(Method::GET, "/workspaces", &Value::Null).await.1;
    assert_eq!(before, after);
    assert_eq!(after["workspaces"][0]["agents"][0]["agentId"], AGENT);
    assert!(!after.to_string().contains(KEY));
}

#[tokio::test]
async fn a_named_agent_decides_whose_call_it_is() {
    let kit = Kit::start().await;
    // Several businesses try the simulator with the same number.
    for (key, agent) in [("a-first-key", "agent_of_the_first"), ("z-last-key", "agent_of_the_last")] {
        let workspace = json!({
            "apiKey": key,
            "webhookUrl": kit.hook(),
            "webhookSecret": SECRET,
            "agents": [{ "agentId": agent, "name": "Reception", "phoneNumber": AGENT_NUMBER }],
        });
        assert_eq!(kit.control(Method::POST, "/workspaces", &workspace).await.0, 200);
    }
    for (key, agent) in
        [("a-first-key", "agent_of_the_first"), (KEY, AGENT), ("z-last-key", "agent_of_the_last")]
    {
        let mut call = inbound(json!({}));
        call["agentId"] = json!(agent);
        let call = kit.call(call).await;
        let path = format!("/v1/convai/conversations/{}", call["conversationId"].as_str().unwrap());
        let (status, conversation) = kit.try_get(key, &path).await.unwrap();
        assert_eq!((status, &conversation["agent_id"]), (200, &json!(agent)));
    }
    let mut unknown = inbound(json!({}));
    unknown["agentId"] = json!("agent_of_nobody");
    let (status, body) = kit.control(Method::POST, "/calls", &unknown).await;
    assert_eq!((status, &body["errors"][0]["pointer"]), (422, &json!("/apiKey")));
}
