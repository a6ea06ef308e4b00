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
    /// The time zone of the business. Days and calling hours are read in it, unless a customer has another.
    time_zone: TimeZoneName,
    /// The country whose numbers are written without a country code.
    default_region: Region,
    /// When the tenant registered.
    created_at: Timestamp,
    /// When the settings were last changed.
    updated_at: Timestamp,
    /// Counts the changes, from 1. The ETag is the same in quotes.
    version: u64,
}

impl SettingsView {
    /// The settings with their version.
    pub(crate) fn answer(tenant: Tenant) -> Versioned<Self> {
        let Tenant { name, time_zone, default_region, collected_data: _, created_at, updated_at, version } =
            tenant;
        let record = Self { name, time_zone, default_region, created_at, updated_at, version };
        Versioned { record, version }
    }
}
