//! The rest of the provider's API, and the control API's answers to mistakes.

use reqwest::Method;
use serde_json::{Value, json};

use super::kit::{AGENT, AGENT_NUMBER, KEY, Kit, dial, inbound, outbound};

fn fixture(name: &str) -> Value {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/elevenlabs/api/");
    serde_json::from_slice(&std::fs::read(format!("{directory}{name}")).unwrap()).unwrap()
}

#[tokio::test]
async fn an_agent_with_its_tools_and_webhook_is_set_up_from_nothing() {
    let kit = Kit::start().await;
    let key = "sim-another";
    let api = async |method: Method, path: &str, body: &Value| {
        let (status, answer) = kit.try_api(key, method, path, body).await.unwrap();
        assert!((200..300).contains(&status), "{path}: {status} {answer}");
        answer
    };
    let secret =
        api(Method::POST, "/v1/convai/secrets", &json!({ "name": "tool key", "value": "hush-hush" })).await;
    let mut tool = fixture("tool_create.create_ticket.json");
    tool["tool_config"]["api_schema"]["request_headers"]["X-Navaia-Tool-Key"]["secret_id"] =
        secret["secret_id"].clone();
    let tool = api(Method::POST, "/v1/convai/tools", &tool).await;
    let webhook =
        api(Method::POST, "/v1/workspace/webhooks", &fixture("workspace_webhook_create.request.json")).await;
    let secret_shown = webhook["webhook_secret"].as_str().unwrap().to_owned();
    let mut settings = fixture("convai_settings_update.json");
    settings["webhooks"]["post_call_webhook_id"] = webhook["webhook_id"].clone();
    let settings = api(Method::PATCH, "/v1/convai/settings", &settings).await;
    assert_eq!(settings["webhooks"]["events"], json!(["transcript", "call_initiation_failure"]));

    let mut agent = fixture("agent_create.receptionist.json");
    agent["conversation_config"]["agent"]["prompt"]["tool_ids"] = json!([tool["id"]]);
    let created = api(Method::POST, "/v1/convai/agents/create", &agent).await;
    let path = format!("/v1/convai/agents/{}", created["agent_id"].as_str().unwrap());
    let first = api(Method::GET, &path, &Value::Null).await;
    assert_eq!(first["conversation_config"], agent["conversation_config"]);
    let patched = api(Method::PATCH, &path, &fixture("agent_update.prompt_only.json")).await;
    assert_ne!(patched["version_id"], first["version_id"]);
    assert_eq!(patched["conversation_config"]["tts"], agent["conversation_config"]["tts"]);
    assert!(
        patched["conversation_config"]["agent"]["prompt"]["prompt"].as_str().unwrap().contains("Be brief")
    );

    let mut number = fixture("phone_number_import.twilio.json");
    number.as_object_mut().unwrap().remove("agent_id");
    let number = api(Method::POST, "/v1/convai/phone-numbers", &number).await;
    let number_path = format!("/v1/convai/phone-numbers/{}", number["phone_number_id"].as_str().unwrap());
    let assigned = api(Method::PATCH, &number_path, &json!({ "agent_id": created["agent_id"] })).await;
    assert_eq!(assigned["assigned_agent"]["agent_name"], "Harbour Dental receptionist");

    let webhooks = api(Method::GET, "/v1/workspace/webhooks", &Value::Null).await;
    assert!(!webhooks.to_string().contains(&secret_shown), "the secret is shown once only");
    let secrets = api(Method::GET, "/v1/convai/secrets", &Value::Null).await;
    assert!(!secrets.to_string().contains("hush-hush"));
    let secret_path = format!("/v1/convai/secrets/{}", secret["secret_id"].as_str().unwrap());
    assert_eq!(
        kit.try_api(key, Method::DELETE, &secret_path, &Value::Null).await.unwrap().0,
        400,
        "still used"
    );

    for path in [&path, &number_path] {
        assert_eq!(kit.api(Method::GET, path, &Value::Null).await.0, 404, "another key sees {path}");
        api(Method::DELETE, path, &Value::Null).await;
        assert_eq!(kit.try_api(key, Method::GET, path, &Value::Null).await.unwrap().0, 404);
    }
}

