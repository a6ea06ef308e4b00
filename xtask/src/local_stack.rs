//! The stack that `cargo xtask dev` runs in another terminal.

use std::{fs, path::Path};

use anyhow::Context;
use serde_json::Value;

/// What the stack wrote down at its start.
pub(crate) struct LocalStack {
    started: Value,
}

impl LocalStack {
    /// The stack with this data directory. Fails unless it runs, with what to do.
    pub(crate) fn running(data_dir: &Path, ask: &str) -> anyhow::Result<Self> {
        let path = std::path::absolute(data_dir)?.join("started.json");
        let text = fs::read_to_string(&path).with_context(|| format!("no stack has been started: {ask}"))?;
        let stack = Self { started: serde_json::from_str(&text).context("started.json")? };
        let health = stack.text("healthUrl")?;
        let answer = ureq::get(health).call();
        answer.with_context(|| format!("nobody answers at {health}: {ask}"))?;
        Ok(stack)
    }

    /// What it says under this name.
    pub(crate) fn text(&self, name: &str) -> anyhow::Result<&str> {
        self.started[name].as_str().with_context(|| format!("started.json has no {name}"))
    }

    /// The port of its address.
    pub(crate) fn port(&self) -> anyhow::Result<&str> {
        let port = self.text("apiUrl")?.rsplit_once(':').map(|(_, port)| port.trim_end_matches('/'));
        port.context("the address of the stack has no port")
    }

    /// The variables of its functions.
    pub(crate) fn variables(&self) -> anyhow::Result<Vec<(String, String)>> {
        let variables = self.started["variables"].as_object().context("started.json has no variables")?;
        let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
        variables.iter().map(text).collect::<Option<_>>().context("started.json has other variables")
    }
}
