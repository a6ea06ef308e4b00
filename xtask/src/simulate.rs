//! Making calls happen: a client of the simulator's control API.

use std::io::Write;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

/// Make calls happen.
#[derive(Args)]
pub(crate) struct Simulate {
    /// Where `cargo xtask dev` listens
    #[arg(long, default_value = "http://127.0.0.1:8787", global = true)]
    at: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Somebody calls the agent, or the agent calls somebody
    Call(Box<Call>),
    /// Show the calls so far, the newest first
    List {
        /// At most so many
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// Show one call
    Show {
        /// Its conversation id
        conversation: String,
    },
    /// Show the scenarios that calls can follow
    Scenarios,
    /// Register a workspace, or show the workspaces when nothing is named
    Workspace(Workspace),
    /// Forget every call, workspace and fault
    Reset,
}

#[derive(Args)]
struct Call {
    /// The calling number; drawn when not named
    #[arg(long)]
    from: Option<String>,
    /// The called number
    #[arg(long)]
    to: Option<String>,
    /// The agent calls
    #[arg(long)]
    outbound: bool,
    /// The agent; the only one when not named
    #[arg(long)]
    agent: Option<String>,
    /// The key of the workspace; found by agent or number when not named
    #[arg(long)]
    api_key: Option<String>,
    /// What is spoken about; see `scenarios`
    #[arg(long)]
    scenario: Option<String>,
    /// `answered`, `voicemail`, `no_answer`, `busy`, `failed`, `init_failed` or `withheld`
    #[arg(long)]
    outcome: Option<String>,
    /// Deliver the webhook so many times in addition
    #[arg(long)]
    duplicates: Option<u32>,
    /// What goes wrong with the webhook: `lost`, `bad_signature`, `stale`, `truncated` or `altered`
    #[arg(long)]
    webhook_fault: Option<String>,
    /// So many calls
    #[arg(long, default_value_t = 1)]
    count: u32,
}

#[derive(Args)]
struct Workspace {
    /// Its key
    #[arg(long, requires = "agent")]
    api_key: Option<String>,
    /// Where its post-call webhook is delivered
    #[arg(long, requires = "webhook_secret")]
    webhook_url: Option<String>,
    /// What the webhook is signed with
    #[arg(long)]
    webhook_secret: Option<String>,
    /// An agent of it
    #[arg(long)]
    agent: Option<String>,
    /// The agent's number
    #[arg(long)]
    number: Option<String>,
}

/// Does it, and prints the answer.
pub(crate) fn simulate(options: &Simulate) -> anyhow::Result<()> {
    let control = Control { base: format!("{}/simulator/control", options.at.trim_end_matches('/')) };
    match &options.what {
        What::Call(call) => (0..call.count).try_for_each(|_| print(&control.post("/calls", &call.body())?)),
        What::List { limit } => print(&control.get(&format!("/calls?limit={limit}"))?),
        What::Show { conversation } => print(&control.get(&format!("/calls/{conversation}"))?),
        What::Scenarios => print(&control.get("/scenarios")?),
        What::Workspace(workspace) => match workspace.body() {
            Some(body) => print(&control.post("/workspaces", &body)?),
            None => print(&control.get("/workspaces")?),
        },
        What::Reset => control.post("/reset", &json!({})).map(drop),
    }
}

impl Call {
    fn body(&self) -> Value {
        let script = named([
            ("scenario", self.scenario.clone().map(Value::from)),
            ("outcome", self.outcome.clone().map(Value::from)),
            ("duplicates", self.duplicates.map(Value::from)),
            ("webhookFault", self.webhook_fault.clone().map(Value::from)),
        ]);
        let mut body = named([
            ("from", self.from.clone().map(Value::from)),
            ("to", self.to.clone().map(Value::from)),
            ("agentId", self.agent.clone().map(Value::from)),
            ("apiKey", self.api_key.clone().map(Value::from)),
        ]);
        body.insert("direction".to_owned(), json!(if self.outbound { "outbound" } else { "inbound" }));
        body.insert("script".to_owned(), Value::Object(script));
        Value::Object(body)
    }
}

impl Workspace {
    fn body(&self) -> Option<Value> {
        let (api_key, agent) = (self.api_key.as_ref()?, self.agent.as_ref()?);
        let mut registered = Map::from_iter([("agentId".to_owned(), json!(agent))]);
        registered.extend(named([("phoneNumber", self.number.clone().map(Value::from))]));
        let mut body = named([
            ("webhookUrl", self.webhook_url.clone().map(Value::from)),
            ("webhookSecret", self.webhook_secret.clone().map(Value::from)),
        ]);
        body.insert("apiKey".to_owned(), json!(api_key));
        body.insert("agents".to_owned(), json!([registered]));
        Some(Value::Object(body))
    }
}

/// Those that have a value.
fn named<const N: usize>(values: [(&str, Option<Value>); N]) -> Map<String, Value> {
    values.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

struct Control {
    base: String,
}

impl Control {
    fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.answer(agent().get(format!("{}{path}", self.base)).call())
    }

    fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.answer(agent().post(format!("{}{path}", self.base)).send_json(body))
    }

    fn answer(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> anyhow::Result<Value> {
        let mut answer = answer
            .with_context(|| format!("nobody answers at {}: is `cargo xtask dev` running?", self.base))?;
        let text = answer.body_mut().read_to_string()?;
        let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if answer.status().is_success() {
            return Ok(body);
        }
        let detail = body["detail"].as_str().unwrap_or(&text);
        bail!("{} {detail}", answer.status());
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

fn print(answer: &Value) -> anyhow::Result<()> {
    let mut output = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut output, answer)?;
    writeln!(output)?;
    Ok(())
}
