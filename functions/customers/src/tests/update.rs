use domain::role::Role;
use serde_json::{Value, json};
use store::{audit::AuditEntry, keys};
use testing::TestRequest;

use super::{
    fixture::{Fixture, id_of},
    recount,
};
use crate::update::UpdateCustomer;

fn robin() -> Value {
    json!({
        "phone": "+12025550142", "name": "Robin Example", "email": "robin@example.com", "language": "en",
        "timeZone": "America/New_York", "tags": ["vip"], "notes": "Prefers mornings",
        "consent": { "status": "granted", "recordedAt": "2026-09-01T00:00:00Z" },
        "customFields": { "plan": "gold", "visits": 3 },
    })
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_no_more() {
    let fixture = Fixture::open().await;
    let before = fixture.create(robin()).await;
    fixture.app.clock.advance(jiff::SignedDuration::from_secs(60));
    let answer =
        fixture.update(id_of(&before), 1, &json!({ "name": "Robin Sample", "tags": ["new", "vip"] })).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.headers["etag"], "\"2\"");
    let mut expected = before.clone();
    for (field, value) in [
        ("name", json!("Robin Sample")),
        ("tags", json!(["new", "vip"])),
        ("version", json!(2)),
        ("updatedAt", json!("2026-09-21T12:01:00Z")),
    ] {
        expected[field] = value;
    }
    assert_eq!(answer.body, expected);
    assert_eq!(fixture.get(id_of(&before)).await.body, expected);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn null_clears() {
    let fixture = Fixture::open().await;
    let before = fixture.create(robin()).await;
    let nulls = json!({
        "name": null, "email": null, "language": null, "timeZone": null, "tags": null, "notes": null,
        "consent": null, "customFields": null,
    });
    let answer = fixture.update(id_of(&before), 1, &nulls).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let fields: Vec<&String> = answer.body.as_object().unwrap().keys().collect();
    let left =
        ["createdAt", "id", "otherPhones", "phone", "phoneCheck", "source", "tags", "updatedAt", "version"];
    assert_eq!(fields, left);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn an_edit_that_changes_nothing_writes_nothing() {
    let fixture = Fixture::open().await;
    let before = fixture.create(robin()).await;
    for edit in [json!({}), robin(), json!({ "phone": "(202) 555-0142", "name": "  Robin Example " })] {
        let answer = fixture.update(id_of(&before), 1, &edit).await;
        assert_eq!((answer.status, &answer.body), (200, &before));
        assert_eq!(answer.headers["etag"], "\"1\"");
    }
    assert_eq!(audit(&fixture).await.len(), 1, "only its creation");
}

#[tokio::test]
async fn the_audit_log_names_the_fields_and_not_their_values() {
    let fixture = Fixture::open().await;
    let before = fixture.create(robin()).await;
    let edit = json!({ "phone": "+12025550143", "notes": null, "timeZone": "America/New_York" });
    fixture.update(id_of(&before), 1, &edit).await;
    let entries = audit(&fixture).await;
    let entry = entries.iter().find(|entry| entry.action == "customer.updated").unwrap();
    assert_eq!(entry.subject, id_of(&before));
    assert_eq!(entry.actor, store::audit::Actor::User(fixture.person.user));
    assert_eq!(entry.fields, ["phone", "notes"]);
}

#[tokio::test]
async fn a_number_moves_to_another_customer_only_when_it_is_free() {
    let fixture = Fixture::open().await;
    let robin = fixture.create(robin()).await;
    let sam = fixture.create(json!({ "phone": "+12025550143" })).await;
    let taken = fixture.update(id_of(&sam), 1, &json!({ "phone": "202-555-0142" })).await;
    assert_eq!(taken.error(), (409, "phone_taken"));
    assert_eq!(taken.body["existingId"], robin["id"]);
    assert_eq!(fixture.get(id_of(&sam)).await.body, sam, "nothing half-written stays");

    let moved = fixture.update(id_of(&robin), 1, &json!({ "phone": "202-555-0144" })).await;
    assert_eq!(moved.body["phone"], "+12025550144");
    let free = fixture.update(id_of(&sam), 1, &json!({ "phone": "202-555-0142" })).await;
    assert_eq!(free.body["phone"], "+12025550142");
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn an_edit_of_an_old_version_is_refused() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(robin()).await;
    let id = id_of(&customer);
    fixture.update(id, 1, &json!({ "name": "Second" })).await;
    let stale = fixture.update(id, 1, &json!({ "name": "Third" })).await;
    assert_eq!(stale.error(), (412, "stale_version"));
    assert_eq!(stale.body["currentVersion"], 2);
    assert_eq!(stale.body["current"], fixture.get(id).await.body);
    assert_eq!(fixture.update(id, 3, &json!({ "name": "Third" })).await.error(), (412, "stale_version"));
    let largest = fixture.update(id, u64::MAX, &json!({})).await;
    assert_eq!(largest.error(), (412, "stale_version"));

    let call = TestRequest::new().path("customerId", id).json(&json!({ "name": "Third" }));
    let missing = fixture.send::<UpdateCustomer>(call.clone()).await;
    assert_eq!(missing.error(), (428, "version_required"));
    let wrong = fixture.send::<UpdateCustomer>(call.header("if-match", "2")).await;
    assert_eq!(wrong.error(), (422, "validation_failed"));
    assert_eq!(fixture.get(id).await.body["name"], "Second");
}

#[tokio::test]
async fn an_edit_whose_answer_was_lost_can_be_sent_again() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(robin()).await;
    let edit = json!({ "name": "Sam Sample", "notes": null });
    let first = fixture.update(id_of(&customer), 1, &edit).await;
    let again = fixture.update(id_of(&customer), 1, &edit).await;
    assert_eq!((again.status, &again.body), (200, &first.body));
    assert_eq!(audit(&fixture).await.len(), 2);
    fixture.update(id_of(&customer), 2, &json!({ "notes": "x" })).await;
    let late = fixture.update(id_of(&customer), 1, &edit).await;
    assert_eq!(late.error(), (412, "stale_version"), "somebody else's change came between");
}

#[tokio::test]
async fn bad_input_is_refused_with_the_field() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(robin()).await;
    for (body, field) in [
        (json!({ "phone": null }), "/phone"),
        (json!({ "phone": "anonymous" }), "/phone"),
        (json!({ "phone": 5 }), "/phone"),
        (json!({ "name": " " }), "/name"),
        (json!({ "email": "nobody" }), "/email"),
        (json!({ "timeZone": "Mars/Olympus" }), "/timeZone"),
        (json!({ "tags": ["a", "\u{7}"] }), "/tags/1"),
        (json!({ "tags": (0..21).map(|n| n.to_string()).collect::<Vec<_>>() }), "/tags"),
        (json!({ "consent": { "recordedAt": "never" } }), "/consent/recordedAt"),
        (
            json!({ "consent": { "status": "granted", "recordedAt": "2026-09-01T00:00:00Z", "by": 1 } }),
            "/consent/by",
        ),
        (json!({ "customFields": { "plan": [1] } }), "/customFields/plan"),
        (json!({ "id": "x" }), "/id"),
        (json!({ "version": 7 }), "/version"),
        (json!({ "tenantId": "x" }), "/tenantId"),
    ] {
        let answer = fixture.update(id_of(&customer), 1, &body).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{body}");
        assert_eq!(answer.refused_fields(), [field], "{body}");
    }
    // All of them at once.
    let body = json!({
        "phone": "anonymous", "email": "nobody", "otherPhones": [{ "phone": "+12025550177" }, { "phone": "+1202" }],
    });
    let answer = fixture.update(id_of(&customer), 1, &body).await;
    assert_eq!(answer.refused_fields(), ["/email", "/otherPhones/1/phone", "/phone"]);
    assert_eq!(fixture.get(id_of(&customer)).await.body, customer);
}

