//! Every event of the repository, filled for a running stack, shows what its function does.

use std::{fs, sync::Arc};

use dev_server::fill_event;
use runtime::{Environment, FunctionContext, SystemClock, SystemRandom, Trigger, log::Silent};
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::process::DevServer;

/// What a function is told under `cargo xtask watch`: where the services of the running stack are.
fn environment(server: &DevServer) -> Environment {
    let variables = server.started["variables"].as_object().unwrap().iter();
    Environment::given(variables.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())))
}

fn context(environment: Environment) -> FunctionContext {
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
    let variables = environment(&server);
    let context = context(variables.clone());
    // Twice: what an event made the first time is in nobody's way.
    for function in [catalog::functions(), catalog::functions()].concat() {
        let name = function.name;
        let filled = fill_event(&server.url("apiUrl"), &variables, name, event_of(name)).await;
        let filled = filled.unwrap_or_else(|error| panic!("{name}: {error:#}"));
        assert!(!filled.to_string().contains("paste-an-access-token-here"), "{name}");
        let service = function.start(&context).unwrap();
        let answer = service.invoke(filled, lambda_runtime::Context::default()).await.unwrap();
        match function.trigger {
            Trigger::Api { .. } | Trigger::FunctionUrl { .. } => {
                let status = answer["statusCode"].as_u64().unwrap();
                assert!((200..300).contains(&status), "{name}: {answer}");
            }
            Trigger::Queue { .. } => assert_eq!(answer["batchItemFailures"], json!([]), "{name}"),
            Trigger::Schedule { .. } => assert_eq!(answer, Value::Null, "{name}"),
        }
    }
    // The demo is as it was: its owner still signs in, and its agent still answers.
    let me = fill_event(&server.url("apiUrl"), &variables, "auth-me", event_of("auth-me")).await;
    assert!(me.is_ok(), "{me:?}");
}
