//! Writes the files that are made from the functions.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use generate::Kind;

/// Writes the files that are made from the functions.
#[derive(Parser)]
struct Options {
    /// What to write; everything when nothing is named.
    #[arg(value_enum)]
    kinds: Vec<Kind>,
    /// Write nothing, and fail if something would have been written.
    #[arg(long)]
    check: bool,
    /// Write nothing, and compare the permissions of the functions with what they did in the tests, noted in this
    /// folder (`NAVAIA_PERMISSIONS_SEEN`).
    #[arg(long, conflicts_with_all = ["kinds", "check"])]
    permissions_seen: Option<PathBuf>,
}

fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut output = std::io::stdout().lock();
    if let Some(folder) = options.permissions_seen {
        let differences = generate::permissions::differences(&root, &folder)?;
        for difference in &differences {
            writeln!(output, "{difference}")?;
        }
        if differences.is_empty() {
            writeln!(output, "The functions may do what they do, no less and no more.")?;
        }
        return Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let kinds = if options.kinds.is_empty() { Kind::ALL.to_vec() } else { options.kinds };
    let mut any = false;
    for kind in kinds {
        let paths: Vec<String> = if options.check {
            generate::stale(&root, kind)?.into_iter().map(|file| file.path).collect()
        } else {
            generate::write(&root, kind)?
        };
        for path in paths {
            any = true;
            writeln!(output, "{} {path}", if options.check { "stale:" } else { "wrote" })?;
        }
    }
    Ok(if options.check && any { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
