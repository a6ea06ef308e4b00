use futures_util::future::join_all;
use serde_json::{Value, json};
use store::audit;
use testing::{TestApp, TestRequest, TestResponse};

use super::{Browser, refresh, register, register_as, sign_in};
use crate::{me::Me, update_me::UpdateMe};

async fn update(app: &TestApp, browser: &Browser, version: u64, edit: &Value) -> TestResponse {
    app.send::<UpdateMe>(browser.call().version(version).json(edit)).await
}

#[tokio::test]
async fn what_a_person_says_about_themselves_is_answered_wherever_they_are_named() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    let before = app.send::<Me>(browser.call()).await;
    assert_eq!((before.headers["etag"].as_str(), &before.body["user"]["version"]), ("\"1\"", &json!(1)));
    assert_eq!((before.body["user"].get("language"), before.body["user"].get("timeZone")), (None, None));
    app.clock.advance(jiff::SignedDuration::from_secs(60));
    let edit = json!({ "name": " Robin Sample ", "language": "AR", "timeZone": "asia/riyadh" });
    let answer = update(&app, &browser, 1, &edit).await;
    assert_eq!((answer.status, answer.headers["etag"].as_str()), (200, "\"2\""), "{answer:?}");
    let mut expected = before.body["user"].clone();
    for (member, value) in [
        ("name", json!("Robin Sample")),
        ("language", json!("ar")),
        ("timeZone", json!("Asia/Riyadh")),
        ("updatedAt", json!("2026-09-21T12:01:00Z")),
        ("version", json!(2)),
    ] {
        expected[member] = value;
    }
    assert_eq!(answer.body, expected);
    assert_eq!(app.send::<Me>(browser.call()).await.body["user"], expected);
    assert_eq!(sign_in(&app).await.body["user"], expected);
    assert_eq!(refresh(&app, &browser).await.body["user"], expected);
}

#[tokio::test]
async fn null_clears_and_what_is_left_out_stays() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    update(&app, &browser, 1, &json!({ "language": "en", "timeZone": "Asia/Riyadh" })).await;
    let cleared = update(&app, &browser, 2, &json!({ "timeZone": null })).await;
    assert_eq!((&cleared.body["language"], cleared.body.get("timeZone")), (&json!("en"), None));
    let cleared = update(&app, &browser, 3, &json!({ "language": null })).await;
    assert_eq!((cleared.body.get("language"), &cleared.body["version"]), (None, &json!(4)));
}

#[tokio::test]
async fn the_log_names_the_fields_and_an_edit_that_changes_nothing_is_not_in_it() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    for edit in [json!({}), json!({ "name": "Robin Example", "language": null })] {
        let answer = update(&app, &browser, 1, &edit).await;
        assert_eq!((answer.status, answer.headers["etag"].as_str()), (200, "\"1\""));
    }
    update(&app, &browser, 1, &json!({ "name": "Robin Sample", "language": "ar" })).await;
    let tenant = domain::TenantId::from_own_record(browser.tenant()).unwrap();
    let log = audit::list(&app.table, tenant, app.context.clock.now(), 50, None).await.unwrap();
    let entries: Vec<_> = log.items.iter().filter(|entry| entry.action == "user.updated").collect();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].fields, ["name", "language"]);
    assert_eq!(entries[0].subject, browser.body["user"]["id"]);
}

#[tokio::test]
async fn an_edit_of_an_old_version_is_refused_unless_it_is_the_same_again() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    let first = update(&app, &browser, 1, &json!({ "name": "Second" })).await;
    let again = update(&app, &browser, 1, &json!({ "name": "Second" })).await;
    assert_eq!((again.status, &again.body), (200, &first.body));
    let stale = update(&app, &browser, 1, &json!({ "name": "Third" })).await;
    assert_eq!(stale.error(), (412, "stale_version"));
    assert_eq!((&stale.body["currentVersion"], &stale.body["current"]), (&json!(2), &first.body));
    let missing = app.send::<UpdateMe>(browser.call().json(&json!({}))).await;
    assert_eq!(missing.error(), (428, "version_required"));
}

#[tokio::test]
async fn of_edits_at_the_same_moment_one_wins() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    let edits: Vec<_> = (0..8).map(|number| json!({ "name": format!("Number {number}") })).collect();
    let answers = join_all(edits.iter().map(|edit| update(&app, &browser, 1, edit))).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.error(), (412, "stale_version"));
        assert_eq!(answer.body["current"], won[0].body);
    }
}

#[tokio::test]
async fn bad_input_is_refused_with_the_field() {
    let app = TestApp::start().await;
    let browser = register(&app).await;
    for (edit, field) in [
        (json!({ "name": null }), "/name"),
        (json!({ "name": "" }), "/name"),
        (json!({ "language": "english please" }), "/language"),
        (json!({ "timeZone": "Mars/Olympus" }), "/timeZone"),
        (json!({ "email": "sam@example.com" }), "/email"),
        (json!({ "role": "owner" }), "/role"),
    ] {
        let answer = update(&app, &browser, 1, &edit).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{edit}");
        assert_eq!(answer.refused_fields(), [field], "{edit}");
    }
    assert_eq!(app.send::<Me>(browser.call()).await.body["user"]["version"], 1);
}

#[tokio::test]
async fn people_change_themselves_only() {
    let app = TestApp::start().await;
    let (one, other) = (register(&app).await, register_as(&app, "sam@example.com").await);
    assert_eq!(update(&app, &one, 1, &json!({ "name": "One" })).await.status, 200);
    assert_eq!(app.send::<Me>(other.call()).await.body["user"]["name"], "Robin Example");
    let nobody = app.send::<UpdateMe>(TestRequest::new().version(1).json(&json!({}))).await;
    assert_eq!(nobody.error(), (401, "unauthenticated"));
}
