use domain::role::Role;
use serde_json::json;
use testing::TestRequest;

use super::fixture::{Fixture, id_of, ids_of, names_of};
use crate::list::ListCustomers;

#[tokio::test]
async fn the_newest_come_first() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(3, |number| json!({ "name": format!("Number {number}") })).await;
    let page = fixture.list("").await;
    assert_eq!(page.status, 200);
    assert_eq!(names_of(&page), ["Number 2", "Number 1", "Number 0"]);
    assert_eq!(page.body["items"][2], customers[0]);
    assert!(page.body.get("nextCursor").is_none());
}

#[tokio::test]
async fn pages_join_without_gap_or_repetition() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(23, |_| json!({})).await;
    let newest_first: Vec<&str> = customers.iter().rev().map(id_of).collect();
    for (limit, expected_pages) in [(1, 23), (5, 5), (11, 3), (22, 2), (23, 1), (24, 1)] {
        let (ids, pages) = fixture.walk(&format!("limit={limit}")).await;
        assert_eq!(ids, newest_first, "limit {limit}");
        assert_eq!(pages, expected_pages, "limit {limit}: there is no empty last page");
    }
}

#[tokio::test]
async fn fifty_come_unless_said_otherwise() {
    let fixture = Fixture::open().await;
    fixture.create_many(51, |_| json!({})).await;
    assert_eq!(ids_of(&fixture.list("").await).len(), 50);
    assert_eq!(ids_of(&fixture.list("limit=200").await).len(), 51);
}

#[tokio::test]
async fn large_customers_fill_a_page_too() {
    let fixture = Fixture::open().await;
    let text = "ن".repeat(500);
    let fields: serde_json::Map<String, serde_json::Value> =
        (0..40).map(|number| (format!("field {number}"), json!(text))).collect();
    fixture.create_many(30, |_| json!({ "notes": "م".repeat(4000), "customFields": fields })).await;
    // 1.5 MB: more than DynamoDB reads at once.
    assert_eq!(ids_of(&fixture.list("").await).len(), 30);
    let (ids, _) = fixture.walk("limit=29").await;
    assert_eq!(ids.len(), 30);
}

#[tokio::test]
async fn tags_find_those_who_have_one_or_all_of_them() {
    let fixture = Fixture::open().await;
    let tags = |number: u32| {
        let has = [("even", 2), ("third", 3), ("rare#1", 7)];
        let tags = has.into_iter().filter(|(_, n)| number.is_multiple_of(*n)).map(|(tag, _)| tag);
        json!({ "tags": tags.collect::<Vec<_>>(), "name": format!("Number {number}") })
    };
    let customers = fixture.create_many(40, tags).await;
    let newest_first = |is_meant: fn(usize) -> bool| -> Vec<String> {
        let meant = (0..40).rev().filter(|number| is_meant(*number));
        meant.map(|number| id_of(&customers[number]).to_owned()).collect()
    };
    for (query, expected) in [
        ("tag=even", newest_first(|n| n % 2 == 0)),
        ("tag=rare%231", newest_first(|n| n % 7 == 0)),
        ("tag=even&tag=third", newest_first(|n| n % 2 == 0 || n % 3 == 0)),
        ("tag=rare%231&tag=third&tagMatch=any", newest_first(|n| n % 7 == 0 || n % 3 == 0)),
        ("tag=even&tag=third&tagMatch=all", newest_first(|n| n % 6 == 0)),
        ("tag=even&tag=rare%231&tag=third&tagMatch=all", newest_first(|n| n % 42 == 0)),
        ("tag=even&tag=even&tagMatch=all", newest_first(|n| n % 2 == 0)),
        ("tag=rare", Vec::new()),
        ("tag=even&tag=rare&tagMatch=all", Vec::new()),
        ("tag=even&tag=rare", newest_first(|n| n % 2 == 0)),
    ] {
        for limit in [1, 3, 200] {
            let (ids, _) = fixture.walk(&format!("{query}&limit={limit}")).await;
            assert_eq!(ids, expected, "{query} by {limit}");
        }
    }
    let row = &fixture.list("tag=even&limit=1").await.body["items"][0];
    assert_eq!(row["name"], "Number 38");
}

