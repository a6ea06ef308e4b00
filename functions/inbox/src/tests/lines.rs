//! Whose number it is, where only the line or the tenant tells what digits mean.

use domain::{
    call::{PhoneNumberId, Trunk, VoiceAgentId},
    customer::{Customer, Profile, Source},
    ids::CustomerId,
    phone::{PhoneNumber, Region},
    tenant::Changes,
    text::Name,
};
use jiff::Timestamp;
use runtime::Clock;
use serde_json::{Value, json};
use store::{
    Transaction, customers, tenants,
    voice::{self, VoiceAgent},
};

use super::fixture::{Fixture, inbound, payload};

const DESK: &str = "agent_with_a_number";

/// A business whose desk has this number, in this country, on this trunk.
async fn business(number: Option<&str>, region: &str, trunk: Option<Trunk>) -> Fixture {
    let fixture = Fixture::open().await;
    let (table, now) = (fixture.table(), fixture.app.clock.now());
    let agent = VoiceAgent {
        agent_id: VoiceAgentId::new(DESK).unwrap(),
        connection_id: fixture.connection.id,
        name: Name::new("Desk").unwrap(),
        phone_number: number.map(|number| PhoneNumber::from_e164(number).unwrap()),
        phone_number_id: PhoneNumberId::new("phnum_desk").ok(),
        provider: None,
        created_at: now,
        version: 1,
    };
    let mut transaction = Transaction::new();
    voice::register_agent(&mut transaction, fixture.tenant, &agent).unwrap();
    let before = tenants::get(table, fixture.tenant).await.unwrap().unwrap();
    let changes = Changes { default_region: Region::new(region).ok(), ..Changes::default() };
    let after = before.edited(changes, now);
    if after != before {
        tenants::replace(&mut transaction, fixture.tenant, &before, &after).unwrap();
    }
    let before = voice::connection(table, fixture.tenant, fixture.connection.id).await.unwrap().unwrap();
    let after = voice::Connection { trunk, version: before.version + 1, ..before.clone() };
    voice::replace_connection(&mut transaction, fixture.tenant, &before, &after).unwrap();
    table.commit(transaction).await.unwrap();
    fixture
}

/// What was reported of an inbound call.
fn reported(external: &Value, caller: &Value, ours: &Value) -> Value {
    let mut body = inbound("conv_1", "");
    body["data"]["agent_id"] = json!(DESK);
    let phone_call = &mut body["data"]["metadata"]["phone_call"];
    (phone_call["external_number"], phone_call["agent_number"]) = (external.clone(), ours.clone());
    let variables = &mut body["data"]["conversation_initiation_client_data"]["dynamic_variables"];
    (variables["system__caller_id"], variables["system__called_number"]) = (caller.clone(), ours.clone());
    body
}

/// What became of it: from, to, what was reported and not understood, withheld, and the number of the new customer.
async fn became(fixture: &Fixture, body: &Value) -> Value {
    fixture.deliver_and_process(body).await;
    let call = serde_json::to_value(fixture.call().await.call).unwrap();
    let customers: Vec<_> = fixture.customers().await.iter().map(|customer| customer.phone.clone()).collect();
    fixture.recount().await;
    json!([call["from"], call["to"], call["reportedFrom"], call["numberWithheld"], customers])
}

