use std::collections::BTreeSet;

use domain::{
    customer::{Customer, Profile, Source},
    ids::CustomerId,
    phone::PhoneNumber,
    text::Name,
};
use serde_json::json;
use store::{Item, customers::WordEntry, keys};

use super::fixture::{Fixture, id_of, ids_of, names_of, phone};

/// What was typed, as it stands in an address.
fn q(text: &str) -> String {
    let mut query = "q=".to_owned();
    for byte in text.bytes() {
        query.push_str(&format!("%{byte:02X}"));
    }
    query
}

#[tokio::test]
async fn people_are_found_by_what_is_typed() {
    let fixture = Fixture::open().await;
    for (name, number, email) in [
        ("Robin van der Example", "+12025550142", Some("robin@example.com")),
        ("José Núñez", "+12025550007", None),
        ("Anna Groß-O'Neill", "+442079460123", Some("anna.gross@example.org")),
        ("فاطمة الزهراء أحمد", "+966501234567", None),
        ("محمد عبد الله", "+966501230000", None),
    ] {
        fixture.create(json!({ "name": name, "phone": number, "email": email })).await;
    }
    for (typed, found) in [
        ("rob", vec!["Robin van der Example"]),
        ("EXAMPLE robin", vec!["Robin van der Example"]),
        ("exa rob van", vec!["Robin van der Example"]),
        ("robin nunez", vec![]),
        ("obin", vec![]),
        ("jose nun", vec!["José Núñez"]),
        ("JOSÉ", vec!["José Núñez"]),
        ("gross", vec!["Anna Groß-O'Neill"]),
        ("oneill", vec!["Anna Groß-O'Neill"]),
        ("o'neill anna", vec!["Anna Groß-O'Neill"]),
        ("فاطمه", vec!["فاطمة الزهراء أحمد"]),
        ("احمد", vec!["فاطمة الزهراء أحمد"]),
        ("مُحَمَّد", vec!["محمد عبد الله"]),
        ("الل محمد", vec!["محمد عبد الله"]),
        ("0142", vec!["Robin van der Example"]),
        ("0007", vec!["José Núñez"]),
        ("0000", vec!["محمد عبد الله"]),
        ("(202) 555-01", vec!["Robin van der Example"]),
        ("+1 202", vec!["José Núñez", "Robin van der Example"]),
        ("00966 50 123", vec!["محمد عبد الله", "فاطمة الزهراء أحمد"]),
        ("٠٥٠ ١٢٣ ٤٥٦٧", vec!["فاطمة الزهراء أحمد"]),
        ("020 7946 0123", vec!["Anna Groß-O'Neill"]),
        ("Robin@Ex", vec!["Robin van der Example"]),
        ("anna.gross@example.org", vec!["Anna Groß-O'Neill"]),
        ("anna anna.gross@", vec!["Anna Groß-O'Neill"]),
        ("robin 0142", vec!["Robin van der Example"]),
        ("--", vec![]),
        ("#", vec![]),
    ] {
        assert_eq!(names_of(&fixture.list(&q(typed)).await), found, "{typed}");
    }
    assert_eq!(ids_of(&fixture.list("q=").await).len(), 5, "nothing typed is no search");
    assert_eq!(ids_of(&fixture.list("q=%20").await).len(), 5, "nothing typed is no search");
}

#[tokio::test]
async fn a_word_in_full_comes_before_longer_ones() {
    let fixture = Fixture::open().await;
    let names = ["Annabel One", "Ann Two", "Anna Three"];
    fixture.create_many(3, |number| json!({ "name": names[number as usize] })).await;
    assert_eq!(names_of(&fixture.list("q=ann").await), ["Ann Two", "Anna Three", "Annabel One"]);
}

#[tokio::test]
async fn many_matches_come_page_by_page_each_once() {
    let fixture = Fixture::open().await;
    // Each is met under two or three words that begin with "an"; every fifth is not meant by the second word.
    let name = |number: u32| {
        let last = if number.is_multiple_of(5) { "Other" } else { "Smith" };
        let second = if number.is_multiple_of(3) { "Anita Angela" } else { "Andrea" };
        json!({ "name": format!("Anna {second} {last}") })
    };
    let customers = fixture.create_many(60, name).await;
    let expected = |keep: &dyn Fn(usize) -> bool| -> BTreeSet<String> {
        customers
            .iter()
            .enumerate()
            .filter(|(number, _)| keep(*number))
            .map(|(_, customer)| id_of(customer).to_owned())
            .collect()
    };
    for (query, keep) in [
        ("q=an", &(|_| true) as &dyn Fn(usize) -> bool),
        ("q=an%20smith", &|number| number % 5 != 0),
        ("q=smith%20anna%20and", &|number| number % 5 != 0 && number % 3 != 0),
        // In two spellings, and by the beginning of a national number or by its end.
        ("q=%C3%A4n", &|_| true),
        ("q=2015550", &|_| true),
    ] {
        let expected = expected(keep);
        for limit in [7, 30, 59, 60] {
            let (ids, pages) = fixture.walk(&format!("{query}&limit={limit}")).await;
            assert_eq!(ids.len(), expected.len(), "{query} by {limit}");
            assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), expected, "{query} by {limit}");
            assert!(pages <= 60 * 3 / limit + 2, "{query} by {limit} took {pages} pages");
        }
    }
}

#[tokio::test]
async fn a_search_sees_every_change_at_once() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(json!({ "phone": "+12025550142", "name": "Robin Example" })).await;
    let id = id_of(&customer);
    let renamed = json!({ "name": "Sam Sample", "phone": "+12025550143", "email": "sam@example.com" });
    fixture.update(id, 1, &renamed).await;
    for (query, count) in [("q=robin", 0), ("q=0142", 0), ("q=sam", 1), ("q=0143", 1), ("q=sam@", 1)] {
        assert_eq!(ids_of(&fixture.list(query).await).len(), count, "{query}");
    }
    fixture.delete(id, 2).await;
    assert!(ids_of(&fixture.list("q=sam").await).is_empty());
    fixture.restore(id).await;
    assert_eq!(ids_of(&fixture.list("q=sam").await), [id]);
}

