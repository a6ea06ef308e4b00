//! A part of a list.

use super::{
    error::{Defect, StoreError},
    item::Record,
    position::Position,
};

/// A part of a list.
///
/// One bad item does not stop a list: what cannot be read is left out and counted. A newer version may have written it,
/// or somebody by hand.
#[derive(Clone, Debug)]
pub struct Page<R, P = Position> {
    /// The records that can be read, in order.
    pub items: Vec<R>,
    /// How many cannot.
    pub unreadable: usize,
    /// Where the next page begins; `None` at the end of the list.
    pub next: Option<P>,
}

impl<R, P> Page<R, P> {
    /// Nothing, and nothing more.
    pub const fn empty() -> Self {
        Self::starting_at(None)
    }

    /// Nothing yet of what comes from `next` on.
    pub const fn starting_at(next: Option<P>) -> Self {
        Self { items: Vec::new(), unreadable: 0, next }
    }

    /// The same page of something that is made of each record.
    pub fn map<S>(self, each: impl FnMut(R) -> S) -> Page<S, P> {
        let Self { items, unreadable, next } = self;
        Page { items: items.into_iter().map(each).collect(), unreadable, next }
    }

    /// Adds the page that comes after this one.
    pub fn append(&mut self, more: Self) {
        let Self { items, unreadable, next } = more;
        self.items.extend(items);
        self.unreadable += unreadable;
        self.next = next;
    }
}

impl<R: Record, P> Page<R, P> {
    /// The records, where one that is left out would make a wrong whole: an error if there is one that cannot be read.
    pub fn complete(self) -> Result<Vec<R>, StoreError> {
        if self.unreadable > 0 {
            return Err(StoreError::Unreadable { entity: R::ENTITY, source: Defect::IN_A_PART });
        }
        Ok(self.items)
    }
}
