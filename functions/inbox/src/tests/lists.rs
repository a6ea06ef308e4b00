//! The lists that others are built on.

use domain::call::CallStatus;
use domain::inbox::State;
use jiff::{SignedDuration, Timestamp};
use runtime::Clock;
use serde_json::json;
use store::{
    calls::{self, Filter},
    inbox,
};

use super::fixture::{Fixture, OUTBOUND, inbound, payload};

const HOUR: i64 = 3_600;
const FIRST: i64 = 1_789_990_000;

/// Calls at five hours, of two numbers; the third one is outbound and busy.
async fn five_calls() -> Fixture {
    let fixture = Fixture::open().await;
    for number in 0..5_i64 {
        let at = FIRST + number * HOUR;
        let phone = if number % 2 == 0 { "+12025550177" } else { "+12025550178" };
        let mut body = inbound(&format!("conv_{number}"), phone);
        body["data"]["metadata"]["start_time_unix_secs"] = json!(at);
        body["event_timestamp"] = json!(at + 60);
        if number == 2 {
            body = payload("call_initiation_failure.twilio_busy");
            body["data"]["conversation_id"] = json!("conv_2");
            body["data"]["agent_id"] = json!(OUTBOUND);
            body["data"]["metadata"]["body"]["To"] = json!(phone);
            body["data"]["metadata"]["body"]["Called"] = json!(phone);
            body["event_timestamp"] = json!(at);
        }
        fixture.deliver_and_process(&body).await;
    }
    fixture
}

async fn listed(fixture: &Fixture, filter: Filter) -> Vec<String> {
    let calls = fixture.calls_by(&filter).await;
    calls.iter().map(|record| record.call.conversation_id.as_ref().unwrap().to_string()).collect()
}

#[tokio::test]
async fn calls_are_listed_by_every_condition_the_newest_first() {
    let fixture = five_calls().await;
    let hour = |number: i64| Some(Timestamp::from_second(FIRST + number * HOUR).unwrap());
    let customers = fixture.customers().await;
    let one = customers.iter().find(|customer| customer.phone.as_str() == "+12025550177").unwrap().id;
    let (customer, busy) = (Some(one), Some(CallStatus::Busy));
    let none = Filter::default();
    for (filter, expected) in [
        (none, "4 3 2 1 0"),
        (Filter { customer, ..none }, "4 2 0"),
        (Filter { status: busy, ..none }, "2"),
        (Filter { status: Some(CallStatus::Completed), ..none }, "4 3 1 0"),
        (Filter { customer, status: busy, ..none }, "2"),
        (Filter { customer, status: Some(CallStatus::Completed), ..none }, "4 0"),
        (Filter { from: hour(1), to: hour(3), ..none }, "3 2 1"),
        (Filter { from: hour(2), ..none }, "4 3 2"),
        (Filter { to: hour(2), ..none }, "2 1 0"),
        (Filter { from: hour(1), to: hour(3), customer, ..none }, "2"),
        (Filter { from: hour(3), to: hour(4), status: Some(CallStatus::Completed), ..none }, "4 3"),
        (Filter { from: hour(3), to: hour(1), ..none }, ""),
    ] {
        let expected: Vec<String> =
            expected.split_whitespace().map(|number| format!("conv_{number}")).collect();
        assert_eq!(listed(&fixture, filter).await, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn a_list_goes_on_where_a_page_ended() {
    let fixture = five_calls().await;
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = calls::list(fixture.table(), fixture.tenant, &Filter::default(), 2, after).await.unwrap();
        assert!(page.items.len() <= 2);
        found.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, fixture.calls().await);
}

#[tokio::test]
async fn entries_are_listed_by_state_and_time() {
    let fixture = Fixture::open().await;
    let start = fixture.app.clock.now();
    for number in 0..3 {
        fixture.deliver_and_process(&inbound(&format!("conv_{number}"), "+12025550177")).await;
        let mut unclaimed = inbound(&format!("conv_x{number}"), "+12025550177");
        unclaimed["data"]["agent_id"] = json!("agent_new");
        fixture.deliver_and_process(&unclaimed).await;
        fixture.app.clock.advance(SignedDuration::from_hours(1));
    }
    let hours = |from: i64, to: i64| {
        Some((start + SignedDuration::from_hours(from), start + SignedDuration::from_hours(to)))
    };
    let listed = async |state, received| {
        let page = inbox::list(fixture.table(), fixture.connection.id, state, received, 50, None);
        let entries = page.await.unwrap().items;
        entries.iter().map(|entry| entry.conversation_id.as_ref().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(listed(State::Processed, None).await, ["conv_2", "conv_1", "conv_0"]);
    assert_eq!(listed(State::Processed, hours(1, 2)).await, ["conv_2", "conv_1"]);
    assert_eq!(listed(State::Unclaimed, hours(0, 1)).await, ["conv_x1", "conv_x0"]);
    assert_eq!(listed(State::Pending, None).await, Vec::<String>::new());
}
