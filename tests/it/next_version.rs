//! What a newer version of the product has written is read, listed, edited and not lost; what cannot be read at all stands
//! in nobody's way.

use std::collections::BTreeSet;

use auth::{
    accept_invitation::AcceptInvitation, change_password::ChangePassword, list_sessions::ListSessions,
    login::Login, me::Me, refresh::Refresh, register::Register, update_me::UpdateMe,
};
use customers::{
    create::CreateCustomer, list::ListCustomers, put_by_external_id::PutCustomerByExternalId,
    update::UpdateCustomer,
};
use domain::{email::EmailAddress, phone::Region, text::Name};
use inbox::{processor::Processor, replay_inbox::ReplayInbox};
use runtime::{Endpoint, Function, Trigger};
use serde_json::json;
use settings::{get::GetSettings, update::UpdateSettings, voice::put_credentials::PutVoiceCredentials};
use store::invitations::{self, Invitation, TokenDigest};
use testing::{SignedIn, TestApp, TestRequest, TestResponse, phones::fictional};

use crate::sweeps::{Owner, carries, endpoints, example};

const EMAIL: &str = "robin@example.com";
const PASSWORD: &str = "correct horse battery";
const INVITATION: &str = "a token of an invitation";

/// Kinds of which the one item or its neighbours are a whole that must not be read in part.
const OF_PARTS: &[&str] = &[
    // The shards of one sum.
    "counts",
    // What was said in a call, and what a delivery said.
    "callDetails",
    "inboxEntry",
    "inboxPiece",
    // A caller who is not recognised would be made a second customer.
    "phone",
];

/// Kinds that say again what another record or a secret says, and are written anew with it.
const WRITTEN_ANEW: &[&str] = &["phone", "customerWord", "customerTag", "tokenKey"];

/// Kinds that no item names when nothing is going on.
const PASSING: &[&str] = &[
    // While credentials are being changed.
    "voiceConnectionLease",
    // How a head or a piece is read; it is kept as one of these.
    "inboxPart",
    // They are made by adding to them, and nothing else is said of them.
    "counts",
    "deliveryCount",
];

/// The kinds of record that the source names.
fn kinds() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/store/src");
    let mut kinds = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // The engine knows no kind; its tests make some up.
                if !path.ends_with("table") {
                    folders.push(path);
                }
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for line in text.lines().filter(|line| line.contains("const ENTITY: &'static str = ")) {
                kinds.insert(line.split('"').nth(1).unwrap().to_owned());
            }
        }
    }
    assert!(kinds.len() > 20, "{kinds:?}");
    kinds
}

/// A person who has registered, with what their browser keeps.
struct Browser {
    token: String,
    cookie: String,
}

impl Browser {
    fn of(answer: &TestResponse) -> Self {
        assert!((200..300).contains(&answer.status), "{answer:?}");
        let token = answer.body["accessToken"].as_str().unwrap().to_owned();
        Self { token, cookie: answer.cookies[0].split(';').next().unwrap().to_owned() }
    }

    fn call(&self) -> TestRequest {
        TestRequest::new().header("authorization", format!("Bearer {}", self.token))
    }
}

/// Records of every kind.
async fn records(app: &TestApp) -> (Owner, Browser) {
    let owner = Owner::of_samples(app).await;
    let customer = json!({
        "phone": fictional(9), "name": "Robin Example", "externalId": "crm:9", "tags": ["vip"],
    });
    let create = TestRequest::new().by(&owner.person).header("idempotency-key", "k").json(&customer);
    assert_eq!(app.send::<CreateCustomer>(create).await.status, 201);
    let registration = json!({
        "tenantName": "Harbour Dental", "name": "Robin Example", "email": EMAIL, "password": PASSWORD,
    });
    app.send::<Register>(TestRequest::new().json(&registration)).await;
    let wrong = json!({ "email": EMAIL, "password": "wrong horse battery" });
    assert_eq!(app.send::<Login>(TestRequest::new().json(&wrong)).await.status, 401);
    let right = json!({ "email": EMAIL, "password": PASSWORD });
    let browser = Browser::of(&app.send::<Login>(TestRequest::new().json(&right)).await);
    assert_eq!(app.send::<Login>(TestRequest::new().json(&wrong)).await.status, 401);
    invite(app).await;
    (owner, browser)
}

async fn invite(app: &TestApp) {
    let (email, name) = (EmailAddress::new("sam@example.com").unwrap(), Name::new("Sample").unwrap());
    let invitation = Invitation::new(email, name, Region::new("US").unwrap(), app.context.clock.now());
    assert!(invitations::create(&app.table, &TokenDigest::of(INVITATION), &invitation).await.unwrap());
}

#[tokio::test]
async fn every_kind_of_record_has_a_sample() {
    let app = TestApp::start().await;
    records(&app).await;
    let mut expected = kinds();
    expected.retain(|kind| !PASSING.contains(&kind.as_str()));
    assert_eq!(app.items().await.kinds(), expected);
}

/// A request as in `events/`, with the ids of the samples in its path.
fn request(owner: &Owner, function: &Function) -> TestRequest {
    let (mut request, mut body) = example(function);
    for (name, value) in body.as_object_mut().into_iter().flatten() {
        let id = owner.sample.id_of(function.name, name);
        if let Some(id) = id.filter(|_| !owner.sample.is_chosen(function.name, name)) {
            *value = json!(id);
        }
    }
    if !body.is_null() {
        request = request.json(&body);
    }
    for name in carries(function, "path") {
        if !owner.sample.is_chosen(function.name, &name) {
            request = request.path(&name, owner.id(function, &name));
        }
    }
    request.by(&owner.person)
}

