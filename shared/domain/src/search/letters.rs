//! What of letters is compared: the same for what is stored and for what is typed.

use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, is_combining_mark},
};

use crate::invisible::is_ignorable;

/// How letters are written that have two spellings, as Müller and Mueller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// By the letter below the mark: `u`.
    Plain,
    /// By two letters: `ue`.
    Spelt,
}

/// The text without what nobody sees, with one character for everything that is typed as an apostrophe, and with
/// digits of every writing as 0 to 9. Compatible forms are the usual ones: full width, ligatures, letters in circles.
pub(super) fn normal(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let in_context = (0..letters.len()).map(|at| linked(&letters, at).unwrap_or(letters[at]));
    // A spacing accent that serves as an apostrophe would fall apart into a space and a mark.
    let seen = in_context.filter(|c| !is_ignorable(*c)).map(apostrophe);
    seen.nfkc().filter(|c| !is_ignorable(*c)).map(|c| digit(apostrophe(c))).collect()
}

/// An apostrophe for what links two parts of a word in some writings only: in Persian what joins them without joining their
/// letters, in Hebrew quotation marks.
fn linked(letters: &[char], at: usize) -> Option<char> {
    let is_between = |is_letter: fn(char) -> bool| {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        before.is_some_and(|c| is_letter(*c)) && letters.get(at + 1).is_some_and(|c| is_letter(*c))
    };
    let is_arabic = |c| matches!(c, '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d5}' | '\u{6fa}'..='\u{6ff}');
    let is_hebrew = |c| matches!(c, '\u{5d0}'..='\u{5ea}');
    let is_link = match letters.get(at)? {
        '\u{200c}' => is_between(is_arabic),
        '"' | '\u{201c}'..='\u{201f}' => is_between(is_hebrew),
        _ => false,
    };
    is_link.then_some('\'')
}

/// Whether a character is a part of a word.
pub(super) fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_pictograph(c)
}

/// Whether each character is said by itself, so that a part of a word is a word: Han and Hangul.
pub(super) const fn is_syllable(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{323af}')
}

/// Whether words of it are written without spaces between them: Han, Hangul, kana.
pub(super) const fn is_unspaced(c: char) -> bool {
    is_syllable(c) || matches!(c, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}')
}

/// Whether it is a picture that people put into a name and look for.
pub(super) const fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f300}'..='\u{1f3fa}'
        | '\u{1f400}'..='\u{1faff}')
}

/// The text of a word as it is compared: without case and accents, and with letters that are typed for each other
/// made one. What is no part of a word is left out.
pub(super) fn fold(text: &str, spelling: Spelling) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in letters(text) {
        if spelling == Spelling::Spelt
            && let Some(spelt) = spelt(letter)
        {
            folded.push_str(spelt);
            continue;
        }
        for c in std::iter::once(letter).nfkd().filter(|c| !is_accent(*c)) {
            match c {
                // Tatweel only stretches a word, and one waw is written for two.
                '\u{640}' => {}
                'ۆ' | 'ۇ' | 'ۈ' | 'ۋ' | 'و' if folded.ends_with('و') => {}
                // Letters of Malayalam without their vowel have a form of their own.
                'ൺ' => folded.push_str("ണ\u{d4d}"),
                'ൻ' => folded.push_str("ന\u{d4d}"),
                'ർ' => folded.push_str("ര\u{d4d}"),
                'ൽ' => folded.push_str("ല\u{d4d}"),
                'ൾ' => folded.push_str("ള\u{d4d}"),
                'ൿ' => folded.push_str("ക\u{d4d}"),
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'þ' => folded.push_str("th"),
                c => folded.push(digit(plain(c))),
            }
        }
    }
    folded
}

/// The letters in lower case, each with its marks. Before a waw, a hamza is written on a waw, on a yeh or by itself.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> =
        text.nfc().flat_map(char::to_lowercase).nfc().filter(|c| is_in_word(*c)).collect();
    for index in (1..letters.len()).rev() {
        if matches!(letters[index], 'و' | 'ؤ') && matches!(letters[index - 1], 'ئ' | 'ء') {
            letters[index - 1] = 'و';
        }
    }
    letters
}

/// Whether it is a mark at a letter that is left out in writing or in typing: an accent, a vowel sign of Arabic or Hebrew,
/// a nukta. The vowel signs of Indic scripts, tones of Thai and the voicing of kana are as good as letters; Unicode tells
/// them apart by the combining class.
fn is_accent(c: char) -> bool {
    is_combining_mark(c) && matches!(canonical_combining_class(c), 1 | 7 | 10..=36 | 200..=240)
}

/// The two letters that are written for this one where it cannot be typed.
const fn spelt(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' => "ae",
        'ö' | 'ø' => "oe",
        'ü' => "ue",
        'å' => "aa",
        'đ' => "dj",
        _ => return None,
    })
}

