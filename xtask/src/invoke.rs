//! Single functions under `cargo lambda`, on the services of a stack that runs in another terminal.

use std::{
    fs::{self, File},
    net::TcpStream,
    path::PathBuf,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use clap::Args;
use serde_json::Value;

use crate::{
    limit::Limit,
    run::{become_program, cargo, program, root, run_quietly, target},
    tools,
};

/// Not told by the runtime at each start: cargo-lambda lets a function handle one event at a time, and so do ours.
const LOG_LEVELS: &str = "info,lambda_runtime=error";

/// Which stack, and where `cargo lambda watch` listens.
#[derive(Args)]
struct Place {
    /// Where the stack keeps its data, as it was told at its start
    #[arg(long, default_value = ".navaia/dev")]
    data_dir: PathBuf,
    /// Where `cargo lambda watch` listens, on 127.0.0.1
    #[arg(long, default_value_t = 9000)]
    invoke_port: u16,
}

/// Options of `cargo lambda watch`.
#[derive(Args)]
pub(crate) struct Watch {
    #[command(flatten)]
    place: Place,
    /// More options for `cargo lambda watch`, after `--`
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Options of `cargo lambda invoke`.
#[derive(Args)]
pub(crate) struct Invoke {
    /// The function, such as `customers-list`
    function: String,
    #[command(flatten)]
    place: Place,
}

/// Becomes `cargo lambda watch`, which tells its functions where the stack's services are.
pub(crate) fn watch(options: Watch) -> anyhow::Result<()> {
    let stack = Stack::running(&options.place)?;
    tools::python_packages(Limit::none())?;
    let mut command = program(tools::cargo_lambda());
    command.args(["lambda", "watch", "--invoke-address", "127.0.0.1", "--invoke-port"]);
    command.arg(options.place.invoke_port.to_string()).args(options.arguments);
    command.env("LOG_LEVELS", LOG_LEVELS).envs(stack.variables()?);
    become_program(&mut command)
}

/// Fills the event, and becomes `cargo lambda invoke`.
pub(crate) fn invoke(options: &Invoke) -> anyhow::Result<()> {
    let Invoke { function, place } = options;
    let known = root().join("events").join(format!("{function}.json"));
    ensure!(known.exists(), "there is no function {function}: events/ has a file for each");
    let stack = Stack::running(place)?;
    wait_for_watch(place.invoke_port)?;
    tools::python_packages(Limit::none())?;
    let folder = target().join("events");
    fs::create_dir_all(&folder)?;
    let filled = folder.join(format!("{function}.json"));
    // The same features as everywhere, see `development::dev`.
    let mut fill =
        cargo(&["run", "--quiet", "--bin", "navaia-dev", "--", "--fill-event", function, "--port"]);
    fill.arg(stack.port()?).stdout(Stdio::from(File::create(&filled)?));
    run_quietly(&mut fill)?;
    let mut command = program(tools::cargo_lambda());
    command.args(["lambda", "invoke", "--invoke-address", "127.0.0.1", "--invoke-port"]);
    command.arg(place.invoke_port.to_string()).args(["--output-format", "json", "--data-file"]);
    become_program(command.arg(filled).arg(function))
}

/// How long `cargo lambda watch` takes at most until it listens: it looks at all packages first, and says nothing.
const PATIENCE: Duration = Duration::from_secs(60);

fn wait_for_watch(port: u16) -> anyhow::Result<()> {
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        ensure!(
            started.elapsed() < PATIENCE,
            "nothing listens at port {port}: run `cargo xtask watch` in another terminal"
        );
        thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// What the stack wrote down at its start.
struct Stack {
    started: Value,
}

impl Stack {
    /// Fails unless it runs.
    fn running(place: &Place) -> anyhow::Result<Self> {
        let ask = "run `cargo xtask dev --seed-demo` in another terminal";
        let path = std::path::absolute(&place.data_dir)?.join("started.json");
        let text = fs::read_to_string(&path).with_context(|| format!("no stack has been started: {ask}"))?;
        let stack = Self { started: serde_json::from_str(&text).context("started.json")? };
        let health = stack.text("healthUrl")?;
        let answer = ureq::get(health).call();
        answer.with_context(|| format!("nobody answers at {health}: {ask}"))?;
        Ok(stack)
    }

    fn text(&self, name: &str) -> anyhow::Result<&str> {
        self.started[name].as_str().with_context(|| format!("started.json has no {name}"))
    }

    fn port(&self) -> anyhow::Result<&str> {
        let port = self.text("apiUrl")?.rsplit_once(':').map(|(_, port)| port.trim_end_matches('/'));
        port.context("the address of the stack has no port")
    }

    fn variables(&self) -> anyhow::Result<Vec<(String, String)>> {
        let variables = self.started["variables"].as_object().context("started.json has no variables")?;
        let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
        variables.iter().map(text).collect::<Option<_>>().context("started.json has other variables")
    }
}
