//! What cargo and the test runner do.

use std::{
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
};

use super::skip::require_node;
use crate::{
    generate::{self, Permissions},
    limit::Limit,
    run::{cargo, linted, program},
    tools,
};

pub(super) fn format(limit: Limit) -> anyhow::Result<()> {
    limit.run(&mut cargo(&["fmt", "--all", "--check"]))
}

/// Compiles everything that the other stages run, and fails where clippy has something to say.
pub(super) fn build(limit: Limit) -> anyhow::Result<()> {
    limit.run(&mut linted(cargo(&["build", "--workspace", "--all-targets"])))
}

/// The same without compiling.
pub(super) fn lints(limit: Limit) -> anyhow::Result<()> {
    limit.run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

/// Whether the tests of the functions ran, all of them, with a record of what the functions did.
static RECORDED: AtomicBool = AtomicBool::new(false);

/// Those of the functions with a record of what these do, so that the stage `permissions` need not run them again.
pub(super) fn tests(limit: Limit, arguments: &[String]) -> anyhow::Result<()> {
    tools::python_packages(limit)?;
    if !arguments.is_empty() {
        return limit.run(nextest("ci").args(arguments));
    }
    let recorded = generate::record_permissions(limit);
    RECORDED.store(recorded.is_ok(), Ordering::Relaxed);
    let others = limit.run(nextest("ci").args(["--filterset", "not (rdeps(runtime) & kind(lib))"]));
    recorded.and(others)
}

pub(super) fn matrices(limit: Limit, arguments: &[String]) -> anyhow::Result<()> {
    tools::python_packages(limit)?;
    limit.run(nextest("matrices").args(arguments))
}

/// Strangers who do their worst, for less than a minute, while tenants work. The limit is that of building it.
pub(super) fn hostile(limit: Limit, arguments: &[String]) -> anyhow::Result<()> {
    limit.run(nextest("hostile").args(arguments))
}

/// The walk over events/ under `cargo lambda watch`.
pub(super) fn lambda(limit: Limit, arguments: &[String]) -> anyhow::Result<()> {
    with_binaries(limit, "lambda", arguments)
}

/// The deployed template in an emulator of AWS, which runs the edge's functions with Node.js.
pub(super) fn deployed(limit: Limit, arguments: &[String]) -> anyhow::Result<()> {
    require_node()?;
    with_binaries(limit, "deployed", arguments)
}

fn with_binaries(limit: Limit, profile: &str, arguments: &[String]) -> anyhow::Result<()> {
    tools::python_packages(limit)?;
    // Linked now, with cargo's progress, and not one by one when `cargo lambda watch` asks for each.
    limit.run(&mut linted(cargo(&["build", "--workspace", "--bins"])))?;
    limit.run(nextest(profile).args(arguments))
}

/// Whether the functions may do what they do in their tests, no less and no more.
pub(super) fn permissions(limit: Limit) -> anyhow::Result<()> {
    let compare = Permissions { accept: false };
    if RECORDED.load(Ordering::Relaxed) {
        return generate::compare_permissions(&compare, limit);
    }
    generate::permissions(&compare, limit)
}

/// The test runner, with a profile of .config/nextest.toml.
pub(crate) fn nextest(profile: &str) -> Command {
    let mut command = program(tools::nextest());
    command.args(["nextest", "run", "--workspace", "--profile", profile]);
    linted(command)
}
