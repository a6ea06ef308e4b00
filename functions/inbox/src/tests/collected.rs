//! What agents collect, and what becomes of it.

use domain::{
    collected_data::CollectedDataMapping,
    customer::{Customer, CustomerEdit},
    inbox::State,
};
use jiff::SignedDuration;
use runtime::Clock;
use serde_json::{Value, json};
use store::{
    Transaction, customers,
    inbox::{self, Task},
    tenants,
};

use super::fixture::{Fixture, inbound};

const NUMBER: &str = "+12025550177";

/// A call in which these values were collected.
fn call(conversation: &str, values: &Value) -> Value {
    let mut body = inbound(conversation, NUMBER);
    let analysis = &mut body["data"]["analysis"];
    analysis["data_collection_results"] = values
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), json!({"data_collection_id": name, "value": value})))
        .collect();
    analysis["data_collection_results_list"] = json!([]);
    body
}

async fn customer(fixture: &Fixture) -> Customer {
    let id = fixture.calls().await[0].call.customer_id.unwrap();
    customers::get(fixture.table(), fixture.tenant, id).await.unwrap().unwrap()
}

async fn edit(fixture: &Fixture, edit: Value) {
    let before = customer(fixture).await;
    let edit: CustomerEdit = serde_json::from_value(edit).unwrap();
    let after = before.edited(edit, None, fixture.app.clock.now()).unwrap().customer;
    let mut transaction = Transaction::new();
    customers::replace(&mut transaction, fixture.tenant, &before, &after).unwrap();
    fixture.table().commit(transaction).await.unwrap();
}

async fn map(fixture: &Fixture, mapping: Value) {
    let mapping: CollectedDataMapping = serde_json::from_value(mapping).unwrap();
    let before = tenants::get(fixture.table(), fixture.tenant).await.unwrap().unwrap();
    let after = before.with_mapping(mapping, fixture.app.clock.now());
    let mut transaction = Transaction::new();
    tenants::replace(&mut transaction, fixture.tenant, &before, &after).unwrap();
    fixture.table().commit(transaction).await.unwrap();
}

/// Processes the entry of a conversation once more.
async fn again(fixture: &Fixture, conversation: &str) {
    let entries = fixture.entries(State::Processed).await;
    let entry = entries.iter().find(|entry| entry.id.conversation() == conversation).unwrap();
    assert!(inbox::reopen(fixture.table(), entry, fixture.app.clock.now()).await.unwrap());
    let message = serde_json::to_value(Task::process(entry)).unwrap();
    assert_eq!(fixture.handle(vec![message]).await, Vec::<Value>::new());
    assert!(fixture.entries(State::Pending).await.is_empty());
}

#[tokio::test]
async fn a_new_caller_has_the_name_that_was_told() {
    let fixture = Fixture::open().await;
    let values = json!({"customer_name": "Robin Example", "email": "Robin@example.com", "language": "English", "vip": true});
    fixture.deliver_and_process(&call("conv_1", &values)).await;
    let (record, customer) = (fixture.call().await, customer(&fixture).await);
    assert_eq!(customer.profile.name.as_ref().unwrap().as_str(), "Robin Example");
    assert_eq!(customer.profile.language.as_ref().unwrap().as_str(), "en");
    assert_eq!((customer.version, customer.told.email.unwrap().call_id), (1, record.call.id));
    assert_eq!(customer.told.name.unwrap().at, record.call.started_at);
    // And is found by it.
    let found = fixture.app.all_items().await;
    assert!(found.iter().any(|item| item.contains("CUSTOMER-WORD") && item.contains("robin#")));
}

#[tokio::test]
async fn only_what_is_empty_is_filled_in_and_an_edit_removes_the_mark() {
    let fixture = Fixture::open().await;
    fixture.deliver_and_process(&call("conv_1", &json!({}))).await;
    assert_eq!(customer(&fixture).await.profile.name, None);
    edit(&fixture, json!({"name": "Sam"})).await;
    fixture
        .deliver_and_process(&call("conv_2", &json!({"name": "Robin", "email": "robin@example.com"})))
        .await;
    let filled = customer(&fixture).await;
    assert_eq!((filled.profile.name.as_ref().unwrap().as_str(), filled.version), ("Sam", 3));
    assert!(filled.told.name.is_none() && filled.told.email.is_some());
    edit(&fixture, json!({"email": "sam@example.com"})).await;
    assert!(customer(&fixture).await.told.is_empty());
    fixture
        .deliver_and_process(&call("conv_3", &json!({"name": "Robin", "email": "robin@example.com"})))
        .await;
    assert_eq!(customer(&fixture).await.version, 4, "nothing was empty");
}

#[tokio::test]
async fn of_a_call_without_a_conversation_nothing_is_believed() {
    let fixture = Fixture::open().await;
    let mut body = call("conv_1", &json!({"name": "Robin"}));
    body["data"]["transcript"] = json!([{"role": "agent", "message": "Hello?"}]);
    body["data"]["user_message_count"] = json!(0);
    fixture.deliver_and_process(&body).await;
    assert_eq!(customer(&fixture).await.profile.name, None);
}

#[tokio::test]
async fn a_mapping_holds_for_calls_that_end_after_it_was_made() {
    let fixture = Fixture::open().await;
    let seconds = |offset: i64| fixture.app.clock.now().as_second() + offset;
    let at = |conversation: &str, offset: i64| {
        let mut body = call(conversation, &json!({"who": "Robin"}));
        body["data"]["metadata"]["start_time_unix_secs"] = json!(seconds(offset));
        body["data"]["metadata"]["call_duration_secs"] = json!(10);
        body
    };
    fixture.deliver_and_process(&at("conv_1", -60)).await;
    assert_eq!(customer(&fixture).await.profile.name, None, "nobody said what it is");
    map(&fixture, json!({"customer": {"name": ["who"], "email": [], "language": []}})).await;
    // What is processed again, or comes late, is older than the mapping.
    again(&fixture, "conv_1").await;
    fixture.app.clock.advance(SignedDuration::from_mins(10));
    fixture.deliver_and_process(&at("conv_2", -700)).await;
    assert_eq!(customer(&fixture).await.profile.name, None);
    let body = at("conv_3", -30);
    fixture.deliver_and_process(&body).await;
    assert_eq!(customer(&fixture).await.profile.name.unwrap().as_str(), "Robin");

    // What is younger fills in what is empty when it is processed again.
    edit(&fixture, json!({"name": null})).await;
    again(&fixture, "conv_3").await;
    assert_eq!(customer(&fixture).await.profile.name.unwrap().as_str(), "Robin");
}
