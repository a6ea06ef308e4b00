//! From what was written to the number that is dialled.

use std::borrow::Cow;

use rlibphonenumber::{
    NumberLengthType, ParseError, PhoneNumber as LibraryNumber, PhoneNumberFormat, PhoneNumberUtil,
    Region as LibraryRegion, ValidationError, get_national_significant_number_owned,
};

use super::{numbering_plans::READER, old_forms, region::Region, written::Written};
use crate::{Invalid, InvalidCode};

const REFUSED: Invalid = Invalid::new(
    InvalidCode::NotAPhoneNumber,
    "must be a phone number that can be dialled, such as +12025550142",
);
const TOO_SHORT: Invalid =
    Invalid::new(InvalidCode::NumberTooShort, "must not have fewer digits than numbers of its country have");
const TOO_LONG: Invalid =
    Invalid::new(InvalidCode::NumberTooLong, "must not have more digits than numbers of its country have");
const WRONG_LENGTH: Invalid =
    Invalid::new(InvalidCode::NotAPhoneNumber, "must have as many digits as numbers of its country have");
const NO_COUNTRY: Invalid = Invalid::new(
    InvalidCode::NotACallingCode,
    "must begin with the code of a country, such as +1, +44 or +966",
);
const PLACEHOLDER: Invalid = Invalid::new(
    InvalidCode::PlaceholderNumber,
    "must be a number that somebody has: repeated digits and 1234567890 stand for none",
);
const AREA_CODE: Invalid = Invalid::new(
    InvalidCode::ImpossibleAreaCode,
    "must have an area code, and three digits behind it, that begin with 2 to 9",
);
const LEFT_OVER: Invalid =
    Invalid::new(InvalidCode::TextLeftOver, "must be one phone number with nothing before or behind it");
const LETTERS: Invalid = Invalid::new(
    InvalidCode::LettersInNumber,
    "must have no letters, but for a word of four or more that stands for digits, as in 1-800-FLOWERS",
);

/// The fewest digits that tell a placeholder.
const MIN_REPEATED: usize = 6;
const MIN_IN_ORDER: usize = 9;
/// The digits of the longest calling codes.
const MAX_CALLING_CODE: usize = 3;
/// Its calling code.
const NORTH_AMERICA: i32 = 1;
/// The calling codes of countries many of whose numbers begin with 0, after their code as well.
const BEGIN_WITH_ZERO: [i32; 11] = [39, 47, 225, 226, 227, 229, 241, 242, 247, 250, 992];
/// The most rounds until a number is the one that it is read as.
const MAX_ROUNDS: usize = 3;

/// The number in E.164, as dialled in the region if it does not say its country.
pub(super) fn e164(written: &Written, region: Option<&Region>) -> Result<String, Invalid> {
    let reader = READER.as_ref().ok_or(REFUSED)?;
    let is_bare = !written.is_international && written.ends_of_groups.is_empty();
    if is_repeated(&written.digits) || (is_bare && written.digits == "1234567890") {
        return Err(PLACEHOLDER);
    }
    let number = read(reader, written, &written.digits, region);
    if number.as_ref().is_ok_and(|number| is_valid(reader, number)) {
        return number;
    }
    if is_in_order(&written.digits) {
        return Err(PLACEHOLDER);
    }
    if written.is_vanity {
        return Err(LETTERS);
    }
    // What comes behind a whole number is no part of it, if it makes it one that nobody has.
    let is_whole = |end: &usize| {
        let digits = written.digits.get(..*end).unwrap_or_default();
        read(reader, written, digits, region).is_ok_and(|number| is_valid(reader, &number))
    };
    if written.ends_of_groups.iter().any(is_whole) { Err(LEFT_OVER) } else { number }
}

/// Whether a number in E.164 is in the numbering plan of its country as far as that is known here.
pub(super) fn is_in_plan(number: &str) -> bool {
    READER.as_ref().is_some_and(|reader| is_valid(reader, number))
}

/// The code of the country whose numbering plan a number in E.164 is in.
pub(super) fn region(number: &str) -> Option<String> {
    let reader = READER.as_ref()?;
    let number = reader.parse(number, None).ok()?;
    let region = reader.get_region_for_number(&number);
    let region = region.or_else(|| reader.get_region_for_country_code(number.country_code))?;
    Some(format!("{region:?}"))
}

