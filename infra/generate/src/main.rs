//! Writes the files that are made from the functions.

use std::{io::Write, path::Path, process::ExitCode};

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
}

fn main() -> anyhow::Result<ExitCode> {
    let options = Options::parse();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let kinds = if options.kinds.is_empty() { Kind::ALL.to_vec() } else { options.kinds };
    let mut output = std::io::stdout().lock();
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
