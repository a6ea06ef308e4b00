//! Access tokens that somebody else made.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::role::Role;
use http::{HeaderMap, HeaderValue, header};
use jiff::SignedDuration;
use ring::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair},
};
use runtime::bearer::{Authenticator, KEY_TRUSTED_FOR, SigningKey};
use serde_json::{Value, json};
use testing::{SignedIn, TestApp, TestRequest};

use crate::list_sessions::ListSessions;

/// The seed that the test kit signs with.
const SEED: [u8; 32] = [7; 32];

fn pair() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&SEED).unwrap()
}

fn head() -> Value {
    json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": SigningKey::from_seed(&SEED).unwrap().key_id() })
}

fn claims(app: &TestApp, person: &SignedIn) -> Value {
    let now = app.context.clock.now().as_second();
    json!({
        "iss": "navaia", "aud": "navaia-api", "sub": person.user, "tid": person.tenant.to_string(),
        "sid": person.session, "iat": now, "exp": now + 300,
    })
}

fn made(head: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(head), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

fn signed(head: &Value, claims: &Value) -> String {
    made(head, claims, |bytes| pair().sign(bytes).as_ref().to_vec())
}

async fn status(app: &TestApp, token: &str) -> u16 {
    let call = TestRequest::new().header("authorization", format!("Bearer {token}"));
    app.send::<ListSessions>(call).await.status
}

fn with(mut value: Value, field: &str, to: Value) -> Value {
    value[field] = to;
    value
}

#[tokio::test]
async fn a_token_made_by_the_book_is_accepted() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    assert_eq!(status(&app, &signed(&head(), &claims(&app, &person))).await, 200);
    assert_eq!(status(&app, &person.token).await, 200);
}

#[tokio::test]
async fn another_algorithm_is_refused() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let claims = claims(&app, &person);
    for alg in ["none", "None", "NONE"] {
        let head = with(head(), "alg", json!(alg));
        assert_eq!(status(&app, &made(&head, &claims, |_| Vec::new())).await, 401);
        assert_eq!(status(&app, &signed(&head, &claims)).await, 401);
    }
    // The public key as the secret of an HMAC: the classic confusion.
    let public = pair().public_key().as_ref().to_vec();
    for key in [public.clone(), URL_SAFE_NO_PAD.encode(&public).into_bytes()] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let head = with(head(), "alg", json!("HS256"));
        let token = made(&head, &claims, |bytes| hmac::sign(&key, bytes).as_ref().to_vec());
        assert_eq!(status(&app, &token).await, 401);
    }
    for alg in ["ES256", "RS256", "Ed25519", "eddsa", ""] {
        assert_eq!(status(&app, &signed(&with(head(), "alg", json!(alg)), &claims)).await, 401, "{alg}");
    }
}

#[tokio::test]
async fn another_key_or_type_is_refused() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let claims = claims(&app, &person);
    let strange = SigningKey::from_seed(&[8; 32]).unwrap();
    for kid in [json!(strange.key_id()), json!("x"), json!("../../../../x"), json!(7), Value::Null] {
        assert_eq!(status(&app, &signed(&with(head(), "kid", kid.clone()), &claims)).await, 401, "{kid}");
    }
    let now = app.context.clock.now();
    let own = strange.sign(person.tenant, person.user, person.session, now).unwrap();
    assert_eq!(status(&app, &own).await, 401, "a key that is not in the table");
    for typ in [json!("JWT"), json!("at+JWT "), json!("refresh"), Value::Null] {
        assert_eq!(status(&app, &signed(&with(head(), "typ", typ.clone()), &claims)).await, 401, "{typ}");
    }
}

#[tokio::test]
async fn claims_that_are_not_ours_are_refused() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let now = app.context.clock.now().as_second();
    let stranger = app.user_of_new_tenant(Role::Owner).await;
    for (claim, value) in [
        ("iss", json!("someone")),
        ("iss", Value::Null),
        ("aud", json!("another-api")),
        ("aud", Value::Null),
        ("exp", json!(now)),
        ("exp", json!(now - 1)),
        ("exp", json!(now + 301)),
        ("exp", json!(now + 86_400)),
        ("exp", Value::Null),
        ("iat", json!(now + 61)),
        ("tid", json!(stranger.tenant.to_string())),
        ("sub", json!(stranger.user)),
        ("sid", json!(stranger.session)),
        ("sid", json!("")),
        ("tid", json!("x")),
    ] {
        let token = signed(&head(), &with(claims(&app, &person), claim, value.clone()));
        assert_eq!(status(&app, &token).await, 401, "{claim}: {value}");
    }
}

