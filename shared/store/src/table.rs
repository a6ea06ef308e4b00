//! The engine: what DynamoDB can do, for records of any kind.
//!
//! It knows no entity and no key text: [`crate::keys`] lies above it, and the entities above that.

mod add;
mod advance;
mod batch_get;
mod change;
mod client;
mod commit;
mod error;
pub(crate) mod instant;
pub(crate) mod item;
mod key;
mod list;
mod page;
mod position;
mod reads;
mod retry;
pub mod schema;
mod transaction;
mod writes;

pub(crate) use self::advance::{Advanced, Step};
#[cfg(test)]
pub(crate) use self::change::names_changed;
pub use self::{
    batch_get::{BatchGet, Found, Handle},
    client::Table,
    commit::{CommitError, ConditionFailed},
    error::{Defect, StoreError},
    item::{Item, OpenWord, Record},
    key::{Key, Partition},
    list::{Order, Query},
    page::Page,
    position::Position,
    reads::Consistency,
    transaction::{Transaction, WriteId},
};
