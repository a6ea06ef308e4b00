//! How people are found by what somebody types.
//!
//! A customer is written down under several words: each word of the name, the e-mail address, and each phone number in
//! the forms people use. A search is a prefix of one of them, so that a page costs the same however many customers
//! there are. The international form of a number is a word that is not written down: the keys that make numbers unique
//! are in its order already.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{email::EmailAddress, invisible::is_ignorable, phone::PhoneNumber};

/// The most words that a customer with one number is written down under; each further number adds two at most. Each is
/// an item of its own in the table.
pub const MAX_WORDS: usize = 9;
/// The most letters of a word that are kept: longer words are found by their beginning.
pub const MAX_WORD_LENGTH: usize = 40;
/// How many digits at the end of a number find it.
const LAST_DIGITS: usize = 4;
/// The most terms of a query that are looked at.
const MAX_QUERY_TERMS: usize = 6;

/// The words a person is written down under, in order and without repetition.
pub fn words_of(
    name: Option<&str>,
    email: Option<&EmailAddress>,
    phones: &[&PhoneNumber],
) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for phone in phones {
        let national = phone.national_digits();
        if let Some(start) = national.len().checked_sub(LAST_DIGITS) {
            words.insert(national[start..].to_owned());
        }
        if national != phone.digits() {
            words.insert(national);
        }
    }
    if let Some(email) = email {
        words.insert(word_of_email(email));
    }
    let most = MAX_WORDS + 2 * phones.len().saturating_sub(1);
    for word in fold(name.unwrap_or_default()) {
        if words.len() >= most {
            break;
        }
        words.insert(word);
    }
    words
}

/// What names are sorted by: their words, without what a search does not see either; the name itself where it has none.
pub fn in_order(name: &str) -> String {
    let words: Vec<String> = fold(name).collect();
    if words.is_empty() { name.to_owned() } else { words.join(" ") }
}

/// The word of an e-mail address. Addresses that begin alike may have the same.
pub fn word_of_email(email: &EmailAddress) -> String {
    bounded(email.as_str())
}

/// The words that a person is found by: those that are written down and the international forms of the numbers.
pub fn found_by<'a>(
    written_down: &BTreeSet<String>,
    phones: impl IntoIterator<Item = &'a PhoneNumber>,
) -> BTreeSet<String> {
    let mut words = written_down.clone();
    words.extend(phones.into_iter().map(|phone| phone.digits().to_owned()));
    words
}

/// What somebody typed, made comparable with [`found_by`]. Every term must be found, each as a prefix of a word.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// One thing that was typed, as the prefixes of words it may stand for: in order, and none a prefix of another.
type Term = BTreeSet<String>;

impl Query {
    /// `None` when nothing that can be searched for was typed.
    pub fn parse(text: &str) -> Option<Self> {
        // Marks of the writing direction come along when something is copied out of Arabic text.
        let text: String = text.chars().filter(|c| !is_ignorable(*c)).collect();
        let text = text.trim();
        let terms: Vec<Term> = match as_phone_digits(text) {
            Some(digits) => vec![term(digits)],
            None => text.split_whitespace().flat_map(terms_of).take(MAX_QUERY_TERMS).collect(),
        };
        (!terms.is_empty()).then_some(Self { terms })
    }

    /// The prefixes to look up, in order: those of the longest term, since it is found the least often. Whoever is
    /// meant has a word that begins with one of them.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        let length = |term: &&Term| term.iter().map(|prefix| prefix.chars().count()).max();
        self.terms.iter().max_by_key(length).into_iter().flatten().map(String::as_str)
    }

    /// Whether a prefix may be the beginning of a phone number in its international form.
    pub fn is_beginning_of_phone(prefix: &str) -> bool {
        prefix.bytes().all(|byte| byte.is_ascii_digit()) && !prefix.starts_with('0')
    }

    /// How many terms there are. The words that are looked up belong to people who are meant, if there is one.
    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// Whether a person written down under `words` is meant.
    pub fn matches<'a>(&self, words: impl IntoIterator<Item = &'a str> + Clone) -> bool {
        self.terms.iter().all(|term| words.clone().into_iter().any(|word| stands_for(term, word)))
    }

    /// Whether `word` is the one to show a person at who is written down under `words`: the first of those that are
    /// looked up. Somebody who is met under several of them is shown once.
    pub fn shows_at<'a>(&self, word: &str, words: impl IntoIterator<Item = &'a str>) -> bool {
        let looked_up = |word: &&str| self.prefixes().any(|prefix| word.starts_with(prefix));
        words.into_iter().filter(looked_up).min() == Some(word)
    }
}

