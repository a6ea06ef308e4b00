//! What today's numbering plans say about a number.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{PhoneNumber, reader};

/// Whether a number is one that its country gives out, as far as is known today. New ranges open faster than tables are
/// renewed, so one that is unusual is no less a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhoneCheck {
    /// It is in its country's numbering plan.
    Valid,
    /// It is possible, but in no range of its country's numbering plan: perhaps mistyped, perhaps new.
    Unusual,
}

impl PhoneCheck {
    /// What is known of a number, where those that are unusual are these.
    pub fn among(unusual: &BTreeSet<PhoneNumber>, phone: &PhoneNumber) -> Self {
        if unusual.contains(phone) { Self::Unusual } else { Self::Valid }
    }
}

impl PhoneNumber {
    /// What today's numbering plans say about it.
    pub fn check(&self) -> PhoneCheck {
        if reader::is_in_plan(self.as_str()) { PhoneCheck::Valid } else { PhoneCheck::Unusual }
    }
}
