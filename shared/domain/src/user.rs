//! Users: the people of a tenant who sign in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{email::EmailAddress, ids::UserId, role::Role, text::Name};

/// A person who signs in. How they prove themselves is kept apart from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Its identity.
    pub id: UserId,
    /// What the person is called.
    pub name: Name,
    /// What the person signs in with; no other user of any tenant has it.
    pub email: EmailAddress,
    /// What the person may do.
    pub role: Role,
    /// Since when the person may not sign in, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_at: Option<Timestamp>,
    /// When the user was created.
    pub created_at: Timestamp,
    /// When the record was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1. Signing in is none.
    pub version: u64,
}
