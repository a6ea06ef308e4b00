//! Tests and checks.

use std::{fs, time::Instant};

use clap::Args;

use crate::{
    run::{cargo, program, run, say, target},
    tools,
};

/// What to test.
#[derive(Args)]
pub(crate) struct Test {
    /// Only the Rust tests, without `cargo lambda` and the emulator of AWS, formatting, lints and licences
    #[arg(long)]
    fast: bool,
    /// Only the walk over events/ under `cargo lambda watch`
    #[arg(long, conflicts_with = "fast")]
    lambda: bool,
    /// Only the deployed template in an emulator of AWS
    #[arg(long, conflicts_with_all = ["fast", "lambda"])]
    deployed: bool,
    /// Only the comparison of the functions' permissions with what they do
    #[arg(long, conflicts_with_all = ["fast", "lambda", "deployed"])]
    permissions: bool,
    /// More options for `cargo nextest run`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Formatting and lints.
pub(crate) fn check() -> anyhow::Result<()> {
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

/// Every test and check.
pub(crate) fn test(options: &Test) -> anyhow::Result<()> {
    let started = Instant::now();
    tools::nextest()?;
    if options.fast {
        run(cargo(&["nextest", "run", "--workspace"]).args(&options.arguments))?;
        return Ok(());
    }
    if options.permissions {
        return permissions();
    }
    tools::python_packages()?;
    // Linked now, with cargo's progress, and not one by one when `cargo lambda watch` asks for each.
    run(&mut cargo(&["build", "--workspace", "--bins"]))?;
    let only = options.lambda.then_some("binary(lambda)").or(options.deployed.then_some("binary(deployed)"));
    if let Some(only) = only {
        let tests = ["nextest", "run", "--workspace", "--profile", "ci", "--filterset", only];
        return run(cargo(&tests).args(&options.arguments));
    }
    check()?;
    dependencies()?;

    run(cargo(&["nextest", "run", "--workspace", "--profile", "ci"]).args(&options.arguments))?;
    if options.arguments.is_empty() {
        permissions()?;
    }
    say(&format!("\nEverything passed in {:.0} s.", started.elapsed().as_secs_f64()));
    Ok(())
}

/// Whether the functions may do what they do in their tests, no less and no more.
fn permissions() -> anyhow::Result<()> {
    let seen = target().join("permissions-seen");
    if seen.exists() {
        fs::remove_dir_all(&seen)?;
    }
    fs::create_dir_all(&seen)?;
    let mut tests = cargo(&["nextest", "run", "--workspace", "--profile", "permissions"]);
    run(tests.env("NAVAIA_PERMISSIONS_SEEN", &seen))?;
    run(cargo(&["run", "--quiet", "--bin", "generate", "--", "--permissions-seen"]).arg(&seen))
}

/// Licences, banned packages and sources. Advisories would need the network.
fn dependencies() -> anyhow::Result<()> {
    run(program(tools::cargo_deny()).args(["--offline", "check", "licenses", "bans", "sources"]))
}
