//! The whole stack in one process: every function of the catalog on the local services, with a simulated voice provider.
//!
//! The functions are the ones that are deployed: they get their configuration from variables and reach the services
//! through the AWS SDK. Nothing in them knows that it runs here.

mod console;
mod demo;
mod functions;
mod options;
mod output;
mod pass_through;
mod portal;
mod provider;
mod readiness;
mod requeue;
mod stack;
mod table;

pub use console::{Console, StartedLine};
pub use demo::{DemoLogin, fill_event};
pub use options::{DemoSize, Options, url_from_here};
pub use output::{LogLines, flush};
pub use readiness::check;
pub use stack::Stack;
