//! Writes the files that are made from the functions.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;

/// Writes the files that are made from the functions.
#[derive(Parser)]
struct Options {
    /// Write nothing, and fail if something would have been written.
    #[arg(long)]
    check: bool,
    /// Write nothing, and compare the permissions of the functions with what they did in the tests, noted in this
    /// folder (`NAVAIA_PERMISSIONS_SEEN`).
    #[arg(long, conflicts_with = "check")]
    permissions_seen: Option<PathBuf>,
    /// Write the permissions that are noted, and the files that are made of them.
    #[arg(long, requires = "permissions_seen")]
    accept: bool,
}

fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut output = std::io::stdout().lock();
    let files = match &options.permissions_seen {
        None => generate::files(&root)?,
        Some(folder) if options.accept => generate::recorded::accepted(&root, folder)?,
        Some(folder) => {
            let differences = generate::recorded::differences(&root, folder)?;
            for difference in &differences {
                writeln!(output, "{difference}")?;
            }
            if differences.is_empty() {
                writeln!(output, "The functions may do what they do, no less and no more.")?;
                return Ok(ExitCode::SUCCESS);
            }
            writeln!(output, "`cargo xtask permissions --accept` permits what the tests make them do.")?;
            return Ok(ExitCode::FAILURE);
        }
    };
    if options.check {
        let stale = generate_catalog::stale(&root, files)?;
        for file in &stale {
            writeln!(output, "stale: {}", file.path)?;
        }
        return Ok(if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    for done in generate_catalog::write(&root, files)? {
        writeln!(output, "{done}")?;
    }
    Ok(ExitCode::SUCCESS)
}
