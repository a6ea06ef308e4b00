//! What holds for every endpoint, whoever wrote it: no identity, no answer; too low a role, no event; another tenant's
//! id is an id that does not exist.
//!
//! Endpoints come from the catalog, their requests from `events/`, and where ids are carried from the `OpenAPI`
//! document: an endpoint that is added is swept without a change here, or makes a test fail that says what to add.

use std::collections::{BTreeMap, BTreeSet};

use domain::role::Role;
use http::Method;
use runtime::{Function, Trigger};
use serde_json::{Value, json};
use store::Transaction;
use testing::{SignedIn, TestApp, TestRequest, TestResponse};

/// Endpoints that nobody has to sign in for.
const PUBLIC: [&str; 6] =
    ["auth-login", "auth-logout", "auth-refresh", "auth-register", "elevenlabs-post-call", "meta-openapi"];
/// An id of the right form that nothing has.
const NOBODY: &str = "01K5P1V8W0NEVERMADE0000000";

fn endpoints() -> impl Iterator<Item = (Function, Option<Role>)> {
    catalog::functions().into_iter().filter_map(|function| match function.trigger {
        Trigger::Api { least_role, .. } => Some((function, least_role)),
        _ => None,
    })
}

/// The request of `events/<function>.json`, without an identity.
fn example(function: &Function) -> (TestRequest, Value) {
    let path = format!("{}/../events/{}.json", env!("CARGO_MANIFEST_DIR"), function.name);
    let event: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut call = TestRequest::new().query(event["rawQueryString"].as_str().unwrap_or_default());
    for (name, value) in event["pathParameters"].as_object().into_iter().flatten() {
        call = call.path(name, value.as_str().unwrap());
    }
    let mut body = Value::Null;
    if let Some(text) = event["body"].as_str() {
        body = serde_json::from_str(text).unwrap();
        call = call.json(&body);
    }
    (call.version(1), body)
}

#[test]
fn the_public_endpoints_are_the_known_ones() {
    let public: BTreeSet<&str> = catalog::functions()
        .iter()
        .filter(|function| {
            matches!(function.trigger, Trigger::Api { least_role: None, .. } | Trigger::FunctionUrl { .. })
        })
        .map(|function| function.name)
        .collect();
    assert_eq!(public, BTreeSet::from(PUBLIC));
}

#[test]
fn whatever_edits_asks_for_the_version_it_is_made_from() {
    // A whole setting that is put anew, and a session that is ended, have no version to lose.
    let without = ["settings-put-voice-credentials", "auth-revoke-session"];
    for (function, _) in endpoints() {
        let Trigger::Api { route, conditional, .. } = function.trigger else { continue };
        let edits = matches!(route.method.as_str(), "PUT" | "PATCH" | "DELETE");
        assert!(!edits || conditional || without.contains(&function.name), "{}", function.name);
    }
}

#[tokio::test]
async fn without_an_identity_there_is_no_answer() {
    let app = TestApp::start().await;
    let ended = app.user_of_new_tenant(Role::Owner).await;
    let mut sign_out = Transaction::new();
    store::sessions::end(&mut sign_out, ended.tenant, ended.user, ended.session);
    app.table.commit(sign_out).await.unwrap();
    for (function, least_role) in endpoints() {
        if least_role.is_none() {
            continue;
        }
        let (call, _) = example(&function);
        let nobody = app.send_to(&function, call.clone()).await;
        assert_eq!(nobody.error(), (401, "unauthenticated"), "{}", function.name);
        let forged = call.clone().header("authorization", format!("Bearer {}x", ended.token));
        assert_eq!(
            app.send_to(&function, forged).await.error(),
            (401, "unauthenticated"),
            "{}",
            function.name
        );
        let signed_out = app.send_to(&function, call.by(&ended)).await;
        assert_eq!(signed_out.error(), (401, "unauthenticated"), "{}", function.name);
    }
}

