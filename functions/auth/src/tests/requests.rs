//! What each endpoint asks of DynamoDB. A function that was just started also looks up the key of the access token
//! (`GetItem`, before all else), or puts its own there (`BatchWriteItem`): once per process.

use domain::throttle::ACCOUNT_FROM_SOURCE;
use serde_json::json;
use testing::{TestApp, TestRequest};

use super::{Browser, EMAIL, PASSWORD, credentials, refresh, register, registration, sign_in, wire::Wire};
use crate::{
    change_password::ChangePassword,
    list_sessions::ListSessions,
    login::Login,
    logout::Logout,
    me::Me,
    preferences::{get::GetPreferences, put::PutPreferences},
    register::Register,
    revoke_session::RevokeSession,
    update_me::UpdateMe,
};

const READ: &str = "GetItem";
const READ_TOGETHER: &str = "BatchGetItem";
const LIST: &str = "Query";
const CREATE: &str = "PutItem";
const CHANGE: &str = "UpdateItem";
const REMOVE: &str = "DeleteItem";
const COMMIT: &str = "TransactWriteItems";
/// Once per process: the key that checks a token.
const FIND_KEY: &str = "GetItem";
/// Once per process: the key that tokens are signed with, under its id and as the newest.
const PUBLISH_KEY: &str = "BatchWriteItem";

#[tokio::test]
async fn registering_takes_three_requests() {
    let mut app = TestApp::start().await;
    let wire = Wire::tap(&mut app).await;
    register(&app).await;
    assert_eq!(wire.heard(), [READ_TOGETHER, CHANGE, PUBLISH_KEY, COMMIT]);
    let taken = app.send::<Register>(TestRequest::new().json(&registration(EMAIL))).await;
    assert_eq!((taken.status, wire.heard()), (409, vec![READ_TOGETHER.to_owned(), CHANGE.to_owned()]));
}

#[tokio::test]
async fn signing_in_takes_eleven_requests_and_seven_on_a_known_device() {
    let mut app = TestApp::start().await;
    register(&app).await;
    let wire = Wire::tap(&mut app).await;
    let browser = sign_in(&app).await;
    let mut heard = wire.heard();
    // Those that are sent together come in any order.
    heard[9..].sort_unstable();
    assert_eq!(
        heard,
        [
            [READ_TOGETHER, CHANGE, CHANGE, CHANGE, READ_TOGETHER, PUBLISH_KEY].as_slice(),
            // The session, and whether it still may begin.
            &[COMMIT, READ_TOGETHER, LIST],
            &[REMOVE, CHANGE, CHANGE],
        ]
        .concat()
    );
    let again = credentials(EMAIL, PASSWORD).header("cookie", browser.device);
    assert_eq!(app.send::<Login>(again).await.status, 200);
    let heard = wire.heard();
    assert_eq!(
        heard,
        [PUBLISH_KEY, READ_TOGETHER, CHANGE, READ_TOGETHER, COMMIT, READ_TOGETHER, LIST, REMOVE]
    );
}

#[tokio::test]
async fn an_unknown_email_address_and_a_wrong_password_ask_for_the_same() {
    let mut app = TestApp::start().await;
    register(&app).await;
    let wire = Wire::tap(&mut app).await;
    for (email, password) in [(EMAIL, "wrong horse battery"), ("nobody@example.com", PASSWORD)] {
        let answer = app.send::<Login>(credentials(email, password)).await;
        assert_eq!(
            (answer.status, wire.heard()),
            (401, [READ_TOGETHER, CHANGE, CHANGE, CHANGE, READ_TOGETHER].map(str::to_owned).to_vec())
        );
    }
}

#[tokio::test]
async fn who_has_to_wait_costs_one_request() {
    let mut app = TestApp::start().await;
    for _ in 0..ACCOUNT_FROM_SOURCE.free {
        app.send::<Login>(credentials(EMAIL, PASSWORD)).await;
    }
    let wire = Wire::tap(&mut app).await;
    let answer = app.send::<Login>(credentials(EMAIL, PASSWORD)).await;
    assert_eq!((answer.status, wire.heard()), (429, vec![READ_TOGETHER.to_owned()]));
}

