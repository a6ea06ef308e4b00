//! The process dies at every request, and answers get lost.

use domain::inbox::State;
use jiff::SignedDuration;
use runtime::Clock;
use serde_json::Value;
use store::calls::Filter;
use testing::{
    phones::fictional,
    proxied::{Fault, Faults, Proxied, Rule},
};

use super::fixture::{Fixture, inbound, post_call, processor, sweeper};

/// How a request can go wrong: never sent, never answered, both from then on; or once.
fn schedules(after: u64) -> [Rule; 4] {
    [
        Rule::always(Fault::Reset).after(after),
        Rule::always(Fault::ResetAfter).after(after),
        Rule::always(Fault::ResetAfter).after(after).times(1),
        Rule::always(Fault::Conflict).after(after).times(1),
    ]
}

/// Each service of its own, so that requests to it are counted alone.
fn services(proxied: &Proxied) -> [&Faults; 3] {
    [&proxied.table, &proxied.queues, &proxied.secrets]
}

/// Goes through all requests of `run` to all services in all ways that one can go wrong, until a run meets no fault.
async fn at_every_request(proxied: &Proxied, mut run: impl AsyncFnMut(u64)) -> u64 {
    let mut number = 0;
    for faults in services(proxied) {
        for kind in 0..schedules(0).len() {
            for after in 0.. {
                faults.set(vec![schedules(after)[kind].clone()]);
                run(number).await;
                let followed: u64 = faults.rules().iter().map(|(_, followed)| followed).sum();
                faults.set(Vec::new());
                number += 1;
                if followed == 0 {
                    break;
                }
            }
        }
    }
    number
}

/// A number of somebody who calls: any but the agent's own, which is the first.
fn caller(number: u64) -> String {
    fictional(u8::try_from(1 + number % 99).unwrap())
}

async fn recover(fixture: &Fixture) {
    fixture.app.clock.advance(SignedDuration::from_mins(6));
    fixture.sweep().await;
    fixture.work().await;
}

/// Everything came to its end, exactly once.
async fn check(fixture: &Fixture, runs: u64) {
    assert!(runs > 20, "{runs}");
    let calls = fixture.calls().await;
    assert_eq!(calls.len() as u64, runs);
    for record in &calls {
        assert!(record.call.customer_id.is_some());
        assert_eq!(fixture.details(record).await.unwrap().turns.len(), 11);
    }
    for customer in fixture.customers().await {
        let filter = Filter { customer: Some(customer.id), ..Filter::default() };
        assert!(!fixture.calls_by(&filter).await.is_empty());
    }
    for state in State::ALL {
        let expected = if state == State::Processed { runs } else { 0 };
        assert_eq!(fixture.entries(state).await.len() as u64, expected, "{state:?}");
    }
    // Whatever was settled expires as a whole.
    let items = fixture.app.all_items().await;
    let of_inbox = items.iter().filter(|item| item.contains("inboxEntry") || item.contains("inboxPiece"));
    assert_eq!(of_inbox.filter(|item| !item.contains("expiresAt")).count(), 0);
    fixture.recount().await;
}

#[tokio::test]
async fn a_delivery_that_was_acknowledged_becomes_one_call_wherever_the_webhook_dies() {
    let fixture = Fixture::open().await;
    let proxied = fixture.app.proxied().await;
    let runs = at_every_request(&proxied, async |number| {
        let body = inbound(&format!("conv_{number}"), &caller(number)).to_string();
        let delivery = fixture.connection.delivery(&body, fixture.app.clock.now());
        let answer = proxied.send_to(&post_call(), delivery.clone()).await;
        if answer.status != 200 {
            assert_eq!(answer.status, 503, "the provider tries again only after 5xx");
            assert_eq!(fixture.app.send_to(&post_call(), delivery).await.status, 200);
        }
        // Messages get lost as well.
        if number % 2 == 0 {
            fixture.messages().await;
        }
        recover(&fixture).await;
    })
    .await;
    check(&fixture, runs).await;
}

#[tokio::test]
async fn an_entry_becomes_one_call_wherever_the_processor_dies() {
    let fixture = Fixture::open().await;
    let proxied = fixture.app.proxied().await;
    let runs = at_every_request(&proxied, async |number| {
        // Half of the numbers have called before.
        let phone = caller(number / 2);
        fixture.deliver(&inbound(&format!("conv_{number}"), &phone)).await;
        let message = fixture.messages().await.remove(0);
        let handled = proxied.deliver(&processor(), &message).await;
        // A message that was not handled comes again, or is lost and swept.
        if !handled && number % 2 == 0 {
            assert_eq!(fixture.handle(vec![message]).await, Vec::<Value>::new());
        }
        recover(&fixture).await;
    })
    .await;
    check(&fixture, runs).await;
}

#[tokio::test]
async fn an_entry_becomes_one_call_wherever_the_sweeper_dies() {
    let fixture = Fixture::open().await;
    let proxied = fixture.app.proxied().await;
    let runs = at_every_request(&proxied, async |number| {
        fixture.deliver(&inbound(&format!("conv_{number}"), "+12025550177")).await;
        fixture.messages().await;
        fixture.app.clock.advance(SignedDuration::from_mins(2));
        let service = sweeper().start(&proxied.context).unwrap();
        let swept = service.invoke(Value::Null, lambda_runtime::Context::default()).await;
        if number % 2 == 0 || swept.is_err() {
            fixture.messages().await;
        }
        recover(&fixture).await;
    })
    .await;
    check(&fixture, runs).await;
}
