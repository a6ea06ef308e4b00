//! What customers look like on the wire.

use domain::{
    customer::{Customer, Profile, Source},
    ids::CustomerId,
    phone::PhoneNumber,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A customer.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomerView {
    /// The customer's id.
    id: CustomerId,
    /// The number that the customer calls from and is called at.
    phone: PhoneNumber,
    #[serde(flatten)]
    profile: Profile,
    /// How the customer came to be known.
    source: Source,
    /// When the customer became known.
    created_at: Timestamp,
    /// When the customer was last changed.
    updated_at: Timestamp,
    /// Counts the changes, from 1. The ETag is the same in quotes.
    version: u64,
    /// When the customer was deleted. Only in the list of deleted customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_at: Option<Timestamp>,
}

impl From<Customer> for CustomerView {
    fn from(customer: Customer) -> Self {
        let Customer { id, phone, profile, source, created_at, updated_at, version, deleted_at } = customer;
        Self { id, phone, profile, source, created_at, updated_at, version, deleted_at }
    }
}

/// Which customer.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct CustomerPath {
    /// The customer.
    pub customer_id: CustomerId,
}
