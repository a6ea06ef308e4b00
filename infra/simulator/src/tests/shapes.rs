//! The payloads have the shape of the recorded ones.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::kit::{Kit, inbound, outbound};

/// Whose names are data: everything below is compared under one name.
const FREE_NAMES: [&str; 4] =
    ["evaluation_criteria_results", "data_collection_results", "model_usage", "headers"];

pub(super) fn fixture(name: &str) -> Value {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/elevenlabs/");
    serde_json::from_slice(&std::fs::read(format!("{directory}{name}")).unwrap()).unwrap()
}

/// The paths of all values that are not null.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            found.insert(path.to_owned());
            let parent = path.rsplit('.').next().unwrap_or_default();
            for (name, field) in fields {
                let free = FREE_NAMES.contains(&parent)
                    || (parent == "dynamic_variables" && !name.starts_with("system__"));
                let name = if free { "*" } else { name };
                paths(field, &format!("{path}.{name}"), found);
            }
        }
        Value::Array(items) => {
            found.insert(path.to_owned());
            items.iter().for_each(|item| paths(item, &format!("{path}[]"), found));
        }
        _ => {
            found.insert(path.to_owned());
        }
    }
}

fn paths_of(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    paths(value, "", &mut found);
    found
}

/// The body of the one webhook of a call.
async fn webhook(call: Value) -> Value {
    let kit = Kit::start().await;
    let mut call = call;
    call["dynamicVariables"] = json!({ "tenant_ref": "tnt_1", "call_ref": "call_1" });
    call["userId"] = "cus_1".into();
    kit.call(call).await;
    kit.receiver.only().json()
}

pub(super) fn assert_covers(simulated: &Value, recorded: &str) {
    let missing: Vec<String> =
        paths_of(&fixture(recorded)).difference(&paths_of(simulated)).cloned().collect();
    assert!(missing.is_empty(), "{recorded}: {missing:#?}");
}

#[tokio::test]
async fn transcriptions_have_every_field_of_the_recorded_ones() {
    // `outbound_answered` overrides the first message: see `dialled`.
    for (call, recorded) in [
        (inbound(json!({ "scenario": "booking" })), "inbound_unknown_caller"),
        (outbound(json!({ "scenario": "voicemail" })), "outbound_voicemail"),
        (outbound(json!({ "outcome": "init_failed" })), "init_failed_status_done"),
        (inbound(json!({ "scenario": "booking", "sparse": true })), "nulls_and_absent"),
    ] {
        assert_covers(&webhook(call).await, &format!("webhooks/post_call_transcription.{recorded}.json"));
    }
}

#[tokio::test]
async fn failed_starts_have_every_field_of_the_recorded_ones() {
    for (outcome, provider, recorded) in [
        ("busy", "twilio", "twilio_busy"),
        ("no_answer", "twilio", "twilio_no_answer"),
        ("failed", "sip_trunk", "sip_unknown"),
    ] {
        let mut call = outbound(json!({ "outcome": outcome }));
        call["provider"] = provider.into();
        let simulated = webhook(call).await;
        assert_covers(&simulated, &format!("webhooks/call_initiation_failure.{recorded}.json"));
    }
}

#[tokio::test]
async fn lists_and_details_have_every_field_of_the_recorded_ones() {
    let kit = Kit::start().await;
    kit.call(inbound(json!({ "scenario": "booking" }))).await;
    kit.call(outbound(json!({ "outcome": "busy" }))).await;
    let (_, list) = kit.get("/v1/convai/conversations?page_size=1").await;
    let mut missing: Vec<String> = paths_of(&fixture("api/conversations_list.response.json"))
        .difference(&paths_of(&list))
        .cloned()
        .collect();
    let (_, rest) = kit.get("/v1/convai/conversations").await;
    missing.retain(|path| !paths_of(&rest).contains(path));
    assert!(missing.is_empty(), "{missing:#?}");
}

#[tokio::test]
async fn every_scenario_fills_all_names_and_is_long_enough_to_read() {
    let kit = Kit::start().await;
    let (_, list) = kit.control(reqwest::Method::GET, "/scenarios", &Value::Null).await;
    for scenario in list["scenarios"].as_array().unwrap() {
        let script = json!({ "scenario": scenario["name"] });
        let voicemail = scenario["outcome"] == "voicemail";
        kit.call(if voicemail { outbound(script) } else { inbound(script) }).await;
        let body = kit.receiver.all().pop().unwrap().json();
        assert!(!body.to_string().contains("{{"), "{}", scenario["name"]);
        let turns = body["data"]["transcript"].as_array().unwrap();
        assert!(turns.len() >= 2);
        let times: Vec<u64> = turns.iter().map(|turn| turn["time_in_call_secs"].as_u64().unwrap()).collect();
        assert!(times.is_sorted(), "{}: {times:?}", scenario["name"]);
        assert!(times.last() <= body["data"]["metadata"]["call_duration_secs"].as_u64().as_ref());
        if scenario["name"] == "long" {
            assert!(turns.len() >= 500);
        }
        if scenario["name"] == "arabic" {
            assert_eq!(body["data"]["metadata"]["main_language"], "ar");
            assert!(body["data"]["transcript"][0]["message"].as_str().unwrap().contains("مرحب"));
        }
    }
}
