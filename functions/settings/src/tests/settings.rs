use domain::role::Role;
use futures_util::future::join_all;
use serde_json::json;
use store::audit::{self, AuditEntry};
use testing::{SignedIn, TestApp, TestRequest, TestResponse};

use crate::{get::GetSettings, update::UpdateSettings};

async fn get(app: &TestApp, person: &SignedIn) -> TestResponse {
    app.send::<GetSettings>(TestRequest::new().by(person)).await
}

async fn update(app: &TestApp, person: &SignedIn, version: u64, edit: &serde_json::Value) -> TestResponse {
    app.send::<UpdateSettings>(TestRequest::new().by(person).version(version).json(edit)).await
}

async fn audit(app: &TestApp, person: &SignedIn) -> Vec<AuditEntry> {
    audit::list(&app.table, person.tenant, app.context.clock.now(), 50, None).await.unwrap().items
}

#[tokio::test]
async fn settings_are_read_and_changed() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let before = get(&app, &admin).await;
    assert_eq!((before.status, before.headers["etag"].as_str()), (200, "\"1\""));
    assert_eq!(
        before.body,
        json!({
            "name": "Harbour Dental", "timeZone": "America/New_York", "defaultRegion": "US",
            "createdAt": "2026-09-21T12:00:00Z", "updatedAt": "2026-09-21T12:00:00Z", "version": 1,
        })
    );
    app.clock.advance(jiff::SignedDuration::from_secs(60));
    let edit = json!({ "name": " Harbour Clinic ", "timeZone": "asia/riyadh", "defaultRegion": "SA" });
    let after = update(&app, &admin, 1, &edit).await;
    assert_eq!((after.status, after.headers["etag"].as_str()), (200, "\"2\""), "{after:?}");
    assert_eq!(
        after.body,
        json!({
            "name": "Harbour Clinic", "timeZone": "Asia/Riyadh", "defaultRegion": "SA",
            "createdAt": "2026-09-21T12:00:00Z", "updatedAt": "2026-09-21T12:01:00Z", "version": 2,
        })
    );
    assert_eq!(get(&app, &admin).await.body, after.body);
    let entries = audit(&app, &admin).await;
    assert_eq!(entries.len(), 1);
    assert_eq!(
        (entries[0].action.as_str(), entries[0].subject.clone()),
        ("settings.updated", admin.tenant.to_string())
    );
    assert_eq!(entries[0].fields, ["name", "timeZone", "defaultRegion"]);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_writes_nothing() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    for edit in [json!({}), json!({ "name": "Harbour Dental", "timeZone": "america/new_york" })] {
        let answer = update(&app, &admin, 1, &edit).await;
        assert_eq!((answer.status, answer.headers["etag"].as_str()), (200, "\"1\""));
    }
    assert!(audit(&app, &admin).await.is_empty());
}

#[tokio::test]
async fn an_edit_of_an_old_version_is_refused_unless_it_is_the_same_again() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let edit = json!({ "name": "Second" });
    let first = update(&app, &admin, 1, &edit).await;
    let again = update(&app, &admin, 1, &edit).await;
    assert_eq!((again.status, &again.body), (200, &first.body));
    assert_eq!(audit(&app, &admin).await.len(), 1);
    let stale = update(&app, &admin, 1, &json!({ "name": "Third" })).await;
    assert_eq!(stale.error(), (412, "stale_version"));
    assert_eq!(stale.body["currentVersion"], 2);
    let missing = app.send::<UpdateSettings>(TestRequest::new().by(&admin).json(&edit)).await;
    assert_eq!(missing.error(), (428, "version_required"));
}

#[tokio::test]
async fn of_edits_at_the_same_moment_one_wins() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let edits: Vec<_> = (0..10).map(|number| json!({ "name": format!("Number {number}") })).collect();
    let answers = join_all(edits.iter().map(|edit| update(&app, &admin, 1, edit))).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.error(), (412, "stale_version"));
        assert_eq!(answer.body["currentVersion"], 2);
    }
    assert_eq!(get(&app, &admin).await.body, won[0].body);
}

#[tokio::test]
async fn bad_input_is_refused_with_the_field() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    for (edit, field) in [
        (json!({ "name": null }), "/name"),
        (json!({ "name": "" }), "/name"),
        (json!({ "timeZone": "Mars/Olympus" }), "/timeZone"),
        (json!({ "timeZone": null }), "/timeZone"),
        (json!({ "defaultRegion": "UK" }), "/defaultRegion"),
        (json!({ "timeZone": "Factory" }), "/timeZone"),
        (json!({ "timeZone": "EST" }), "/timeZone"),
        (json!({ "defaultRegion": "XX" }), "/defaultRegion"),
        (json!({ "defaultRegion": null }), "/defaultRegion"),
        (json!({ "tenantId": "x" }), "/tenantId"),
    ] {
        let answer = update(&app, &admin, 1, &edit).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{edit}");
        assert_eq!(answer.refused_fields(), [field], "{edit}");
    }
    assert_eq!(get(&app, &admin).await.body["version"], 1);
}

#[tokio::test]
async fn everybody_reads_and_those_who_set_up_change() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    for role in Role::ALL {
        let person = app.user_of(owner.tenant, role).await;
        assert_eq!(get(&app, &person).await.status, 200);
        let version = get(&app, &person).await.body["version"].as_u64().unwrap();
        let answer = update(&app, &person, version, &json!({ "name": role.as_str() })).await;
        if role.covers(Role::Admin) {
            assert_eq!(answer.body["name"], role.as_str());
        } else {
            assert_eq!(answer.error(), (403, "forbidden"));
        }
    }
    assert_eq!(app.send::<GetSettings>(TestRequest::new()).await.error(), (401, "unauthenticated"));
    let call = TestRequest::new().version(1).json(&json!({}));
    assert_eq!(app.send::<UpdateSettings>(call).await.error(), (401, "unauthenticated"));
}

#[tokio::test]
async fn tenants_have_settings_of_their_own() {
    let app = TestApp::start().await;
    let (one, other) = (app.user_of_new_tenant(Role::Admin).await, app.user_of_new_tenant(Role::Admin).await);
    update(&app, &one, 1, &json!({ "name": "One" })).await;
    assert_eq!(get(&app, &other).await.body["name"], "Harbour Dental");
    assert_eq!(update(&app, &other, 2, &json!({ "name": "Other" })).await.error(), (412, "stale_version"));
}
