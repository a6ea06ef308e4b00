//! The binaries that are measured, built in one go with one profile.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, ensure};

use crate::scenario::{self, Scenario};

/// The root of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Builds the binaries of these scenarios, and no others.
pub(crate) fn build(
    scenarios: &[&Scenario],
    profile: &str,
    target: &Path,
    jobs: usize,
) -> anyhow::Result<()> {
    // Always all packages: which features dependencies are built with follows from what is built together, and with
    // other features everything would be compiled again, and be another thing to compare with.
    let packages: BTreeSet<&str> = scenario::ALL.iter().map(Scenario::package).collect();
    let mut cargo = Command::new("cargo");
    cargo.current_dir(workspace()).args(["build", "--profile", profile, "--jobs", &jobs.to_string()]);
    cargo.arg("--target-dir").arg(target);
    for package in packages {
        cargo.args(["--package", package]);
    }
    for scenario in scenarios {
        cargo.args(["--bin", scenario.name]);
    }
    let status = cargo.status().context("cargo cannot be run")?;
    ensure!(status.success(), "the binaries could not be built");
    Ok(())
}

/// Where a binary is after it was built.
pub(crate) fn path(scenario: &Scenario, profile: &str, target: &Path) -> PathBuf {
    let directory = if profile == "dev" { "debug" } else { profile };
    workspace().join(target).join(directory).join(scenario.name)
}