fn functions(methods: &'static [&str]) -> impl Iterator<Item = Function> {
    endpoints().filter_map(move |(function, least_role)| match &function.trigger {
        Trigger::Api { route, .. } if methods.contains(&route.method.as_str()) => {
            least_role.map(|_| function)
        }
        _ => None,
    })
}

#[tokio::test]
async fn lists_step_over_what_they_cannot_read() {
    let app = TestApp::start().await;
    let (owner, browser) = records(&app).await;
    let lists: Vec<Function> =
        functions(&["GET"]).filter(|function| carries(function, "path").is_empty()).collect();
    let orders = [
        "order=name",
        "order=updated",
        "q=robin",
        "tag=vip",
        "updatedSince=2020-01-01T00:00:00Z",
        "deleted=true",
    ];
    let all = async || {
        let mut answers = Vec::new();
        for function in &lists {
            let call = TestRequest::new().by(&owner.person);
            answers.push((function.name, app.send_to(function, call).await));
        }
        for query in orders {
            let call = TestRequest::new().by(&owner.person).query(query);
            answers.push((query, app.send::<ListCustomers>(call).await));
        }
        answers.push(("sessions", app.send::<ListSessions>(browser.call()).await));
        answers.push(("me", app.send::<Me>(browser.call()).await));
        answers
    };
    let before = all().await;
    app.add_unknown_attributes().await;
    app.add_unreadable_items(OF_PARTS).await;
    for ((name, before), (_, after)) in before.iter().zip(all().await) {
        // Those who are signed in without having registered have no user.
        assert!(before.status == 200 || *name == "auth-me", "{name}: {before:?}");
        assert_eq!(
            (before.status, before.body.get("items")),
            (after.status, after.body.get("items")),
            "{name}"
        );
        let items = before.body["items"].as_array();
        assert!(items.is_none_or(|items| !items.is_empty()), "{name} lists nothing");
    }
}

#[tokio::test]
async fn edits_keep_what_they_do_not_know() {
    let app = TestApp::start().await;
    let (owner, browser) = records(&app).await;
    app.add_unknown_attributes().await;
    let before = app.items().await;

    let without_version = owner.sample.functions_without_version();
    for function in functions(&["PATCH", "PUT"]).filter(|function| !without_version.contains(function.name)) {
        let mut call = request(&owner, &function);
        if function.name == UpdateMe::NAME {
            // Those who are signed in without having registered have no user.
            call = call.header("authorization", format!("Bearer {}", browser.token));
        }
        let answer = app.send_to(&function, call).await;
        assert!((200..300).contains(&answer.status), "{}: {answer:?}", function.name);
    }
    let another_name = TestRequest::new().by(&owner.person).path("externalId", "crm:9");
    let another_name = another_name.json(&json!({ "name": "Sam Sample" }));
    assert_eq!(app.send::<PutCustomerByExternalId>(another_name).await.status, 200);
    rename(&app, &owner.person, owner.sample.id_of("customers-update", "customerId").unwrap()).await;
    // What becomes of collected data is a part of the settings, and was put before.
    let version =
        app.send::<GetSettings>(TestRequest::new().by(&owner.person)).await.body["version"].as_u64();
    let settings = TestRequest::new().by(&owner.person).version(version.unwrap());
    let settings = settings.json(&json!({ "name": "Harbour" }));
    assert_eq!(app.send::<UpdateSettings>(settings).await.status, 200);
    let credentials = json!({ "apiKey": "sim-another" });
    let credentials = TestRequest::new().by(&owner.person).json(&credentials);
    assert_eq!(app.send::<PutVoiceCredentials>(credentials).await.status, 200);
    let refreshed = TestRequest::new().header("cookie", browser.cookie.clone());
    let browser = Browser::of(&app.send::<Refresh>(refreshed).await);
    let passwords = json!({ "currentPassword": PASSWORD, "newPassword": "another horse battery" });
    assert_eq!(app.send::<ChangePassword>(browser.call().json(&passwords)).await.status, 204);
    let acceptance = json!({ "token": INVITATION, "name": "Sam Sample", "password": PASSWORD });
    assert_eq!(app.send::<AcceptInvitation>(TestRequest::new().json(&acceptance)).await.status, 201);
    let range = json!({ "from": "2020-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z" });
    assert_eq!(app.send::<ReplayInbox>(TestRequest::new().by(&owner.person).json(&range)).await.status, 202);
    app.drain("inbox", &Function::queue_consumer::<Processor>()).await;

    let after = app.items().await;
    let changed = before.kinds_changed(&after);
    for kind in [
        "tenant",
        "user",
        "preferences",
        "customer",
        "session",
        "credentials",
        "invitation",
        "voiceConnection",
        "inboxEntry",
    ] {
        assert!(changed.contains(kind), "no {kind} was edited: {changed:?}");
    }
    let mut stripped = before.kinds_stripped(&after);
    stripped.retain(|kind| !WRITTEN_ANEW.contains(&kind.as_str()));
    assert_eq!(stripped, BTreeSet::new());
}

async fn rename(app: &TestApp, owner: &SignedIn, customer: &str) {
    let body = json!({ "name": "Sam Sample", "tags": ["vip"] });
    let request = TestRequest::new().by(owner).path("customerId", customer).json(&body);
    let stale = app.send::<UpdateCustomer>(request.clone().version(99)).await;
    let version = stale.body["current"]["version"].as_u64().unwrap();
    assert_eq!(app.send::<UpdateCustomer>(request.version(version)).await.status, 200);
}
