//! `cargo-machete`, which comes as source only.

use std::{path::PathBuf, process::Command};

use crate::{
    limit::Limit,
    run::{cargo, target},
};

const VERSION: &str = "0.9.2";

/// The program `cargo-machete`.
pub(crate) fn cargo_machete() -> PathBuf {
    target().join("tools/bin/cargo-machete")
}

/// Installs it, unless it is there in this version.
pub(crate) fn machete(limit: Limit) -> anyhow::Result<()> {
    let said = Command::new(cargo_machete()).arg("--version").output();
    if said.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim().ends_with(VERSION)) {
        return Ok(());
    }
    // Optimised, it would take four times as long to build, and hardly less to run.
    let mut install = cargo(&["install", "--debug", "--locked", "cargo-machete", "--version", VERSION]);
    // Built in a place of its own, whatever is built meanwhile.
    install.env_remove("CARGO_TARGET_DIR").arg("--root").arg(target().join("tools"));
    limit.run(&mut install)
}
