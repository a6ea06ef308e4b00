//! The README's two commands where nothing is installed.

use crate::{limit::Limit, run::program};

pub(super) fn check(limit: Limit) -> anyhow::Result<()> {
    limit.run(&mut program("infra/fresh_machine.sh"))
}
