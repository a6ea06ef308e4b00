//! Many at once.

use domain::inbox::State;
use std::collections::BTreeSet;

use domain::{
    call::CallStatus,
    customer::{Customer, Profile, Source},
    ids::CustomerId,
    phone::PhoneNumber,
};
use futures_util::{StreamExt, stream};
use runtime::Clock;
use store::{Transaction, keys};

use super::fixture::{Fixture, everything, inbound};

#[tokio::test]
async fn two_hundred_first_calls_from_one_number_make_one_customer() {
    const CALLS: usize = 220;
    let fixture = Fixture::open().await;
    stream::iter(0..CALLS)
        .for_each_concurrent(16, async |number| {
            fixture.deliver(&inbound(&format!("conv_{number}"), "+12025550177")).await;
        })
        .await;
    let messages = fixture.messages().await;
    assert_eq!(messages.len(), CALLS);
    fixture.handle_all(messages).await;

    let customers = fixture.customers().await;
    assert_eq!(customers.len(), 1);
    let calls = fixture.calls().await;
    assert_eq!(calls.len(), CALLS);
    assert!(calls.iter().all(|record| record.call.customer_id == Some(customers[0].id)));
    let conversations: BTreeSet<_> =
        calls.iter().map(|record| record.call.conversation_id.clone().unwrap()).collect();
    assert_eq!(conversations.len(), CALLS);
    fixture.recount().await;
}

#[tokio::test]
async fn everything_twice_and_at_once_is_everything_once() {
    let fixture = Fixture::open().await;
    for number in 0..20 {
        let phone = format!("+12025550{:03}", 101 + number % 5);
        fixture.deliver(&inbound(&format!("conv_{number}"), &phone)).await;
    }
    let messages = fixture.messages().await;
    let twice = [messages.clone(), messages].concat();
    fixture.handle_all(twice).await;
    assert_eq!((fixture.calls().await.len(), fixture.customers().await.len()), (20, 5));
    assert!(fixture.calls().await.iter().all(|record| record.call.version == 1));
    assert_eq!(fixture.entries(State::Processed).await.len(), 20);
    fixture.recount().await;
}

#[tokio::test]
async fn calls_of_withheld_numbers_belong_to_nobody() {
    let fixture = Fixture::open().await;
    for (number, withheld) in ["anonymous", "+266696687", "", "Restricted", "null"].iter().enumerate() {
        fixture.deliver(&inbound(&format!("conv_{number}"), withheld)).await;
    }
    fixture.work().await;
    let calls = fixture.calls().await;
    assert_eq!(calls.len(), 5);
    for record in calls {
        assert_eq!(record.call.status, CallStatus::Completed);
        assert!(record.call.number_withheld && record.call.customer_id.is_none());
    }
    assert_eq!(fixture.customers().await, []);
    fixture.recount().await;
}

#[tokio::test]
async fn a_known_number_is_recognised_and_that_of_a_deleted_customer_is_a_stranger_s() {
    let fixture = Fixture::open().await;
    let now = fixture.app.clock.now();
    let phone = PhoneNumber::from_e164("+12025550177").unwrap();
    let known = Customer::new(CustomerId::from_parts(now, 1), phone, Profile::default(), Source::Manual, now);
    let mut transaction = Transaction::new();
    store::customers::create(&mut transaction, fixture.tenant, &known, fixture.today()).unwrap();
    fixture.table().commit(transaction).await.unwrap();

    fixture.deliver_and_process(&inbound("conv_1", "+1 202 555 0177")).await;
    assert_eq!(fixture.call().await.call.customer_id, Some(known.id));
    assert_eq!(fixture.customers().await, std::slice::from_ref(&known));

    let mut transaction = Transaction::new();
    store::customers::delete(&mut transaction, fixture.tenant, &known, &known.deleted(now)).unwrap();
    fixture.table().commit(transaction).await.unwrap();
    fixture.deliver_and_process(&inbound("conv_2", "+12025550177")).await;
    let customers = fixture.customers().await;
    assert_eq!(customers.len(), 1);
    assert_ne!(customers[0].id, known.id);
    assert_eq!(customers[0].source, Source::Call.into());
    let of_conv_2 = fixture.calls().await.into_iter().find(|record| {
        record.call.conversation_id.as_ref().is_some_and(|conversation| conversation.as_str() == "conv_2")
    });
    assert_eq!(of_conv_2.unwrap().call.customer_id, Some(customers[0].id));
}

#[tokio::test]
async fn an_automatic_step_leaves_its_receipt_in_the_records_and_not_in_the_audit_log() {
    let fixture = Fixture::open().await;
    fixture.deliver_and_process(&inbound("conv_1", "+12025550177")).await;
    let entry = fixture.entries(State::Processed).await.remove(0);
    let call = fixture.call().await.call;
    assert_eq!((entry.tenant, entry.call_id), (Some(fixture.tenant), Some(call.id)));
    assert!(call.evidence.newest().is_some());
    assert_eq!(fixture.customers().await.remove(0).source, Source::Call.into());
    let audit = keys::audit_month(fixture.tenant, fixture.app.clock.now());
    assert_eq!(everything(fixture.table(), audit).await, []);
}
