use domain::{
    email::EmailAddress,
    throttle::{ACCOUNT_FROM_SOURCE, Rule, SOURCE, Source},
};
use futures_util::future::join_all;
use jiff::SignedDuration;
use runtime::edge;
use store::{
    email_owners::EmailDigest,
    throttles::{self, Limit},
};
use testing::{TestApp, TestAppOptions, TestRequest, TestResponse};

use super::{EMAIL, PASSWORD, credentials, register, registration, sign_in};
use crate::{login::Login, register::Register};

const HOME: &str = "192.0.2.1";

async fn wrong(app: &TestApp, address: &str) -> TestResponse {
    app.send::<Login>(credentials(EMAIL, "wrong horse battery").from(address)).await
}

async fn right(app: &TestApp, address: &str) -> TestResponse {
    app.send::<Login>(credentials(EMAIL, PASSWORD).from(address)).await
}

fn retry_after(answer: &TestResponse) -> i64 {
    assert_eq!(answer.error(), (429, "too_many_requests"), "{answer:?}");
    answer.headers["retry-after"].parse().unwrap()
}

#[tokio::test]
async fn guesses_from_one_source_wait_ever_longer_and_never_for_good() {
    let app = TestApp::start().await;
    register(&app).await;
    for _ in 0..ACCOUNT_FROM_SOURCE.free {
        assert_eq!(wrong(&app, HOME).await.status, 401);
    }
    let mut waits = Vec::new();
    for number in 0..12 {
        let wait = SignedDuration::from_secs(retry_after(&wrong(&app, HOME).await));
        // Not a moment earlier, not even with the right password (later on, a first attempt is forgiven meanwhile).
        let early = SignedDuration::from_millis(i64::from(number < 8));
        app.clock.advance(wait - early);
        if !early.is_zero() {
            retry_after(&right(&app, HOME).await);
        }
        app.clock.advance(early);
        assert_eq!(wrong(&app, HOME).await.status, 401);
        waits.push(wait.as_secs());
    }
    assert_eq!(waits[..9], [2, 4, 8, 16, 32, 64, 128, 256, 512]);
    assert!(waits.iter().all(|wait| *wait <= 900));
    app.clock.advance(SignedDuration::from_secs(900));
    assert_eq!(right(&app, HOME).await.status, 200);
    // Signing in clears what was before.
    for _ in 0..ACCOUNT_FROM_SOURCE.free {
        assert_eq!(wrong(&app, HOME).await.status, 401);
    }
}

