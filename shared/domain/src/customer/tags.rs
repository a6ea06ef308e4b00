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

    #[test]
    fn the_bounds_hold() {
        let many: BTreeSet<Tag> = (0..21).map(|n| Tag::new(&n.to_string()).unwrap()).collect();
        assert!(Tags::try_from(many).is_err());
    }
}
