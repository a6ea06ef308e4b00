//! What is sent costs whoever sends it: nothing makes an answer of 5xx, or an error that is larger than the request.
//!
//! Endpoints and the fields of their bodies come from the catalog and the `OpenAPI` document, so that one which is added
//! is tried as well.

use std::{collections::BTreeSet, time::Instant};

use domain::{
    email::EmailAddress,
    password::Password,
    phone::{PhoneNumber, Region},
    role::Role,
    text::Name,
};
use runtime::{Function, MAX_AUTH_BYTES, MAX_JSON_BYTES, Trigger};
use serde_json::{Map, Value, json};
use testing::{TestApp, TestRequest, TestResponse};
use unicode_normalization::UnicodeNormalization;

use crate::sweeps::{carries, endpoints, example};

/// An error may have so many bytes, however short the request is.
const SHORT_ERROR: usize = 4 * 1024;
/// What the gateway lets through as the line and the headers of a request.
const GATEWAY_BYTES: usize = 8 * 1024;

/// The text of bodies that are larger, deeper or longer than any that is meant.
fn bodies(example: &Value, fields: &[String]) -> Vec<(String, String)> {
    let mut bodies: Vec<(String, String)> = Vec::new();
    let mut add = |what: &str, text: String| bodies.push((what.to_owned(), text));
    for size in [1_000, MAX_AUTH_BYTES - 100, MAX_JSON_BYTES - 100, MAX_JSON_BYTES + 100, 4_200_000] {
        add("a giant name", json!({ "k".repeat(size): 1 }).to_string());
        add("a giant name of control characters", format!("{{\"{}\":1}}", "\\u0001".repeat(size / 6)));
        add("white space", format!("{{}}{}", " ".repeat(size)));
    }
    for depth in [33, 127, 128, 10_000] {
        add("lists in lists", format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
        let name = fields.first().map_or("a", String::as_str);
        let (open, close) = (format!("{{\"{name}\":"), "}");
        add("objects in objects", format!("{}1{}", open.repeat(depth), close.repeat(depth)));
    }
    let many: Map<String, Value> = (0..30_000).map(|n| (format!("x{n}"), Value::Null)).collect();
    add("many names", Value::Object(many).to_string());
    let some: Map<String, Value> = (0..1_000).map(|n| (format!("x{n}"), Value::Null)).collect();
    add("some names", Value::Object(some).to_string());
    for field in fields {
        let mut with = |value: Value, what: &str| {
            let mut body = example.clone();
            body[field] = value;
            add(&format!("{what} as {field}"), body.to_string());
        };
        with(json!("x".repeat(10_000)), "long text");
        with(json!("x".repeat(200_000)), "very long text");
        with(json!("e\u{301}".repeat(60_000)), "text to be composed");
        with(json!(vec![json!({ "k".repeat(50): 1 }); 300]), "a list of wrong objects");
        with(json!((0..15_000).map(|n| n.to_string()).collect::<Vec<_>>()), "a long list");
        with(json!((0..5_000).map(|n| (format!("n{n}"), json!(n))).collect::<Map<_, _>>()), "a large object");
        with(json!(f64::MAX), "a large number");
        with(json!(i64::MIN), "a small number");
    }
    bodies
}

fn assert_bounded(function: &Function, what: &str, sent: usize, answer: &TestResponse) {
    let what = format!("{}: {what} of {sent} bytes", function.name);
    assert!(answer.status < 500, "{what}: {answer:?}");
    if answer.status >= 400 {
        assert!(answer.bytes <= sent.max(SHORT_ERROR), "{what}: an error of {} bytes", answer.bytes);
    }
    let errors = answer.body["errors"].as_array().map_or(0, Vec::len);
    assert!(errors <= 20, "{what}: {errors} errors");
    for pointer in answer.refused_fields() {
        assert!(pointer.chars().count() <= 100, "{what}: {pointer}");
    }
}

/// The access token of somebody who registered, for what is not public.
pub(crate) async fn token(app: &TestApp, function: &Function, least: Option<Role>) -> Option<String> {
    least?;
    let registration = json!({
        "tenantName": "Harbour Dental",
        "name": "Robin Example",
        "email": format!("{}@example.com", function.name),
        "password": "correct horse battery",
    });
    let register =
        catalog::functions().into_iter().find(|function| function.name == "auth-register").unwrap();
    let answer = app.send_to(&register, TestRequest::new().json(&registration)).await;
    Some(answer.body["accessToken"].as_str().unwrap().to_owned())
}

pub(crate) fn by(request: TestRequest, token: Option<&String>) -> TestRequest {
    match token {
        Some(token) => request.header("authorization", format!("Bearer {token}")),
        None => request,
    }
}

#[tokio::test]
async fn no_body_makes_a_fault_or_a_large_answer() {
    let app = TestApp::start().await;
    let mut tried = 0;
    for (function, least) in endpoints() {
        let fields: Vec<String> = carries(&function, "body").into_iter().collect();
        if fields.is_empty() {
            continue;
        }
        let token = token(&app, &function, least).await;
        let (request, example) = example(&function);
        for (what, text) in bodies(&example, &fields) {
            let sent = text.len();
            let request = request.clone().header("content-type", "application/json").text(text);
            let answer = app.send_to(&function, by(request, token.as_ref())).await;
            assert_bounded(&function, &what, sent, &answer);
            if sent > MAX_JSON_BYTES {
                assert_eq!(answer.error(), (413, "too_large"), "{}: {what}", function.name);
            }
            tried += 1;
        }
    }
    assert!(tried > 300, "{tried}");
}

/// Whatever strangers may send, and whatever takes a password or an address to sign in with.
#[tokio::test]
async fn what_is_sent_to_sign_in_is_small() {
    let app = TestApp::start().await;
    let mut small = BTreeSet::new();
    let mut expected = BTreeSet::from(["auth-change-password", "auth-update-me"]);
    for (function, least) in endpoints() {
        if carries(&function, "body").is_empty() {
            continue;
        }
        if least.is_none() {
            expected.insert(function.name);
        }
        let token = token(&app, &function, least).await;
        let (request, mut body) = example(&function);
        body["filler"] = json!("x".repeat(MAX_AUTH_BYTES));
        let answer = app.send_to(&function, by(request.json(&body), token.as_ref())).await;
        if answer.status == 413 {
            assert_eq!(answer.error(), (413, "too_large"), "{}", function.name);
            small.insert(function.name);
        }
    }
    assert_eq!(small, expected);
}

/// What is composed, or has what nobody sees taken out, is looked at by its length first: else its length is what it costs.
#[test]
fn what_is_far_too_long_is_refused_before_anything_is_made_of_it() {
    // Short enough without what nobody sees.
    let hidden = "\u{200b}".repeat(2_000);
    assert!(EmailAddress::new("robin@example.com").is_ok());
    assert!(EmailAddress::new(&format!("ro{}bin@example.com", &hidden[..600])).is_ok());
    assert!(EmailAddress::new(&format!("ro{hidden}bin@example.com")).is_err());
    let region = Region::new("US").unwrap();
    assert!(PhoneNumber::parse(&format!("+1202555{}0123", &hidden[..30]), &region).is_ok());
    assert!(PhoneNumber::parse(&format!("+1202555{hidden}0123"), &region).is_err());
    // Composing makes no text so much shorter that it could become right: what tells is how long it takes.
    let long = "e\u{301}".repeat(300_000);
    let quickest = |work: &dyn Fn()| {
        let times = (0..5).map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        });
        times.min().unwrap()
    };
    let composing = quickest(&|| assert_eq!(long.nfc().count(), 300_000));
    let refused = [
        ("password", quickest(&|| assert!(Password::new(&long).is_err()))),
        ("name", quickest(&|| assert!(Name::new(&long).is_err()))),
        ("address", quickest(&|| assert!(EmailAddress::new(&format!("{long}@example.com")).is_err()))),
        ("number", quickest(&|| assert!(PhoneNumber::parse(&long, &region).is_err()))),
    ];
    for (what, time) in refused {
        assert!(time * 10 < composing, "{what}: {time:?}, and {composing:?} to compose it");
    }
}

