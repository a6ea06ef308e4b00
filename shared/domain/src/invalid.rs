//! Why a value was refused.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

/// Declares the codes with the text that each is on the wire.
macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident $text:tt;)*) => {
        /// The rule that a value breaks, to program against.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        pub enum InvalidCode {
            $($(#[$doc])* #[serde(rename = $text)] $code,)*
        }

        impl InvalidCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$code),*];

            /// The code on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $text,)*
                }
            }
        }
    };
}

codes! {
    /// It is missing, or null where it cannot be cleared.
    Required "required";
    /// It is text with nothing to see in it.
    Empty "empty";
    /// It has more than `max` characters.
    TooLong "too_long";
    /// It has fewer than `min` characters.
    TooShort "too_short";
    /// It has more than `max` elements.
    TooMany "too_many";
    /// It is a number below `min` or above `max`.
    OutOfRange "out_of_range";
    /// It is of another JSON type.
    WrongType "wrong_type";
    /// It is not one of the words in `allowed`.
    NotAnOption "not_an_option";
    /// The request has no such field or parameter.
    UnknownField "unknown_field";
    /// It is given twice.
    Duplicate "duplicate";
    /// It cannot be given together with `other`.
    Conflicting "conflicting";
    /// It is later than `other`.
    OutOfOrder "out_of_order";
    /// It holds characters that are not accepted.
    ForbiddenCharacters "forbidden_characters";
    /// It is not of the form that the description of the field shows.
    WrongFormat "wrong_format";
    /// It is not a phone number that can be dialled.
    NotAPhoneNumber "not_a_phone_number";
    /// It is a phone number with letters that stand for no digits.
    LettersInNumber "letters_in_number";
    /// Beside a phone number there is more text.
    TextLeftOver "text_left_over";
    /// It is a phone number that a spreadsheet has made a decimal number of.
    SpreadsheetNumber "spreadsheet_number";
    /// It is a phone number that stands for none, such as 0000000000.
    PlaceholderNumber "placeholder_number";
    /// It has fewer digits than phone numbers of its country.
    NumberTooShort "number_too_short";
    /// It has more digits than phone numbers of its country.
    NumberTooLong "number_too_long";
    /// No country has the code that the phone number begins with.
    NotACallingCode "not_a_calling_code";
    /// The area code of the phone number, or what follows it, begins with a digit that it cannot begin with.
    ImpossibleAreaCode "impossible_area_code";
    /// It is a phone number with an extension, which has no place here.
    UnexpectedExtension "unexpected_extension";
    /// It is not an e-mail address.
    NotAnEmail "not_an_email";
    /// It is not a language tag.
    NotALanguage "not_a_language";
    /// It is not a time zone of the IANA database.
    NotATimeZone "not_a_time_zone";
    /// It is not a country code.
    NotACountry "not_a_country";
    /// It is not a time with its offset.
    NotATime "not_a_time";
    /// It is not a month of a year.
    NotAMonth "not_a_month";
    /// It is not an id of this kind of record.
    NotAnId "not_an_id";
    /// It is not a web address that can be used here.
    NotAUrl "not_a_url";
    /// Many people use this password.
    CommonPassword "common_password";
    /// The password is made of words, years or rows of keys that are tried first.
    GuessablePassword "guessable_password";
    /// The password is made of the person's name, their e-mail address or the name of the business.
    PersonalPassword "personal_password";
    /// The new password is the current one.
    SamePassword "same_password";
    /// It is not the current password.
    WrongPassword "wrong_password";
    /// It is not a cursor of this list with these filters.
    NotACursor "not_a_cursor";
}

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialSchema for InvalidCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The rule that a value breaks, to program against."))
            .enum_values(Some(Self::ALL.iter().map(|code| code.as_str())))
            .into()
    }
}
impl ToSchema for InvalidCode {}

