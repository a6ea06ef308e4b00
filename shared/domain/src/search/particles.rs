//! Small words that belong to the name after them.

/// How a small word goes with the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Particle {
    /// Both are one name, and written as one as well: Al Qurashi, Abd Allah, O Neill, Mc Donald.
    Beginning,
    /// It says how a name goes on: de, von, bin. Nobody is looked for by it.
    Between,
}

const BEGINNINGS: [&str; 22] = [
    "abd", "abdal", "abdel", "abdul", "abou", "abu", "al", "d", "dall", "dell", "el", "l", "m", "mac", "mc",
    "o", "umm", "عبد", "ابو", "ابي", "ام", "ال",
];

const BETWEEN: [&str; 43] = [
    "af", "av", "bar", "bat", "ben", "bin", "bint", "da", "das", "de", "dei", "del", "della", "den", "der",
    "des", "di", "do", "dos", "du", "e", "ibn", "la", "las", "le", "lo", "los", "te", "ten", "ter", "und",
    "van", "vom", "von", "y", "zu", "zum", "zur", "بن", "ابن", "بنت", "ذو", "و",
];

/// What a folded word is before another.
pub(super) fn particle(word: &str) -> Option<Particle> {
    if BEGINNINGS.contains(&word) {
        return Some(Particle::Beginning);
    }
    BETWEEN.contains(&word).then_some(Particle::Between)
}

/// The word without the Arabic article, if enough is left to be looked for.
pub(super) fn without_article(word: &str) -> Option<&str> {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3)
}
