use std::sync::{Arc, Mutex};

use domain::{
    call::Trunk,
    quota::{Amount, day_of},
    role::Role,
    voice::HookId,
};
use elevenlabs::credentials::Credentials;
use jiff::SignedDuration;
use runtime::{
    Clock,
    log::{RequestLine, RequestLog},
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use store::{audit, delivery_counts, voice};
use testing::{SignedIn, TestApp, TestAppOptions, TestRequest, TestResponse};

use crate::voice::{get_connection::GetVoiceConnection, put_credentials::PutVoiceCredentials};

const KEY: &str = "hush-api-key-1";
const SECRET: &str = "hush-webhook-secret-1";

async fn put(app: &TestApp, person: &SignedIn, body: &Value) -> TestResponse {
    app.send::<PutVoiceCredentials>(TestRequest::new().by(person).json(body)).await
}

async fn get(app: &TestApp, person: &SignedIn) -> TestResponse {
    app.send::<GetVoiceConnection>(TestRequest::new().by(person)).await
}

/// What the secret store holds for the connection of an answer: key, secret, the secret before it.
async fn stored(app: &TestApp, answer: &TestResponse) -> (String, Vec<String>) {
    let id = answer.body["id"].as_str().unwrap().parse().unwrap();
    let name = format!("navaia/test/{}", Credentials::secret_name(id));
    let secret = app.context.secrets().read_again(&name).await.unwrap().unwrap();
    let credentials = Credentials::read(&secret).unwrap();
    let secrets = credentials
        .webhook_secrets(testing::NOW.parse().unwrap())
        .into_iter()
        .map(|secret| secret.expose_secret().to_owned());
    (credentials.api_key.expose_secret().to_owned(), secrets.collect())
}

#[tokio::test]
async fn the_first_credentials_make_the_connection_and_its_hook() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    assert_eq!(get(&app, &admin).await.error(), (404, "not_found"));

    let made = put(&app, &admin, &json!({ "apiKey": KEY })).await;
    assert_eq!(made.status, 200, "{made:?}");
    assert_eq!(made.headers["etag"], "\"1\"");
    assert_eq!(made.body["baseUrl"], "https://api.elevenlabs.io");
    assert_eq!((&made.body["hasWebhookSecret"], &made.body["version"]), (&json!(false), &json!(1)));
    assert_eq!(stored(&app, &made).await, (KEY.to_owned(), vec![]));

    let url = made.body["webhookUrl"].as_str().unwrap();
    let hook_id = HookId::new(url.strip_prefix("https://hooks.example/").unwrap()).unwrap();
    let hook = voice::hook(&app.table, &hook_id).await.unwrap().unwrap();
    assert_eq!(hook.tenant, admin.tenant);
    assert_eq!(hook.connection_id.to_string(), made.body["id"]);
    assert_eq!(get(&app, &admin).await.body, made.body);
}

#[tokio::test]
async fn the_webhook_secret_comes_later_and_is_rotated() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let made = put(&app, &admin, &json!({ "apiKey": KEY, "name": "Main" })).await;
    let second = put(&app, &admin, &json!({ "apiKey": KEY, "webhookSecret": SECRET })).await;
    assert_eq!((&second.body["hasWebhookSecret"], &second.body["version"]), (&json!(true), &json!(2)));
    assert_eq!(
        (&second.body["webhookUrl"], &second.body["name"]),
        (&made.body["webhookUrl"], &json!("Main"))
    );
    assert_eq!(stored(&app, &second).await, (KEY.to_owned(), vec![SECRET.to_owned()]));

    let rotation = json!({ "apiKey": "hush-api-key-2", "webhookSecret": "hush-webhook-secret-2" });
    let third = put(&app, &admin, &rotation).await;
    assert_eq!(third.body["previousWebhookSecretUntil"], "2026-09-22T12:00:00Z");
    let both = vec!["hush-webhook-secret-2".to_owned(), SECRET.to_owned()];
    assert_eq!(stored(&app, &third).await, ("hush-api-key-2".to_owned(), both.clone()));
    let repeated = put(&app, &admin, &rotation).await;
    assert_eq!(repeated.status, 200);
    assert_eq!(stored(&app, &repeated).await, ("hush-api-key-2".to_owned(), both));

    // The one before has leaked.
    let revoking = json!({ "apiKey": "hush-api-key-2", "revokePreviousSecret": true });
    let revoked = put(&app, &admin, &revoking).await;
    assert_eq!(revoked.body.get("previousWebhookSecretUntil"), None);
    let one = vec!["hush-webhook-secret-2".to_owned()];
    assert_eq!(stored(&app, &revoked).await, ("hush-api-key-2".to_owned(), one));
}

