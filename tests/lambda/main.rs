//! Every function under `cargo lambda watch`, as its own process.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "../background.rs"]
mod background;
mod invoke;
#[path = "../it/tools.rs"]
mod tools;
mod walk;
mod watch;

use std::path::{Path, PathBuf};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
