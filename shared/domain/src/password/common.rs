//! Passwords that many people use.

use std::{collections::HashSet, sync::LazyLock};

/// The shortest that is in the list.
pub(super) const SHORTEST: usize = 4;
/// The longest that is looked for.
pub(super) const LONGEST: usize = 32;

static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut words = HashSet::with_capacity(60_000);
    let mut word = String::new();
    for line in include_str!("common.txt").lines() {
        let Some((shared, rest)) = line.split_at_checked(1) else { continue };
        // What begins with no such digit is a comment.
        let Ok(shared) = usize::from_str_radix(shared, 36) else { continue };
        word.truncate(shared);
        word.push_str(rest);
        words.insert(word.clone());
    }
    words
});

/// Whether many people use this word, in lower case, as a password.
pub(super) fn contains(word: &str) -> bool {
    COMMON.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_and_clean() {
        assert!(COMMON.len() > 50_000, "{}", COMMON.len());
        for word in COMMON.iter() {
            let is_clean = word.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase());
            assert!(word.len() >= SHORTEST && is_clean, "{word}");
        }
        for word in ["password", "qwerty", "correct", "zxcvbnm", "1qaz2wsx", "letmein"] {
            assert!(contains(word), "{word}");
        }
        for word in ["xkqvzjw", "", "pass word"] {
            assert!(!contains(word), "{word}");
        }
    }
}
