use futures_util::future::join_all;
use jiff::SignedDuration;
use runtime::{Function, LambdaService};
use secrecy::SecretString;
use store::sessions::{self, SessionRecord};
use testing::{TestApp, TestRequest, TestResponse};

use super::{Browser, COOKIE, EMAIL, audited, owner, refresh, register};
use crate::{list_sessions::ListSessions, me::Me, refresh::Refresh};

const UNAUTHENTICATED: (u16, &str) = (401, "unauthenticated");

/// The only session of the user.
async fn record(app: &TestApp) -> Option<SessionRecord> {
    let owner = owner(app, EMAIL).await.unwrap();
    sessions::of_user(&app.table, owner.tenant, owner.user_id).await.unwrap().items.pop()
}

/// The cookie with another token.
fn altered(browser: &Browser, alter: impl FnOnce(&mut Vec<u8>)) -> Browser {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let (_, token) = browser.cookie.split_once('=').unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(token).unwrap();
    alter(&mut bytes);
    Browser { cookie: format!("{COOKIE}={}", URL_SAFE_NO_PAD.encode(bytes)), ..browser.clone() }
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_for_the_next_one() {
    let app = TestApp::start().await;
    let first = register(&app).await;
    app.clock.advance(SignedDuration::from_mins(6));
    assert_eq!(app.send::<Me>(first.call()).await.error(), UNAUTHENTICATED);
    let answer = refresh(&app, &first).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.body["expiresIn"], 300);
    let me = app.send::<Me>(Browser::of(&answer).call()).await.body;
    assert_eq!((&answer.body["user"], &answer.body["tenant"]), (&me["user"], &me["tenant"]));
    let second = Browser::of(&answer);
    assert_ne!(second.cookie, first.cookie);
    assert_eq!(app.send::<Me>(second.call()).await.status, 200);
    app.clock.advance(SignedDuration::from_mins(6));
    let third = Browser::of(&refresh(&app, &second).await);
    assert_eq!(app.send::<Me>(third.call()).await.status, 200);
    assert_eq!(record(&app).await.unwrap().version, 3);
}

#[tokio::test]
async fn a_lost_answer_can_be_asked_for_again_within_ten_seconds() {
    let app = TestApp::start().await;
    let first = register(&app).await;
    app.clock.advance(SignedDuration::from_mins(6));
    let lost = Browser::of(&refresh(&app, &first).await);
    let written = record(&app).await.unwrap();
    app.clock.advance(SignedDuration::from_secs(10));
    let again = Browser::of(&refresh(&app, &first).await);
    assert_eq!(again.cookie, lost.cookie);
    assert_eq!(app.send::<Me>(again.call()).await.status, 200);
    assert_eq!(record(&app).await.unwrap(), written, "a retry writes nothing");
    assert_eq!(refresh(&app, &again).await.status, 200);
}

#[tokio::test]
async fn a_token_used_again_later_ends_the_session() {
    let app = TestApp::start().await;
    let first = register(&app).await;
    let second = Browser::of(&refresh(&app, &first).await);
    app.clock.advance(SignedDuration::from_millis(10_001));
    let reused = refresh(&app, &first).await;
    assert_eq!(reused.error(), UNAUTHENTICATED);
    assert!(reused.cookies.is_empty());
    assert_eq!(refresh(&app, &second).await.error(), UNAUTHENTICATED);
    assert_eq!(app.send::<Me>(second.call()).await.error(), UNAUTHENTICATED);
    assert_eq!(record(&app).await, None);
    assert!(audited(&app, &first).await.contains(&"session.reuse_detected".to_owned()));
}

#[tokio::test]
async fn several_tabs_may_ask_within_ten_seconds() {
    let app = TestApp::start().await;
    let first = register(&app).await;
    app.clock.advance(SignedDuration::from_mins(6));
    let one = Browser::of(&refresh(&app, &first).await);
    // Another tab begins with the new token, while the request of a slow one is under way with the old.
    app.clock.advance(SignedDuration::from_secs(9));
    let another = refresh(&app, &one).await;
    assert_eq!((another.status, another.cookies.len()), (200, 0), "{another:?}");
    let token = another.body["accessToken"].as_str().unwrap();
    assert_eq!(
        app.send::<Me>(TestRequest::new().header("authorization", format!("Bearer {token}"))).await.status,
        200
    );
    assert_eq!(record(&app).await.unwrap().version, 2, "one exchange in ten seconds");
    app.clock.advance(SignedDuration::from_secs(1));
    let slow = Browser::of(&refresh(&app, &first).await);
    assert_eq!(slow.cookie, one.cookie);

    app.clock.advance(SignedDuration::from_millis(1));
    let next = Browser::of(&refresh(&app, &one).await);
    assert_ne!(next.cookie, one.cookie);
    assert_eq!(refresh(&app, &first).await.error(), UNAUTHENTICATED, "used again later");
    assert_eq!(refresh(&app, &next).await.error(), UNAUTHENTICATED, "which ended the session");
}

#[tokio::test]
async fn a_token_of_long_ago_ends_the_session_too() {
    let app = TestApp::start().await;
    let first = register(&app).await;
    let second = Browser::of(&refresh(&app, &first).await);
    app.clock.advance(SignedDuration::from_secs(11));
    let third = Browser::of(&refresh(&app, &second).await);
    assert_eq!(refresh(&app, &first).await.error(), UNAUTHENTICATED);
    assert_eq!(refresh(&app, &third).await.error(), UNAUTHENTICATED);
}

