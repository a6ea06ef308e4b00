//! How people are found by what somebody types.
//!
//! A customer is written down under several words: each word of the name, the e-mail address, and the phone number in
//! the forms people use. A search is a prefix of one of them, so that a page costs the same however many customers
//! there are.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{email::EmailAddress, phone::PhoneNumber};

/// The most words one customer is written down under. Each is an item of its own in the table.
pub const MAX_WORDS: usize = 10;
/// The most letters of a word that are kept: longer words are found by their beginning.
pub const MAX_WORD_LENGTH: usize = 40;
/// The most words of a query that are looked at.
const MAX_QUERY_WORDS: usize = 6;

/// The words a person is found by, in order and without repetition.
pub fn words_of(name: Option<&str>, email: Option<&EmailAddress>, phone: Option<&PhoneNumber>) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    if let Some(phone) = phone {
        let national = phone.national_digits();
        if let Some(start) = national.len().checked_sub(4) {
            words.insert(national[start..].to_owned());
        }
        words.insert(national);
        words.insert(phone.digits().to_owned());
    }
    if let Some(email) = email {
        words.insert(bounded(email.as_str()));
    }
    for word in fold(name.unwrap_or_default()) {
        if words.len() == MAX_WORDS {
            break;
        }
        words.insert(word);
    }
    words
}

/// What somebody typed, made comparable with [`words_of`]. Every word must be found, each as a prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// `None` when nothing that can be searched for was typed.
    pub fn parse(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        let words = if let Some(digits) = as_phone_digits(trimmed) {
            vec![digits]
        } else if trimmed.contains('@') {
            vec![bounded(&trimmed.to_lowercase())]
        } else {
            fold(trimmed).take(MAX_QUERY_WORDS).collect()
        };
        (!words.is_empty()).then_some(Self { words })
    }

    /// The word to look up: the longest, since it is found the least often.
    pub fn lookup_word(&self) -> &str {
        self.words.iter().max_by_key(|word| word.chars().count()).map_or("", String::as_str)
    }

    /// Whether a person written down under `words` is meant.
    pub fn matches<'a>(&self, words: impl IntoIterator<Item = &'a str> + Clone) -> bool {
        self.words.iter().all(|typed| words.clone().into_iter().any(|word| word.starts_with(typed.as_str())))
    }
}

/// Digits of a phone number as dialled, or `None` when letters were typed. The international prefix `00` and a trunk
/// `0` are dropped: no word begins with them.
fn as_phone_digits(text: &str) -> Option<String> {
    let mut digits = String::new();
    for c in text.nfkc() {
        match c {
            '+' | ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}' => {}
            _ => digits.push(char::from_digit(decimal_digit(c)?, 10)?),
        }
    }
    let significant = digits.trim_start_matches('0');
    (!significant.is_empty()).then(|| significant.to_owned())
}

/// The value of a decimal digit in Latin, Arabic-Indic or Eastern Arabic-Indic writing.
fn decimal_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(c as u32 - 0x6f0),
        _ => None,
    }
}

/// Words without case, accents and Arabic vowel signs, with the forms of alef, yeh and teh marbuta made one.
fn fold(text: &str) -> impl Iterator<Item = String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        let plain = match c {
            '\u{671}' => '\u{627}',             // alef wasla
            '\u{649}' | '\u{6cc}' => '\u{64a}', // alef maksura, Farsi yeh
            '\u{629}' => '\u{647}',             // teh marbuta
            '\u{6a9}' => '\u{643}',             // keheh
            '\u{640}' => continue,              // tatweel only stretches a word
            'ß' => {
                folded.push('s');
                's'
            }
            '’' | '\'' => continue, // O'Neill is typed both ways
            c => decimal_digit(c).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c),
        };
        folded.push(plain);
    }
    let words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(bounded).collect();
    words.into_iter()
}

fn bounded(word: &str) -> String {
    word.chars().take(MAX_WORD_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(name: &str, typed: &str) -> bool {
        let words = words_of(Some(name), None, None);
        Query::parse(typed).is_some_and(|query| query.matches(words.iter().map(String::as_str)))
    }

    #[test]
    fn a_prefix_of_any_word_finds_the_person() {
        assert!(found("Robin van der Example", "exa"));
        assert!(found("Robin van der Example", "EXAMPLE rob"));
        assert!(!found("Robin Example", "bin"));
        assert!(!found("Robin Example", "robin smith"));
    }

    #[test]
    fn accents_case_and_apostrophes_do_not_matter() {
        assert!(found("José Núñez", "jose nunez"));
        assert!(found("Jose Nunez", "JOSÉ"));
        assert!(found("Anna Groß", "gross"));
        assert!(found("Siobhán O'Neill", "oneill"));
    }

    #[test]
    fn arabic_is_found_in_every_usual_spelling() {
        assert!(found("أحمد", "احمد"));
        assert!(found("فاطمة الزهراء", "فاطمه"));
        assert!(found("مُحَمَّد", "محمد"));
        assert!(found("ليلى", "ليلي"));
        assert!(found("عبد الله", "الله"));
    }

    #[test]
    fn a_phone_is_found_by_its_beginning_or_its_last_four_digits() {
        let phone = PhoneNumber::from_e164("+966501234567").unwrap();
        let words = words_of(None, None, Some(&phone));
        for typed in ["+966 50", "00966501234567", "050 123", "4567", "٠٥٠", "501234567"] {
            let query = Query::parse(typed).unwrap();
            assert!(query.matches(words.iter().map(String::as_str)), "{typed}");
        }
        assert!(!Query::parse("9999").unwrap().matches(words.iter().map(String::as_str)));
    }

    #[test]
    fn an_address_is_found_by_its_beginning() {
        let email = EmailAddress::new("robin.example@example.com").unwrap();
        let words = words_of(None, Some(&email), None);
        assert!(Query::parse("Robin.Example@ex").unwrap().matches(words.iter().map(String::as_str)));
    }

    #[test]
    fn nothing_typed_is_no_query() {
        assert_eq!(Query::parse("  -- "), None);
    }

    proptest! {
        #[test]
        fn everybody_is_found_by_each_word_of_the_own_name(name in "[\\p{L} '-]{1,60}") {
            for word in name.split_whitespace().take(3) {
                if Query::parse(word).is_some() && words_of(Some(&name), None, None).len() < MAX_WORDS {
                    prop_assert!(found(&name, word));
                }
            }
        }
    }
}
