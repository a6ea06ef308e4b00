//! What the workspace depends on.

use std::{process::Command, time::Duration};

use super::skip::Skip;
use crate::{limit::Limit, run::program, tools};

/// Licences, banned packages, sources, and dependencies that nothing uses.
pub(super) fn check(limit: Limit) -> anyhow::Result<()> {
    tools::python_packages(limit)?;
    // Not offline: it looks at the dependencies for all platforms, and cargo has fetched those for this one only.
    limit.run(deny().args(["check", "licenses", "bans", "sources"]))?;
    tools::machete(limit)?;
    // It takes itself for a command of cargo's where cargo's variable is set, and leaves out the first argument then.
    limit.run(program(tools::cargo_machete()).env_remove("CARGO").arg("--with-metadata"))
}

/// Known weaknesses, where a database of them can be had.
pub(super) fn advisories(limit: Limit) -> anyhow::Result<()> {
    tools::python_packages(limit)?;
    if limit.within(Duration::from_secs(60)).run(deny().args(["fetch", "db"])).is_err() {
        return Err(Skip::because("no advisory database could be fetched"));
    }
    limit.run(deny().args(["check", "--disable-fetch", "advisories"]))
}

fn deny() -> Command {
    let mut command = program(tools::cargo_deny());
    command.arg("--locked");
    command
}
