//! Characters that people put into phone numbers.

use unicode_normalization::UnicodeNormalization;

use crate::invisible::is_ignorable;

/// Whether it is a dash, whatever its length and direction: those of Unicode's category `Pd`, and what is taken for one.
pub(crate) const fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{58a}'
            | '\u{5be}'
            | '\u{1400}'
            | '\u{1806}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2043}'
            | '\u{207b}'
            | '\u{2212}'
            | '\u{2796}'
            | '\u{2e17}'
            | '\u{2e1a}'
            | '\u{2e3a}'..='\u{2e3b}'
            | '\u{2e40}'
            | '\u{2e5d}'
            | '\u{301c}'
            | '\u{3030}'
            | '\u{30a0}'
            | '\u{30fc}'
            | '\u{fe31}'..='\u{fe32}'
            | '\u{fe58}'
            | '\u{fe63}'
            | '\u{ff0d}'
            | '\u{ff70}'
            | '\u{10d6e}'
            | '\u{10ead}'
    )
}

/// The text with one character for everything that means the same in a number: digits of every writing, full width, dashes,
/// dots, spaces, small letters. What nobody sees is left out, marks of the direction for example.
pub(crate) fn plain(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_ignorable(*c));
    seen.nfc().map(plain_character).collect::<String>().trim().to_owned()
}

fn plain_character(c: char) -> char {
    match c {
        // Two lines are two numbers.
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c if c.is_whitespace() => ' ',
        c if is_dash(c) => '-',
        '~' | '\u{223c}' | '\u{ff5e}' | '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' => '-',
        '\u{2024}' | '\u{fe52}' | '\u{3002}' | '\u{ff61}' => '.',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{fe62}' => '+',
        '\u{66b}' => '.',
        '\u{60c}' | '\u{66c}' | '\u{3001}' => ',',
        '\u{61b}' => ';',
        '\u{fe59}' | '\u{3010}' => '(',
        '\u{fe5a}' | '\u{3011}' => ')',
        // Full width.
        '\u{ff01}'..='\u{ff5d}' => {
            let narrow = u32::from(c) - 0xfee0;
            char::from_u32(narrow).unwrap_or(c).to_ascii_lowercase()
        }
        c => digit(c).unwrap_or_else(|| small(c)),
    }
}

/// The small letter, where it is a single one.
fn small(c: char) -> char {
    let mut letters = c.to_lowercase();
    letters.next().filter(|_| letters.next().is_none()).unwrap_or(c)
}

/// The first of the ten digits of each writing that phones and carriers use (Unicode's category `Nd`).
const ZEROS: [char; 37] = [
    '0', '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{c66}', '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{1090}',
    '\u{17e0}', '\u{1810}', '\u{1946}', '\u{19d0}', '\u{1a80}', '\u{1a90}', '\u{1b50}', '\u{1bb0}',
    '\u{1c40}', '\u{1c50}', '\u{a620}', '\u{a8d0}', '\u{a900}', '\u{a9d0}', '\u{a9f0}', '\u{aa50}',
    '\u{abf0}', '\u{ff10}',
];

/// The digit from 0 to 9 that this is in its writing.
fn digit(c: char) -> Option<char> {
    let value = ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        (value < 10).then_some(value)
    })?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_the_same_is_the_same() {
        for (text, expected) in [
            ("٠٥٠ ١٢٣ ٤٥٦٧", "050 123 4567"),
            ("۰۵۰", "050"),
            ("＋１（２０２）５５５－０１４２", "+1(202)555-0142"),
            ("\u{202a}+1\u{a0}202\u{2011}555–0142\u{202c}", "+1 202-555-0142"),
            ("\u{feff}050\u{200e}1", "0501"),
            (" 1\u{2009}2\u{3000}3 ", "1 2 3"),
            ("800 FLOWERS ＥＸＴ", "800 flowers ext"),
            ("1\r\n2", "1\n\n2"),
            ("ДОБ Ó o\u{301}", "доб ó ó"),
            ("١٬٢٣٤٫٠", "1,234.0"),
            ("²", "²"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
