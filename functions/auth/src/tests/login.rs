use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher};
use domain::{TenantId, ids::UserId, refresh::MOST_SESSIONS, user::User};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::{
    Table, Transaction,
    credentials::{self, Credentials},
    sessions, users,
};
use testing::{TestApp, TestRequest};

use super::{EMAIL, PASSWORD, audited, credentials, owner, refresh, register, sign_in, wire::Wire};
use crate::{hashing::NOBODY, list_sessions::ListSessions, login::Login, me::Me};

async fn kept(app: &TestApp) -> Credentials {
    let owner = owner(app, EMAIL).await.unwrap();
    credentials::get(&app.table, owner.tenant, owner.user_id).await.unwrap().unwrap()
}

/// Disables a user, and leaves the credentials as they are.
async fn disable(table: &Table, tenant: TenantId, user: UserId, at: Timestamp) {
    let before = users::get(table, tenant, user).await.unwrap().unwrap();
    let after = User { disabled_at: Some(at), version: before.version + 1, ..before.clone() };
    let mut transaction = Transaction::new();
    users::replace(&mut transaction, tenant, &before, &after).unwrap();
    table.commit(transaction).await.unwrap();
}

#[tokio::test]
async fn the_right_password_signs_in() {
    let app = TestApp::start().await;
    let registered = register(&app).await;
    let browser = sign_in(&app).await;
    assert_eq!(browser.body["user"], registered.body["user"]);
    assert_eq!(browser.body["tenant"], registered.body["tenant"]);
    let me = app.send::<Me>(browser.call()).await;
    assert_eq!(me.status, 200, "{me:?}");
    assert_ne!(me.body["sessionId"], app.send::<Me>(registered.call()).await.body["sessionId"]);
    let deeds = audited(&app, &registered).await;
    assert_eq!(deeds.iter().filter(|event| *event == "session.created").count(), 2);
}

#[tokio::test]
async fn an_unknown_email_address_is_answered_like_a_wrong_password() {
    let app = TestApp::start().await;
    register(&app).await;
    let wrong = app.send::<Login>(credentials(EMAIL, "wrong horse battery")).await;
    let unknown = app.send::<Login>(credentials("nobody@example.com", PASSWORD)).await;
    assert_eq!(wrong.error(), (401, "invalid_credentials"));
    assert_eq!(wrong.body.to_string(), unknown.body.to_string());
    assert_eq!(wrong.headers, unknown.headers);
    assert_eq!((wrong.status, &wrong.cookies), (unknown.status, &unknown.cookies));
}

#[tokio::test]
async fn what_was_never_allowed_as_a_password_is_just_wrong() {
    let app = TestApp::start().await;
    register(&app).await;
    assert_eq!(app.send::<Login>(credentials(EMAIL, "short")).await.error(), (401, "invalid_credentials"));
    let missing = app.send::<Login>(TestRequest::new().json(&json!({ "email": EMAIL }))).await;
    assert_eq!((missing.status, missing.refused_fields()), (422, vec!["/password"]));
}

#[tokio::test]
async fn a_disabled_user_is_told_so_by_the_right_password_only() {
    let app = TestApp::start().await;
    register(&app).await;
    let owner = owner(&app, EMAIL).await.unwrap();
    disable(&app.table, owner.tenant, owner.user_id, app.context.clock.now()).await;
    assert_eq!(app.send::<Login>(credentials(EMAIL, PASSWORD)).await.error(), (403, "user_disabled"));
    let wrong = app.send::<Login>(credentials(EMAIL, "wrong horse battery")).await;
    assert_eq!(wrong.error(), (401, "invalid_credentials"));
}

#[tokio::test]
async fn a_user_who_is_disabled_meanwhile_gets_no_session() {
    let mut app = TestApp::start().await;
    register(&app).await;
    let owner = owner(&app, EMAIL).await.unwrap();
    let (table, tenant, user) = (app.table.clone(), owner.tenant, owner.user_id);
    let at = app.context.clock.now();
    let wire = Wire::tap(&mut app).await;
    // Two items that are read together are not of one moment: the user may be read before such a change, and the
    // credentials after it. Here, they are not touched at all.
    wire.before("TransactWriteItems", async move { disable(&table, tenant, user, at).await });
    assert_eq!(app.send::<Login>(credentials(EMAIL, PASSWORD)).await.error(), (403, "user_disabled"));
    let sessions = sessions::of_user(&app.table, owner.tenant, owner.user_id).await.unwrap().items;
    assert_eq!(sessions.len(), 1, "the one of the registration");
}