#[tokio::test]
async fn a_number_is_understood_by_the_line_or_by_the_country_of_the_tenant() {
    let (desk, null) = (Some("+12025550160"), Value::Null);
    let caller = json!(["+12025550171", "+12025550160", null, false, ["+12025550171"]]);
    for (what, ours, region, external, fallback, agent_number) in [
        ("digits", desk, "US", json!("12025550171"), json!("12025550171"), json!("12025550160")),
        ("a plus only on the caller", desk, "SA", json!("+12025550171"), null.clone(), json!("12025550160")),
        ("by the country", None, "US", json!("12025550171"), null.clone(), json!("12025550160")),
        ("national", desk, "SA", json!("(202) 555-0171"), null.clone(), json!("2025550160")),
        (
            "a URI",
            desk,
            "US",
            json!("sip:12025550171@10.0.0.1:5060"),
            null.clone(),
            json!("sip:+12025550160@h"),
        ),
        ("zeros", desk, "US", json!("0012025550171"), null.clone(), json!("+12025550160")),
        (
            "the prefix for calls abroad",
            desk,
            "US",
            json!("01112025550171"),
            null.clone(),
            json!("+12025550160"),
        ),
        ("a JSON number", desk, "US", json!(12_025_550_171_i64), null.clone(), json!(12_025_550_160_i64)),
        ("another place", desk, "US", json!("1001"), json!("+12025550171"), json!("+12025550160")),
        (
            "another place without a plus",
            desk,
            "US",
            json!("sip:reception@pbx.example"),
            json!("12025550171"),
            json!("+12025550160"),
        ),
        ("a word for nothing", desk, "US", json!("unknown"), json!("12025550171"), json!("+12025550160")),
        ("our number not told", desk, "US", json!("12025550171"), null.clone(), null.clone()),
    ] {
        let fixture = business(ours, region, None).await;
        let became = became(&fixture, &reported(&external, &fallback, &agent_number)).await;
        assert_eq!(became, caller, "{what}");
    }
}

#[tokio::test]
async fn what_is_not_understood_is_kept_and_makes_nobody() {
    let desk = "+966112345678";
    for (external, trunk, from, not_understood) in [
        ("442079460971", None, None, Some("442079460971")),
        ("442079460971", Some(Trunk::PlusLeftOut), Some("+442079460971"), None),
        ("0501234567", Some(Trunk::PlusLeftOut), Some("+966501234567"), None),
        ("1001", None, None, Some("1001")),
        ("sip:reception@pbx.example", None, None, Some("sip:reception@pbx.example")),
    ] {
        let fixture = business(Some(desk), "SA", trunk).await;
        let became = became(&fixture, &reported(&json!(external), &Value::Null, &json!(desk))).await;
        let customers: Vec<_> = from.into_iter().collect();
        assert_eq!(became, json!([from, desk, not_understood, false, customers]), "{external}");
    }
}

#[tokio::test]
async fn the_number_of_an_own_agent_is_never_the_person() {
    let desk = json!("+12025550160");
    for (what, ours) in [
        ("in full", json!("+12025550160")),
        ("without a plus", json!("12025550160")),
        ("not told", Value::Null),
    ] {
        let fixture = business(Some("+12025550160"), "US", None).await;
        let became = became(&fixture, &reported(&desk, &json!("+12025550161"), &ours)).await;
        assert_eq!(became[0], Value::Null, "{what}");
        assert_eq!((&became[2], &became[3], &became[4]), (&desk, &json!(false), &json!([])), "{what}");
    }
    // Nor without a plus, whatever another place says.
    for ours in [json!("12025550160"), Value::Null] {
        let fixture = business(Some("+12025550160"), "US", None).await;
        let became = became(&fixture, &reported(&json!("12025550160"), &json!("+12025550161"), &ours)).await;
        assert_eq!(became, json!([null, "+12025550160", "12025550160", false, []]), "{ours}");
    }
    // The number of another desk, which is not the line of the call.
    let fixture = business(Some("+12025550160"), "US", None).await;
    let mut body = inbound("conv_1", "+12025550160");
    body["data"]["metadata"]["phone_call"]["agent_number"] = json!("+12025550199");
    let became = became(&fixture, &body).await;
    assert_eq!(became, json!([null, "+12025550199", "+12025550160", false, []]));
    // What comes later leaves it at that.
    let mut recording = payload("post_call_audio.tiny");
    recording["data"]["conversation_id"] = json!("conv_1");
    body["event_timestamp"] = json!(1_790_000_999);
    for later in [recording, body] {
        fixture.deliver_and_process(&later).await;
        let call = fixture.call().await.call;
        assert_eq!((call.from, call.customer_id, fixture.customers().await), (None, None, vec![]));
    }
}

