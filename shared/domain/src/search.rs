//! How people are found by what somebody types.
//!
//! A customer is written down under several words, and a search is a prefix of one of them, so that a page costs the same
//! however many customers there are. The words are made of a text in one way, whether it is stored or typed: what
//! is written in several ways becomes the same word, or is one of the few that a person is written down under. The
//! international form of a number is a word that is not written down: the keys that make numbers unique are in its order.
//!
//! What finds what is in `docs/search.md`.

mod addresses;
mod bounds;
mod labels;
mod letters;
mod names;
mod numbers;
mod particles;
mod query;
mod typed;

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use self::{
    bounds::{MAX_EMAIL_WORDS, MAX_NAME_WORDS, MAX_WORD_LENGTH, max_words},
    query::Query,
};
use crate::{email::EmailAddress, phone::PhoneNumber};

/// The words a person is written down under, in order and without repetition.
pub fn words_of(
    name: Option<&str>,
    email: Option<&EmailAddress>,
    phones: &[&PhoneNumber],
) -> BTreeSet<String> {
    let mut words = names::words(name.unwrap_or_default());
    words.extend(email.iter().flat_map(|email| addresses::words(email.as_str())));
    words.extend(phones.iter().map(|phone| numbers::word(phone)));
    words
}

/// What names are sorted by: their words, without what a search does not see either; the name itself where it has none.
pub fn in_order(name: &str) -> String {
    let words = names::in_order(name);
    if words.is_empty() { name.to_owned() } else { words }
}

/// The word of an e-mail address. Addresses that begin alike may have the same.
pub fn word_of_email(email: &EmailAddress) -> String {
    addresses::word(email.as_str())
}

/// The words that a person is found by: those that are written down and the international forms of the numbers.
pub fn found_by<'a>(
    written_down: &BTreeSet<String>,
    phones: impl IntoIterator<Item = &'a PhoneNumber>,
) -> BTreeSet<String> {
    let mut words = written_down.clone();
    words.extend(phones.into_iter().map(|phone| phone.identity().into_owned()));
    words
}
