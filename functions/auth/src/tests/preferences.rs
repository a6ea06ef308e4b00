use domain::role::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};
use testing::{SignedIn, TestApp, TestRequest, TestResponse};

use crate::preferences::{get::GetPreferences, put::PutPreferences};

async fn get(app: &TestApp, person: &SignedIn) -> TestResponse {
    app.send::<GetPreferences>(TestRequest::new().by(person)).await
}

async fn put(app: &TestApp, person: &SignedIn, version: u64, document: &Value) -> TestResponse {
    let body = json!({ "document": document });
    app.send::<PutPreferences>(TestRequest::new().by(person).version(version).json(&body)).await
}

/// A document whose JSON has so many bytes.
fn document_of(bytes: usize) -> Value {
    let document = json!({ "a": "é".repeat((bytes - 8) / 2) });
    assert_eq!(document.to_string().len(), bytes);
    document
}

#[tokio::test]
async fn what_is_kept_is_answered_and_counted() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let none = get(&app, &person).await;
    assert_eq!((none.status, none.headers["etag"].as_str()), (200, "\"0\""), "{none:?}");
    assert_eq!(none.body, json!({ "document": {}, "version": 0 }));
    let columns = json!({ "customers": { "columns": ["name", "phone"], "width": 1.5 }, "none": null });
    let first = put(&app, &person, 0, &columns).await;
    assert_eq!((first.status, first.headers["etag"].as_str()), (200, "\"1\""), "{first:?}");
    let expected = json!({ "document": columns, "updatedAt": "2026-09-21T12:00:00Z", "version": 1 });
    assert_eq!((&first.body, &get(&app, &person).await.body), (&expected, &expected));
    app.clock.advance(jiff::SignedDuration::from_secs(60));
    let emptied = put(&app, &person, 1, &json!({})).await;
    assert_eq!(emptied.body, json!({ "document": {}, "updatedAt": "2026-09-21T12:01:00Z", "version": 2 }));
}

#[tokio::test]
async fn an_old_version_is_refused_unless_it_is_the_same_again() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    for version in [0, 1] {
        let document = json!({ "version": version });
        let first = put(&app, &person, version, &document).await;
        let again = put(&app, &person, version, &document).await;
        assert_eq!((again.status, &again.body), (200, &first.body));
        let stale = put(&app, &person, version, &json!({ "other": version })).await;
        assert_eq!(stale.error(), (412, "stale_version"));
        assert_eq!(
            (&stale.body["currentVersion"], &stale.body["current"]),
            (&json!(version + 1), &first.body)
        );
    }
    let unconditional = TestRequest::new().by(&person).json(&json!({ "document": {} }));
    assert_eq!(app.send::<PutPreferences>(unconditional).await.error(), (428, "version_required"));
}

#[tokio::test]
async fn of_documents_at_the_same_moment_one_is_kept() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    for version in [0, 1] {
        let documents: Vec<_> = (0..8).map(|number| json!({ "of": version, "number": number })).collect();
        let answers = join_all(documents.iter().map(|document| put(&app, &person, version, document))).await;
        let kept: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(kept.len(), 1);
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(answer.error(), (412, "stale_version"));
            assert_eq!(answer.body["current"], kept[0].body);
        }
    }
}

#[tokio::test]
async fn a_document_is_an_object_of_at_most_16_kb() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    assert_eq!(put(&app, &person, 0, &document_of(16 * 1024)).await.status, 200);
    assert_eq!(put(&app, &person, 1, &document_of(16 * 1024 + 2)).await.error(), (413, "too_large"));
    for document in [json!([]), json!("text"), json!(null)] {
        let answer = put(&app, &person, 1, &document).await;
        assert_eq!(
            (answer.error(), answer.refused_fields()),
            ((422, "validation_failed"), vec!["/document"])
        );
    }
    assert_eq!(get(&app, &person).await.body["version"], 1);
}

#[tokio::test]
async fn a_member_is_given_once_at_any_depth() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    for (document, pointer) in [
        (r#"{"a":1,"a":2}"#, "/document/a"),
        (r#"{"a":{"b":1,"b":1}}"#, "/document/a/b"),
        (r#"{"a":[0,[{"b":1,"b":1}]]}"#, "/document/a/1/0/b"),
    ] {
        let request = TestRequest::new().by(&person).version(0).header("content-type", "application/json");
        let request = request.text(format!(r#"{{"document":{document}}}"#));
        let answer = app.send::<PutPreferences>(request).await;
        assert_eq!((answer.error(), answer.refused_fields()), ((422, "validation_failed"), vec![pointer]));
        assert_eq!(answer.body["errors"][0]["code"], "duplicate", "{document}");
    }
    assert_eq!(get(&app, &person).await.body["version"], 0);
}

#[tokio::test]
async fn each_person_has_a_document_of_their_own() {
    let app = TestApp::start().await;
    let one = app.user_of_new_tenant(Role::Viewer).await;
    let colleague = app.user_of(one.tenant, Role::Owner).await;
    let stranger = app.user_of_new_tenant(Role::Owner).await;
    put(&app, &one, 0, &json!({ "of": "one" })).await;
    for other in [colleague, stranger] {
        assert_eq!(get(&app, &other).await.body["version"], 0);
    }
    assert_eq!(app.send::<GetPreferences>(TestRequest::new()).await.error(), (401, "unauthenticated"));
}
