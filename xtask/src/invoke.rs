//! Single functions under `cargo lambda`, on the services of a stack that runs in another terminal.

use std::{
    fs::{self, File},
    net::TcpStream,
    path::PathBuf,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use anyhow::ensure;
use clap::Args;

use crate::{
    limit::Limit,
    local_stack::LocalStack,
    run::{become_program, cargo, program, root, run_quietly, target},
    tools,
};

/// Not told by the runtime at each start: cargo-lambda lets a function handle one event at a time, and so do ours.
const LOG_LEVELS: &str = "info,lambda_runtime=error";

/// What to do where no stack runs.
const START_IT: &str = "run `cargo xtask dev --seed-demo` in another terminal";

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
    let stack = LocalStack::running(&options.place.data_dir, START_IT)?;
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
    let stack = LocalStack::running(&place.data_dir, START_IT)?;
    wait_for_watch(place.invoke_port)?;
    tools::python_packages(Limit::none())?;
    let folder = target().join("events");
    fs::create_dir_all(&folder)?;
    let filled = folder.join(format!("{function}.json"));
    // The same features as everywhere, see `development::dev`.
    let mut fill =
        cargo(&["run", "--quiet", "--bin", "navaia-dev", "--", "--fill-event", function, "--port"]);
    fill.arg(stack.port()?).envs(stack.variables()?).stdout(Stdio::from(File::create(&filled)?));
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
