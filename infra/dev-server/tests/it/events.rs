//! Every event of the repository, filled for a running stack, shows what its function does.

use std::{fs, sync::Arc};

use dev_server::fill_event;
use runtime::{Environment, FunctionContext, SystemClock, SystemRandom, Trigger, log::Silent};
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::process::DevServer;

/// A function's surroundings under `cargo xtask watch`: on the services of the running stack.
fn context(server: &DevServer) -> FunctionContext {
    let variables = server.started["variables"].as_object().unwrap().iter();
    let variables = variables.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()));
    let environment = Environment::given(variables);
    let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemRandom::new()));
    FunctionContext::new(environment, clock, random, Arc::new(Silent)).unwrap()
}

fn event_of(function: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events");
    serde_json::from_slice(&fs::read(format!("{folder}/{function}.json")).unwrap()).unwrap()
}

#[tokio::test]
async fn every_filled_event_is_answered_with_success() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &["--seed-demo"]);
    let context = context(&server);
    // Twice: what an event made the first time is in nobody's way.
    for function in [catalog::functions(), catalog::functions()].concat() {
        let name = function.name;
        let filled = fill_event(&server.url("apiUrl"), name, event_of(name)).await;
        let filled = filled.unwrap_or_else(|error| panic!("{name}: {error:#}"));
        assert!(!filled.to_string().contains("paste-an-access-token-here"), "{name}");
        let service = function.start(&context).unwrap();
        let answer = service.invoke(filled, lambda_runtime::Context::default()).await.unwrap();
        match function.trigger {
            Trigger::Api { .. } | Trigger::FunctionUrl { .. } => {
                let status = answer["statusCode"].as_u64().unwrap();
                // Only an operator has the link that invites somebody.
                let expected = if name == "auth-accept-invitation" { 410..411 } else { 200..300 };
                assert!(expected.contains(&status), "{name}: {answer}");
            }
            Trigger::Queue { .. } => assert_eq!(answer["batchItemFailures"], json!([]), "{name}"),
            Trigger::Schedule { .. } => assert_eq!(answer, Value::Null, "{name}"),
        }
    }
    // The demo is as it was: its owner still signs in, and its agent still answers.
    let me = fill_event(&server.url("apiUrl"), "auth-me", event_of("auth-me")).await;
    assert!(me.is_ok(), "{me:?}");
}
