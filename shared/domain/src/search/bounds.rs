//! How many words of a customer are kept, and how much of each.

/// The most words of a name. Each word of a customer is an item of its own in the table.
pub const MAX_NAME_WORDS: usize = 12;
/// The most words of an e-mail address.
pub const MAX_EMAIL_WORDS: usize = 6;
/// The most words of a customer with this many numbers.
pub const fn max_words(numbers: usize) -> usize {
    MAX_NAME_WORDS + MAX_EMAIL_WORDS + numbers
}
/// The most letters of a word that are kept: longer words are found by their beginning.
pub const MAX_WORD_LENGTH: usize = 40;

/// As much of a word as is kept.
pub(super) fn bounded(word: &str) -> String {
    word.chars().take(MAX_WORD_LENGTH).collect()
}
