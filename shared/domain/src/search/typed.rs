//! What somebody typed or pasted, taken apart into numbers, addresses and names.

use super::{
    labels,
    letters::{is_in_word, normal},
    numbers::{self, digits_of},
};
use crate::phone::{Written, after_mark, is_dash, plain_text};

/// One thing that was typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A phone number, or some of its digits, with the marks between them.
    Number(String),
    /// A number in which letters stand for digits, as it is dialled and as it was typed: it may be words as well.
    Vanity { dialled: String, typed: String },
    /// An e-mail address, or its beginning up to the `@` at least.
    Address(String),
    /// Words.
    Words(String),
}

/// The most digits of a number (E.164).
const MAX_DIGITS: usize = 15;
/// The fewest digits of a number that an extension may follow.
const MIN_DIGITS_BEFORE_EXTENSION: usize = 5;
/// The pieces of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    // As it is read where it is written down; a word in it may be a name here.
    if let Ok(written) = Written::read(text)
        && !written.has_letters()
        && (written.extension.is_some() || written.bare().len() > MAX_DIGITS)
    {
        return vec![Piece::Number(written.bare())];
    }
    let mut reader = Reader::default();
    let text = normal(text);
    let mut is_list = false;
    for (token, separator) in tokens(&text) {
        reader.token(token, is_list);
        is_list = separator.is_some_and(|c| matches!(c, ',' | ';')) || (is_list && token.is_empty());
    }
    reader.end_number();
    reader.pieces
}

/// The number that a text is, with letters that stand for digits.
pub(super) fn vanity(text: &str) -> Option<Written> {
    let written = Written::read(text).ok()?;
    let is_whole = (numbers::MIN_WHOLE..=MAX_DIGITS).contains(&written.digits().len());
    (written.has_letters() && is_whole).then_some(written)
}

/// What is between white space, commas and brackets, with what ends it.
fn tokens(text: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    let is_separator =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '"' | '[' | ']' | '|');
    text.split_inclusive(is_separator).map(move |token| {
        let separator = token.chars().next_back().filter(|c| is_separator(*c));
        (token.trim_end_matches(is_separator), separator)
    })
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    /// The tokens of the number that is being read.
    number: Vec<String>,
    /// What says that the next digits are an extension, if they are digits.
    mark: Option<String>,
}

impl Reader {
    fn token(&mut self, token: &str, is_after_comma: bool) {
        let token = match labels::split(token) {
            // It says what is dialled after a number.
            (Some(label), _) if self.has_number() && is_extension(label, false) => token,
            // Who is called at an address of SIP is before the `@`.
            (Some("sip" | "sips"), rest) => rest.split('@').next().unwrap_or_default(),
            (Some(_), rest) => {
                self.end_number();
                rest
            }
            (None, _) => labels::split_from_number(token).1,
        };
        if token.is_empty() {
            return;
        }
        if token.chars().all(|c| c == ':') && self.number.is_empty() {
            self.drop_label();
            return;
        }
        if let Some(mark) = self.mark.take() {
            if token.chars().all(|c| c.is_ascii_digit() || matches!(c, '#' | '.')) {
                return;
            }
            self.end_number();
            self.words(&mark);
        }
        if self.has_number() && is_extension(token, is_after_comma) {
            self.mark = digits_of(token).is_empty().then(|| token.to_owned());
            return;
        }
        if is_number(token) && (!self.number.is_empty() || !is_of_long_marks(token)) {
            if is_after_comma {
                self.end_number();
            }
            if !self.number.is_empty() || token.contains(|c: char| c.is_ascii_digit() || c == '+') {
                self.number.push(token.to_owned());
            }
            return;
        }
        self.end_number();
        if let Some(number) = before_extension(token) {
            self.number.push(number.to_owned());
            return;
        }
        if let Some(vanity) = vanity(token) {
            self.drop_label();
            self.pieces.push(Piece::Vanity { dialled: vanity.bare(), typed: token.to_owned() });
            return;
        }
        match token.find('@') {
            Some(at) if at > 0 => {
                self.drop_label();
                let address = token.split('?').next().unwrap_or_default();
                self.pieces.push(Piece::Address(address.to_owned()));
            }
            _ => self.words(token),
        }
    }

    fn words(&mut self, token: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Words(words)) => {
                words.push(' ');
                words.push_str(token);
            }
            _ => self.pieces.push(Piece::Words(token.to_owned())),
        }
    }

    /// Whether a number has been read that an extension may follow.
    fn has_number(&self) -> bool {
        digits_of(&self.number.concat()).len() >= MIN_DIGITS_BEFORE_EXTENSION
    }

    fn end_number(&mut self) {
        let number = std::mem::take(&mut self.number);
        self.mark = None;
        let digits = digits_of(&number.concat()).len();
        if digits == 0 {
            return;
        }
        if digits >= MIN_DIGITS_BEFORE_EXTENSION {
            self.drop_label();
        }
        if digits <= MAX_DIGITS {
            self.pieces.push(Piece::Number(number.join(" ")));
        } else {
            let each = number.into_iter().filter(|token| !digits_of(token).is_empty());
            self.pieces.extend(each.map(Piece::Number));
        }
    }

    /// The last word before a number or an address is no name if it only says what follows.
    fn drop_label(&mut self) {
        let Some(Piece::Words(words)) = self.pieces.last_mut() else { return };
        let rest = labels::without_last(words).len();
        words.truncate(rest);
        if words.is_empty() {
            self.pieces.pop();
        }
    }
}

