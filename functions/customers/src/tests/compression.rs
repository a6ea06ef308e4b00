//! Large answers, compressed for whoever takes it.

use serde_json::json;
use testing::{TestRequest, TestResponse};

use super::fixture::{Fixture, id_of};
use crate::{get::GetCustomer, list::ListCustomers, update::UpdateCustomer};

fn asking(coding: &str) -> TestRequest {
    TestRequest::new().header("accept-encoding", coding)
}

fn coding_of(answer: &TestResponse) -> Option<&str> {
    answer.headers.get("content-encoding").map(String::as_str)
}

#[tokio::test]
async fn a_page_of_customers_is_a_fraction_on_its_way() {
    let fixture = Fixture::open().await;
    let names = ["Maya Lindqvist", "Omar Haddad", "فاطمة الزهراء", "José Núñez", "Siobhán O'Neill"];
    let customers = |number: u32| {
        let name = names[number as usize % names.len()];
        json!({ "name": format!("{name} {number}"), "email": format!("person{number}@example.com"), "tags": ["recall"] })
    };
    fixture.create_many(50, customers).await;
    let bare = fixture.list("limit=50").await;
    assert_eq!(coding_of(&bare), None);
    let compressed = fixture.send::<ListCustomers>(asking("gzip, deflate, br").query("limit=50")).await;
    assert_eq!((coding_of(&compressed), compressed.status), (Some("gzip"), 200));
    assert_eq!(compressed.body["items"], bare.body["items"]);
    println!("a page of 50 customers: {} bytes, compressed {}", bare.bytes, compressed.bytes);
    assert!(compressed.bytes * 4 < bare.bytes, "{} of {} bytes", compressed.bytes, bare.bytes);
}

#[tokio::test]
async fn a_record_has_the_same_tag_in_either_form() {
    let fixture = Fixture::open().await;
    let notes = "Prefers the afternoon. ".repeat(80);
    let created = fixture.create(json!({ "phone": "+12025550142", "notes": notes })).await;
    let id = id_of(&created);
    let compressed = fixture.send::<GetCustomer>(asking("gzip").path("customerId", id)).await;
    let bare = fixture.get(id).await;
    assert_eq!((coding_of(&compressed), coding_of(&bare)), (Some("gzip"), None));
    assert_eq!((&compressed.headers["etag"], &compressed.body), (&bare.headers["etag"], &bare.body));

    let edit = asking("gzip").path("customerId", id).header("if-match", &compressed.headers["etag"]);
    let edited = fixture.send::<UpdateCustomer>(edit.json(&json!({ "name": "Robin" }))).await;
    assert_eq!((edited.status, coding_of(&edited)), (200, Some("gzip")));
}

#[tokio::test]
async fn an_error_is_compressed_as_well() {
    let fixture = Fixture::open().await;
    let phones: Vec<_> =
        (0..20).map(|number| json!({ "phone": "none", "label": "x".repeat(100 + number) })).collect();
    let created = fixture.create(json!({ "phone": "+12025550142" })).await;
    let wrong = asking("gzip").path("customerId", id_of(&created)).version(1);
    let wrong = wrong.json(&json!({ "name": "x".repeat(200), "otherPhones": phones, "tags": vec![""; 20] }));
    let refused = fixture.send::<UpdateCustomer>(wrong).await;
    assert_eq!((refused.status, coding_of(&refused)), (422, Some("gzip")), "{refused:?}");
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    assert!(refused.field_errors().contains(&("/name", "too_long")), "{refused:?}");
}
