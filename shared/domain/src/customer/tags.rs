//! Words that customers are grouped by.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Invalid, InvalidCode, text::Tag};

/// The most tags of one customer.
pub const MAX_TAGS: usize = 20;

/// At most 20 tags, in order and without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "BTreeSet<Tag>", into = "BTreeSet<Tag>")]
#[schema(value_type = Vec<Tag>, max_items = 20)]
pub struct Tags(BTreeSet<Tag>);

impl Tags {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them.
    pub fn contains(&self, tag: &Tag) -> bool {
        self.0.contains(tag)
    }

    /// These tags and others.
    pub fn with(&self, others: &Self) -> Result<Self, Invalid> {
        (&self.0 | &others.0).try_into()
    }

    /// These tags without others.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        Self(&self.0 - &others.0)
    }

    /// The tags in order.
    pub fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter()
    }
}

impl TryFrom<BTreeSet<Tag>> for Tags {
    type Error = Invalid;

    fn try_from(tags: BTreeSet<Tag>) -> Result<Self, Invalid> {
        if tags.len() > MAX_TAGS {
            return Err(Invalid::because(InvalidCode::TooMany, format!("must have at most {MAX_TAGS} tags"))
                .max(MAX_TAGS as u64));
        }
        Ok(Self(tags))
    }
}

impl From<Tags> for BTreeSet<Tag> {
    fn from(tags: Tags) -> Self {
        tags.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(numbers: std::ops::Range<u8>) -> BTreeSet<Tag> {
        numbers.map(|number| Tag::new(&number.to_string()).unwrap()).collect()
    }

    #[test]
    fn the_bounds_hold() {
        assert!(Tags::try_from(tags(0..21)).is_err());
        let some = Tags(tags(0..20));
        assert!(some.with(&Tags(tags(19..21))).is_err());
        assert_eq!(some.with(&Tags(tags(10..20))), Ok(some));
    }

    #[test]
    fn tags_are_added_and_taken_away() {
        assert_eq!(Tags(tags(0..3)).with(&Tags(tags(2..5))), Ok(Tags(tags(0..5))));
        assert_eq!(Tags(tags(0..3)).without(&Tags(tags(2..5))), Tags(tags(0..2)));
    }
}
