use domain::role::Role;
use serde_json::json;
use store::customers;
use testing::{TestApp, TestRequest, TestResponse, phones::fictional};

use super::fixture::{Fixture, id_of};
use crate::{create::CreateCustomer, get::GetCustomer};

#[tokio::test]
async fn a_customer_is_created_and_read_back() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Agent).await;
    let body = json!({ "phone": "(202) 555-0142", "name": "Robin Example", "tags": ["vip"] });
    let created = app.send::<CreateCustomer>(TestRequest::new().by(&person).json(&body)).await;
    assert_eq!(created.status, 201, "{created:?}");
    assert_eq!(created.body["phone"], "+12025550142");
    assert_eq!(created.headers["etag"], "\"1\"");
    let id = created.body["id"].as_str().unwrap();
    assert_eq!(created.headers["location"], format!("/v1/customers/{id}"));

    let read = app.send::<GetCustomer>(TestRequest::new().by(&person).path("customerId", id)).await;
    assert_eq!((read.status, read.body), (200, created.body.clone()));
}

#[tokio::test]
async fn a_phone_number_is_taken_once() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Agent).await;
    let call = TestRequest::new().by(&person).json(&json!({ "phone": fictional(1) }));
    let first = app.send::<CreateCustomer>(call.clone()).await;
    let second = app.send::<CreateCustomer>(call).await;
    assert_eq!(second.error(), (409, "phone_taken"));
    assert_eq!(second.body["existingId"], first.body["id"]);
}

#[tokio::test]
async fn a_repeated_request_is_answered_the_same() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Agent).await;
    let call = TestRequest::new().by(&person).header("idempotency-key", "k-1");
    let first = app.send::<CreateCustomer>(call.clone().json(&json!({ "phone": fictional(1) }))).await;
    let again = app.send::<CreateCustomer>(call.clone().json(&json!({ "phone": fictional(1) }))).await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    let replayed = |answer: &TestResponse| answer.headers.get("idempotency-replayed").cloned();
    assert_eq!((replayed(&first), replayed(&again).as_deref()), (None, Some("true")));
    let other = app.send::<CreateCustomer>(call.json(&json!({ "phone": fictional(2) }))).await;
    assert_eq!(other.error(), (422, "idempotency_key_reused"));
}

#[tokio::test]
async fn a_repeated_request_tells_nothing_of_who_was_deleted_since() {
    let fixture = Fixture::open().await;
    let create = || {
        let body = json!({ "phone": fictional(1), "name": "Robin Example" });
        fixture.send::<CreateCustomer>(TestRequest::new().header("idempotency-key", "k-1").json(&body))
    };
    let first = create().await;
    let id = id_of(&first.body);
    assert_eq!(fixture.delete(id, 1).await.status, 204);
    let again = create().await;
    assert_eq!(again.error(), (410, "gone"));
    assert!(!again.body.to_string().contains("Robin"), "{}", again.body);
    fixture.restore(id).await;
    let restored = create().await;
    assert_eq!((restored.status, restored.body), (201, first.body));
}

#[tokio::test]
async fn bad_input_is_refused_with_the_field() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Agent).await;
    for (body, field) in [
        (json!({}), "/phone"),
        (json!({ "phone": "anonymous" }), "/phone"),
        (json!({ "phone": fictional(1), "email": "nobody" }), "/email"),
        (json!({ "phone": fictional(1), "timeZone": "Mars/Olympus" }), "/timeZone"),
        (json!({ "phone": fictional(1), "tenantId": "x" }), "/tenantId"),
        (
            json!({ "phone": fictional(1), "consent": { "status": "maybe", "recordedAt": "2026-09-21T12:00:00Z" } }),
            "/consent/status",
        ),
        (json!({ "phone": fictional(1), "customFields": { "a": 1, "size": 1e126 } }), "/customFields/size"),
        (
            json!({ "phone": fictional(1), "customFields": { "size": 9_007_199_254_740_993_u64 } }),
            "/customFields/size",
        ),
        (json!({ "phone": fictional(1), "customFields": { "size": [] } }), "/customFields/size"),
        (json!({ "phone": fictional(1), "customFields": { "size": "" } }), "/customFields/size"),
    ] {
        let answer = app.send::<CreateCustomer>(TestRequest::new().by(&person).json(&body)).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{body}");
        assert_eq!(answer.refused_fields(), [field], "{body}");
    }
    // All of them at once.
    let body = json!({
        "phone": "anonymous", "otherPhones": [{ "phone": "+1202" }], "email": "nobody",
        "consent": { "status": "maybe" },
    });
    let answer = app.send::<CreateCustomer>(TestRequest::new().by(&person).json(&body)).await;
    assert_eq!(answer.refused_fields(), ["/consent/status", "/email", "/otherPhones/0/phone", "/phone"]);
}

#[tokio::test]
async fn custom_fields_are_kept_as_they_were_given() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Agent).await;
    let fields = json!({
        "most": 9_007_199_254_740_991_i64, "least": -9_007_199_254_740_991_i64, "small": -1e-100,
        "digits": 1.234_567_890_123_456_7e-100, "third": 0.1 + 0.2, "none": 0, "flag": true, "text": "x",
    });
    let body = json!({ "phone": fictional(1), "customFields": fields });
    let created = app.send::<CreateCustomer>(TestRequest::new().by(&person).json(&body)).await;
    assert_eq!(created.status, 201, "{created:?}");
    let id = created.body["id"].as_str().unwrap().parse().unwrap();
    let kept = customers::get(&app.table, person.tenant, id).await.unwrap().unwrap();
    assert_eq!(kept.profile.custom_fields, serde_json::from_value(fields).unwrap());
}

#[tokio::test]
async fn the_least_role_is_asked_for() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    let call = TestRequest::new().json(&json!({ "phone": fictional(1) }));
    assert_eq!(app.send::<CreateCustomer>(call.clone().by(&viewer)).await.error(), (403, "forbidden"));
    assert_eq!(app.send::<CreateCustomer>(call).await.error(), (401, "unauthenticated"));
}