#[tokio::test]
async fn a_made_up_token_ends_nothing() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    // Who knows the ids of the session, but none of its tokens.
    let made_up = altered(&browser, |bytes| bytes[48..].fill(9));
    assert_eq!(refresh(&app, &made_up).await.error(), UNAUTHENTICATED);
    // Another tenant, user or session of the same token lead nowhere.
    for byte in [15, 31, 47] {
        let elsewhere = altered(&browser, |bytes| bytes[byte] ^= 1);
        assert_eq!(refresh(&app, &elsewhere).await.error(), UNAUTHENTICATED);
    }
    for cookie in ["", "x", "AAAA", &"A".repeat(128), &"=".repeat(128)] {
        let call = TestRequest::new().header("cookie", format!("{COOKIE}={cookie}"));
        assert_eq!(app.send::<Refresh>(call).await.error(), UNAUTHENTICATED);
    }
    assert_eq!(app.send::<Refresh>(TestRequest::new()).await.error(), UNAUTHENTICATED);
    assert_eq!(app.send::<Refresh>(browser.call()).await.error(), UNAUTHENTICATED, "not by access token");
    assert_eq!(refresh(&app, &browser).await.status, 200);
}

#[tokio::test]
async fn simultaneous_refreshes_all_get_the_same_successor() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    let answers = join_all((0..20).map(|_| refresh(&app, &browser))).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    let cookies: Vec<_> = answers.iter().map(|answer| Browser::of(answer).cookie).collect();
    assert!(cookies.iter().all(|cookie| *cookie == cookies[0]));
    assert_eq!(record(&app).await.unwrap().version, 2, "one write");
    assert_eq!(refresh(&app, &Browser::of(&answers[19])).await.status, 200);
}

#[tokio::test]
async fn a_session_ends_after_two_weeks_of_rest() {
    let app = TestApp::start().await;
    let mut browser = register(&app).await;
    app.clock.advance(SignedDuration::from_hours(24 * 14) - SignedDuration::from_secs(1));
    browser = Browser::of(&refresh(&app, &browser).await);
    app.clock.advance(SignedDuration::from_hours(24 * 14));
    assert_eq!(refresh(&app, &browser).await.error(), UNAUTHENTICATED);
}

#[tokio::test]
async fn a_session_ends_after_ninety_days() {
    let app = TestApp::start().await;
    let mut browser = register(&app).await;
    for _ in 0..8 {
        app.clock.advance(SignedDuration::from_hours(24 * 11));
        let answer = refresh(&app, &browser).await;
        assert_eq!(answer.status, 200);
        browser = Browser::of(&answer);
    }
    app.clock.advance(SignedDuration::from_hours(24));
    let last = refresh(&app, &browser).await;
    assert!(last.cookies[0].contains("; Max-Age=86400; "), "{:?}", last.cookies);
    app.clock.advance(SignedDuration::from_hours(24));
    let last = Browser::of(&last);
    assert_eq!(refresh(&app, &last).await.error(), UNAUTHENTICATED);
    assert_eq!(app.send::<Me>(last.call()).await.error(), UNAUTHENTICATED);
}

#[tokio::test]
async fn the_secret_can_be_rotated_while_people_work() {
    let app = TestApp::start().await;
    let before = register(&app).await;
    let secrets = clients::Secrets::new(app.aws.secrets_manager());
    let new = SecretString::from("another-secret-of-more-than-thirty-two-characters");
    secrets.put("navaia/test/token-signing", &new).await.unwrap();

    assert_eq!(app.send::<ListSessions>(before.call()).await.status, 200, "old tokens live on");
    let after = Browser::of(&refresh(&app, &before).await);
    let key_id = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
    assert_ne!(key_id(&after.token), key_id(&before.token));
    for token in [&after, &before] {
        assert_eq!(app.send::<ListSessions>(token.call()).await.status, 200);
        let key = sessions::token_key(&app.table, &key_id(&token.token)).await.unwrap();
        assert!(key.is_some());
    }
    assert_eq!(refresh(&app, &after).await.status, 200);
}

#[tokio::test]
async fn a_retry_gets_the_same_successor_though_the_secret_was_rotated_between() {
    let app = TestApp::start().await;
    let first = register(&app).await;
    // A process that goes on with the old secret for some time.
    let slow = Function::endpoint::<Refresh>();
    let slow = slow.start(&app.context).unwrap();
    let lost = answered(&*slow, &first).await;
    let secrets = clients::Secrets::new(app.aws.secrets_manager());
    let new = SecretString::from("another-secret-of-more-than-thirty-two-characters");
    secrets.put("navaia/test/token-signing", &new).await.unwrap();
    // Made with the old secret, asked for again where the new one is known.
    let again = Browser::of(&refresh(&app, &first).await);
    assert_eq!(again.cookie, lost.cookie);
    // Made with the new secret, asked for again where the old one is still used.
    app.clock.advance(SignedDuration::from_secs(11));
    let next = Browser::of(&refresh(&app, &lost).await);
    assert_eq!(answered(&*slow, &lost).await.cookie, next.cookie);
}

/// What this very process answers.
async fn answered(process: &dyn LambdaService, browser: &Browser) -> Browser {
    let event = browser.with_cookie().event(&Function::endpoint::<Refresh>());
    let answer = process.invoke(event, Default::default()).await.unwrap();
    Browser::of(&TestResponse::read(&answer))
}
