//! What a page asks of the table, beside the two reads of the caller's identity: the session and the token's key.

use std::fmt::Write;

use domain::role::Role;
use runtime::Function;
use store::audit::{Action, Actor, AuditEvent};
use testing::{SignedIn, TestApp, TestRequest};

use super::{created, note};
use crate::list::ListAudit;

/// What one page costs, as `operation requests: read units`, how many entries it has, and how to go on.
async fn cost(app: &TestApp, person: &SignedIn, query: &str) -> (String, usize, Option<String>) {
    let proxied = app.proxied().await;
    let request = TestRequest::new().by(person).query(query);
    let answer = proxied.send_to(&Function::endpoint::<ListAudit>(), request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let mut text = String::new();
    for (operation, count) in proxied.counts() {
        let (mut requests, mut read) = (count.requests, count.read_units);
        assert!(count.write_units == 0.0, "{operation} writes");
        match operation.as_str() {
            "GetItem" => (requests, read) = (requests - 2, read - 2.0),
            "GetSecretValue" => continue,
            _ => {}
        }
        if requests > 0 {
            write!(text, "{operation} {requests}: {read} r; ").unwrap();
        }
    }
    let cursor = answer.body["nextCursor"].as_str().map(str::to_owned);
    (text.trim_end().to_owned(), answer.body["items"].as_array().unwrap().len(), cursor)
}

#[tokio::test]
async fn a_page_costs_a_few_requests_whatever_is_looked_for() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let others = [app.user_of(owner.tenant, Role::Agent).await, app.user_of(owner.tenant, Role::Agent).await];
    for number in 1..=1200 {
        let by = &others[usize::from(number % 2 == 0)];
        let event = AuditEvent::new(Actor::User(by.user), Action::CustomerUpdated, owner.user)
            .fields(vec!["name", "email"]);
        note(&app, &owner, "2026-09-21T10:00:00Z", number, event).await;
    }
    note(&app, &owner, "2026-09-10T10:00:00Z", 0, created(&owner, 0)).await;

    // A month of New York that is over: the table's next month begins four hours before its end.
    let (first, entries, cursor) = cost(&app, &owner, "month=2026-09").await;
    assert_eq!((first.as_str(), entries), ("BatchGetItem 1: 1 r; GetItem 1: 0.5 r; Query 2: 2 r;", 50));
    let later = format!("month=2026-09&cursor={}", cursor.unwrap());
    let (later, entries, _) = cost(&app, &owner, &later).await;
    assert_eq!((later.as_str(), entries), ("BatchGetItem 1: 1 r; Query 1: 1.5 r;", 50));
    let (full, entries, _) = cost(&app, &owner, "month=2026-09&limit=200").await;
    assert_eq!((full.as_str(), entries), ("BatchGetItem 1: 1 r; GetItem 1: 0.5 r; Query 2: 6.5 r;", 200));

    let rare = "month=2026-09&action=customer.created";
    let (most, entries, cursor) = cost(&app, &owner, rare).await;
    assert_eq!((most.as_str(), entries), ("GetItem 1: 0.5 r; Query 4: 23 r;", 0));
    let (rest, entries, cursor) = cost(&app, &owner, &format!("{rare}&cursor={}", cursor.unwrap())).await;
    assert_eq!((rest.as_str(), entries, cursor), ("BatchGetItem 1: 0.5 r; Query 2: 13.5 r;", 1, None));
    let (nothing, ..) = cost(&app, &owner, "month=2025-12").await;
    assert_eq!(nothing, "GetItem 1: 0.5 r; Query 2: 1 r;");
}
