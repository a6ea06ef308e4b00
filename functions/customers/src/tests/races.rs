//! What happens when several people do things at the same moment.

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::json;
use testing::{SignedIn, TestRequest};

use super::{
    fixture::{Fixture, id_of},
    recount,
};
use crate::create::CreateCustomer;

#[tokio::test]
async fn one_number_makes_one_customer_however_many_create_it() {
    let fixture = Fixture::open().await;
    let body = json!({ "phone": "+12025550142", "name": "Robin Example" });
    let answers = join_all((0..20).map(|_| fixture.try_create(&body))).await;
    let created: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(created.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(answer.error(), (409, "phone_taken"));
        assert_eq!(answer.body["existingId"], created[0].body["id"]);
    }
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn one_key_creates_once_however_often_it_is_sent() {
    let fixture = Fixture::open().await;
    let body = json!({ "phone": "+12025550142" });
    let call = TestRequest::new().header("idempotency-key", "k-1").json(&body);
    let answers = join_all((0..10).map(|_| fixture.send::<CreateCustomer>(call.clone()))).await;
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (201, &answers[0].body));
    }
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day_though_its_record_is_still_there() {
    let Fixture { app, person, .. } = Fixture::open().await;
    let send = |token: String, number: &str| {
        let call =
            TestRequest::new().by(&SignedIn { token, ..person.clone() }).header("idempotency-key", "k-1");
        let call = call.json(&json!({ "phone": number }));
        app.send::<CreateCustomer>(call)
    };
    let first = send(app.token_for(&person), "+12025550142").await;
    assert_eq!(first.status, 201);
    app.clock.advance(SignedDuration::from_hours(24) - SignedDuration::from_secs(1));
    assert_eq!(send(app.token_for(&person), "+12025550142").await.body, first.body);
    // DynamoDB removes what has expired within days.
    app.clock.advance(SignedDuration::from_secs(1));
    let second = send(app.token_for(&person), "+12025550143").await;
    assert_eq!(second.status, 201, "{second:?}");
    assert_ne!(second.body["id"], first.body["id"]);
    assert_eq!(send(app.token_for(&person), "+12025550143").await.body, second.body);
    assert_eq!(send(app.token_for(&person), "+12025550142").await.error(), (422, "idempotency_key_reused"));
}

#[tokio::test]
async fn of_edits_at_the_same_moment_one_wins() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142", "name": "Robin" })).await;
    let id = id_of(&customer);
    let edits: Vec<_> = (0..12).map(|number| json!({ "name": format!("Number {number}") })).collect();
    let answers = join_all(edits.iter().map(|edit| fixture.update(id, 1, edit))).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.error(), (412, "stale_version"));
        assert_eq!(answer.body["currentVersion"], 2);
    }
    assert_eq!(fixture.get(id).await.body, won[0].body);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn a_free_number_goes_to_one_of_those_who_want_it() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(8, |_| json!({})).await;
    let edit = json!({ "phone": "+14155550199" });
    let answers = join_all(customers.iter().map(|customer| fixture.update(id_of(customer), 1, &edit))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.error() == (409, "phone_taken")).count(), 7);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn an_edit_and_a_deletion_do_not_both_happen() {
    let fixture = Fixture::open().await;
    for customer in fixture.create_many(6, |_| json!({ "name": "Robin" })).await {
        let id = id_of(&customer);
        let edit = json!({ "name": "Sam" });
        let (edited, deleted) = tokio::join!(fixture.update(id, 1, &edit), fixture.delete(id, 1));
        match (edited.status, deleted.status) {
            (200, 412) => assert_eq!(fixture.get(id).await.body["name"], "Sam"),
            (404 | 410, 204) => assert_eq!(fixture.get(id).await.status, 410),
            other => panic!("{other:?}"),
        }
    }
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn deletions_and_restorations_at_the_same_moment_all_succeed() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142" })).await;
    let id = id_of(&customer);
    let deleted = join_all((0..8).map(|_| fixture.delete(id, 1))).await;
    assert!(deleted.iter().all(|answer| answer.status == 204), "{deleted:?}");
    let restored = join_all((0..8).map(|_| fixture.restore(id))).await;
    assert!(
        restored.iter().all(|answer| answer.status == 200 && answer.body["version"] == 3),
        "{restored:?}"
    );
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}
