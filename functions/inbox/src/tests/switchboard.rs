use domain::{
    call::Call,
    customer::{Customer, Extension, Profile, Source},
    ids::CustomerId,
    phone::PhoneNumber,
};
use jiff::Timestamp;
use serde_json::json;
use store::{
    Transaction,
    calls::{self, CallRecord},
    customers,
};

use super::fixture::{Fixture, inbound, payload};

async fn colleague(fixture: &Fixture, number: u128, extension: Option<&str>) -> CustomerId {
    let id = CustomerId::from_parts(Timestamp::UNIX_EPOCH, number);
    let phone = PhoneNumber::from_e164("+12025550177").unwrap();
    let mut customer = Customer::new(id, phone, Profile::default(), Source::Manual, Timestamp::UNIX_EPOCH);
    customer.phone_extension = extension.map(|extension| Extension::new(extension).unwrap());
    let mut transaction = Transaction::new();
    customers::create(&mut transaction, fixture.tenant, &customer, fixture.today()).unwrap();
    fixture.app.table.commit(transaction).await.unwrap();
    id
}

async fn receive(fixture: &Fixture) -> (Option<CustomerId>, Vec<CustomerId>) {
    fixture.deliver_and_process(&inbound("conv_1", "+12025550177")).await;
    let call = fixture.call().await.call;
    (call.customer_id, call.candidates)
}

#[tokio::test]
async fn a_call_from_a_switchboard_shows_who_it_may_be_and_makes_nobody() {
    let fixture = Fixture::open().await;
    let first = colleague(&fixture, 1, Some("1")).await;
    let second = colleague(&fixture, 2, Some("2")).await;
    assert_eq!(receive(&fixture).await, (None, vec![first, second]));
    assert_eq!(fixture.customers().await.len(), 2);
}

#[tokio::test]
async fn a_call_from_a_switchboard_with_one_person_behind_it_is_theirs() {
    let fixture = Fixture::open().await;
    let only = colleague(&fixture, 1, Some("1")).await;
    assert_eq!(receive(&fixture).await, (Some(only), vec![]));
    assert_eq!(fixture.customers().await.len(), 1);
}

#[tokio::test]
async fn a_call_from_a_switchboard_that_is_a_customer_itself_is_of_that_customer() {
    let fixture = Fixture::open().await;
    colleague(&fixture, 1, Some("1")).await;
    colleague(&fixture, 2, Some("2")).await;
    let itself = colleague(&fixture, 3, None).await;
    assert_eq!(receive(&fixture).await, (Some(itself), vec![]));
}

#[tokio::test]
async fn whom_a_person_chose_later_reports_leave() {
    let fixture = Fixture::open().await;
    let first = colleague(&fixture, 1, Some("1")).await;
    let second = colleague(&fixture, 2, Some("2")).await;
    assert_eq!(receive(&fixture).await.0, None);
    let before = fixture.call().await;
    let chosen = before.call.with_customer(Some(second), fixture.app.context.clock.now()).unwrap();
    let after = CallRecord { call: chosen, ..before.clone() };
    let mut transaction = Transaction::new();
    calls::replace(&mut transaction, fixture.tenant, &before, &after).unwrap();
    fixture.app.table.commit(transaction).await.unwrap();

    let mut recording = payload("post_call_audio.tiny");
    recording["data"]["conversation_id"] = json!("conv_1");
    fixture.deliver_and_process(&recording).await;
    let Call { customer_id, candidates, has_audio, customer_chosen, .. } = fixture.call().await.call;
    assert_eq!((customer_id, customer_chosen, has_audio), (Some(second), true, true));
    assert_eq!(candidates, [first, second]);
}
