//! `cargo xtask watch` and `cargo xtask invoke`, as the README has them: events are filled for a stack that runs, and the
//! functions answer as they do where they are deployed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    background::{Background, client, free_port},
    root,
    watch::PATIENCE,
};

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_path_buf()
}

/// A program of the workspace, which the stage has built.
fn program(name: &str) -> Command {
    let path = target().join("debug").join(name);
    assert!(path.exists(), "{} is missing: `cargo build --workspace --bins` makes it", path.display());
    let mut command = Command::new(path);
    command.current_dir(root()).env("CARGO_TARGET_DIR", target());
    // What cargo tells this test about its package would make other builds of the same programs look outdated.
    let of_package = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars().filter(|(name, _)| of_package(name)) {
        command.env_remove(name);
    }
    command
}

/// The stack of the first terminal, and what watches in the second.
struct Terminals {
    data_dir: PathBuf,
    invoke_port: String,
    stack: Background,
    watch: Background,
    started: Value,
}

impl Terminals {
    async fn open() -> Self {
        let data_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stack-to-invoke");
        drop(fs::remove_dir_all(&data_dir));
        let mut stack = program("navaia-dev");
        stack.args(["--port", "0", "--json", "--seed-demo", "--data-dir"]).arg(&data_dir);
        let stack = Background::start(stack, "stack-to-invoke.log");
        let asked = Instant::now();
        let started = loop {
            let written = fs::read_to_string(data_dir.join("started.json")).unwrap_or_default();
            if let Ok(started) = serde_json::from_str::<Value>(&written)
                && client().get(started["healthUrl"].as_str().unwrap()).send().await.is_ok()
            {
                break started;
            }
            assert!(asked.elapsed() < PATIENCE, "the stack does not start:\n{}", stack.last_lines());
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        let invoke_port = free_port().to_string();
        let mut watch = program("xtask");
        watch.args(["watch", "--invoke-port", &invoke_port, "--data-dir"]).arg(&data_dir);
        watch.args(["--", "--ignore-changes"]);
        let watch = Background::start(watch, "xtask-watch.log");
        Self { data_dir, invoke_port, stack, watch, started }
    }

    /// What `cargo xtask invoke` prints, and the event that it filled.
    fn invoke(&self, function: &str) -> (Value, Value) {
        let mut command = program("xtask");
        command
            .args(["invoke", function, "--invoke-port", &self.invoke_port, "--data-dir"])
            .arg(&self.data_dir);
        let output = command.output().unwrap();
        let (said, complained) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let watched = self.watch.last_lines();
        assert!(output.status.success(), "{function}: {said}\n{complained}\n{watched}");
        let answer =
            serde_json::from_str(&said).unwrap_or_else(|error| panic!("{function}: {error}: {said}"));
        let filled = fs::read_to_string(target().join("events").join(format!("{function}.json"))).unwrap();
        (serde_json::from_str(&filled).unwrap(), answer)
    }

    /// What the function answers to its filled event: the event, the status and the body.
    fn asked(&self, function: &str) -> (Value, u64, Value) {
        let (event, answer) = self.invoke(function);
        let body = answer["body"].as_str().unwrap_or_default();
        let body = serde_json::from_str(body).unwrap_or(Value::Null);
        (event, answer["statusCode"].as_u64().unwrap(), body)
    }
}

fn sent(event: &Value) -> Value {
    serde_json::from_str(event["body"].as_str().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn filled_events_are_answered_as_the_deployed_functions_would() {
    let terminals = Terminals::open().await;

    let (_, status, page) = terminals.asked("customers-list");
    assert_eq!(status, 200, "{page}");
    assert!(page["items"].as_array().unwrap().len() > 3, "the demo has customers: {page}");

    let (event, status, customer) = terminals.asked("customers-get");
    assert_eq!(status, 200, "{customer}");
    assert_eq!(Some(&customer["id"]), event["pathParameters"].as_object().unwrap().values().next());

    let (event, status, customer) = terminals.asked("customers-create");
    assert_eq!(status, 201, "{customer}");
    assert_eq!(customer["name"], sent(&event)["name"]);
    assert!(customer["id"].is_string(), "{customer}");

    let (event, status, answer) = terminals.asked("auth-accept-invitation");
    assert_eq!(status, 201, "{answer}");
    assert_eq!(answer["user"]["name"], sent(&event)["name"]);
    assert!(answer["accessToken"].is_string());

    let (event, status, answer) = terminals.asked("elevenlabs-post-call");
    assert_eq!(status, 200, "{answer}");
    // The stack makes a call of what was delivered to the function, of which its owner is told.
    let conversation = sent(&event)["data"]["conversation_id"].clone();
    let (owner, _, _) = terminals.asked("auth-me");
    let token = owner["headers"]["authorization"].as_str().unwrap();
    let api = terminals.started["apiUrl"].as_str().unwrap();
    let asked = Instant::now();
    loop {
        let calls = client().get(format!("{api}/v1/calls?limit=5")).header("authorization", token);
        let calls: Value = calls.send().await.unwrap().json().await.unwrap();
        let is_it = |call: &Value| call["conversationId"] == conversation;
        if calls["items"].as_array().unwrap().iter().any(is_it) {
            break;
        }
        assert!(asked.elapsed() < PATIENCE, "{calls}\n{}", terminals.stack.last_lines());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
