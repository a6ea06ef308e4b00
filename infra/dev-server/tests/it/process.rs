//! The dev server as a process of its own.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread::JoinHandle,
};

use serde_json::Value;

/// A running dev server. It is killed when it is dropped.
pub(crate) struct DevServer {
    child: Child,
    output: Option<JoinHandle<String>>,
    /// The line that it printed when it was ready.
    pub(crate) started: Value,
}

impl DevServer {
    /// Starts it on a free port with its data in this directory, and waits until it is ready.
    pub(crate) fn start(data_dir: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_navaia-dev"))
            .args(["--port", "0", "--json", "--data-dir"])
            .arg(data_dir)
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let started = loop {
            let mut line = String::new();
            assert_ne!(output.read_line(&mut line).unwrap(), 0, "the dev server ended before it was ready");
            // With a demo, its requests are logged first.
            if let Ok(started) = serde_json::from_str::<Value>(&line) {
                break started;
            }
        };
        // Read on, or the process would wait for room in the pipe.
        let output = std::thread::spawn(move || {
            let mut rest = String::new();
            drop(output.read_to_string(&mut rest));
            rest
        });
        Self { child, output: Some(output), started }
    }

    /// The URL of this name in the line that it printed.
    pub(crate) fn url(&self, name: &str) -> String {
        self.started[name].as_str().unwrap().replace("localhost", "127.0.0.1")
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and gives how it did and what it printed.
    pub(crate) fn terminate(mut self) -> (ExitStatus, String) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let status = self.child.wait().unwrap();
        (status, self.output.take().unwrap().join().unwrap())
    }
}

impl Drop for DevServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
