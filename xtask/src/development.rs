//! Running things: the local stack, benchmarks.

use std::path::PathBuf;

use clap::Args;

use crate::{
    portal,
    run::{become_program, cargo},
    test::bench_portal,
};

/// Options of the local stack.
#[derive(Args)]
pub(crate) struct Dev {
    /// Where everything listens, on 127.0.0.1; 0 takes any free port [default: 8787]
    #[arg(long)]
    port: Option<u16>,
    /// Where the table and the secrets are kept [default: .navaia/dev]
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// Keep everything in memory and forget it at the end
    #[arg(long)]
    ephemeral: bool,
    /// Create a demo tenant with customers and calls, unless it is there; `--seed-demo=large` adds thousands of both
    #[arg(long, value_name = "SIZE", num_args = 0..=1, require_equals = true, default_missing_value = "usual")]
    seed_demo: Option<String>,
    /// Print what was started as one JSON line, and nothing else to standard output
    #[arg(long)]
    json: bool,
    /// Let Next.js build the portal while it is edited, at the same address
    #[arg(long)]
    portal_dev: bool,
    /// Build with optimisations
    #[arg(long)]
    release: bool,
    /// Further options of the stack, after `--`
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Builds with cargo's own progress, then becomes the local stack.
pub(crate) fn dev(options: Dev) -> anyhow::Result<()> {
    let developed = options.portal_dev.then(portal::develop).transpose()?;
    if developed.is_none() {
        portal::build_if_stale();
    }
    // Not with `--package`: the features of all members together are what the tests are built with, too.
    let mut command = cargo(&["run", "--bin", "navaia-dev"]);
    if options.release {
        command.arg("--release");
    }
    command.arg("--");
    if let Some(port) = options.port {
        command.args(["--port", &port.to_string()]);
    }
    if let Some(data_dir) = options.data_dir {
        // As it was meant where the command was typed; the stack runs in the root of the repository.
        command.arg("--data-dir").arg(std::path::absolute(data_dir)?);
    }
    if let Some(address) = developed {
        command.args(["--portal-from", &address.to_string()]);
    }
    if let Some(size) = options.seed_demo {
        command.arg(format!("--seed-demo={size}"));
    }
    let flags = [(options.ephemeral, "--ephemeral"), (options.json, "--json")];
    command.args(flags.into_iter().filter_map(|(given, flag)| given.then_some(flag)));
    become_program(command.args(options.arguments))
}

/// Options of the benchmarks.
#[derive(Args)]
pub(crate) struct Bench {
    /// `portal` measures pages in a browser; for all else see `cargo xtask bench -- --help`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Measures the portal, or becomes the benchmark of the functions.
pub(crate) fn bench(options: Bench) -> anyhow::Result<()> {
    if options.arguments.first().is_some_and(|what| what == "portal") {
        return bench_portal();
    }
    become_program(cargo(&["run", "--bin", "bench", "--"]).args(options.arguments))
}
