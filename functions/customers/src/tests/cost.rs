//! What each operation asks of the table. A figure here goes up only on purpose.
//!
//! The embedded store counts like DynamoDB, except that DynamoDB also charges for a transaction that was refused.

use std::fmt::Write;

use local_services::faults::Faults;
use serde_json::json;
use testing::{TestRequest, TestResponse};

use super::{
    fixture::{Fixture, id_of},
    largest_edit::full,
};
use crate::create::CreateCustomer;

/// What passed since the last look, as `operation requests (items): read units r, write units w`. The two reads of
/// the caller's identity, of the session and of the token's key, are left out.
fn spent(faults: &Faults) -> String {
    let mut text = String::new();
    for (operation, count) in faults.counts() {
        let (mut requests, mut read) = (count.requests, count.read_units);
        if operation == "GetItem" {
            requests -= 2;
            read -= 2.0;
        }
        if requests > 0 {
            let (items, write) = (count.items, count.write_units);
            let items = if operation == "GetItem" { requests } else { items };
            write!(text, "{operation} {requests} ({items}): {read} r, {write} w; ").unwrap();
        }
    }
    faults.reset_counts();
    text
}

async fn cost(faults: &Faults, answer: impl Future<Output = TestResponse>) -> String {
    faults.reset_counts();
    let answer = answer.await;
    assert!((200..300).contains(&answer.status), "{answer:?}");
    spent(faults)
}

