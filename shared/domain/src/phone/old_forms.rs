//! Forms of numbers that a country has given up, and what takes their place: one person is reached at one number.
//!
//! Carriers, address books and chat services still have them.

/// The national number that is dialled today, where this one is an old form of it. `is_valid` says whether a national
/// number is in the numbering plan of its country.
pub(super) fn modern(country_code: i32, national: &str, is_valid: impl Fn(&str) -> bool) -> Option<String> {
    match country_code {
        39 => italian(national, is_valid),
        52 => mexican(national),
        54 => argentinian(national, is_valid),
        55 => brazilian(national, is_valid),
        57 => colombian(national, is_valid),
        84 => vietnamese(national, is_valid),
        229 => beninese(national, is_valid),
        _ => None,
    }
}

/// Until 2019 mobiles were dialled with 1 from abroad, and with 044 or 045 in the country; other numbers with 01.
fn mexican(national: &str) -> Option<String> {
    let number = ["044", "045", "01", "02", "1"].iter().find_map(|prefix| {
        let rest = national.strip_prefix(prefix)?;
        (rest.len() == 10).then_some(rest)
    });
    number.map(str::to_owned)
}

/// Until 2016 mobiles had eight digits behind the area code. They have a 9 before them since.
fn brazilian(national: &str, is_valid: impl Fn(&str) -> bool) -> Option<String> {
    let is_old_mobile = national.len() == 10 && matches!(national.as_bytes()[2], b'6'..=b'9');
    if !is_old_mobile || is_valid(national) {
        return None;
    }
    let (area, subscriber) = national.split_at(2);
    Some(format!("{area}9{subscriber}")).filter(|number| is_valid(number))
}

/// From abroad a mobile is dialled with 9 before the area code; in the country with 15 behind it, and never with both.
fn argentinian(national: &str, is_valid: impl Fn(&str) -> bool) -> Option<String> {
    let mobile = national.strip_prefix('9').filter(|rest| rest.len() == 12);
    let without_nine = mobile.or_else(|| Some(national).filter(|rest| rest.len() == 12))?;
    (2..=4).find_map(|area| {
        let (area, rest) = without_nine.split_at(area);
        Some(format!("9{area}{}", rest.strip_prefix("15")?)).filter(|number| is_valid(number))
    })
}

/// Numbers of the fixed network begin with 0, also from abroad; those of mobiles never do.
fn italian(national: &str, is_valid: impl Fn(&str) -> bool) -> Option<String> {
    if let Some(mobile) = national.strip_prefix("03") {
        let mobile = format!("3{mobile}");
        return (mobile.len() == 10 && is_valid(&mobile)).then_some(mobile);
    }
    if national.starts_with('0') || is_valid(national) {
        return None;
    }
    Some(format!("0{national}")).filter(|number| is_valid(number))
}

/// Until 2021 the fixed network had an area code of one digit. It has 60 before it since.
fn colombian(national: &str, is_valid: impl Fn(&str) -> bool) -> Option<String> {
    (national.len() == 8 && !is_valid(national))
        .then(|| format!("60{national}"))
        .filter(|number| is_valid(number))
}

/// Until 2018 some mobiles had a prefix of three digits, which has two since.
fn vietnamese(national: &str, is_valid: impl Fn(&str) -> bool) -> Option<String> {
    const PREFIXES: [(&str, &str); 21] = [
        ("120", "70"),
        ("121", "79"),
        ("122", "77"),
        ("123", "83"),
        ("124", "84"),
        ("125", "85"),
        ("126", "76"),
        ("127", "81"),
        ("128", "78"),
        ("129", "82"),
        ("162", "32"),
        ("163", "33"),
        ("164", "34"),
        ("165", "35"),
        ("166", "36"),
        ("167", "37"),
        ("168", "38"),
        ("169", "39"),
        ("186", "56"),
        ("188", "58"),
        ("199", "59"),
    ];
    if national.len() != 10 || is_valid(national) {
        return None;
    }
    let number = PREFIXES.iter().find_map(|(old, new)| Some(format!("{new}{}", national.strip_prefix(old)?)));
    number.filter(|number| is_valid(number))
}

/// Until 2024 numbers had eight digits. They have 01 before them since.
fn beninese(national: &str, is_valid: impl Fn(&str) -> bool) -> Option<String> {
    (national.len() == 8).then(|| format!("01{national}")).filter(|number| is_valid(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_taken_from_a_mexican_number_of_ten_digits_only() {
        for (national, expected) in [
            ("15512345678", Some("5512345678")),
            ("0445512345678", Some("5512345678")),
            ("0455512345678", Some("5512345678")),
            ("015512345678", Some("5512345678")),
            ("5512345678", None),
            ("1551234567", None),
        ] {
            assert_eq!(modern(52, national, |_| true).as_deref(), expected, "{national}");
        }
    }

    #[test]
    fn what_is_in_the_plan_stays() {
        assert_eq!(modern(55, "1181234567", |_| true), None);
        assert_eq!(modern(39, "6123456", |_| true), None);
        assert_eq!(modern(44, "2079460971", |_| false), None);
    }
}
