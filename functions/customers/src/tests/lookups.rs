use serde_json::json;

use super::fixture::{Fixture, id_of, ids_of};

#[tokio::test]
async fn what_few_have_finds_them() {
    let fixture = Fixture::open().await;
    let long = format!("{}@example.com", "r".repeat(45));
    let mut ids = Vec::new();
    for (number, extension, email, external_id) in [
        ("+12025550142", None, Some("robin@example.com"), Some("crm:1")),
        ("+12025550143", Some("1"), Some("robin@example.com"), None),
        ("+12025550143", Some("2"), Some(long.as_str()), None),
        ("+12025550144", None, Some("robin@example.co"), None),
    ] {
        let body = json!({
            "phone": number, "phoneExtension": extension, "email": email, "externalId": external_id,
        });
        fixture.app.clock.advance(jiff::SignedDuration::from_millis(1));
        ids.push(id_of(&fixture.create(body).await).to_owned());
    }
    let unknown = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    for (query, found) in [
        ("phone=%2B12025550142".to_owned(), vec![0]),
        ("phone=+12025550142".to_owned(), vec![0]),
        ("phone=202-555-0142".to_owned(), vec![0]),
        ("phone=%2B12025550143".to_owned(), vec![1, 2]),
        ("phone=%2B12025550149".to_owned(), vec![]),
        ("email=Robin@Example.com".to_owned(), vec![0, 1]),
        (format!("email={long}"), vec![2]),
        ("email=sam@example.com".to_owned(), vec![]),
        ("externalId=crm:1".to_owned(), vec![0]),
        ("externalId=crm:2".to_owned(), vec![]),
        (format!("ids={},{unknown},{},{}", ids[3], ids[1], ids[3]), vec![1, 3]),
    ] {
        let page = fixture.list(&query).await;
        assert_eq!(page.status, 200, "{query}: {page:?}");
        let mut found_ids = ids_of(&page);
        found_ids.sort();
        assert_eq!(found_ids, found.into_iter().map(|at| ids[at].clone()).collect::<Vec<_>>(), "{query}");
    }
    let page = fixture.list("externalId=crm:1").await;
    assert_eq!(page.body["items"][0], fixture.get(&ids[0]).await.body, "all of it, not a summary");
}

#[tokio::test]
async fn another_system_is_told_every_change_and_deletion() {
    let fixture = Fixture::open().await;
    let customers = fixture.create_many(6, |number| json!({ "name": format!("Number {number}") })).await;
    let since = customers[3]["createdAt"].as_str().unwrap();
    let minute = || fixture.app.clock.advance(jiff::SignedDuration::from_millis(5));
    minute();
    fixture.update(id_of(&customers[1]), 1, &json!({ "notes": "x" })).await;
    minute();
    fixture.delete(id_of(&customers[4]), 1).await;
    minute();
    let restored = id_of(&customers[5]);
    fixture.delete(restored, 1).await;
    minute();
    fixture.restore(restored).await;

    let expected = [3, 1, 4, 5].map(|at| id_of(&customers[at]).to_owned());
    for limit in [1, 2, 50] {
        let (ids, _) = fixture.walk(&format!("updatedSince={since}&limit={limit}")).await;
        assert_eq!(ids, expected, "by {limit}");
    }
    let page = fixture.list(&format!("updatedSince={since}")).await;
    let deleted = &page.body["items"][2];
    let gone = fixture.get(id_of(&customers[4])).await;
    assert_eq!(*deleted, json!({ "id": customers[4]["id"], "deletedAt": gone.body["deletedAt"] }));
    assert_eq!(page.body["items"][1], fixture.get(id_of(&customers[1])).await.body);

    let (ids, _) = fixture.walk("order=updated&limit=2").await;
    assert_eq!(ids, [5, 1, 3, 2, 0].map(|at| id_of(&customers[at]).to_owned()));
}
