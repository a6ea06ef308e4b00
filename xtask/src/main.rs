//! Commands of the project: thin names for exact commands, each shown as it is run.

mod deployable;
mod development;
mod generate;
mod group;
mod invoke;
mod limit;
mod local_stack;
mod portal;
mod run;
mod simulate;
mod tenant;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Commands of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build and run the whole stack in one process, on port 8787
    Dev(development::Dev),
    /// Run the tests and checks, in named stages
    Test(test::Test),
    /// Check formatting and lints
    Check,
    /// Write all generated files: binaries, catalog, OpenAPI document, template, events, routes
    Generate(generate::Generate),
    /// Compare what the functions may do with what they do in their tests
    Permissions(generate::Permissions),
    /// Build the deployable functions to target/lambda/<function>/bootstrap
    Build(deployable::Build),
    /// Build the portal and put it into the bucket of a deployed stack
    DeployPortal(portal::Deploy),
    /// Measure requests, units, start and answer times
    Bench(development::Bench),
    /// Make calls happen at the voice provider that `cargo xtask dev` simulates
    Simulate(simulate::Simulate),
    /// Make a tenant: print a link that its first owner accepts
    Tenant(tenant::Tenant),
    /// Serve every function with `cargo lambda watch`, on the stack that `cargo xtask dev` runs
    Watch(invoke::Watch),
    /// Call a function that `cargo xtask watch` serves, with its event of the repository, filled for the demo
    Invoke(invoke::Invoke),
    /// Install the tools that the tests need, below target/tools
    Tools,
}

fn main() -> ExitCode {
    let outcome = match Options::parse().command {
        Command::Dev(options) => development::dev(options),
        Command::Test(options) => test::test(&options),
        Command::Check => test::check(),
        Command::Generate(options) => generate::generate(&options),
        Command::Permissions(options) => generate::permissions(&options, limit::Limit::none()),
        Command::Build(options) => deployable::build(&options),
        Command::DeployPortal(options) => portal::deploy(&options),
        Command::Bench(options) => development::bench(options),
        Command::Simulate(options) => simulate::simulate(&options),
        Command::Watch(options) => invoke::watch(options),
        Command::Invoke(options) => invoke::invoke(&options),
        Command::Tenant(options) => tenant::tenant(&options),
        Command::Tools => tools::install(limit::Limit::none()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            run::say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
