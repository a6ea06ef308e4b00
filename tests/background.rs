//! A program that runs beside a test.

use std::{
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Ends with the test, and with it whatever it started.
pub(crate) struct Background {
    process: Child,
    log: PathBuf,
}

impl Background {
    /// Starts the program; what it prints goes to a file of this name below `target/tmp`.
    pub(crate) fn start(mut command: Command, log: &str) -> Self {
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(log);
        let output = File::create(&log).unwrap();
        command.stdin(Stdio::null()).stdout(output.try_clone().unwrap()).stderr(output);
        own_group(&mut command);
        Self { process: command.spawn().unwrap(), log }
    }

    /// All that it has printed.
    pub(crate) fn printed(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The end of what it has printed.
    pub(crate) fn last_lines(&self) -> String {
        let text = self.printed();
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

/// What it starts is in a group with it, and ends with it.
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

impl Drop for Background {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        drop(Command::new("kill").args(["-TERM", "--", &group]).status());
        drop(self.process.wait());
        // Functions that were started in groups of their own lose their runtime, and end by themselves.
        drop(Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status());
    }
}

/// A port that nothing listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A client that speaks to this machine only.
pub(crate) fn client() -> reqwest::Client {
    // It wants to know how to encrypt, even where nothing is. An error means that it knows already.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::new()
}
