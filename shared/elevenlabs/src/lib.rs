//! What the voice provider sends and answers: webhook signature, payloads, API client.
//!
//! The provider is ElevenLabs. Its payloads change without notice, so everything here reads leniently: a field that is
//! missing, null, unknown or of another type never costs more than that field.

#[cfg(test)]
mod fixtures;
mod lenient;

pub mod client;
pub mod credentials;
pub mod signature;
pub mod webhook;