#[tokio::test]
async fn an_entry_that_names_no_customer_does_not_end_the_list_of_a_tag() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(6, |_| json!({ "tags": ["vip"] })).await;
    let mut apart = fixture.app.items().await.kinds();
    assert!(apart.remove("customerTag"));
    let apart: Vec<&str> = apart.iter().map(String::as_str).collect();
    fixture.app.add_unreadable_items(&apart).await;
    let expected: Vec<_> = customers.iter().rev().map(|customer| id_of(customer).to_owned()).collect();
    for limit in 1..=7 {
        for matching in ["any", "all"] {
            let (ids, _) = fixture.walk(&format!("tag=vip&tagMatch={matching}&limit={limit}")).await;
            assert_eq!(ids, expected, "{matching} by {limit}");
        }
    }
}

#[tokio::test]
async fn tags_follow_every_change_of_a_customer() {
    let fixture = Fixture::open().await;
    let created =
        fixture.create(json!({ "phone": "+12025550142", "name": "Robin", "tags": ["vip", "new"] })).await;
    let id = id_of(&created);
    let tagged = async |tag: &str| {
        let page = fixture.list(&format!("tag={tag}")).await;
        names_of(&page).join(", ")
    };
    fixture.update(id, 1, &json!({ "tags": ["vip", "old"] })).await;
    assert_eq!([tagged("vip").await, tagged("new").await], ["Robin", ""]);
    fixture.update(id, 2, &json!({ "name": "Sam" })).await;
    assert_eq!([tagged("vip").await, tagged("old").await], ["Sam", "Sam"]);
    fixture.delete(id, 3).await;
    assert_eq!(tagged("vip").await, "");
    fixture.restore(id).await;
    assert_eq!(tagged("old").await, "Sam");
}

#[tokio::test]
async fn names_are_in_order_whatever_their_case_and_accents() {
    let fixture = Fixture::open().await;
    let names = ["Zoë", "élan", "Éclair", "anna  Zed", "Anna", "عمر", "李", "!?"];
    let named = |number: u32| match names.get(number as usize) {
        Some(name) => json!({ "name": name }),
        None => json!({}),
    };
    let customers = fixture.create_many(10, named).await;
    let ordered = ["!?", "Anna", "anna  Zed", "Éclair", "élan", "Zoë", "عمر", "李"];
    assert_eq!(names_of(&fixture.list("order=name").await), ordered);
    let (ids, pages) = fixture.walk("order=name&limit=2").await;
    assert_eq!((ids.len(), pages), (8, 4), "those without a name are not among them");
    fixture.update(id_of(&customers[0]), 1, &json!({ "name": "Abe" })).await;
    fixture.delete(id_of(&customers[1]), 1).await;
    assert_eq!(
        names_of(&fixture.list("order=name").await),
        ["!?", "Abe", "Anna", "anna  Zed", "Éclair", "عمر", "李"]
    );
}

#[tokio::test]
async fn a_list_says_how_many_there_are_where_that_is_counted() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(5, |_| json!({})).await;
    fixture.delete(id_of(&customers[1]), 1).await;
    let page = fixture.list("count=true&limit=2").await;
    assert_eq!((page.body["total"].clone(), ids_of(&page).len()), (json!(4), 2));
    assert_eq!(fixture.list("count=true&deleted=true").await.body["total"], 1);
    assert_eq!(fixture.list("limit=2").await.body.get("total"), None);
}

#[tokio::test]
async fn the_deleted_are_listed_apart() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(3, |_| json!({})).await;
    assert_eq!(fixture.delete(id_of(&customers[1]), 1).await.status, 204);
    assert_eq!(ids_of(&fixture.list("").await), [id_of(&customers[2]), id_of(&customers[0])]);
    let deleted = fixture.list("deleted=true").await;
    assert_eq!(ids_of(&deleted), [id_of(&customers[1])]);
    assert!(deleted.body["items"][0]["deletedAt"].is_string());
    assert_eq!(fixture.list("deleted=false").await.body, fixture.list("").await.body);
}

