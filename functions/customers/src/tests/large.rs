//! Pages of customers who are as large as they may be.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    customer::{CustomFields, Customer, FieldValue, Profile, Source, Tags},
    ids::CustomerId,
    phone::PhoneNumber,
    text::{Name, Notes, Tag, Text},
};
use serde_json::json;
use store::{Item, keys, schema::Index};

use super::fixture::{Fixture, ids_of, phone};

/// What Lambda lets a function answer with (AWS Lambda quotas, "Invocation payload").
const LARGEST_ANSWER: usize = 6 * 1024 * 1024;

/// A customer whose texts are of quotes only, which are written as `\\\"` in the JSON of an answer: four bytes for one.
fn large(fixture: &Fixture, number: u32) -> Customer {
    let field = |number: usize| {
        (Tag::new(&number.to_string()).unwrap(), FieldValue::Text(Text::new(&"\"".repeat(500)).unwrap()))
    };
    let fields: BTreeMap<_, _> = (0..40).map(field).collect();
    let profile = Profile {
        name: Name::new("Robin Example").ok(),
        tags: Tags::try_from(BTreeSet::from([Tag::new("vip").unwrap()])).unwrap(),
        notes: Notes::new(&"\"".repeat(4000)).ok(),
        custom_fields: CustomFields::try_from(fields).unwrap(),
        ..Profile::default()
    };
    let now = fixture.app.context.clock.now();
    let id = CustomerId::from_parts(now, u128::from(number));
    Customer::new(id, PhoneNumber::from_e164(&phone(number)).unwrap(), profile, Source::Manual, now)
}

#[tokio::test]
async fn a_page_fits_into_an_answer() {
    let fixture = Fixture::open().await;
    let (table, tenant) = (&fixture.app.table, fixture.person.tenant);
    let mut everybody = Vec::new();
    for number in 0..130 {
        let customer = large(&fixture, number);
        let id = customer.id;
        let item = Item::new(keys::customer(tenant, id), &customer).unwrap();
        table.put(item.indexed(Index::Order, &keys::customers(tenant), "robin example")).await.unwrap();
        everybody.push(id.to_string());
    }
    let named = format!("ids={}", everybody[..100].join(","));
    for (query, everybody) in [
        ("limit=200", &everybody[..]),
        ("limit=200&order=name", &everybody[..]),
        ("limit=200&order=updated", &everybody[..]),
        (&named, &everybody[..100]),
    ] {
        let (mut ids, mut cursor, mut largest) = (Vec::new(), String::new(), 0);
        loop {
            let page = fixture.list(&format!("{query}{cursor}")).await;
            assert_eq!(page.status, 200, "{query}");
            let answer = json!({ "statusCode": 200, "headers": {}, "body": page.body.to_string() });
            let size = answer.to_string().len();
            assert!(size < LARGEST_ANSWER, "{query}: {size} bytes");
            largest = largest.max(size);
            ids.extend(ids_of(&page));
            match page.body["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert!(largest > LARGEST_ANSWER / 2, "{query}: no page has more than {largest} bytes");
        ids.sort();
        assert_eq!(ids, everybody, "{query}");
    }
}
