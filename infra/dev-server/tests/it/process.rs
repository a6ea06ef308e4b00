//! The dev server as a process of its own.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread::JoinHandle,
};

use serde_json::Value;

/// A running dev server. It is killed when it is dropped.
pub(crate) struct DevServer {
    child: Child,
    /// What it prints for programs, after the line below.
    more: Option<JoinHandle<String>>,
    /// What it prints for people.
    log: Option<JoinHandle<String>>,
    /// The line that it printed when it was ready.
    pub(crate) started: Value,
}

impl DevServer {
    /// Starts it on a free port with its data in this directory, and waits until it is ready.
    pub(crate) fn start(data_dir: &Path, more: &[&str]) -> Self {
        Self::start_with(data_dir, more, &[])
    }

    /// Starts it with these variables.
    pub(crate) fn start_with(data_dir: &Path, more: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_navaia-dev"))
            .args(["--port", "0", "--json", "--data-dir"])
            .arg(data_dir)
            .args(more)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Read as they come, or the process would wait for room in the pipe.
        let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let log = std::thread::spawn(move || {
            let shown = lines.inspect(|line| drop(writeln!(std::io::stderr(), "{line}")));
            shown.collect::<Vec<_>>().join("\n")
        });
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        assert_ne!(output.read_line(&mut line).unwrap(), 0, "the dev server ended before it was ready");
        let started = serde_json::from_str(&line).expect("the first line is for programs");
        let more = std::thread::spawn(move || {
            let mut more = String::new();
            drop(output.read_to_string(&mut more));
            more
        });
        Self { child, more: Some(more), log: Some(log), started }
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

    /// Asks it to end, and gives how it did and what it printed for people.
    pub(crate) fn terminate(mut self) -> (ExitStatus, String) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let status = self.child.wait().unwrap();
        assert_eq!(self.more.take().unwrap().join().unwrap(), "", "programs are told one line");
        (status, self.log.take().unwrap().join().unwrap())
    }
}

impl Drop for DevServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
