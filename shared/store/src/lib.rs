//! DynamoDB: keys, items, transactions, one module per entity.
//!
//! One table holds everything. [`keys`] is the only place that writes key text; a key of a tenant's item cannot be
//! built without a [`domain::TenantId`]. What must hold together is one [`Transaction`].
#![warn(missing_docs)]

pub mod audit;
pub mod calls;
pub mod counters;
pub mod credentials;
pub mod customer_search;
pub mod customers;
pub mod delivery_counts;
pub mod email_owners;
pub mod idempotency;
pub mod inbox;
pub mod invitations;
#[cfg(feature = "keys")]
pub mod keys;
#[cfg(not(feature = "keys"))]
#[expect(unreachable_pub, reason = "public where the feature is on")]
mod keys;
mod pieces;
pub mod preferences;
pub mod pulse;
pub mod sessions;
#[cfg(any(test, feature = "keys"))]
pub mod size;
mod table;
pub mod tenants;
pub mod throttles;
pub mod trends;
pub mod users;
pub mod voice;

use table::instant;
pub use table::{
    BatchGet, CommitError, ConditionFailed, Consistency, Defect, Found, Handle, Item, Key, OpenWord, Order,
    Page, Partition, Position, Query, Record, StoreError, Table, Transaction, WriteId, schema,
};
