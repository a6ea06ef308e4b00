use domain::TenantId;
use futures_util::future::join_all;
use serde_json::json;
use store::counters::{self, Counter};
use testing::{TestApp, TestAppOptions, TestRequest};

use super::{EMAIL, PASSWORD, audited, owner, register, register_as, registration};
use crate::{me::Me, register::Register};

#[tokio::test]
async fn nobody_registers_where_it_is_closed() {
    for variable in ["closed", ""] {
        let variables = vec![("REGISTRATION".to_owned(), variable.to_owned())];
        let app = TestApp::start_with(TestAppOptions { variables, ..TestAppOptions::default() }).await;
        let before = app.all_items().await;
        let answer = app.send::<Register>(TestRequest::new().json(&registration(EMAIL))).await;
        assert_eq!(answer.error(), (403, "registration_closed"));
        assert!(answer.cookies.is_empty());
        assert_eq!(app.all_items().await, before);
    }
}

#[tokio::test]
async fn a_registered_owner_is_signed_in() {
    let app = TestApp::start().await;
    let answer = app.send::<Register>(TestRequest::new().json(&registration("Robin@Example.com"))).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.body["user"]["email"], EMAIL);
    assert_eq!(answer.body["user"]["role"], "owner");
    assert_eq!(answer.body["tenant"]["name"], "Harbour Dental");
    assert_eq!(answer.body["tenant"]["timeZone"], "UTC");
    assert_eq!(answer.body["tenant"]["defaultRegion"], "US");
    assert_eq!(answer.body["expiresIn"], 300);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let browser = super::Browser::of(&answer);

    let me = app.send::<Me>(browser.call()).await;
    assert_eq!(me.status, 200, "{me:?}");
    assert_eq!(me.body["user"], answer.body["user"]);
    assert_eq!(me.body["tenant"], answer.body["tenant"]);

    let tenant = TenantId::from_own_record(browser.tenant()).unwrap();
    assert_eq!(counters::read(&app.table, tenant).await.unwrap().get(Counter::Users), 1);
    let mut deeds = audited(&app, &browser).await;
    deeds.sort();
    assert_eq!(deeds, ["session.created", "tenant.registered"]);
}

#[tokio::test]
async fn the_cookie_is_for_this_host_and_no_script() {
    let app = TestApp::start().await;
    let answer = app.send::<Register>(TestRequest::new().json(&registration(EMAIL))).await;
    let (value, attributes) = answer.cookies[0].split_once("; ").unwrap();
    let token = value.strip_prefix("__Host-navaia-refresh=").unwrap();
    assert_eq!(token.len(), 128);
    assert_eq!(attributes, "Max-Age=1209600; Path=/; Secure; HttpOnly; SameSite=Strict");
    assert!(!answer.body.to_string().contains(token));
}

#[tokio::test]
async fn where_a_business_is_can_be_said() {
    let app = TestApp::start().await;
    let mut body = registration(EMAIL);
    body["timeZone"] = json!("asia/riyadh");
    body["defaultRegion"] = json!("SA");
    let answer = app.send::<Register>(TestRequest::new().json(&body)).await;
    assert_eq!(answer.body["tenant"]["timeZone"], "Asia/Riyadh");
    assert_eq!(answer.body["tenant"]["defaultRegion"], "SA");
}

#[tokio::test]
async fn an_email_address_is_one_user_in_all_tenants() {
    let app = TestApp::start().await;
    register(&app).await;
    let again = app.send::<Register>(TestRequest::new().json(&registration("ROBIN@example.com"))).await;
    assert_eq!(again.error(), (409, "email_taken"));
    assert!(again.cookies.is_empty());
}

#[tokio::test]
async fn an_address_that_was_accepted_signs_in() {
    let app = TestApp::start().await;
    for email in ["İsmail@example.com", "ÉMILE@example.com"] {
        let answer = app.send::<Register>(TestRequest::new().json(&registration(email))).await;
        if answer.status == 422 {
            assert_eq!(answer.refused_fields(), ["/email"]);
            continue;
        }
        let me = app.send::<Me>(super::Browser::of(&answer).call()).await;
        assert_eq!(me.status, 200, "{email}: {me:?}");
    }
}

#[tokio::test]
async fn one_of_many_simultaneous_registrations_wins() {
    let app = TestApp::start().await;
    let call = TestRequest::new().json(&registration(EMAIL));
    let answers = join_all((0..10).map(|_| app.send::<Register>(call.clone()))).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.error() == (409, "email_taken")).count(), 9);
    let owner = owner(&app, EMAIL).await.unwrap();
    assert_eq!(won[0].body["user"]["id"], owner.user_id.to_string());
    assert_eq!(won[0].body["tenant"]["id"], owner.tenant.to_string());
}

#[tokio::test]
async fn bad_input_is_refused_with_the_field() {
    let app = TestApp::start().await;
    for (field, value) in [
        ("tenantName", json!("  ")),
        ("name", json!(null)),
        ("email", json!("robin")),
        ("password", json!("short")),
        ("password", json!("password123")),
        ("password", json!("Robin@Example.com")),
        ("password", json!("harbour dental")),
        ("password", json!("x".repeat(129))),
        ("defaultRegion", json!("XX")),
        ("timeZone", json!("Mars/Olympus")),
        ("role", json!("owner")),
    ] {
        let mut body = registration(EMAIL);
        body[field] = value;
        let answer = app.send::<Register>(TestRequest::new().json(&body)).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{body}");
        assert_eq!(answer.refused_fields(), [format!("/{field}")], "{body}");
    }
    assert!(owner(&app, EMAIL).await.is_none());
}

#[tokio::test]
async fn no_secret_is_kept_as_it_is() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    let items = app.aws.dynamodb().scan().table_name(app.table.name()).send().await.unwrap();
    let kept = format!("{:?}", items.items());
    let (_, refresh) = browser.cookie.split_once('=').unwrap();
    for secret in [PASSWORD, refresh, &refresh[64..], &browser.token] {
        assert!(!kept.contains(secret));
    }
    assert!(kept.contains("$argon2id$v=19$m=19456,t=2,p=1$"));
}

#[tokio::test]
async fn registrations_from_one_source_slow_down() {
    use domain::throttle::REGISTRATION;
    let app = TestApp::start().await;
    register(&app).await;
    // A taken address counts as well, and costs no digest.
    for _ in 1..REGISTRATION.free {
        let answer = app.send::<Register>(TestRequest::new().json(&registration(EMAIL))).await;
        assert_eq!(answer.error(), (409, "email_taken"));
    }
    let slowed = app.send::<Register>(TestRequest::new().json(&registration("new@example.com"))).await;
    assert_eq!(slowed.error(), (429, "too_many_requests"));
    assert_eq!(slowed.headers["retry-after"], "20");
    let elsewhere = TestRequest::new().json(&registration("new@example.com")).from("198.51.100.7");
    assert_eq!(app.send::<Register>(elsewhere).await.status, 201);
    app.clock.advance(jiff::SignedDuration::from_secs(20));
    register_as(&app, "newer@example.com").await;
}