#[tokio::test]
async fn what_numbers_without_a_plus_are_is_kept_until_something_else_is_said() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let made = put(&app, &admin, &json!({ "apiKey": KEY })).await;
    assert_eq!((made.status, &made.body["numbersWithoutPlus"]), (200, &Value::Null), "{made:?}");
    let id = made.body["id"].as_str().unwrap().parse().unwrap();
    for (said, answered, kept) in [
        (Some("international"), "international", Trunk::PlusLeftOut),
        (None, "international", Trunk::PlusLeftOut),
        (Some("national"), "national", Trunk::PlusSent),
        (None, "national", Trunk::PlusSent),
    ] {
        let mut body = json!({ "apiKey": KEY });
        if let Some(said) = said {
            body["numbersWithoutPlus"] = json!(said);
        }
        let answer = put(&app, &admin, &body).await;
        assert_eq!((answer.status, &answer.body["numbersWithoutPlus"]), (200, &json!(answered)), "{said:?}");
        assert_eq!(get(&app, &admin).await.body["numbersWithoutPlus"], answered, "{said:?}");
        let connection = voice::connection(&app.table, admin.tenant, id).await.unwrap().unwrap();
        assert_eq!(connection.trunk, Some(kept), "{said:?}");
    }
    let other = put(&app, &admin, &json!({ "apiKey": KEY, "numbersWithoutPlus": "plus_left_out" })).await;
    assert_eq!(other.error(), (422, "validation_failed"));
    assert_eq!(other.refused_fields(), ["/numbersWithoutPlus"]);
}

#[tokio::test]
async fn credentials_without_a_connection_are_taken_up_when_the_request_is_repeated() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    // As after a crash right behind the write of the secret.
    let id = domain::ids::ConnectionId::from_bytes(admin.tenant.to_bytes());
    let credentials = Credentials::renewed(None, KEY.into(), Some(SECRET.into()), app.context.clock.now());
    let name = format!("navaia/test/{}", Credentials::secret_name(id));
    app.context.secrets().put(&name, &credentials.to_secret().unwrap()).await.unwrap();
    assert_eq!(get(&app, &admin).await.error(), (404, "not_found"));

    let made = put(&app, &admin, &json!({ "apiKey": KEY, "webhookSecret": SECRET })).await;
    assert_eq!((made.status, &made.body["version"]), (200, &json!(1)));
    assert_eq!(stored(&app, &made).await, (KEY.to_owned(), vec![SECRET.to_owned()]));
}

#[tokio::test]
async fn two_at_once_make_one_connection() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let body = json!({ "apiKey": KEY });
    let answers = futures_util::future::join_all((0..6).map(|_| put(&app, &admin, &body))).await;
    let now = get(&app, &admin).await;
    assert!(answers.iter().any(|answer| answer.status == 200), "{answers:?}");
    for answer in answers {
        if answer.status == 200 {
            assert_eq!(answer.body["webhookUrl"], now.body["webhookUrl"]);
        } else {
            assert_eq!(answer.error(), (409, "voice_connection_changing"));
        }
    }
    assert_eq!(voice::connections(&app.table, admin.tenant).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn of_changes_at_once_no_webhook_secret_is_lost() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    put(&app, &admin, &json!({ "apiKey": KEY, "webhookSecret": SECRET })).await;
    for round in 0..10 {
        let secret = format!("hush-webhook-secret-of-round-{round}");
        let (with, without) = (json!({ "apiKey": KEY, "webhookSecret": secret }), json!({ "apiKey": KEY }));
        let (with, without) = tokio::join!(put(&app, &admin, &with), put(&app, &admin, &without));
        assert!(with.status == 200 || without.status == 200, "{with:?} {without:?}");
        let (_, secrets) = stored(&app, &get(&app, &admin).await).await;
        assert_eq!(secrets.contains(&secret), with.status == 200, "{with:?}");
    }
}