#[tokio::test]
async fn too_low_a_role_is_refused() {
    let app = TestApp::start().await;
    for (function, least_role) in endpoints() {
        let Some(least) = least_role else { continue };
        let lower = Role::ALL.into_iter().rev().find(|role| !role.covers(least));
        let Some(lower) = lower else { continue };
        let person = app.user_of_new_tenant(lower).await;
        let before = items_of(&app, &person).await;
        let (call, _) = example(&function);
        let answer = app.send_to(&function, call.by(&person)).await;
        assert_eq!(answer.error(), (403, "forbidden"), "{}", function.name);
        assert_eq!(items_of(&app, &person).await, before, "{} changed something", function.name);
    }
}

/// A tenant with a record of every kind, and the ids of these, by the names that carry them.
struct Owner {
    person: SignedIn,
    ids: BTreeMap<&'static str, String>,
    /// An id for an endpoint that looks for it in another state, such as a customer that was deleted.
    special: BTreeMap<(&'static str, &'static str), String>,
    /// A cursor of each list.
    cursors: BTreeMap<&'static str, String>,
}

async fn named(app: &TestApp, name: &str, call: TestRequest) -> TestResponse {
    let function = catalog::functions().into_iter().find(|function| function.name == name).unwrap();
    app.send_to(&function, call).await
}

async fn create_customer(app: &TestApp, person: &SignedIn, phone: &str) -> String {
    let call = TestRequest::new().by(person).json(&json!({ "phone": phone, "name": "Robin Example" }));
    let created = named(app, "customers-create", call).await;
    assert_eq!(created.status, 201, "{created:?}");
    created.body["id"].as_str().unwrap().to_owned()
}

async fn owner(app: &TestApp) -> Owner {
    let person = app.user_of_new_tenant(Role::Owner).await;
    let customer = create_customer(app, &person, "+12025550101").await;
    create_customer(app, &person, "+12025550102").await;
    let deleted = create_customer(app, &person, "+12025550103").await;
    let call = TestRequest::new().by(&person).path("customerId", &deleted).version(1);
    assert_eq!(named(app, "customers-delete", call).await.status, 204);

    let credentials =
        json!({ "apiKey": "sim-sweep-only", "webhookSecret": "wsec_sweep_only_000000000000000001" });
    let put =
        named(app, "settings-put-voice-credentials", TestRequest::new().by(&person).json(&credentials)).await;
    assert!((200..300).contains(&put.status), "{put:?}");
    let hook = put.body["webhookUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    for agent in ["agent_sweep_1", "agent_sweep_2"] {
        let agent = json!({ "agentId": agent, "name": "Reception" });
        let added =
            named(app, "settings-register-voice-agent", TestRequest::new().by(&person).json(&agent)).await;
        assert_eq!(added.status, 201, "{added:?}");
    }
    for number in 1..=2 {
        receive_call(app, &hook, number).await;
    }
    let calls = named(app, "calls-list", TestRequest::new().by(&person)).await;
    let call = calls.body["items"][0]["id"].as_str().expect("a call").to_owned();
    let inbox =
        named(app, "operations-list-inbox", TestRequest::new().by(&person).query("state=processed")).await;
    let entry = inbox.body["items"][0]["id"].as_str().expect("an entry of the inbox").to_owned();

    let ids = BTreeMap::from([
        ("customerId", customer.clone()),
        ("callId", call),
        ("sessionId", person.session.to_string()),
        ("agentId", "agent_sweep_1".to_owned()),
        ("connectionId", put.body["id"].as_str().unwrap_or(NOBODY).to_owned()),
        ("entryId", entry),
    ]);
    let special = BTreeMap::from([(("customers-restore", "customerId"), deleted)]);
    let mut owner = Owner { person, ids, special, cursors: BTreeMap::new() };
    for (function, _) in endpoints() {
        if !carries(&function, "query").contains("cursor") {
            continue;
        }
        // A page of one leaves a next one, where there are two.
        let state = if function.name == "operations-list-inbox" { "&state=processed" } else { "" };
        if function.name == "auth-list-sessions" {
            continue;
        }
        let page = app
            .send_to(&function, TestRequest::new().by(&owner.person).query(format!("limit=1{state}")))
            .await;
        let cursor = page.body["nextCursor"].as_str();
        let cursor = cursor.unwrap_or_else(|| panic!("{}: two records are needed: {page:?}", function.name));
        owner.cursors.insert(function.name, format!("limit=1{state}&cursor={cursor}"));
    }
    owner
}

