//! What holds for every endpoint, whoever wrote it: no identity, no answer; too low a role, no event; another tenant's
//! id is an id that does not exist.
//!
//! Endpoints come from the catalog, their requests from `events/`, where ids are carried from the `OpenAPI` document, and
//! records from the `sample.rs` of the packages: an endpoint that is added is swept without a change here, or makes a
//! test fail that says what to add.

use std::collections::{BTreeMap, BTreeSet};

use domain::role::Role;
use http::Method;
use runtime::{Function, Trigger};
use serde_json::{Value, json};
use store::Transaction;
use testing::{Sample, SignedIn, TestApp, TestRequest, TestResponse};

use crate::samples::samples;

/// An id of the right form that nothing has.
const NOBODY: &str = "01K5P1V8W0NEVERMADE0000000";

pub(crate) fn endpoints() -> impl Iterator<Item = (Function, Option<Role>)> {
    catalog::functions().into_iter().filter_map(|function| match function.trigger {
        Trigger::Api { least_role, .. } => Some((function, least_role)),
        _ => None,
    })
}

/// The request of `events/<function>.json`, without an identity.
pub(crate) fn example(function: &Function) -> (TestRequest, Value) {
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

#[tokio::test]
async fn the_public_endpoints_are_those_that_are_meant_to_be() {
    let owner = Owner::of_samples(&TestApp::start().await).await;
    let public: BTreeSet<&str> = catalog::functions()
        .iter()
        .filter(|function| {
            matches!(function.trigger, Trigger::Api { least_role: None, .. } | Trigger::FunctionUrl { .. })
        })
        .map(|function| function.name)
        .collect();
    assert_eq!(&public, owner.sample.public_functions(), "see the sample.rs of the package");
}

#[tokio::test]
async fn whatever_edits_asks_for_the_version_it_is_made_from() {
    let owner = Owner::of_samples(&TestApp::start().await).await;
    let mut without = BTreeSet::new();
    for (function, _) in endpoints() {
        let Trigger::Api { route, conditional, .. } = function.trigger else { continue };
        let edits = matches!(route.method.as_str(), "PUT" | "PATCH" | "DELETE");
        if edits && !conditional {
            without.insert(function.name);
        }
    }
    assert_eq!(&without, owner.sample.functions_without_version(), "see the sample.rs of the package");
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

/// A person whose tenant has a record of every kind.
pub(crate) struct Owner {
    pub(crate) person: SignedIn,
    pub(crate) sample: Sample,
}

impl Owner {
    pub(crate) async fn of_samples(app: &TestApp) -> Self {
        let person = app.user_of_new_tenant(Role::Owner).await;
        let sample = samples(app, &person).await;
        Self { person, sample }
    }

    pub(crate) fn id(&self, function: &Function, name: &str) -> &str {
        self.sample.id_of(function.name, name).unwrap_or_else(|| {
            panic!(
                "{}: make a record whose id is carried as {name} in the sample.rs of a package",
                function.name
            )
        })
    }

    /// A query that goes on in each list, by function.
    async fn cursors(&self, app: &TestApp) -> BTreeMap<&'static str, String> {
        let mut cursors = BTreeMap::new();
        for (function, _) in endpoints() {
            if !carries(&function, "query").contains("cursor") {
                continue;
            }
            // A page of one leaves a next one, where there are two.
            let page = app.send_to(&function, TestRequest::new().by(&self.person).query("limit=1")).await;
            let cursor = page.body["nextCursor"].as_str().unwrap_or_else(|| {
                panic!("{}: make two records in the sample.rs of the package: {page:?}", function.name)
            });
            cursors.insert(function.name, format!("limit=1&cursor={cursor}"));
        }
        cursors
    }
}

async fn named(app: &TestApp, name: &str, call: TestRequest) -> TestResponse {
    let function = catalog::functions().into_iter().find(|function| function.name == name).unwrap();
    app.send_to(&function, call).await
}

/// The names of the parameters in the `path` or `query` of an endpoint, or of the ids in its `body`.
pub(crate) fn carries(function: &Function, place: &str) -> BTreeSet<String> {
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
    let owner = Owner::of_samples(&app).await;
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
                if !name.ends_with("Id") || owner.sample.is_chosen(function.name, &name) {
                    continue;
                }
                carriers += 1;
                let with = |id: &str| match place {
                    "path" => call.clone().path(&name, id),
                    "query" => call.clone().query(format!("{name}={id}")),
                    _ => {
                        let mut body = body.clone();
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
    let owner = Owner::of_samples(&app).await;
    let stranger = app.user_of_new_tenant(Role::Owner).await;
    let cursors = owner.cursors(&app).await;
    assert!(cursors.len() >= 3, "{:?}", cursors.keys());
    for (name, query) in &cursors {
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
    let (first, second) = (Owner::of_samples(&app).await, Owner::of_samples(&app).await);
    let mut swept = 0;
    for (function, _) in endpoints() {
        let Trigger::Api { idempotent: true, route, .. } = function.trigger else { continue };
        assert_eq!(route.method.as_str(), Method::POST.as_str());
        swept += 1;
        let (call, _) = example(&function);
        let call = call.header("idempotency-key", "the-same-key");
        let own = app.send_to(&function, call.clone().by(&first.person)).await;
        let foreign = app.send_to(&function, call.by(&second.person)).await;
        assert_eq!((own.status, foreign.status), (201, 201), "{}: {own:?} {foreign:?}", function.name);
        if let Some(id) = own.body["id"].as_str() {
            assert_ne!(foreign.body["id"], id, "{} answered another tenant's record", function.name);
        }
    }
    assert!(swept > 0);
}
