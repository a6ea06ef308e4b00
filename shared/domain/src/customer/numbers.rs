//! The phone numbers of a customer.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Schema,
        schema::{SchemaFormat, Type},
    },
};

use crate::{
    Invalid, InvalidCode,
    phone::{EXTENSION_OUT_OF_PLACE, PhoneNumber, Region, Written},
    text::Text,
};

/// The most phone numbers of one customer beside the primary one.
pub const MAX_OTHER_PHONES: usize = 9;

/// What is dialled after a number has answered: 1 to 10 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Extension(String);

impl Extension {
    /// Accepts digits.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        if (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(text.to_owned()));
        }
        Err(Invalid::new(InvalidCode::WrongFormat, "must be 1 to 10 digits"))
    }
}

impl TryFrom<String> for Extension {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl From<Extension> for String {
    fn from(extension: Extension) -> Self {
        extension.0
    }
}

impl fmt::Debug for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Extension(…)")
    }
}

impl PartialSchema for Extension {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("What is dialled after the number has answered."))
            .pattern(Some("^[0-9]{1,10}$"))
            .into()
    }
}
impl ToSchema for Extension {}

/// A number with the extension behind it, if there is one: what is unique in a tenant by its
/// [`identity`](ExtendedNumber::identity). Two people behind one switchboard have two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ExtendedNumber {
    /// The number.
    pub phone: PhoneNumber,
    /// What is dialled after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
}

impl ExtendedNumber {
    /// What tells it from other numbers, written as a number is.
    pub fn identity(&self) -> String {
        with_extension(&self.phone.identity(), self.extension.as_ref())
    }
}

fn with_extension(number: &str, extension: Option<&Extension>) -> String {
    extension.map_or_else(|| number.to_owned(), |extension| format!("{number};ext={}", extension.0))
}

impl fmt::Display for ExtendedNumber {
    /// As in a `tel:` URI (RFC 3966).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&with_extension(self.phone.as_str(), self.extension.as_ref()))
    }
}

/// The primary number and the others, in this order.
pub(super) fn all(
    phone: &PhoneNumber,
    extension: Option<&Extension>,
    others: &[OtherPhone],
) -> impl Iterator<Item = ExtendedNumber> {
    let primary = ExtendedNumber { phone: phone.clone(), extension: extension.cloned() };
    let others = others
        .iter()
        .map(|other| ExtendedNumber { phone: other.phone.clone(), extension: other.extension.clone() });
    std::iter::once(primary).chain(others)
}

/// A phone number beside the primary one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OtherPhone {
    /// The number. Unique in the tenant together with its extension.
    pub phone: PhoneNumber,
    /// Whose or what number it is, such as work or mother.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text<40>>,
    /// What is dialled after the number has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
}

/// A phone number beside the primary one, as a person types it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TypedOtherPhone {
    /// The number, with its country code or as it is dialled in the default region.
    pub(super) phone: TypedNumber,
    /// Whose or what number it is, such as work or mother.
    label: Option<Text<40>>,
    /// What is dialled after the number has answered.
    extension: Option<Extension>,
}

/// What is wrong with another number: the member that is, and the rule.
pub(super) type WrongMember = (&'static str, Invalid);

impl TypedOtherPhone {
    pub(super) fn read(self, region: Option<&Region>) -> Result<OtherPhone, WrongMember> {
        let Self { phone, label, extension } = self;
        let number = phone.read(region).map_err(|rule| ("phone", rule))?;
        let extension = match (phone.extension, extension) {
            (Some(typed), Some(extension)) if typed != extension => {
                return Err(("extension", OTHER_EXTENSION.other("phone")));
            }
            (typed, extension) => extension.or(typed),
        };
        Ok(OtherPhone { phone: number, label, extension })
    }
}

/// Where an extension is given in a field of its own, and another one behind the number.
pub(super) const OTHER_EXTENSION: Invalid =
    Invalid::new(InvalidCode::Conflicting, "must be the extension that is written behind the number");

/// A phone number as a person types it, perhaps with an extension. What is no number in any country is refused when it is
/// read, together with all that is wrong beside it; a national number is judged where its country is known.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct TypedNumber {
    number: Typed,
    extension: Option<Extension>,
}

#[derive(Clone, PartialEq, Eq)]
enum Typed {
    International(PhoneNumber),
    National(Written),
}

impl TryFrom<String> for TypedNumber {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl TypedNumber {
    /// Reads what was typed, as far as it means a number without a country.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let written = Written::read(text)?;
        let extension = written.extension.as_deref().map(Extension::new).transpose()?;
        let number = if written.is_international {
            Typed::International(PhoneNumber::without_extension(&written, None)?)
        } else {
            Typed::National(written)
        };
        Ok(Self { number, extension })
    }

    /// Whether it means a number only in a country.
    pub fn is_national(&self) -> bool {
        matches!(self.number, Typed::National(_))
    }

    /// What is to be dialled behind the number, if that was typed with it.
    pub fn extension(&self) -> Option<&Extension> {
        self.extension.as_ref()
    }

    /// The number where an extension has no place.
    pub fn read_alone(&self, region: Option<&Region>) -> Result<PhoneNumber, Invalid> {
        if self.extension.is_some() { Err(EXTENSION_OUT_OF_PLACE) } else { self.read(region) }
    }

    /// The number, as dialled in this country if it does not say its own.
    pub fn read(&self, region: Option<&Region>) -> Result<PhoneNumber, Invalid> {
        match &self.number {
            Typed::International(number) => Ok(number.clone()),
            Typed::National(written) => PhoneNumber::without_extension(written, region),
        }
    }
}

impl fmt::Debug for TypedNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedNumber(…)")
    }
}

impl PartialSchema for TypedNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "A phone number, with its country code or as it is dialled in the default region. Digits and the \
                 marks between them (of any writing), a word that stands for digits as in 1-800-FLOWERS, and \
                 nothing else but an extension, such as ext. 12.",
            ))
            .format(Some(SchemaFormat::Custom("phone-number".to_owned())))
            .min_length(Some(1))
            .max_length(Some(64))
            .into()
    }
}
impl ToSchema for TypedNumber {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_anywhere_is_refused_without_a_country() {
        for text in ["", "anonymous", "12", "+1202555", "+999999999999999999", "tel:abc", "+"]
            .into_iter()
            .chain([&*"1".repeat(65), "050 123 4567 / 2", "501234567.0", "0501234567 ext. 12345678901"])
        {
            assert!(TypedNumber::new(text).is_err(), "{text}");
        }
        for (text, is_national) in [
            ("+12025550142", false),
            ("202-555-0142", true),
            ("٠٥٠ ١٢٣ ٤٥٦٧", true),
            ("00966501234567", true),
            ("911", true),
        ] {
            assert_eq!(TypedNumber::new(text).unwrap().is_national(), is_national, "{text}");
        }
    }

    #[test]
    fn the_identity_is_of_the_person_and_the_text_of_the_number() {
        let number = |phone: &str| ExtendedNumber {
            phone: PhoneNumber::from_e164(phone).unwrap(),
            extension: Extension::new("12").ok(),
        };
        assert_eq!(number("+541123450171").identity(), number("+5491123450171").identity());
        assert_eq!(number("+541123450171").to_string(), "+541123450171;ext=12");
        assert_eq!(number("+12025550142").identity(), number("+12025550142").to_string());
    }
}
