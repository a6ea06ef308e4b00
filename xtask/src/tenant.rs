//! Making a tenant: an invitation for its first owner, on the local stack or on a deployed one.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{
    limit::Limit,
    local_stack::LocalStack,
    run::{become_program, cargo, program, run_quietly, say, target},
    tools,
};

/// The binary that does it.
const OPERATOR: &str = "navaia-operator";

/// Make tenants.
#[derive(Args)]
pub(crate) struct Tenant {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Invite the first owner of a new tenant, and print the link for them: once, and good for seven days
    Create(Create),
}

#[derive(Args)]
struct Create {
    /// What the owner will sign in with
    #[arg(long)]
    email: String,
    /// What the business is called; its owner can change that [default: the domain of the e-mail address]
    #[arg(long)]
    name: Option<String>,
    /// The country whose phone numbers are written without a country code [default: US]
    #[arg(long)]
    region: Option<String>,
    /// The name of a deployed stack; region and credentials are those of the AWS CLI. The local stack when not named
    #[arg(long, conflicts_with = "data_dir")]
    stack: Option<String>,
    /// Where the local stack keeps its data, as it was told at its start
    #[arg(long, default_value = ".navaia/dev")]
    data_dir: PathBuf,
}

/// Becomes the operator's program.
pub(crate) fn tenant(options: &Tenant) -> anyhow::Result<()> {
    let What::Create(create) = &options.what;
    let local = match create.stack {
        Some(_) => None,
        None => Some(variables_of_local_stack(create)?),
    };
    run_quietly(&mut cargo(&["build", "--quiet", "--bin", OPERATOR]))?;
    let binary = target().join("debug").join(OPERATOR);
    let mut command = match &create.stack {
        Some(stack) => {
            tools::python_packages(Limit::none())?;
            let mut command = program(tools::python());
            command.args(["-B", "infra/as_operator.py", stack]).arg(binary);
            command
        }
        None => program(binary),
    };
    command.envs(local.into_iter().flatten()).args(create.arguments());
    become_program(&mut command)
}

impl Create {
    fn arguments(&self) -> Vec<String> {
        let named =
            [("email", Some(&self.email)), ("name", self.name.as_ref()), ("region", self.region.as_ref())];
        let named = named.into_iter().filter_map(|(name, value)| Some(format!("--{name}={}", value?)));
        std::iter::once("create-tenant".to_owned()).chain(named).collect()
    }
}

/// What the operator's program is told about the local stack. Fails unless it runs.
fn variables_of_local_stack(create: &Create) -> anyhow::Result<Vec<(String, String)>> {
    let ask = "run `cargo xtask dev` in another terminal, or name a deployed one with --stack";
    let stack = LocalStack::running(&create.data_dir, ask)?;
    if stack.text("portalUrl").is_err() {
        say(
            "The portal was not built when the stack was started: the link opens a page only when it is there.",
        );
    }
    let mut variables = stack.variables()?;
    variables.push(("PORTAL_URL".to_owned(), stack.text("apiUrl")?.to_owned()));
    // A token of other credentials may be in the environment.
    variables.push(("AWS_SESSION_TOKEN".to_owned(), String::new()));
    Ok(variables)
}
