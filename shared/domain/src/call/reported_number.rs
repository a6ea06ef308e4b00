//! Phone numbers as carriers report them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    phone::{PhoneNumber, Region, Written, plain_text},
    text::{Text, kept},
};

/// What the digits of a number are that comes over a trunk without a plus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Trunk {
    /// The trunk sends the plus of international numbers: digits alone are a number of the country.
    #[serde(rename = "national")]
    PlusSent,
    /// It leaves the plus out: digits alone are an international number.
    #[serde(rename = "international")]
    PlusLeftOut,
}

/// What is known of the line that a number was reported on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    /// The tenant's number.
    pub ours: Option<PhoneNumber>,
    /// The country of the tenant. That of the tenant's number counts more.
    pub region: Option<Region>,
    /// What is known of the trunk.
    pub trunk: Option<Trunk>,
}

impl Numbering {
    /// Whether it is the tenant's number.
    pub(super) fn is_ours(&self, number: &PhoneNumber) -> bool {
        self.ours.as_ref().is_some_and(|ours| ours.is_same_as(number))
    }
}

/// What a report says of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportedNumber {
    /// It can be called.
    Number(PhoneNumber),
    /// It is said not to be told.
    Hidden,
    /// It is none that is understood: the text as it was reported.
    NotUnderstood(Text<128>),
}

/// Words that say outright that a number is withheld.
const WITHHELD: [&str; 15] = [
    "anonymous",
    "anonym",
    "anonyme",
    "anonymousinvalid",
    "blocked",
    "clir",
    "confidential",
    "hidden",
    "masked",
    "private",
    "restricted",
    "secret",
    "suppressed",
    "unlisted",
    "withheld",
];

/// Words that say that there is none.
const ABSENT: [&str; 12] = [
    "absent",
    "blank",
    "empty",
    "missing",
    "no",
    "none",
    "not",
    "null",
    "outofarea",
    "unavailable",
    "undefined",
    "unknown",
];

/// The same where nothing stands beside them: they are parts of names.
const ABSENT_ALONE: [&str; 4] = ["false", "na", "nan", "nil"];

/// Words that stand beside either.
const BESIDE: [&str; 17] = [
    "ani",
    "available",
    "caller",
    "calling",
    "cid",
    "cli",
    "found",
    "id",
    "is",
    "line",
    "name",
    "number",
    "party",
    "presentation",
    "provided",
    "user",
    "valid",
];

/// Digits that carriers send in place of a withheld number. Most spell a word on a keypad.
///
/// Twilio lists them in its help page "Why am I getting calls from these strange numbers?"; the second spelling of
/// RESTRICTED and the longer one of UNKNOWN were seen in the field.
const HIDDEN_DIGITS: [&str; 8] = [
    "266696687",   // ANONYMOUS
    "7378742833",  // RESTRICTED
    "7378742883",  // RESTRICTED, as an older copy of the page spells it
    "2562533",     // BLOCKED
    "8656696",     // UNKNOWN
    "8566696687",  // UNKNOWN, seen
    "86282452253", // UNAVAILABLE
    "464",         // a withheld number on some routes
];

/// What is written before a number to say on which way it is reached.
const SCHEMES: [&str; 7] = ["sips:", "sip:", "tel:", "whatsapp:", "sms:", "callto:", "phone:"];

impl ReportedNumber {
    /// Reads what was reported. No country is guessed: digits alone are a number of the country of the line, or none.
    pub fn read(text: &str, numbering: &Numbering) -> Self {
        let number = unwrapped(text);
        if placeholder(&number).is_some() {
            return Self::Hidden;
        }
        match dialled(&number, numbering) {
            Some(number) => Self::Number(number),
            None => kept(text).map_or(Self::Hidden, Self::NotUnderstood),
        }
    }

    /// Whether it only says that there is no number, and not that somebody hides it: another place may know it.
    pub(super) fn is_absent(text: &str) -> bool {
        placeholder(&unwrapped(text)) == Some(Placeholder::Absent)
    }
}

/// What stands in place of a number that is not told, by how much it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Placeholder {
    /// There is none.
    Absent,
    /// It is withheld.
    Withheld,
}

