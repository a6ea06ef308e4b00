//! A phone number as somebody wrote it, taken apart: nothing in it is passed over.

use super::marks::plain;
use crate::{Invalid, InvalidCode};

/// As many characters as anybody needs for one number.
pub(super) const MAX_CHARACTERS: usize = 64;
/// The fewest digits of a number that an extension may follow.
const MIN_DIGITS_BEFORE_EXTENSION: usize = 5;
/// As many digits as two numbers in one field have each.
const MIN_DIGITS_OF_A_NUMBER: usize = 7;
/// The fewest digits of national numbers that anybody is called at.
const MIN_DIGITS: usize = 3;
/// More digits than any number has with everything that is dialled before it.
const MAX_DIGITS: usize = 24;
/// The fewest letters of a word that stands for digits, as in 1-800-FLOWERS.
const MIN_LETTERS: usize = 4;
/// The fewest digits before such a word.
const MIN_DIGITS_BEFORE_LETTERS: usize = 2;

/// What says that an extension follows, in small letters.
const EXTENSION_MARKS: [&str; 67] = [
    "extension",
    "extn",
    "exten",
    "ext",
    "ex",
    "x",
    "#",
    // Spanish, Portuguese, Italian, French, Romanian.
    "extensión",
    "extensão",
    "anexo",
    "ramal",
    "interno",
    "interior",
    "int",
    "poste",
    // German.
    "durchwahl",
    "dw",
    "nebenstelle",
    "nst",
    "apparat",
    "app",
    "klappe",
    "kl",
    // Dutch, Swedish, Danish and Norwegian, Finnish.
    "toestel",
    "tst",
    "anknytning",
    "ankn",
    "lokal",
    "alanumero",
    // Polish, Czech and Slovak, Hungarian, Turkish, Greek.
    "wewnętrzny",
    "wewn",
    "wew",
    "linka",
    "klapka",
    "mellék",
    "dahili",
    "dah",
    "εσωτερικό",
    "εσωτ",
    // Russian, Ukrainian.
    "добавочный",
    "доб",
    "внутренний",
    "вн",
    "внутрішній",
    "дод",
    // Arabic, Persian, Urdu, Hebrew.
    "تحويلة",
    "تحويله",
    "التحويلة",
    "داخلي",
    "داخلی",
    "الداخلي",
    "ایکسٹینشن",
    "שלוחה",
    // Chinese, Japanese, Korean.
    "转接",
    "转",
    "轉接",
    "轉",
    "分机",
    "分機",
    "内线",
    "內線",
    "内線",
    "내선",
    // Vietnamese, Indonesian, Thai.
    "máy lẻ",
    "nhánh",
    "pesawat",
    "ต่อ",
];

const NO_NUMBER: Invalid = Invalid::new(
    InvalidCode::NotAPhoneNumber,
    "must be a phone number that can be dialled, such as +12025550142",
);
const LETTERS: Invalid = Invalid::new(
    InvalidCode::LettersInNumber,
    "must have no letters, but for a word of four or more that stands for digits, as in 1-800-FLOWERS",
);
const LEFT_OVER: Invalid =
    Invalid::new(InvalidCode::TextLeftOver, "must be one phone number with nothing before or behind it");
const OF_A_SPREADSHEET: Invalid = Invalid::new(
    InvalidCode::SpreadsheetNumber,
    "must be written in all its digits as text: a spreadsheet has made a decimal number of it",
);
const TOO_LONG: Invalid =
    Invalid::new(InvalidCode::NumberTooLong, "must not have more digits than numbers of its country have");
const TOO_SHORT: Invalid =
    Invalid::new(InvalidCode::NumberTooShort, "must not have fewer digits than numbers of its country have");

/// A number as it was written.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// Whether it begins with `+`, so that its country is in it.
    pub(crate) is_international: bool,
    /// Whether letters stand for some of the digits.
    pub(super) is_vanity: bool,
    /// All digits.
    pub(super) digits: String,
    /// How many digits there are before each punctuation.
    pub(super) ends_of_groups: Vec<usize>,
    /// The place among the digits of a zero in brackets, which is dialled inside the country only.
    pub(super) bracketed_zero: Option<usize>,
    /// What is to be dialled after it: digits.
    pub(crate) extension: Option<String>,
}

impl Written {
    /// Takes a text apart. Whatever is left of it but one number and its extension is refused.
    pub(crate) fn read(text: &str) -> Result<Self, Invalid> {
        if text.chars().nth(MAX_CHARACTERS).is_some() {
            return Err(NO_NUMBER);
        }
        let text = plain(text);
        let text = text.strip_prefix("tel:").map_or(text.as_str(), str::trim_start);
        if is_decimal(text) {
            return Err(OF_A_SPREADSHEET);
        }
        let (number, extension) = split_extension(text);
        let mut reader = Reader::default();
        for c in number.chars() {
            reader.read(c)?;
        }
        let written = reader.end()?;
        Ok(Self { extension: extension.map(str::to_owned), ..written })
    }

    /// Whether letters stand for some of the digits.
    pub(crate) fn has_letters(&self) -> bool {
        self.is_vanity
    }

