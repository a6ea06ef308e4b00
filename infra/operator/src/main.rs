//! The binary behind `cargo xtask tenant`. It is told by the variables of the functions where the table is.

use std::{io::Write as _, process::ExitCode, sync::Arc};

use clap::{Parser, Subcommand};
use operator::{NewTenant, PORTAL_URL, create};
use runtime::{App as _, Core, Environment, FunctionContext, SystemClock, SystemRandom, log::StandardOutput};

/// Does what whoever runs the service does beside its API.
#[derive(Parser)]
#[command(name = "navaia-operator")]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Invite the first owner of a new tenant; prints the link
    CreateTenant(NewTenant),
}

#[tokio::main]
async fn main() -> ExitCode {
    let Command::CreateTenant(tenant) = Options::parse().command;
    match create_tenant(&tenant).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when the console is gone.
            drop(writeln!(std::io::stderr().lock(), "error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn create_tenant(tenant: &NewTenant) -> anyhow::Result<()> {
    let environment = Environment::of_process();
    let portal_url = environment.require(PORTAL_URL)?;
    let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemRandom::new()));
    let core = Core::start(&FunctionContext::new(environment, clock, random, Arc::new(StandardOutput))?)?;
    let link = create(&core, &portal_url, tenant).await?;
    // The link alone, for whoever sends it on by a program.
    writeln!(std::io::stdout().lock(), "{}", link.url)?;
    let mut told = std::io::stderr().lock();
    writeln!(
        told,
        "Send this link to {}. It is good once, until {:.0}.",
        tenant.email.as_str(),
        link.ends_at
    )?;
    writeln!(told, "It is not shown again: whoever has it becomes the owner of the new tenant.")?;
    Ok(())
}