#[tokio::test]
async fn a_full_page_knows_whether_there_are_more() {
    let fixture = Fixture::open().await;
    let names = ["Ana Anb", "Anc", "And Ane"];
    let customers = fixture.create_many(3, |number| json!({ "name": names[number as usize] })).await;
    let (ids, pages) = fixture.walk("q=an&limit=1").await;
    assert_eq!(ids, customers.iter().map(id_of).collect::<Vec<_>>());
    assert_eq!(pages, 3);
}

#[tokio::test]
async fn a_filter_that_few_pass_ends_pages_early_and_loses_nobody() {
    let fixture = Fixture::open().await;
    let (table, tenant) = (&fixture.app.table, fixture.person.tenant);
    // More than one request reads. Only what the lists look at is written.
    let mut rare = Vec::new();
    for number in 0..850_u32 {
        let is_rare = number.is_multiple_of(400);
        let id = CustomerId::from_parts(fixture.app.context.clock.now(), u128::from(number));
        let name = if is_rare { "Anna Zed" } else { "Anna Example" };
        let profile = Profile { name: Name::new(name).ok(), ..Profile::default() };
        let phone = PhoneNumber::from_e164(&phone(number)).unwrap();
        let customer = Customer::new(id, phone, profile, Source::Manual, fixture.app.context.clock.now());
        table.put(Item::new(keys::customer(tenant, id), &customer).unwrap()).await.unwrap();
        let summary = customer.summary();
        let (word, words) = ("anna".to_owned(), customer.words());
        let entry = WordEntry { customer_id: id, word, words, set: None, summary };
        table.put(Item::new(keys::customer_word(tenant, "anna", id, None), &entry).unwrap()).await.unwrap();
        if is_rare {
            rare.push(id.to_string());
        }
    }
    let (mut ids, pages) = fixture.walk("q=anna%20ze").await;
    assert_eq!(pages, 2);
    ids.sort();
    assert_eq!(ids, rare);
}

#[tokio::test]
async fn somebody_who_is_renamed_during_a_search_is_shown_once() {
    let fixture = Fixture::open().await;
    let (table, tenant) = (&fixture.app.table, fixture.person.tenant);
    // The word of the old name and that of the new one, as a search may read them from either side of the change.
    let customer = fixture.create(json!({ "phone": "+12025550142", "name": "Anna Zed" })).await;
    let id: CustomerId = id_of(&customer).parse().unwrap();
    let words = BTreeSet::from(["annabel".to_owned()]);
    let kept = store::customers::get(table, tenant, id).await.unwrap().unwrap();
    let summary = kept.summary();
    let entry = WordEntry { customer_id: id, word: "annabel".to_owned(), words, set: None, summary };
    table.put(Item::new(keys::customer_word(tenant, "annabel", id, None), &entry).unwrap()).await.unwrap();
    fixture.create(json!({ "phone": "+12025550143", "name": "Annette" })).await;
    for query in ["q=ann", "q=ann&limit=2"] {
        let page = fixture.list(query).await;
        assert_eq!(page.status, 200, "{query}: {page:?}");
        assert_eq!(names_of(&page), ["Anna Zed", "Annette"], "{query}");
    }
}

#[tokio::test]
async fn a_search_shows_what_a_customer_is_recognised_by() {
    let fixture = Fixture::open().await;
    let customer = fixture
        .create(json!({
            "phone": "+12025550142", "phoneExtension": "12", "name": "Robin Example", "email": "robin@example.com",
            "otherPhones": [{ "phone": "+442079460123", "label": "work" }], "notes": "Prefers mornings",
        }))
        .await;
    let id = id_of(&customer);
    let mut shown = json!({});
    for member in ["id", "name", "email", "phone", "phoneCheck", "phoneExtension", "otherPhones"] {
        shown[member] = customer[member].clone();
    }
    for query in
        ["q=robin", "q=robin@", "q=0142", "q=%2B44207", "q=0123", "q=9460123", "q=example%20442079460123"]
    {
        assert_eq!(fixture.list(query).await.body, json!({ "items": [shown] }), "{query}");
    }
    let edit = json!({ "otherPhones": [{ "phone": "+442079460123", "label": "home" }] });
    assert_eq!(fixture.update(id, 1, &edit).await.status, 200);
    for query in ["q=robin", "q=%2B44207", "q=%2B1202"] {
        let page = fixture.list(query).await;
        assert_eq!(page.body["items"][0]["otherPhones"][0]["label"], "home", "{query}");
    }
    fixture.update(id, 2, &json!({ "otherPhones": null })).await;
    assert_eq!(fixture.list("q=%2B44207").await.body, json!({ "items": [] }));
}

#[tokio::test]
async fn beginnings_of_numbers_are_found_page_by_page_each_customer_once() {
    let fixture = Fixture::open().await;
    let others = |number: u32| {
        json!({ "otherPhones": [
            { "phone": phone(number), "extension": "1" }, { "phone": phone(number), "extension": "2" },
            { "phone": phone(number + 1000) },
        ] })
    };
    let customers = fixture.create_many(20, others).await;
    for limit in [1, 3, 7, 19, 20] {
        let (ids, _) = fixture.walk(&format!("q=%2B12&limit={limit}")).await;
        assert_eq!(ids, customers.iter().map(id_of).collect::<Vec<_>>(), "by {limit}");
    }
}
