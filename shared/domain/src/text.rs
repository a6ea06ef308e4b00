//! Bounded, trimmed text that a person typed.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{Invalid, InvalidCode, invisible::is_visible};

/// Text without surrounding white space and control characters, 1 to `MAX` characters long, with something to see in it.
///
/// Short text (at most 200 characters allowed) is one line: without separators of lines, without marks that reverse the
/// order in which the text around it is read, and composed (Unicode's NFC), so that the same word is equal however its
/// accents were typed. Long text stays as it was typed.
///
/// Its `Debug` shows the length only: people type names and worse into any field.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text<const MAX: usize>(String);

/// What a person, a business or a voice agent is called: at most 120 characters on one line.
pub type Name = Text<120>;
/// A word to group customers by: at most 40 characters.
pub type Tag = Text<40>;
/// Free notes: at most 4,000 characters, line breaks allowed.
pub type Notes = Text<4000>;

const EMPTY: Invalid = Invalid::new(InvalidCode::Empty, "must not be empty");

impl<const MAX: usize> Text<MAX> {
    const IS_ONE_LINE: bool = MAX <= 200;
    /// The most bytes of one character as it is kept: composing takes up to four together.
    const BYTES_PER_CHARACTER: usize = if Self::IS_ONE_LINE { 16 } else { 4 };

    /// Accepts the text, trimmed. Line breaks and tabs stay in long text only.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let trimmed = text.trim();
        // Composing takes as long as the text is: what cannot be short enough is not composed.
        if trimmed.len() > MAX * Self::BYTES_PER_CHARACTER {
            return Err(Invalid::too_long(MAX as u64));
        }
        let text = match trimmed {
            text if Self::IS_ONE_LINE && !is_nfc(text) => Cow::Owned(text.nfc().collect()),
            text => Cow::Borrowed(text),
        };
        if !text.chars().any(is_visible) {
            return Err(EMPTY);
        }
        if text.chars().count() > MAX {
            return Err(Invalid::too_long(MAX as u64));
        }
        if text.chars().any(|c| c.is_control() && (Self::IS_ONE_LINE || !matches!(c, '\n' | '\r' | '\t'))) {
            return Err(Invalid::new(InvalidCode::ForbiddenCharacters, "must not hold control characters"));
        }
        if Self::IS_ONE_LINE && text.chars().any(breaks_a_line) {
            return Err(Invalid::new(
                InvalidCode::ForbiddenCharacters,
                "must not hold separators of lines or marks that change the direction of writing",
            ));
        }
        Ok(Self(text.into_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands at the end of a text that was cut.
const CUT: char = '…';

/// The text of something that came from outside and is kept whatever it is: trimmed, cut to `MAX`, control characters as
/// spaces (line breaks stay in long text), what changes the direction of a line dropped. A text that was cut says so: it ends
/// with `…`. `None` when nothing is left.
///
/// Not for ids: half of one may be another's. [`Text::new`] takes those as they are, or not at all.
pub fn kept<const MAX: usize>(text: &str) -> Option<Text<MAX>> {
    kept_and_cut(text).0
}

/// The same, with whether it was cut.
pub fn kept_and_cut<const MAX: usize>(text: &str) -> (Option<Text<MAX>>, bool) {
    let one_line = Text::<MAX>::IS_ONE_LINE;
    let clean = |c: char| match c {
        '\n' if !one_line => Some(c),
        c if c.is_control() => Some(' '),
        c if one_line && breaks_a_line(c) => None,
        c => Some(c),
    };
    let text = text.trim();
    let chars: Box<dyn Iterator<Item = char>> = if one_line {
        Box::new(text.nfc().filter_map(clean))
    } else {
        Box::new(text.chars().filter_map(clean))
    };
    let mut chars = chars.skip_while(|c| c.is_whitespace());
    let mut first: String = chars.by_ref().take(MAX).collect();
    // White space at the end is not missed.
    let cut = chars.any(|c| !c.is_whitespace());
    if cut && first.chars().any(is_visible) {
        first = first.chars().take(MAX.saturating_sub(1)).collect();
        first.truncate(first.trim_end().len());
        first.push(CUT);
    }
    (Text::new(&first).ok(), cut)
}

/// Whether a line with this character is shown as two, or in another order than it is written in: a name that turns what
/// stands after it around can pass for another. The marks that only say a direction, and joiners, are not among them.
const fn breaks_a_line(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl<const MAX: usize> TryFrom<String> for Text<MAX> {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl<const MAX: usize> From<Text<MAX>> for String {
    fn from(text: Text<MAX>) -> Self {
        text.0
    }
}

impl<const MAX: usize> fmt::Debug for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters)", self.0.chars().count())
    }
}

/// What a line must not hold, as in a regular expression.
const ONE_LINE: &str = r"\u0000-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069";
/// What several lines must not hold.
const LINES: &str = r"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F";
/// What nobody sees, as far as a client is told: the rest is beyond U+FFFF.
const INVISIBLE: &str = r"\s\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8";

/// Nothing of `forbidden`, and something to see.
fn pattern(forbidden: &str) -> String {
    format!("^[^{forbidden}]*[^{forbidden}{INVISIBLE}][^{forbidden}]*$")
}

impl<const MAX: usize> PartialSchema for Text<MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(format!("Text of 1 to {MAX} characters.")))
            .pattern(Some(if Self::IS_ONE_LINE { pattern(ONE_LINE) } else { pattern(LINES) }))
            .min_length(Some(1))
            .max_length(Some(MAX))
            .into()
    }
}
impl<const MAX: usize> ToSchema for Text<MAX> {
    /// Each length has a schema of its own, such as `Text120`.
    fn name() -> Cow<'static, str> {
        format!("Text{MAX}").into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_trimmed_and_bounded_by_characters_not_bytes() {
        assert_eq!(Tag::new("  vip ").unwrap().as_str(), "vip");
        assert!(Text::<3>::new("ممم").is_ok());
        assert!(Text::<3>::new("مممم").is_err());
        assert!(Name::new(" \n ").is_err());
    }