#[tokio::test]
async fn a_change_whose_process_died_is_in_the_way_for_a_minute() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let id = domain::ids::ConnectionId::from_bytes(admin.tenant.to_bytes());
    let now = app.context.clock.now();
    let holder = domain::ids::AuditId::from_parts(now, 1);
    let taken = voice::ConnectionLease::take(&app.table, admin.tenant, id, holder, now).await.unwrap();
    assert_eq!(taken.unwrap().holder, holder);

    app.clock.advance(SignedDuration::from_secs(20));
    let refused = put(&app, &admin, &json!({ "apiKey": KEY })).await;
    assert_eq!(refused.error(), (409, "voice_connection_changing"));
    assert_eq!(refused.headers["retry-after"], "40");
    app.clock.advance(SignedDuration::from_secs(40));
    assert_eq!(put(&app, &admin, &json!({ "apiKey": KEY })).await.status, 200);
    assert_eq!(put(&app, &admin, &json!({ "apiKey": KEY })).await.status, 200);
}

#[tokio::test]
async fn tenants_have_connections_of_their_own() {
    let app = TestApp::start().await;
    let (one, other) = (app.user_of_new_tenant(Role::Admin).await, app.user_of_new_tenant(Role::Admin).await);
    let made = put(&app, &one, &json!({ "apiKey": KEY })).await;
    assert_eq!(get(&app, &other).await.error(), (404, "not_found"));
    let second = put(&app, &other, &json!({ "apiKey": "hush-of-the-other" })).await;
    assert_ne!(made.body["id"], second.body["id"]);
    assert_ne!(made.body["webhookUrl"], second.body["webhookUrl"]);
    assert_eq!(stored(&app, &made).await.0, KEY);
}

#[tokio::test]
async fn bad_input_is_refused_with_the_field_and_nothing_is_written() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    for (body, field) in [
        (json!({}), "/apiKey"),
        (json!({ "apiKey": "" }), "/apiKey"),
        (json!({ "apiKey": "hush with spaces" }), "/apiKey"),
        (json!({ "apiKey": "h".repeat(513) }), "/apiKey"),
        (json!({ "apiKey": KEY, "webhookSecret": "hush" }), "/webhookSecret"),
        (json!({ "apiKey": KEY, "name": " " }), "/name"),
        (json!({ "apiKey": KEY, "hookId": "x" }), "/hookId"),
        (json!({ "apiKey": KEY, "baseUrl": "http://api.elevenlabs.io" }), "/baseUrl"),
        (json!({ "apiKey": KEY, "baseUrl": "https://me:hush@api.elevenlabs.io" }), "/baseUrl"),
        (json!({ "apiKey": KEY, "baseUrl": "https://api.elevenlabs.io/?a=hush" }), "/baseUrl"),
        (json!({ "apiKey": KEY, "baseUrl": "https://api.elevenlabs.io/#hush" }), "/baseUrl"),
        (json!({ "apiKey": KEY, "baseUrl": "ftp://127.0.0.1" }), "/baseUrl"),
        // Well-formed, and not the operator's choice: the API key would go there.
        (json!({ "apiKey": KEY, "baseUrl": "https://api.elevenlabs.io.example.com" }), "/baseUrl"),
        (json!({ "apiKey": KEY, "baseUrl": "http://127.0.0.1:80" }), "/baseUrl"),
    ] {
        let answer = put(&app, &admin, &body).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{body}");
        assert_eq!(answer.refused_fields(), [field], "{body}");
        assert!(!answer.body.to_string().contains("hush"), "{answer:?}");
    }
    assert_eq!(get(&app, &admin).await.error(), (404, "not_found"));
    for base_url in ["http://127.0.0.1:9", "https://api.eu.residency.elevenlabs.io/"] {
        let answer = put(&app, &admin, &json!({ "apiKey": KEY, "baseUrl": base_url })).await;
        assert_eq!(answer.body["baseUrl"], base_url.trim_end_matches('/'));
    }
}