#[tokio::test]
async fn a_body_of_which_nothing_is_said_is_no_json() {
    let app = TestApp::start().await;
    let mut tried = 0;
    for (function, least) in endpoints() {
        if carries(&function, "body").is_empty() {
            continue;
        }
        let token = token(&app, &function, least).await;
        let (request, _) = example(&function);
        let request = by(request, token.as_ref());
        for request in [request.clone().without("content-type"), request.header("content-type", "")] {
            let answer = app.send_to(&function, request).await;
            assert_eq!(answer.error(), (415, "unsupported_media_type"), "{}", function.name);
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
}

#[tokio::test]
async fn no_address_or_header_makes_a_fault_or_a_large_answer() {
    let app = TestApp::start().await;
    let long = |text: &str| text.repeat(GATEWAY_BYTES / text.len());
    for (function, least) in endpoints() {
        let token = token(&app, &function, least).await;
        let (request, _) = example(&function);
        let mut requests = vec![
            ("a long name in the query", request.clone().query(long("k"))),
            ("names of control characters", request.clone().query(long("%01"))),
            ("many names in the query", request.clone().query(long("a=1&"))),
            (
                "other names in the query",
                request.clone().query((0..800).map(|n| format!("n{n}&")).collect::<String>()),
            ),
        ];
        for name in carries(&function, "query") {
            for value in ["x", "%F0%9F%A6%80", "e%CC%81", "9", "%00", "+", "-"] {
                let query = format!("{name}={}", long(value));
                requests.push(("a long value in the query", request.clone().query(query)));
            }
        }
        for name in carries(&function, "path") {
            for value in ["x", "9", "%2F", "%F0%9F%A6%80"] {
                requests.push(("a long path", request.clone().path(&name, long(value))));
            }
        }
        for name in
            ["idempotency-key", "if-match", "if-none-match", "cookie", "user-agent", "content-type", "origin"]
        {
            for value in ["x", "9", "\"", "a=b;"] {
                requests.push(("a long header", request.clone().header(name, long(value))));
            }
        }
        for (what, request) in requests {
            let sent = GATEWAY_BYTES;
            let answer = app.send_to(&function, by(request.clone(), token.as_ref())).await;
            assert_bounded(&function, what, sent, &answer);
        }
        for value in ["Bearer ", "Bearer x.", "Bearer eyJ", "Basic "] {
            let request = request.clone().header("authorization", long(value));
            let answer = app.send_to(&function, request).await;
            assert_bounded(&function, "a long authorization", GATEWAY_BYTES, &answer);
        }
    }
}

#[tokio::test]
async fn every_answer_says_that_it_is_data() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let mut statuses = BTreeSet::new();
    for function in catalog::functions() {
        if !matches!(function.trigger, Trigger::Api { .. } | Trigger::FunctionUrl { .. }) {
            continue;
        }
        let (request, _) = example(&function);
        for request in [request.clone(), request.by(&owner)] {
            let answer = app.send_to(&function, request).await;
            statuses.insert(answer.status);
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
                ("referrer-policy", "no-referrer"),
                ("strict-transport-security", "max-age=31536000"),
            ] {
                assert_eq!(answer.headers[name], value, "{}: {}", function.name, answer.status);
            }
        }
    }
    assert!(statuses.len() >= 5, "{statuses:?}");
}
