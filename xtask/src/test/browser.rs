//! The portal in a real browser.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::skip::Skip;
use crate::{
    limit::Limit,
    portal,
    run::{cargo, target},
    tools,
};

/// What it is called on Linux.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
/// Where it is on macOS.
const APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Walks the flows through the built files, in front of a stack with its demo.
pub(super) fn check(limit: Limit) -> anyhow::Result<()> {
    if !tools::node_is_there() {
        return Err(Skip::because("Node.js 20.20 or newer, with npm, is not installed"));
    }
    let browser = browser().ok_or_else(|| {
        Skip::because("neither Chromium nor Chrome is installed; CHROMIUM names one elsewhere")
    })?;
    limit.run(&mut cargo(&["build", "--workspace", "--bins"]))?;
    portal::walk(limit, &target().join("debug/navaia-dev"), &browser)
}

#[expect(clippy::disallowed_methods, reason = "variables of the machine's, not of the product")]
fn browser() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let installed = env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    let applications = APPLICATIONS.iter().map(PathBuf::from);
    named.or_else(|| installed.chain(applications).find(|program| Path::is_file(program)))
}