    /// All digits.
    pub(crate) fn digits(&self) -> &str {
        &self.digits
    }

    /// The number without anything but digits, and its `+`; of +44 (0)20, without the zero.
    pub(crate) fn bare(&self) -> String {
        if !self.is_international {
            return self.digits.clone();
        }
        let is_dialled = |at: &usize| Some(*at) != self.bracketed_zero;
        let digits = self.digits.chars().enumerate().filter(|(at, _)| is_dialled(at)).map(|(_, digit)| digit);
        std::iter::once('+').chain(digits).collect()
    }

    /// The number with the `+` that was left out.
    pub(crate) fn with_plus(&self) -> Self {
        Self { is_international: true, ..self.clone() }
    }

    /// The international number after the `00` that it begins with.
    pub(crate) fn after_zeros(&self) -> Option<Self> {
        let digits = self.digits.strip_prefix("00")?.to_owned();
        let ends_of_groups = self.ends_of_groups.iter().filter_map(|end| end.checked_sub(2)).collect();
        Some(Self { digits, ends_of_groups, bracketed_zero: None, ..self.with_plus() })
    }
}

/// What is read of a number so far.
#[derive(Default)]
struct Reader {
    has_plus: bool,
    digits: String,
    /// How many digits there are before each punctuation, and which one it is.
    groups: Vec<(usize, String)>,
    /// The punctuation since the last digit.
    between: String,
    letters: Letters,
}

/// The letters in a number.
#[derive(Default)]
struct Letters {
    /// How many digits were before the first of them.
    digits_before: usize,
    /// How many there are.
    count: usize,
    /// How many there are without anything but a dash between them, at the most.
    together: usize,
    current: usize,
    in_brackets: bool,
    /// How many there are with nothing at all between them.
    run: usize,
    /// Whether a digit stands beside that run.
    run_touches_a_digit: bool,
    /// Whether a few of them stand beside a digit, as in 8OO: they were typed for digits that look alike.
    are_in_digits: bool,
    /// Whether there is one that looks like no digit.
    make_a_word: bool,
}

impl Letters {
    fn end_run(&mut self) {
        self.are_in_digits |= self.run_touches_a_digit && (1..MIN_LETTERS).contains(&self.run);
        (self.run, self.run_touches_a_digit) = (0, false);
    }
}

impl Reader {
    fn read(&mut self, c: char) -> Result<(), Invalid> {
        match c {
            '0'..='9' => {
                self.letters.run_touches_a_digit |= self.between.is_empty();
                self.letters.end_run();
                self.push(c);
                self.letters.current = 0;
            }
            'a'..='z' => self.letter(c),
            '+' if self.digits.is_empty() && !self.has_plus => self.has_plus = true,
            ' ' | '-' | '(' | ')' | '[' | ']' | '.' | '/' => {
                self.letters.end_run();
                self.between.push(c);
                if c != '-' {
                    self.letters.current = 0;
                }
            }
            c if c.is_alphabetic() => return Err(LETTERS),
            _ => return Err(LEFT_OVER),
        }
        Ok(())
    }

    fn push(&mut self, digit: char) {
        let between = std::mem::take(&mut self.between);
        if !self.digits.is_empty() && !between.is_empty() {
            self.groups.push((self.digits.len(), between));
        } else if self.digits.is_empty() && between.contains(['(', '[']) {
            self.groups.push((0, between));
        }
        self.digits.push(digit);
    }

    fn letter(&mut self, c: char) {
        if self.letters.count == 0 {
            self.letters.digits_before = self.digits.len();
        }
        self.letters.in_brackets |= self.between.contains(['(', '[']);
        self.letters.run_touches_a_digit |=
            self.letters.run == 0 && self.between.is_empty() && !self.digits.is_empty();
        self.letters.make_a_word |= !matches!(c, 'o' | 'i' | 'l');
        self.letters.run += 1;
        self.letters.count += 1;
        self.letters.current += 1;
        self.letters.together = self.letters.together.max(self.letters.current);
        self.push(digit_of_letter(c));
    }

    fn end(mut self) -> Result<Written, Invalid> {
        self.letters.end_run();
        let Letters { digits_before, count, together, in_brackets, are_in_digits, make_a_word, .. } =
            self.letters;
        let is_vanity = count > 0;
        let is_a_word = together >= MIN_LETTERS && make_a_word && !are_in_digits && !in_brackets;
        if is_vanity && (!is_a_word || digits_before < MIN_DIGITS_BEFORE_LETTERS) {
            return Err(LETTERS);
        }
        match self.digits.len() {
            0 => return Err(NO_NUMBER),
            1..MIN_DIGITS => return Err(TOO_SHORT),
            MIN_DIGITS..=MAX_DIGITS => {}
            _ => return Err(TOO_LONG),
        }
        // A bracket that closes says nothing; nothing else ends a number.
        if self.between.contains(['-', '/', '(', '[']) {
            return Err(LEFT_OVER);
        }
        let total = self.digits.len();
        if let Some((end, between)) = self.groups.last().filter(|(end, _)| *end > 0) {
            let rest = total - end;
            let is_apart = between.contains([' ', '/', '(', '[', '.']);
            if (rest == 1 && is_apart)
                || (rest == 2 && between.contains(['/', '[']) || between.contains("//"))
            {
                return Err(LEFT_OVER);
            }
        }
        let bracketed_zero = self.bracketed_zero();
        Ok(Written {
            is_international: self.has_plus,
            is_vanity,
            ends_of_groups: self.groups.iter().map(|(end, _)| *end).filter(|end| *end > 0).collect(),
            bracketed_zero,
            digits: self.digits,
            extension: None,
        })
    }

