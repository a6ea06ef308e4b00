use domain::role::Role;
use serde_json::json;
use testing::TestRequest;

use super::{
    fixture::{Fixture, id_of},
    recount,
};
use crate::delete::DeleteCustomer;

#[tokio::test]
async fn a_deleted_customer_is_gone_and_its_number_free() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142", "name": "Robin Example" })).await;
    let answer = fixture.delete(id_of(&customer), 1).await;
    assert_eq!((answer.status, &answer.body), (204, &json!(null)));
    let gone = fixture.get(id_of(&customer)).await;
    assert_eq!(gone.error(), (410, "gone"));
    assert_eq!(gone.body["deletedAt"], fixture.list("deleted=true").await.body["items"][0]["deletedAt"]);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    fixture.create(json!({ "phone": "+12025550142" })).await;
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn a_deletion_whose_answer_was_lost_can_be_sent_again() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142" })).await;
    let id = id_of(&customer);
    fixture.update(id, 1, &json!({ "name": "Robin" })).await;
    for _ in 0..3 {
        assert_eq!(fixture.delete(id, 2).await.status, 204);
    }
    for version in [1, 3, u64::MAX] {
        assert_eq!(fixture.delete(id, version).await.error(), (410, "gone"), "from version {version}");
    }
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    fixture.restore(id).await;
    let late = fixture.delete(id, 2).await;
    assert_eq!(late.error(), (412, "stale_version"), "it was restored since");
    assert_eq!(late.body["currentVersion"], 4);
}

#[tokio::test]
async fn a_deletion_of_an_old_version_is_refused() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142" })).await;
    let id = id_of(&customer);
    fixture.update(id, 1, &json!({ "name": "Robin" })).await;
    let stale = fixture.delete(id, 1).await;
    assert_eq!(stale.error(), (412, "stale_version"));
    assert_eq!(stale.body["currentVersion"], 2);
    let missing = fixture.send::<DeleteCustomer>(TestRequest::new().path("customerId", id)).await;
    assert_eq!(missing.error(), (428, "version_required"));
    assert_eq!(fixture.get(id).await.status, 200);
}

#[tokio::test]
async fn nobody_deletes_what_is_not_theirs() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142" })).await;
    let call = TestRequest::new().path("customerId", id_of(&customer)).version(1);
    let stranger = fixture.app.user_of_new_tenant(Role::Owner).await;
    let viewer = fixture.app.user_of(fixture.person.tenant, Role::Viewer).await;
    let send = |call: TestRequest| fixture.app.send::<DeleteCustomer>(call);
    assert_eq!(send(call.clone().by(&stranger)).await.error(), (404, "not_found"));
    assert_eq!(send(call.clone().by(&viewer)).await.error(), (403, "forbidden"));
    assert_eq!(send(call.clone()).await.error(), (401, "unauthenticated"));
    assert_eq!(fixture.delete("01ARZ3NDEKTSV4RRFFQ69G5FAV", 1).await.error(), (404, "not_found"));
    // Nor is it told that a deletion took place.
    fixture.delete(id_of(&customer), 1).await;
    assert_eq!(send(call.by(&stranger)).await.error(), (404, "not_found"));
}