#[tokio::test]
async fn nobody_edits_what_is_not_theirs() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(robin()).await;
    let call =
        TestRequest::new().path("customerId", id_of(&customer)).version(1).json(&json!({ "name": "Mine" }));
    let stranger = fixture.app.user_of_new_tenant(Role::Owner).await;
    let viewer = fixture.app.user_of(fixture.person.tenant, Role::Viewer).await;
    let send = |call: TestRequest| fixture.app.send::<UpdateCustomer>(call);
    assert_eq!(send(call.clone().by(&stranger)).await.error(), (404, "not_found"));
    assert_eq!(send(call.clone().by(&viewer)).await.error(), (403, "forbidden"));
    assert_eq!(send(call.clone()).await.error(), (401, "unauthenticated"));
    assert_eq!(
        send(call.by(&fixture.person).path("customerId", "nonsense")).await.error(),
        (404, "not_found")
    );
    let unknown = fixture.update("01ARZ3NDEKTSV4RRFFQ69G5FAV", 1, &json!({})).await;
    assert_eq!(unknown.error(), (404, "not_found"));
    assert_eq!(fixture.get(id_of(&customer)).await.body, customer);
}

#[tokio::test]
async fn a_deleted_customer_cannot_be_edited() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(robin()).await;
    fixture.delete(id_of(&customer), 1).await;
    let answer = fixture.update(id_of(&customer), 2, &json!({ "name": "Ghost" })).await;
    assert_eq!(answer.error(), (410, "gone"));
}

async fn audit(fixture: &Fixture) -> Vec<AuditEntry> {
    let month = keys::audit_month(fixture.person.tenant, fixture.app.context.clock.now());
    recount::everything(&fixture.app.table, month).await
}

#[tokio::test]
async fn numbers_are_read_as_dialled_in_the_country_of_the_tenant() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "00 966 50 123 4567" })).await;
    assert_eq!(customer["phone"], "+966501234567");
    let mut tenant = store::tenants::get(&fixture.app.table, fixture.person.tenant).await.unwrap().unwrap();
    tenant.default_region = domain::phone::Region::new("SA").unwrap();
    let item = store::Item::new(keys::tenant(fixture.person.tenant), &tenant).unwrap();
    fixture.app.table.put(item).await.unwrap();
    let answer = fixture.update(id_of(&customer), 1, &json!({ "phone": "٠٥٠ ١٢٣ ٤٥٦٨" })).await;
    assert_eq!(answer.body["phone"], "+966501234568");
    let id = id_of(&customer).parse().unwrap();
    let kept = store::customers::get(&fixture.app.table, fixture.person.tenant, id).await.unwrap().unwrap();
    assert_eq!(kept.phone.as_str(), "+966501234568");
}
