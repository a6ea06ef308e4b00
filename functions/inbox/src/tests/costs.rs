//! What an event costs at the services.

use runtime::Clock;
use serde_json::{Value, json};
use testing::proxied::Proxied;

use super::fixture::{Fixture, inbound, payload, post_call, processor};

/// Requests by operation, and all write units.
async fn cost(fixture: &Fixture, proxied: &Proxied, what: &str) -> (Vec<(String, u64)>, f64) {
    let message = fixture.messages().await.remove(0);
    proxied.reset_counts();
    assert!(proxied.deliver(&processor(), &message).await);
    let counts = proxied.counts();
    let units = counts.iter().map(|(_, count)| count.write_units).sum();
    let reads: f64 = counts.iter().map(|(_, count)| count.read_units).sum();
    println!("{what}: {units} write units, {reads} read units, {counts:?}");
    (counts.into_iter().map(|(operation, count)| (operation, count.requests)).collect(), units)
}

/// The write units of taking a delivery.
async fn delivered(fixture: &Fixture, proxied: &Proxied, body: &Value) -> f64 {
    proxied.reset_counts();
    let delivery = fixture.connection.delivery(&body.to_string(), fixture.app.clock.now());
    assert_eq!(proxied.send_to(&post_call(), delivery).await.status, 200);
    proxied.counts().iter().map(|(_, count)| count.write_units).sum()
}

/// An inbound call with ids as long as the provider's, of fourteen turns and 20 KB.
fn of_fourteen_turns(number: &str) -> Value {
    let mut body = inbound(&format!("conv_0901k9ab2cdefghjkmnp{number:x>12}"), "+12025550177");
    let turns = body["data"]["transcript"].as_array().unwrap().clone();
    let fourteen: Vec<Value> = turns.iter().cycle().take(14).cloned().collect();
    body["data"]["transcript"] = fourteen.into();
    // What is collected under names that the usual mapping does not know tells nothing of the customer.
    let collected = &payload("post_call_transcription.inbound_unknown_caller")["data"]["analysis"];
    for list in ["data_collection_results", "data_collection_results_list"] {
        let text =
            collected[list].to_string().replace("\"caller_", "\"asked_").replace("\"customer_", "\"asked_");
        body["data"]["analysis"][list] = serde_json::from_str(&text).unwrap();
    }
    assert!(body.to_string().len() > 20_000, "{}", body.to_string().len());
    body
}

fn requests(counts: &[(&str, u64)]) -> Vec<(String, u64)> {
    counts.iter().map(|(operation, requests)| ((*operation).to_owned(), *requests)).collect()
}

#[tokio::test]
async fn an_event_takes_few_requests() {
    let fixture = Fixture::open().await;
    let proxied = fixture.app.proxied().await;

    let intake = delivered(&fixture, &proxied, &of_fourteen_turns("conv_1")).await;
    let (first, units) = cost(&fixture, &proxied, "a first call").await;
    // Two of them for the day on which both count, and two for how many customers there are.
    assert!(intake + units <= 30.0, "{intake} + {units}");
    // Reads: the entry with its body, the agent, the conversation, the number, whether it is the tenant's own, by whose
    // clock it counts. Writes: what was said, everything else.
    assert_eq!(first, requests(&[("GetItem", 3), ("PutItem", 1), ("Query", 3), ("TransactWriteItems", 1)]));

    let intake = delivered(&fixture, &proxied, &of_fourteen_turns("conv_2")).await;
    let (known, units) = cost(&fixture, &proxied, "a call of a known number").await;
    assert!(intake + units <= 22.0, "{intake} + {units}");
    assert_eq!(known, requests(&[("GetItem", 3), ("PutItem", 1), ("Query", 2), ("TransactWriteItems", 1)]));

    // Who tells a name of two words is found by them, and in the order of names.
    let told = |number: &str, phone: &str| {
        let mut body = of_fourteen_turns(number);
        body["data"]["metadata"]["phone_call"]["external_number"] = phone.into();
        body["data"]["analysis"]["data_collection_results"] =
            json!({"name": {"data_collection_id": "name", "value": "Robin Example"}});
        body
    };
    delivered(&fixture, &proxied, &told("conv_3", "+12025550178")).await;
    let (new, units) = cost(&fixture, &proxied, "a first call with a name").await;
    assert_eq!(new, first);
    assert!(units <= 28.0, "{units}");
    // A customer who is known is read for what it tells.
    delivered(&fixture, &proxied, &told("conv_4", "+12025550178")).await;
    let (again, units) = cost(&fixture, &proxied, "a call that tells nothing new").await;
    assert!(units <= 15.0, "{units}");
    assert_eq!(again, requests(&[("GetItem", 4), ("PutItem", 1), ("Query", 2), ("TransactWriteItems", 1)]));

    fixture.deliver(&payload("call_initiation_failure.twilio_busy")).await;
    let (failure, _) = cost(&fixture, &proxied, "a failure").await;
    // Of a number that nobody has yet: whether it is the tenant's own is asked as well.
    assert_eq!(failure, requests(&[("GetItem", 3), ("Query", 3), ("TransactWriteItems", 1)]));

    let mut recording = payload("post_call_audio.tiny");
    recording["data"]["conversation_id"] = of_fourteen_turns("conv_1")["data"]["conversation_id"].clone();
    fixture.deliver(&recording).await;
    let (recording, _) = cost(&fixture, &proxied, "a recording of a known call").await;
    assert_eq!(recording, requests(&[("GetItem", 3), ("Query", 1), ("TransactWriteItems", 1)]));
}
