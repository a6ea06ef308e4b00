//! Endpoints of operations.

pub mod list_inbox;
pub mod replay_inbox;
mod views;
mod walk;

#[cfg(test)]
mod tests;

use runtime::Function;

/// The functions of this resource.
pub fn functions() -> Vec<Function> {
    vec![Function::endpoint::<list_inbox::ListInbox>(), Function::endpoint::<replay_inbox::ReplayInbox>()]
}
