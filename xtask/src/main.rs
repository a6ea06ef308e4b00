//! Commands of the project: thin names for exact commands, each shown as it is run.

mod deployable;
mod development;
mod group;
mod limit;
mod run;
mod simulate;
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
    /// Write infra/openapi.json anew from the endpoints
    Openapi,
    /// Write the functions of template.yaml anew from the code and infra/functions.toml
    Template,
    /// Write an event for every function to events/
    Events,
    /// Write the routes for `cargo lambda watch` to Cargo.toml
    Router,
    /// Write all generated files anew
    Generate,
    /// Build the deployable functions to target/lambda/<function>/bootstrap
    Build(deployable::Build),
    /// Measure requests, units, start and answer times
    Bench(development::Bench),
    /// Make calls happen at the voice provider that `cargo xtask dev` simulates
    Simulate(simulate::Simulate),
    /// Serve every function with `cargo lambda watch`, on the stack that `cargo xtask dev` runs
    Watch(development::Watch),
    /// Install the tools that the tests need, below target/tools
    Tools,
}

fn main() -> ExitCode {
    let outcome = match Options::parse().command {
        Command::Dev(options) => development::dev(options),
        Command::Test(options) => test::test(&options),
        Command::Check => test::check(),
        Command::Openapi => development::generate(&["openapi"]),
        Command::Template => development::generate(&["template"]),
        Command::Events => development::generate(&["events"]),
        Command::Router => development::generate(&["router"]),
        Command::Generate => development::generate(&[]),
        Command::Build(options) => deployable::build(&options),
        Command::Bench(options) => development::bench(options),
        Command::Simulate(options) => simulate::simulate(&options),
        Command::Watch(options) => development::watch(options),
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
