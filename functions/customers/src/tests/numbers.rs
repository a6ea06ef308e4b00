use domain::phone::PhoneNumber;
use serde_json::{Value, json};
use store::customers::{self, Owner};

use super::{
    fixture::{Fixture, id_of},
    recount,
};

async fn owner(fixture: &Fixture, number: &str) -> Owner {
    let number = PhoneNumber::from_e164(number).unwrap();
    customers::owner_of_number(&fixture.app.table, fixture.person.tenant, &number).await.unwrap()
}

fn one(customer: &Value) -> Owner {
    Owner::One(id_of(customer).parse().unwrap())
}

#[tokio::test]
async fn numbers_are_added_and_released_one_by_one() {
    let fixture = Fixture::open().await;
    let robin = fixture
        .create(json!({
            "phone": "+12025550142", "name": "Robin",
            "otherPhones": [{ "phone": "202-555-0143", "label": "work" }, { "phone": "+12025550144" }],
        }))
        .await;
    let other = json!({ "phone": "+12025550143", "phoneCheck": "valid", "label": "work" });
    assert_eq!((&robin["otherPhones"][0], &robin["phoneCheck"]), (&other, &json!("valid")));
    for taken in ["+12025550142", "+12025550143", "+12025550144"] {
        let answer = fixture.try_create(&json!({ "phone": taken })).await;
        assert_eq!(answer.error(), (409, "phone_taken"), "{taken}");
        assert_eq!(answer.body["existingId"], robin["id"]);
    }
    let edit = json!({ "phone": "+12025550143", "otherPhones": [{ "phone": "+12025550145" }] });
    let edited = fixture.update(id_of(&robin), 1, &edit).await;
    assert_eq!(edited.status, 200, "{edited:?}");
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    let sam = fixture.create(json!({ "phone": "+12025550142" })).await;
    assert_eq!(owner(&fixture, "+12025550142").await, one(&sam));
    assert_eq!(owner(&fixture, "+12025550145").await, one(&robin));
    assert_eq!(owner(&fixture, "+12025550144").await, Owner::None);

    let taken = json!({ "otherPhones": [{ "phone": "+12025550145" }] });
    assert_eq!(fixture.update(id_of(&sam), 1, &taken).await.error(), (409, "phone_taken"));
    recount::check(&fixture.app.table, fixture.person.tenant).await;
    fixture.delete(id_of(&robin), 2).await;
    assert_eq!(fixture.update(id_of(&sam), 1, &taken).await.status, 200);
    assert_eq!(fixture.restore(id_of(&robin)).await.error(), (409, "phone_taken"));
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}

#[tokio::test]
async fn a_call_is_of_whoever_has_the_bare_number_or_else_of_those_behind_it() {
    let fixture = Fixture::open().await;
    let create =
        |extension: &str| fixture.create(json!({ "phone": "+4930123456", "phoneExtension": extension }));
    // Longer numbers are others, although they begin the same; there are more of them than one request reads.
    for number in 0..12 {
        fixture.create(json!({ "phone": format!("+4930123456{number:02}") })).await;
    }
    assert_eq!(owner(&fixture, "+4930123456").await, Owner::None);
    let first = create("1").await;
    assert_eq!(owner(&fixture, "+4930123456").await, one(&first));
    let more = json!({ "otherPhones": [{ "phone": "+4930123456", "extension": "11" }] });
    fixture.update(id_of(&first), 1, &more).await;
    assert_eq!(owner(&fixture, "+4930123456").await, one(&first), "two extensions of one customer");

    let mut expected = vec![id_of(&first).parse().unwrap()];
    for extension in ["2", "3", "4", "5", "6"] {
        fixture.app.clock.advance(jiff::SignedDuration::from_millis(1));
        expected.push(id_of(&create(extension).await).parse().unwrap());
        let shown = expected.iter().copied().take(5).collect();
        assert_eq!(owner(&fixture, "+4930123456").await, Owner::Several(shown), "{extension}");
    }
    let bare = fixture.create(json!({ "phone": "+4930123456" })).await;
    assert_eq!(owner(&fixture, "+4930123456").await, one(&bare));
    recount::check(&fixture.app.table, fixture.person.tenant).await;
}
