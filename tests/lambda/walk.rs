//! Every event, and a few requests to the router.

use runtime::Trigger;
use serde_json::{Value, json};
use testing::TestApp;

use crate::{background::client, watch::Watch};

#[tokio::test(flavor = "multi_thread")]
async fn every_function_answers_its_event_and_the_router_finds_it() {
    let app = TestApp::start().await;
    let watch = Watch::start(&app.variables).await;
    for function in catalog::functions() {
        let name = function.name;
        let answer = watch.invoke(name).await;
        match function.trigger {
            Trigger::Api { least_role, .. } => {
                let status = answer["statusCode"].as_u64().unwrap();
                assert!(status < 500, "{name}: {answer}");
                assert!(least_role.is_none() || status == 401, "{name}: {answer}");
            }
            Trigger::FunctionUrl { .. } => assert_eq!(answer["statusCode"], 401, "{name}: {answer}"),
            Trigger::Queue { .. } => assert_eq!(answer["batchItemFailures"], json!([]), "{name}: {answer}"),
            Trigger::Schedule { .. } => {}
        }
    }

    let client = client();
    let get = async |path: &str| client.get(watch.url(path)).send().await.unwrap();
    let document: Value = get("/v1/openapi.json").await.json().await.unwrap();
    assert_eq!(document, serde_json::to_value(catalog::openapi().unwrap()).unwrap());
    let refused = get("/v1/customers/01K5P1V8W0EXAMP1E0000000AA").await;
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.headers()["content-type"], "application/problem+json");
    let unsigned =
        client.post(watch.url("/lambda-url/elevenlabs-post-call/some-hook")).body("{}").send().await.unwrap();
    assert_eq!(unsigned.status(), 401);
}
