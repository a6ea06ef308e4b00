//! From what the voice provider delivered to a call.
//!
//! [`processor`] is told by a queue what to do, [`process`] does it with one entry of the inbox, `record` writes the
//! call. [`sweeper`] finds what the queue forgot.

mod claim;
pub mod process;
pub mod processor;
mod provider;
mod record;
pub mod sweeper;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![Function::queue_consumer::<processor::Processor>(), Function::scheduled::<sweeper::Sweeper>()]
}
