//! The files that are made from the code, and the permissions that are made from what the functions do in their tests.

use std::{fs, path::PathBuf};

use anyhow::ensure;
use clap::Args;

use crate::{
    limit::Limit,
    run::{cargo, linted, root, run_quietly, say, target},
    test::nextest,
    tools,
};

/// Options of the generator.
#[derive(Args)]
pub(crate) struct Generate {
    /// Write nothing, and fail if something would have been written
    #[arg(long)]
    check: bool,
}

/// Writes generated files.
pub(crate) fn generate(options: &Generate) -> anyhow::Result<()> {
    // What follows from folders comes first: the generator of the rest is built with the catalog.
    let files = generate_catalog::files(&root())?;
    let mut command = cargo(&["run", "--quiet", "--bin", "generate", "--"]);
    if options.check {
        let stale = generate_catalog::stale(&root(), files)?;
        stale.iter().for_each(|file| say(&format!("stale: {}", file.path)));
        ensure!(stale.is_empty(), "run `cargo xtask generate`");
        command.arg("--check");
    } else {
        generate_catalog::write(&root(), files)?.iter().for_each(|done| say(done));
    }
    run_quietly(&mut command)
}

/// Options of the permissions.
#[derive(Args)]
pub(crate) struct Permissions {
    /// Write infra/permissions.toml and what is made of it; else show the differences, and fail if there are any
    #[arg(long)]
    pub(crate) accept: bool,
}

/// Records what the functions do in their tests, and compares it. They may do that, no less and no more.
pub(crate) fn permissions(options: &Permissions, limit: Limit) -> anyhow::Result<()> {
    record_permissions(limit)?;
    compare_permissions(options, limit)
}

/// Runs the tests of the functions, and records what these do in them.
pub(crate) fn record_permissions(limit: Limit) -> anyhow::Result<()> {
    tools::python_packages(limit)?;
    let seen = permissions_seen();
    if seen.exists() {
        fs::remove_dir_all(&seen)?;
    }
    fs::create_dir_all(&seen)?;
    limit.run(nextest("permissions").env("NAVAIA_PERMISSIONS_SEEN", &seen))
}

/// Compares what was recorded last with what the functions may do.
pub(crate) fn compare_permissions(options: &Permissions, limit: Limit) -> anyhow::Result<()> {
    let mut command = linted(cargo(&["run", "--quiet", "--bin", "generate", "--", "--permissions-seen"]));
    command.arg(permissions_seen());
    if options.accept {
        command.arg("--accept");
    }
    limit.run(&mut command)
}

fn permissions_seen() -> PathBuf {
    target().join("permissions-seen")
}