impl std::fmt::Debug for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Query({} terms)", self.terms.len())
    }
}

fn stands_for(term: &Term, word: &str) -> bool {
    term.iter().any(|prefix| word.starts_with(prefix.as_str()))
}

/// The terms in text without white space.
fn terms_of(text: &str) -> Vec<Term> {
    if text.find('@').is_some_and(|at| at > 0) {
        return vec![Term::from([bounded(&text.to_lowercase())])];
    }
    fold(text).map(term).collect()
}

/// A number may be typed with the international prefix `00` or the trunk prefix `0`, which no word has; or its zeros
/// are a part of it, as in the last four digits of a phone.
fn term(typed: String) -> Term {
    let mut prefixes = Term::new();
    if typed.bytes().all(|byte| byte.is_ascii_digit()) {
        let significant = typed.trim_start_matches('0');
        if !significant.is_empty() {
            prefixes.insert(significant.to_owned());
        }
    }
    prefixes.insert(typed);
    prefixes
}

/// Digits of a phone number as somebody writes it, or `None` when there is anything else.
fn as_phone_digits(text: &str) -> Option<String> {
    let mut digits = String::new();
    for c in text.nfkc() {
        match c {
            '+' | ' ' | '-' | '(' | ')' | '.' | '/' => {}
            _ => digits.push(char::from_digit(decimal_digit(c)?, 10)?),
        }
    }
    (!digits.is_empty()).then(|| bounded(&digits))
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

/// Words without case, accents, Arabic vowel signs and what nobody sees, with letters that are typed in several ways made
/// one.
fn fold(text: &str) -> impl Iterator<Item = String> {
    let mut folded = String::with_capacity(text.len());
    let seen = |c: &char| !is_combining_mark(*c) && !is_ignorable(*c);
    for c in text.nfkd().filter(seen).flat_map(char::to_lowercase) {
        match c {
            // Tatweel only stretches a word, and O'Neill is typed both ways.
            '\u{640}' | '’' | '\'' => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            c => folded.push(plain(c)),
        }
    }
    let words: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(bounded).collect();
    words.into_iter()
}

/// The letter that is typed for this one, or written for it elsewhere. Only those that Unicode does not take apart.
fn plain(c: char) -> char {
    match c {
        '\u{671}' => '\u{627}',             // alef wasla
        '\u{649}' | '\u{6cc}' => '\u{64a}', // alef maksura, Farsi yeh
        '\u{629}' => '\u{647}',             // teh marbuta
        '\u{6a9}' => '\u{643}',             // keheh
        'ς' => 'σ',                         // at the end of a word
        'ı' => 'i',                         // the small form of I where it has no dot
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        c => decimal_digit(c).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c),
    }
}

