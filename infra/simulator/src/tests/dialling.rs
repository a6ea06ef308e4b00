//! The product dials.

use reqwest::Method;
use serde_json::{Value, json};

use super::kit::{AGENT, KEY, Kit, NUMBER_ID, dial};

const DIAL: &str = "/v1/convai/twilio/outbound-call";

fn fixture(name: &str) -> Value {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/elevenlabs/api/");
    serde_json::from_slice(&std::fs::read(format!("{directory}{name}")).unwrap()).unwrap()
}

#[tokio::test]
async fn a_dialled_call_is_answered_at_once_and_reported_later() {
    let kit = Kit::start().await;
    let script = json!({ "to": "+12025550142", "script": { "scenario": "reminder_confirmed" } });
    assert_eq!(kit.control(Method::POST, "/scripts", &script).await.0, 204);
    let (status, answer) = kit.api(Method::POST, DIAL, &dial("+12025550142", "att_1")).await;
    assert_eq!(status, 200);
    assert_eq!((&answer["success"], &answer["message"]), (&json!(true), &json!("Success")));
    assert!(answer["conversation_id"].as_str().unwrap().starts_with("conv_"));
    assert!(answer["callSid"].as_str().unwrap().starts_with("CA"));

    kit.simulator.wait_idle().await;
    let data = kit.receiver.only().json()["data"].clone();
    assert_eq!(data["conversation_id"], answer["conversation_id"]);
    assert_eq!(data["user_id"], "cus_000042");
    let variables = &data["conversation_initiation_client_data"]["dynamic_variables"];
    assert_eq!(variables["attempt_id"], "att_1");
    assert_eq!(variables["system__caller_id"], "+12025550100");
    assert_eq!(variables["system__called_number"], "+12025550142");
    assert_eq!(data["analysis"]["transcript_summary"], "Sam confirmed the appointment.");
}

#[tokio::test]
async fn the_log_proves_which_attempt_became_which_call() {
    let kit = Kit::start().await;
    let (_, answer) = kit.api(Method::POST, DIAL, &dial("+12025550142", "att_1")).await;
    kit.api(Method::POST, DIAL, &dial("12025550142", "att_2")).await;
    let (_, log) = kit.control(Method::GET, "/log?operation=twilio_outbound_call", &Value::Null).await;
    assert_eq!((&log["totals"]["twilio_outbound_call"], &log["callsBegun"]), (&json!(2), &json!(1)));
    let dials: Vec<&Value> = log["entries"].as_array().unwrap().iter().map(|entry| &entry["dial"]).collect();
    assert_eq!(dials[0]["dynamicVariables"]["attempt_id"], "att_1");
    assert_eq!(dials[0]["conversationId"], answer["conversation_id"]);
    assert_eq!(dials[1]["dynamicVariables"]["attempt_id"], "att_2");
    assert_eq!(dials[1]["conversationId"], Value::Null);
    assert!(!log.to_string().contains(KEY), "the key is in the log");
}

#[tokio::test]
async fn bad_dials_are_refused_as_the_provider_does() {
    let kit = Kit::start().await;
    let without_number = json!({ "agent_id": AGENT, "agent_phone_number_id": NUMBER_ID });
    let (status, body) = kit.api(Method::POST, DIAL, &without_number).await;
    assert_eq!((status, &body["detail"][0]["loc"]), (422, &json!(["body", "to_number"])));

    let (status, body) = kit.api(Method::POST, DIAL, &dial("12025550142", "a")).await;
    assert_eq!((status, body), (200, fixture("outbound_call.response.failure.json")));

    let mut unknown_agent = dial("+12025550142", "a");
    unknown_agent["agent_id"] = "agent_nobody".into();
    assert_eq!(kit.api(Method::POST, DIAL, &unknown_agent).await.0, 404);

    let (status, body) =
        kit.api(Method::POST, "/v1/convai/sip-trunk/outbound-call", &dial("+12025550142", "a")).await;
    assert_eq!((status, body), (400, fixture("error.400.provider_config.json")));

    let mut reserved = dial("+12025550142", "a");
    reserved["conversation_initiation_client_data"]["dynamic_variables"]["system__time"] = "noon".into();
    assert_eq!(kit.api(Method::POST, DIAL, &reserved).await.0, 422);

    for key in ["", "wrong"] {
        let (status, body) = kit.try_api(key, Method::POST, DIAL, &dial("+12025550142", "a")).await.unwrap();
        assert_eq!((status, body), (401, fixture("error.401.json")));
    }
    let (_, calls) = kit.control(Method::GET, "/calls", &Value::Null).await;
    assert_eq!(calls["begun"], 0);
}

#[tokio::test]
async fn a_sip_number_dials_through_its_own_endpoint() {
    let kit = Kit::start().await;
    let number = json!({ "provider": "sip_trunk", "phone_number": "+441632960001", "label": "SIP",
        "outbound_trunk_config": { "address": "sip.example", "credentials": { "username": "u", "password": "p" } } });
    let (_, imported) = kit.api(Method::POST, "/v1/convai/phone-numbers", &number).await;
    let mut body = dial("+441632960123", "a");
    body["agent_phone_number_id"] = imported["phone_number_id"].clone();
    let (status, answer) = kit.api(Method::POST, "/v1/convai/sip-trunk/outbound-call", &body).await;
    assert_eq!((status, &answer["success"]), (200, &json!(true)));
    assert!(answer["sip_call_id"].as_str().unwrap().starts_with("SCL_"));
    assert_eq!(kit.api(Method::POST, DIAL, &body).await.0, 400);
    let (_, list) = kit.get("/v1/convai/phone-numbers").await;
    assert!(!list.to_string().contains("password"), "{list}");
}

