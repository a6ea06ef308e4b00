//! Languages as BCP 47 tags.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{Invalid, InvalidCode};

mod reported;

/// A language (BCP 47, such as `en`, `ar` or `pt-BR`), in its usual spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

impl Language {
    /// Accepts a well-formed tag of at most 35 characters (the longest that RFC 5646 §4.4.1 asks systems to hold).
    pub fn new(text: &str) -> Result<Self, Invalid> {
        const REFUSED: Invalid =
            Invalid::new(InvalidCode::NotALanguage, "must be a language tag, such as en, ar or pt-BR");
        if text.len() > 35 {
            return Err(REFUSED);
        }
        let tag = language_tags::LanguageTag::parse(text).map_err(|_| REFUSED)?;
        Ok(Self(tag.into_string()))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Language {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

impl PartialSchema for Language {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A language tag of BCP 47."))
            .format(Some(SchemaFormat::Custom("language-tag".to_owned())))
            .max_length(Some(35))
            .into()
    }
}
impl ToSchema for Language {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_gets_its_usual_spelling() {
        assert_eq!(Language::new("PT-br").unwrap().as_str(), "pt-BR");
        assert!(Language::new("english please").is_err());
        assert!(Language::new("").is_err());
    }
}
