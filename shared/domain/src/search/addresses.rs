//! E-mail addresses: found by their beginning, by each part before the `@`, and by their domain.

use std::collections::BTreeSet;

use super::{
    bounds::{MAX_EMAIL_WORDS, bounded},
    letters::{Spelling, fold, is_in_word, normal},
};
use crate::email::EmailAddress;

/// The words that are written down for an address: the whole, its domain, and both without their first parts, by turns:
/// from the last part before the `@` on to more of them, and from the whole domain to less of it.
pub(super) fn words(address: &str) -> BTreeSet<String> {
    let address = normal(address);
    let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
    let parts: Vec<&str> = local.split(|c| !is_in_word(c)).filter(|part| !part.is_empty()).collect();
    let names: Vec<&str> = domain.split('.').filter(|name| !name.is_empty()).collect();
    let mut candidates = vec![word(&address), bounded(&letters(domain))];
    let mut of_parts =
        (1..parts.len()).rev().map(|start| word(&format!("{}@{domain}", parts[start..].concat())));
    let mut of_names =
        (1..names.len().saturating_sub(1)).map(|start| bounded(&letters(&names[start..].concat())));
    for _ in 0..MAX_EMAIL_WORDS {
        candidates.extend(of_parts.next());
        candidates.extend(of_names.next());
    }
    let mut words = BTreeSet::new();
    for candidate in candidates.into_iter().filter(|word| !word.is_empty()) {
        if words.len() >= MAX_EMAIL_WORDS {
            break;
        }
        words.insert(candidate);
    }
    words
}

/// An address, or the beginning of one, as one word. Marks in it do not count: whether somebody types `robin.h`
/// or `robinh`, both are the beginning of `robin.harper@example.com`.
pub(super) fn word(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => bounded(&format!("{}@{}", letters(local), letters(domain))),
        None => bounded(&letters(address)),
    }
}

/// The words that somebody may be found by who is meant by what was typed: a whole address is found however its domain
/// is spelled, and however it was when it was written down.
pub(super) fn readings(typed: &str) -> Vec<Vec<String>> {
    let mut words = vec![word(typed)];
    if let Ok(address) = EmailAddress::new(typed) {
        let other = address.in_ascii().map(|ascii| word(ascii.as_str()));
        words.extend(other.into_iter().chain([word(address.as_str())]));
    }
    words.into_iter().map(|word| vec![word]).collect()
}

fn letters(text: &str) -> String {
    fold(text, Spelling::Plain)
}