/// Whether there are only digits and marks.
fn is_number(token: &str) -> bool {
    let is_mark = |c: char| is_dash(c) || !(is_in_word(c) || matches!(c, '@' | '&' | '#'));
    token.trim_start_matches('#').chars().all(|c| c.is_ascii_digit() || is_mark(c))
}

/// Whether there are no digits, but dashes that are letters elsewhere: the long mark of kana.
fn is_of_long_marks(token: &str) -> bool {
    !token.contains(|c: char| c.is_ascii_digit() || c == '+') && token.contains(is_in_word)
}

/// Whether a token after a number says what is dialled after it.
fn is_extension(token: &str, is_after_comma: bool) -> bool {
    let plain = plain_text(token);
    let is_pause = is_after_comma && token.chars().all(|c| c.is_ascii_digit() || matches!(c, '#' | '*'));
    is_pause && digits_of(token).len() < numbers::MIN_WHOLE
        || after_mark(&plain).any(|rest| rest.chars().all(|c| c.is_ascii_digit()))
}

/// The number in a token like `555-0143x12`.
fn before_extension(token: &str) -> Option<&str> {
    let end = token.find(|c: char| c == '#' || (is_in_word(c) && !c.is_ascii_digit() && !is_dash(c)))?;
    let (number, rest) = token.split_at(end);
    let is_whole = is_number(number) && digits_of(number).len() >= MIN_DIGITS_BEFORE_EXTENSION;
    (is_whole && is_extension(rest, false)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_taken_apart() {
        let number = |text: &str| Piece::Number(text.to_owned());
        let address = |text: &str| Piece::Address(text.to_owned());
        let words = |text: &str| Piece::Words(text.to_owned());
        let vanity = |dialled: &str, typed: &str| Piece::Vanity {
            dialled: dialled.to_owned(),
            typed: typed.to_owned(),
        };
        for (text, expected) in [
            ("quincy (212) 555-0143", vec![words("quincy"), number("(212) 555-0143")]),
            ("(212) 555-0143 x12", vec![number("2125550143")]),
            ("(212) 555-0143 ext. 12 Quincy", vec![number("(212) 555-0143"), words("Quincy")]),
            ("212-555-0143x12", vec![number("2125550143")]),
            ("+12025550180,,123#", vec![number("+12025550180")]),
            ("tel:+12125550143;ext=5", vec![number("+12125550143")]),
            ("(212) 555-0143 DW 12 Quincy", vec![number("(212) 555-0143"), words("Quincy")]),
            ("(212) 555-0143 App Quincy", vec![number("(212) 555-0143"), words("App Quincy")]),
            ("011 123 4567 تحويلة 12", vec![number("0111234567")]),
            ("010-12345678转12", vec![number("01012345678")]),
            ("Quincy 02-2345-6789#12", vec![words("Quincy"), number("02-2345-6789")]),
            ("03-1234-5678（内線12）", vec![number("0312345678")]),
            ("8 495 123-45-67 (доб. 12)", vec![number("84951234567")]),
            ("212·555·0143", vec![number("212·555·0143")]),
            ("212_555_0143", vec![number("212_555_0143")]),
            ("…0143", vec![number("...0143")]),
            ("رقم 0501234567", vec![number("0501234567")]),
            ("A&B 12 & 34", vec![words("A&B"), number("12"), words("&"), number("34")]),
            ("Tel: 212-555-0143", vec![number("212-555-0143")]),
            ("tel. 212-555-0143", vec![number("212-555-0143")]),
            ("Tel.: 212-555-0143", vec![number("212-555-0143")]),
            ("Robin Tel. : 0143", vec![words("Robin"), number("0143")]),
            ("Tel Aviv 12", vec![words("Tel Aviv"), number("12")]),
            ("Cell #: 212-555-0143", vec![number("212-555-0143")]),
            ("Phone (mobile): 212-555-0143", vec![number("212-555-0143")]),
            ("Tel.+12125550143 Fax: 0144", vec![number("+12125550143"), number("0144")]),
            ("212-555-0143 ext: 12 Quincy", vec![number("212-555-0143"), words("Quincy")]),
            ("E-mail: robin@example.com", vec![address("robin@example.com")]),
            ("Robin e-mail robin@example.com", vec![words("Robin"), address("robin@example.com")]),
            ("1-800-FLOWERS", vec![vanity("18003569377", "1-800-FLOWERS")]),
            ("+1 800 FLOWERS", vec![number("+1 800"), words("FLOWERS")]),
            ("Quincy 1-800-FLOWERS", vec![words("Quincy"), vanity("18003569377", "1-800-FLOWERS")]),
            ("8OO-FLOWERS", vec![words("8OO-FLOWERS")]),
            ("sip:+12125550143@pbx.example", vec![number("+12125550143")]),
            ("Robin Harper <robin@example.com>,", vec![words("Robin Harper"), address("robin@example.com")]),
            ("mailto:robin@example.com?subject=Hi", vec![address("robin@example.com")]),
            ("2025550143, 2025550144", vec![number("2025550143"), number("2025550144")]),
            ("tel", vec![words("tel")]),
            ("-- -", vec![]),
            ("090 ー 1234 ー 5678", vec![number("090 ー 1234 ー 5678")]),
            ("ーー", vec![words("ーー")]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
