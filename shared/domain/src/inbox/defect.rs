//! Why a body cannot be read.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why and where the body of a delivery cannot be read. Nothing of what is in it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InboxDefect)]
pub struct Defect {
    /// What is wrong.
    pub reason: DefectReason,
    /// The field that is missing or has no use, such as type or data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The line of the fault, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The byte of that line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InboxDefectReason)]
pub enum DefectReason {
    /// It is not JSON.
    NotJson,
    /// It ends too early.
    CutOff,
    /// It is JSON, and no object.
    NotAnObject,
    /// A field without which nothing can be done is missing, or has no use.
    FieldMissing,
    /// It is larger than what is kept.
    TooLarge,
    /// The day's quota of its connection was used up, so only the head was kept.
    OverQuota,
    /// A part of what was kept is gone or damaged.
    Damaged,
}

impl Defect {
    /// A defect that is nowhere in particular.
    pub const fn of(reason: DefectReason) -> Self {
        Self { reason, field: None, line: None, column: None }
    }
}
