//! What no line may hold, whatever is sent.

use std::collections::BTreeSet;

use domain::role::Role;
use runtime::{Clock, Function, Trigger, log::SecurityWord};
use serde_json::{Value, json};
use testing::{TestApp, TestAppOptions, TestRequest};

use super::{function, printed_by, printing_app, send};

const EMAIL: &str = "marker.mail@example.com";
const NAME: &str = "Markusmarker Nomen";
const ADDRESS: &str = "203.0.113.77";
const PHONE: &str = "+12025550188";
const QUERY: &str = "marker-query";
const PATH: &str = "marker-path";
const AGENT: &str = "marker-browser/1.0";
const PASSWORD: &str = "violet harbour candle";
/// More than may fail at an account from one address without waiting.
const TOO_MANY: u32 = 32;

fn request() -> TestRequest {
    TestRequest::new().from(ADDRESS).header("user-agent", AGENT)
}

/// A request in which every parameter of the path, the query and the body are a person's.
fn marked(function: &Function) -> TestRequest {
    let (Trigger::Api { route, .. } | Trigger::FunctionUrl { route }) = function.trigger else {
        panic!("{} is not called by HTTP", function.name);
    };
    let mut request = request();
    for segment in route.path.split('/') {
        if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            request = request.path(name, PATH);
        }
    }
    if route.method.as_str() != "GET" {
        request = request.json(&json!({ "email": EMAIL, "name": NAME, "phone": PHONE, PATH: QUERY }));
    }
    request.version(1).header("idempotency-key", PATH)
}

#[tokio::test]
#[ignore = "run by the next tests, in a process of its own"]
async fn people_come_to_the_door_and_call_everything() {
    let app = printing_app().await;
    strangers(&app).await;
    let tenant = app.user_of_new_tenant(Role::Owner).await.tenant;
    for function in catalog::functions() {
        // Some of the functions sign them out.
        let (owner, viewer) =
            (app.user_of(tenant, Role::Owner).await, app.user_of(tenant, Role::Viewer).await);
        if let Trigger::Api { .. } | Trigger::FunctionUrl { .. } = function.trigger {
            for request in [marked(&function), marked(&function).by(&viewer), marked(&function).by(&owner)] {
                let with_query = request.clone().query(format!("q={QUERY}&cursor={QUERY}&{QUERY}={QUERY}"));
                for request in [request, with_query] {
                    // Some have to fail, as these people have sessions and nothing else: with causes in the log.
                    send(&app, &function, "request-1", request).await;
                }
            }
        }
    }
    let owner = app.user_of(tenant, Role::Owner).await;
    let customer = json!({ "name": NAME, "phone": PHONE, "email": EMAIL });
    for (key, expected) in [("first", 201), ("second", 409)] {
        let create = request().by(&owner).header("idempotency-key", key).json(&customer);
        assert_eq!(send(&app, &function("customers-create"), "request-1", create).await, expected);
    }
    let connection = app.voice_connection(owner.tenant).await;
    let hook = function("elevenlabs-post-call");
    for body in [marked_report(), format!("{{\"{NAME}\": {PHONE}"), "\"".to_owned() + EMAIL] {
        let delivery = connection.delivery(&body, app.clock.now()).from(ADDRESS).query(QUERY);
        assert_eq!(send(&app, &hook, "request-1", delivery).await, 200);
        let forged = connection.delivery_with(&body, format!("t=1,v0={PATH}")).from(ADDRESS);
        send(&app, &hook, "request-1", forged).await;
    }
    app.drain("inbox", &function("inbox-processor")).await;
    app.deliver(&function("inbox-processor"), &[json!({ "type": EMAIL, NAME: PHONE })]).await;
    quotas_are_reached(&app).await;
}

/// Three deliveries where two are taken in a minute, and one in a day.
async fn quotas_are_reached(app: &TestApp) {
    let variables = [("DELIVERIES_PER_MINUTE", "2"), ("DELIVERIES_PER_DAY", "1")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let request_log = app.context.request_log.clone();
    let app = TestApp::start_with(TestAppOptions { request_log, variables }).await;
    let owner = app.user_of_new_tenant(Role::Owner).await.tenant;
    let connection = app.voice_connection(owner).await;
    let hook = function("elevenlabs-post-call");
    let process = hook.start(&app.context).unwrap();
    let mut statuses = Vec::new();
    for number in 0..3 {
        let body = marked_report().replace("conv_1", &format!("conv_{number}"));
        let delivery = connection.delivery(&body, app.clock.now()).from(ADDRESS);
        let mut event = delivery.event(&hook);
        event["requestContext"]["requestId"] = "request-1".into();
        let answer = process.invoke(event, lambda_runtime::Context::default()).await.unwrap();
        statuses.push(answer["statusCode"].as_u64().unwrap());
    }
    assert_eq!(statuses, [200, 200, 429]);
}

/// Registers, has no invitation, signs in rightly and wrongly, and tries too often.
async fn strangers(app: &TestApp) {
    let registration = json!({ "tenantName": NAME, "name": NAME, "email": EMAIL, "password": PASSWORD });
    let register = function("auth-register");
    for expected in [201, 409] {
        let status = send(app, &register, "request-1", request().json(&registration)).await;
        assert_eq!(status, expected);
    }
    let acceptance = json!({ "token": PATH, "name": NAME, "password": PASSWORD });
    let accept = function("auth-accept-invitation");
    assert_eq!(send(app, &accept, "request-1", request().json(&acceptance)).await, 410);
    let login = function("auth-login");
    let sign_in = async |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        send(app, &login, "request-1", request().json(&body)).await
    };
    assert_eq!(sign_in(EMAIL, PASSWORD).await, 200);
    assert_eq!(sign_in("marker.mail@nobody.example", PASSWORD).await, 401);
    for _ in 0..TOO_MANY {
        sign_in(EMAIL, "another horse battery").await;
    }
    assert_eq!(sign_in(EMAIL, PASSWORD).await, 429);
}

