//! End to end: the real process, real HTTP, real signatures.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod addresses;
mod calls_from_webhooks;
mod compression;
mod crash;
mod events;
mod hostile;
mod many_callers;
mod pass_through;
mod portal;
mod process;
mod running;
mod silent_reader;
mod start_and_stop;
