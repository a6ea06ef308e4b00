//! Beginnings of phone numbers.

use rlibphonenumber::{NumberLengthType, PhoneNumberFormat, get_national_significant_number_owned};

use super::{PhoneNumber, numbering_plans::READER, region::Region};

/// Fewer digits are the beginning of too many numbers.
const MIN_NATIONAL_DIGITS: usize = 4;
/// No beginning that is long enough lacks more digits.
const MOST_MISSING: usize = 10;

impl PhoneNumber {
    /// The beginning of the international form of numbers that begin with these digits where they are dialled in the
    /// region; with `+` before them wherever they are.
    ///
    /// Only of a number as long as one is does the library tell the trunk prefix, so it is given digits for those that are
    /// missing, which are taken away again.
    pub fn beginning(digits: &str, region: Option<&Region>) -> Option<String> {
        let beginnings = (1..=MOST_MISSING).filter_map(|missing| beginning(digits, region, missing));
        // With the country's own calling code before them, digits are an international form already.
        let bare = digits.trim_start_matches('+');
        let national = beginnings.filter(|beginning| beginning.international.get(1..) != Some(bare));
        // Few numbers begin with 0, and what is left out of the shortest is a trunk prefix.
        let likely = national
            .min_by_key(|beginning| (beginning.national.starts_with('0'), beginning.national.len()))?;
        (likely.national.len() >= MIN_NATIONAL_DIGITS).then_some(likely.international)
    }
}

struct Beginning {
    international: String,
    national: String,
}

fn beginning(digits: &str, region: Option<&Region>, missing: usize) -> Option<Beginning> {
    let reader = READER.as_ref()?;
    let number = reader
        .parse(format!("{digits}{:0<missing$}", ""), region.and_then(|region| region.code().parse().ok()))
        .ok()?;
    if reader.is_possible_number_with_reason(&number) != Ok(NumberLengthType::IsPossible) {
        return None;
    }
    let without_missing = |number: &str| Some(number.get(..number.len().checked_sub(missing)?)?.to_owned());
    Some(Beginning {
        international: without_missing(&reader.format(&number, PhoneNumberFormat::E164))?,
        national: without_missing(&get_national_significant_number_owned(&number))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_read_as_it_is_dialled() {
        for (digits, region, beginning) in [
            ("05012", "SA", Some("+9665012")),
            ("202555", "US", Some("+1202555")),
            ("9123456", "IN", Some("+919123456")),
            ("8005551", "RU", Some("+78005551")),
            ("0207946", "GB", Some("+44207946")),
            ("8495123", "RU", Some("+7495123")),
            ("009665", "SA", None),
            ("06123", "IT", Some("+3906123")),
            ("050", "SA", None),
            ("", "SA", None),
        ] {
            let region = Region::new(region).unwrap();
            assert_eq!(PhoneNumber::beginning(digits, Some(&region)).as_deref(), beginning, "{digits}");
        }
        assert_eq!(PhoneNumber::beginning("+200100123", None).as_deref(), Some("+20100123"));
        assert_eq!(PhoneNumber::beginning("+20100123", None), None);
    }
}
