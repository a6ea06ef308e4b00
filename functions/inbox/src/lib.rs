//! From what the voice provider delivered to a call.
//!
//! [`processor`] is told by a queue what to do, [`process`] does it with one entry of the inbox, `record` writes the
//! call. [`sweeper`] finds what the queue forgot. [`list_inbox`], [`get_body`] and [`replay_inbox`] let a
//! person see, read and repeat it.

mod adopt_backlog;
mod app;
mod find;
pub mod get_body;
pub mod list_inbox;
pub mod process;
pub mod processor;
mod provider;
mod record;
pub mod replay_inbox;
mod settle;
pub mod sweeper;
mod views;
mod walk;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![
        Function::queue_consumer::<processor::Processor>(),
        Function::scheduled::<sweeper::Sweeper>(),
        Function::endpoint::<list_inbox::ListInbox>(),
        Function::endpoint::<get_body::GetInboxBody>(),
        Function::endpoint::<replay_inbox::ReplayInbox>(),
    ]
}