    /// Of +44 (0)20, the place of the zero.
    fn bracketed_zero(&self) -> Option<usize> {
        self.groups.windows(2).find_map(|pair| {
            let ((start, before), (end, after)) = (&pair[0], &pair[1]);
            let is_zero = end - start == 1 && self.digits.get(*start..*end) == Some("0");
            (is_zero && before.ends_with('(') && after.starts_with(')')).then_some(*start)
        })
    }
}

/// The key that a letter is on (ITU-T E.161).
const fn digit_of_letter(letter: char) -> char {
    match letter {
        'a'..='c' => '2',
        'd'..='f' => '3',
        'g'..='i' => '4',
        'j'..='l' => '5',
        'm'..='o' => '6',
        'p'..='s' => '7',
        't'..='v' => '8',
        _ => '9',
    }
}

/// Whether a spreadsheet has taken the number for an amount: `501234567.0`, `5.01E+08`, `501,234,567.00`,
/// `501.234.567,00`.
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Some((mantissa, exponent)) = text.split_once('e') {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        return is_digits(exponent)
            && exponent.len() <= 3
            && match mantissa.split_once(['.', ',']) {
                Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
                None => is_digits(mantissa),
            };
    }
    let Some((whole, fraction)) = text.rsplit_once(['.', ',']) else { return false };
    if !is_digits(fraction) {
        return false;
    }
    let is_one_amount = is_digits(whole) && (whole.len() >= 7 || fraction == "0" || fraction == "00");
    let is_grouped = is_digits(&whole.replace(',', "")) && whole.contains(',') && text.contains('.');
    let in_thousands = |mark: char| {
        let mut groups = whole.split(mark);
        groups.next().is_some_and(|first| is_digits(first) && first.len() <= 3)
            && groups.all(|group| is_digits(group) && group.len() == 3)
    };
    let is_by_commas = text.ends_with(&format!(",{fraction}"));
    (is_one_amount && fraction.len() <= 2)
        || is_grouped
        || (is_by_commas && fraction.len() <= 2 && ['.', ' ', '\''].into_iter().any(in_thousands))
        // Nobody puts a dot or a comma before a last zero.
        || (fraction == "0" && whole.ends_with(|c: char| c.is_ascii_digit()))
}

/// The number, and the digits that are to be dialled once it has answered.
fn split_extension(text: &str) -> (&str, Option<&str>) {
    let mut digits = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            digits += 1;
        } else if digits >= MIN_DIGITS_BEFORE_EXTENSION
            && let Some(extension) = text.get(at..).and_then(extension)
        {
            return (text.get(..at).unwrap_or_default().trim_end(), Some(extension));
        }
    }
    (text, None)
}

/// The digits of an extension, if this is one with what says so: `,,123#`, `;ext=5`, `(ext. 12)`.
fn extension(text: &str) -> Option<&str> {
    let is_bracketed = text.starts_with('(') && text.ends_with(')');
    let text = if is_bracketed { text.get(1..text.len() - 1)? } else { text };
    let rest = text.trim_start_matches([',', ';', ' ']);
    if let Some(digits) = after_mark(rest).map(without_key).find(|digits| is_digits(digits)) {
        return Some(digits);
    }
    let digits = without_key(rest);
    let is_pause = text.trim_start_matches(' ').starts_with([',', ';']);
    let is_extension = is_pause && !is_bracketed && is_digits(digits) && !is_list(text, rest);
    is_extension.then_some(digits)
}

/// What follows each mark of an extension that this begins with.
pub(crate) fn after_mark(text: &str) -> impl Iterator<Item = &str> {
    let rests = EXTENSION_MARKS.iter().filter_map(move |mark| text.strip_prefix(mark));
    rests.map(|rest| rest.trim_start_matches(['.', ':', '=', ' ', '-', '#', '№']))
}

/// The digits without the key that ends them.
fn without_key(text: &str) -> &str {
    text.trim_end().trim_end_matches('#').trim_end()
}

/// Whether a single comma or semicolon stands between two numbers, or a number and the end of another: nobody puts a space
/// behind a pause, nor has an extension as many digits as a number.
fn is_list(text: &str, rest: &str) -> bool {
    let between = text.get(..text.len() - rest.len()).unwrap_or_default();
    let is_single = between.trim().len() == 1;
    is_single && !rest.ends_with('#') && (between.ends_with(' ') || rest.len() >= MIN_DIGITS_OF_A_NUMBER)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
