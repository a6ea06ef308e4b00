//! Devices that signed in before.

use jiff::SignedDuration;
use runtime::REFRESH_COOKIE;
use testing::{TestApp, TestRequest, TestResponse};

use super::{
    Browser, DEVICE, EMAIL, PASSWORD, credentials, register, register_as, sign_in, throttling::attack,
};
use crate::{login::Login, logout::Logout};

/// An address that nobody signed in from.
const ELSEWHERE: &str = "203.0.113.5";

fn right() -> TestRequest {
    credentials(EMAIL, PASSWORD).from(ELSEWHERE)
}

async fn on(app: &TestApp, device: &str, request: TestRequest) -> TestResponse {
    app.send::<Login>(request.header("cookie", device)).await
}

#[tokio::test]
async fn no_stranger_keeps_an_owner_out_on_a_device_of_theirs() {
    let app = TestApp::start().await;
    let home = register(&app).await;
    attack(&app).await;
    assert_eq!(app.send::<Login>(right()).await.status, 429, "a stranger");
    let answer = on(&app, &home.device, right()).await;
    assert_eq!(answer.status, 200, "from whatever address");
    // Not from the same address as a stranger who guessed at everybody either.
    for number in 0..140 {
        let guess = credentials(&format!("user{number}@example.com"), "wrong horse battery").from(ELSEWHERE);
        app.send::<Login>(guess).await;
    }
    assert_eq!(
        app.send::<Login>(credentials("other@example.com", PASSWORD).from(ELSEWHERE)).await.status,
        429
    );
    assert_eq!(on(&app, &home.device, right()).await.status, 200);
    // And for as long as browsers keep the cookie.
    app.clock.advance(SignedDuration::from_hours(24 * 399));
    attack(&app).await;
    assert_eq!(on(&app, &home.device, right()).await.status, 200);
}

#[tokio::test]
async fn a_new_device_is_known_after_its_first_sign_in() {
    let app = TestApp::start().await;
    register(&app).await;
    let device = sign_in(&app).await.device;
    attack(&app).await;
    assert_eq!(on(&app, &device, right()).await.status, 200);
}

#[tokio::test]
async fn a_device_knows_the_accounts_of_all_who_share_it() {
    let app = TestApp::start().await;
    let first = register(&app).await;
    let other = "sam@example.com";
    register_as(&app, other).await;
    let shared = Browser::of(&on(&app, &first.device, credentials(other, PASSWORD)).await);
    attack(&app).await;
    assert_eq!(on(&app, &shared.device, right()).await.status, 200);
    // Of whom it does not know it says nothing: the cookie of another account is a stranger's.
    let stranger = register_as(&app, "eve@example.com").await;
    assert_eq!(on(&app, &stranger.device, right()).await.status, 429);
}

#[tokio::test]
async fn guesses_on_a_known_device_slow_down_by_themselves() {
    let app = TestApp::start().await;
    let home = register(&app).await;
    let device = home.device.as_str();
    let mut answers = Vec::new();
    for number in 0..40 {
        let guess = credentials(EMAIL, "wrong horse battery").from(&format!("198.51.100.{number}"));
        answers.push(on(&app, device, guess).await.status);
    }
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 30, "{answers:?}");
    // That is no trouble for anybody else.
    assert_eq!(app.send::<Login>(right()).await.status, 200);
}

#[tokio::test]
async fn a_cookie_that_is_not_ours_is_none() {
    let app = TestApp::start().await;
    let home = register(&app).await;
    attack(&app).await;
    let (name, value) = home.device.split_once('=').unwrap();
    let cut = &value[..value.len() - 4];
    for forged in [String::new(), "x".to_owned(), cut.to_owned(), "A".repeat(4000), value.to_lowercase()] {
        assert_eq!(on(&app, &format!("{name}={forged}"), right()).await.status, 429, "{forged}");
    }
}

#[tokio::test]
async fn the_cookie_is_for_our_host_alone_and_stays_when_somebody_signs_out() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    let answer = app.send::<Login>(credentials(EMAIL, PASSWORD)).await;
    let [_, device] = answer.cookies.as_slice() else { panic!("{answer:?}") };
    let attributes: Vec<&str> = device.split("; ").skip(1).collect();
    assert!(device.starts_with(&format!("{DEVICE}=")));
    assert_eq!(attributes, ["Max-Age=34560000", "Path=/", "Secure", "HttpOnly", "SameSite=Strict"]);
    assert!(!device.contains("robin"));
    let left = app.send::<Logout>(browser.with_cookie()).await;
    assert!(left.cookies.iter().all(|cookie| cookie.starts_with(REFRESH_COOKIE)), "{left:?}");
}
