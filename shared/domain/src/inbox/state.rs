//! Where an entry stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where an inbox entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InboxState)]
pub enum State {
    /// It waits to be processed.
    Pending,
    /// It was tried several times and failed; it is still tried now and then.
    Failed,
    /// No tenant has registered its voice agent.
    Unclaimed,
    /// It is correctly signed, and not of a shape that is known.
    Unreadable,
    /// It is of a type that says nothing about a call.
    Ignored,
    /// It is in a call.
    Processed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Failed, Self::Unclaimed, Self::Unreadable, Self::Ignored, Self::Processed];

    /// The word for it on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Failed => "failed",
            Self::Unclaimed => "unclaimed",
            Self::Unreadable => "unreadable",
            Self::Ignored => "ignored",
            Self::Processed => "processed",
        }
    }

    /// Whether a message about it has something left to do.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Failed | Self::Unclaimed)
    }
}
