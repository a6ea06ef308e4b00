//! Small words that belong to the name after them.

/// Words that end a name, and are written as one with the one before as often: نور الدين, Saif Ullah.
const ENDINGS: [&str; 17] = [
    "addin",
    "aldeen",
    "aldin",
    "allah",
    "deen",
    "eddin",
    "eddine",
    "eldeen",
    "eldin",
    "uddeen",
    "uddin",
    "ullah",
    "oullah",
    "الدين",
    "الله",
    "الاسلام",
    "اللة",
];

/// Small words that are left out or written in another way as often, since they only say whose name it is.
const OPTIONAL: [&str; 14] =
    ["abou", "abu", "al", "ben", "bin", "el", "ibn", "ال", "ابا", "ابن", "ابو", "ابي", "بن", "ul"];

/// How a small word goes with the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Particle {
    /// Both are one name, and written as one as well: Al Qurashi, Abd Allah, O Neill, Mc Donald.
    Beginning,
    /// It says how a name goes on: de, von, bin. Nobody is looked for by it.
    Between,
}

const BEGINNINGS: [&str; 26] = [
    "abd", "abdal", "abdel", "abdul", "abou", "abu", "al", "d", "dall", "dell", "el", "l", "m", "mac", "mc",
    "o", "saint", "st", "ste", "umm", "عبد", "ابا", "ابو", "ابي", "ام", "ال",
];

const BETWEEN: [&str; 43] = [
    "af", "av", "bar", "bat", "ben", "bin", "bint", "da", "das", "de", "dei", "del", "della", "den", "der",
    "des", "di", "do", "dos", "du", "e", "ibn", "la", "las", "le", "lo", "los", "te", "ten", "ter", "und",
    "van", "vom", "von", "y", "zu", "zum", "zur", "بن", "ابن", "بنت", "ذو", "و",
];

/// Whether a folded word is one with the word before it.
pub(super) fn is_ending(word: &str) -> bool {
    ENDINGS.contains(&word)
}

/// Whether somebody who has typed this folded word before another may mean the other one alone.
pub(super) fn is_optional(word: &str) -> bool {
    OPTIONAL.contains(&word)
}

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
