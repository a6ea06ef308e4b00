//! What somebody typed, made comparable with the words that people are written down under.

use std::collections::BTreeSet;

use super::{
    addresses, names, numbers,
    typed::{Piece, pieces, vanity},
};
use crate::phone::{PhoneNumber, Region};

/// The most terms of a query that are looked at.
const MAX_TERMS: usize = 6;
/// In more ways than that nobody means one thing.
const MAX_READINGS: usize = 32;

/// What somebody typed, made comparable with [`super::found_by`]. Every term must be found.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
    /// What is looked up, in order, and none of them the beginning of another.
    prefixes: Vec<String>,
}

/// One thing that was typed, in each way in which it may be meant. One of them is enough.
type Term = Vec<Reading>;

/// Beginnings of words, which must all be there.
type Reading = Vec<String>;

impl Query {
    /// Reads what was typed; digits as they are dialled in `region`. `None` when nothing that can be searched for was typed.
    pub fn parse(text: &str, region: Option<&Region>) -> Option<Self> {
        let terms = pieces(text).into_iter().flat_map(|piece| match piece {
            Piece::Number(typed) => vec![numbers::readings(&typed, region)],
            Piece::Vanity { dialled, typed } => {
                let numbers = numbers::beginnings(&dialled, region);
                vec![numbers.into_iter().chain(names::readings_of_one_term(&typed)).collect()]
            }
            Piece::Address(typed) => vec![addresses::readings(&typed)],
            Piece::Words(typed) => names::read(&typed).iter().map(names::Compound::readings).collect(),
        });
        let terms: Vec<Term> =
            terms.map(without_repetition).filter(|term| !term.is_empty()).take(MAX_TERMS).collect();
        let terms = with_vanity(terms, text, region);
        // The longest term is found the least often.
        let length = |term: &&Term| looked_up(term).map(|prefix| prefix.chars().count()).min();
        let prefixes: BTreeSet<&str> = looked_up(terms.iter().max_by_key(length)?).collect();
        let is_own =
            |prefix: &&&str| !prefixes.iter().any(|other| other != *prefix && prefix.starts_with(other));
        let prefixes = prefixes.iter().filter(is_own).map(|prefix| (*prefix).to_owned()).collect();
        Some(Self { terms, prefixes })
    }

    /// Whether it takes the country of whoever types this to know what is meant.
    pub fn needs_region(text: &str) -> bool {
        let is_national = |piece: &Piece| match piece {
            Piece::Number(typed) | Piece::Vanity { dialled: typed, .. } => numbers::is_national(typed),
            Piece::Address(_) | Piece::Words(_) => false,
        };
        pieces(text).iter().any(is_national)
            || vanity(text).is_some_and(|written| numbers::is_national(&written.bare()))
    }

    /// The prefixes to look up, in order. Whoever is meant has a word that begins with one of them.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.prefixes.iter().map(String::as_str)
    }

    /// Whether a prefix is the beginning of a phone number in its international form, with its `+`. No other is one.
    pub fn is_beginning_of_phone(prefix: &str) -> bool {
        prefix.starts_with('+')
    }

    /// Whether everybody who has a word that is looked up is meant.
    pub fn means_all_it_looks_up(&self) -> bool {
        self.terms.len() == 1 && self.terms.iter().flatten().all(|reading| reading.len() == 1)
    }

    /// Whether a person found by `words` is meant.
    pub fn matches<'a>(&self, words: impl IntoIterator<Item = &'a str> + Clone) -> bool {
        let is_there =
            |prefix: &String| words.clone().into_iter().any(|word| word.starts_with(prefix.as_str()));
        self.terms.iter().all(|term| term.iter().any(|reading| reading.iter().all(is_there)))
    }

    /// Whether `word` is the one to show a person at who is found by `words`: the first of those that are looked up.
    /// Somebody who is met under several of them is shown once.
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

/// The terms of a text that may as well be one number, with spaces in it and letters for digits: `1 800 FLOWERS`. It is
/// that number, or all that the terms say.
fn with_vanity(terms: Vec<Term>, text: &str, region: Option<&Region>) -> Vec<Term> {
    if terms.len() < 2 || terms.iter().map(Vec::len).product::<usize>() > MAX_READINGS {
        return terms;
    }
    let number = vanity(text).and_then(|written| PhoneNumber::without_extension(&written, region).ok());
    let Some(number) = number else { return terms };
    let together = terms.iter().fold(vec![Reading::new()], |readings, term| {
        let with_each = |reading: &Reading| -> Vec<Reading> {
            term.iter().map(|more| [reading.as_slice(), more.as_slice()].concat()).collect()
        };
        readings.iter().flat_map(with_each).collect()
    });
    vec![std::iter::once(vec![number.identity().into_owned()]).chain(together).collect()]
}

/// What is looked up of each reading: its longest word.
fn looked_up(term: &Term) -> impl Iterator<Item = &str> {
    term.iter()
        .filter_map(|reading| reading.iter().max_by_key(|prefix| prefix.chars().count()).map(String::as_str))
}

/// The readings that mean somebody whom no other one means, as far as is seen at once.
fn without_repetition(term: Term) -> Term {
    let mut kept: Term = Vec::new();
    for reading in term {
        let is_empty = reading.iter().all(String::is_empty);
        let covers = |other: &Reading| {
            matches!((other.as_slice(), reading.as_slice()),
            ([short], [long]) if long.starts_with(short.as_str()))
                || *other == reading
        };
        if !is_empty && !kept.iter().any(covers) {
            kept.push(reading);
        }
    }
    kept
}
