//! Every file of events/ is understood by the function that it is for.

use std::fs;

use runtime::{Function, Trigger};
use serde_json::Value;
use testing::TestApp;

use crate::root;

fn event_of(function: &Function) -> Value {
    let path = root().join("events").join(format!("{}.json", function.name));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[tokio::test]
async fn every_event_is_answered_by_its_function() {
    let app = TestApp::start().await;
    for function in catalog::functions() {
        let answer = app.invoke(&function, event_of(&function)).await;
        let name = function.name;
        match function.trigger {
            Trigger::Api { least_role, route, .. } => {
                let status = answer["statusCode"].as_u64().unwrap();
                assert!(status < 500, "{name}: {answer}");
                if least_role.is_some() {
                    assert_eq!(status, 401, "{name}: {answer}");
                }
                let event = event_of(&function);
                assert_eq!(event["routeKey"], format!("{} {}", route.method.as_str(), route.path));
            }
            Trigger::FunctionUrl { .. } => {
                let status = answer["statusCode"].as_u64().unwrap();
                assert!((400..500).contains(&status), "{name} believes what is not signed: {answer}");
            }
            Trigger::Queue { .. } => {
                assert_eq!(answer["batchItemFailures"], serde_json::json!([]), "{name}: {answer}");
            }
            Trigger::Schedule { .. } => {}
        }
    }
}
