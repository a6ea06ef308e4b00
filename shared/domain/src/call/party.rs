//! Whose number a call shows.

use serde::{Deserialize, Serialize};

use crate::phone::{PhoneNumber, Region};

/// The person at the other end of a call, as far as the telephone network says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Party {
    /// A number that can be called back.
    Number(PhoneNumber),
    /// No number, or one that stands for "no number". Calls of withheld numbers never belong to one customer.
    Withheld,
}

/// Digits that carriers send in place of a withheld number. Most spell a word on a keypad.
///
/// Twilio lists them in its help page "Why am I getting calls from these strange numbers?"; the second spelling of
/// RESTRICTED and the longer one of UNKNOWN were seen in the field.
const PLACEHOLDERS: [&str; 8] = [
    "266696687",   // ANONYMOUS
    "7378742833",  // RESTRICTED
    "7378742883",  // RESTRICTED, as an older copy of the page spells it
    "2562533",     // BLOCKED
    "8656696",     // UNKNOWN
    "8566696687",  // UNKNOWN, seen
    "86282452253", // UNAVAILABLE
    "464",         // a withheld number on some routes
];

impl Party {
    /// The person behind the number that the provider reports.
    ///
    /// Only a complete international number is one: guessing a country for a national number would give a call to a
    /// stranger. White space and punctuation do not matter.
    pub fn from_reported(text: &str) -> Self {
        dialable(text).map_or(Self::Withheld, Self::Number)
    }

    /// The number, if there is one.
    pub fn number(&self) -> Option<&PhoneNumber> {
        match self {
            Self::Number(number) => Some(number),
            Self::Withheld => None,
        }
    }
}

/// The number that `text` holds in international form, if it is one that can be dialled.
pub fn dialable(text: &str) -> Option<PhoneNumber> {
    let text = text.trim();
    if !text.starts_with('+') || text.chars().any(char::is_alphabetic) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    // Some carriers put the calling code of North America before the placeholder.
    let bare = digits.strip_prefix('1').unwrap_or(&digits);
    if PLACEHOLDERS.contains(&digits.as_str()) || PLACEHOLDERS.contains(&bare) {
        return None;
    }
    // The region is not used for a number that starts with `+`.
    let region = Region::new("US").ok()?;
    PhoneNumber::parse(text, &region).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_normalised() {
        for text in ["+12025550123", " +1 202 555 0123 ", "+1 (202) 555-0123", "+1.202.555.0123"] {
            assert_eq!(Party::from_reported(text).number().unwrap().as_str(), "+12025550123", "{text}");
        }
        assert_eq!(Party::from_reported("+91 98765 00122").number().unwrap().as_str(), "+919876500122");
        assert_eq!(Party::from_reported("+966 50 123 4567").number().unwrap().as_str(), "+966501234567");
    }

    #[test]
    fn what_stands_for_no_number_is_withheld() {
        let words = [
            "",
            " ",
            "anonymous",
            "Anonymous",
            "restricted",
            "unknown",
            "unavailable",
            "private",
            "null",
            "+",
        ];
        let placeholders = [
            "+266696687",
            "266696687",
            "+1266696687",
            "+7378742833",
            "+17378742833",
            "+7378742883",
            "+2562533",
            "+8656696",
            "+8566696687",
            "+86282452253",
            "+464",
        ];
        for text in words.iter().chain(&placeholders) {
            assert_eq!(Party::from_reported(text), Party::Withheld, "{text}");
        }
    }

    #[test]
    fn what_is_no_complete_international_number_is_withheld() {
        for text in [
            "2025550123",
            "12025550123",
            "0012025550123",
            "1001",
            "sip:+12025550123@example.com",
            "+1202",
            "+0",
            "+999999999999999999",
            "+12025550123;ext=5",
            "+1 202 555 0123 x5",
        ] {
            assert_eq!(Party::from_reported(text), Party::Withheld, "{text}");
        }
    }
}