#[tokio::test]
async fn only_admins_see_and_change_it() {
    let app = TestApp::start().await;
    for role in [Role::Viewer, Role::Agent] {
        let person = app.user_of_new_tenant(role).await;
        assert_eq!(put(&app, &person, &json!({ "apiKey": KEY })).await.error(), (403, "forbidden"));
        assert_eq!(get(&app, &person).await.error(), (403, "forbidden"));
    }
    let nobody = app.send::<GetVoiceConnection>(TestRequest::new()).await;
    assert_eq!(nobody.error(), (401, "unauthenticated"));
    let nobody = app.send::<PutVoiceCredentials>(TestRequest::new().json(&json!({ "apiKey": KEY }))).await;
    assert_eq!(nobody.error(), (401, "unauthenticated"));
}

#[derive(Default)]
struct Lines(Mutex<String>);

impl RequestLog for Lines {
    fn write(&self, line: &RequestLine<'_>) {
        self.0.lock().unwrap().push_str(&serde_json::to_string(line).unwrap());
    }
}

#[tokio::test]
async fn secrets_are_in_no_answer_no_log_and_no_item() {
    let log = Arc::new(Lines::default());
    let surroundings = TestAppOptions { request_log: log.clone(), ..TestAppOptions::default() };
    let app = TestApp::start_with(surroundings).await;
    let admin = app.user_of_new_tenant(Role::Owner).await;
    let body = json!({ "apiKey": KEY, "webhookSecret": SECRET });
    let answers = [
        put(&app, &admin, &body).await,
        put(&app, &admin, &json!({ "apiKey": KEY, "webhookSecret": SECRET, "hush": 1 })).await,
        get(&app, &admin).await,
    ];
    assert!(!format!("{answers:?}").replace("/hush", "").contains("hush"), "{answers:?}");
    let lines = log.0.lock().unwrap().clone();
    assert!(lines.contains("/v1/settings/voice-connection") && !lines.contains("hush"), "{lines}");

    let connection = voice::connections(&app.table, admin.tenant).await.unwrap().items;
    assert!(!serde_json::to_string(&connection).unwrap().contains("hush"));
    assert!(!format!("{connection:?}").contains(connection[0].hook_id.as_str()));
    let audit = audit::list(&app.table, admin.tenant, app.context.clock.now(), 10, None).await.unwrap().items;
    let actions: Vec<_> = audit.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["voice_connection.created"]);
    assert_eq!(audit[0].fields, ["apiKey", "webhookSecret"]);
    assert!(!serde_json::to_string(&audit).unwrap().contains("hush"));
}

#[tokio::test]
async fn that_the_day_s_quota_is_reached_is_told_until_the_next_day() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let made = put(&app, &admin, &json!({ "apiKey": KEY })).await;
    let id = made.body["id"].as_str().unwrap().parse().unwrap();
    let day = day_of(app.clock.now());
    let count = async |reached_at| {
        let one = Amount { deliveries: 1, bytes: 1 };
        delivery_counts::add(&app.table, admin.tenant, id, day, one, reached_at).await.unwrap();
    };
    count(None).await;
    assert_eq!(get(&app, &admin).await.body.get("dayQuotaReachedAt"), None);
    count(Some(app.clock.now())).await;
    count(Some(app.clock.now() + SignedDuration::from_hours(1))).await;
    assert_eq!(get(&app, &admin).await.body["dayQuotaReachedAt"], testing::NOW, "the first time stays");
    app.clock.advance(SignedDuration::from_hours(12));
    assert_eq!(get(&app, &admin).await.body.get("dayQuotaReachedAt"), None);
}
