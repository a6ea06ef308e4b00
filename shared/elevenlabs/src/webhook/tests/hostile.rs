//! Payloads of tomorrow, of nobody, and of enormous size.

use domain::call::{Call, CallDetails, CallStatus, Evidence, Speaker};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{call_of, fixture, parse};
use crate::{fixtures, webhook::Envelope};

#[test]
fn fields_of_tomorrow_change_nothing() {
    let original = fixture("post_call_transcription.inbound_unknown_caller");
    let mut body = original.clone();
    body["new"] = json!({"a": [1]});
    body["data"]["new"] = json!(["x"]);
    body["data"]["metadata"]["phone_call"]["new"] = json!(1);
    body["data"]["transcript"][0]["new"] = json!({});
    assert_eq!(parse(&body), parse(&original));
}

#[test]
fn a_wrong_type_costs_one_field_and_never_the_call() {
    let original = fixture("post_call_transcription.inbound_unknown_caller");
    for wrong in [json!(7), json!("x"), json!([]), json!({}), json!(true), json!([[["x"]]])] {
        for path in [
            "/data/agent_id",
            "/data/user_id",
            "/data/transcript/0",
            "/data/transcript/0/tool_calls",
            "/data/transcript/1/time_in_call_secs",
            "/data/transcript/2/tool_calls/0/params_as_json",
            "/data/metadata/start_time_unix_secs",
            "/data/metadata/call_duration_secs",
            "/data/metadata/cost",
            "/data/metadata/termination_reason",
            "/data/metadata/main_language",
            "/data/metadata/phone_call/call_sid",
            "/data/metadata/phone_call/type",
            "/data/analysis",
            "/data/analysis/data_collection_results",
            "/data/analysis/evaluation_criteria_results",
            "/data/analysis/call_successful",
            "/data/conversation_initiation_client_data",
            "/data/has_audio",
        ] {
            let mut body = original.clone();
            *body.pointer_mut(path).unwrap() = wrong.clone();
            let (call, _) = call_of(&parse(&body));
            assert_eq!(call.status, CallStatus::Completed, "{path} {wrong}");
            assert_eq!(call.person().unwrap().as_str(), "+12025550123", "{path} {wrong}");
        }
    }
}

#[test]
fn five_hundred_turns_and_six_megabytes_are_read() {
    let mut body = fixture("post_call_transcription.inbound_unknown_caller");
    let turn = |n: usize| {
        json!({"role": if n.is_multiple_of(2) { "agent" } else { "user" }, "message": format!("Sentence {n}."),
            "time_in_call_secs": n, "metrics": "x".repeat(11_500)})
    };
    body["data"]["transcript"] = (0..500).map(turn).collect();
    let bytes = serde_json::to_vec(&body).unwrap();
    assert!(bytes.len() > 5_700_000, "{}", bytes.len());
    let envelope = Envelope::parse(&bytes).unwrap();
    let (call, details) = call_of(&envelope);
    let details = details.unwrap();
    assert_eq!((call.status, details.turns.len(), details.truncated), (CallStatus::Completed, 500, false));
    assert_eq!(details.turns[499].role, Speaker::User);
}

#[test]
fn six_megabytes_of_audio_are_skipped() {
    let body = format!(
        r#"{{"type":"post_call_audio","data":{{"full_audio":"{}","conversation_id":"conv_1","agent_id":"a"}}}}"#,
        "A".repeat(6_000_000)
    );
    assert_eq!(Envelope::peek(body.as_bytes()).unwrap().conversation_id.unwrap().as_str(), "conv_1");
    assert!(call_of(&Envelope::parse(body.as_bytes()).unwrap()).0.has_audio);
}

#[test]
fn bytes_that_are_no_utf_8_cost_characters_only() {
    let body = fixtures::read("webhooks/post_call_transcription.inbound_unknown_caller.json");
    let text = String::from_utf8(body).unwrap().replacen("Robin", "R\\ud800bin", 1);
    let mut bytes = text.into_bytes();
    let place = bytes.windows(5).position(|window| window == b"check").unwrap();
    bytes[place] = 0xff;
    let (call, _) = call_of(&Envelope::parse(&bytes).unwrap());
    assert_eq!(call.status, CallStatus::Completed);
}

/// Every place of the document, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let place = format!("{at}/{name}");
                places(value, &place, found);
                found.push(place);
            }
        }
        Value::Array(items) => {
            for (n, value) in items.iter().enumerate() {
                let place = format!("{at}/{n}");
                places(value, &place, found);
                found.push(place);
            }
        }
        _ => {}
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!({})),
        Just(json!([])),
        Just(json!([null, {}, "x"])),
        Just(json!(-1)),
        Just(json!(1e300)),
        Just(json!(i64::MIN)),
        Just(json!(u64::MAX)),
        Just(json!(true)),
        ".{0,20}".prop_map(Value::String),
    ]
}

proptest! {
    #[test]
    fn no_change_of_any_place_loses_the_call(
        name in prop_oneof![
            Just("post_call_transcription.inbound_unknown_caller"),
            Just("post_call_transcription.nulls_and_absent"),
            Just("call_initiation_failure.twilio_busy"),
            Just("call_initiation_failure.sip_unknown"),
        ],
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any_json()), 1..6),
    ) {
        let mut body = fixture(name);
        for (index, value) in changes {
            let mut found = Vec::new();
            places(&body, "", &mut found);
            let must = ["/type", "/data", "/data/conversation_id"];
            found.retain(|place| !must.contains(&place.as_str()));
            if let Some(place) = body.pointer_mut(&found[index.index(found.len())]) {
                *place = value;
            }
        }
        let envelope = parse(&body);
        let (call, details) = call_of(&envelope);
        prop_assert_eq!(
            Some(call.conversation_id.as_ref().unwrap().as_str()),
            body["data"]["conversation_id"].as_str()
        );
        let json = serde_json::to_string(&(&call, &call.evidence, &details)).unwrap();
        let (read, evidence, details_read) =
            serde_json::from_str::<(Call, Evidence, Option<CallDetails>)>(&json).unwrap();
        prop_assert_eq!((Call { evidence, ..read }, details_read), (call, details));
    }
}
