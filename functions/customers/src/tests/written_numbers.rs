//! What people write as a phone number, through the API: what is no number is refused, and each form of a number is it.

use domain::{phone::Region, tenant::Changes};
use runtime::Clock;
use serde_json::{Value, json};
use store::{Transaction, tenants};
use testing::TestResponse;

use super::{
    fixture::{Fixture, id_of, ids_of},
    recount,
};

/// A person at work in a business of this country.
async fn in_region(region: &str) -> Fixture {
    let fixture = Fixture::open().await;
    let (table, tenant) = (&fixture.app.table, fixture.person.tenant);
    let before = tenants::get(table, tenant).await.unwrap().unwrap();
    let changes = Changes { default_region: Region::new(region).ok(), ..Changes::default() };
    let after = before.edited(changes, fixture.app.clock.now());
    if after != before {
        let mut transaction = Transaction::new();
        tenants::replace(&mut transaction, tenant, &before, &after).unwrap();
        table.commit(transaction).await.unwrap();
    }
    fixture
}

/// As a parameter of a query.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn assert_refused(answer: &TestResponse, field: &str, code: &str, what: &str) {
    assert_eq!(answer.error(), (422, "validation_failed"), "{what}: {answer:?}");
    assert_eq!(answer.refused_fields(), [field], "{what}");
    assert_eq!(answer.body["errors"][0]["code"], code, "{what}");
}

#[tokio::test]
async fn what_is_left_over_is_neither_dropped_nor_kept() {
    let (spreadsheet, left_over, letters) = ("spreadsheet_number", "text_left_over", "letters_in_number");
    for (region, right, wrong) in [
        (
            "SA",
            "0501234567",
            vec![
                ("501234567.0", spreadsheet),
                ("050 123 4567 / 2", left_over),
                ("050 123 4567 2", left_over),
                ("0501234567 (2)", left_over),
                ("0501234568l", letters),
                ("O501234567", letters),
                ("05O1234567", letters),
                ("501234567e9", spreadsheet),
            ],
        ),
        ("AE", "0501234561", vec![("50123456l", letters), ("50123456l.0", letters)]),
        ("DE", "015112345678", vec![("15112345678.0", spreadsheet), ("15112345678 2", left_over)]),
        ("IN", "9876543210", vec![("9876543210.0", spreadsheet), ("987654321O", letters)]),
        ("SE", "070 123 45 67", vec![("070 123 45 67 (Axel)", letters)]),
        ("US", "202-555-0142", vec![("3.108207129E9", spreadsheet), ("1234567891.0", spreadsheet)]),
    ] {
        let fixture = in_region(region).await;
        let customer = fixture.create(json!({ "phone": right })).await;
        for (text, code) in wrong {
            let what = format!("{text} in {region}");
            assert_refused(&fixture.try_create(&json!({ "phone": text })).await, "/phone", code, &what);
            let other = json!({ "phone": "+12025550177", "otherPhones": [{ "phone": text }] });
            assert_refused(&fixture.try_create(&other).await, "/otherPhones/0/phone", code, &what);
            let edits = [
                (json!({ "phone": text }), "/phone"),
                (json!({ "otherPhones": [{ "phone": text }] }), "/otherPhones/0/phone"),
            ];
            for (edit, field) in edits {
                assert_refused(&fixture.update(id_of(&customer), 1, &edit).await, field, code, &what);
            }
            let looked_up = fixture.list(&format!("phone={}", escaped(text))).await;
            assert_eq!(looked_up.error(), (422, "validation_failed"), "{what}");
        }
        assert_eq!(fixture.get(id_of(&customer)).await.body, customer, "{region}");
        recount::check(&fixture.app.table, fixture.person.tenant).await;
    }
}