#[tokio::test]
async fn more_calls_than_the_agent_may_hold_are_refused_without_a_hint_when_to_retry() {
    let kit = Kit::start().await;
    let agent = json!({ "platform_settings": { "call_limits": { "agent_concurrency_limit": 2, "bursting_enabled": false } } });
    assert_eq!(kit.api(Method::PATCH, &format!("/v1/convai/agents/{AGENT}"), &agent).await.0, 200);
    let ringing = json!({ "script": { "outcome": "no_answer", "delays": { "ringMs": 3_600_000 } } });
    kit.control(Method::POST, "/scripts", &ringing).await;
    for attempt in ["1", "2"] {
        assert_eq!(kit.api(Method::POST, DIAL, &dial("+12025550142", attempt)).await.0, 200);
    }
    let (status, mut body) = kit.api(Method::POST, DIAL, &dial("+12025550142", "3")).await;
    assert_eq!(status, 429);
    let mut expected = fixture("error.429.json");
    for body in [&mut body, &mut expected] {
        body["detail"]["request_id"].take();
        body["detail"]["docs_url"].take();
    }
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_finished_call_gives_its_place_back() {
    let kit = Kit::with(1, |defaults| defaults.workspace_concurrency = 1).await;
    for attempt in 0..5 {
        assert_eq!(kit.api(Method::POST, DIAL, &dial("+12025550142", &attempt.to_string())).await.0, 200);
        kit.simulator.wait_idle().await;
    }
}

#[tokio::test]
async fn bursts_are_let_through_up_to_three_times_the_limit_and_marked() {
    let kit = Kit::with(1, |defaults| defaults.workspace_concurrency = 1).await;
    let agent = json!({ "platform_settings": { "call_limits": { "bursting_enabled": true } } });
    kit.api(Method::PATCH, &format!("/v1/convai/agents/{AGENT}"), &agent).await;
    let ringing = json!({ "script": { "delays": { "ringMs": 3_600_000 } } });
    kit.control(Method::POST, "/scripts", &ringing).await;
    let mut answers = Vec::new();
    for attempt in 0..4 {
        answers.push(kit.api(Method::POST, DIAL, &dial("+12025550142", &attempt.to_string())).await);
    }
    assert_eq!(answers.iter().map(|(status, _)| *status).collect::<Vec<_>>(), [200, 200, 200, 429]);
    let path = format!("/v1/convai/conversations/{}", answers[1].1["conversation_id"].as_str().unwrap());
    assert_eq!(kit.get(&path).await.1["metadata"]["charging"]["is_burst"], true);
}

#[tokio::test]
async fn webhooks_can_arrive_before_the_dial_is_answered() {
    let kit = Kit::start().await;
    kit.control(Method::POST, "/scripts", &json!({ "script": { "outcome": "busy", "outOfOrder": true } }))
        .await;
    let (_, answer) = kit.api(Method::POST, DIAL, &dial("+12025550142", "att_1")).await;
    assert_eq!(kit.receiver.only().json()["data"]["conversation_id"], answer["conversation_id"]);
}

#[tokio::test]
async fn the_outcome_of_a_number_does_not_depend_on_the_order_of_dialling() {
    let numbers: Vec<String> = (0..30).map(|place| format!("+120255501{place:02}")).collect();
    let mut seen = Vec::new();
    for backwards in [false, true] {
        let kit = Kit::start().await;
        let mut order = numbers.clone();
        if backwards {
            order.reverse();
        }
        for number in &order {
            kit.api(Method::POST, DIAL, &dial(number, "a")).await;
        }
        kit.simulator.wait_idle().await;
        let (_, calls) = kit.control(Method::GET, "/calls", &Value::Null).await;
        let mut outcomes: Vec<(String, String, String)> = calls["calls"]
            .as_array()
            .unwrap()
            .iter()
            .map(|call| {
                (call["to"].to_string(), call["conversationId"].to_string(), call["outcome"].to_string())
            })
            .collect();
        outcomes.sort();
        seen.push(outcomes);
    }
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].iter().any(|(.., outcome)| outcome == "\"voicemail\""), "the mix has only one outcome");
}

#[tokio::test]
async fn an_agent_whose_variables_are_not_given_fails_to_start() {
    let kit = Kit::start().await;
    let agent = json!({
        "name": "Reminders",
        "conversation_config": { "agent": { "first_message": "Hello, about {{appointment_time}}." } },
    });
    let (_, created) = kit.api(Method::POST, "/v1/convai/agents/create", &agent).await;
    let mut body = dial("+12025550142", "att_1");
    body["agent_id"] = created["agent_id"].clone();
    kit.control(Method::POST, "/scripts", &json!({ "script": { "outcome": "answered" } })).await;
    assert_eq!(kit.api(Method::POST, DIAL, &body).await.0, 200);
    kit.simulator.wait_idle().await;
    let data = kit.receiver.only().json()["data"].clone();
    let reason = "Missing required dynamic variables in first message: {'appointment_time'}";
    assert_eq!(data["metadata"]["error"], json!({ "code": 1008, "reason": reason }));
    assert_eq!(data["metadata"]["termination_reason"], "Conversation initialization failed");
}