/// The letter that is typed for this one, or written for it elsewhere. Only those that Unicode does not take apart.
fn plain(c: char) -> char {
    match c {
        // Katakana as hiragana, which is typed first.
        '\u{30a1}'..='\u{30f6}' | '\u{30fd}'..='\u{30fe}' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        '髙' => '高', // written so in names only
        '﨑' => '崎',
        '𠮷' => '吉',
        // Letters of Kurdish, Urdu, Pashto on a keyboard for Arabic.
        'ۆ' | 'ۇ' | 'ۈ' | 'ۋ' => 'و',
        'ێ' | 'ې' => 'ي',
        'ڵ' => 'ل',
        'ڕ' | 'ڑ' => 'ر',
        'ٹ' | 'ټ' => 'ت',
        'ڈ' | 'ډ' => 'د',
        'ڤ' => 'ف',
        // Letters of Ukrainian, Kazakh and their neighbours on a keyboard for Russian.
        'і' => 'и',
        'є' => 'е',
        'ґ' | 'ғ' => 'г',
        'ә' => 'а',
        'ө' => 'о',
        'ү' | 'ұ' => 'у',
        'қ' => 'к',
        'ң' => 'н',
        'һ' | 'ҳ' => 'х',
        'ҷ' => 'ч',
        '\u{671}' => '\u{627}',                         // alef wasla
        '\u{649}' | '\u{6cc}' | '\u{6d2}' => '\u{64a}', // alef maksura, Farsi yeh, yeh barree
        '\u{629}' | '\u{6be}' | '\u{6c1}' | '\u{6c3}' | '\u{6d5}' => '\u{647}', // teh marbuta, forms of heh
        '\u{6a9}' | '\u{6aa}' => '\u{643}',             // keheh, swash kaf
        '\u{6ba}' => '\u{646}',                         // noon without a dot
        'ς' => 'σ',                                     // at the end of a word
        'ך' => 'כ',
        'ם' => 'מ',
        'ן' => 'נ',
        'ף' => 'פ',
        'ץ' => 'צ',
        'ı' | 'ɨ' | 'ɩ' => 'i', // the small form of I where it has no dot, and letters of the alphabets of Africa
        'ə' | 'ǝ' | 'ɛ' | 'ɇ' => 'e',
        'ħ' => 'h',
        'ł' | 'ɫ' | 'ƚ' => 'l',
        'ø' | 'ɔ' | 'ɵ' => 'o',
        'đ' | 'ð' | 'ɖ' | 'ɗ' => 'd',
        'ŧ' | 'ƭ' | 'ʈ' => 't',
        'ŋ' | 'ɲ' | 'ƞ' => 'n',
        'ƀ' | 'ɓ' => 'b',
        'ƒ' => 'f',
        'ǥ' | 'ɠ' | 'ɣ' => 'g',
        'ɉ' => 'j',
        'ƙ' | 'ĸ' => 'k',
        'ƥ' => 'p',
        'ɍ' => 'r',
        'ʉ' | 'ʊ' => 'u',
        'ʋ' => 'v',
        'ƴ' | 'ɏ' => 'y',
        'ƶ' | 'ȥ' | 'ʒ' => 'z',
        c => c,
    }
}

/// `'` for what keyboards, word processors and transliterations put for it.
const fn apostrophe(c: char) -> char {
    match c {
        '`'
        | '\u{b4}'
        | '\u{2b9}'..='\u{2bf}'
        | '\u{2c8}'
        | '\u{55a}'
        | '\u{5f3}'
        | '\u{5f4}'
        | '\u{1fbd}'
        | '\u{1fbf}'
        | '\u{1fef}'
        | '\u{1ffd}'
        | '\u{2018}'..='\u{201b}'
        | '\u{2032}'
        | '\u{2035}'
        | '\u{a78b}'
        | '\u{a78c}'
        | '\u{ff07}'
        | '\u{ff40}' => '\'',
        c => c,
    }
}

/// Where the decimal digits of the writings begin that phone numbers and names come in.
const ZEROS: [u32; 17] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
    0x1040, 0x17e0,
];

fn digit(c: char) -> char {
    let value = ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vowel_signs_of_indic_scripts_are_letters_and_accents_are_not() {
        let folded = |text: &str| fold(&normal(text), Spelling::Plain);
        assert_ne!(folded("राम"), folded("रमा"));
        assert_ne!(folded("रोमी"), folded("राम"));
        assert_eq!(folded("फ़ातिमा"), folded("फातिमा"));
        assert_eq!(folded("מָרְיָם"), folded("מרים"));
        assert_eq!(folded("مُحَمَّد"), "محمد");
        assert_eq!(folded("Ẹ̀ṣọ́"), "eso");
    }

    #[test]
    fn two_spellings_are_told_apart() {
        assert_eq!(fold("müller", Spelling::Plain), "muller");
        assert_eq!(fold("Mu\u{308}ller", Spelling::Spelt), "mueller");
        assert_eq!(fold("ÅSE", Spelling::Spelt), "aase");
        assert_eq!(fold("Robin", Spelling::Spelt), "robin");
    }
}