/// Numbers, and other forms in which each was written or still is: those of Argentina's mobiles without their 9 are
/// numbers of their own to the plan.
const FORMS: [(&str, &str, &[&str]); 6] = [
    ("AR", "+5491123450171", &["+541123450171", "+54 11 15 2345 0171", "011 15-2345-0171", "011 2345-0171"]),
    ("AR", "+541123450171", &["+5491123450171", "011 15-2345-0171"]),
    ("MX", "+525512345678", &["+5215512345678", "044 55 1234 5678", "01 55 1234 5678"]),
    ("BR", "+5511981234567", &["+551181234567", "(11) 8123-4567"]),
    ("IT", "+390612340042", &["+39612340042", "6 1234 0042"]),
    ("IT", "+393471234567", &["+3903471234567", "0347 1234567"]),
];

#[tokio::test]
async fn a_number_is_taken_and_found_in_each_of_its_forms() {
    for (region, number, forms) in FORMS {
        let fixture = in_region(region).await;
        let customer = fixture.create(json!({ "phone": number })).await;
        assert_eq!(customer["phone"], number);
        let other = fixture.create(json!({ "phone": "+12025550142" })).await;
        for form in forms {
            let what = format!("{form} for {number}");
            let again = fixture.try_create(&json!({ "phone": form })).await;
            assert_eq!(again.error(), (409, "phone_taken"), "{what}: {again:?}");
            assert_eq!(again.body["existingId"], customer["id"], "{what}");
            let taken = json!({ "otherPhones": [{ "phone": form }] });
            let taken = fixture.update(id_of(&other), 1, &taken).await;
            assert_eq!((taken.error(), &taken.body["existingId"]), ((409, "phone_taken"), &customer["id"]));
            for query in ["phone", "q"] {
                let found = fixture.list(&format!("{query}={}", escaped(form))).await;
                assert_eq!(found.status, 200, "{what}: {found:?}");
                assert_eq!(ids_of(&found), [id_of(&customer)], "{query}: {what}");
            }
        }
        recount::check(&fixture.app.table, fixture.person.tenant).await;
    }
}

#[tokio::test]
async fn whoever_has_two_forms_of_a_number_behind_extensions_is_found_once() {
    let fixture = in_region("AR").await;
    let mut ids = Vec::new();
    for number in 0..3 {
        fixture.app.clock.advance(jiff::SignedDuration::from_millis(1));
        // So many that one request does not come to the last of them, which is in the other form.
        let form = |extension: u32| if extension < 9 { "+549112345017" } else { "+54112345017" };
        let numbered = |extension: u32| json!({ "phone": format!("{}{number}", form(extension)), "extension": extension.to_string() });
        let others: Vec<Value> = (2..=9).map(numbered).collect();
        let first = numbered(1);
        let body = json!({
            "phone": first["phone"], "phoneExtension": first["extension"], "otherPhones": others,
        });
        let customer = fixture.create(body).await;
        ids.push(id_of(&customer).to_owned());
    }
    for query in ["q=%2B549112345", "q=%2B54112345", "q=0112345017"] {
        for limit in [1, 2, 50] {
            assert_eq!(fixture.walk(&format!("{query}&limit={limit}")).await.0, ids, "{query} by {limit}");
        }
    }
}

#[tokio::test]
async fn what_is_unusual_about_a_number_is_said_and_not_refused() {
    let fixture = Fixture::open().await;
    let (unusual, usual) = ("+12112345678", "+12025550142");
    let body = json!({
        "phone": unusual, "name": "Robin", "tags": ["vip"], "otherPhones": [{ "phone": usual }],
    });
    let customer = fixture.create(body).await;
    let checks = |shown: &Value| json!([shown["phoneCheck"], shown["otherPhones"][0]["phoneCheck"]]);
    let expected = json!(["unusual", "valid"]);
    assert_eq!(checks(&customer), expected);
    assert_eq!(checks(&fixture.get(id_of(&customer)).await.body), expected);
    for query in ["", "q=robin", "tag=vip", "order=name", "phone=%2B12112345678"] {
        let page = fixture.list(query).await;
        assert_eq!(checks(&page.body["items"][0]), expected, "{query}: {page:?}");
    }
    let edit = json!({ "phone": usual, "otherPhones": [{ "phone": unusual }] });
    let edited = fixture.update(id_of(&customer), 1, &edit).await;
    assert_eq!(checks(&edited.body), json!(["valid", "unusual"]), "{edited:?}");
}
