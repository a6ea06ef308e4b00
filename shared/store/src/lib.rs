//! DynamoDB: keys, items, transactions, one module per entity.
//!
//! One table holds everything. [`keys`] is the only place that writes key text; a key of a tenant's item cannot be
//! built without a [`domain::TenantId`]. What must hold together is one [`Transaction`].
#![warn(missing_docs)]

pub mod audit;
mod batch_get;
pub mod calls;
pub mod counters;
pub mod customer_search;
pub mod customers;
mod error;
pub mod idempotency;
pub mod inbox;
mod instant;
mod item;
pub mod keys;
mod pieces;
pub mod schema;
pub mod sessions;
mod table;
pub mod tenants;
pub mod throttles;
mod transaction;
pub mod users;
pub mod voice;
mod writes;

pub use batch_get::{BatchGet, Found, Handle};
pub use error::{CommitError, ConditionFailed, Defect, StoreError};
pub use item::{Item, Record};
pub use keys::{Key, Partition};
pub use table::{Consistency, Order, Page, Position, Query, Table};
pub use transaction::{Transaction, WriteId};
