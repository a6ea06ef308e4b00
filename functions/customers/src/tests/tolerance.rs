use domain::customer::Customer;
use serde_json::{Value, json};
use store::{Item, customers, keys};

use super::{
    fixture::{Fixture, id_of},
    recount,
};

/// What is kept of a customer, as JSON.
async fn kept(fixture: &Fixture, id: &str) -> Value {
    let id = id.parse().unwrap();
    let customer = customers::get(&fixture.app.table, fixture.person.tenant, id).await.unwrap();
    serde_json::to_value(customer.unwrap()).unwrap()
}

#[tokio::test]
async fn what_a_newer_version_has_written_is_shown_edited_deleted_and_restored() {
    let fixture = Fixture::open().await;
    let created = fixture.create(json!({ "phone": "+12025550142", "name": "Robin Example" })).await;
    let id = id_of(&created);
    let mut newer = kept(&fixture, id).await;
    newer["source"] = json!("import");
    newer["consent"] = json!({ "status": "implied", "recordedAt": "2026-09-01T00:00:00Z" });
    newer["loyalty"] = json!({ "points": 7, "since": ["2026", true, null] });
    newer["segment"] = json!("gold");
    let customer: Customer = serde_json::from_value(newer).unwrap();
    let key = keys::customer(fixture.person.tenant, customer.id);
    fixture.app.table.put(Item::new(key, &customer).unwrap()).await.unwrap();

    let shown = fixture.get(id).await;
    assert_eq!(shown.status, 200, "{shown:?}");
    assert_eq!(
        (&shown.body["source"], &shown.body["consent"]["status"]),
        (&json!("import"), &json!("implied"))
    );
    assert_eq!(shown.body.get("segment"), None, "the answer holds what this version documents");
    assert_eq!(fixture.list("").await.body["items"][0], shown.body);

    assert_eq!(fixture.update(id, 1, &json!({ "name": "Sam Sample" })).await.status, 200);
    assert_eq!(fixture.delete(id, 2).await.status, 204);
    assert_eq!(fixture.restore(id).await.status, 200);
    let after = kept(&fixture, id).await;
    assert_eq!(after["name"], "Sam Sample");
    for member in ["source", "consent", "loyalty", "segment"] {
        assert_eq!(after[member], serde_json::to_value(&customer).unwrap()[member], "{member}");
    }
    for ours in ["PK", "SK", "entity", "statusPK"] {
        assert_eq!(after.get(ours), None, "{ours} says where it is kept");
    }
    let unknown = fixture.update(id, 4, &json!({ "consent": { "status": "implied" } })).await;
    assert_eq!(unknown.refused_fields(), ["/consent/status"], "a client sends only words that are known");
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}
