//! Phone numbers in E.164 form.

mod beginning;
mod check;
mod marks;
mod numbering_plans;
mod old_forms;
mod reader;
mod region;
#[cfg(test)]
mod tests;
mod written;

use std::{borrow::Cow, fmt, sync::LazyLock};

use rlibphonenumber::get_national_significant_number_owned;
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use self::numbering_plans::READER;
pub use self::{check::PhoneCheck, region::Region};
pub(crate) use self::{
    marks::{is_dash, plain as plain_text},
    written::{Written, after_mark},
};
use crate::{Invalid, InvalidCode};

/// A number that can be dialled from anywhere: `+`, country calling code, national number; 7 to 15 digits
/// (ITU-T E.164). `Debug` shows the last two digits only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

const REFUSED: Invalid = Invalid::new(
    InvalidCode::NotAPhoneNumber,
    "must be a phone number that can be dialled, such as +12025550142",
);

pub(crate) const EXTENSION_OUT_OF_PLACE: Invalid = Invalid::new(
    InvalidCode::UnexpectedExtension,
    "must be the number alone: what is dialled behind it has a field of its own, or no place here",
);

impl PhoneNumber {
    /// Reads a number as a person writes it: international with `+` or `00`, or national as dialled in `region`. There must
    /// be nothing else in the text.
    ///
    /// Its length and shape must be possible for its country; whether a carrier has assigned it is not asked, since
    /// new ranges open faster than tables are renewed ([`check`](Self::check) says what they know). A form that its country
    /// has given up is read as the number that it is today.
    pub fn parse(text: &str, region: &Region) -> Result<Self, Invalid> {
        Self::of_written(&Written::read(text)?, Some(region))
    }

    /// Reads a number that begins with `+`, with or without punctuation.
    pub fn parse_international(text: &str) -> Result<Self, Invalid> {
        let written = Written::read(text)?;
        if !written.is_international {
            return Err(REFUSED);
        }
        Self::of_written(&written, None)
    }

    fn of_written(written: &Written, region: Option<&Region>) -> Result<Self, Invalid> {
        if written.extension.is_some() {
            return Err(EXTENSION_OUT_OF_PLACE);
        }
        Self::without_extension(written, region)
    }

    /// The number that was written, whatever is to be dialled behind it.
    pub(crate) fn without_extension(written: &Written, region: Option<&Region>) -> Result<Self, Invalid> {
        Self::from_e164(&reader::e164(written, region)?)
    }

    /// Reads the numbering plans now, which the first number to be read would wait for otherwise.
    pub fn warm_up() {
        LazyLock::force(&READER);
    }

    /// Accepts what already is E.164, to the letter.
    pub fn from_e164(text: &str) -> Result<Self, Invalid> {
        let digits = text.strip_prefix('+').ok_or(REFUSED)?;
        let well_formed = (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if well_formed { Ok(Self(text.to_owned())) } else { Err(REFUSED) }
    }

    /// `+` and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits without the `+`.
    pub fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    /// What tells it from other numbers. In Argentina a mobile is known by two of them, which differ by a 9 that only those
    /// who call from abroad dial, and which carriers leave out: they are one here.
    pub fn identity(&self) -> Cow<'_, str> {
        Self::identity_of_beginning(&self.0)
    }

    /// Whether both are one number, in whichever form each was written down: numbers from before a country gave up a form may
    /// still be kept in it.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let of_today =
            |number: &Self| Self::parse_international(&number.0).unwrap_or_else(|_| number.clone());
        self == other || of_today(self).identity() == of_today(other).identity()
    }

    /// The beginning of the [`identity`](Self::identity) of numbers that begin like this.
    pub fn identity_of_beginning(beginning: &str) -> Cow<'_, str> {
        match beginning.strip_prefix("+54") {
            Some(national) if !national.is_empty() && !national.starts_with('9') => {
                Cow::Owned(format!("+549{national}"))
            }
            _ => Cow::Borrowed(beginning),
        }
    }

    /// The country whose numbering plan it is in.
    pub fn region(&self) -> Option<Region> {
        reader::region(&self.0).and_then(|code| Region::new(&code).ok())
    }

    /// Whether it is in its country's numbering plan, as far as is known today.
    pub(crate) fn is_in_plan(&self) -> bool {
        reader::is_in_plan(&self.0)
    }

    /// The number as it is dialled inside its country, without the trunk prefix.
    pub fn national_digits(&self) -> String {
        let read = READER.as_ref().and_then(|reader| {
            let number = reader.parse(&self.0, None).ok()?;
            Some(get_national_significant_number_owned(&number))
        });
        read.unwrap_or_else(|| self.digits().to_owned())
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::from_e164(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+…{}", &self.0[self.0.len() - 2..])
    }
}

impl PartialSchema for PhoneNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A phone number in E.164 form."))
            .pattern(Some("^\\+[1-9][0-9]{6,14}$"))
            .into()
    }
}
impl ToSchema for PhoneNumber {}
