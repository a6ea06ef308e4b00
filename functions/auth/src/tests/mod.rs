//! Tests of the endpoints on the embedded store.

mod accept_invitation;
mod change_password;
mod cross_site;
mod devices;
mod email_spellings;
mod login;
mod preferences;
mod refresh;
mod register;
mod requests;
mod sessions;
mod throttling;
mod tokens;
mod update_me;
mod wire;

use domain::email::EmailAddress;
use serde_json::{Value, json};
use store::email_owners::{self, EmailDigest, EmailOwner};
use testing::{TestApp, TestRequest, TestResponse};

use crate::{login::Login, refresh::Refresh, register::Register};

const EMAIL: &str = "robin@example.com";
const PASSWORD: &str = "correct horse battery";
const COOKIE: &str = "__Host-navaia-refresh";
const DEVICE: &str = "__Host-navaia-device";

/// What a browser has after signing in.
#[derive(Clone, Debug)]
struct Browser {
    token: String,
    cookie: String,
    /// The cookie of the device; none after a refresh.
    device: String,
    body: Value,
}

impl Browser {
    fn of(answer: &TestResponse) -> Self {
        let cookie = |name: &str| {
            let found = answer.cookies.iter().find(|cookie| cookie.starts_with(name));
            found.map(|cookie| cookie.split(';').next().unwrap().to_owned())
        };
        let device = cookie(DEVICE).unwrap_or_default();
        let cookie = cookie(COOKIE).unwrap_or_else(|| panic!("{answer:?}"));
        let token = answer.body["accessToken"].as_str().unwrap().to_owned();
        Self { token, cookie, device, body: answer.body.clone() }
    }

    /// A request with the access token.
    fn call(&self) -> TestRequest {
        TestRequest::new().header("authorization", format!("Bearer {}", self.token))
    }

    /// A request with the cookie.
    fn with_cookie(&self) -> TestRequest {
        TestRequest::new().header("cookie", format!("theme=dark; {}", self.cookie))
    }

    fn tenant(&self) -> &str {
        self.body["tenant"]["id"].as_str().unwrap()
    }
}

fn registration(email: &str) -> Value {
    json!({ "tenantName": "Harbour Dental", "name": "Robin Example", "email": email, "password": PASSWORD })
}

fn credentials(email: &str, password: &str) -> TestRequest {
    TestRequest::new().json(&json!({ "email": email, "password": password }))
}

async fn register(app: &TestApp) -> Browser {
    register_as(app, EMAIL).await
}

async fn register_as(app: &TestApp, email: &str) -> Browser {
    let answer = app.send::<Register>(TestRequest::new().json(&registration(email))).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    Browser::of(&answer)
}

async fn sign_in(app: &TestApp) -> Browser {
    let answer = app.send::<Login>(credentials(EMAIL, PASSWORD)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    Browser::of(&answer)
}

async fn refresh(app: &TestApp, browser: &Browser) -> TestResponse {
    app.send::<Refresh>(browser.with_cookie()).await
}

/// What the audit log of the tenant says, the oldest first.
async fn audited(app: &TestApp, browser: &Browser) -> Vec<String> {
    let tenant = domain::TenantId::from_own_record(browser.tenant()).unwrap();
    let page = store::audit::list(&app.table, tenant, app.context.clock.now(), 200, None).await.unwrap();
    page.items.into_iter().map(|entry| entry.action).collect()
}

/// Where the user of an e-mail address is.
async fn owner(app: &TestApp, email: &str) -> Option<EmailOwner> {
    let email = EmailDigest::of(&EmailAddress::new(email).unwrap());
    email_owners::get(&app.table, &email).await.unwrap()
}
