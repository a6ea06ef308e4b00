//! Building the portal, and putting it where it is served.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context as _, anyhow, ensure};
use clap::Args;

use crate::{
    limit::Limit,
    run::{program, root, run, say},
    tools,
};

/// What is made below `portal/`, and what only its tests read.
const NOT_SOURCES: [&str; 7] =
    ["node_modules", "out", ".next", ".messages", "e2e", "test-results", "tsconfig.tsbuildinfo"];
/// Serves on a port for as long as a process lives. Ctrl-C reaches both, and that process first decides.
const DEVELOP: &str = r#"trap : INT
NEXT_TELEMETRY_DISABLED=1 node node_modules/next/dist/bin/next dev --hostname 127.0.0.1 --port "$1" &
while kill -0 "$2" 2>/dev/null; do sleep 1; done
kill $!"#;
/// Says what the files in `out` were built from.
const BUILT_FROM: &str = "out/.built-from";
/// Where Lighthouse is installed.
const LIGHTHOUSE: &str = "e2e/lighthouse";
/// Says what the packages in `node_modules` were installed from.
const INSTALLED_FROM: &str = "node_modules/.installed-from";

/// Builds the portal if it changed since it was built. Where that is not possible the API can do without: it is said why.
pub(crate) fn build_if_stale() {
    if !folder().join("package.json").is_file() {
        return;
    }
    if !tools::node_is_there() {
        say(
            "The portal is not built: Node.js 20.20 or newer, with npm, is not installed. The API starts without it.",
        );
        return;
    }
    if let Err(error) = build(run) {
        say(&format!(
            "The portal could not be built ({error:#}). The API starts without what has changed in it."
        ));
    }
}

fn build(run: impl Fn(&mut Command) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let sources = digest(&sources(&folder())?)?;
    if is_from(BUILT_FROM, &sources) {
        return Ok(());
    }
    say("Building the portal: a minute at first, and whenever it has changed.");
    install_with(&run)?;
    run(&mut npm(&["run", "build"]))?;
    mark(BUILT_FROM, &sources)
}

/// Installs what the lock file names, unless that was done.
pub(crate) fn install(limit: Limit) -> anyhow::Result<()> {
    install_with(&|command: &mut Command| limit.run(command))
}

/// Installs Lighthouse, unless that was done. It is apart, because few tests need it and it needs hundreds of packages.
pub(crate) fn install_lighthouse(limit: Limit) -> anyhow::Result<()> {
    install_in(LIGHTHOUSE, &|command: &mut Command| limit.run(command))
}

fn install_with(run: &impl Fn(&mut Command) -> anyhow::Result<()>) -> anyhow::Result<()> {
    install_in("", run)
}

fn install_in(part: &str, run: &impl Fn(&mut Command) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let (part, installed_from) = (folder().join(part), Path::new(part).join(INSTALLED_FROM));
    let lock = digest(&[part.join("package-lock.json")])?;
    if is_from(&installed_from, &lock) {
        return Ok(());
    }
    run(npm(&["ci", "--no-audit", "--no-fund"]).current_dir(part))?;
    mark(&installed_from, &lock)
}

/// Starts a server that builds the portal while it is edited, and gives where it is. It ends with this process, whatever
/// program that becomes.
pub(crate) fn develop() -> anyhow::Result<SocketAddr> {
    ensure!(tools::node_is_there(), "Node.js 20.20 or newer, with npm, is needed");
    install_with(&run)?;
    let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let mut command = program("sh");
    command.current_dir(folder()).args(["-c", DEVELOP, "sh"]);
    command.args([address.port().to_string(), std::process::id().to_string()]);
    // Standard output belongs to the stack.
    command.stdin(Stdio::null()).stdout(Stdio::from(std::io::stderr())).spawn()?;
    Ok(address)
}

/// Where the portal goes.
#[derive(Args)]
pub(crate) struct Deploy {
    /// The name of the stack; region and credentials are those of the AWS CLI
    #[arg(long, default_value = "navaia")]
    stack: String,
}

/// Builds the portal if it is stale, and puts it into the bucket of a stack.
pub(crate) fn deploy(options: &Deploy) -> anyhow::Result<()> {
    build(run)?;
    tools::python_packages(Limit::none())?;
    let mut command = program(tools::python());
    run(command.args(["-B", "infra/deploy_portal.py", &options.stack]).arg(folder()))
}

/// Everything about the portal that needs no browser.
pub(crate) fn check(limit: Limit) -> anyhow::Result<()> {
    install(limit)?;
    let script = |name: &str| limit.run(&mut npm(&["run", name]));
    // What reads the sources keeps one core busy, the unit tests wait a lot: together they take little more than one.
    let (read, tested) = thread::scope(|scope| {
        let reading = scope.spawn(|| script("lint").and_then(|()| script("typecheck")));
        let tested = script("test");
        (reading.join(), tested)
    });
    read.map_err(|_| anyhow!("the thread that reads the sources has panicked"))?.and(tested)?;
    script("build")?;
    mark(BUILT_FROM, &digest(&sources(&folder())?)?)
}

/// Walks through the built files in this browser, in front of the stack that this program starts.
pub(crate) fn walk(
    limit: Limit,
    stack: &Path,
    browser: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> anyhow::Result<()> {
    build(|command| limit.run(command))?;
    let mut command = npm(&["run", "e2e", "--"]);
    command.args(arguments).envs(variables.iter().copied());
    limit.run(command.env("NAVAIA_DEV", stack).env("CHROMIUM", browser))
}

fn folder() -> PathBuf {
    root().join("portal")
}

/// What it prints is for people: standard output belongs to the stack.
fn npm(arguments: &[&str]) -> Command {
    let mut command = program("npm");
    command.current_dir(folder()).args(arguments).stdout(Stdio::from(std::io::stderr()));
    command
}

fn is_from(mark: impl AsRef<Path>, digest: &str) -> bool {
    fs::read_to_string(folder().join(mark)).is_ok_and(|text| text == digest)
}

fn mark(mark: impl AsRef<Path>, digest: &str) -> anyhow::Result<()> {
    let mark = folder().join(mark);
    fs::write(&mark, digest).with_context(|| format!("{} cannot be written", mark.display()))
}

/// The files that the portal is built from, in order.
fn sources(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if NOT_SOURCES.iter().any(|left_out| name == *left_out) {
            continue;
        }
        if path.is_dir() {
            files.extend(sources(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Of names and contents.
fn digest(files: &[PathBuf]) -> anyhow::Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