/// A call by webhook and processor.
async fn receive_call(app: &TestApp, hook: &str, number: u8) {
    let body = json!({
        "type": "post_call_transcription",
        "event_timestamp": app.context.clock.now().as_second(),
        "data": {
            "agent_id": "agent_sweep_1",
            "conversation_id": format!("conv_sweep_{number}"),
            "status": "done",
            "transcript": [{ "role": "user", "message": "Hello", "time_in_call_secs": 1 }],
            "metadata": {
                "start_time_unix_secs": app.context.clock.now().as_second(),
                "call_duration_secs": 5,
                "phone_call": { "direction": "inbound", "external_number": format!("+120255501{number}5") },
            },
        },
    })
    .to_string();
    let secret = secrecy::SecretString::from("wsec_sweep_only_000000000000000001");
    let signature = elevenlabs::signature::sign(&secret, body.as_bytes(), app.context.clock.now());
    let call =
        TestRequest::new().path("hookId", hook).header(elevenlabs::signature::HEADER, signature).text(body);
    let taken = named(app, "elevenlabs-post-call", call).await;
    assert_eq!(taken.status, 200, "{taken:?}");
    app.drain("inbox", &inbox_processor()).await;
}

fn inbox_processor() -> Function {
    catalog::functions().into_iter().find(|function| function.name == "inbox-processor").unwrap()
}

/// The names of the parameters in the `path` or `query` of an endpoint, or of the ids in its `body`.
fn carries(function: &Function, place: &str) -> BTreeSet<String> {
    let document = serde_json::to_value(catalog::openapi().unwrap()).unwrap();
    let Trigger::Api { route, .. } = function.trigger else { return BTreeSet::new() };
    let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
    if place == "body" {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        let reference = schema["$ref"].as_str().unwrap_or_default().trim_start_matches('#');
        let properties = document.pointer(&format!("{reference}/properties")).and_then(Value::as_object);
        return properties.into_iter().flat_map(|properties| properties.keys().cloned()).collect();
    }
    let parameters = operation["parameters"].as_array();
    parameters
        .into_iter()
        .flatten()
        .filter(|parameter| parameter["in"] == place)
        .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
        .collect()
}

/// Ids of the provider that a caller chooses: they name nothing of ours yet.
const CHOSEN: [(&str, &str); 2] =
    [("settings-register-voice-agent", "agentId"), ("settings-register-voice-agent", "phoneNumberId")];

impl Owner {
    fn id(&self, function: &Function, name: &str) -> &str {
        let special = self.special.iter().find(|((of, field), _)| *of == function.name && *field == name);
        special.map(|(_, id)| id).or_else(|| self.ids.get(name)).unwrap_or_else(|| {
            panic!(
                "{}: make a record whose id is carried as {name} in the function `owner` of this test",
                function.name
            )
        })
    }
}

/// All items of a tenant, as they are.
async fn items_of(app: &TestApp, person: &SignedIn) -> Vec<String> {
    let prefix = format!("T#{}#", person.tenant);
    let mut items: Vec<String> =
        app.all_items().await.into_iter().filter(|item| item.contains(&prefix)).collect();
    items.sort();
    items
}

/// An answer without what differs from request to request.
fn comparable(answer: &TestResponse) -> (u16, Value) {
    let mut body = answer.body.clone();
    if let Some(body) = body.as_object_mut() {
        body.remove("requestId");
    }
    (answer.status, body)
}

