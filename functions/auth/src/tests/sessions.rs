use domain::role::Role;
use jiff::SignedDuration;
use testing::{TestApp, TestRequest};

use super::{Browser, EMAIL, PASSWORD, audited, credentials, refresh, register, register_as, sign_in};
use crate::{
    list_sessions::ListSessions, login::Login, logout::Logout, me::Me, revoke_session::RevokeSession,
};

const UNAUTHENTICATED: (u16, &str) = (401, "unauthenticated");

async fn session_id(app: &TestApp, browser: &Browser) -> String {
    app.send::<Me>(browser.call()).await.body["sessionId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn signing_out_bites_on_the_next_request() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    let answer = app.send::<Logout>(browser.call()).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    assert_eq!(
        answer.cookies,
        ["__Host-navaia-refresh=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict"]
    );
    assert_eq!(app.send::<Me>(browser.call()).await.error(), UNAUTHENTICATED);
    assert_eq!(refresh(&app, &browser).await.error(), UNAUTHENTICATED);
    assert!(audited(&app, &browser).await.contains(&"session.revoked".to_owned()));
}

#[tokio::test]
async fn signing_out_works_after_the_access_token_has_ended() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    app.clock.advance(SignedDuration::from_mins(6));
    let call = browser.with_cookie().header("authorization", format!("Bearer {}", browser.token));
    assert_eq!(app.send::<Logout>(call).await.status, 204);
    assert_eq!(refresh(&app, &browser).await.error(), UNAUTHENTICATED);
}

#[tokio::test]
async fn signing_out_again_is_answered_the_same() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    for _ in 0..2 {
        let answer = app.send::<Logout>(browser.with_cookie()).await;
        assert_eq!((answer.status, answer.cookies.len()), (204, 1));
    }
    let revoked = audited(&app, &browser).await.into_iter().filter(|event| event == "session.revoked");
    assert_eq!(revoked.count(), 1);
}

#[tokio::test]
async fn signing_out_needs_some_token_and_a_made_up_one_ends_nothing() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    assert_eq!(app.send::<Logout>(TestRequest::new()).await.error(), UNAUTHENTICATED);
    let (name, token) = browser.cookie.split_once('=').unwrap();
    let made_up = format!("{name}={}{}", &token[..64], "A".repeat(64));
    assert_eq!(app.send::<Logout>(TestRequest::new().header("cookie", made_up)).await.status, 204);
    assert_eq!(app.send::<Me>(browser.call()).await.status, 200);
}

#[tokio::test]
async fn signing_out_ends_the_session_of_the_cookie_as_well() {
    let app = TestApp::start().await;
    let (one, other) = (register(&app).await, sign_in(&app).await);
    let call = one.call().header("cookie", other.cookie.clone());
    assert_eq!(app.send::<Logout>(call).await.status, 204);
    for browser in [one, other] {
        assert_eq!(app.send::<Me>(browser.call()).await.error(), UNAUTHENTICATED);
    }
}

#[tokio::test]
async fn sessions_are_listed_newest_first_with_the_current_one_marked() {
    let app = TestApp::start().await;
    let first = register(&app).await;
    app.clock.advance(SignedDuration::from_mins(1));
    let call = credentials(EMAIL, PASSWORD).header("user-agent", "Lighthouse/1.0");
    let second = Browser::of(&app.send::<Login>(call).await);
    let listed = app.send::<ListSessions>(first.call()).await;
    assert_eq!(listed.status, 200, "{listed:?}");
    let items = listed.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["id"], session_id(&app, &second).await);
    assert_eq!(items[0]["userAgent"], "Lighthouse/1.0");
    assert_eq!(items[0]["current"], false);
    assert_eq!(items[1]["id"], session_id(&app, &first).await);
    assert_eq!(items[1]["current"], true);
    assert_eq!(items[1]["endsAt"], "2026-10-05T12:00:00Z");
    assert!(!listed.body.to_string().to_lowercase().contains("digest"));
}

#[tokio::test]
async fn a_revoked_session_ends_at_once_and_only_it() {
    let app = TestApp::start().await;
    let (one, other) = (register(&app).await, sign_in(&app).await);
    let id = session_id(&app, &other).await;
    let call = one.call().path("sessionId", &id);
    let answer = app.send::<RevokeSession>(call.clone()).await;
    assert_eq!((answer.status, answer.cookies.len()), (204, 0));
    assert_eq!(app.send::<Me>(other.call()).await.error(), UNAUTHENTICATED);
    assert_eq!(refresh(&app, &other).await.error(), UNAUTHENTICATED);
    assert_eq!(app.send::<Me>(one.call()).await.status, 200);
    assert_eq!(app.send::<RevokeSession>(call).await.error(), (404, "not_found"));
}

#[tokio::test]
async fn revoking_the_current_session_takes_its_cookie_away() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    let id = session_id(&app, &browser).await;
    let answer = app.send::<RevokeSession>(browser.call().path("sessionId", id)).await;
    assert_eq!((answer.status, answer.cookies.len()), (204, 1));
}

#[tokio::test]
async fn the_session_of_somebody_else_does_not_exist() {
    let app = TestApp::start().await;
    let owner = register(&app).await;
    let tenant = domain::TenantId::from_own_record(owner.tenant()).unwrap();
    let colleague = app.user_of(tenant, Role::Viewer).await;
    let stranger = register_as(&app, "sam@example.com").await;
    let strange = session_id(&app, &stranger).await;
    for id in [colleague.session.to_string(), strange, owner.tenant().to_owned(), "x".to_owned()] {
        let answer = app.send::<RevokeSession>(owner.call().path("sessionId", id)).await;
        assert_eq!(answer.error(), (404, "not_found"));
    }
    assert_eq!(app.send::<ListSessions>(TestRequest::new().by(&colleague)).await.status, 200);
    assert_eq!(app.send::<Me>(stranger.call()).await.status, 200);
}

#[tokio::test]
async fn a_role_of_a_later_version_may_do_the_least_and_stays() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    let me = app.send::<Me>(browser.call()).await.body;
    for (entity, id) in [("session", &me["sessionId"]), ("user", &me["user"]["id"])] {
        assert_eq!(
            app.set_attribute(entity, id.as_str().unwrap(), "role", "supervisor").await,
            1,
            "{entity}"
        );
    }
    let me = app.send::<Me>(browser.call()).await;
    assert_eq!((me.status, &me.body["user"]["role"]), (200, &"viewer".into()), "{me:?}");
    let again = refresh(&app, &browser).await;
    assert_eq!(again.status, 200, "{again:?}");
    let kept = app.all_items().await.into_iter().filter(|item| item.contains("supervisor")).count();
    assert_eq!(kept, 2, "what a later version wrote is not lost");
    sign_in(&app).await;
}

#[tokio::test]
async fn a_browser_is_told_to_forget_what_it_kept_when_somebody_signs_out() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    // Once more, as where the answer was lost.
    for _ in 0..2 {
        let answer = app.send::<Logout>(browser.with_cookie()).await;
        assert_eq!(answer.status, 204);
        // Not "storage": that is where the language is.
        assert_eq!(answer.headers.get("clear-site-data").map(String::as_str), Some("\"cache\""));
    }
}
