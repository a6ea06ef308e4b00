//! Tests that cross resources.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod bounds;
mod compression;
mod deployment;
mod events;
mod generated;
mod imports;
mod last_days;
mod log_lines;
mod next_version;
mod pages;
mod readers;
mod samples;
mod sweeps;
mod tools;
mod words_of_errors;

use std::path::{Path, PathBuf};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
