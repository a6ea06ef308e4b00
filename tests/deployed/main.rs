//! The deployed shape: `template.yaml`, as AWS SAM translates it, in an emulator of AWS, with the functions as
//! processes of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "../background.rs"]
mod background;
mod edge;
mod emulator;
mod stack;
mod system;
mod tenant;
#[path = "../it/tools.rs"]
mod tools;

use std::path::{Path, PathBuf};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
