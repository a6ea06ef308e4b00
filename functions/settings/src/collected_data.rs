//! What becomes of the data that voice agents collect: a document of its own within the settings.

pub mod get;
pub mod preview;
pub mod put;

use domain::{
    collected_data::{CollectedDataMapping, CustomerMapping},
    tenant::Tenant,
};
use jiff::Timestamp;
use runtime::Versioned;
use serde::Serialize;
use utoipa::ToSchema;

/// Which collected values fill which fields, a section for each kind of record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CollectedDataView {
    /// What is filled in about the customer, where it is empty.
    customer: CustomerMapping,
    /// Calls that ended before are left alone. Absent while it is the usual mapping.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    /// Counts the changes of all settings, from 1. The ETag is the same in quotes.
    version: u64,
}

impl CollectedDataView {
    fn answer(tenant: &Tenant) -> Versioned<Self> {
        let CollectedDataMapping { customer } = tenant.mapping();
        let since = tenant.collected_data.as_ref().map(|own| own.since);
        Versioned { record: Self { customer, since, version: tenant.version }, version: tenant.version }
    }
}