/// The number in a URI, in brackets behind a name, or before the address of a host.
fn unwrapped(text: &str) -> String {
    // Some programs send the end of their strings along.
    let text: String = plain_text(text).chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let text = match (text.rfind('<'), text.rfind('>')) {
        (Some(start), Some(end)) if start < end => text.get(start + 1..end).unwrap_or_default(),
        _ => text.as_str(),
    };
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'));
    let scheme = SCHEMES.iter().find_map(|scheme| text.strip_prefix(scheme)).or_else(|| after_scheme(text));
    let text = scheme.unwrap_or(text).trim_start_matches('/').trim_start();
    let (number, parameters) = text.split_once(';').unwrap_or((text, ""));
    let number = number.split(['@', '?']).next().unwrap_or_default().replace("%2b", "+").replace("%20", " ");
    // What follows a colon is a password, or the port of a host.
    let number = number.split(':').next().unwrap_or_default().trim();
    // A pause that nothing follows, and the key that ends a number.
    let number = number.trim_end_matches([',', '#', ' ']);
    let context = parameters.split([';', '@']).find_map(|parameter| parameter.strip_prefix("phone-context="));
    match context.filter(|context| context.starts_with('+')) {
        Some(context) if !number.starts_with('+') => format!("{context}{number}"),
        _ => number.to_owned(),
    }
}

/// What follows a scheme that is not known here, if it begins like a number.
fn after_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let begins_with_letter = scheme.starts_with(|c: char| c.is_ascii_lowercase());
    let is_scheme = begins_with_letter && scheme.bytes().all(|b| b.is_ascii_alphanumeric());
    let rest = rest.trim_start();
    let is_number = rest.starts_with(|c: char| c == '+' || c.is_ascii_digit());
    (is_scheme && is_number).then_some(rest)
}

