use serde_json::{Value, json};

use super::*;
use crate::{
    customer::{Profile, Source},
    ids::CustomerId,
};

fn robin() -> Customer {
    let profile = Profile { name: Name::new("Robin Example").ok(), ..Profile::default() };
    Customer::new(
        CustomerId::from_parts(Timestamp::UNIX_EPOCH, 1),
        PhoneNumber::from_e164("+12025550142").unwrap(),
        profile,
        Source::Manual,
        Timestamp::UNIX_EPOCH,
    )
}

fn edit(customer: &Customer, edit: Value) -> Result<Edited, Vec<WrongField>> {
    let later = Timestamp::from_second(1_800_000_000).unwrap();
    let region = Region::new("US").unwrap();
    customer.edited(serde_json::from_value(edit).unwrap(), Some(&region), later)
}

fn refused_at(body: Value) -> String {
    let refused = edit(&robin(), body).unwrap_err();
    let pointers: Vec<&str> = refused.iter().map(|wrong| wrong.pointer.as_ref()).collect();
    pointers.join(" ")
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let others = json!([{ "phone": "911" }, { "phone": "+12025550143" }, { "phone": "000" }]);
    assert_eq!(
        refused_at(json!({ "phone": "911", "otherPhones": others, "consent": { "status": "granted" } })),
        "/phone /otherPhones/0/phone /otherPhones/2/phone /consent/recordedAt"
    );
}

#[test]
fn an_edit_changes_what_it_names_and_counts() {
    let edited = edit(&robin(), json!({ "notes": "Prefers mornings" })).unwrap();
    assert_eq!(edited.customer.version, 2);
    assert_eq!(edited.customer.updated_at.as_second(), 1_800_000_000);
    assert_eq!(edited.customer.profile.name, robin().profile.name);
    assert_eq!(edited.fields, ["notes"]);
}

#[test]
fn an_edit_that_changes_nothing_is_no_version() {
    for body in [json!({}), json!({ "name": "Robin Example", "phone": "(202) 555-0142", "tags": [] })] {
        let edited = edit(&robin(), body).unwrap();
        assert_eq!((edited.customer, edited.fields), (robin(), vec![]));
    }
}

#[test]
fn an_extension_that_is_typed_behind_a_number_is_kept_in_its_field() {
    let other = json!([{ "phone": "202-555-0143 x7" }]);
    let edited = edit(&robin(), json!({ "phone": "(202) 555-0142 ext. 12", "otherPhones": other })).unwrap();
    assert_eq!(edited.fields, ["phoneExtension", "otherPhones"]);
    let numbers: Vec<String> = edited.customer.numbers().map(|number| number.to_string()).collect();
    assert_eq!(numbers, ["+12025550142;ext=12", "+12025550143;ext=7"]);
    for extension in [json!("13"), json!(null)] {
        let body = json!({ "phone": "+12025550142 x12", "phoneExtension": extension });
        assert_eq!(refused_at(body), "/phoneExtension");
    }
    assert!(edit(&robin(), json!({ "phone": "+12025550142 x12", "phoneExtension": "12" })).is_ok());
    let others = json!([{ "phone": "+12025550143 x12", "extension": "13" }]);
    assert_eq!(refused_at(json!({ "otherPhones": others })), "/otherPhones/0/extension");
}

#[test]
fn two_forms_of_one_number_are_a_repetition() {
    let others = json!([{ "phone": "+5491123450171" }, { "phone": "+541123450171" }]);
    assert_eq!(refused_at(json!({ "otherPhones": others })), "/otherPhones/1/phone");
}

#[test]
fn numbers_are_different_with_their_extensions() {
    let others = json!([
        { "phone": "+12025550142", "extension": "1" }, { "phone": "202-555-0143", "label": "work" },
    ]);
    let edited = edit(&robin(), json!({ "otherPhones": others })).unwrap();
    let numbers: Vec<String> = edited.customer.numbers().map(|number| number.to_string()).collect();
    assert_eq!(numbers, ["+12025550142", "+12025550142;ext=1", "+12025550143"]);
    assert_eq!(refused_at(json!({ "otherPhones": [{ "phone": "+12025550142" }] })), "/otherPhones/0/phone");
    let extended =
        edit(&robin(), json!({ "phoneExtension": "7", "otherPhones": [{ "phone": "+12025550142" }] }));
    assert_eq!(extended.unwrap().fields, ["phoneExtension", "otherPhones"]);
    let many: Vec<Value> = (0..10).map(|number| json!({ "phone": format!("+120255501{number}0") })).collect();
    assert_eq!(refused_at(json!({ "otherPhones": many })), "/otherPhones");
    assert_eq!(refused_at(json!({ "otherPhones": [many[0], { "phone": "911" }] })), "/otherPhones/1/phone");
}

#[test]
fn consent_is_merged_member_by_member() {
    let at = "2026-09-01T00:00:00Z";
    let consent = json!({ "status": "granted", "recordedAt": at, "evidence": "form 7" });
    let customer = edit(&robin(), json!({ "consent": consent })).unwrap().customer;
    let edited = edit(&customer, json!({ "consent": { "status": "withdrawn" } })).unwrap();
    assert_eq!(
        serde_json::to_value(edited.customer.profile.consent).unwrap(),
        json!({ "status": "withdrawn", "recordedAt": at, "evidence": "form 7" })
    );
    let edited = edit(&customer, json!({ "consent": { "evidence": null } })).unwrap();
    assert_eq!(
        serde_json::to_value(edited.customer.profile.consent).unwrap(),
        json!({ "status": "granted", "recordedAt": at })
    );
    assert_eq!(edit(&customer, json!({ "consent": null })).unwrap().customer.profile.consent, None);
    assert_eq!(refused_at(json!({ "consent": { "status": "granted" } })), "/consent/recordedAt");
    assert_eq!(refused_at(json!({ "consent": { "recordedAt": at } })), "/consent/status");
    // Five minutes after the time of the edit, 2027-01-15T08:00:00Z, and a second more.
    for (at, is_possible) in [
        ("2027-01-15T08:05:00Z", true),
        ("2027-01-15T08:05:01Z", false),
        ("2036-01-01T00:00:00Z", false),
        ("1900-01-01T00:00:00Z", true),
        ("1899-12-31T23:59:59Z", false),
        ("0001-01-01T00:00:00Z", false),
        ("-009999-01-02T01:59:59Z", false),
    ] {
        let body = json!({ "consent": { "status": "granted", "recordedAt": at } });
        assert_eq!(edit(&robin(), body).is_ok(), is_possible, "{at}");
    }
}
