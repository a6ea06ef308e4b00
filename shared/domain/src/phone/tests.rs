//! What is read as a phone number.

use proptest::prelude::*;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType};

use super::*;

fn region(code: &str) -> Region {
    Region::new(code).unwrap()
}

fn parse(text: &str, code: &str) -> Result<String, InvalidCode> {
    PhoneNumber::parse(text, &region(code)).map(String::from).map_err(|refused| refused.code())
}

#[test]
fn every_way_to_write_a_number_is_one_number() {
    for text in [
        "+1 202-555-0142",
        "(202) 555-0142",
        "2025550142",
        "1-202-555-0142",
        "+1.202.555.0142",
        "＋１ ２０２ ５５５ ０１４２",
        "202–555—0142",
        "202\u{2011}555\u{2212}0142",
        "\u{a0}202\u{a0}555\u{202f}0142 ",
        "\u{202a}+1 202 555 0142\u{202c}",
        "tel:+12025550142",
        "Tel: 202 555 0142",
        "0012025550142",
        "011 1 202 555 0142",
        "[202] 555/0142",
    ] {
        assert_eq!(parse(text, "US").as_deref(), Ok("+12025550142"), "{text}");
    }
    for (text, code, expected) in [
        ("٠٥٠ ١٢٣ ٤٥٦٧", "SA", "+966501234567"),
        ("00 966 50 123 4567", "US", "+966501234567"),
        ("00966501234567", "US", "+966501234567"),
        ("966501234567", "SA", "+966501234567"),
        ("+966 (0)50 123 4567", "US", "+966501234567"),
        ("+44 (0)20 7946 0971", "US", "+442079460971"),
        ("+39 (0)6 1234 7777", "US", "+390612347777"),
        ("8 (495) 123-01-71", "RU", "+74951230171"),
        ("06 1 234 0171", "HU", "+3612340171"),
        ("030 123456-0", "DE", "+49301234560"),
        ("01.23.45.67.00", "FR", "+33123456700"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("+1 800 GO-FEDEX", "SA", "+18004633339"),
        ("800 FLOWERS", "SA", "+9668003569377"),
    ] {
        assert_eq!(parse(text, code).as_deref(), Ok(expected), "{text}");
    }
    assert_eq!(PhoneNumber::from_e164("+966501234567").unwrap().national_digits(), "501234567");
}

#[test]
fn text_that_is_left_over_is_neither_dropped_nor_dialled() {
    for code in
        ["SA", "AE", "DE", "IN", "US", "GB", "FR", "ES", "SE", "JO", "EG", "BR", "MX", "AU", "JP", "NG"]
    {
        let example = PHONE_NUMBER_UTIL
            .get_example_number_for_type_and_region(code.parse().unwrap(), PhoneNumberType::Mobile)
            .unwrap();
        for format in [PhoneNumberFormat::National, PhoneNumberFormat::International, PhoneNumberFormat::E164]
        {
            let number = PHONE_NUMBER_UTIL.format(&example, format);
            assert!(parse(&number, code).is_ok(), "{number}");
            for behind in [
                ".0",
                ".00",
                " 2",
                " (2)",
                " / 2",
                "/2",
                " / 22",
                "e9",
                "E+09",
                "l",
                "O",
                " home",
                " (home)",
                ";",
                " &",
                " or 1",
                "*",
                "+",
                " x",
                " 22",
                "é",
                " 😀",
                "?",
                "=",
                "\n12",
                "@pbx.example",
            ] {
                let text = format!("{number}{behind}");
                assert!(parse(&text, code).is_err(), "{text} in {code}: {:?}", parse(&text, code));
            }
            for before in ["a", "call ", "=", "'", "++", "* ", "#", "+ + "] {
                let text = format!("{before}{number}");
                assert!(parse(&text, code).is_err(), "{text} in {code}");
            }
            let with_letter = number.replacen(['0', '1'], "O", 1);
            assert!(with_letter == *number || parse(&with_letter, code).is_err(), "{with_letter}");
        }
    }
    for (text, code, refused) in [
        ("501234567.0", "SA", InvalidCode::SpreadsheetNumber),
        ("15112345678.0", "DE", InvalidCode::SpreadsheetNumber),
        ("9876543210.0", "IN", InvalidCode::SpreadsheetNumber),
        ("9.1e9", "IN", InvalidCode::SpreadsheetNumber),
        ("3.108207129E9", "US", InvalidCode::SpreadsheetNumber),
        ("050 123 4567 / 2", "SA", InvalidCode::TextLeftOver),
        ("0501234567 22", "SA", InvalidCode::TextLeftOver),
        ("0501234568l", "SA", InvalidCode::LettersInNumber),
        ("50123456l", "AE", InvalidCode::LettersInNumber),
        ("070 123 45 67 (Axel)", "SE", InvalidCode::LettersInNumber),
        ("070 123 45 67 Axel", "SE", InvalidCode::LettersInNumber),
        ("(212) 555-7100 ext 12", "US", InvalidCode::UnexpectedExtension),
        ("+12025550180,,123#", "US", InvalidCode::UnexpectedExtension),
        ("+12025550179;ext=5", "US", InvalidCode::UnexpectedExtension),
    ] {
        assert_eq!(parse(text, code), Err(refused), "{text}");
    }
}

#[test]
fn what_cannot_be_dialled_is_refused() {
    for (text, refused) in [
        ("", InvalidCode::NotAPhoneNumber),
        ("anonymous", InvalidCode::LettersInNumber),
        ("12", InvalidCode::NumberTooShort),
        ("+1202555", InvalidCode::NumberTooShort),
        ("555-0142", InvalidCode::NumberTooShort),
        ("+999999999999999999", InvalidCode::PlaceholderNumber),
        ("+999205550142", InvalidCode::NotACallingCode),
        ("+1202555014233", InvalidCode::NumberTooLong),
        ("911", InvalidCode::NumberTooShort),
        ("tel:abc", InvalidCode::LettersInNumber),
        ("00", InvalidCode::NumberTooShort),
        ("+1 123 456 7890", InvalidCode::PlaceholderNumber),
        ("+1 122 456 7890", InvalidCode::ImpossibleAreaCode),
        ("+1 022 456 7890", InvalidCode::ImpossibleAreaCode),
        ("+1 202 155 0142", InvalidCode::ImpossibleAreaCode),
        ("202 055 0142", InvalidCode::ImpossibleAreaCode),
        ("+1 000 000 0000", InvalidCode::PlaceholderNumber),
        ("+10000000000", InvalidCode::PlaceholderNumber),
        ("+1 999 999 9999", InvalidCode::PlaceholderNumber),
        ("+1 555-555-5555", InvalidCode::PlaceholderNumber),
        ("0000000000", InvalidCode::PlaceholderNumber),
        ("1234567890", InvalidCode::PlaceholderNumber),
        ("0123456789", InvalidCode::PlaceholderNumber),
        ("111-111-1111", InvalidCode::PlaceholderNumber),
    ] {
        assert_eq!(parse(text, "US"), Err(refused), "{text}");
    }
    assert!(PhoneNumber::from_e164("+0123456789").is_err());
    assert!(PhoneNumber::from_e164("12025550142").is_err());
    for code in ["IN", "BR", "GB", "KR", "EG", "IT", "AT"] {
        assert_eq!(parse("1234567890", code), Err(InvalidCode::PlaceholderNumber), "{code}");
    }
    assert_eq!(parse("01234 567890", "GB").as_deref(), Ok("+441234567890"));
    assert_eq!(parse("01 23 45 67 89", "FR").as_deref(), Ok("+33123456789"));
    assert_eq!(parse("9876543210", "IN").as_deref(), Ok("+919876543210"));
}

#[test]
fn old_forms_are_the_number_of_today() {
    for (text, code, expected) in [
        ("+52 1 55 1234 5678", "US", "+525512345678"),
        ("+5215512349992", "US", "+525512349992"),
        ("5215512349992", "MX", "+525512349992"),
        ("1 55 1234 5678", "MX", "+525512345678"),
        ("044 55 1234 5678", "MX", "+525512345678"),
        ("045 55 1234 5678", "MX", "+525512345678"),
        ("01 55 1234 5678", "MX", "+525512345678"),
        ("+52 01 55 1234 5678", "US", "+525512345678"),
        ("+52 044 55 1234 5678", "US", "+525512345678"),
        ("55 1234 5678", "MX", "+525512345678"),
        ("+55 11 8123-4567", "US", "+5511981234567"),
        ("(11) 8123-4567", "BR", "+5511981234567"),
        ("+55 11 98123-4567", "US", "+5511981234567"),
        ("+55 11 3123-4567", "US", "+551131234567"),
        ("011 15-2345-0171", "AR", "+5491123450171"),
        ("+54 11 15 2345 0171", "US", "+5491123450171"),
        ("+54 9 11 15 2345 0171", "US", "+5491123450171"),
        ("+54 9 11 2345 0171", "US", "+5491123450171"),
        ("+39 6 1234 7777", "US", "+390612347777"),
        ("+39 06 1234 7777", "US", "+390612347777"),
        ("6 1234 7777", "IT", "+390612347777"),
        ("+39 2 1234 5678", "US", "+390212345678"),
        ("+39 0347 1234567", "US", "+393471234567"),
        ("0347 1234567", "IT", "+393471234567"),
        ("+39 347 1234567", "US", "+393471234567"),
        ("+39 800 123456", "US", "+39800123456"),
        ("1 234 5678", "CO", "+576012345678"),
        ("+57 1 234 5678", "US", "+576012345678"),
        ("0168 123 4567", "VN", "+84381234567"),
        ("+84 120 123 4567", "US", "+84701234567"),
        ("+225 07 07 12 34 56", "US", "+2250707123456"),
        ("97 12 34 56", "BJ", "+2290197123456"),
        ("0501 234 567", "PL", "+48501234567"),
        ("09 6123 4567", "CL", "+56961234567"),
    ] {
        assert_eq!(parse(text, code).as_deref(), Ok(expected), "{text} in {code}");
    }
    let (mobile, bare) = (parse("+5491123450171", "US").unwrap(), parse("+541123450171", "US").unwrap());
    let identity = |text: &str| PhoneNumber::from_e164(text).unwrap().identity().into_owned();
    assert_eq!(identity(&mobile), identity(&bare));
    assert_eq!(identity("+12025550142"), "+12025550142");
}

#[test]
fn a_number_with_a_digit_too_few_is_not_one_that_begins_with_zero() {
    for (text, code) in [("050123456", "SA"), ("+966 050123456", "US"), ("0207946", "GB"), ("09123456", "PH")]
    {
        assert_eq!(parse(text, code), Err(InvalidCode::NumberTooShort), "{text} in {code}");
    }
}

#[test]
fn a_number_with_its_calling_code_is_international_with_and_without_zeros_before_it() {
    let kinds = [
        PhoneNumberType::Mobile,
        PhoneNumberType::FixedLine,
        PhoneNumberType::TollFree,
        PhoneNumberType::VoIP,
        PhoneNumberType::PremiumRate,
    ];
    let mut wrong = Vec::new();
    for country in PHONE_NUMBER_UTIL.get_supported_regions() {
        for kind in kinds {
            let Ok(example) = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(country, kind) else {
                continue;
            };
            let expected = PHONE_NUMBER_UTIL.format(&example, PhoneNumberFormat::E164).into_owned();
            for (zeros, may_be_refused) in [("", false), ("00", false), ("000", true)] {
                let text = format!("{zeros}{}", &expected[1..]);
                match parse(&text, &format!("{country:?}")) {
                    Ok(read) if read == expected => {}
                    Err(_) if may_be_refused => {}
                    read => wrong.push(format!("{text} in {country:?}: {read:?}")),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (text, code, expected) in [
        ("4915112345678", "DE", "+4915112345678"),
        ("49 151 12345678", "DE", "+4915112345678"),
        ("4930 901820", "DE", "+4930901820"),
        ("6281234567890", "ID", "+6281234567890"),
        ("46812345678", "SE", "+46812345678"),
        ("0061412345678", "AU", "+61412345678"),
        ("0081 90 1234 5678", "JP", "+819012345678"),
        ("0057 321 1234567", "CO", "+573211234567"),
        ("00855 91 234 567", "KH", "+85591234567"),
        ("0011 44 20 7946 0971", "AU", "+442079460971"),
        ("005 44 20 7946 0971", "CO", "+442079460971"),
        ("000 254 712 345678", "KE", "+254712345678"),
    ] {
        assert_eq!(parse(text, code).as_deref(), Ok(expected), "{text} in {code}");
    }
    assert_eq!(parse("0004915112345678", "DE"), Err(InvalidCode::NotACallingCode));
}

#[test]
fn what_is_possible_but_not_in_the_plan_is_said_and_not_refused() {
    for (text, expected) in [
        ("+12025550142", PhoneCheck::Valid),
        ("+966501234567", PhoneCheck::Valid),
        ("+966201234567", PhoneCheck::Unusual),
        ("+442079460971", PhoneCheck::Valid),
        ("+12112345678", PhoneCheck::Unusual),
    ] {
        assert_eq!(PhoneNumber::parse(text, &region("US")).unwrap().check(), expected, "{text}");
    }
}

#[test]
fn debug_hides_the_number() {
    assert_eq!(format!("{:?}", PhoneNumber::from_e164("+12025550142").unwrap()), "+…42");
}

#[test]
fn examples_of_every_country_are_read_in_every_form() {
    let kinds = [
        PhoneNumberType::Mobile,
        PhoneNumberType::FixedLine,
        PhoneNumberType::TollFree,
        PhoneNumberType::VoIP,
        PhoneNumberType::SharedCost,
        PhoneNumberType::PremiumRate,
    ];
    let (mut count, mut refused) = (0, Vec::new());
    for country in PHONE_NUMBER_UTIL.get_supported_regions() {
        let code = &*format!("{country:?}");
        for kind in kinds {
            let Ok(example) = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(country, kind) else {
                continue;
            };
            let expected = PHONE_NUMBER_UTIL.format(&example, PhoneNumberFormat::E164).into_owned();
            if PhoneNumber::from_e164(&expected).is_err() {
                continue;
            }
            for format in
                [PhoneNumberFormat::E164, PhoneNumberFormat::International, PhoneNumberFormat::National]
            {
                let text = PHONE_NUMBER_UTIL.format(&example, format);
                let read = parse(&text, code);
                if read.as_ref() != Ok(&expected) {
                    refused.push(format!("{text} in {code}: {read:?}"));
                }
                count += 1;
            }
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
    assert!(count > 2_000, "{count}");
}

const REGIONS: [&str; 14] =
    ["US", "GB", "SA", "DE", "IT", "MX", "BR", "AR", "JO", "AU", "KZ", "CI", "FI", "HU"];

fn is_itself(text: &str, code: &str) -> Result<(), TestCaseError> {
    let Ok(number) = PhoneNumber::parse(text, &region(code)) else { return Ok(()) };
    prop_assert_eq!(
        PhoneNumber::parse_international(number.as_str()),
        Ok(number.clone()),
        "{} in {}",
        text,
        code
    );
    for other in REGIONS {
        prop_assert_eq!(PhoneNumber::parse(number.as_str(), &region(other)), Ok(number.clone()), "{}", text);
    }
    let _ = number.check();
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn what_is_accepted_and_formatted_is_read_as_itself(
        text in "(\\+|00|0|\\+52|\\+54|\\+39|\\+55)?[0-9]{2,4}[0-9 ./()-]{3,16}",
        code in prop::sample::select(REGIONS.to_vec()),
    ) {
        is_itself(&text, code)?;
    }

    #[test]
    fn any_text_ends(text in "\\PC{0,70}", code in prop::sample::select(REGIONS.to_vec())) {
        is_itself(&text, code)?;
    }

    #[test]
    fn a_number_that_is_mutated_is_refused_or_itself(
        number in "\\+[1-9][0-9]{7,13}",
        at in any::<prop::sample::Index>(),
        with in "[0-9a-z.,;()/ +#xe\u{200f}٥–\\n-]{0,3}",
        code in prop::sample::select(REGIONS.to_vec()),
    ) {
        let at = at.index(number.len() + 1);
        let text = format!("{}{with}{}", &number[..at], &number[at..]);
        is_itself(&text, code)?;
        if with.contains(|c: char| c.is_ascii_alphabetic()) {
            prop_assert!(PhoneNumber::parse(&text, &region(code)).is_err(), "{}", text);
        }
    }
}
