use domain::{
    call::{CallDetails, Collected},
    role::Role,
};
use jiff::ToSpan as _;
use serde_json::{Value, json};
use testing::{
    SignedIn, TestApp, TestRequest,
    calls::{call, record},
    proxied::{Fault, Rule},
};

use crate::{
    collected_data::{get::GetCollectedData, preview::PreviewCollectedData, put::PutCollectedData},
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

#[tokio::test]
async fn a_mapping_is_tried_on_the_latest_calls() {
    let app = TestApp::start().await;
    let viewer = app.user_of_new_tenant(Role::Viewer).await;
    let try_it = || TestRequest::new().by(&viewer).json(&mapping(&["who", "full_name"]));
    assert_eq!(app.send::<PreviewCollectedData>(try_it()).await.body, json!({ "calls": [] }));

    let collected = [
        json!({ "who": "Too old" }),
        json!({ "who": "Robin Example", "email": "Robin@Example.com" }),
        json!({ "who": "unknown", "full_name": "Sam", "email": "sam at example" }),
        json!({ "who": 7, "email": null }),
        json!({}),
    ];
    let mut ids = Vec::new();
    for (number, values) in (1..).zip(&collected) {
        ids.push(ended_call(&app, &viewer, number, Some(values)).await);
    }
    ids.push(ended_call(&app, &viewer, 6, None).await);
    ids.reverse();

    let tried = app.send::<PreviewCollectedData>(try_it()).await;
    assert_eq!(tried.status, 200);
    let calls = tried.body["calls"].as_array().unwrap();
    let heard = |of: &Value| (of["name"].clone(), of["email"].clone());
    assert_eq!(calls.iter().map(|call| call["callId"].clone()).collect::<Vec<_>>(), ids[..5]);
    assert_eq!(
        calls.iter().map(heard).collect::<Vec<_>>(),
        [
            (Value::Null, Value::Null),
            (Value::Null, Value::Null),
            (Value::Null, Value::Null),
            (json!("Sam"), Value::Null),
            (json!("Robin Example"), json!("robin@example.com")),
        ]
    );
    // Nobody else's.
    let other = app.user_of_new_tenant(Role::Owner).await;
    let elsewhere = TestRequest::new().by(&other).json(&mapping(&["who"]));
    assert_eq!(app.send::<PreviewCollectedData>(elsewhere).await.body, json!({ "calls": [] }));
    // The list, and the details of four calls.
    let proxied = app.proxied().await;
    proxied.send_to(&runtime::Function::endpoint::<PreviewCollectedData>(), try_it()).await;
    let queries =
        proxied.counts().into_iter().find(|(name, _)| name == "Query").map(|(_, count)| count.requests);
    assert_eq!(queries, Some(5));
    // What is not there to be read is not nothing.
    let of_details = Rule { containing: Some("CONVERSATION".to_owned()), ..Rule::always(Fault::Internal) };
    proxied.set(&[of_details]);
    let preview = runtime::Function::endpoint::<PreviewCollectedData>();
    assert_eq!(proxied.send_to(&preview, try_it()).await.error(), (503, "unavailable"));
}

/// A call that began so many minutes after the start of the tests.
async fn ended_call(app: &TestApp, person: &SignedIn, number: u8, collected: Option<&Value>) -> Value {
    let values = collected.and_then(Value::as_object).cloned();
    let details = values
        .map(|values| CallDetails { collected: Collected::bounded(values).0, ..CallDetails::default() });
    let call = call(app.context.clock.now() + i64::from(number).minutes(), number);
    json!(record(app, person, call, details.as_ref()).await)
}
