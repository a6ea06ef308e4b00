use super::*;

#[test]
fn a_number_is_taken_apart() {
    for (text, digits, groups) in [
        ("+1 (202) 555-0142", "12025550142", vec![1, 4, 7]),
        ("(+44) 20 7946 0971", "442079460971", vec![2, 4, 8]),
        ("050/1234567", "0501234567", vec![3]),
        ("0501234567", "0501234567", vec![]),
        ("tel:+1.202.555.0142", "12025550142", vec![1, 4, 7]),
        ("1-800-FLOWERS", "18003569377", vec![1, 4]),
        ("01.23.45.67.00", "0123456700", vec![2, 4, 6, 8]),
        ("030 123456-0", "0301234560", vec![3, 9]),
    ] {
        let written = Written::read(text).unwrap();
        assert_eq!((written.digits.as_str(), written.ends_of_groups), (digits, groups), "{text}");
        assert_eq!(written.is_international, text.contains('+'), "{text}");
    }
    assert_eq!(Written::read("+44 (0)20 7946 0971").unwrap().bracketed_zero, Some(2));
    assert_eq!(Written::read("(0)20 7946 0971").unwrap().bracketed_zero, Some(0));
    assert_eq!(Written::read("(020) 7946 0971").unwrap().bracketed_zero, None);
}

#[test]
fn an_extension_is_told_from_the_number() {
    for (text, extension) in [
        ("(212) 555-7100 ext 12", "12"),
        ("(212) 555-7100 Ext. 12", "12"),
        ("(212) 555-7100, ext. 12", "12"),
        ("(212) 555-7100 (ext. 12)", "12"),
        ("(212) 555-7100 extension: 12", "12"),
        ("212-555-7100x12", "12"),
        ("212-555-7100 #12", "12"),
        ("+12025550180,,123#", "123"),
        ("+12025550180;ext=5", "5"),
        ("+12025550180;5", "5"),
        ("+966 11 123 4567 تحويلة ١٢", "12"),
        ("+966 11 123 4567 (الداخلي: ١٢)", "12"),
        ("8 495 123-45-67 доб. 12", "12"),
        ("8 495 123-45-67 ДОБ. № 12", "12"),
        ("91 123 45 67 extensio\u{301}n 12", "12"),
        ("91 123 45 67 EXTENSIÓN 12", "12"),
        ("01 58858 DW 12", "12"),
        ("030 123456 App. 12", "12"),
        ("22 123 45 67 wew. 12", "12"),
        ("03-123-4567 שלוחה 12", "12"),
        ("03-1234-5678（内線：12）", "12"),
        ("010-12345678转12", "12"),
        ("02-312-3456 (내선 12)", "12"),
        ("02 123 4567 ต่อ 12", "12"),
        ("(212) 555-7100,12", "12"),
        ("(212) 555-7100,,1234567", "1234567"),
        ("(212) 555-7100,1234567#", "1234567"),
    ] {
        let written = Written::read(text).unwrap();
        assert_eq!(written.extension.as_deref(), Some(extension), "{text}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    for (text, code) in [
        ("", InvalidCode::NotAPhoneNumber),
        ("()", InvalidCode::NotAPhoneNumber),
        ("+", InvalidCode::NotAPhoneNumber),
        (&"1".repeat(65), InvalidCode::NotAPhoneNumber),
        ("12", InvalidCode::NumberTooShort),
        (&"1".repeat(25), InvalidCode::NumberTooLong),
        ("anonymous", InvalidCode::LettersInNumber),
        ("0501234568l", InvalidCode::LettersInNumber),
        ("O501234567", InvalidCode::LettersInNumber),
        ("070 123 45 67 (Axel)", InvalidCode::LettersInNumber),
        ("Quincy 212-555-0143", InvalidCode::LettersInNumber),
        ("1-8OO-FLOWERS", InvalidCode::LettersInNumber),
        ("1-80O-FLOWERS", InvalidCode::LettersInNumber),
        ("1-800-FL0WERS", InvalidCode::LettersInNumber),
        ("202-555-OOOO", InvalidCode::LettersInNumber),
        ("202-555-IllI", InvalidCode::LettersInNumber),
        ("(212) 555-7100 ext. 12-13", InvalidCode::LettersInNumber),
        ("0501234567é", InvalidCode::LettersInNumber),
        ("050 123 4567 / 2", InvalidCode::TextLeftOver),
        ("0501234567 2", InvalidCode::TextLeftOver),
        ("0501234567 (2)", InvalidCode::TextLeftOver),
        ("0501234567/22", InvalidCode::TextLeftOver),
        ("0501234567 & 0501234568", InvalidCode::TextLeftOver),
        ("0501234567\n0501234568", InvalidCode::TextLeftOver),
        ("+1+2025550142", InvalidCode::TextLeftOver),
        ("++12025550142", InvalidCode::TextLeftOver),
        ("0501234567 -", InvalidCode::TextLeftOver),
        ("0501234567²", InvalidCode::TextLeftOver),
        ("0501234567,0507654321", InvalidCode::TextLeftOver),
        ("0501234567;0507654321", InvalidCode::TextLeftOver),
        ("٠٥٠١٢٣٤٥٦٧،٠٥٠٧٦٥٤٣٢١", InvalidCode::TextLeftOver),
        ("(212) 555-7100, 7101", InvalidCode::TextLeftOver),
        ("(212) 555-7100; 7101", InvalidCode::TextLeftOver),
        ("050*1234567", InvalidCode::TextLeftOver),
        ("501234567.0", InvalidCode::SpreadsheetNumber),
        ("501234567,0", InvalidCode::SpreadsheetNumber),
        ("050 123 4567.0", InvalidCode::SpreadsheetNumber),
        ("+501234567.00", InvalidCode::SpreadsheetNumber),
        ("9.1e9", InvalidCode::SpreadsheetNumber),
        ("5,01234E+08", InvalidCode::SpreadsheetNumber),
        ("501234567e9", InvalidCode::SpreadsheetNumber),
        ("501,234,567.00", InvalidCode::SpreadsheetNumber),
        ("501.234.567,00", InvalidCode::SpreadsheetNumber),
        ("501 234 567,00", InvalidCode::SpreadsheetNumber),
        ("501'234'567,5", InvalidCode::SpreadsheetNumber),
        ("050 123 4567,0", InvalidCode::SpreadsheetNumber),
        ("٠٥٠١٢٣٤٥٦٧٫٠", InvalidCode::SpreadsheetNumber),
    ] {
        let refused = Written::read(text).err().map(|refused| refused.code());
        assert_eq!(refused, Some(code), "{text}");
    }
}
