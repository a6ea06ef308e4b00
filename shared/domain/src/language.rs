//! Languages as BCP 47 tags.

use language_tags::{LanguageTag, ValidationError};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{Invalid, InvalidCode, stored::Stored};

mod groups;
mod reported;
mod three_letters;

/// A language that is spoken somewhere (BCP 47, such as `en`, `ar` or `pt-BR`), in its usual spelling. All parts of the tag
/// are registered with IANA; one that was given up is kept as its successor (`iw` as `he`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// The longest tag that RFC 5646 §4.4.1 asks systems to hold.
const MAX_LENGTH: usize = 35;
const REFUSED: Invalid =
    Invalid::new(InvalidCode::NotALanguage, "must be a language tag, such as en, ar or pt-BR");
const NO_COUNTRY: Invalid = Invalid::new(
    InvalidCode::NotALanguage,
    "must name a country or region that there is, such as GB in en-GB",
);
const UNITED_KINGDOM: Invalid =
    Invalid::new(InvalidCode::NotALanguage, "must name the United Kingdom as GB, such as en-GB");

impl Language {
    /// Accepts a tag of at most 35 characters, with hyphens or underscores.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return Err(REFUSED);
        }
        let tag = LanguageTag::parse(&with_short_code(&text.replace('_', "-"))).map_err(|_| REFUSED)?;
        tag.validate().map_err(|error| match (error, tag.region()) {
            (ValidationError::RegionNotInRegistry, Some("UK")) => UNITED_KINGDOM,
            (ValidationError::RegionNotInRegistry, _) => NO_COUNTRY,
            _ => REFUSED,
        })?;
        let tag = tag.canonicalize().map_err(|_| REFUSED)?;
        if !is_language(tag.primary_language()) || tag.script().is_some_and(is_no_script) {
            return Err(REFUSED);
        }
        if tag.extension_subtags().any(|(singleton, _)| !matches!(singleton, 'u' | 't')) {
            return Err(REFUSED);
        }
        if tag.region().is_some_and(is_no_region) {
            return Err(NO_COUNTRY);
        }
        if tag.as_str().len() > MAX_LENGTH {
            return Err(REFUSED);
        }
        Ok(Self(tag.into_string()))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The tag with the code of two letters for its language, where it has one: others write `eng`, too.
fn with_short_code(tag: &str) -> String {
    let (primary, rest) = tag.split_at(tag.find('-').unwrap_or(tag.len()));
    match three_letters::two_letters(&primary.to_ascii_lowercase()) {
        Some(short) => format!("{short}{rest}"),
        None => tag.to_owned(),
    }
}

/// Whether it is a language, and not a code for several, for none, or for private use.
fn is_language(primary: &str) -> bool {
    const NONE: [&str; 4] = ["mis", "mul", "und", "zxx"];
    matches!(primary.len(), 2 | 3)
        && !NONE.contains(&primary)
        && !("qaa"..="qtz").contains(&primary)
        && !groups::is_group(primary)
}

/// Whether it is a code for private use, or for something that is in no writing.
fn is_no_script(script: &str) -> bool {
    ("Qaaa"..="Qabx").contains(&script) || ["Zinh", "Zxxx", "Zyyy", "Zzzz"].contains(&script)
}

/// Whether it is a code for private use, for an unknown place, or for a country that fell into several. Kosovo has the one that everybody uses for it.
fn is_no_region(region: &str) -> bool {
    let is_private = ("QM"..="QZ").contains(&region) || ("XA"..="XZ").contains(&region);
    const GONE: [&str; 5] = ["AN", "CS", "NT", "SU", "YU"];
    region != "XK" && (is_private || ["AA", "ZZ"].contains(&region) || GONE.contains(&region))
}

/// What would be refused today is kept as it is.
impl Stored for Language {
    fn stored(text: String) -> Self {
        Self(text)
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
            .description(Some(
                "A language tag of BCP 47, such as en or pt-BR, whose parts are registered with IANA.",
            ))
            .format(Some(SchemaFormat::Custom("language-tag".to_owned())))
            .max_length(Some(MAX_LENGTH))
            .into()
    }
}
impl ToSchema for Language {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<String> {
        Language::new(text).ok().map(String::from)
    }

    #[test]
    fn a_tag_gets_its_usual_spelling() {
        for (text, tag) in [
            ("PT-br", "pt-BR"),
            ("en_US", "en-US"),
            (" zh-hans_cn ", "zh-Hans-CN"),
            ("en-Latn", "en"),
            ("es-419", "es-419"),
            ("fil", "fil"),
            ("yue", "yue"),
            ("zh-yue", "yue"),
            ("ca-valencia", "ca-valencia"),
            ("sq-XK", "sq-XK"),
            ("sgn-US", "ase"),
            ("ar-u-nu-latn", "ar-u-nu-latn"),
            ("qu-PE", "qu-PE"),
        ] {
            assert_eq!(read(text).as_deref(), Some(tag), "{text}");
        }
    }

    #[test]
    fn a_code_that_was_given_up_is_its_successor() {
        for (old, new) in [
            ("iw", "he"),
            ("in", "id"),
            ("ji", "yi"),
            ("iw-IL", "he-IL"),
            ("in_ID", "id-ID"),
            ("mo", "ro"),
            ("de-DD", "de-DE"),
            ("i-klingon", "tlh"),
            ("eng", "en"),
            ("ARA-sa", "ar-SA"),
            ("ger", "de"),
            ("deu", "de"),
        ] {
            assert_eq!(read(old).as_deref(), Some(new), "{old}");
        }
    }

    #[test]
    fn what_is_no_language_is_refused() {
        for text in
            ["", "english please", "english", "arabic", "spanish", "test", "xx", "cn", "jp", "aaaaaaaa", "qb"]
                .into_iter()
                .chain([
                    "und",
                    "mul",
                    "zxx",
                    "mis",
                    "qaa",
                    "und-SA",
                    "x-own",
                    "i-default",
                    "-",
                    "en-",
                    "en--US",
                    "e",
                ])
                .chain(["sgn", "sla", "gem", "art", "en-b-warble", "sgn-SA"])
                .chain(["en-aaaaaaaa", "en-Qaaa", "ar-Zxxx", "en-GB-GB", "٠٠", "ſa", "en-a"])
        {
            assert_eq!(Language::new(text), Err(REFUSED), "{text}");
        }
        assert_eq!(Language::new(&format!("en-x-{}", "a".repeat(31))), Err(REFUSED), "too long");
    }

    #[test]
    fn a_country_that_there_is_not_is_said() {
        for text in ["ar-XX", "en-ZZ", "en-AA", "en-QQ", "en-999", "sr-YU", "ru-SU", "sr-CS"] {
            assert_eq!(Language::new(text), Err(NO_COUNTRY), "{text}");
        }
        for text in ["en-UK", "en_uk"] {
            assert_eq!(Language::new(text), Err(UNITED_KINGDOM), "{text}");
        }
    }

    #[test]
    fn what_was_kept_before_is_read() {
        assert_eq!(Language::stored("english".to_owned()).as_str(), "english");
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_as_it_is(text in "[a-zA-Z]{2,3}([-_]([A-Za-z]{2}|[A-Za-z]{4}|[0-9]{3})){0,2}") {
            if let Ok(language) = Language::new(&text) {
                prop_assert_eq!(Language::new(language.as_str()), Ok(language.clone()));
                prop_assert!(language.as_str().len() <= text.len());
            }
        }
    }
}
