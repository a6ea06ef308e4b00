use domain::role::Role;
use serde_json::json;
use testing::TestRequest;

use super::{
    office::{Office, id_of},
    recount,
};
use crate::delete::DeleteCustomer;

#[tokio::test]
async fn a_deleted_customer_is_gone_and_its_number_free() {
    let office = Office::open().await;
    let customer = office.create(json!({ "phone": "+12025550142", "name": "Robin Example" })).await;
    let answer = office.delete(id_of(&customer), 1).await;
    assert_eq!((answer.status, &answer.body), (204, &json!(null)));
    assert_eq!(office.get(id_of(&customer)).await.error(), (404, "not_found"));
    recount::check(&office.app.table, office.person.tenant).await;
    office.create(json!({ "phone": "+12025550142" })).await;
    recount::check(&office.app.table, office.person.tenant).await;
}

#[tokio::test]
async fn a_deletion_whose_answer_was_lost_can_be_sent_again() {
    let office = Office::open().await;
    let customer = office.create(json!({ "phone": "+12025550142" })).await;
    let id = id_of(&customer);
    office.update(id, 1, &json!({ "name": "Robin" })).await;
    for _ in 0..3 {
        assert_eq!(office.delete(id, 2).await.status, 204);
    }
    for version in [1, 3, u64::MAX] {
        assert_eq!(office.delete(id, version).await.error(), (404, "not_found"), "from version {version}");
    }
    recount::check(&office.app.table, office.person.tenant).await;
    office.restore(id).await;
    let late = office.delete(id, 2).await;
    assert_eq!(late.error(), (412, "stale_version"), "it was restored since");
    assert_eq!(late.body["currentVersion"], 4);
}

#[tokio::test]
async fn a_deletion_of_an_old_version_is_refused() {
    let office = Office::open().await;
    let customer = office.create(json!({ "phone": "+12025550142" })).await;
    let id = id_of(&customer);
    office.update(id, 1, &json!({ "name": "Robin" })).await;
    let stale = office.delete(id, 1).await;
    assert_eq!(stale.error(), (412, "stale_version"));
    assert_eq!(stale.body["currentVersion"], 2);
    let missing = office.send::<DeleteCustomer>(TestRequest::new().path("customerId", id)).await;
    assert_eq!(missing.error(), (428, "version_required"));
    assert_eq!(office.get(id).await.status, 200);
}

#[tokio::test]
async fn nobody_deletes_what_is_not_theirs() {
    let office = Office::open().await;
    let customer = office.create(json!({ "phone": "+12025550142" })).await;
    let call = TestRequest::new().path("customerId", id_of(&customer)).version(1);
    let stranger = office.app.user_of_new_tenant(Role::Owner).await;
    let viewer = office.app.user_of(office.person.tenant, Role::Viewer).await;
    let send = |call: TestRequest| office.app.send::<DeleteCustomer>(call);
    assert_eq!(send(call.clone().by(&stranger)).await.error(), (404, "not_found"));
    assert_eq!(send(call.clone().by(&viewer)).await.error(), (403, "forbidden"));
    assert_eq!(send(call.clone()).await.error(), (401, "unauthenticated"));
    assert_eq!(office.delete("01ARZ3NDEKTSV4RRFFQ69G5FAV", 1).await.error(), (404, "not_found"));
    // Nor is it told that a deletion took place.
    office.delete(id_of(&customer), 1).await;
    assert_eq!(send(call.by(&stranger)).await.error(), (404, "not_found"));
}
