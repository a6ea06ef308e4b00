//! A stage that cannot run.

use std::{env, fmt};

use crate::tools;

/// Why a stage cannot run here. Where nobody reads along, that is a failure, unless the stage may be left out.
#[derive(Debug)]
pub(super) struct Skip(String);

impl Skip {
    /// For this reason.
    pub(super) fn because(reason: impl Into<String>) -> anyhow::Error {
        anyhow::Error::new(Self(reason.into()))
    }
}

/// A stage that needs Node.js does not run without it.
pub(super) fn require_node() -> anyhow::Result<()> {
    if tools::node_is_there() {
        return Ok(());
    }
    Err(Skip::because("Node.js 20.20 or newer, with npm, is not installed"))
}

impl fmt::Display for Skip {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Skip {}

/// Whether this is continuous integration.
#[expect(clippy::disallowed_methods, reason = "a variable of the machine's, not of the product")]
pub(super) fn nobody_reads_along() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}
