//! Words that customers are grouped by.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use crate::{Invalid, InvalidCode, text::Tag};

/// The most tags of one customer.
pub const MAX_TAGS: usize = 20;

/// At most 20 tags, in order and without repetition. Tags that differ in case only are one, in the spelling that was given
/// first. Those of a record from before that was so may repeat each other until they are edited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Vec<Tag>", into = "BTreeSet<Tag>")]
#[schema(value_type = Vec<Tag>, max_items = 20)]
pub struct Tags(BTreeSet<Tag>);

/// What is equal of two tags that are one: without case, composed.
pub fn folded_tag(tag: &Tag) -> String {
    // By capitals, because some letters have no capital of their own: a tag in capitals is the one in small letters.
    tag.as_str().to_uppercase().to_lowercase().nfc().collect()
}

impl Tags {
    /// Reads the tags of a stored record as they are. For `#[serde(deserialize_with)]`.
    pub fn deserialize_stored<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeSet::deserialize(deserializer).map(Self)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them, in any case.
    pub fn contains(&self, tag: &Tag) -> bool {
        let wanted = folded_tag(tag);
        self.0.iter().any(|tag| folded_tag(tag) == wanted)
    }

    /// These tags and others.
    pub fn with(&self, others: &Self) -> Result<Self, Invalid> {
        Self::distinct(self.0.iter().chain(&others.0).cloned())
    }

    /// These tags without others.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        Self(self.0.iter().filter(|tag| !others.contains(tag)).cloned().collect())
    }

    /// These tags; those that `before` has as well in its spelling.
    #[must_use]
    pub(super) fn spelled_as(&self, before: &Self) -> Self {
        let spelling = |tag: &Tag| {
            let wanted = folded_tag(tag);
            before.0.iter().find(|before| folded_tag(before) == wanted).unwrap_or(tag).clone()
        };
        Self(self.0.iter().map(spelling).collect())
    }

    /// What is equal of tags that are one, of all of them.
    pub fn folded(&self) -> BTreeSet<String> {
        self.0.iter().map(folded_tag).collect()
    }

    /// The tags as they are spelled.
    pub(super) fn texts(&self) -> BTreeSet<String> {
        self.0.iter().map(|tag| tag.as_str().to_owned()).collect()
    }

    fn distinct(tags: impl Iterator<Item = Tag>) -> Result<Self, Invalid> {
        let mut met = BTreeSet::new();
        let tags: BTreeSet<Tag> = tags.filter(|tag| met.insert(folded_tag(tag))).collect();
        if tags.len() > MAX_TAGS {
            return Err(Invalid::because(InvalidCode::TooMany, format!("must have at most {MAX_TAGS} tags"))
                .max(MAX_TAGS as u64));
        }
        Ok(Self(tags))
    }

    /// The tags in order.
    pub fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter()
    }
}

impl TryFrom<BTreeSet<Tag>> for Tags {
    type Error = Invalid;

    fn try_from(tags: BTreeSet<Tag>) -> Result<Self, Invalid> {
        Self::distinct(tags.into_iter())
    }
}

impl TryFrom<Vec<Tag>> for Tags {
    type Error = Invalid;

    fn try_from(tags: Vec<Tag>) -> Result<Self, Invalid> {
        Self::distinct(tags.into_iter())
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

    fn read(tags: &[&str]) -> Tags {
        tags.iter().map(|tag| Tag::new(tag).unwrap()).collect::<Vec<_>>().try_into().unwrap()
    }

    fn texts(tags: &Tags) -> Vec<&str> {
        tags.iter().map(Tag::as_str).collect()
    }

    #[test]
    fn tags_that_differ_in_case_are_one_in_the_first_spelling() {
        assert_eq!(texts(&read(&["vip", "VIP", "Vip", "new"])), ["new", "vip"]);
        assert_eq!(texts(&read(&["VIP", "vip"])), ["VIP"]);
        assert_eq!(texts(&read(&["VIP"]).with(&read(&["vip", "new"])).unwrap()), ["VIP", "new"]);
        assert_eq!(texts(&read(&["VIP", "new"]).without(&read(&["vip"]))), ["new"]);
        assert_eq!(texts(&read(&["vip", "b"]).spelled_as(&read(&["VIP", "a"]))), ["VIP", "b"]);
        assert!(read(&["Straße"]).contains(&Tag::new("STRASSE").unwrap()));
        assert!(read(&["cafe\u{301}"]).contains(&Tag::new("CAF\u{c9}").unwrap()));
        assert!(!read(&["vip"]).contains(&Tag::new("vips").unwrap()));
        let twice: Vec<Tag> = (0..40).map(|n| Tag::new(["a", "A"][n % 2]).unwrap()).collect();
        assert_eq!(Tags::try_from(twice).unwrap().0.len(), 1, "twenty are counted when they are one");
    }

    #[test]
    fn tags_on_record_are_read_as_they_are() {
        let stored = Tags::deserialize_stored(serde_json::json!(["VIP", "vip"])).unwrap();
        assert_eq!(texts(&stored), ["VIP", "vip"]);
        assert_eq!(stored.folded().len(), 1);
        assert_eq!(serde_json::from_str::<Tags>(r#"["VIP","vip"]"#).unwrap(), read(&["VIP"]));
    }

    proptest::proptest! {
        #[test]
        fn folding_is_done_once(text in r"\PC{1,8}") {
            if let Ok(tag) = Tag::new(&text) {
                let folded = folded_tag(&tag);
                if let Ok(again) = Tag::new(&folded) {
                    proptest::prop_assert_eq!(folded_tag(&again), folded);
                }
                let capitals: String = tag.as_str().to_uppercase();
                if let Ok(capitals) = Tag::new(&capitals) {
                    proptest::prop_assert_eq!(folded_tag(&capitals), folded_tag(&tag));
                }
            }
        }
    }
}