fn is_valid(reader: &PhoneNumberUtil, number: &str) -> bool {
    reader.parse(number, None).is_ok_and(|number| reader.is_valid_number(&number))
}

fn read(
    reader: &PhoneNumberUtil,
    written: &Written,
    digits: &str,
    region: Option<&Region>,
) -> Result<String, Invalid> {
    if written.is_international {
        let number = settled(reader, &format!("+{digits}"), None);
        return match (number, written.bracketed_zero) {
            (Err(refused), Some(zero)) if zero < digits.len() => {
                let (before, after) = (&digits[..zero], &digits[zero + 1..]);
                settled(reader, &format!("+{before}{after}"), None).map_err(|_| refused)
            }
            (number, _) => number,
        };
    }
    let region: Option<LibraryRegion> = region.and_then(|region| region.code().parse().ok());
    if region.is_some_and(|region| is_own_code_first(reader, written, digits, region)) {
        let international = settled(reader, &format!("+{digits}"), None);
        if international.as_ref().is_ok_and(|number| is_valid(reader, number)) {
            return international;
        }
    }
    let number = match region {
        Some(region) => settled(reader, digits, Some(region)),
        None => Err(NO_COUNTRY),
    };
    // Not every country dials abroad with 00, but people everywhere write it.
    let Some(rest) = digits.strip_prefix("00") else { return number };
    // Some countries dial abroad with 000; nowhere does a number begin so.
    if rest.starts_with('0') {
        let whole = rest.trim_start_matches('0');
        return number
            .and_then(|number| (number.get(1..) == Some(whole)).then_some(number).ok_or(NO_COUNTRY));
    }
    let is_it = |number: &String| number.get(1..).is_some_and(|number| digits.ends_with(number));
    if number.as_ref().is_ok_and(|number| is_it(number) && is_valid(reader, number)) {
        return number;
    }
    settled(reader, &format!("+{rest}"), None).or(number)
}

/// Whether digits begin with the calling code of the region in the place of the 0 that its numbers have before them there.
/// Where numbers may have almost any length, the plan alone does not tell 49 151 … from a number of the area 0491.
fn is_own_code_first(
    reader: &PhoneNumberUtil,
    written: &Written,
    digits: &str,
    region: LibraryRegion,
) -> bool {
    let Some(code) = reader.get_country_code_for_region(region).map(|code| code.to_string()) else {
        return false;
    };
    let is_apart = written.ends_of_groups.first().is_none_or(|end| *end == code.len());
    let dialled = |digits: &str| reader.parse(digits, Some(region)).ok();
    is_apart
        && digits.starts_with(&code)
        && dialled(&format!("0{digits}")).is_some_and(|number| Some(number) == dialled(digits))
}

/// Reads digits until they are read as themselves.
fn settled(reader: &PhoneNumberUtil, text: &str, region: Option<LibraryRegion>) -> Result<String, Invalid> {
    let mut number = once(reader, text, region)?;
    for _ in 0..MAX_ROUNDS {
        let again = once(reader, &number, None)?;
        if again == number {
            return Ok(number);
        }
        number = again;
    }
    Err(REFUSED)
}

fn once(reader: &PhoneNumberUtil, text: &str, region: Option<LibraryRegion>) -> Result<String, Invalid> {
    let number = reader.parse(text, region).map_err(|error| match error {
        ParseError::InvalidCountryCode => NO_COUNTRY,
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => TOO_SHORT,
        ParseError::TooLongNsn => TOO_LONG,
        ParseError::NotANumber(_) => REFUSED,
    })?;
    let number = modern(reader, &number)?;
    let national = get_national_significant_number_owned(&number);
    if let Some(rest) = without_trunk_zero(reader, number.country_code, &national) {
        return once(reader, &format!("+{}{rest}", number.country_code), None);
    }
    if is_repeated(&national) {
        return Err(PLACEHOLDER);
    }
    match reader.is_possible_number_with_reason(&number) {
        Ok(NumberLengthType::IsPossible) => {}
        Ok(NumberLengthType::IsPossibleLocalOnly) | Err(ValidationError::TooShort) => return Err(TOO_SHORT),
        Err(ValidationError::TooLong) => return Err(TOO_LONG),
        Err(ValidationError::InvalidCountryCode) => return Err(NO_COUNTRY),
        Err(ValidationError::InvalidLength) => return Err(WRONG_LENGTH),
    }
    if !has_possible_shape(number.country_code, &national) {
        return Err(AREA_CODE);
    }
    Ok(reader.format(&number, PhoneNumberFormat::E164).into_owned())
}