fn placeholder(number: &str) -> Option<Placeholder> {
    if !number.contains(char::is_alphanumeric) {
        return Some(Placeholder::Absent);
    }
    let letters: String = number.chars().filter(|c| c.is_alphabetic()).collect();
    if !letters.is_empty() {
        let has_digits = number.contains(|c: char| c.is_ascii_digit());
        return if has_digits { None } else { in_words(&letters) };
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    // Some carriers put the calling code of North America before the placeholder.
    let without_code = |digits: &str| digits.strip_prefix('1').unwrap_or(digits).to_owned();
    let bare = without_code(&digits);
    if !bare.is_empty() && bare.bytes().all(|digit| digit == b'0') {
        return Some(Placeholder::Absent);
    }
    let after_zeros = without_code(digits.trim_start_matches('0'));
    [digits, bare, after_zeros]
        .iter()
        .any(|digits| HIDDEN_DIGITS.contains(&digits.as_str()))
        .then_some(Placeholder::Withheld)
}

/// What letters say that are nothing but words for a number that is not told, one after the other.
fn in_words(letters: &str) -> Option<Placeholder> {
    if ABSENT_ALONE.contains(&letters) {
        return Some(Placeholder::Absent);
    }
    let lists = [
        (&WITHHELD[..], Some(Placeholder::Withheld)),
        (&ABSENT[..], Some(Placeholder::Absent)),
        (&BESIDE[..], None),
    ];
    // For each place to which the letters are words: the most that those say.
    let mut said: Vec<Option<Option<Placeholder>>> = vec![None; letters.len() + 1];
    *said.first_mut()? = Some(None);
    for start in 0..letters.len() {
        let (Some(so_far), Some(rest)) = (said.get(start).copied().flatten(), letters.get(start..)) else {
            continue;
        };
        for (words, says) in lists {
            for word in words.iter().filter(|word| rest.starts_with(**word)) {
                if let Some(place) = said.get_mut(start + word.len()) {
                    *place = (*place).max(Some(so_far.max(says)));
                }
            }
        }
    }
    said.last().copied().flatten().flatten()
}

fn dialled(number: &str, numbering: &Numbering) -> Option<PhoneNumber> {
    let written = Written::read(number).ok()?;
    // A call carries no extension: it is of whoever has the number.
    let international = |written: &Written| PhoneNumber::without_extension(written, None).ok();
    if written.has_letters() {
        return None;
    }
    if written.is_international {
        return international(&written);
    }
    if let Some(number) = written.after_zeros().and_then(|written| international(&written)) {
        return Some(number);
    }
    let region = numbering.ours.as_ref().and_then(PhoneNumber::region).or_else(|| numbering.region.clone());
    let of_country =
        region.as_ref().and_then(|region| PhoneNumber::without_extension(&written, Some(region)).ok());
    let with_plus = international(&written.with_plus()).filter(PhoneNumber::is_in_plan);
    match numbering.trunk {
        Some(Trunk::PlusSent) => of_country,
        Some(Trunk::PlusLeftOut) => with_plus.or(of_country),
        None => {
            // Behind what is dialled for calls abroad, the country is told.
            let is_abroad = |number: &PhoneNumber| {
                let (all, number) = (written.digits(), number.digits());
                all.len() > number.len() && all.ends_with(number)
            };
            // With the code of the country before them, digits are not read once more without it.
            let is_own = |number: &PhoneNumber| {
                let national =
                    region.as_ref().map(|region| PhoneNumber::parse(&number.national_digits(), region));
                national.is_some_and(|national| national.as_ref() == Ok(number))
            };
            with_plus
                .filter(is_own)
                .or_else(|| of_country.filter(|number| number.is_in_plan() || is_abroad(number)))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(ours: &str, trunk: Option<Trunk>) -> Numbering {
        Numbering { ours: PhoneNumber::from_e164(ours).ok(), region: Region::new("SA").ok(), trunk }
    }

    fn number(text: &str, numbering: &Numbering) -> Option<String> {
        match ReportedNumber::read(text, numbering) {
            ReportedNumber::Number(number) => Some(number.into()),
            ReportedNumber::Hidden | ReportedNumber::NotUnderstood(_) => None,
        }
    }

    #[test]
    fn a_number_is_read_in_every_form_that_carriers_send() {
        let line = line("+12025550160", None);
        for text in [
            "+12025550171",
            "12025550171",
            "2025550171",
            "0012025550171",
            "01112025550171",
            " +1 202 555 0171 ",
            "+1 (202) 555-0171",
            "(202) 555-0171",
            "＋１２０２５５５０１７１",
            "\u{202a}+12025550171\u{202c}",
            "sip:+12025550171@trunk.example",
            "sip:+12025550171@trunk.example;user=phone",
            "sips:+12025550171@trunk.example:5061;transport=tls",
            "sip:12025550171@10.0.0.1:5060",
            "SIP:%2B12025550171@trunk.example",
            "sip:+12025550171;npdi;rn=+12025550199@trunk.example",
            "sip:+12025550171:secret@trunk.example",
            "tel:+12025550171",
            "tel:+1-202-555-0171;ext=5",
            "tel:5550171;phone-context=+1202",
            "whatsapp:+12025550171",
            "+12025550171;ext=5",
            "+1 202 555 0171 x5",
            "<sip:+12025550171@trunk.example>;tag=1",
            "\"Robin Example\" <sip:+12025550171@trunk.example>;tag=8a",
            "Robin <+12025550171>",
            "<tel:+12025550171>",
            "h323:+12025550171@trunk.example",
            "e164:12025550171",
            "+12025550171\u{0}",
            "12025550171#",
            "+12025550171,,",
            "011 1 202 555 0171",
        ] {
            assert_eq!(number(text, &line).as_deref(), Some("+12025550171"), "{text}");
        }
        assert_eq!(number("00442079469911", &line).as_deref(), Some("+442079469911"));
        assert_eq!(number("+5215512349992", &line).as_deref(), Some("+525512349992"));
        // New ranges are in no plan yet.
        assert_eq!(number("011447700900123", &line).as_deref(), Some("+447700900123"));
    }

    #[test]
    fn digits_that_are_a_number_of_the_country_of_the_line_are_that_number() {
        for (ours, text, expected) in [
            // Of Vanuatu, New Zealand, Morocco and Vietnam, had the plus been left out.
            ("+12025550160", "6785550123", "+16785550123"),
            ("+12025550160", "6465550123", "+16465550123"),
            ("+12025550160", "2125550123", "+12125550123"),
            ("+74951234567", "84951234568", "+74951234568"),
            ("+74951234567", "81012025550171", "+12025550171"),
            ("+4930123456", "491711234567", "+491711234567"),
            ("+4930123456", "01711234567", "+491711234567"),
            ("+390612345678", "393331234567", "+393331234567"),
            ("+919876543210", "919876543211", "+919876543211"),
            ("+81312345678", "01012025550171", "+12025550171"),
            ("+61255501234", "001112025550171", "+12025550171"),
        ] {
            assert_eq!(number(text, &line(ours, None)).as_deref(), Some(expected), "{ours} {text}");
        }
        let left_out = line("+12025550160", Some(Trunk::PlusLeftOut));
        assert_eq!(number("6785550123", &left_out).as_deref(), Some("+6785550123"));
    }

    #[test]
    fn words_for_no_number_are_told_from_those_for_a_hidden_one_and_from_names() {
        let line = line("+12025550160", None);
        for (text, is_absent) in [
            ("unknown caller", true),
            ("Caller ID unavailable", true),
            ("not provided", true),
            ("Out of area", true),
            ("NaN", true),
            ("", true),
            ("0", true),
            ("withheld number", false),
            ("Private Caller", false),
            ("blocked number", false),
            ("Presentation restricted", false),
            ("Unknown (private)", false),
            ("00266696687", false),
        ] {
            assert_eq!(ReportedNumber::read(text, &line), ReportedNumber::Hidden, "{text}");
            assert_eq!(ReportedNumber::is_absent(text), is_absent, "{text}");
        }
        for text in ["nana", "nobody", "line", "Caller", "user", "privateline5", "Norman", "noname desk"] {
            assert!(matches!(ReportedNumber::read(text, &line), ReportedNumber::NotUnderstood(_)), "{text}");
        }
    }

    #[test]
    fn the_country_is_that_of_the_line_or_else_of_the_tenant() {
        let tenant = Numbering { region: Region::new("SA").ok(), ..Numbering::default() };
        for text in ["0501234567", "501234567", "966501234567", "00966501234567"] {
            assert_eq!(number(text, &tenant).as_deref(), Some("+966501234567"), "{text}");
        }
        let british = line("+442079460100", None);
        for text in ["02079460971", "2079460971", "442079460971"] {
            assert_eq!(number(text, &british).as_deref(), Some("+442079460971"), "{text}");
        }
        assert_eq!(number("0501234567", &Numbering::default()), None);
        assert_eq!(number("12025550171", &Numbering::default()), None);
    }

    #[test]
    fn the_trunk_decides_what_digits_alone_cannot() {
        let saudi = "+966112345678";
        assert_eq!(number("442079460971", &line(saudi, None)), None);
        assert_eq!(number("442079460971", &line(saudi, Some(Trunk::PlusSent))), None);
        let left_out = line(saudi, Some(Trunk::PlusLeftOut));
        assert_eq!(number("442079460971", &left_out).as_deref(), Some("+442079460971"));
        assert_eq!(number("12025550171", &left_out).as_deref(), Some("+12025550171"));
        assert_eq!(number("0501234567", &left_out).as_deref(), Some("+966501234567"));
    }

    #[test]
    fn what_is_hidden_is_told_from_what_is_not_understood() {
        let line = line("+12025550160", None);
        for text in [
            "",
            " ",
            "+",
            "-",
            "anonymous",
            "Anonymous",
            "RESTRICTED",
            "unknown",
            "unavailable",
            "private",
            "Private Number",
            "null",
            "N/A",
            "No Caller ID",
            "sip:anonymous@anonymous.invalid",
            "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
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
            "0",
            "+10000000000",
            "0000000000",
        ] {
            assert_eq!(ReportedNumber::read(text, &line), ReportedNumber::Hidden, "{text}");
        }
        for text in [
            "1001",
            "+1202",
            "+999999999999999999",
            "+22501234567",
            "front desk",
            "sip:pbx.example",
            "+1-800-FLOWERS",
            "sip:reception@pbx.example",
            "+12025550171 or +12025550172",
            "+11234567890",
            "501234567.0",
        ] {
            let ReportedNumber::NotUnderstood(kept) = ReportedNumber::read(text, &line) else {
                panic!("{text} is understood")
            };
            assert_eq!(kept.as_str(), text);
        }
    }

    proptest! {
        #[test]
        fn any_report_is_read_and_a_number_is_itself(
            text in prop_oneof![
                "\\PC{0,140}",
                "(sip:|tel:|<|\"a\" <sip:|whatsapp:|)(\\+|00|)[0-9]{3,15}(@h.example|;ext=1|>|;user=phone|\u{200e}|x)?",
            ],
            ours in prop::sample::select(vec!["+12025550160", "+966112345678", "+442079460100", "+390612345678"]),
            trunk in prop::sample::select(vec![None, Some(Trunk::PlusSent), Some(Trunk::PlusLeftOut)]),
        ) {
            let line = line(ours, trunk);
            if let ReportedNumber::Number(number) = ReportedNumber::read(&text, &line) {
                let again = ReportedNumber::read(number.as_str(), &Numbering::default());
                prop_assert_eq!(again, ReportedNumber::Number(number), "{}", text);
            }
        }
    }
}
