//! A running `ministack`.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use crate::{
    background::{Background, client, free_port},
    tools::python_tool,
};

/// The longest that it may take to start.
const PATIENCE: Duration = Duration::from_secs(60);
/// Set for the services of a local stack, they would lead the functions away from the emulator.
const OTHER_SERVICES: [&str; 3] =
    ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_SECRETS_MANAGER"];

/// An emulator of AWS with nothing in it, that ends with the test.
pub(crate) struct Emulator {
    process: Background,
    port: u16,
    files: PathBuf,
}

impl Emulator {
    /// Starts it and waits until it answers.
    pub(crate) async fn start() -> Self {
        let port = free_port();
        let files = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ministack");
        drop(fs::remove_dir_all(&files));
        fs::create_dir_all(&files).unwrap();
        let mut command = python_tool("ministack");
        command
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", port.to_string())
            .env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}"))
            // Functions may do what their roles allow, and nothing else.
            .env("AUTH", "true")
            .env("TMPDIR", &files);
        for variable in OTHER_SERVICES {
            command.env_remove(variable);
        }
        let emulator = Self { process: Background::start(command, "ministack.log"), port, files };
        let started = Instant::now();
        while client().get(emulator.url()).send().await.is_err() {
            assert!(started.elapsed() < PATIENCE, "ministack does not start:\n{}", emulator.last_lines());
            tokio::task::yield_now().await;
        }
        emulator
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Whether it has started a process of this function.
    pub(crate) fn has_started(&self, function: &str) -> bool {
        self.process.printed().contains(&format!("environment spawned for {function} "))
    }

    /// The end of what it and the functions printed.
    pub(crate) fn last_lines(&self) -> String {
        self.process.last_lines()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.files));
    }
}
