//! Spellings of one tag, one address and one version.

use domain::{
    customer::{Customer, Profile, Source, Tags},
    email::EmailAddress,
    ids::CustomerId,
    phone::PhoneNumber,
    stored::Stored,
};
use serde_json::json;
use store::{Transaction, customers};
use testing::TestRequest;

use super::{
    fixture::{Fixture, id_of, ids_of, phone},
    recount,
};
use crate::{delete::DeleteCustomer, update::UpdateCustomer};

#[tokio::test]
async fn tags_that_differ_in_case_are_one() {
    let fixture = Fixture::open().await;
    let robin = fixture
        .create(json!({ "phone": phone(1), "tags": ["VIP", "vip", "cafe\u{301}", "CAF\u{c9}", "Straße"] }))
        .await;
    assert_eq!(robin["tags"], json!(["Straße", "VIP", "caf\u{e9}"]));
    let other = fixture.create(json!({ "phone": phone(2), "tags": ["vip"] })).await;
    let mut both = [id_of(&robin), id_of(&other)];
    both.sort_unstable();
    for query in ["tag=vip", "tag=VIP", "tag=Vip", "tag=vip&tag=VIP&tagMatch=all"] {
        let mut found = ids_of(&fixture.list(query).await);
        found.sort();
        assert_eq!(found, both, "{query}");
    }
    for query in ["tag=CAFE%CC%81", "tag=STRASSE", "tag=vip&tag=caf%C3%A9&tagMatch=all"] {
        assert_eq!(ids_of(&fixture.list(query).await), [id_of(&robin)], "{query}");
    }
    both.reverse();
    assert_eq!(fixture.walk("tag=VIP&limit=1").await.0, both);

    let same = fixture.update(id_of(&robin), 1, &json!({ "tags": ["vip", "CAFÉ", "STRASSE"] })).await;
    assert_eq!((same.status, &same.body), (200, &robin), "they keep the spelling that they had");
    let bulk = fixture.bulk(&json!({ "action": "add_tags", "tags": ["Vip"] }), &[(id_of(&robin), 1)]).await;
    assert_eq!(bulk.body["customers"][0]["version"], 1, "{bulk:?}");
    let action = json!({ "action": "remove_tags", "tags": ["vip"] });
    fixture.bulk(&action, &[(id_of(&robin), 1), (id_of(&other), 1)]).await;
    assert_eq!(fixture.get(id_of(&robin)).await.body["tags"], json!(["Straße", "caf\u{e9}"]));
    assert!(ids_of(&fixture.list("tag=VIP").await).is_empty());
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

/// A customer as a version of the product wrote it for which spellings were different.
fn from_before(fixture: &Fixture, number: u32, profile: serde_json::Value) -> Customer {
    let profile: Profile = serde_json::from_value(profile).unwrap();
    let now = fixture.app.context.clock.now();
    let id = CustomerId::from_parts(now, u128::from(number));
    let phone = PhoneNumber::from_e164(&phone(number)).unwrap();
    let customer = Customer::new(id, phone, profile, Source::Manual, now);
    Customer { folded_tags: false, ..customer }
}

async fn keep(fixture: &Fixture, customer: &Customer) {
    let zone = domain::time_zone::TimeZoneName::new("America/New_York").unwrap();
    let day = domain::local_day::LocalDay::at(customer.created_at, &zone);
    let mut transaction = Transaction::new();
    customers::create(&mut transaction, fixture.person.tenant, customer, day).unwrap();
    fixture.app.table.commit(transaction).await.unwrap();
}

#[tokio::test]
async fn customers_from_before_are_found_and_come_into_order() {
    let fixture = Fixture::open().await;
    let old = from_before(&fixture, 1, json!({ "tags": ["VIP", "Vip", "vip", "new"] }));
    keep(&fixture, &old).await;
    let id = old.id.to_string();
    for spelling in ["VIP", "Vip", "vip", "new", "NEW"] {
        assert_eq!(ids_of(&fixture.list(&format!("tag={spelling}")).await), [&*id], "{spelling}");
    }
    recount::check(&fixture.app.table, fixture.person.tenant).await;

    assert_eq!(fixture.update(&id, 1, &json!({ "notes": "x" })).await.status, 200);
    for spelling in ["VIP", "vip", "viP"] {
        assert_eq!(ids_of(&fixture.list(&format!("tag={spelling}")).await), [&*id], "{spelling}");
    }
    let answer = fixture.update(&id, 2, &json!({ "tags": ["new"] })).await;
    assert_eq!(answer.body["tags"], json!(["new"]));
    for spelling in ["VIP", "Vip", "vip"] {
        assert!(ids_of(&fixture.list(&format!("tag={spelling}")).await).is_empty(), "{spelling}");
    }
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    assert_eq!(fixture.delete(&id, 3).await.status, 204);
    assert!(ids_of(&fixture.list("tag=new").await).is_empty());
}

#[tokio::test]
async fn values_from_before_stay_readable_until_they_are_edited() {
    let fixture = Fixture::open().await;
    let profile = json!({
        "email": "robin@xn--bcher-kva.example", "language": "english", "timeZone": "Factory", "tags": [],
    });
    let old = from_before(&fixture, 1, profile.clone());
    assert_eq!(old.profile.email, Some(EmailAddress::stored("robin@xn--bcher-kva.example".to_owned())));
    keep(&fixture, &old).await;
    let id = old.id.to_string();
    let shown = fixture.get(&id).await;
    assert_eq!(shown.status, 200);
    for member in ["email", "language", "timeZone"] {
        assert_eq!(shown.body[member], profile[member]);
    }
    assert_eq!(fixture.update(&id, 1, &json!({ "notes": "x" })).await.status, 200);
    for query in ["email=robin@b%C3%BCcher.example", "email=robin@xn--bcher-kva.example"]
        .into_iter()
        .chain(["q=robin@b%C3%BCcher.example", "q=robin@xn--bcher-kva.example"])
    {
        assert_eq!(ids_of(&fixture.list(query).await), [&*id], "{query}");
    }
    let refused = fixture.update(&id, 2, &json!({ "language": "english", "timeZone": "Factory" })).await;
    assert_eq!(refused.refused_fields(), ["/language", "/timeZone"]);
    let edited = fixture.update(&id, 2, &json!({ "email": "Robin@xn--bcher-kva.example" })).await;
    assert_eq!(edited.body["email"], "robin@b\u{fc}cher.example");
    for query in ["email=robin@b%C3%BCcher.example", "email=robin@xn--bcher-kva.example"]
        .into_iter()
        .chain(["q=robin@xn--bcher-kva.example", "q=robin@b%C3%BCcher"])
    {
        assert_eq!(ids_of(&fixture.list(query).await), [&*id], "{query}");
    }
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn if_match_may_be_a_list_or_any() {
    let fixture = Fixture::open().await;
    let created = fixture.create(json!({ "phone": phone(1) })).await;
    let id = id_of(&created);
    let edit = |tag: &'static str, name: &str| {
        let request = TestRequest::new().path("customerId", id).header("if-match", tag);
        fixture.send::<UpdateCustomer>(request.json(&json!({ "name": name })))
    };
    assert_eq!(edit("*", "a").await.body["version"], 2);
    assert_eq!(edit("\"1\", W/\"2\"", "b").await.body["version"], 3);
    assert_eq!(edit("\"1\", \"2\"", "b").await.body["version"], 3, "it was done");
    assert_eq!(edit("\"1\", \"2\"", "c").await.error(), (412, "stale_version"));
    assert_eq!(edit("3", "c").await.refused_fields(), ["If-Match"]);
    let delete = |tag: &'static str| {
        let request = TestRequest::new().path("customerId", id).header("if-match", tag);
        fixture.send::<DeleteCustomer>(request)
    };
    assert_eq!(delete("\"1\",\"2\"").await.error(), (412, "stale_version"));
    assert_eq!(delete("*").await.status, 204);
    assert_eq!(delete("*").await.error(), (410, "gone"), "there is none");
    assert_eq!(delete("\"3\",\"9\"").await.status, 204, "it was done");
    assert_eq!(edit("*", "d").await.error(), (410, "gone"));
}