#[tokio::test]
async fn an_outdated_digest_is_replaced_when_its_password_comes_by() {
    let app = TestApp::start().await;
    register(&app).await;
    let kept_before = kept(&app).await;
    let mut before = kept_before.clone();
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
    before.password = weak.hash_password_with_salt(PASSWORD.as_bytes(), &[1; 16]).unwrap().to_string();
    let (owner, mut transaction) = (owner(&app, EMAIL).await.unwrap(), Transaction::new());
    credentials::replace(&mut transaction, owner.tenant, owner.user_id, &kept_before, &before).unwrap();
    app.table.commit(transaction).await.unwrap();

    app.send::<Login>(credentials(EMAIL, "wrong horse battery")).await;
    assert_eq!(kept(&app).await.password, before.password);
    sign_in(&app).await;
    let after = kept(&app).await;
    assert!(after.password.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", after.password);
    assert_eq!(after.password_set_at, before.password_set_at);
    sign_in(&app).await;
    assert_eq!(kept(&app).await.password, after.password);
}

#[tokio::test]
async fn the_oldest_session_makes_room_for_the_twenty_first() {
    let app = TestApp::start().await;
    let first = register(&app).await;
    for _ in 1..MOST_SESSIONS {
        app.clock.advance(SignedDuration::from_secs(2));
        sign_in(&app).await;
    }
    assert_eq!(app.send::<ListSessions>(first.call()).await.body["items"].as_array().unwrap().len(), 20);
    let last = sign_in(&app).await;
    assert_eq!(app.send::<ListSessions>(first.call()).await.error(), (401, "unauthenticated"));
    assert_eq!(refresh(&app, &first).await.error(), (401, "unauthenticated"));
    let listed = app.send::<ListSessions>(last.call()).await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 20);
    assert!(audited(&app, &first).await.contains(&"session.revoked".to_owned()));
}

#[tokio::test]
async fn the_bound_holds_for_simultaneous_sign_ins() {
    let app = TestApp::start().await;
    let mut browser = register(&app).await;
    for _ in 2..MOST_SESSIONS {
        app.clock.advance(SignedDuration::from_secs(2));
        browser = sign_in(&app).await;
    }
    let answers = join_all((0..6).map(|_| app.send::<Login>(credentials(EMAIL, PASSWORD)))).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    let listed = app.send::<ListSessions>(browser.call()).await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), MOST_SESSIONS);
}

/// Refusals are as many as there are sign-ins, and not as many as there are pairs of them.
#[tokio::test]
async fn many_right_sign_ins_at_once_are_not_in_each_others_way() {
    const MANY: usize = 24;
    let mut app = TestApp::start().await;
    register(&app).await;
    let before = kept(&app).await;
    app.clock.advance(SignedDuration::from_mins(2));
    let wire = Wire::tap(&mut app).await;
    let answers = join_all((0..MANY).map(|_| app.send::<Login>(credentials(EMAIL, PASSWORD)))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200; MANY]);
    let commits = wire.heard().iter().filter(|operation| *operation == "TransactWriteItems").count();
    assert!(commits <= 3 * MANY, "{commits} transactions");
    let after = kept(&app).await;
    assert_eq!((after.version, after.signed_in_at), (before.version, Some(app.context.clock.now())));
    let owner = owner(&app, EMAIL).await.unwrap();
    let sessions = sessions::of_user(&app.table, owner.tenant, owner.user_id).await.unwrap().items;
    assert_eq!(sessions.len(), MOST_SESSIONS);
}

#[tokio::test]
async fn a_password_that_is_changed_meanwhile_begins_no_session() {
    let mut app = TestApp::start().await;
    register(&app).await;
    let owner = owner(&app, EMAIL).await.unwrap();
    let original = kept(&app).await.password;
    let (table, tenant, user) = (app.table.clone(), owner.tenant, owner.user_id);
    let wire = Wire::tap(&mut app).await;
    // Whether the last sign-in was a moment ago or not.
    for minutes in [0, 5] {
        app.clock.advance(SignedDuration::from_mins(minutes));
        let table = table.clone();
        let before = credentials::get(&table, tenant, user).await.unwrap().unwrap();
        let after =
            Credentials { password: NOBODY.to_owned(), version: before.version + 1, ..before.clone() };
        wire.before("TransactWriteItems", async move {
            let mut transaction = Transaction::new();
            credentials::replace(&mut transaction, tenant, user, &before, &after).unwrap();
            table.commit(transaction).await.unwrap();
        });
        let answer = app.send::<Login>(credentials(EMAIL, PASSWORD)).await;
        assert_eq!(answer.error(), (401, "invalid_credentials"));
        let now = kept(&app).await;
        let mut transaction = Transaction::new();
        let restored = Credentials { password: original.clone(), version: now.version + 1, ..now.clone() };
        credentials::replace(&mut transaction, tenant, user, &now, &restored).unwrap();
        app.table.commit(transaction).await.unwrap();
    }
    let sessions = sessions::of_user(&app.table, owner.tenant, owner.user_id).await.unwrap().items;
    assert_eq!(sessions.len(), 1, "the one of the registration");
}

#[tokio::test]
async fn sessions_that_ended_by_themselves_are_swept_away() {
    let app = TestApp::start().await;
    register(&app).await;
    app.clock.advance(SignedDuration::from_hours(24 * 15));
    sign_in(&app).await;
    let owner = owner(&app, EMAIL).await.unwrap();
    let left = sessions::of_user(&app.table, owner.tenant, owner.user_id).await.unwrap().items;
    assert_eq!(left.len(), 1);
}
