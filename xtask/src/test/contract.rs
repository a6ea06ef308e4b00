//! The OpenAPI document, and whether what answers keeps to it.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{ChildStdout, Stdio},
    sync::mpsc::channel,
    thread,
};

use anyhow::{Context, anyhow};
use serde_json::Value;

use super::skip::require_node;
use crate::{
    group::Group,
    limit::Limit,
    run::{cargo, linted, program, target},
    tools,
};

const DOCUMENT: &str = "infra/openapi.json";
const LINTER_RULES: &str = "infra/contract/redocly.yaml";
const FUZZER_RULES: &str = "infra/contract/schemathesis.toml";

/// Lints the document, then asks a running stack for all that it describes. Says what is wrong with either.
pub(super) fn check(limit: Limit) -> anyhow::Result<()> {
    require_node()?;
    let document = lint(limit);
    let answers = fuzz(limit);
    match (document, answers) {
        (Err(document), Err(answers)) => Err(anyhow!("{document:#}; {answers:#}")),
        (document, answers) => document.and(answers),
    }
}

fn lint(limit: Limit) -> anyhow::Result<()> {
    tools::node_packages(limit)?;
    let mut command = program(tools::redocly());
    command.args(["lint", DOCUMENT, "--config", LINTER_RULES, "--format", "stylish"]);
    // It neither reports to its makers nor looks for a newer version of itself.
    limit.run(command.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"))
}

fn fuzz(limit: Limit) -> anyhow::Result<()> {
    tools::python_packages(limit)?;
    limit.run(&mut linted(cargo(&["build", "--workspace", "--bins"])))?;
    let stack = Stack::start(limit)?;
    let mut command = program(tools::schemathesis());
    command.args(["--config-file", FUZZER_RULES, "run", DOCUMENT, "--url", &stack.url]);
    // The owner of the demo tenant.
    command
        .env("NAVAIA_URL", &stack.url)
        .env("NAVAIA_EMAIL", &stack.email)
        .env("NAVAIA_PASSWORD", &stack.password);
    limit.run(&mut command)
}

/// A stack with the demo tenant, in memory. Ends when it is dropped.
struct Stack {
    url: String,
    email: String,
    password: String,
    /// Before the pipe below, so that the stack ends first.
    _process: Group,
    _output: BufReader<ChildStdout>,
}

impl Stack {
    /// Starts it, and waits until it is ready. What it prints for people goes to a file.
    fn start(limit: Limit) -> anyhow::Result<Self> {
        let log = log()?;
        let mut command = program(target().join("debug/navaia-dev"));
        command.args(["--port", "0", "--ephemeral", "--seed-demo", "--json"]);
        command.stdout(Stdio::piped()).stderr(File::create(&log)?);
        let (process, output) = Group::start(&mut command).context("the stack cannot be started")?;
        let output = BufReader::new(output.context("the stack has no output")?);
        let (line, output) = first_line(output, limit)
            .with_context(|| format!("the stack did not start: see {}", log.display()))?;
        let started: Value = serde_json::from_str(&line).context("the stack did not say how it started")?;
        let said = |pointer: &str| -> anyhow::Result<String> {
            let text = started.pointer(pointer).and_then(Value::as_str);
            Ok(text.with_context(|| format!("the stack did not say {pointer}"))?.to_owned())
        };
        Ok(Self {
            // The name may stand for an address that nobody listens at.
            url: said("/apiUrl")?.replace("localhost", "127.0.0.1"),
            email: said("/demo/email")?,
            password: said("/demo/password")?,
            _process: process,
            _output: output,
        })
    }
}

/// The first line, if it comes within the limit, and the rest.
fn first_line<R: Read + Send + 'static>(
    mut output: BufReader<R>,
    limit: Limit,
) -> anyhow::Result<(String, BufReader<R>)> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut line = String::new();
        let outcome = output.read_line(&mut line);
        // Nobody waits for it when the limit is reached.
        drop(sender.send(outcome.map(|_| (line, output))));
    });
    Ok(receiver.recv_timeout(limit.left()).context("the limit is reached")??)
}

fn log() -> anyhow::Result<PathBuf> {
    let folder = target().join("contract");
    fs::create_dir_all(&folder)?;
    Ok(folder.join("stack.log"))
}
