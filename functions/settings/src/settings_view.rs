//! What the settings look like on the wire.

use domain::{phone::Region, tenant::Tenant, text::Name, time_zone::TimeZoneName};
use jiff::Timestamp;
use runtime::Versioned;
use serde::Serialize;
use utoipa::ToSchema;

/// The settings of the tenant.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// What the business is called.
    name: Name,
    /// Where it is: days and calling hours are read in this zone unless a customer says otherwise.
    time_zone: TimeZoneName,
    /// The country whose numbers are written without a country code.
    default_region: Region,
    /// When the tenant registered.
    created_at: Timestamp,
    /// When its settings were last changed.
    updated_at: Timestamp,
    /// Counts the changes, from 1; the `ETag` is the same in quotes.
    version: u64,
}

impl SettingsView {
    /// The settings with their version.
    pub(crate) fn answer(tenant: Tenant) -> Versioned<Self> {
        let Tenant { name, time_zone, default_region, created_at, updated_at, version } = tenant;
        let record = Self { name, time_zone, default_region, created_at, updated_at, version };
        Versioned { record, version }
    }
}
