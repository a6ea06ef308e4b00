//! The test kit: functions on an embedded store, queues and secrets, with a fixed time and fixed ids.
//!
//! Everything is real but the services behind it: requests go through Lambda's own event format, and the SDK's clients
//! speak to local servers over HTTP. Every answer is compared with what its endpoint declares in the OpenAPI document. Each [`TestApp`] has a table, queues and secrets of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

mod app;
pub mod calls;
mod contract;
pub mod log_query;
mod next_version;
mod people;
mod permissions;
pub mod phones;
pub mod proxied;
mod queue;
pub mod readers;
mod request;
mod sample;

pub mod voice;

pub use app::{NOW, TestApp, TestAppOptions};
pub use next_version::{Items, Sizes};
pub use people::SignedIn;
pub use request::{TestRequest, TestResponse, messages_event};
pub use sample::Sample;
