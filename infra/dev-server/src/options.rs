//! What can be chosen at start.

use std::path::PathBuf;

use clap::Parser;

/// Runs the whole stack on this machine.
#[derive(Clone, Debug, Parser)]
#[command(name = "navaia-dev")]
pub struct Options {
    /// Where the API, the function URLs and the simulator listen (127.0.0.1 only); 0 takes any free port.
    #[arg(long, default_value_t = 8787)]
    pub port: u16,
    /// Where the table and the secrets are kept.
    #[arg(long, default_value = ".navaia/dev")]
    pub data_dir: PathBuf,
    /// Keep everything in memory and forget it at the end.
    #[arg(long, conflicts_with = "data_dir")]
    pub ephemeral: bool,
    /// The folder of the portal, to serve the files that were built in it.
    #[arg(long, default_value = "portal")]
    pub portal: PathBuf,
    /// Create a demo tenant with customers and calls, unless it is there.
    #[arg(long)]
    pub seed_demo: bool,
    /// Print what was started as one JSON line, and nothing else to standard output.
    #[arg(long)]
    pub json: bool,
}
