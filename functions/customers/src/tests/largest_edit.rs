//! An edit that is more than one transaction takes, with its words: they are written before it.

use domain::{
    customer::{Customer, CustomerEdit},
    ids::WordSetId,
    search,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::{customers, keys};

use super::{
    fixture::{Fixture, id_of, ids_of},
    recount,
};

/// An address of six words.
fn email(word: &str) -> String {
    format!("{word}.b{word}.c{word}@d{word}.e{word}.f{word}.example")
}

/// A customer with as much as there may be of what has entries of its own.
pub(super) fn full(block: u32, word: &str) -> Value {
    let others: Vec<Value> =
        (0..9).map(|number| json!({ "phone": format!("+1202555{block}{number}3") })).collect();
    let name: Vec<String> = (0..12).map(|number| format!("{word}{number}")).collect();
    let tags: Vec<String> = (0..20).map(|number| format!("{word}{number}")).collect();
    json!({
        "phone": format!("+1202555{block}99"), "otherPhones": others, "externalId": word, "tags": tags,
        "name": name.join(" "), "email": email(word),
    })
}

async fn found(fixture: &Fixture, query: &str) -> usize {
    let answer = fixture.list(query).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    ids_of(&answer).len()
}

/// How many words are written down, whether somebody is found by them or not.
async fn words(fixture: &Fixture) -> usize {
    recount::everything(&fixture.app.table, keys::customer_words(fixture.person.tenant)).await.len()
}

/// That the customer is found by the words of one, and not by those of the other.
async fn assert_found(fixture: &Fixture, by: &str, not_by: &str) {
    for (word, expected) in [(by, 1), (not_by, 0)] {
        for query in [
            format!("q={word}9"),
            format!("q={word}0%20{word}9"),
            format!("q={word}"),
            format!("q={word}.b"),
            format!("q={}", email(word)),
            format!("email={}", email(word)),
            format!("tag={word}7"),
            format!("externalId={word}"),
        ] {
            assert_eq!(found(fixture, &query).await, expected, "{query}");
        }
    }
}

#[tokio::test]
async fn a_customer_with_everything_changes_everything_at_once() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(full(10, "old")).await;
    let id = id_of(&customer);
    assert_eq!(words(&fixture).await, search::max_words(10));
    let edited = fixture.update(id, 1, &full(20, "new")).await;
    assert_eq!((edited.status, &edited.body["version"]), (200, &json!(2)), "{edited:?}");
    assert_eq!(edited.body["tags"][19], "new9");
    assert_found(&fixture, "new", "old").await;
    recount::check(&fixture.app.table, fixture.person.tenant).await;

    // Whatever happens to the customer then, the words go along.
    let edited = fixture.update(id, 2, &json!({ "name": "Robin Example", "notes": "x" })).await;
    assert_eq!(edited.status, 200, "{edited:?}");
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    assert_eq!((found(&fixture, "q=robin").await, found(&fixture, "q=new9").await), (1, 0));
    assert_eq!(fixture.update(id, 3, &full(10, "old")).await.status, 200);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    assert_found(&fixture, "old", "new").await;
    assert_eq!(fixture.delete(id, 4).await.status, 204);
    assert_eq!((found(&fixture, "q=old").await, words(&fixture).await), (0, 0));
    assert_eq!(fixture.restore(id).await.status, 200);
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    assert_found(&fixture, "old", "new").await;
}

#[tokio::test]
async fn another_system_changes_everything_at_once() {
    let fixture = Fixture::open().await;
    let mut body = full(10, "old");
    assert_eq!(fixture.put("old", &body).await.status, 201);
    let first = body["externalId"].take();
    body = full(20, "new");
    body["externalId"] = first;
    let put = fixture.put("old", &body).await;
    assert_eq!((put.status, &put.body["version"]), (200, &json!(2)), "{put:?}");
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    assert_eq!((found(&fixture, "q=new9").await, found(&fixture, "q=old9").await), (1, 0));
}

#[tokio::test]
async fn an_edit_that_is_refused_leaves_no_words() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(full(10, "old")).await;
    fixture.create(json!({ "phone": "+12025552033" })).await;
    let before = words(&fixture).await;
    let refused = fixture.update(id_of(&customer), 1, &full(20, "new")).await;
    assert_eq!(refused.error(), (409, "phone_taken"));
    assert_eq!(words(&fixture).await, before);
    assert_found(&fixture, "old", "new").await;
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn of_two_edits_at_once_the_words_of_one_are_found() {
    let fixture = Fixture::open().await;
    let customer = fixture.create(full(10, "old")).await;
    let id = id_of(&customer);
    // They have the same name and address, and other numbers.
    let (one, mut other) = (full(20, "new"), full(30, "new"));
    other["externalId"] = json!("other");
    let answers = tokio::join!(fixture.update(id, 1, &one), fixture.update(id, 1, &other));
    let mut statuses = [answers.0.status, answers.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412], "{answers:?}");
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    assert_eq!((found(&fixture, "q=new9").await, found(&fixture, "q=old9").await), (1, 0));
}

#[tokio::test]
async fn nobody_is_found_by_words_whose_edit_never_came() {
    let fixture = Fixture::open().await;
    let (table, tenant) = (&fixture.app.table, fixture.person.tenant);
    let customer = fixture.create(full(10, "old")).await;
    let id = id_of(&customer);
    let before = customers::get(table, tenant, id.parse().unwrap()).await.unwrap().unwrap();
    let edit: CustomerEdit = serde_json::from_value(full(20, "new")).unwrap();
    let after = before.edited(edit, None, Timestamp::MAX).unwrap().customer;
    let (kept, set) = (words(&fixture).await, WordSetId::from_parts(Timestamp::UNIX_EPOCH, 1));
    let prepared: Customer = customers::prepare(table, tenant, &before, after, set).await.unwrap();
    assert_eq!((prepared.word_set, words(&fixture).await > kept + 20), (Some(set), true));

    assert_found(&fixture, "old", "new").await;
    // Nor on a page that is read a moment behind, where others are found.
    for number in 0..3 {
        let phone = format!("+1202555400{number}");
        fixture.create(json!({ "phone": phone, "name": format!("Newton {number}") })).await;
    }
    let (ids, _) = fixture.walk("q=new&limit=1").await;
    assert_eq!((ids.len(), ids.iter().any(|found| found == id)), (3, false));
    // The same edit, made again, writes words of its own.
    assert_eq!(fixture.update(id, 1, &full(20, "new")).await.status, 200);
    let by_email = format!("email={}", email("new"));
    for (query, count) in [("q=new9", 1), ("q=old9", 0), (by_email.as_str(), 1), ("q=new", 4)] {
        assert_eq!(found(&fixture, query).await, count, "{query}");
    }
    assert_eq!(fixture.delete(id, 2).await.status, 204);
    assert_eq!(found(&fixture, "q=new9").await, 0);
}
