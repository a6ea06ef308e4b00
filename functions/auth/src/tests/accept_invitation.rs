use domain::{email::EmailAddress, phone::Region, role::Role, stored::Stored, text::Name};
use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::{
    Item, Transaction,
    email_owners::{EmailDigest, EmailOwner},
    invitations::{self, ENDS_AFTER, Invitation, TokenDigest},
    keys,
};
use testing::{TestApp, TestAppOptions, TestRequest, TestResponse};

use super::{Browser, EMAIL, PASSWORD, audited, register, sign_in};
use crate::{accept_invitation::AcceptInvitation, list_sessions::ListSessions, me::Me};

const TOKEN: &str = "q83vEjRWeJC83v_-zPmZ9w3lHhC8b0p1XJ2Jm4i0a1E";

/// A deployment where nobody may register.
async fn closed() -> TestApp {
    let variables = vec![("REGISTRATION".to_owned(), "closed".to_owned())];
    TestApp::start_with(TestAppOptions { variables, ..TestAppOptions::default() }).await
}

async fn invite(app: &TestApp) {
    invite_to(app, EMAIL).await;
}

async fn invite_to(app: &TestApp, email: &str) {
    let (email, name) = (EmailAddress::new(email).unwrap(), Name::new("Harbour Dental").unwrap());
    let now = app.context.clock.now();
    let invitation = Invitation::new(email, name, Region::new("GB").unwrap(), now);
    assert!(invitations::create(&app.table, &TokenDigest::of(TOKEN), &invitation).await.unwrap());
}

fn acceptance(token: &str, password: &str) -> Value {
    json!({ "token": token, "name": "Robin Example", "password": password, "timeZone": "Europe/London" })
}

async fn accept(app: &TestApp, token: &str, password: &str) -> TestResponse {
    app.send::<AcceptInvitation>(TestRequest::new().json(&acceptance(token, password))).await
}

#[tokio::test]
async fn an_invitation_makes_the_first_owner_where_registration_is_closed() {
    let app = closed().await;
    invite(&app).await;
    let answer = accept(&app, TOKEN, PASSWORD).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.body["user"]["email"], EMAIL);
    assert_eq!(answer.body["user"]["role"], "owner");
    assert_eq!(answer.body["tenant"]["name"], "Harbour Dental");
    assert_eq!(answer.body["tenant"]["defaultRegion"], "GB");
    assert_eq!(answer.body["tenant"]["timeZone"], "Europe/London");
    let browser = Browser::of(&answer);
    assert_eq!(app.send::<Me>(browser.call()).await.status, 200);
    let mut deeds = audited(&app, &browser).await;
    deeds.sort();
    assert_eq!(deeds, ["session.created", "tenant.registered"]);
    sign_in(&app).await;
    assert!(!app.all_items().await.iter().any(|item| item.contains(TOKEN)), "the token is nowhere");
}

#[tokio::test]
async fn a_token_that_is_unknown_used_or_too_old_is_answered_alike() {
    let app = closed().await;
    invite(&app).await;
    let unknown = accept(&app, "q83vEjRWeJC83v", PASSWORD).await;
    assert_eq!(unknown.error(), (410, "invitation_ended"));
    assert_eq!(accept(&app, TOKEN, PASSWORD).await.status, 201);
    let another_password = accept(&app, TOKEN, "staple staple staple").await;
    assert_eq!(another_password.body, unknown.body);
    app.clock.advance(SignedDuration::from_mins(11));
    assert_eq!(accept(&app, TOKEN, PASSWORD).await.body, unknown.body);

    let late = closed().await;
    invite(&late).await;
    late.clock.advance(ENDS_AFTER);
    let before = late.all_items().await.len();
    assert_eq!(accept(&late, TOKEN, PASSWORD).await.body, unknown.body);
    assert_eq!(late.all_items().await.len(), before + 1, "only the attempt is counted");
}

#[tokio::test]
async fn whoever_lost_the_answer_gets_it_again_and_only_one_tenant_is_made() {
    let app = closed().await;
    invite(&app).await;
    let answers = join_all((0..4).map(|_| accept(&app, TOKEN, PASSWORD))).await;
    for answer in &answers {
        assert_eq!(answer.status, 201, "{answer:?}");
        assert_eq!(answer.body["tenant"]["id"], answers[0].body["tenant"]["id"]);
        assert_eq!(app.send::<Me>(Browser::of(answer).call()).await.status, 200);
    }
    app.clock.advance(SignedDuration::from_mins(9));
    assert_eq!(accept(&app, TOKEN, PASSWORD).await.status, 201);
    let deeds = audited(&app, &Browser::of(&answers[0])).await;
    assert_eq!(deeds.iter().filter(|deed| *deed == "tenant.registered").count(), 1);
}

#[tokio::test]
async fn a_refused_password_leaves_the_invitation_as_it_was() {
    let app = closed().await;
    invite(&app).await;
    for password in ["short", "password123", "harbour dental"] {
        let refused = accept(&app, TOKEN, password).await;
        assert_eq!((refused.status, refused.refused_fields()), (422, vec!["/password"]), "{password}");
    }
    assert_eq!(accept(&app, TOKEN, PASSWORD).await.status, 201);
}

#[tokio::test]
async fn an_address_that_somebody_has_by_now_makes_no_second_user() {
    let app = TestApp::start().await;
    invite(&app).await;
    register(&app).await;
    assert_eq!(accept(&app, TOKEN, PASSWORD).await.error(), (409, "email_taken"));
}

#[tokio::test]
async fn guessing_tokens_slows_down() {
    let app = closed().await;
    let mut guesses = 0;
    while accept(&app, &format!("guess-{guesses}"), PASSWORD).await.status == 410 {
        guesses += 1;
        assert!(guesses <= 200, "it never slows down");
    }
    let refused = accept(&app, TOKEN, PASSWORD).await;
    assert_eq!(refused.error(), (429, "too_many_requests"));
    assert!(refused.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn an_address_that_was_registered_in_its_former_spelling_is_taken() {
    let app = closed().await;
    invite_to(&app, "robin@bücher.example").await;
    let former = EmailDigest::of(&EmailAddress::stored("robin@xn--bcher-kva.example".to_owned()));
    let person = app.user_of_new_tenant(Role::Owner).await;
    let owner = EmailOwner { tenant: person.tenant, user_id: person.user };
    let mut transaction = Transaction::new();
    transaction.put(Item::new(keys::email_owner(&former), &owner).unwrap());
    app.table.commit(transaction).await.unwrap();
    assert_eq!(accept(&app, TOKEN, PASSWORD).await.error(), (409, "email_taken"));
}

#[tokio::test]
async fn retries_leave_no_more_sessions_than_signing_in_does() {
    let app = closed().await;
    invite(&app).await;
    for _ in 0..=20 {
        assert_eq!(accept(&app, TOKEN, PASSWORD).await.status, 201);
    }
    let browser = Browser::of(&accept(&app, TOKEN, PASSWORD).await);
    let sessions = app.send::<ListSessions>(browser.call()).await;
    assert_eq!(sessions.body["items"].as_array().map(Vec::len), Some(20));
}