#[tokio::test]
async fn an_unknown_account_slows_down_like_a_known_one() {
    let app = TestApp::start().await;
    register(&app).await;
    let mut answers = Vec::new();
    for email in [EMAIL, "nobody@example.com"] {
        let call = credentials(email, "wrong horse battery").from("198.51.100.9");
        for _ in 0..ACCOUNT_FROM_SOURCE.free {
            assert_eq!(app.send::<Login>(call.clone()).await.status, 401);
        }
        let slowed = app.send::<Login>(call).await;
        assert_eq!(retry_after(&slowed), 2);
        answers.push((slowed.body, slowed.headers));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn guesses_sent_all_at_once_are_counted_one_by_one() {
    let app = TestApp::start().await;
    register(&app).await;
    let answers = join_all((0..50).map(|_| wrong(&app, "198.51.100.9"))).await;
    let judged = answers.iter().filter(|answer| answer.status == 401).count();
    assert!((1..=ACCOUNT_FROM_SOURCE.free as usize).contains(&judged), "{judged}");
    assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 50 - judged);
}

/// Makes strangers have made so many attempts at the account that nobody among them gets one for hours.
pub(super) async fn attack(app: &TestApp) {
    let email = EmailDigest::of(&EmailAddress::new(EMAIL).unwrap());
    let at_once = Rule { forgiven_every: SignedDuration::from_hours(24), ..SOURCE };
    let limit = Limit::Account(email);
    throttles::forget(&app.table, &limit).await.unwrap();
    let now = app.context.clock.now();
    throttles::count(&app.table, &limit, &at_once, None, now).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_stranger_with_a_few_addresses_keeps_nobody_out() {
    let app = TestApp::start().await;
    register(&app).await;
    let mut slowed = 0;
    for number in 0..8 * ACCOUNT_FROM_SOURCE.free {
        let answer = wrong(&app, &format!("198.51.100.{}", number % 4)).await;
        slowed += u32::from(answer.status == 429);
    }
    assert!(slowed > 0, "the account is guarded");
    assert_eq!(wrong(&app, "198.51.100.1").await.status, 429);
    // A new device on a new connection, once mistyped.
    assert_eq!(wrong(&app, "203.0.113.5").await.status, 401);
    assert_eq!(right(&app, "203.0.113.5").await.status, 200);
}

#[tokio::test]
async fn one_source_slows_down_whatever_the_account() {
    let app = TestApp::start().await;
    register(&app).await;
    let spray = |number: u32| {
        let call = credentials(&format!("user{number}@example.com"), "wrong horse battery");
        app.send::<Login>(call.from("2001:db8:1:2::1"))
    };
    for number in 0..SOURCE.free {
        assert_eq!(spray(number).await.status, 401);
    }
    assert_eq!(retry_after(&spray(1000).await), 2);
    let same_network = credentials("other@example.com", PASSWORD).from("2001:db8:1:2:ffff::9");
    assert_eq!(app.send::<Login>(same_network).await.status, 429);
    let other_network = credentials("other@example.com", PASSWORD).from("2001:db8:1:3::1");
    assert_eq!(app.send::<Login>(other_network).await.status, 401);
    sign_in(&app).await;
    app.clock.advance(SignedDuration::from_secs(2));
    assert_eq!(spray(1001).await.status, 401);
}

#[tokio::test]
async fn requests_without_an_address_share_their_limits() {
    let app = TestApp::start().await;
    for number in 0..ACCOUNT_FROM_SOURCE.free {
        assert_eq!(wrong(&app, &format!("not an address {number}")).await.status, 401);
    }
    assert_eq!(retry_after(&wrong(&app, "nor this").await), 2);
    assert_eq!(wrong(&app, HOME).await.status, 401);
}

#[tokio::test]
async fn what_succeeds_counts_towards_nothing() {
    let app = TestApp::start().await;
    register(&app).await;
    for _ in 0..3 {
        wrong(&app, "198.51.100.9").await;
    }
    let limits = [
        Limit::Source(Source::of(Some("198.51.100.9"))),
        Limit::Account(EmailDigest::of(&EmailAddress::new(EMAIL).unwrap())),
    ];
    let states = async || {
        let states = limits.iter().map(|limit| throttles::get(&app.table, limit));
        let states = join_all(states).await.into_iter().map(|state| state.unwrap().unwrap().forgiven_at);
        states.collect::<Vec<_>>()
    };
    let before = states().await;
    for _ in 0..40 {
        assert_eq!(right(&app, "198.51.100.9").await.status, 200);
    }
    assert_eq!(states().await, before);
    // What was tried at this account alone is forgiven: its owner is here.
    let of_account = EmailDigest::of(&EmailAddress::new(EMAIL).unwrap());
    let limit = Limit::AccountFrom(of_account, Source::of(Some("198.51.100.9")));
    assert_eq!(throttles::get(&app.table, &limit).await.unwrap(), None);
}

/// Where API Gateway sees everything come from that came through the edge.
const EDGE: &str = "203.0.113.80";
const EDGE_KEY: &str = "0123456789abcdef0123456789abcdef";

async fn app_behind_an_edge() -> TestApp {
    let variables = vec![("EDGE_KEY".to_owned(), EDGE_KEY.to_owned())];
    TestApp::start_with(TestAppOptions { variables, ..TestAppOptions::default() }).await
}

/// As the edge passes on what this address sent.
fn through_the_edge(request: TestRequest, viewer: &str) -> TestRequest {
    request.from(EDGE).header(edge::KEY_HEADER, EDGE_KEY).header(edge::VIEWER_HEADER, viewer)
}

#[tokio::test]
async fn behind_the_edge_each_viewer_counts_by_itself() {
    let app = app_behind_an_edge().await;
    register(&app).await;
    let attempt = |viewer: &'static str| {
        app.send::<Login>(through_the_edge(credentials(EMAIL, "wrong horse battery"), viewer))
    };
    for _ in 0..ACCOUNT_FROM_SOURCE.free {
        assert_eq!(attempt("192.0.2.50").await.status, 401);
    }
    retry_after(&attempt("192.0.2.50").await);
    assert_eq!(attempt("192.0.2.51").await.status, 401, "a neighbour on the same edge does not wait");
}

#[tokio::test]
async fn an_address_that_no_edge_vouches_for_is_not_counted() {
    let app = app_behind_an_edge().await;
    register(&app).await;
    // Straight to the API's own address, with another made-up viewer and key each time.
    let forged = |number: u32, key: &str| {
        let request = credentials(EMAIL, "wrong horse battery").from("192.0.2.66");
        let request = request.header(edge::VIEWER_HEADER, format!("198.51.100.{number}"));
        app.send::<Login>(request.header(edge::KEY_HEADER, key))
    };
    for number in 0..ACCOUNT_FROM_SOURCE.free {
        assert_eq!(forged(number, &EDGE_KEY.to_uppercase()).await.status, 401);
    }
    retry_after(&forged(200, "").await);
    retry_after(&forged(201, &EDGE_KEY[1..]).await);
}

#[tokio::test]
async fn registrations_count_by_the_viewer_too() {
    let app = app_behind_an_edge().await;
    let request = |email: &str| TestRequest::new().json(&registration(email));
    for viewer in ["192.0.2.50", "192.0.2.50", "2001:db8::1"] {
        let email = format!("{}@example.com", app.all_items().await.len());
        let answer = app.send::<Register>(through_the_edge(request(&email), viewer)).await;
        assert_eq!(answer.status, 201, "{answer:?}");
    }
    let mut sources: Vec<_> = app
        .all_items()
        .await
        .into_iter()
        .filter_map(|item| Some(item.split_once("THROTTLE#SOURCE#")?.1.split(['"', '\\']).next()?.to_owned()))
        .collect();
    sources.sort();
    assert_eq!(sources, ["192.0.2.50", "2001:db8::"]);
}