#[tokio::test]
async fn each_operation_costs_what_it_must() {
    let (fixture, faults) = Fixture::open_behind_proxy().await;
    let customers = fixture
        .create_many(55, |number| {
            json!({
                "name": format!("Robin Example {number}"), "email": format!("robin{number}@example.com"),
                "language": "en", "timeZone": "America/New_York", "tags": ["vip"], "notes": "Prefers mornings",
            })
        })
        .await;
    let (id, body) = (id_of(&customers[9]), json!({ "phone": "+14155550142", "name": "Sam Sample" }));
    let ordinary = json!({
        "phone": "+14155550147", "name": "Sam Sample", "email": "sam.sample@example.com",
    });
    let create = |call: TestRequest| fixture.send::<CreateCustomer>(call.json(&body));
    let add = json!({ "action": "add_tags", "tags": ["new"] });
    let of = |version| -> Vec<_> { customers[20..30].iter().map(|one| (id_of(one), version)).collect() };

    let figures = [
        ("create", cost(&faults, create(TestRequest::new())).await),
        ("create, phone only", cost(&faults, fixture.try_create(&json!({ "phone": "+14155550143" }))).await),
        ("create, national", cost(&faults, fixture.try_create(&json!({ "phone": "415-555-0144" }))).await),
        ("create again, same key", {
            let call =
                TestRequest::new().header("idempotency-key", "k").json(&json!({ "phone": "+14155550145" }));
            fixture.send::<CreateCustomer>(call.clone()).await;
            cost(&faults, fixture.send::<CreateCustomer>(call)).await
        }),
        ("get", cost(&faults, fixture.get(id)).await),
        ("list of 50", cost(&faults, fixture.list("")).await),
        ("search page of 50", cost(&faults, fixture.list("q=rob")).await),
        ("search that finds one", cost(&faults, fixture.list("q=robin9@")).await),
        ("look-up by number", cost(&faults, fixture.list("phone=%2B14155550142")).await),
        ("list of 50 by name", cost(&faults, fixture.list("order=name")).await),
        ("list of 50 with a tag", cost(&faults, fixture.list("tag=vip")).await),
        ("list with two tags", cost(&faults, fixture.list("tag=vip&tag=new&tagMatch=all")).await),
        ("changed since", cost(&faults, fixture.list("updatedSince=2020-01-01T00:00:00Z")).await),
        ("update notes", cost(&faults, fixture.update(id, 1, &json!({ "notes": "x" }))).await),
        ("update name", cost(&faults, fixture.update(id, 2, &json!({ "name": "Robin Other" }))).await),
        ("update phone", cost(&faults, fixture.update(id, 3, &json!({ "phone": "+14155550199" }))).await),
        ("update nothing", cost(&faults, fixture.update(id, 4, &json!({}))).await),
        ("put the same", {
            let body = json!({ "phone": "+14155550146" });
            fixture.put("crm:1", &body).await;
            cost(&faults, fixture.put("crm:1", &body)).await
        }),
        ("delete", cost(&faults, fixture.delete(id, 4)).await),
        ("restore", cost(&faults, fixture.restore(id)).await),
        ("tag 10", cost(&faults, fixture.bulk(&add, &of(1))).await),
        ("tag 10 again", cost(&faults, fixture.bulk(&add, &of(1))).await),
        ("delete 10", cost(&faults, fixture.bulk(&json!({ "action": "delete" }), &of(2))).await),
        ("restore 10", cost(&faults, fixture.bulk(&json!({ "action": "restore" }), &of(3))).await),
        ("create, with an address", cost(&faults, fixture.try_create(&ordinary)).await),
        ("search by last digits", cost(&faults, fixture.list("q=0147")).await),
        ("search by a national number", cost(&faults, fixture.list("q=415-555-0147")).await),
        ("search by an international number", cost(&faults, fixture.list("q=%2B14155550147")).await),
        ("search by two names", cost(&faults, fixture.list("q=sam%20sample")).await),
    ];
    let figures: Vec<String> =
        figures.iter().map(|(name, cost)| format!("{name}: {}", cost.trim_end())).collect();
    insta::assert_snapshot!(figures.join("\n"), @r"
    create: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (8): 0 r, 17 w;
    create, phone only: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (6): 0 r, 12 w;
    create, national: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (6): 0 r, 12 w;
    create again, same key: GetItem 2 (2): 2 r, 0 w; TransactWriteItems 1 (7): 0 r, 0 w;
    get: GetItem 1 (1): 1 r, 0 w;
    list of 50: Query 1 (1): 5 r, 0 w;
    search page of 50: Query 1 (1): 4 r, 0 w;
    search that finds one: Query 1 (1): 1 r, 0 w;
    look-up by number: BatchGetItem 1 (1): 1 r, 0 w; Query 1 (1): 1 r, 0 w;
    list of 50 by name: Query 1 (1): 2.5 r, 0 w;
    list of 50 with a tag: Query 1 (1): 3 r, 0 w;
    list with two tags: Query 2 (2): 4 r, 0 w;
    changed since: Query 2 (2): 3 r, 0 w;
    update notes: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (3): 0 r, 8 w;
    update name: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (12): 0 r, 27 w;
    update phone: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (12): 0 r, 26 w;
    update nothing: GetItem 1 (1): 1 r, 0 w;
    put the same: GetItem 2 (2): 2 r, 0 w;
    delete: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (11): 0 r, 25 w;
    restore: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (11): 0 r, 25 w;
    tag 10: GetItem 10 (10): 10 r, 0 w; TransactWriteItems 10 (50): 0 r, 120 w;
    tag 10 again: GetItem 10 (10): 10 r, 0 w;
    delete 10: GetItem 10 (10): 10 r, 0 w; TransactWriteItems 10 (130): 0 r, 290 w;
    restore 10: GetItem 10 (10): 10 r, 0 w; TransactWriteItems 10 (130): 0 r, 290 w;
    create, with an address: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (11): 0 r, 23 w;
    search by last digits: Query 2 (2): 2 r, 0 w;
    search by a national number: GetItem 1 (1): 1 r, 0 w; Query 3 (3): 3 r, 0 w;
    search by an international number: Query 1 (1): 1 r, 0 w;
    search by two names: Query 1 (1): 1 r, 0 w;
    ");
}

#[tokio::test]
async fn the_largest_edit_is_one_transaction_and_writes_its_words_at_half_the_price() {
    let (fixture, faults) = Fixture::open_behind_proxy().await;
    let customer = fixture.create(full(10, "old")).await;
    let id = id_of(&customer);
    let figures = [
        ("all of it", cost(&faults, fixture.update(id, 1, &full(20, "new"))).await),
        ("search that finds its words", cost(&faults, fixture.list("q=new9")).await),
        ("notes", cost(&faults, fixture.update(id, 2, &json!({ "notes": "x" }))).await),
    ];
    let figures: Vec<String> =
        figures.iter().map(|(name, cost)| format!("{name}: {}", cost.trim_end())).collect();
    insta::assert_snapshot!(figures.join("\n"), @r"
    all of it: BatchWriteItem 2 (28): 0 r, 28 w; GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (93): 0 r, 189 w;
    search that finds its words: BatchGetItem 1 (1): 1 r, 0 w; Query 1 (1): 1 r, 0 w;
    notes: GetItem 1 (1): 1 r, 0 w; TransactWriteItems 1 (3): 0 r, 8 w;
    ");
}