fn marked_report() -> String {
    json!({
        "type": "post_call_transcription",
        "event_timestamp": 1_789_991_000,
        "data": {
            "agent_id": "agent_1", "conversation_id": "conv_1", "status": "done", "user_id": EMAIL,
            "transcript": [{ "role": "user", "message": NAME, "time_in_call_secs": 1 }],
            "metadata": {
                "start_time_unix_secs": 1_789_990_900,
                "phone_call": { "direction": "inbound", "external_number": PHONE, "agent_number": PHONE },
            },
        },
    })
    .to_string()
}

#[test]
fn no_line_has_personal_data_a_query_or_a_raw_path() {
    let lines = printed_by("private::people_come_to_the_door_and_call_everything");
    assert!(lines.len() > 100, "{}", lines.len());
    let without_plus = PHONE.trim_start_matches('+');
    for line in lines {
        let text = line.to_string().to_lowercase();
        for marker in
            [EMAIL, NAME, "markusmarker", "marker.mail", ADDRESS, without_plus, QUERY, PATH, AGENT, PASSWORD]
        {
            assert!(!text.contains(&marker.to_lowercase()), "{marker}: {line}");
        }
        assert!(line["message"].as_str().is_some_and(|message| !message.contains('?')), "{line}");
    }
}

fn security_lines() -> Vec<Value> {
    let mut lines = printed_by("private::people_come_to_the_door_and_call_everything");
    lines.retain(|line| line["kind"] == "security");
    lines
}

#[test]
fn who_was_not_let_in_is_a_security_event() {
    let lines = security_lines();
    let told: BTreeSet<(&str, &str)> = lines
        .iter()
        .map(|line| (line["event"].as_str().unwrap(), line["reason"].as_str().unwrap()))
        .collect();
    for expected in [
        ("registered", "registered"),
        ("registration_refused", "email_taken"),
        ("registration_refused", "invitation_ended"),
        ("sign_in_failed", "unknown_account"),
        ("sign_in_failed", "wrong_password"),
        ("sign_in_throttled", "too_many_requests"),
        ("role_refused", "admin_required"),
        ("role_refused", "agent_required"),
        ("quota_reached", "day"),
        ("quota_reached", "later"),
    ] {
        assert!(told.contains(&expected), "{expected:?} is not among {told:?}");
    }
    for line in &lines {
        assert_eq!(line["source"], "203.0.113.0/24", "{line}");
        // Whose link it would have been, nobody knows.
        let is_nobodys = line["reason"] == "invitation_ended";
        let is_connection_s = line["tenantId"].is_string() && line["connectionId"].is_string();
        let is_known =
            is_nobodys || is_connection_s || line["account"].is_string() || line["userId"].is_string();
        assert!(is_known, "nobody could be found by {line}");
        assert!(line["function"].is_string() && line["requestId"].is_string(), "{line}");
    }
    let accounts = |event: &str, reason: &str| -> BTreeSet<&str> {
        let chosen = lines.iter().filter(|line| line["event"] == event && line["reason"] == reason);
        chosen.map(|line| line["account"].as_str().unwrap()).collect()
    };
    let attacked = accounts("sign_in_failed", "wrong_password");
    assert_eq!(attacked.len(), 1, "one account has one name");
    assert_eq!(attacked, accounts("registered", "registered"));
    assert_eq!(attacked, accounts("sign_in_throttled", "too_many_requests"));
    assert!(attacked.is_disjoint(&accounts("sign_in_failed", "unknown_account")));
}

#[test]
fn every_security_event_is_in_the_rules_for_logs() {
    let rules = std::fs::read_to_string(crate::root().join("docs/LOGGING.md")).unwrap();
    for word in SecurityWord::ALL {
        assert!(rules.contains(&format!("| `{}` |", word.as_str())), "{}", word.as_str());
    }
}
