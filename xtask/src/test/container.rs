//! The image of the whole stack: linted, built, started with compose, and walked through in a browser.

use std::path::Path;

use super::{
    browser::browser,
    skip::{Skip, require_node},
};
use crate::{
    limit::Limit,
    portal,
    run::{program, root},
    tools,
};

/// What `infra/container/test.sh` ends with where it cannot run; it has said why.
const CANNOT_RUN: i32 = 77;

pub(super) fn check(limit: Limit) -> anyhow::Result<()> {
    tools::python_packages(limit)?;
    limit.run(program(tools::hadolint()).arg(root().join("Dockerfile")))?;
    require_node()?;
    portal::install(limit)?;
    let browser = browser()?;
    let mut test = program(Path::new("infra/container/test.sh"));
    test.env("CHROMIUM", browser);
    let status = limit.status(&mut test)?;
    match status.code() {
        Some(CANNOT_RUN) => Err(Skip::because("the image cannot be built or started here, as said above")),
        _ if status.success() => Ok(()),
        _ => anyhow::bail!("`infra/container/test.sh` failed"),
    }
}
