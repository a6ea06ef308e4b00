//! A running `cargo lambda watch`.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::process::Command;

use crate::{
    background::{Background, client, free_port},
    root,
    tools::python_tool,
};

/// The longest that a function may take to be linked and started.
pub(crate) const PATIENCE: Duration = Duration::from_secs(240);

/// Stops with the test.
pub(crate) struct Watch {
    process: Background,
    port: u16,
}

impl Watch {
    /// Starts it with these variables for the functions, and waits until it listens.
    pub(crate) async fn start(variables: &[(String, String)]) -> Self {
        let port = free_port();
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let mut command = python_tool("cargo-lambda");
        command
            .args(["lambda", "watch", "--ignore-changes", "--invoke-address", "127.0.0.1", "--invoke-port"])
            .arg(port.to_string())
            .envs(variables.iter().cloned())
            .env("CARGO_TARGET_DIR", target.parent().unwrap());
        // What cargo tells this test about its package would make other builds of the same programs look outdated.
        let of_package = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        for (name, _) in std::env::vars().filter(|(name, _)| of_package(name)) {
            command.env_remove(name);
        }
        let watch = Self { process: Background::start(command, "cargo-lambda-watch.log"), port };
        let client = client();
        let started = Instant::now();
        while client.get(watch.url("/")).send().await.is_err() {
            assert!(
                started.elapsed() < PATIENCE,
                "cargo lambda watch does not start:\n{}",
                watch.process.last_lines()
            );
            tokio::task::yield_now().await;
        }
        watch
    }

    /// The address of a path that the router serves.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What `cargo lambda invoke` prints for an event of the repository.
    pub(crate) async fn invoke(&self, function: &str) -> Value {
        let event = root().join("events").join(format!("{function}.json"));
        let mut command = Command::from(python_tool("cargo-lambda"));
        command
            .args([
                "lambda",
                "invoke",
                "--invoke-address",
                "127.0.0.1",
                "--invoke-port",
                &self.port.to_string(),
            ])
            .args(["--output-format", "json", "--data-file"])
            .arg(event)
            .arg(function)
            .kill_on_drop(true);
        let output = tokio::time::timeout(PATIENCE, command.output()).await;
        let output = output
            .unwrap_or_else(|_| panic!("{function} does not answer:\n{}", self.process.last_lines()))
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{function}: {said}\n{complained}\n{}", self.process.last_lines());
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{function}: {error}: {said}"))
    }
}