/// The national number without zeros that are before it like a trunk prefix, where none of the plan's begins so. The library
/// leaves them there where it cannot make a number of the rest: one with a digit too few would be kept with the zero.
fn without_trunk_zero<'a>(reader: &PhoneNumberUtil, code: i32, national: &'a str) -> Option<&'a str> {
    let rest = national.trim_start_matches('0');
    let has_zeros = rest.len() < national.len() && !rest.is_empty();
    let may_begin_so = code == NORTH_AMERICA
        || BEGIN_WITH_ZERO.contains(&code)
        || is_valid(reader, &format!("+{code}{national}"));
    (has_zeros && !may_begin_so).then_some(rest)
}

/// The number that has taken the place of an old form.
fn modern<'a>(
    reader: &PhoneNumberUtil,
    number: &'a LibraryNumber,
) -> Result<Cow<'a, LibraryNumber>, Invalid> {
    let code = number.country_code;
    let national = get_national_significant_number_owned(number);
    let modern =
        old_forms::modern(code, &national, |national| is_valid(reader, &format!("+{code}{national}")));
    match modern {
        None => Ok(Cow::Borrowed(number)),
        Some(national) => {
            reader.parse(format!("+{code}{national}"), None).map(Cow::Owned).map_err(|_| REFUSED)
        }
    }
}

/// In North America an area code, and what comes behind it, begins with 2 to 9: 0 and 1 are dialled to reach other
/// networks.
fn has_possible_shape(country_code: i32, national: &str) -> bool {
    let begins_well = |at| national.as_bytes().get(at).is_some_and(|digit| matches!(digit, b'2'..=b'9'));
    country_code != NORTH_AMERICA || national.len() != 10 || (begins_well(0) && begins_well(3))
}

/// Whether it is one digit all along, as people type into a field that must not be empty.
fn is_repeated(digits: &str) -> bool {
    let digits = digits.as_bytes();
    digits.len() >= MIN_REPEATED && digits.iter().all(|digit| *digit == digits[0])
}

/// Whether the digits are in order from 0 or 1, perhaps behind a calling code. Where 1 is an area code, it may be a number.
fn is_in_order(digits: &str) -> bool {
    let in_order = |pair: &[u8]| pair[1] == pair[0] + 1 || (pair[0], pair[1]) == (b'9', b'0');
    (0..=MAX_CALLING_CODE).filter_map(|start| digits.as_bytes().get(start..)).any(|digits| {
        digits.len() >= MIN_IN_ORDER && matches!(digits[0], b'0' | b'1') && digits.windows(2).all(in_order)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};

    use super::*;

    #[test]
    fn the_countries_whose_numbers_begin_with_zero_are_those_of_the_plans() {
        let plans = &PHONE_NUMBER_UTIL;
        let mut seed: u64 = 88_172_645_463_325_252;
        let codes: BTreeSet<i32> = plans
            .get_supported_regions()
            .filter_map(|region| plans.get_country_code_for_region(region))
            .collect();
        for code in codes {
            let valid = (4..=10).flat_map(|length| (0..20).map(move |_| length)).filter(|length| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let digits = format!("{:020}", seed >> 2);
                let number = format!("+{code}0{}", &digits[20 - length..]);
                plans.parse(&number, None).is_ok_and(|read| {
                    plans.is_valid_number(&read) && plans.format(&read, PhoneNumberFormat::E164) == number
                })
            });
            let many = valid.count() >= 5;
            assert!(!many || BEGIN_WITH_ZERO.contains(&code), "{code}");
        }
    }
}