/// A customer who has this number already.
async fn customer_with(fixture: &Fixture, number: &str) {
    let (id, now) = (CustomerId::from_parts(Timestamp::UNIX_EPOCH, 1), fixture.app.clock.now());
    let number = PhoneNumber::from_e164(number).unwrap();
    let customer = Customer::new(id, number, Profile::default(), Source::Call, now);
    let mut transaction = Transaction::new();
    customers::create(&mut transaction, fixture.tenant, &customer, fixture.today()).unwrap();
    fixture.table().commit(transaction).await.unwrap();
}

#[tokio::test]
async fn the_number_of_an_own_agent_is_nobody_s_though_a_customer_has_it() {
    let desk = json!("+12025550160");
    for (external, caller) in
        [(desk.clone(), json!("+12025550161")), (desk.clone(), Value::Null), (Value::Null, desk.clone())]
    {
        let fixture = business(Some("+12025550160"), "US", None).await;
        customer_with(&fixture, "+12025550160").await;
        let became = became(&fixture, &reported(&external, &caller, &Value::Null)).await;
        assert_eq!(became[0], Value::Null, "{external} {caller}");
        assert_eq!((&became[2], &became[4]), (&desk, &json!(["+12025550160"])), "{external} {caller}");
        assert_eq!(fixture.call().await.call.customer_id, None, "{external} {caller}");
    }
    // Anybody else who is known is themselves, also where the line is not told.
    let fixture = business(Some("+12025550160"), "US", None).await;
    customer_with(&fixture, "+12025550171").await;
    let known = reported(&json!("+12025550171"), &Value::Null, &Value::Null);
    assert_eq!(became(&fixture, &known).await[4], json!(["+12025550171"]));
    assert!(fixture.call().await.call.customer_id.is_some());
}

#[tokio::test]
async fn the_number_that_was_called_is_understood_by_the_line_or_by_the_country() {
    let desk = Some("+12025550160");
    for (ours, region, external, called, agent_number) in [
        (desk, "SA", json!("(202) 555-0172"), Value::Null, json!("+12025550160")),
        (desk, "SA", json!("2025550172"), Value::Null, Value::Null),
        (None, "US", json!(12_025_550_172_i64), Value::Null, Value::Null),
        (desk, "US", json!("1001"), json!("(202) 555-0172"), json!("+12025550160")),
    ] {
        let fixture = business(ours, region, None).await;
        let mut body = payload("post_call_transcription.outbound_answered");
        body["data"]["agent_id"] = json!(DESK);
        let phone_call = &mut body["data"]["metadata"]["phone_call"];
        (phone_call["external_number"], phone_call["agent_number"]) = (external.clone(), agent_number);
        let variables = &mut body["data"]["conversation_initiation_client_data"]["dynamic_variables"];
        (variables["system__called_number"], variables["system__caller_id"]) = (called, Value::Null);
        fixture.deliver_and_process(&body).await;
        let call = fixture.call().await.call;
        assert_eq!(call.to.as_ref().map(|number| number.as_str()), Some("+12025550172"), "{external}");
        let customers = fixture.customers().await;
        assert_eq!(
            customers.iter().map(|customer| customer.id).collect::<Vec<_>>(),
            [call.customer_id.unwrap()]
        );
        assert_eq!(customers[0].phone.as_str(), "+12025550172");
    }
}

