use domain::role::Role;
use futures_util::future::join_all;
use serde_json::json;
use testing::TestRequest;

use super::{
    fixture::{Fixture, id_of},
    recount,
};
use crate::put_by_external_id::PutCustomerByExternalId;

#[tokio::test]
async fn it_creates_then_changes_then_leaves_alone() {
    let fixture = Fixture::open().await;
    let body =
        json!({ "phone": "+12025550142", "name": "Robin", "customFields": { "plan": "a", "size": 1 } });
    let created = fixture.put("crm:1", &body).await;
    assert_eq!((created.status, created.headers["etag"].as_str()), (201, "\"1\""), "{created:?}");
    assert_eq!(created.body["externalId"], "crm:1");
    assert_eq!(created.headers["location"], format!("/v1/customers/{}", id_of(&created.body)));

    let again = fixture.put("crm:1", &body).await;
    assert_eq!((again.status, &again.body), (200, &created.body), "the same body makes no version");
    let edit = json!({ "externalId": "crm:1", "name": null, "customFields": { "size": null } });
    let edited = fixture.put("crm:1", &edit).await;
    assert_eq!((edited.status, &edited.body["version"]), (200, &json!(2)));
    assert_eq!(edited.body.get("name"), None);
    assert_eq!(edited.body["phone"], "+12025550142", "what is left out stays");
    assert_eq!(edited.body["customFields"], json!({ "plan": "a" }));
    assert_eq!(fixture.get(id_of(&created.body)).await.body, edited.body);
    let moved = fixture.put("crm:1", &json!({ "phone": "202-555-0143" })).await;
    assert_eq!((moved.status, &moved.body["phone"]), (200, &json!("+12025550143")));
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn if_match_is_honoured_and_not_demanded() {
    let fixture = Fixture::open().await;
    let request =
        |version: u64, body| TestRequest::new().path("externalId", "crm:1").version(version).json(&body);
    let send = |version, body| fixture.send::<PutCustomerByExternalId>(request(version, body));
    let none = send(1, json!({ "phone": "+12025550142" })).await;
    assert_eq!(none.error(), (412, "stale_version"), "there is nothing to match");
    fixture.put("crm:1", &json!({ "phone": "+12025550142" })).await;
    assert_eq!(send(1, json!({ "name": "Robin" })).await.status, 200);
    let stale = send(1, json!({ "name": "Sam" })).await;
    assert_eq!(stale.error(), (412, "stale_version"));
    assert_eq!(stale.body["current"]["name"], "Robin");
    assert_eq!(send(1, json!({ "name": "Robin" })).await.status, 200, "its answer was lost");
}

#[tokio::test]
async fn an_external_id_has_one_customer() {
    let fixture = Fixture::open().await;
    let robin = fixture.create(json!({ "phone": "+12025550142", "externalId": "crm:1" })).await;
    let taken = fixture.try_create(&json!({ "phone": "+12025550143", "externalId": "crm:1" })).await;
    assert_eq!(taken.error(), (409, "external_id_taken"));
    assert_eq!(taken.body["existingId"], robin["id"]);
    let sam = fixture.create(json!({ "phone": "+12025550143" })).await;
    let taken = fixture.update(id_of(&sam), 1, &json!({ "externalId": "crm:1" })).await;
    assert_eq!(taken.error(), (409, "external_id_taken"));
    assert_eq!(fixture.put("crm:2", &json!({ "phone": "+12025550142" })).await.error(), (409, "phone_taken"));

    fixture.update(id_of(&robin), 1, &json!({ "externalId": "crm:9" })).await;
    assert_eq!(fixture.update(id_of(&sam), 1, &json!({ "externalId": "crm:1" })).await.status, 200);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    fixture.delete(id_of(&robin), 2).await;
    let new = fixture.put("crm:9", &json!({ "phone": "+12025550142" })).await;
    assert_eq!(new.status, 201, "the id of a deleted customer is free");
    fixture.delete(id_of(&new.body), 1).await;
    fixture.put("crm:9", &json!({ "phone": "+12025550144" })).await;
    assert_eq!(fixture.restore(id_of(&robin)).await.error(), (409, "external_id_taken"));
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn it_creates_once_however_many_put_it() {
    let fixture = Fixture::open().await;
    let body = json!({ "phone": "+12025550142", "externalId": "crm:1" });
    let answers = join_all((0..8).map(|_| fixture.put("crm:1", &body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 201)), "{answers:?}");
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let fixture = Fixture::open().await;
    for (id, body, field) in [
        ("crm:1", json!({}), "/phone"),
        ("crm:1", json!({ "phone": "+12025550142", "externalId": "crm:2" }), "/externalId"),
        ("crm:1", json!({ "phone": "+12025550142", "externalId": null }), "/externalId"),
    ] {
        let answer = fixture.put(id, &body).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{body}");
        assert_eq!(answer.refused_fields(), [field]);
    }
    assert_eq!(fixture.put("crm%201", &json!({ "phone": "+12025550142" })).await.error(), (404, "not_found"));
    let viewer = fixture.app.user_of(fixture.person.tenant, Role::Viewer).await;
    let request = TestRequest::new().path("externalId", "crm:1").json(&json!({ "phone": "+12025550142" }));
    let answer = fixture.app.send::<PutCustomerByExternalId>(request.by(&viewer)).await;
    assert_eq!(answer.error(), (403, "forbidden"));
}
