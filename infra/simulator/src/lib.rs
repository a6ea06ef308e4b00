//! A voice provider to develop against: its HTTP API, scripted calls, signed webhooks.

pub mod engine;
