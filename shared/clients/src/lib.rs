//! The AWS clients of one process: HTTP, DynamoDB, queues, secrets.
//!
//! All of them share one HTTP client and one configuration. What belongs to one service only is built when it is
//! asked for, so that a function links and starts nothing that it does not use.

pub mod aws;
pub mod queue;
pub mod secrets;

pub use aws::{Aws, AwsSettings};
pub use queue::Queue;
pub use secrets::Secrets;