#[tokio::test]
async fn an_inbound_call_asks_for_its_variables_when_it_is_set_up_to() {
    use axum::routing::post;
    use http::{HeaderMap, StatusCode};
    let asked = axum::Router::new().route(
        "/initiation",
        post(async |headers: HeaderMap, body: axum::Json<Value>| {
            if headers["x-key"] != "hush" || body["called_number"] != AGENT_NUMBER {
                return Err(StatusCode::IM_A_TEAPOT);
            }
            Ok(axum::Json(json!({
                "type": "conversation_initiation_client_data",
                "dynamic_variables": { "customer_name": "Kim", "asked_for": body["caller_id"] },
                "user_id": "cus_7",
            })))
        }),
    );
    let kit = Kit::start().await;
    let url = format!("http://{}/initiation", super::kit::serve(asked).await);
    let (_, secret) =
        kit.api(Method::POST, "/v1/convai/secrets", &json!({ "name": "k", "value": "hush" })).await;
    let webhook = json!({ "url": url, "request_headers": { "X-Key": { "secret_id": secret["secret_id"] } } });
    let settings = json!({ "conversation_initiation_client_data_webhook": webhook });
    kit.api(Method::PATCH, "/v1/convai/settings", &settings).await;
    kit.call(inbound(json!({ "scenario": "booking" }))).await;
    let data = kit.receiver.only().json()["data"].clone();
    assert_eq!(data["user_id"], "cus_7");
    let variables = &data["conversation_initiation_client_data"]["dynamic_variables"];
    assert_eq!(variables["asked_for"], "+12025550123");
    assert_eq!(data["analysis"]["data_collection_results"]["customer_name"]["value"], "Kim");

    let broken =
        json!({ "conversation_initiation_client_data_webhook": { "url": url, "request_headers": null } });
    kit.api(Method::PATCH, "/v1/convai/settings", &broken).await;
    kit.call(inbound(json!({ "scenario": "booking" }))).await;
    let data = kit.receiver.all().pop().unwrap().json()["data"].clone();
    assert_eq!(data["metadata"]["error"]["code"], 1008, "no answer, no conversation");
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
    assert_eq!(
        kit.try_api("sim-other", Method::GET, "/v1/convai/conversations", &Value::Null).await.unwrap().1["conversations"],
        json!([])
    );
}

#[tokio::test]
async fn an_attempt_is_found_by_its_variable() {
    let kit = Kit::start().await;
    for attempt in ["att_1", "att_2"] {
        kit.api(Method::POST, "/v1/convai/twilio/outbound-call", &dial("+12025550142", attempt)).await;
    }
    kit.simulator.wait_idle().await;
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
        ("user_id=cus_000042", 2),
        ("user_id=cus_other", 0),
        ("agent_id=agent_reception", 2),
        ("agent_id=agent_other", 0),
        ("exclude_statuses=done&exclude_statuses=failed", 0),
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
async fn a_recording_can_be_fetched_and_everything_deleted() {
    let kit = Kit::start().await;
    let call = kit.call(inbound(json!({ "scenario": "booking" }))).await;
    let path = format!("/v1/convai/conversations/{}", call["conversationId"].as_str().unwrap());
    let url = kit.url(&format!("/api{path}/audio"));
    let audio = reqwest::Client::new().get(url).header("xi-api-key", KEY).send().await.unwrap();
    assert_eq!(audio.headers()["content-type"], "audio/mpeg");
    assert!(audio.headers().contains_key("x-trace-id"));
    assert_eq!(&audio.bytes().await.unwrap()[..2], [0xff, 0xf3]);

    assert_eq!(kit.api(Method::DELETE, &path, &Value::Null).await.0, 200);
    assert_eq!(kit.get(&path).await.0, 404);
    assert_eq!(kit.get("/v1/convai/conversations").await.1["conversations"], json!([]));
    let failed = kit.call(outbound(json!({ "outcome": "busy" }))).await;
    let path = format!("/v1/convai/conversations/{}/audio", failed["conversationId"].as_str().unwrap());
    assert_eq!(kit.get(&path).await.0, 404);
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
