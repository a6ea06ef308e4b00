//! Tools that run on Node.js.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::Context;

use super::{read, says, write};
use crate::{
    limit::Limit,
    run::{program, root, say, succeeds, target},
};

/// Which packages, in which versions.
const MANIFEST: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];
const MANIFEST_FOLDER: &str = "infra/contract";
/// The least that the packages run on.
const LEAST: (u32, u32) = (20, 20);

/// Where they are installed.
fn environment() -> PathBuf {
    target().join("tools/node")
}

/// The program `redocly`.
pub(crate) fn redocly() -> PathBuf {
    environment().join("node_modules/.bin/redocly")
}

/// Whether Node.js is there, with npm, and new enough.
pub(crate) fn node_is_there() -> bool {
    let said = Command::new("node").arg("--version").stderr(Stdio::null()).output();
    let version = said.ok().and_then(|output| version(&String::from_utf8_lossy(&output.stdout)));
    version.is_some_and(|version| version >= LEAST) && succeeds(Command::new("npm").arg("--version"))
}

/// Installs the packages, unless they are there in the versions that are asked for.
pub(crate) fn node_packages(limit: Limit) -> anyhow::Result<()> {
    let mut wanted = String::new();
    for file in MANIFEST {
        wanted += &read(&format!("{MANIFEST_FOLDER}/{file}"))?;
    }
    let stamp = environment().join("installed.txt");
    if says(&stamp, &wanted) {
        return Ok(());
    }
    say("Installing Node packages (Redocly's linter) into target/tools/node");
    fs::create_dir_all(environment())?;
    for file in MANIFEST {
        let from = root().join(MANIFEST_FOLDER).join(file);
        fs::copy(from, environment().join(file)).with_context(|| format!("{file} cannot be copied"))?;
    }
    limit.run(program("npm").args(["ci", "--loglevel", "error"]).current_dir(environment()))?;
    write(&stamp, &wanted)
}

/// Major and minor of what `node --version` prints.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version("v22.3.0-nightly"), Some((22, 3)));
        assert_eq!(version("command not found"), None);
        assert!(version("v18.20.8").unwrap() < LEAST);
    }
}
