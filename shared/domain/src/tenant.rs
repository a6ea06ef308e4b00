//! A tenant: one business that uses the product.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{phone::Region, text::Name, time_zone::TimeZoneName};

/// A tenant with its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// What the business is called.
    pub name: Name,
    /// Where it is: days and calling hours are read in this zone unless a customer says otherwise.
    pub time_zone: TimeZoneName,
    /// The country whose numbers people write without a country code.
    pub default_region: Region,
    /// When it registered.
    pub created_at: Timestamp,
    /// When its settings were last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
}
