//! Which answers may be compressed: all that hold no secret.

use std::collections::{BTreeMap, BTreeSet};

use domain::role::Role;
use runtime::Trigger;
use serde_json::{Map, Value};
use testing::{TestApp, TestRequest};

use crate::sweeps::{Owner, endpoints, example};

/// The endpoints whose answers are never compressed, and why.
const AS_THEY_ARE: [(&str, &str); 6] = [
    ("auth-accept-invitation", "the access token"),
    ("auth-login", "the access token"),
    ("auth-logout", "takes a cookie away"),
    ("auth-refresh", "the access token, for a cookie that a browser sends whoever asks it to"),
    ("auth-register", "the access token"),
    ("auth-revoke-session", "takes a cookie away"),
];

/// What a field is called that holds a secret.
const SECRET_WORDS: [&str; 6] = ["token", "secret", "password", "apikey", "credential", "cookie"];

#[test]
fn answers_with_a_secret_are_never_compressed() {
    let document = serde_json::to_value(catalog::openapi().unwrap()).unwrap();
    let mut as_they_are = BTreeSet::new();
    let mut holding = BTreeSet::new();
    for (function, _) in endpoints() {
        let Trigger::Api { route, .. } = function.trigger else { continue };
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        let secrets = secrets_in(&document, &operation["responses"]);
        if !secrets.is_empty() {
            holding.insert(function.name);
        }
        if !function.compresses {
            as_they_are.insert(function.name);
        }
    }
    let named: BTreeMap<_, _> = AS_THEY_ARE.into();
    assert_eq!(as_they_are, named.keys().copied().collect(), "say why, or let them be compressed");
    assert!(holding.is_subset(&as_they_are), "{holding:?} hold a secret");
    assert_eq!(holding.len(), 4, "are secrets in the document found? {holding:?}");
}

/// The fields of texts in these responses that are called like a secret.
fn secrets_in(document: &Value, responses: &Value) -> BTreeSet<String> {
    let (mut found, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![responses]);
    while let Some(value) = open.pop() {
        if let Some(reference) = value["$ref"].as_str()
            && seen.insert(reference)
        {
            open.extend(document.pointer(reference.trim_start_matches('#')));
        }
        if let Some(properties) = value["properties"].as_object() {
            found.extend(
                properties.iter().filter(|(name, of)| is_secret(name, of)).map(|(name, _)| name.clone()),
            );
        }
        open.extend(value.as_object().into_iter().flat_map(Map::values));
        open.extend(value.as_array().into_iter().flatten());
    }
    found
}

fn is_secret(name: &str, schema: &Value) -> bool {
    let name = name.to_lowercase();
    let kinds = &schema["type"];
    let is_text = kinds == "string" || kinds.as_array().is_some_and(|kinds| kinds.contains(&"string".into()));
    let may_hold_one = is_text && schema["format"] != "date-time";
    (may_hold_one || schema.get("$ref").is_some()) && SECRET_WORDS.iter().any(|word| name.contains(word))
}

#[tokio::test]
async fn every_answer_says_what_it_is_compressed_with_and_depends_on() {
    let app = TestApp::start().await;
    let owner = Owner::of_samples(&app).await;
    let mut compressed = BTreeSet::new();
    for (function, _) in endpoints() {
        let (call, _) = example(&function);
        // Of their own: some end the session.
        let person = app.user_of(owner.person.tenant, Role::Owner).await;
        let call = call.by(&person).header("accept-encoding", "br, gzip");
        let answer = app.send_to(&function, call).await;
        let header = |name: &str| answer.headers.get(name).map(String::as_str);
        assert_eq!(header("vary"), function.compresses.then_some("accept-encoding"), "{}", function.name);
        if header("content-encoding") == Some("gzip") {
            assert!(function.compresses, "{}", function.name);
            compressed.insert(function.name);
        }
    }
    assert!(compressed.contains("meta-openapi"), "{compressed:?}");
}

#[tokio::test]
async fn a_compressed_document_is_the_document() {
    let app = TestApp::start().await;
    let function = catalog::functions().into_iter().find(|function| function.name == "meta-openapi").unwrap();
    let bare = app.send_to(&function, TestRequest::new()).await;
    let compressed = app.send_to(&function, TestRequest::new().header("accept-encoding", "gzip")).await;
    assert_eq!(bare.body, compressed.body);
    assert!(compressed.bytes * 5 < bare.bytes, "{} of {} bytes", compressed.bytes, bare.bytes);
}
