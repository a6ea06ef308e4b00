//! The portal in a real browser.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::skip::{Skip, require_node};
use crate::{
    limit::Limit,
    portal,
    run::{cargo, target},
};

/// What it is called on Linux.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
/// Where it is on macOS.
const APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Two of the four looks have every language, colour scheme and width in them; these are the others.
const OTHER_LOOKS: &str = "ar, light, 1280 px|en, dark, 390 px";

/// Walks the flows through the built files, and looks at every page in two looks.
pub(super) fn flows(limit: Limit) -> anyhow::Result<()> {
    walk(limit, &["--grep-invert", OTHER_LOOKS])
}

/// Looks at every page in the other looks.
pub(super) fn other_looks(limit: Limit) -> anyhow::Result<()> {
    walk(limit, &["--grep", OTHER_LOOKS])
}

/// In front of a stack with its demo.
fn walk(limit: Limit, arguments: &[&str]) -> anyhow::Result<()> {
    require_node()?;
    let browser = browser()?;
    limit.run(&mut cargo(&["build", "--workspace", "--bins"]))?;
    portal::walk(limit, &target().join("debug/navaia-dev"), &browser, arguments)
}

#[expect(clippy::disallowed_methods, reason = "variables of the machine's, not of the product")]
pub(super) fn browser() -> anyhow::Result<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let installed = env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    let applications = APPLICATIONS.iter().map(PathBuf::from);
    named.or_else(|| installed.chain(applications).find(|program| Path::is_file(program))).ok_or_else(|| {
        Skip::because("neither Chromium nor Chrome is installed; CHROMIUM names one elsewhere")
    })
}