/// A value that cannot be accepted: the code of the rule that it breaks, the figures of the rule, and the rule for a
/// person ("must be …").
///
/// The text goes to the person who sent the value and may reach a log, so it never repeats the value itself.
///
/// `{}` shows the rule. `{:#}` shows all, and parses again: serde hands on errors of a value as text only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    code: InvalidCode,
    rule: Cow<'static, str>,
    min: Option<u64>,
    max: Option<u64>,
    other: Option<&'static str>,
}

impl Invalid {
    /// A refusal by a rule that has no figures.
    pub const fn new(code: InvalidCode, rule: &'static str) -> Self {
        Self { code, rule: Cow::Borrowed(rule), min: None, max: None, other: None }
    }

    /// A refusal whose rule is put together.
    pub fn because(code: InvalidCode, rule: impl Into<String>) -> Self {
        Self { rule: Cow::Owned(rule.into()), ..Self::new(code, "") }
    }

    /// The value is missing, or null where it cannot be cleared.
    pub const fn required() -> Self {
        Self::new(InvalidCode::Required, "must be given")
    }

    /// The text is longer than `max` characters.
    pub fn too_long(max: u64) -> Self {
        Self::because(InvalidCode::TooLong, format!("must have at most {max} characters")).max(max)
    }

    /// The text is shorter than `min` characters.
    pub fn too_short(min: u64) -> Self {
        Self::because(InvalidCode::TooShort, format!("must have at least {min} characters")).min(min)
    }

    /// The least that the rule accepts.
    #[must_use]
    pub const fn min(mut self, min: u64) -> Self {
        self.min = Some(min);
        self
    }

    /// The most that the rule accepts.
    #[must_use]
    pub const fn max(mut self, max: u64) -> Self {
        self.max = Some(max);
        self
    }

    /// The other field that the rule speaks of.
    #[must_use]
    pub const fn other(mut self, field: &'static str) -> Self {
        self.other = Some(field);
        self
    }

    /// The code of the rule.
    pub const fn code(&self) -> InvalidCode {
        self.code
    }

    /// The least that the rule accepts, if it says so.
    pub const fn least(&self) -> Option<u64> {
        self.min
    }

    /// The most that the rule accepts, if it says so.
    pub const fn most(&self) -> Option<u64> {
        self.max
    }

    /// The other field that the rule speaks of.
    pub const fn other_field(&self) -> Option<&'static str> {
        self.other
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            let number = |bound: Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            write!(f, "{}({}..{}): ", self.code, number(self.min), number(self.max))?;
        }
        f.write_str(&self.rule)
    }
}

impl std::error::Error for Invalid {}

impl FromStr for Invalid {
    type Err = ();

    /// Reads what `{:#}` shows. What only handlers set, the other field, is not in it.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (code, rest) = text.split_once('(').ok_or(())?;
        let (bounds, rule) = rest.split_once("): ").ok_or(())?;
        let (min, max) = bounds.split_once("..").ok_or(())?;
        let bound = |text: &str| match text {
            "" => Ok(None),
            number => number.parse().map(Some).map_err(|_| ()),
        };
        let code = InvalidCode::ALL.iter().find(|known| known.as_str() == code).ok_or(())?;
        Ok(Self { min: bound(min)?, max: bound(max)?, ..Self::because(*code, rule) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_in_full_parses_again() {
        for invalid in [Invalid::required(), Invalid::too_long(120), Invalid::too_short(10).max(128)] {
            assert_eq!(format!("{invalid:#}").parse(), Ok(invalid));
        }
        assert_eq!(Invalid::too_long(120).to_string(), "must have at most 120 characters");
        for text in ["must be given", "hush(1..2): x", "required(a..): x", ""] {
            assert_eq!(text.parse::<Invalid>(), Err(()), "{text}");
        }
    }

    #[test]
    fn codes_are_words_and_serialized_as_they_are_shown() {
        for code in InvalidCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
            assert!(code.as_str().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{code}");
        }
    }
}
