//! What a user may do.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The role of a user in a tenant. Each may do all that the ones before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads everything but secrets and settings of the voice provider.
    Viewer,
    /// Works: customers, tickets, bookings, calls.
    Agent,
    /// Sets up: settings, voice agents, people below owner.
    Admin,
    /// Answers for the tenant; may do everything.
    Owner,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Agent, Self::Admin, Self::Owner];

    /// Whether a word is one of theirs.
    pub fn is_word(word: &str) -> bool {
        Self::ALL.into_iter().any(|role| role.as_str() == word)
    }

    /// Whether this role is enough where `least` is asked for.
    pub fn covers(self, least: Self) -> bool {
        self >= least
    }

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_covers_itself_and_the_lesser_ones() {
        for (index, role) in Role::ALL.into_iter().enumerate() {
            for (other_index, least) in Role::ALL.into_iter().enumerate() {
                assert_eq!(role.covers(least), index >= other_index);
            }
        }
    }
}
