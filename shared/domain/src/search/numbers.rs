//! Phone numbers: found by their beginning, and by their last digits.
//!
//! A number is one word: its national digits backwards, which begins with the last digits whatever they are. The beginning
//! is that of the international form, which is no word: the keys that make numbers unique are in its order, as it is where
//! two forms are one number.

use super::{
    bounds::bounded,
    letters::{Spelling, fold},
};
use crate::phone::{PhoneNumber, Region};

/// What the words of numbers begin with, which nothing else does.
const BACKWARDS: char = '<';
/// So few digits are the last ones of too many numbers.
const MIN_LAST_DIGITS: usize = 4;
/// So few digits are the beginning of too many numbers, unless somebody types a `+`.
const MIN_FIRST_DIGITS: usize = 5;
/// A calling code and two digits more, after `00`.
const MIN_AFTER_ZEROS: usize = 5;
/// The most numbers that digits may be the beginning of: each is looked up.
const MAX_BEGINNINGS: usize = 2;
/// As many digits as make a number without its trunk prefix.
pub(super) const MIN_WHOLE: usize = 7;

/// The word of a number.
pub(super) fn word(phone: &PhoneNumber) -> String {
    backwards(&phone.national_digits())
}

fn backwards(digits: &str) -> String {
    std::iter::once(BACKWARDS).chain(digits.chars().rev()).collect()
}

/// Whether it takes the country to know which numbers somebody means.
pub(super) fn is_national(typed: &str) -> bool {
    !is_international(typed) && digits_of(typed).len() >= MIN_FIRST_DIGITS
}

fn is_international(typed: &str) -> bool {
    typed.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+').starts_with('+')
}

pub(super) fn digits_of(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).collect()
}

/// How digits may be meant that somebody has typed.
pub(super) fn readings(typed: &str, region: Option<&Region>) -> Vec<Vec<String>> {
    if is_international(typed) {
        // Of +44 (0)20, the zero is dialled in the country only.
        let international = format!("+{}", digits_of(&typed.replace("(0)", "")));
        if international.len() == 1 {
            return Vec::new();
        }
        let number = PhoneNumber::parse_international(&international).map(String::from);
        // What is dialled inside the country only may come behind the calling code: +20 0100 …
        let beginning = number.is_err().then(|| PhoneNumber::beginning(&international, None)).flatten();
        let beginnings = [number.unwrap_or(international)].into_iter().chain(beginning);
        return beginnings
            .map(|beginning| vec![PhoneNumber::identity_of_beginning(&beginning).into_owned()])
            .collect();
    }
    let digits = digits_of(typed);
    let mut beginnings = Vec::new();
    if digits.len() >= MIN_LAST_DIGITS {
        let whole = digits.trim_start_matches('0');
        let last = if whole.len() >= MIN_WHOLE { whole } else { &digits };
        beginnings.push(backwards(last));
    }
    if digits.len() >= MIN_FIRST_DIGITS {
        beginnings.extend(first_digits(&digits, region));
    }
    let mut readings: Vec<Vec<String>> = beginnings.into_iter().map(|beginning| vec![beginning]).collect();
    // Names and addresses have digits as well, and the long mark of kana, which is a dash in numbers, is a letter there.
    let in_words = typed.split_whitespace().map(|word| fold(word, Spelling::Plain));
    readings.push(in_words.filter(|word| !word.is_empty()).map(|word| bounded(&word)).collect());
    readings
}

/// The numbers that digits may be the beginning of.
pub(super) fn beginnings(typed: &str, region: Option<&Region>) -> Vec<Vec<String>> {
    if is_international(typed) {
        return readings(typed, region);
    }
    first_digits(&digits_of(typed), region).into_iter().map(|beginning| vec![beginning]).collect()
}

/// The international forms that digits may be the beginning of: of the number that they are in the region, unless that is in
/// no plan as they would go on there and as they are; and after `00`, which is dialled in most regions.
fn first_digits(digits: &str, region: Option<&Region>) -> Vec<String> {
    let number = region.and_then(|region| PhoneNumber::parse(digits, region).ok());
    let is_whole = number.as_ref().is_some_and(PhoneNumber::is_in_plan);
    // They may be the calling code and what comes behind it, too: 49 151 …
    let is_code_first = number.as_ref().is_some_and(|number| {
        let code = number.digits().strip_suffix(digits);
        code.is_some_and(|code| !code.is_empty() && digits.starts_with(code))
    });
    let goes_on = if is_whole { None } else { PhoneNumber::beginning(digits, region) };
    let mut in_region = Vec::from_iter(number.map(String::from));
    in_region.extend(goes_on.filter(|beginning| !in_region.contains(beginning)));
    let after_zeros = digits.strip_prefix("00").filter(|rest| rest.len() >= MIN_AFTER_ZEROS);
    let international = after_zeros.or_else(|| Some(digits).filter(|_| !is_whole || is_code_first));
    let international = international.filter(|digits| !digits.starts_with('0'));
    let beginnings = in_region.into_iter().chain(international.map(|digits| format!("+{digits}")));
    beginnings
        .take(MAX_BEGINNINGS)
        .map(|beginning| PhoneNumber::identity_of_beginning(&beginning).into_owned())
        .collect()
}
