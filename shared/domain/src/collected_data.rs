//! What becomes of the data that voice agents collect in calls.
//!
//! An agent collects values under names that the tenant chose at the voice provider. The mapping says which of them are
//! told about what: one section for each kind of record. What a person has typed is never replaced by what was heard.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    Invalid, InvalidCode,
    call::Collected,
    customer::Heard,
    email::EmailAddress,
    language::Language,
    text::{Name, Text, kept},
};

/// The most names of fields for one target.
pub const MAX_FIELD_NAMES: usize = 10;

/// Which collected values fill which fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "customer": { "name": ["customer_name"], "email": ["email"], "language": [] } })))]
pub struct CollectedDataMapping {
    /// What is filled in about the customer.
    pub customer: CustomerMapping,
}

/// Which collected values fill the fields of a customer. The first that is there and has sense is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerMapping {
    /// Names of values that say what the customer is called.
    pub name: FieldNames,
    /// Names of values that say where the customer gets mail.
    pub email: FieldNames,
    /// Names of values that say which language the customer prefers to speak.
    pub language: FieldNames,
}

/// Names of collected values, in the order in which they are looked at. At most 10, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Vec<FieldName>", into = "Vec<FieldName>")]
#[schema(value_type = std::collections::BTreeSet<FieldName>, max_items = 10)]
pub struct FieldNames(Vec<FieldName>);

/// What a collected value is called at the voice provider.
pub type FieldName = Text<100>;

/// The mapping of a tenant, and since when it is the one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MappingSince {
    /// The mapping.
    pub mapping: CollectedDataMapping,
    /// Calls that ended before are left alone.
    pub since: Timestamp,
}

impl Default for CustomerMapping {
    /// What these values are usually called.
    fn default() -> Self {
        Self {
            name: FieldNames::of(&["name", "customer_name", "full_name", "caller_name"]),
            email: FieldNames::of(&["email", "customer_email", "email_address"]),
            language: FieldNames::of(&["language", "preferred_language", "customer_language"]),
        }
    }
}

impl FieldNames {
    fn of(names: &[&str]) -> Self {
        Self(names.iter().filter_map(|name| FieldName::new(name).ok()).collect())
    }

    /// The first value of such a name that `read` can make sense of.
    fn first<T>(&self, collected: &Collected, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.0.iter().find_map(|name| match collected.get(name.as_str())? {
            Value::String(text) => read(text.trim()),
            _ => None,
        })
    }
}

impl TryFrom<Vec<FieldName>> for FieldNames {
    type Error = Invalid;

    fn try_from(names: Vec<FieldName>) -> Result<Self, Invalid> {
        if names.len() > MAX_FIELD_NAMES {
            let rule = format!("must have at most {MAX_FIELD_NAMES} names");
            return Err(Invalid::because(InvalidCode::TooMany, rule).max(MAX_FIELD_NAMES as u64));
        }
        if (1..names.len()).any(|at| names[..at].contains(&names[at])) {
            return Err(Invalid::new(InvalidCode::Duplicate, "must not repeat a name"));
        }
        Ok(Self(names))
    }
}

impl From<FieldNames> for Vec<FieldName> {
    fn from(names: FieldNames) -> Self {
        names.0
    }
}

impl CollectedDataMapping {
    /// What was heard about the customer in a call.
    pub fn heard(&self, collected: &Collected) -> Heard {
        let CustomerMapping { name, email, language } = &self.customer;
        Heard {
            name: name.first(collected, name_of),
            email: email.first(collected, |text| EmailAddress::new(text).ok()),
            language: language.first(collected, Language::reported),
        }
    }
}

/// Words of what language models write where nobody told them, such as "no name given" or "not provided by the caller".
const OF_NOBODY: [&str; 64] = [
    "a",
    "an",
    "and",
    "anonymous",
    "answer",
    "applicable",
    "asked",
    "available",
    "blank",
    "by",
    "caller",
    "client",
    "collected",
    "customer",
    "data",
    "did",
    "didn't",
    "disclosed",
    "empty",
    "first",
    "found",
    "full",
    "given",
    "guest",
    "has",
    "identified",
    "in",
    "information",
    "is",
    "known",
    "last",
    "mentioned",
    "missing",
    "n",
    "na",
    "name",
    "nil",
    "no",
    "none",
    "not",
    "null",
    "of",
    "person",
    "provide",
    "provided",
    "say",
    "shared",
    "specified",
    "stated",
    "tbd",
    "the",
    "this",
    "to",
    "told",
    "undefined",
    "undisclosed",
    "unidentified",
    "unknown",
    "unnamed",
    "unspecified",
    "user",
    "value",
    "was",
    "yet",
];

