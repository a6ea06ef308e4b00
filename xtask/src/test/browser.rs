//! The portal in a real browser.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::skip::{Skip, require_node};
use crate::{
    limit::Limit,
    portal,
    run::{cargo, linted, target},
};

/// What it is called on Linux.
const NAMES: [&str; 5] = [
    // Chromium without its windows, which takes a quarter less time.
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];
/// Where it is on macOS.
const APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Walks the flows through the built files, and looks at every page in the four looks in which every two of language,
/// colours and width meet.
pub(super) fn flows(limit: Limit) -> anyhow::Result<()> {
    walk(limit, &[], &[("WHOLE_RUN", "yes")])
}

/// Looks at every page in every look.
pub(super) fn every_look(limit: Limit) -> anyhow::Result<()> {
    walk(limit, &["e2e/a11y"], &[("LOOKS", "every")])
}

/// Scrolls through 10,000 customers, and opens a call of 500 turns.
pub(super) fn large(limit: Limit) -> anyhow::Result<()> {
    require_node()?;
    portal::install_lighthouse(limit)?;
    walk(limit, &["e2e/large"], &[("DEMO_SIZE", "large")])
}

/// Measures pages, for `cargo xtask bench portal`: one after the other, so that none waits for another.
pub(crate) fn bench() -> anyhow::Result<()> {
    require_node()?;
    portal::install_lighthouse(Limit::none())?;
    walk(Limit::none(), &["--workers=1", "e2e/bench"], &[("DEMO_SIZE", "large")])
}

/// In front of a stack with its demo.
fn walk(limit: Limit, arguments: &[&str], variables: &[(&str, &str)]) -> anyhow::Result<()> {
    require_node()?;
    let browser = browser()?;
    limit.run(&mut linted(cargo(&["build", "--workspace", "--bins"])))?;
    let stack = target().join("debug/navaia-dev");
    portal::walk(limit, &stack, &browser, arguments, variables)
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
