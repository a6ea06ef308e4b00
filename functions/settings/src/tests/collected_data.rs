use domain::role::Role;
use serde_json::{Value, json};
use testing::{TestApp, TestRequest};

use crate::{
    collected_data::{get::GetCollectedData, put::PutCollectedData},
    get::GetSettings,
};

fn mapping(name: &[&str]) -> Value {
    json!({ "customer": { "name": name, "email": ["email"], "language": [] } })
}

#[tokio::test]
async fn there_is_a_usual_mapping_until_another_is_put() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let usual = app.send::<GetCollectedData>(TestRequest::new().by(&admin)).await;
    assert_eq!(usual.body["customer"]["name"], json!(["name", "customer_name", "full_name", "caller_name"]));
    assert_eq!((usual.body.get("since"), &usual.body["version"]), (None, &json!(1)));

    let put = |version, body: &Value| TestRequest::new().by(&admin).version(version).json(body);
    let changed = app.send::<PutCollectedData>(put(1, &mapping(&["who"]))).await;
    assert_eq!((changed.status, &changed.body["customer"]["name"]), (200, &json!(["who"])));
    assert_eq!(changed.body["version"], 2);
    let shown = app.send::<GetCollectedData>(TestRequest::new().by(&admin)).await;
    assert_eq!(shown.body, changed.body);
    // The settings are one document with one version.
    assert_eq!(app.send::<GetSettings>(TestRequest::new().by(&admin)).await.body["version"], 2);
    assert_eq!(app.send::<PutCollectedData>(put(2, &mapping(&["who"]))).await.body["version"], 2);
    let stale = app.send::<PutCollectedData>(put(1, &mapping(&["other"]))).await;
    assert_eq!(stale.error(), (412, "stale_version"));
    let blind = TestRequest::new().by(&admin).json(&mapping(&["who"]));
    assert_eq!(app.send::<PutCollectedData>(blind).await.status, 428);
}

#[tokio::test]
async fn what_is_wrong_is_told_at_once() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let many: Vec<String> = (0..11).map(|number| format!("field_{number}")).collect();
    let body = json!({ "customer": { "name": many, "email": ["a", "a"], "language": [""] } });
    let refused = app.send::<PutCollectedData>(TestRequest::new().by(&admin).version(1).json(&body)).await;
    assert_eq!(
        refused.field_errors(),
        [("/customer/email", "duplicate"), ("/customer/language/0", "empty"), ("/customer/name", "too_many")]
    );
}

#[tokio::test]
async fn only_admins_change_it() {
    let app = TestApp::start().await;
    let agent = app.user_of_new_tenant(Role::Agent).await;
    let put = TestRequest::new().by(&agent).version(1).json(&mapping(&["who"]));
    assert_eq!(app.send::<PutCollectedData>(put).await.error(), (403, "forbidden"));
    assert_eq!(app.send::<GetCollectedData>(TestRequest::new().by(&agent)).await.status, 200);
}
