//! A voice provider to develop against: its HTTP API, scripted calls, signed webhooks.
//!
//! [`Simulator::router`] speaks the part of the `ElevenLabs` API that the product uses and a control API that makes
//! calls happen; webhooks are sent over real HTTP with real signatures. What happens in a call is decided by
//! [`engine`], pure code that follows from a seed: the same seed and the same requests give the same ids and texts.
//! State lives in memory and is bounded; see [`Defaults`].
//!
//! Shapes follow the provider's SDK and documentation as of 2026. Where those are silent the simulator takes the
//! stricter reading, and the code says so.

mod call_record;
mod config;
mod control;
mod delivery;
pub mod engine;
mod provider;
mod request_log;
mod runner;
mod simulator;
mod start;
#[cfg(test)]
mod tests;
mod workspace;
mod world;

pub use call_record::{Delivery, DeliveryAttempt, DeliveryState};
pub use config::{Clock, Defaults, Detour, SimulatorConfig, webhook_client};
pub use request_log::LogEntry;
pub use simulator::Simulator;