#[tokio::test]
async fn a_merge_patch_changes_members() {
    let fixture = Fixture::open().await;
    let created = fixture
        .create(json!({
            "phone": phone(1),
            "customFields": { "plan": "gold", "since": 2019, "crmId": "A-17" },
            "consent": { "status": "granted", "recordedAt": "2026-01-01T00:00:00Z", "evidence": "form" },
        }))
        .await;
    let patch = json!({
        "customFields": { "plan": "silver", "crmId": null, "e\u{301}": 1 },
        "consent": { "evidence": null },
    });
    let request = TestRequest::new().path("customerId", id_of(&created)).version(1);
    let request = request.header("content-type", "application/merge-patch+json").text(patch.to_string());
    let answer = fixture.send::<UpdateCustomer>(request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let fields = json!({ "plan": "silver", "since": 2019, "\u{e9}": 1 });
    assert_eq!(answer.body["customFields"], fields);
    let consent = json!({ "status": "granted", "recordedAt": "2026-01-01T00:00:00Z" });
    assert_eq!(answer.body["consent"], consent);
    let composed = fixture.update(id_of(&created), 2, &json!({ "customFields": { "\u{e9}": 2 } })).await;
    assert_eq!(composed.body["customFields"]["\u{e9}"], 2, "a name is one however it is typed");
    assert_eq!(composed.body["customFields"].as_object().unwrap().len(), 3);
}

/// That tags are a list of texts is not lost in reading both forms.
#[test]
fn tags_are_a_list() {
    assert!(serde_json::from_value::<Tags>(json!({ "a": 1 })).is_err());
    assert!(serde_json::from_value::<Tags>(json!(["a", 1])).is_err());
}
