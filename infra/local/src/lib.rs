//! The local stack: gateway, function URLs, queues, secrets, schedules and an embedded store in one process.
//!
//! Each module is one part that runs alone: what it serves and where is handed in, and a cancelled token
//! stops it after the work under way. Whoever composes them stops them from the outside in: [`gateway`] and
//! [`schedules`] first, then [`consumers`], then [`queues`], [`secrets`], [`faults`] and [`table`], so that
//! what is still being finished finds its neighbours.

pub mod activity;
mod aws_json;
pub mod clock;
pub mod consumers;
pub mod faults;
pub mod gateway;
pub mod invoke;
pub mod queues;
mod random;
pub mod schedules;
pub mod secrets;
mod server;
pub mod table;

#[cfg(test)]
mod testing;

pub use aws_json::ApiError;
pub use server::{GRACE, Server};

/// The account number in every local ARN.
pub const ACCOUNT: &str = "000000000000";

/// The region in every local ARN.
pub const REGION: &str = "us-east-1";
