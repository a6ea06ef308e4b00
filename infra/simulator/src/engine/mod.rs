//! What happens in a call, as pure code: no I/O, no clock, no chance but the given seed.
//!
//! [`CallSpec::plan`] decides a call from its specification; [`conversation::conversation`] and
//! [`events::event_body`] write it down as the provider would. The same code can simulate a campaign of a million
//! calls without opening a socket.

pub mod agent_rules;
pub mod call;
pub mod conversation;
pub mod draw;
pub mod events;
pub mod facts;
pub mod faults;
pub mod numbers;
pub mod outcome_mix;
pub mod plan;
pub mod retry;
pub mod scenario;
pub mod script;
#[cfg(test)]
mod tests;
mod turns;

pub use call::{AgentFacts, CallSpec, ClientData, Direction, Provider};
pub use draw::{CallSeed, Draw};
pub use plan::{CallPlan, EventKind, Outline, Phase};
pub use script::{Outcome, Role, Script, ScriptError, WebhookFault};