#[tokio::test]
async fn an_id_of_another_tenant_is_an_id_that_does_not_exist() {
    let app = TestApp::start().await;
    let owner = owner(&app).await;
    let stranger = app.user_of_new_tenant(Role::Owner).await;
    let before = items_of(&app, &owner.person).await;
    let mut carriers = 0;
    for (function, least_role) in endpoints() {
        if least_role.is_none() {
            continue;
        }
        let (call, body) = example(&function);
        let call = call.by(&stranger);
        for place in ["path", "query", "body"] {
            for name in carries(&function, place) {
                if !name.ends_with("Id") || CHOSEN.contains(&(function.name, name.as_str())) {
                    continue;
                }
                carriers += 1;
                let with = |id: &str| match place {
                    "path" => call.clone().path(&name, id),
                    "query" => call.clone().query(format!("{name}={id}")),
                    _ => {
                        let mut body = fields_beside(&body, &name);
                        body[&name] = json!(id);
                        call.clone().json(&body)
                    }
                };
                let foreign = app.send_to(&function, with(owner.id(&function, &name))).await;
                let nowhere = app.send_to(&function, with(&nowhere_like(owner.id(&function, &name)))).await;
                let what = format!("{} with {name} in its {place}", function.name);
                assert_eq!(foreign.error(), (404, "not_found"), "{what}: {foreign:?}");
                assert_eq!(comparable(&foreign), comparable(&nowhere), "{what}");
            }
        }
    }
    assert!(carriers > 8, "ids are carried by {carriers} parameters only: is the document read right?");
    assert_eq!(items_of(&app, &owner.person).await, before);
}

/// What a body needs beside the id: all that its example has, but for the range of time that a replay can be asked for
/// in the place of an entry.
fn fields_beside(example: &Value, id: &str) -> Value {
    let fields = example.as_object().into_iter().flatten();
    fields
        .filter(|(field, _)| *field != id && !["from", "to", "state"].contains(&field.as_str()))
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// An id of the same form that nothing has.
fn nowhere_like(id: &str) -> String {
    if id.len() == NOBODY.len() {
        return NOBODY.to_owned();
    }
    let half = id.len() / 2;
    id.chars()
        .enumerate()
        .map(|(index, c)| if index >= half && c.is_ascii_digit() { '9' } else { c })
        .collect()
}

#[tokio::test]
async fn a_cursor_of_another_tenant_is_no_cursor() {
    let app = TestApp::start().await;
    let owner = owner(&app).await;
    let stranger = app.user_of_new_tenant(Role::Owner).await;
    assert!(owner.cursors.len() >= 3, "{:?}", owner.cursors.keys());
    for (name, query) in &owner.cursors {
        let own = named(&app, name, TestRequest::new().by(&owner.person).query(query)).await;
        assert_eq!(own.status, 200, "{name}: {own:?}");
        let foreign = named(&app, name, TestRequest::new().by(&stranger).query(query)).await;
        assert_eq!(foreign.error(), (400, "cursor_refused"), "{name}");
        let made_up =
            named(&app, name, TestRequest::new().by(&stranger).query("cursor=AAAAAAAAAAAAAAAAAAAAAAAA"))
                .await;
        assert_eq!(comparable(&foreign), comparable(&made_up), "{name}");
    }
}

#[tokio::test]
async fn an_idempotency_key_of_another_tenant_is_a_new_key() {
    let app = TestApp::start().await;
    let mut swept = 0;
    for (function, _) in endpoints() {
        let Trigger::Api { idempotent: true, route, .. } = function.trigger else { continue };
        assert_eq!(route.method.as_str(), Method::POST.as_str());
        swept += 1;
        let (first, second) =
            (app.user_of_new_tenant(Role::Owner).await, app.user_of_new_tenant(Role::Owner).await);
        if function.name.starts_with("settings-") {
            for person in [&first, &second] {
                let credentials = json!({ "apiKey": "sim-sweep-only" });
                named(
                    &app,
                    "settings-put-voice-credentials",
                    TestRequest::new().by(person).json(&credentials),
                )
                .await;
            }
        }
        let (call, _) = example(&function);
        let call = call.header("idempotency-key", "the-same-key");
        let own = app.send_to(&function, call.clone().by(&first)).await;
        let foreign = app.send_to(&function, call.by(&second)).await;
        assert_eq!((own.status, foreign.status), (201, 201), "{}: {own:?} {foreign:?}", function.name);
        if let Some(id) = own.body["id"].as_str() {
            assert_ne!(foreign.body["id"], id, "{} answered another tenant's record", function.name);
        }
    }
    assert!(swept > 0);
}
