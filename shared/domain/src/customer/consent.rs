//! Whether a customer agreed to be called.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Invalid,
    open_enum::{self, OpenEnum},
    patch::Patch,
    text::Text,
};

/// Whether a customer agreed to be called, since when, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// What the customer said.
    #[schema(schema_with = open_enum::schema::<ConsentStatus>)]
    pub status: OpenEnum<ConsentStatus>,
    /// When the customer said so.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    /// What shows it: a form, a call, a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Text<500>>,
}

/// What a customer said about being called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentStatus {
    /// The customer may be called.
    Granted,
    /// The customer must not be called.
    Withdrawn,
}

/// What an edit says about the consent. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentEdit {
    /// What the customer said. Needed where no consent is on record.
    #[serde(default, deserialize_with = "crate::patch::not_null")]
    #[schema(value_type = ConsentStatus, required = false)]
    status: Patch<ConsentStatus>,
    /// When the customer said so. Needed where no consent is on record.
    #[serde(default, deserialize_with = "crate::patch::not_null")]
    #[schema(value_type = String, format = DateTime, required = false)]
    recorded_at: Patch<Timestamp>,
    /// What shows it: a form, a call, a letter.
    #[serde(default)]
    #[schema(value_type = Option<Text<500>>)]
    evidence: Patch<Text<500>>,
}

impl ConsentEdit {
    /// The consent after the edit, or the member that is missing.
    pub(super) fn apply(self, current: Option<Consent>) -> Result<Consent, (&'static str, Invalid)> {
        let (status, recorded_at, evidence) = match current {
            Some(Consent { status, recorded_at, evidence }) => (Some(status), Some(recorded_at), evidence),
            None => (None, None, None),
        };
        Ok(Consent {
            status: self.status.map(OpenEnum::Known).apply(status).ok_or(("status", Invalid::required()))?,
            recorded_at: self.recorded_at.apply(recorded_at).ok_or(("recordedAt", Invalid::required()))?,
            evidence: self.evidence.apply(evidence),
        })
    }
}