#[tokio::test]
async fn digits_of_a_call_that_failed_are_no_number_of_another_country() {
    let (us, saudi) = (Some("+12025550160"), Some("+966112345678"));
    for (ours, region, trunk, from, to, person) in [
        (us, "SA", None, json!("+12025550160"), json!(2_025_550_146_i64), Some("+12025550146")),
        (us, "SA", None, json!(2_025_550_160_i64), json!("2025550146"), Some("+12025550146")),
        (us, "SA", None, Value::Null, json!(2_025_550_146_i64), Some("+12025550146")),
        (None, "US", None, json!(2_025_550_160_i64), json!(2_025_550_146_i64), Some("+12025550146")),
        (saudi, "US", None, json!("+966112345678"), json!(501_234_567), Some("+966501234567")),
        (None, "SA", None, Value::Null, json!(501_234_567), Some("+966501234567")),
        (saudi, "SA", None, json!(966_112_345_678_i64), json!(442_079_460_971_i64), None),
        (
            saudi,
            "SA",
            Some(Trunk::PlusLeftOut),
            json!(966_112_345_678_i64),
            json!(442_079_460_971_i64),
            Some("+442079460971"),
        ),
    ] {
        let fixture = business(ours, region, trunk).await;
        let mut body = payload("call_initiation_failure.sip_unknown");
        body["data"]["agent_id"] = json!(DESK);
        let facts = &mut body["data"]["metadata"]["body"];
        (facts["from_number"], facts["to_number"]) = (from.clone(), to.clone());
        fixture.deliver_and_process(&body).await;
        let call = fixture.call().await.call;
        assert_eq!(call.to.as_ref().map(|number| number.as_str()), person, "{from} {to}");
        assert_eq!(call.reported_to.is_some(), person.is_none(), "{from} {to}");
        let customers = fixture.customers().await;
        let numbers: Vec<_> = customers.iter().map(|customer| customer.phone.as_str()).collect();
        assert_eq!(numbers, person.into_iter().collect::<Vec<_>>(), "{from} {to}");
        if let Some(ours) = ours {
            assert_eq!(call.from.unwrap().as_str(), ours, "{from} {to}");
        }
    }
}

#[tokio::test]
async fn an_own_number_is_never_the_person_in_another_form_of_it() {
    for (ours, region, reported_as) in [
        ("+5491123450171", "AR", "+541123450171"),
        ("+541123450171", "AR", "+5491123450171"),
        ("+525512345678", "MX", "+5215512345678"),
        ("+5215512345678", "MX", "+525512345678"),
        ("+551181234567", "BR", "+5511981234567"),
        ("+39612340042", "IT", "+390612340042"),
    ] {
        let fixture = business(Some(ours), region, None).await;
        // As its own line, and as another desk's of the business.
        for (conversation, line) in [("conv_1", ours), ("conv_2", "+12025550199")] {
            let mut body = reported(&json!(reported_as), &Value::Null, &json!(line));
            body["data"]["conversation_id"] = json!(conversation);
            fixture.deliver_and_process(&body).await;
            assert_eq!(fixture.customers().await, vec![], "{reported_as} at {ours} by {line}");
        }
    }
}

#[tokio::test]
async fn a_caller_who_is_known_is_known_in_another_form_of_the_number() {
    for (desk, region, known, reported_as) in [
        ("+541143210100", "AR", "+5491123450171", "+541123450171"),
        ("+541143210100", "AR", "+541123450171", "+5491123450171"),
        ("+525543210100", "MX", "+525512345678", "+5215512345678"),
        ("+551143210100", "BR", "+5511981234567", "+551181234567"),
        ("+390643210100", "IT", "+390612340042", "+39612340042"),
    ] {
        let fixture = business(Some(desk), region, None).await;
        for (conversation, from) in [("conv_1", known), ("conv_2", reported_as)] {
            let mut body = reported(&json!(from), &Value::Null, &json!(desk));
            body["data"]["conversation_id"] = json!(conversation);
            fixture.deliver_and_process(&body).await;
        }
        let customers: Vec<_> =
            fixture.customers().await.iter().map(|customer| customer.phone.as_str().to_owned()).collect();
        assert_eq!(customers, [known], "{reported_as}");
        fixture.recount().await;
    }
}

#[tokio::test]
async fn a_failed_call_to_the_own_line_is_of_the_person_who_called() {
    let fixture = business(Some("+12025550160"), "US", None).await;
    let mut body = payload("call_initiation_failure.twilio_busy");
    body["data"]["agent_id"] = json!(DESK);
    let facts = &mut body["data"]["metadata"]["body"];
    for (name, value) in [
        ("Direction", "inbound"),
        ("From", "12025550171"),
        ("Caller", "12025550171"),
        ("To", "+12025550160"),
        ("Called", "+12025550160"),
    ] {
        facts[name] = json!(value);
    }
    let became = became(&fixture, &body).await;
    assert_eq!(became, json!(["+12025550171", "+12025550160", null, false, ["+12025550171"]]));
}
