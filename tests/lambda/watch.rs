//! A running `cargo lambda watch`.

use std::{
    fs::File,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::process::Command as AsyncCommand;

use crate::{root, tools::python_tool};

/// The longest that a function may take to be linked and started.
const PATIENCE: Duration = Duration::from_secs(240);

/// Stops with the test.
pub(crate) struct Watch {
    process: Child,
    port: u16,
    log: PathBuf,
}

impl Watch {
    /// Starts it with these variables for the functions, and waits until it listens.
    pub(crate) async fn start(variables: &[(String, String)]) -> Self {
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let log = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cargo-lambda-watch.log");
        let output = File::create(&log).unwrap();
        let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let mut command = python_tool("cargo-lambda");
        command
            .args(["lambda", "watch", "--ignore-changes", "--invoke-address", "127.0.0.1", "--invoke-port"])
            .arg(port.to_string())
            .envs(variables.iter().cloned())
            .env("CARGO_TARGET_DIR", target.parent().unwrap())
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output);
        own_group(&mut command);
        let watch = Self { process: command.spawn().unwrap(), port, log };
        let client = client();
        let started = Instant::now();
        while client.get(watch.url("/")).send().await.is_err() {
            assert!(started.elapsed() < PATIENCE, "cargo lambda watch does not start:\n{}", watch.log());
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
        let mut command = AsyncCommand::from(python_tool("cargo-lambda"));
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
        let output =
            output.unwrap_or_else(|_| panic!("{function} does not answer:\n{}", self.log())).unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{function}: {said}\n{complained}\n{}", self.log());
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{function}: {error}: {said}"))
    }

    /// The end of what it printed.
    fn log(&self) -> String {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

/// A client that speaks to this machine only.
pub(crate) fn client() -> reqwest::Client {
    // It wants to know how to encrypt, even where nothing is. An error means that it knows already.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::new()
}

/// The functions that it starts are in a group with it, and end with it.
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

impl Drop for Watch {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        drop(Command::new("kill").args(["-TERM", "--", &group]).status());
        drop(self.process.wait());
        // Functions that were started in groups of their own lose their runtime, and end by themselves.
        drop(Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status());
    }
}
