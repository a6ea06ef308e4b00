//! What a person is shown of what was delivered.

use domain::role::Role;
use serde_json::{Value, json};
use testing::{SignedIn, TestRequest};

use super::fixture::{Fixture, RECEPTION, inbound, payload};
use crate::list_inbox::ListInbox;

/// A business, and somebody of it.
async fn open() -> (Fixture, SignedIn) {
    let fixture = Fixture::open().await;
    let person = fixture.app.user_of(fixture.tenant, Role::Admin).await;
    (fixture, person)
}

/// The only call.
async fn call(fixture: &Fixture, person: &SignedIn) -> Value {
    let request = TestRequest::new().by(person).path("callId", fixture.call().await.call.id);
    let answer = fixture.app.send::<calls::get::GetCall>(request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

/// The customer of the only call.
async fn customer(fixture: &Fixture, person: &SignedIn) -> Value {
    let id = fixture.call().await.call.customer_id.unwrap();
    let request = TestRequest::new().by(person).path("customerId", id);
    let answer = fixture.app.send::<customers::get::GetCustomer>(request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

#[tokio::test]
async fn messages_are_of_the_customer_who_sent_them() {
    let sms = |mut body: Value| {
        body["data"]["conversation_initiation_client_data"]["dynamic_variables"] = Value::Null;
        body
    };
    let whatsapp = |user: Value| {
        let mut body = sms(payload("unlike/sms_inbound"));
        body["data"]["metadata"]["sms"] = Value::Null;
        body["data"]["metadata"]["whatsapp"] = json!({
            "direction": "inbound",
            "whatsapp_user_id": user,
            "whatsapp_phone_number": "+12025550160",
        });
        body
    };
    for (channel, mut body) in [
        ("sms", payload("unlike/sms_inbound")),
        ("sms", sms(payload("unlike/sms_inbound"))),
        ("whatsapp", whatsapp(json!("12025550174"))),
        ("whatsapp", whatsapp(json!(12_025_550_174_i64))),
        ("whatsapp", whatsapp(json!("whatsapp:+12025550174"))),
    ] {
        let (fixture, person) = open().await;
        body["data"]["agent_id"] = json!(RECEPTION);
        fixture.deliver_and_process(&body).await;
        let shown = call(&fixture, &person).await;
        let told = [&shown["channel"], &shown["direction"], &shown["from"], &shown["to"]];
        assert_eq!(told, [channel, "inbound", "+12025550174", "+12025550160"], "{shown}");
        assert_eq!((&shown["numberWithheld"], &shown["numberNotUnderstood"]), (&json!(false), &json!(false)));
        let customer = customer(&fixture, &person).await;
        assert_eq!(customer["phone"], "+12025550174", "{channel}");
        assert_eq!((&shown["customerId"], fixture.customers().await.len()), (&customer["id"], 1));
    }
}

#[tokio::test]
async fn what_was_reported_as_the_called_number_is_shown_where_it_is_not_understood() {
    let mut failed = payload("call_initiation_failure.sip_unknown");
    failed["data"]["metadata"]["body"]["to_number"] = json!("sip:reception@pbx.example");
    let mut answered = payload("post_call_transcription.outbound_answered");
    answered["data"]["metadata"]["phone_call"]["external_number"] = json!("sip:reception@pbx.example");
    answered["data"]["conversation_initiation_client_data"]["dynamic_variables"]["system__called_number"] =
        Value::Null;
    for body in [failed, answered] {
        let (fixture, person) = open().await;
        fixture.deliver_and_process(&body).await;
        let shown = call(&fixture, &person).await;
        assert_eq!(shown["direction"], "outbound");
        assert_eq!(shown["reportedTo"], "sip:reception@pbx.example", "{shown}");
        assert_eq!((&shown["numberWithheld"], &shown["numberNotUnderstood"]), (&json!(false), &json!(true)));
        for absent in ["reportedFrom", "to", "customerId"] {
            assert_eq!(shown.get(absent), None, "{absent}");
        }
    }
}

#[tokio::test]
async fn what_a_customer_told_on_the_phone_is_shown_as_told() {
    let (fixture, person) = open().await;
    let mut body = inbound("conv_1", "+12025550177");
    body["data"]["analysis"]["data_collection_results"] = json!({
        "customer_name": {"data_collection_id": "customer_name", "value": "Robin Example"},
        "email": {"data_collection_id": "email", "value": "robin@example.com"},
        "language": {"data_collection_id": "language", "value": "Arabic"},
    });
    fixture.deliver_and_process(&body).await;
    let (call, customer) = (call(&fixture, &person).await, customer(&fixture, &person).await);
    let filled = [&customer["name"], &customer["email"], &customer["language"]];
    assert_eq!(filled, ["Robin Example", "robin@example.com", "ar"], "{customer}");
    let told = json!({"callId": call["id"], "at": call["startedAt"]});
    assert_eq!(customer["told"], json!({"name": told, "email": told, "language": told}));

    // Of a caller who told nothing, nothing is marked.
    let (fixture, person) = open().await;
    fixture.deliver_and_process(&inbound("conv_1", "+12025550177")).await;
    assert_eq!(self::customer(&fixture, &person).await.get("told"), None);
}

#[tokio::test]
async fn what_we_passed_and_what_the_provider_counts_by_is_kept() {
    let (fixture, person) = open().await;
    let mut body = payload("post_call_transcription.outbound_voicemail");
    body["data"]["metadata"]["batch_call"] =
        json!({"batch_call_id": "btcal_1", "batch_call_recipient_id": "rcpt_7"});
    fixture.deliver_and_process(&body).await;
    let reported = call(&fixture, &person).await["reported"].clone();
    assert_eq!(
        (&reported["batchCallId"], &reported["batchCallRecipientId"]),
        (&json!("btcal_1"), &json!("rcpt_7"))
    );
    assert_eq!(reported["userId"], "cus_000043");
    assert_eq!(reported["variables"]["attempt_id"], "att_01J0000000000000000000003A");
    let own = reported["variables"].as_object().unwrap();
    assert!(own.keys().all(|name| !name.starts_with("system__") && !name.starts_with("secret__")), "{own:?}");
}

#[tokio::test]
async fn one_thing_that_is_too_large_is_enough_to_say_so() {
    // Each alone, beside the same that just fits.
    let collected = |length: usize| {
        let mut body = inbound("conv_1", "+12025550177");
        let text = json!({"data_collection_id": "notes", "value": "x".repeat(length)});
        body["data"]["analysis"]["data_collection_results"] = json!({"notes": text});
        body
    };
    let variables = |count: usize| {
        let mut body = inbound("conv_1", "+12025550177");
        let all = &mut body["data"]["conversation_initiation_client_data"]["dynamic_variables"];
        *all = (0..count).map(|number| (format!("v{number:06}"), json!("x".repeat(1_017)))).collect();
        body
    };
    for (what, body, truncated) in [
        ("a text of 4 KB of JSON", collected(4_094), false),
        ("a larger one", collected(4_095), true),
        ("variables of 16 KB", variables(16), false),
        ("more of them", variables(17), true),
    ] {
        let (fixture, person) = open().await;
        fixture.deliver_and_process(&body).await;
        assert_eq!(call(&fixture, &person).await["truncated"], truncated, "{what}");
    }
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_says_why_and_where() {
    let (fixture, person) = open().await;
    for (body, defect) in [
        ("{\"type\":\"x\",\n \"data\": Robin}", json!({"reason": "not_json", "line": 2, "column": 10})),
        ("{\"type\":\"x\"", json!({"reason": "cut_off", "line": 1, "column": 11})),
        ("[\"Robin\"]", json!({"reason": "not_an_object"})),
        ("{\"type\":\"Robin Example\"}", json!({"reason": "field_missing", "field": "type"})),
    ] {
        fixture.deliver_text(body).await;
        fixture.work().await;
        let request = TestRequest::new().by(&person).query("state=unreadable&limit=50");
        let answer = fixture.app.send::<ListInbox>(request).await;
        let shown: Vec<_> =
            answer.body["items"].as_array().unwrap().iter().map(|item| &item["defect"]).collect();
        assert!(shown.contains(&&defect), "{body}: {shown:?}");
        assert!(!answer.body.to_string().contains("Robin"));
    }
}