/// The same in Arabic.
const OF_NOBODY_IN_ARABIC: [&str; 15] = [
    "غير",
    "معروف",
    "مجهول",
    "مذكور",
    "متوفر",
    "محدد",
    "لم",
    "يذكر",
    "يُذكر",
    "لا",
    "يوجد",
    "اسم",
    "الاسم",
    "العميل",
    "المتصل",
];

/// A name has letters, and is not made of words for not having one.
fn name_of(text: &str) -> Option<Name> {
    let lower = text.to_lowercase().replace('’', "'");
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && !is_mark(c))
        .filter(|word| !word.is_empty());
    let is_of_nobody = |word: &str| OF_NOBODY.contains(&word) || OF_NOBODY_IN_ARABIC.contains(&word);
    if !text.chars().any(char::is_alphabetic) || words.all(is_of_nobody) || text.chars().count() > 120 {
        return None;
    }
    kept(text)
}

/// A vowel sign of Arabic, which is a part of its word.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn heard(values: &[(&str, Value)]) -> Heard {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        CollectedDataMapping::default().heard(&Collected::bounded(values).0)
    }

    #[test]
    fn the_usual_names_are_understood() {
        for name in ["name", "customer_name", "full_name", "caller_name"] {
            assert_eq!(heard(&[(name, json!(" Robin Example "))]).name.unwrap().as_str(), "Robin Example");
        }
        let all = heard(&[("email", json!("Robin@Example.com")), ("language", json!("Arabic"))]);
        assert_eq!((all.name, all.language.unwrap().as_str()), (None, "ar"));
        assert!(all.email.is_some());
    }

    #[test]
    fn the_first_that_has_sense_is_taken() {
        let names = [
            ("name", json!("N/A")),
            ("customer_name", json!(7)),
            ("full_name", json!("Robin")),
            ("caller_name", json!("Sam")),
        ];
        assert_eq!(heard(&names).name.unwrap().as_str(), "Robin");
    }

    #[test]
    fn what_is_no_name_address_or_language_is_not_taken() {
        for name in [
            "",
            " ",
            "unknown",
            "Unknown.",
            "N/A",
            "not provided",
            "+1 202 555 0142",
            "-",
            "None",
            "Unknown caller",
            "No name provided",
            "The caller did not provide a name",
            "name not given",
            "N.A.",
            "not applicable",
            "(not stated)",
            "Unidentified customer",
            "<unknown>",
            "null null",
            "Name: unknown",
            "undisclosed",
            "Guest User",
            "غير معروف",
            "لم يُذكر",
            "اسم العميل غير متوفر",
        ] {
            assert_eq!(heard(&[("name", json!(name))]).name, None, "{name}");
        }
        for value in [json!("robin at example"), json!(null), json!(["robin@example.com"]), json!("unknown")]
        {
            assert_eq!(heard(&[("email", value.clone())]), Heard::default(), "{value}");
        }
        assert_eq!(heard(&[("language", json!("auto"))]).language, None);
        assert_eq!(heard(&[("name", json!("x".repeat(121)))]).name, None, "a story is no name");
    }

    #[test]
    fn a_name_of_which_a_word_means_something_else_is_a_name() {
        for name in [
            "Guest Robin",
            "No Min-ji",
            "An Na Lee",
            "Will Person Jr",
            "Robin Unknown",
            "Nil Yıldız",
            "عبد الله",
        ] {
            assert_eq!(heard(&[("name", json!(name))]).name.unwrap().as_str(), name);
        }
    }

    #[test]
    fn a_mapping_is_bounded_and_names_nothing_twice() {
        let names = |names: Vec<String>| serde_json::from_value::<FieldNames>(json!(names));
        assert!(names((0..10).map(|number| format!("field_{number}")).collect()).is_ok());
        assert!(names((0..11).map(|number| format!("field_{number}")).collect()).is_err());
        assert!(names(vec!["name".to_owned(), "name".to_owned()]).is_err());
        assert!(names(vec![String::new()]).is_err());
        assert!(names(Vec::new()).is_ok());
    }
}
