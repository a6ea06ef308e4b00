//! The preferences of the person who is signed in.

pub mod get;
pub mod put;

use domain::preferences::{Document, Preferences};
use jiff::Timestamp;
use runtime::Versioned;
use serde::Serialize;
use utoipa::ToSchema;

/// What a person has set up in the portal.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreferencesView {
    /// What the portal has kept here. Empty at first.
    document: Document,
    /// When it was last changed. Left out until it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<Timestamp>,
    /// Counts the changes. The ETag is the same in quotes.
    version: u64,
}

impl From<Preferences> for PreferencesView {
    fn from(preferences: Preferences) -> Self {
        let Preferences { document, updated_at, version } = preferences;
        Self { document, updated_at, version }
    }
}

impl PreferencesView {
    fn versioned(preferences: Preferences) -> Versioned<Self> {
        Versioned { version: preferences.version, record: preferences.into() }
    }
}
