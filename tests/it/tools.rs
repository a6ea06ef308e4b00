//! Programs that `cargo xtask tools` installs.

use std::{path::Path, process::Command};

use crate::root;

/// A program of the Python packages, or Python itself.
pub(crate) fn python_tool(name: &str) -> Command {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let program = target.join("tools/python/bin").join(name);
    assert!(
        program.exists(),
        "{} is missing: run `cargo xtask tools` once (it needs Python 3)",
        program.display()
    );
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}
