//! A program that starts the stack and reads no further than it has to.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use reqwest::StatusCode;
use serde_json::Value;
use tempfile::tempdir;

use crate::{process::DevServer, running::Tenant};

/// More than fill a pipe, at a line each.
const DELIVERIES: usize = 600;

/// A stack whose pipes are read to the first line of standard output, and stay open. It is killed when it is dropped.
struct Unread(Child);

impl Drop for Unread {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

async fn refuse(url: &str) {
    let http = simulator::webhook_client().unwrap();
    for number in 0..DELIVERIES {
        let delivery = http.post(url).header("elevenlabs-signature", "t=1,v0=00").body("{}");
        let answer = delivery.timeout(Duration::from_secs(30)).send().await;
        assert_eq!(
            answer.map(|answer| answer.status()).ok(),
            Some(StatusCode::UNAUTHORIZED),
            "delivery {number}"
        );
    }
}

#[tokio::test]
async fn a_reader_who_stops_reading_stops_nothing() {
    for arguments in [&["--json"][..], &[]] {
        let directory = tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_navaia-dev"));
        command.args(["--port", "0", "--data-dir"]).arg(directory.path()).args(arguments);
        let mut child = Unread(
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap(),
        );
        let mut output = BufReader::new(child.0.stdout.take().unwrap());
        let mut line = String::new();
        assert_ne!(output.read_line(&mut line).unwrap(), 0, "it ended before it was ready");
        let api = match serde_json::from_str::<Value>(&line) {
            Ok(started) => started["apiUrl"].as_str().unwrap().to_owned(),
            Err(_) => line.trim().rsplit(' ').next().unwrap().to_owned(),
        };
        let api = api.replace("localhost", "127.0.0.1");
        refuse(&format!("{api}/lambda-url/elevenlabs-post-call/{}", "A".repeat(43))).await;
    }
}

#[tokio::test]
async fn programs_are_told_one_line_whatever_happens() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &[]);
    let url = format!(
        "{}elevenlabs-post-call/{}/?source=elevenlabs",
        server.url("functionUrlBase"),
        "A".repeat(43)
    );
    let http = simulator::webhook_client().unwrap();
    let answer = http.post(url).header("elevenlabs-signature", "t=1,v0=00").body("{}").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "slashes and queries do not matter");
    Tenant::register(&server, "robin@example.com").await;
    // It asserts that nothing but the first line came.
    let (status, log) = server.terminate();
    assert!(status.success(), "{log}");
}