#[tokio::test]
async fn a_refresh_takes_one_read_and_one_write_and_a_retry_one_read() {
    let mut app = TestApp::start().await;
    let browser = register(&app).await;
    let wire = Wire::tap(&mut app).await;
    refresh(&app, &browser).await;
    assert_eq!(wire.heard(), [READ_TOGETHER, PUBLISH_KEY, COMMIT]);
    let next = Browser::of(&refresh(&app, &browser).await);
    assert_eq!(wire.heard(), [READ_TOGETHER, PUBLISH_KEY]);
    assert_eq!(refresh(&app, &next).await.status, 200);
    assert_eq!(wire.heard(), [READ_TOGETHER, PUBLISH_KEY], "not exchanged again at once");
    let made_up = Browser { cookie: "__Host-navaia-refresh=x".to_owned(), ..browser };
    assert_eq!(refresh(&app, &made_up).await.status, 401);
    assert!(wire.heard().is_empty());
}

#[tokio::test]
async fn the_rest_takes_one_request_beside_the_session() {
    let mut app = TestApp::start().await;
    let browser = register(&app).await;
    let other = sign_in(&app).await;
    let other = app.send::<Me>(other.call()).await.body["sessionId"].as_str().unwrap().to_owned();
    let wire = Wire::tap(&mut app).await;
    assert_eq!(app.send::<Me>(browser.call()).await.status, 200);
    assert_eq!(wire.heard(), [FIND_KEY, READ, READ_TOGETHER]);
    assert_eq!(app.send::<ListSessions>(browser.call()).await.status, 200);
    assert_eq!(wire.heard(), [FIND_KEY, READ, LIST]);
    let revoke = browser.call().path("sessionId", other);
    assert_eq!(app.send::<RevokeSession>(revoke).await.status, 204);
    assert_eq!(wire.heard(), [FIND_KEY, READ, COMMIT]);
    let body = json!({ "currentPassword": PASSWORD, "newPassword": "staple staple staple" });
    assert_eq!(app.send::<ChangePassword>(browser.call().json(&body)).await.status, 204);
    assert_eq!(wire.heard(), [FIND_KEY, READ, READ_TOGETHER, CHANGE, LIST, COMMIT, LIST]);
    let both = browser.call().header("cookie", browser.cookie.clone());
    assert_eq!(app.send::<Logout>(both).await.status, 204);
    assert_eq!(wire.heard(), [FIND_KEY, READ, COMMIT]);
}

#[tokio::test]
async fn changing_oneself_takes_a_read_and_a_write() {
    let mut app = TestApp::start().await;
    let browser = register(&app).await;
    let wire = Wire::tap(&mut app).await;
    let call = browser.call().version(1).json(&json!({ "language": "ar" }));
    assert_eq!(app.send::<UpdateMe>(call).await.status, 200);
    assert_eq!(wire.heard(), [FIND_KEY, READ, READ, COMMIT]);
    assert_eq!(app.send::<GetPreferences>(browser.call()).await.status, 200);
    assert_eq!(wire.heard(), [FIND_KEY, READ, READ]);
    for (version, write) in [(0, CREATE), (1, CHANGE)] {
        let body = json!({ "document": { "version": version } });
        let call = browser.call().version(version).json(&body);
        assert_eq!(app.send::<PutPreferences>(call).await.status, 200);
        assert_eq!(wire.heard(), [FIND_KEY, READ, READ, write]);
    }
}

#[tokio::test]
async fn signing_out_by_cookie_takes_two_requests() {
    let mut app = TestApp::start().await;
    let browser = register(&app).await;
    let wire = Wire::tap(&mut app).await;
    assert_eq!(app.send::<Logout>(browser.with_cookie()).await.status, 204);
    assert_eq!(wire.heard(), [READ, COMMIT]);
}