    #[test]
    fn control_characters_are_refused_but_notes_have_lines() {
        assert!(Name::new("a\u{7}b").is_err());
        assert!(Name::new("a\nb").is_err());
        assert!(Notes::new("a\nb").is_ok());
    }

    #[test]
    fn a_text_has_something_to_see() {
        for blank in ["\u{200b}", "\u{200f}\u{200e}", " \u{feff} ", "\u{3164}", "\u{2800}", "\u{200d}"] {
            assert_eq!(Name::new(blank), Err(EMPTY), "{blank:?}");
            assert!(Notes::new(blank).is_err(), "{blank:?}");
        }
    }

    #[test]
    fn joiners_stay_where_they_are() {
        for text in ["علی\u{200c}رضا", "Robin 👩\u{200d}🔬", "\u{200f}شركة ABC\u{200f}"] {
            assert_eq!(Name::new(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn one_line_reads_in_the_order_it_is_written_in() {
        for c in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{2028}', '\u{2029}'] {
            let text = format!("a{c}b");
            assert!(Name::new(&text).is_err(), "{text:?}");
            assert_eq!(Notes::new(&text).unwrap().as_str(), text);
            assert_eq!(kept::<120>(&text).unwrap().as_str(), "ab");
        }
    }

    #[test]
    fn a_word_is_the_same_however_its_accents_are_written() {
        assert_eq!(Tag::new("cafe\u{301}").unwrap(), Tag::new("caf\u{e9}").unwrap());
        // Bounded as it is kept, so that what is kept can be read again: this letter is two when it is composed.
        let letters = "\u{958}".repeat(2);
        assert!(Text::<3>::new(&letters).is_err());
        let text = Text::<4>::new(&letters).unwrap();
        assert_eq!(Text::<4>::new(text.as_str()), Ok(text));
        assert_eq!(kept::<3>(&letters).unwrap().as_str(), "\u{915}\u{93c}…");
    }

    #[test]
    fn what_comes_from_outside_is_cut_and_cleaned() {
        assert_eq!(kept::<5>("  a\tb\ncdef").unwrap().as_str(), "a b…");
        assert_eq!(kept::<300>("a\nb\u{0}").unwrap().as_str(), "a\nb");
        assert!(kept::<5>("\u{0}\u{1}").is_none());
    }

    #[test]
    fn what_is_cut_is_told() {
        for (text, cut) in
            [("abcde", false), (" abcde \n", false), ("abcdef", true), ("abcde f", true), ("", false)]
        {
            assert_eq!(kept_and_cut::<5>(text).1, cut, "{text:?}");
            assert_eq!(kept_and_cut::<5>(text).0, kept::<5>(text));
        }
        assert!(!kept_and_cut::<2>("e\u{301}a\u{202e}").1, "what has no place in a line is not missed");
        assert!(!kept_and_cut::<300>(&"é".repeat(300)).1);
        assert!(kept_and_cut::<300>(&"é".repeat(301)).1);
        for (text, shown) in [
            ("abcde", Some("abcde")),
            ("abcdef", Some("abcd…")),
            ("abc  efg", Some("abc…")),
            ("abcde\u{0}\n", Some("abcde")),
            ("\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}x", Some("x")),
            ("\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}", None),
            ("\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}", None),
        ] {
            assert_eq!(kept::<5>(text).as_ref().map(Text::as_str), shown, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_over_the_limit_says_that_it_was_cut(
            text in prop_oneof!["\\PC{0,60}", "[a-z \n\u{0}\u{301}\u{958}]{0,60}"],
        ) {
            says_that_it_was_cut::<20>(&text)?;
            says_that_it_was_cut::<300>(&text.repeat(20))?;
        }
    }

    /// What is kept is all of the text, or begins like it and ends with the mark.
    fn says_that_it_was_cut<const MAX: usize>(text: &str) -> Result<(), TestCaseError> {
        let (kept, cut) = kept_and_cut::<MAX>(text);
        // As it would be kept without a limit.
        let whole = if Text::<MAX>::IS_ONE_LINE { one_line(text) } else { in_lines(text) };
        let Some(kept) = kept else { return Ok(()) };
        match kept.as_str().strip_suffix(CUT).filter(|_| cut) {
            Some(start) => {
                prop_assert!(whole.chars().count() > MAX, "{:?}", text);
                prop_assert!(whole.starts_with(start), "{:?}", text);
            }
            None => {
                prop_assert!(!cut, "{:?}", text);
                prop_assert_eq!(kept.as_str(), whole.trim(), "{:?}", text);
            }
        }
        Ok(())
    }

    fn one_line(text: &str) -> String {
        let chars = text.trim().nfc().filter(|c| !breaks_a_line(*c));
        chars.map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
    }

    fn in_lines(text: &str) -> String {
        let chars = text.trim().chars();
        chars.map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect::<String>().trim().to_owned()
    }

    #[test]
    fn debug_does_not_show_the_text() {
        assert_eq!(format!("{:?}", Name::new("Robin").unwrap()), "Text(5 characters)");
    }
}