#[tokio::test]
async fn bad_parameters_are_refused_by_name() {
    let fixture = Fixture::open().await;
    for (query, parameter) in [
        ("limit=0", "?limit"),
        ("limit=201", "?limit"),
        ("limit=many", "?limit"),
        ("limit=-1", "?limit"),
        ("tag=", "?tag"),
        ("deleted=perhaps", "?deleted"),
        ("page=2", "?page"),
        ("q=a&deleted=true", "?q"),
        ("q=a&tag=vip", "?q"),
        ("tag=vip&deleted=true", "?tag"),
        ("tag=a&tag=b&tag=c&tag=d&tag=e&tag=f", "?tag"),
        ("tag=a&tag=", "?tag"),
        ("tag=a&tagMatch=some", "?tagMatch"),
        ("q=a&count=true", "?count"),
        ("order=name&count=true", "?count"),
        ("phone=%2B12025550142&email=robin@example.com", "?phone"),
        ("ids=01ARZ3NDEKTSV4RRFFQ69G5FAV&order=updated", "?ids"),
        ("updatedSince=2026-09-21T12:00:00Z&deleted=true", "?updatedSince"),
        ("phone=anonymous", "?phone"),
        ("email=nobody", "?email"),
        ("externalId=a%20b", "?externalId"),
        ("ids=", "?ids"),
        ("ids=nonsense", "?ids"),
        ("updatedSince=yesterday", "?updatedSince"),
        ("order=name&order=updated", "?order"),
        ("order=age", "?order"),
        (&format!("q={}", "a".repeat(201)), "?q"),
    ] {
        let answer = fixture.list(query).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{query}: {answer:?}");
        assert_eq!(answer.refused_fields(), [parameter], "{query}");
    }
}

#[tokio::test]
async fn a_cursor_is_good_for_its_own_list_only() {
    let fixture = Fixture::open().await;
    fixture.create_many(4, |_| json!({ "name": "Robin Example", "tags": ["vip"] })).await;
    let stranger = fixture.app.user_of_new_tenant(Role::Owner).await;
    let lists = [
        "limit=2",
        "limit=2&q=robin",
        "limit=2&q=rob",
        "limit=2&tag=vip",
        "limit=2&tag=vip&tagMatch=all",
        "limit=2&order=updated",
        "limit=2&order=name",
    ];
    let mut cursors = Vec::new();
    for list in lists {
        let page = fixture.list(list).await;
        cursors
            .push(page.body["nextCursor"].as_str().unwrap_or_else(|| panic!("{list}: {page:?}")).to_owned());
    }
    for (own, cursor) in lists.iter().zip(&cursors) {
        for list in lists.iter().chain(&["deleted=true"]) {
            let query = format!("{list}&cursor={cursor}");
            let answer = fixture.list(&query).await;
            if own == list {
                assert_eq!(answer.status, 200);
            } else {
                assert_eq!(answer.error(), (400, "cursor_refused"), "a cursor of {own} for {list}");
                assert_eq!(answer.refused_fields(), ["?cursor"]);
            }
        }
        let query = format!("{own}&cursor={cursor}");
        let answer = fixture.app.send::<ListCustomers>(TestRequest::new().by(&stranger).query(query)).await;
        assert_eq!(answer.error(), (400, "cursor_refused"), "in another tenant");
    }
    for made_up in ["nonsense", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(fixture.list(&format!("cursor={made_up}")).await.error(), (400, "cursor_refused"));
    }
}

#[tokio::test]
async fn another_tenant_sees_nothing() {
    let fixture = Fixture::open().await;
    let body = json!({
        "phone": "+12025550142", "name": "Robin Example", "email": "robin@example.com", "externalId": "crm:1",
        "tags": ["vip"],
    });
    let customer = fixture.create(body).await;
    let by_id = format!("ids={}", id_of(&customer));
    let gone = fixture.create(json!({ "phone": "+12025550143" })).await;
    fixture.delete(id_of(&gone), 1).await;
    let stranger = fixture.app.user_of_new_tenant(Role::Owner).await;
    let lookups = ["phone=%2B12025550142", "email=robin@example.com", "externalId=crm:1", &by_id];
    let changes = ["updatedSince=2020-01-01T00:00:00Z", "order=updated", "order=name", "q=%2B1202"];
    for query in
        ["", "q=robin", "q=0142", "tag=vip", "deleted=true"].into_iter().chain(lookups).chain(changes)
    {
        let page = fixture.app.send::<ListCustomers>(TestRequest::new().by(&stranger).query(query)).await;
        assert_eq!(page.body, json!({ "items": [] }), "{query}");
    }
}

#[tokio::test]
async fn everybody_who_is_signed_in_may_look() {
    let fixture = Fixture::open().await;
    let viewer = fixture.app.user_of(fixture.person.tenant, Role::Viewer).await;
    assert_eq!(fixture.app.send::<ListCustomers>(TestRequest::new().by(&viewer)).await.status, 200);
    let nobody = fixture.app.send::<ListCustomers>(TestRequest::new()).await;
    assert_eq!(nobody.error(), (401, "unauthenticated"));
}
