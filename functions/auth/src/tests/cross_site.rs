//! What another site makes a browser send.

use runtime::Endpoint;
use testing::{TestApp, TestRequest};

use super::{EMAIL, PASSWORD, credentials, refresh, register, registration};
use crate::{login::Login, logout::Logout, refresh::Refresh, register::Register};

/// As a browser sends it that a page of a sibling or of any other site has made to.
fn from_elsewhere(request: &TestRequest) -> Vec<TestRequest> {
    let said = [
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://sibling.example.com"),
        ("origin", "null"),
    ];
    said.into_iter().map(|(name, value)| request.clone().header(name, value)).collect()
}

async fn assert_refused<E: Endpoint>(app: &TestApp, request: TestRequest) {
    for request in from_elsewhere(&request) {
        let answer = app.send::<E>(request).await;
        assert_eq!(answer.error(), (403, "cross_site_request"), "{}", E::NAME);
        assert!(answer.cookies.is_empty(), "{}", E::NAME);
    }
}

#[tokio::test]
async fn another_site_signs_nobody_in_or_out() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    assert_refused::<Refresh>(&app, browser.with_cookie()).await;
    assert_refused::<Logout>(&app, browser.with_cookie()).await;
    assert_refused::<Login>(&app, credentials(EMAIL, PASSWORD)).await;
    assert_refused::<Register>(&app, TestRequest::new().json(&registration("other@example.com"))).await;
    assert_eq!(refresh(&app, &browser).await.status, 200, "the session goes on");
}

#[tokio::test]
async fn the_own_site_and_what_is_no_browser_do() {
    let app = TestApp::start().await;
    register(&app).await;
    let own = [
        ("sec-fetch-site", "same-origin", "origin", "https://navaia.example"),
        ("origin", "https://navaia.example", "host", "navaia.example"),
        ("x-client", "no browser", "accept", "*/*"),
    ];
    for (name, value, other, other_value) in own {
        let request = credentials(EMAIL, PASSWORD).header(name, value).header(other, other_value);
        assert_eq!(app.send::<Login>(request).await.status, 200, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_body_is_said_to_be_json() {
    let app = TestApp::start().await;
    register(&app).await;
    let kinds = [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
        "text/plain; application/json",
        "application/json-patch+json",
        "application/merge-patch+json",
    ];
    for kind in kinds {
        let answer = app.send::<Login>(credentials(EMAIL, PASSWORD).header("content-type", kind)).await;
        assert_eq!(answer.error(), (415, "unsupported_media_type"), "{kind}");
    }
    for kind in ["application/json", "Application/JSON; charset=utf-8"] {
        let answer = app.send::<Login>(credentials(EMAIL, PASSWORD).header("content-type", kind)).await;
        assert_eq!(answer.status, 200, "{kind}");
    }
}
