//! Bounded, trimmed text that a person typed.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::Invalid;

/// Text without surrounding white space and control characters, 1 to `MAX` characters long.
///
/// Its `Debug` shows the length only: people type names and worse into any field.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text<const MAX: usize>(String);

/// What a person, a business or a voice agent is called: at most 120 characters on one line.
pub type Name = Text<120>;
/// A word to group customers by: at most 40 characters.
pub type Tag = Text<40>;
/// Free notes: at most 4,000 characters, line breaks allowed.
pub type Notes = Text<4000>;

impl<const MAX: usize> Text<MAX> {
    /// Accepts the text, trimmed. Line breaks and tabs stay in long text only (more than 200 characters allowed).
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(Invalid::rule("must not be empty"));
        }
        if trimmed.chars().count() > MAX {
            return Err(Invalid::because(format!("must have at most {MAX} characters")));
        }
        let multi_line = MAX > 200;
        if trimmed.chars().any(|c| c.is_control() && !(multi_line && matches!(c, '\n' | '\r' | '\t'))) {
            return Err(Invalid::rule("must not hold control characters"));
        }
        Ok(Self(trimmed.to_owned()))
    }

    /// The text of something that came from outside and is kept whatever it is: cut to `MAX`, control characters
    /// dropped. `None` when nothing is left.
    pub fn lenient(text: &str) -> Option<Self> {
        let clean: String = text.chars().filter(|c| !c.is_control()).take(MAX).collect();
        Self::new(&clean).ok()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> TryFrom<String> for Text<MAX> {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl<const MAX: usize> From<Text<MAX>> for String {
    fn from(text: Text<MAX>) -> Self {
        text.0
    }
}

impl<const MAX: usize> fmt::Debug for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters)", self.0.chars().count())
    }
}

impl<const MAX: usize> PartialSchema for Text<MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(MAX)).into()
    }
}
impl<const MAX: usize> ToSchema for Text<MAX> {
    /// Each length has a schema of its own, such as `Text120`.
    fn name() -> Cow<'static, str> {
        format!("Text{MAX}").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_bounded_by_characters_not_bytes() {
        assert_eq!(Tag::new("  vip ").unwrap().as_str(), "vip");
        assert!(Text::<3>::new("ممم").is_ok());
        assert!(Text::<3>::new("مممم").is_err());
        assert!(Name::new(" \n ").is_err());
    }

    #[test]
    fn control_characters_are_refused_but_notes_have_lines() {
        assert!(Name::new("a\u{7}b").is_err());
        assert!(Name::new("a\nb").is_err());
        assert!(Notes::new("a\nb").is_ok());
    }

    #[test]
    fn debug_does_not_show_the_text() {
        assert_eq!(format!("{:?}", Name::new("Robin").unwrap()), "Text(5 characters)");
    }
}
