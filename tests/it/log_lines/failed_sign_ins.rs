//! Which attempts to sign in count as failed, for the alarm to read.

use domain::{email::EmailAddress, throttle::ACCOUNT_FROM_SOURCE, user::User};
use runtime::Clock;
use serde_json::{Value, json};
use store::{
    Transaction,
    email_owners::{self, EmailDigest},
    users,
};
use testing::{TestApp, TestRequest};

use super::{filter, function, printed_by, printing_app, send};

const EMAIL: &str = "robin@example.com";
const DISABLED: &str = "sam@example.com";
const PASSWORD: &str = "violet harbour candle";
const WRONG: &str = "another horse battery";

async fn register(app: &TestApp, email: &str) {
    let body =
        json!({ "tenantName": "Harbour Dental", "name": "Robin", "email": email, "password": PASSWORD });
    let register = function("auth-register");
    assert_eq!(send(app, &register, "register", TestRequest::new().json(&body)).await, 201);
}

async fn disable(app: &TestApp, email: &str) {
    let digest = EmailDigest::of(&EmailAddress::new(email).unwrap());
    let owner = email_owners::get(&app.table, &digest).await.unwrap().unwrap();
    let before = users::get(&app.table, owner.tenant, owner.user_id).await.unwrap().unwrap();
    let now = app.clock.now();
    let after = User { disabled_at: Some(now), version: before.version + 1, ..before.clone() };
    let mut transaction = Transaction::new();
    users::replace(&mut transaction, owner.tenant, &before, &after).unwrap();
    app.table.commit(transaction).await.unwrap();
}

#[tokio::test]
#[ignore = "run by the next test, in a process of its own"]
async fn people_sign_in_rightly_and_wrongly() {
    let app = printing_app().await;
    register(&app, EMAIL).await;
    register(&app, DISABLED).await;
    disable(&app, DISABLED).await;
    let login = function("auth-login");
    let sign_in = async |request: &str, email: &str, password: &str, address: &str| {
        let body = json!({ "email": email, "password": password });
        send(&app, &login, request, TestRequest::new().from(address).json(&body)).await
    };
    let (home, other) = ("203.0.113.77", "198.51.100.9");
    assert_eq!(sign_in("right", EMAIL, PASSWORD, home).await, 200);
    assert_eq!(sign_in("wrong", EMAIL, WRONG, home).await, 401);
    assert_eq!(sign_in("unknown", "nobody@example.com", PASSWORD, home).await, 401);
    assert_eq!(sign_in("disabled", DISABLED, PASSWORD, home).await, 403);
    assert_eq!(sign_in("disabled-wrong", DISABLED, WRONG, home).await, 401);
    for _ in 0..ACCOUNT_FROM_SOURCE.free {
        assert_eq!(sign_in("guess", EMAIL, WRONG, other).await, 401);
    }
    // Whatever the password is, and however often.
    assert_eq!(sign_in("throttled", EMAIL, WRONG, other).await, 429);
    assert_eq!(sign_in("throttled-right", EMAIL, PASSWORD, other).await, 429);
}

#[test]
fn a_guess_that_was_looked_at_counts_as_a_failed_sign_in() {
    let lines = printed_by("failed_sign_ins::people_sign_in_rightly_and_wrongly");
    let guesses = usize::try_from(ACCOUNT_FROM_SOURCE.free).unwrap();
    for (request, times, reason) in [
        ("right", 0, None),
        ("wrong", 1, Some("wrong_password")),
        ("unknown", 1, Some("unknown_account")),
        ("disabled", 0, Some("user_disabled")),
        ("disabled-wrong", 1, Some("wrong_password")),
        ("guess", guesses, Some("wrong_password")),
        ("throttled", 0, Some("too_many_requests")),
        ("throttled-right", 0, Some("too_many_requests")),
    ] {
        let of_request = filter(&lines, "requestId", &json!(request));
        let counted: u64 = of_request.iter().filter_map(|line| line["signInsFailed"].as_u64()).sum();
        assert_eq!(counted, times as u64, "{request}");
        // Each of them is told, counted or not.
        let told: Vec<&Value> =
            of_request.iter().copied().filter(|line| line["kind"] == "security").collect();
        let expected = if reason.is_none() { 0 } else { times.max(1) };
        assert_eq!(told.len(), expected, "{request}: {told:?}");
        for line in told {
            assert_eq!(line["reason"].as_str(), reason, "{line}");
        }
    }
}
