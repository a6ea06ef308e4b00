//! Whether a customer agreed to be called.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Invalid, InvalidCode,
    instant::Instant,
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
    /// When the customer said so: from 1900, and not in the future. Needed where no consent is on record.
    #[serde(default, deserialize_with = "crate::patch::not_null")]
    #[schema(value_type = Instant, required = false)]
    recorded_at: Patch<Instant>,
    /// What shows it: a form, a call, a letter.
    #[serde(default)]
    #[schema(value_type = Option<Text<500>>)]
    evidence: Patch<Text<500>>,
}

const NOT_THEN: Invalid =
    Invalid::new(InvalidCode::OutOfRange, "must be a time from 1900 on that is not in the future");
/// The first second of 1900.
const EARLIEST: i64 = -2_208_988_800;
/// By how much the clock of another system may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// Whether somebody who lives now may have said something then.
fn could_be(said_at: Timestamp, now: Timestamp) -> bool {
    said_at.as_second() >= EARLIEST && said_at.duration_since(now) <= AHEAD
}

impl ConsentEdit {
    /// The consent after the edit, or the member that is missing or wrong.
    pub(super) fn apply(
        self,
        current: Option<Consent>,
        now: Timestamp,
    ) -> Result<Consent, (&'static str, Invalid)> {
        if let Patch::Set(recorded_at) = &self.recorded_at
            && !could_be(recorded_at.timestamp(), now)
        {
            return Err(("recordedAt", NOT_THEN));
        }
        let (status, recorded_at, evidence) = match current {
            Some(Consent { status, recorded_at, evidence }) => (Some(status), Some(recorded_at), evidence),
            None => (None, None, None),
        };
        Ok(Consent {
            status: self.status.map(OpenEnum::Known).apply(status).ok_or(("status", Invalid::required()))?,
            recorded_at: self
                .recorded_at
                .map(Instant::timestamp)
                .apply(recorded_at)
                .ok_or(("recordedAt", Invalid::required()))?,
            evidence: self.evidence.apply(evidence),
        })
    }
}
