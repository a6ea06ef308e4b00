use domain::{
    call::Call,
    ids::{CallId, CustomerId},
    role::Role,
    text::Text,
};
use jiff::Timestamp;
use runtime::Function;
use serde_json::{Value, json};
use store::audit;
use testing::{SignedIn, TestApp, TestRequest, TestResponse};

use super::{call, customer, named_customer, record};
use crate::{get::GetCall, list::ListCalls, put_customer::PutCallCustomer};

/// A call whose number is not understood.
fn not_understood(number: u8) -> Call {
    let call = call(&format!("2026-09-21T{number:02}:00:00Z"), number);
    Call { from: None, reported_from: Some(Text::new("1001@pbx").unwrap()), ..call }
}

fn choice(person: &SignedIn, id: CallId, version: u64, customer: Option<CustomerId>) -> TestRequest {
    TestRequest::new().by(person).path("callId", id).version(version).json(&json!({ "customerId": customer }))
}

async fn choose(
    app: &TestApp,
    person: &SignedIn,
    id: CallId,
    version: u64,
    customer: Option<CustomerId>,
) -> TestResponse {
    app.send::<PutCallCustomer>(choice(person, id, version, customer)).await
}

/// The ids of the calls that a query lists.
async fn listed(app: &TestApp, person: &SignedIn, query: &str) -> Vec<Value> {
    let page = app.send::<ListCalls>(TestRequest::new().by(person).query(query)).await;
    assert_eq!(page.status, 200, "{query}: {page:?}");
    page.body["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
}

async fn audited(app: &TestApp, person: &SignedIn) -> Vec<(String, String, Vec<String>)> {
    let now = app.context.clock.now();
    let entries = audit::list(&app.table, person.tenant, now, 100, None).await.unwrap().items;
    entries.into_iter().map(|entry| (entry.action, entry.subject, entry.fields)).collect()
}

#[tokio::test]
async fn a_person_says_whose_call_it_is_and_takes_it_back() {
    let app = TestApp::start().await;
    let agent = app.user_of_new_tenant(Role::Agent).await;
    let robin = named_customer(&app, &agent, 1, "Robin").await;
    let sam = customer(&app, &agent, 2, false).await;
    let id = record(&app, &agent, not_understood(1), None).await;

    let tied = choose(&app, &agent, id, 1, Some(robin)).await;
    assert_eq!((tied.status, tied.headers["etag"].as_str()), (200, "\"2\""), "{tied:?}");
    assert_eq!(tied.body["customer"], json!({ "id": robin, "name": "Robin" }));
    assert_eq!(
        (&tied.body["customerChosen"], &tied.body["numberNotUnderstood"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(tied.body["reportedFrom"], "1001@pbx");
    let shown = app.send::<GetCall>(TestRequest::new().by(&agent).path("callId", id)).await;
    assert_eq!((&shown.body["customerId"], &shown.body["version"]), (&json!(robin), &json!(2)));
    assert_eq!(listed(&app, &agent, &format!("customerId={robin}")).await, [json!(id)]);

    let moved = choose(&app, &agent, id, 2, Some(sam)).await;
    assert_eq!((moved.status, &moved.body["customerId"]), (200, &json!(sam)));
    assert_eq!(listed(&app, &agent, &format!("customerId={robin}")).await, Vec::<Value>::new());
    assert_eq!(listed(&app, &agent, &format!("customerId={sam}")).await, [json!(id)]);

    let untied = choose(&app, &agent, id, 3, None).await;
    assert_eq!((untied.status, untied.headers["etag"].as_str()), (200, "\"4\""));
    assert!(untied.body.get("customerId").is_none() && untied.body.get("customerChosen").is_none());
    assert_eq!(listed(&app, &agent, &format!("customerId={sam}")).await, Vec::<Value>::new());

    let entry = ("call.updated".to_owned(), id.to_string(), vec!["customerId".to_owned()]);
    let entries = audited(&app, &agent).await;
    assert_eq!(entries.iter().filter(|found| **found == entry).count(), 3, "{entries:?}");
}

#[tokio::test]
async fn a_choice_that_is_sent_again_is_made_once() {
    let app = TestApp::start().await;
    let agent = app.user_of_new_tenant(Role::Agent).await;
    let robin = customer(&app, &agent, 1, false).await;
    let id = record(&app, &agent, not_understood(1), None).await;
    let first = choose(&app, &agent, id, 1, Some(robin)).await;
    let entries = audited(&app, &agent).await.len();
    let again = choose(&app, &agent, id, 1, Some(robin)).await;
    assert_eq!((again.status, &again.body), (200, &first.body));
    let same = choose(&app, &agent, id, 2, Some(robin)).await;
    assert_eq!((same.status, &same.body), (200, &first.body));
    assert_eq!(audited(&app, &agent).await.len(), entries);
    let stale = choose(&app, &agent, id, 1, None).await;
    assert_eq!((stale.error(), &stale.body["current"]), ((412, "stale_version"), &first.body));
}

#[tokio::test]
async fn only_where_the_number_does_not_tell_can_the_customer_be_chosen() {
    let app = TestApp::start().await;
    let agent = app.user_of_new_tenant(Role::Agent).await;
    let (robin, sam) = (customer(&app, &agent, 1, false).await, customer(&app, &agent, 2, false).await);
    let withheld = Call { from: None, number_withheld: true, ..call("2026-09-21T10:00:00Z", 3) };
    let shared = Call { candidates: vec![robin, sam], ..call("2026-09-21T11:00:00Z", 4) };
    let known = Call { customer_id: Some(robin), ..call("2026-09-21T12:00:00Z", 5) };
    for open in [not_understood(1), withheld, shared] {
        let id = record(&app, &agent, open, None).await;
        assert_eq!(choose(&app, &agent, id, 1, Some(sam)).await.status, 200);
        assert_eq!(choose(&app, &agent, id, 2, Some(robin)).await.status, 200);
    }
    let id = record(&app, &agent, known, None).await;
    for customer in [Some(sam), Some(robin), None] {
        assert_eq!(choose(&app, &agent, id, 1, customer).await.error(), (409, "customer_follows_number"));
    }
}

#[tokio::test]
async fn customers_who_are_deleted_unknown_or_another_tenant_s_are_refused() {
    let app = TestApp::start().await;
    let (agent, other) =
        (app.user_of_new_tenant(Role::Agent).await, app.user_of_new_tenant(Role::Agent).await);
    let gone = customer(&app, &agent, 1, true).await;
    let foreign = customer(&app, &other, 2, false).await;
    let unknown = CustomerId::from_parts(Timestamp::UNIX_EPOCH, 9);
    let id = record(&app, &agent, not_understood(1), None).await;
    assert_eq!(choose(&app, &agent, id, 1, Some(gone)).await.error(), (410, "gone"));
    let (of_other, of_nobody) =
        (choose(&app, &agent, id, 1, Some(foreign)).await, choose(&app, &agent, id, 1, Some(unknown)).await);
    assert_eq!((of_other.error(), &of_other.body), ((404, "not_found"), &of_nobody.body));
    assert_eq!(choose(&app, &other, id, 1, Some(foreign)).await.error(), (404, "not_found"));
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    assert_eq!(choose(&app, &viewer, id, 1, Some(foreign)).await.error(), (403, "forbidden"));
    let shown = app.send::<GetCall>(TestRequest::new().by(&agent).path("callId", id)).await;
    assert_eq!((&shown.body["version"], shown.body.get("customerId")), (&json!(1), None));
    for body in [json!({}), json!({ "customerId": "x" }), json!({ "customerId": null, "name": "Robin" })] {
        let request = TestRequest::new().by(&agent).path("callId", id).version(1).json(&body);
        assert_eq!(app.send::<PutCallCustomer>(request).await.error().0, 422, "{body}");
    }
    let without = TestRequest::new().by(&agent).path("callId", id).json(&json!({ "customerId": null }));
    assert_eq!(app.send::<PutCallCustomer>(without).await.error().0, 428);
}

#[tokio::test]
async fn of_two_who_choose_at_once_one_is_told_that_it_was_changed() {
    let app = TestApp::start().await;
    let agent = app.user_of_new_tenant(Role::Agent).await;
    let (robin, sam) = (customer(&app, &agent, 1, false).await, customer(&app, &agent, 2, false).await);
    let id = record(&app, &agent, not_understood(1), None).await;
    let (one, other) =
        tokio::join!(choose(&app, &agent, id, 1, Some(robin)), choose(&app, &agent, id, 1, Some(sam)));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let (made, refused) = if one.status == 200 { (one, other) } else { (other, one) };
    assert_eq!(refused.body["current"], made.body);
    let found = listed(&app, &agent, &format!("customerId={robin}")).await.len()
        + listed(&app, &agent, &format!("customerId={sam}")).await.len();
    assert_eq!(found, 1);
}

#[tokio::test]
async fn a_choice_costs_at_most_24_write_units() {
    let app = TestApp::start().await;
    let agent = app.user_of_new_tenant(Role::Agent).await;
    let robin = customer(&app, &agent, 1, false).await;
    let id = record(&app, &agent, not_understood(1), None).await;
    let proxied = app.proxied().await;
    proxied.reset_counts();
    let answer =
        proxied.send_to(&Function::endpoint::<PutCallCustomer>(), choice(&agent, id, 1, Some(robin))).await;
    assert_eq!(answer.status, 200);
    let written: f64 = proxied.counts().iter().map(|(_, count)| count.write_units).sum();
    let read: f64 = proxied.counts().iter().map(|(_, count)| count.read_units).sum();
    println!("{written} write units, {read} read units, {:?}", proxied.counts());
    assert!(written <= 24.0 && read <= 4.0, "{written} {read}");
}