#[tokio::test]
async fn what_a_signed_token_demands_is_kept_to() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let now = app.context.clock.now().as_second();
    for crit in [json!(["exp"]), json!(["b64"]), json!([]), json!("x"), json!({ "a": 1 }), json!(7)] {
        let token = signed(&with(head(), "crit", crit.clone()), &claims(&app, &person));
        assert_eq!(status(&app, &token).await, 401, "crit: {crit}");
    }
    for (not_before, expected) in [
        (json!(now), 200),
        (json!(now - 1000), 200),
        (json!(i64::MIN), 200),
        (json!(now + 61), 401),
        (json!(i64::MAX), 401),
        (json!("soon"), 401),
        (json!([now]), 401),
    ] {
        let token = signed(&head(), &with(claims(&app, &person), "nbf", not_before.clone()));
        assert_eq!(status(&app, &token).await, expected, "nbf: {not_before}");
    }
    for claim in ["iat", "exp"] {
        for value in [json!(i64::MIN), json!(i64::MAX), json!(u64::MAX), json!(1e300), json!("x"), json!({})]
        {
            let token = signed(&head(), &with(claims(&app, &person), claim, value.clone()));
            assert_eq!(status(&app, &token).await, 401, "{claim}: {value}");
        }
    }
}

#[tokio::test]
async fn a_key_that_was_withdrawn_is_forgotten_within_minutes() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    // One process, which has seen the key and the token.
    let authenticator = Authenticator::new(app.table.clone(), app.context.clock.clone());
    let status = async |token: &str| {
        let value = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value)]);
        authenticator.authenticate(&headers).await.map_or_else(|error| error.status().as_u16(), |_| 200)
    };
    assert_eq!(status(&person.token).await, 200);
    let key = |name: &str| AttributeValue::S(name.to_owned());
    let id = SigningKey::from_seed(&SEED).unwrap().key_id().to_owned();
    let delete = app.aws.dynamodb().delete_item().table_name(app.table.name());
    let delete = delete.key("PK", key("KEYS#ACCESS-TOKEN")).key("SK", key(&id));
    let deleted = delete.return_values(ReturnValue::AllOld).send().await.unwrap();
    assert!(deleted.attributes.is_some(), "the key was there");

    app.clock.advance(KEY_TRUSTED_FOR);
    assert_eq!(status(&person.token).await, 401, "a token that was checked before");
    assert_eq!(status(&app.token_for(&person)).await, 401, "a token that is new");
}

#[tokio::test]
async fn an_altered_token_is_refused() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let parts: Vec<&str> = person.token.split('.').collect();
    let other = signed(&head(), &with(claims(&app, &person), "sid", json!("x")));
    let other: Vec<&str> = other.split('.').collect();
    for token in [
        format!("{}.{}.{}", parts[0], other[1], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.{}", parts[0], parts[1], other[2]),
        format!("{}.{}.{}A", parts[0], parts[1], parts[2]),
        format!("{}.", person.token),
        "x".repeat(5000),
        String::new(),
    ] {
        assert_eq!(status(&app, &token).await, 401, "{token}");
    }
    for header in [person.token.clone(), format!("Basic {}", person.token), "Bearer".to_owned()] {
        let answer = app.send::<ListSessions>(TestRequest::new().header("authorization", header)).await;
        assert_eq!(answer.error(), (401, "unauthenticated"));
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
}

#[tokio::test]
async fn a_token_ends_after_five_minutes() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    app.clock.advance(SignedDuration::from_secs(299));
    assert_eq!(status(&app, &person.token).await, 200);
    app.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(status(&app, &person.token).await, 401);
    assert_eq!(status(&app, &app.token_for(&person)).await, 200);
}