fn bounded(word: &str) -> String {
    word.chars().take(MAX_WORD_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(name: &str, typed: &str) -> bool {
        let words = words_of(Some(name), None, &[]);
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
    fn letters_are_found_by_those_that_stand_for_them_on_a_keyboard() {
        for (name, typed) in [
            ("Γιώργος", "ΓΙΩΡΓΟΣ"),
            ("ΓΙΩΡΓΟΣ", "γιωργος"),
            ("Γιώργος", "γιωργοσ"),
            ("Işık", "IŞIK"),
            ("IŞIK", "ışık"),
            ("İpek", "ipek"),
            ("Łukasz", "lukasz"),
            ("Søren Kjær", "soren kjaer"),
            ("Đorđe", "dorde"),
            ("Guðrún Þórsdóttir", "gudrun thors"),
            ("Œuvrard", "oeuv"),
            ("Groß", "GROSS"),
            ("Gross", "groß"),
            ("STRAẞE", "strasse"),
        ] {
            assert!(found(name, typed), "{typed} for {name}");
        }
    }

    #[test]
    fn what_nobody_sees_does_not_matter() {
        assert!(found("علی\u{200c}رضا", "علیرضا"));
        assert!(found("علیرضا", "علی\u{200c}رضا"));
        assert!(found("\u{feff}Robin Exam\u{ad}ple", "example\u{200b} robin"));
        let phone = PhoneNumber::from_e164("+966501234567").unwrap();
        let email = EmailAddress::new("robin@example.com").unwrap();
        let words = found_by(&words_of(None, Some(&email), &[&phone]), [&phone]);
        for typed in ["\u{202a}+966 50 123\u{202c}", "\u{2068}robin@ex\u{2069}"] {
            assert!(Query::parse(typed).unwrap().matches(words.iter().map(String::as_str)), "{typed}");
        }
    }

    #[test]
    fn a_phone_is_found_by_its_beginning_or_its_last_four_digits() {
        let phone = PhoneNumber::from_e164("+966501234567").unwrap();
        let words = found_by(&words_of(None, None, &[&phone]), [&phone]);
        for typed in ["+966 50", "00966501234567", "050 123", "4567", "٠٥٠", "501234567"] {
            let query = Query::parse(typed).unwrap();
            assert!(query.matches(words.iter().map(String::as_str)), "{typed}");
        }
        assert!(!Query::parse("9999").unwrap().matches(words.iter().map(String::as_str)));
    }

    #[test]
    fn further_numbers_leave_room_for_the_name() {
        let phones: Vec<PhoneNumber> = (0..10)
            .map(|number| PhoneNumber::from_e164(&format!("+1202555{}142", number)).unwrap())
            .collect();
        let phones: Vec<&PhoneNumber> = phones.iter().collect();
        let words = words_of(Some("a b c d e f g h i j"), None, &phones);
        assert_eq!(words.len(), MAX_WORDS + 2 * 9);
        assert!(words.contains("g"), "{words:?}");
        assert!(words.contains("9142") && words.contains("2025559142"), "{words:?}");
    }

    #[test]
    fn last_four_digits_may_begin_with_zeros() {
        let phone = PhoneNumber::from_e164("+12025550042").unwrap();
        let words = found_by(&words_of(Some("Robin Example"), None, &[&phone]), [&phone]);
        for (typed, meant) in [
            ("0042", true),
            ("004", true),
            ("0 (202) 555", true),
            ("robin 0042", true),
            ("0043", false),
            ("0", true),
        ] {
            let query = Query::parse(typed).unwrap();
            assert_eq!(query.matches(words.iter().map(String::as_str)), meant, "{typed}");
        }
        assert_eq!(Query::parse("0042").unwrap().prefixes().collect::<Vec<_>>(), ["0042", "42"]);
        assert_eq!(Query::parse("000").unwrap().prefixes().collect::<Vec<_>>(), ["000"]);
    }

    #[test]
    fn somebody_met_under_several_words_is_shown_at_the_first() {
        let words = words_of(Some("Anna Ann Annabel"), None, &[]);
        let query = Query::parse("ann").unwrap();
        let shown: Vec<&String> =
            words.iter().filter(|word| query.shows_at(word, words.iter().map(String::as_str))).collect();
        assert_eq!(shown, ["ann"]);
    }

    #[test]
    fn an_address_is_found_by_its_beginning() {
        let email = EmailAddress::new("robin.example@example.com").unwrap();
        let words = words_of(None, Some(&email), &[]);
        assert!(Query::parse("Robin.Example@ex").unwrap().matches(words.iter().map(String::as_str)));
        let words = words_of(Some("Robin Smith"), Some(&email), &[]);
        assert!(Query::parse("smith robin.example@").unwrap().matches(words.iter().map(String::as_str)));
    }

    #[test]
    fn nothing_typed_is_no_query() {
        for text in ["", "  -- ", "+", "'", "\u{200f}"] {
            assert_eq!(Query::parse(text), None, "{text}");
        }
    }

    #[test]
    fn debug_does_not_show_what_was_typed() {
        assert_eq!(format!("{:?}", Query::parse("Robin Example").unwrap()), "Query(2 terms)");
    }

    proptest! {
        #[test]
        fn everybody_is_found_by_each_word_of_the_own_name(name in "[\\p{L} '-]{1,60}") {
            for word in name.split_whitespace().take(3) {
                if Query::parse(word).is_some() && words_of(Some(&name), None, &[]).len() < MAX_WORDS {
                    prop_assert!(found(&name, word));
                }
            }
        }
    }
}
