use domain::role::Role;
use serde_json::json;
use testing::TestRequest;

use super::{
    fixture::{Fixture, id_of, ids_of},
    recount,
};
use crate::restore::RestoreCustomer;

#[tokio::test]
async fn a_restored_customer_is_as_it_was() {
    let fixture = Fixture::open().await;
    let body = json!({ "phone": "+12025550142", "name": "Robin Example", "tags": ["vip"], "notes": "Hello" });
    let mut customer = fixture.create(body).await;
    let id = id_of(&customer).to_owned();
    fixture.delete(&id, 1).await;
    let answer = fixture.restore(&id).await;
    assert_eq!((answer.status, answer.headers["etag"].as_str()), (200, "\"3\""), "{answer:?}");
    customer["version"] = json!(3);
    assert_eq!(answer.body, customer);
    assert_eq!(fixture.get(&id).await.body, customer);
    assert!(ids_of(&fixture.list("deleted=true").await).is_empty());
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn restoring_again_is_harmless() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142" })).await;
    let id = id_of(&customer);
    assert_eq!(fixture.restore(id).await.body, customer, "it was never deleted");
    fixture.delete(id, 1).await;
    let first = fixture.restore(id).await;
    let again = fixture.restore(id).await;
    assert_eq!((again.status, &again.body), (200, &first.body));
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn a_number_with_a_new_owner_stands_in_the_way() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142" })).await;
    let id = id_of(&customer);
    fixture.delete(id, 1).await;
    let other = fixture.create(json!({ "phone": "+12025550142" })).await;
    let refused = fixture.restore(id).await;
    assert_eq!(refused.error(), (409, "phone_taken"));
    assert_eq!(refused.body["existingId"], other["id"]);
    assert_eq!(ids_of(&fixture.list("deleted=true").await), [id], "it still waits");
    recount::check(&fixture.app.table, fixture.person.tenant).await;

    fixture.delete(id_of(&other), 1).await;
    assert_eq!(fixture.restore(id).await.status, 200);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn deleting_and_restoring_keeps_the_counters_right() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(5, |_| json!({ "name": "Robin Example" })).await;
    let mut version = 1;
    for _ in 0..3 {
        for customer in &customers {
            assert_eq!(fixture.delete(id_of(customer), version).await.status, 204);
        }
        recount::check(&fixture.app.table, fixture.person.tenant).await;
        for customer in &customers[..3] {
            assert_eq!(fixture.restore(id_of(customer)).await.status, 200);
        }
        recount::check(&fixture.app.table, fixture.person.tenant).await;
        for customer in &customers[3..] {
            assert_eq!(fixture.restore(id_of(customer)).await.status, 200);
        }
        version += 2;
    }
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn nobody_restores_what_is_not_theirs() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142" })).await;
    let live = fixture.create(json!({ "phone": "+12025550143" })).await;
    fixture.delete(id_of(&customer), 1).await;
    let stranger = fixture.app.user_of_new_tenant(Role::Owner).await;
    let viewer = fixture.app.user_of(fixture.person.tenant, Role::Viewer).await;
    let call = TestRequest::new().path("customerId", id_of(&customer));
    let send = |call: TestRequest| fixture.app.send::<RestoreCustomer>(call);
    assert_eq!(send(call.clone().by(&stranger)).await.error(), (404, "not_found"));
    assert_eq!(send(call.clone().by(&viewer)).await.error(), (403, "forbidden"));
    assert_eq!(send(call).await.error(), (401, "unauthenticated"));
    let live = TestRequest::new().path("customerId", id_of(&live));
    assert_eq!(send(live.by(&stranger)).await.error(), (404, "not_found"));
    assert_eq!(fixture.restore("01ARZ3NDEKTSV4RRFFQ69G5FAV").await.error(), (404, "not_found"));
}
