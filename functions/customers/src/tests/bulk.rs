use domain::role::Role;
use jiff::SignedDuration;
use local_services::faults::{Fault, Rule};
use serde_json::{Value, json};
use store::audit;
use testing::{TestRequest, TestResponse};

use super::{
    fixture::{Fixture, id_of, phone},
    recount,
};
use crate::bulk::BulkCustomers;

/// What became of each, as `outcome` or `outcome version`.
fn outcomes(answer: &TestResponse) -> Vec<String> {
    let customers = answer.body["customers"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    let told = |customer: &Value| {
        let version = customer["version"].as_u64().map(|version| format!(" {version}")).unwrap_or_default();
        format!("{}{version}", customer["outcome"].as_str().unwrap())
    };
    customers.iter().map(told).collect()
}

fn ids(customers: &[Value], version: u64) -> Vec<(&str, u64)> {
    customers.iter().map(|customer| (id_of(customer), version)).collect()
}

fn add(tag: &str) -> Value {
    json!({ "action": "add_tags", "tags": [tag] })
}

#[tokio::test]
async fn many_are_tagged_deleted_and_restored() {
    let fixture = Fixture::open().await;
    let customers = fixture
        .create_many(20, |number| {
            json!({ "name": format!("Robin {number}"), "externalId": format!("crm:{number}"), "tags": ["old"] })
        })
        .await;
    let remove = json!({ "action": "remove_tags", "tags": ["old", "never"] });
    for (version, action) in [
        (1, add("vip")),
        (2, remove),
        (3, json!({ "action": "delete" })),
        (4, json!({ "action": "restore" })),
    ] {
        fixture.app.clock.advance(SignedDuration::from_secs(1));
        let answer = fixture.bulk(&action, &ids(&customers, version)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(outcomes(&answer), vec![format!("done {}", version + 1); 20], "{action}");
        let of_answer: Vec<&str> = answer.body["customers"].as_array().unwrap().iter().map(id_of).collect();
        assert_eq!(of_answer, customers.iter().map(id_of).collect::<Vec<_>>(), "in the order of the request");
        recount::check(&fixture.app.table, fixture.person.tenant).await;
    }
    assert_eq!(fixture.get(id_of(&customers[7])).await.body["tags"], json!(["vip"]));
    assert_eq!(fixture.walk("tag=vip").await.0.len(), 20);
    let now = fixture.app.context.clock.now();
    let log = audit::list(&fixture.app.table, fixture.person.tenant, now, 200, None).await.unwrap().items;
    let count = |action: &str| log.iter().filter(|entry| entry.action == action).count();
    assert_eq!(
        ["customer.updated", "customer.deleted", "customer.restored"].map(count),
        [40, 20, 20],
        "each is in the audit log"
    );
}

#[tokio::test]
async fn one_that_cannot_be_stops_none_of_the_others() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(5, |_| json!({})).await;
    let [first, deleted, changed, full, last] = [0, 1, 2, 3, 4].map(|place: usize| id_of(&customers[place]));
    fixture.delete(deleted, 1).await;
    fixture.update(changed, 1, &json!({ "name": "Sam" })).await;
    let tags: Vec<String> = (0..20).map(|number| number.to_string()).collect();
    fixture.update(full, 1, &json!({ "tags": tags })).await;
    let nobody = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    let all = [(first, 1), (deleted, 1), (changed, 1), (full, 2), (nobody, 1), (last, 1)];
    let answer = fixture.bulk(&add("vip"), &all).await;
    assert_eq!(
        outcomes(&answer),
        ["done 2", "gone", "stale_version 2", "validation_failed", "not_found", "done 2"]
    );
    let answer = fixture.bulk(&json!({ "action": "delete" }), &[(first, 1), (deleted, 9), (last, 2)]).await;
    assert_eq!(outcomes(&answer), ["stale_version 2", "gone", "done 3"]);
    let owner = fixture.create(json!({ "phone": phone(4) })).await;
    let answer = fixture.bulk(&json!({ "action": "restore" }), &[(deleted, 1), (last, 3), (nobody, 1)]).await;
    assert_eq!(outcomes(&answer), ["stale_version 2", "phone_taken", "not_found"]);
    assert_eq!(answer.body["customers"][1]["existingId"], owner["id"]);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn what_is_sent_again_is_done_once() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(12, |_| json!({})).await;
    for (version, action) in
        [(1, add("vip")), (2, json!({ "action": "delete" })), (3, json!({ "action": "restore" }))]
    {
        let all = ids(&customers, version);
        // Of the first time, some were carried out before it broke off.
        fixture.bulk(&action, &all[..5]).await;
        for _ in 0..2 {
            let answer = fixture.bulk(&action, &all).await;
            assert_eq!(outcomes(&answer), vec![format!("done {}", version + 1); 12], "{action}");
        }
    }
    // Another edit after the tag was added does not make it a conflict.
    let id = id_of(&customers[0]);
    assert_eq!(outcomes(&fixture.bulk(&add("new"), &[(id, 4)]).await), ["done 5"]);
    fixture.update(id, 5, &json!({ "name": "Sam" })).await;
    assert_eq!(outcomes(&fixture.bulk(&add("new"), &[(id, 4)]).await), ["done 6"]);
    fixture.update(id, 6, &json!({ "tags": [] })).await;
    assert_eq!(outcomes(&fixture.bulk(&add("new"), &[(id, 4)]).await), ["stale_version 7"]);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn two_people_at_the_same_moment_are_both_told_the_truth() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(24, |_| json!({})).await;
    let (all, delete) = (ids(&customers, 1), json!({ "action": "delete" }));
    let tag = add("vip");
    let (tagged, deleted) = tokio::join!(fixture.bulk(&tag, &all), fixture.bulk(&delete, &all));
    for (customer, (tagged, deleted)) in
        customers.iter().zip(outcomes(&tagged).iter().zip(&outcomes(&deleted)))
    {
        let status = fixture.get(id_of(customer)).await.status;
        match (tagged.as_str(), deleted.as_str()) {
            ("done 2", "stale_version 2") => assert_eq!(status, 200),
            ("gone" | "not_found", "done 2") => assert_eq!(status, 410),
            other => panic!("{other:?}"),
        }
    }
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn trouble_with_one_is_told_and_can_be_tried_again() {
    let (fixture, faults) = Fixture::open_behind_proxy().await;
    let customers = fixture.create_many(6, |_| json!({})).await;
    let all = ids(&customers, 1);
    let on_commit = |fault| Rule::always(fault).on("TransactWriteItems");
    faults.set(vec![on_commit(Fault::Internal)]);
    assert_eq!(outcomes(&fixture.bulk(&add("vip"), &all).await), vec!["unavailable"; 6]);
    // More often than the SDK tries: the write has happened, and nobody knows.
    faults.set(vec![on_commit(Fault::ResetAfter).times(4)]);
    assert_eq!(outcomes(&fixture.bulk(&add("vip"), &all[..1]).await), ["unavailable"]);
    faults.set(Vec::new());
    assert_eq!(outcomes(&fixture.bulk(&add("vip"), &all).await), vec!["done 2"; 6]);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn a_wrong_request_changes_nobody() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142" })).await;
    let id = id_of(&customer);
    let one = json!([{ "id": id, "version": 1 }]);
    let nobody = |number: u8| json!({ "id": format!("01ARZ3NDEKTSV4RRFFQ69G5{number:03}"), "version": 1 });
    let many: Vec<Value> = (0..=100).map(nobody).collect();
    for (body, fields) in [
        (json!({ "action": "delete", "tags": ["vip"], "customers": one }), vec!["/tags"]),
        (json!({ "action": "add_tags", "customers": one }), vec!["/tags"]),
        (json!({ "action": "remove_tags", "tags": [], "customers": one }), vec!["/tags"]),
        (json!({ "action": "delete", "customers": [one[0], one[0]] }), vec!["/customers/1/id"]),
        (json!({ "action": "add_tags", "customers": many }), vec!["/tags", "/customers"]),
        (json!({ "action": "erase", "customers": [{ "id": id }] }), vec!["/action", "/customers/0/version"]),
        (
            json!({ "action": "delete", "customers": [{ "id": id, "version": 1_u64 << 53 }] }),
            vec!["/customers/0/version"],
        ),
    ] {
        let answer = fixture.send::<BulkCustomers>(TestRequest::new().json(&body)).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{body}");
        assert_eq!(answer.refused_fields(), fields, "{body}");
    }
    let most = json!({ "action": "delete", "customers": many[..100] });
    let answer = fixture.send::<BulkCustomers>(TestRequest::new().json(&most)).await;
    assert_eq!(outcomes(&answer), vec!["not_found"; 100]);
    assert_eq!(outcomes(&fixture.bulk(&json!({ "action": "delete" }), &[]).await), Vec::<String>::new());
    assert_eq!(fixture.get(id).await.body["version"], 1);
}

#[tokio::test]
async fn nobody_changes_what_is_not_theirs() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142" })).await;
    let body = json!({ "action": "delete", "customers": [{ "id": id_of(&customer), "version": 1 }] });
    let send = |call: TestRequest| fixture.app.send::<BulkCustomers>(call.json(&body));
    let stranger = fixture.app.user_of_new_tenant(Role::Owner).await;
    let viewer = fixture.app.user_of(fixture.person.tenant, Role::Viewer).await;
    assert_eq!(outcomes(&send(TestRequest::new().by(&stranger)).await), ["not_found"]);
    assert_eq!(send(TestRequest::new().by(&viewer)).await.error(), (403, "forbidden"));
    assert_eq!(send(TestRequest::new()).await.error(), (401, "unauthenticated"));
    assert_eq!(fixture.get(id_of(&customer)).await.status, 200);
}
