//! The engine: what DynamoDB can do, for records of any kind.
//!
//! It knows no entity and no key text: [`crate::keys`] lies above it, and the entities above that.

mod batch_get;
mod client;
mod commit;
mod error;
pub(crate) mod instant;
pub(crate) mod item;
mod key;
mod list;
mod reads;
mod retry;
pub mod schema;
mod tolerant;
mod transaction;
mod writes;

pub use self::{
    batch_get::{BatchGet, Found, Handle},
    client::Table,
    commit::{CommitError, ConditionFailed},
    error::{Defect, StoreError},
    item::{Item, OpenWord, Record},
    key::{Key, Partition},
    list::{Order, Page, Position, Query},
    reads::Consistency,
    transaction::{Transaction, WriteId},
};
