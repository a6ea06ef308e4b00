//! Names: which words they have, of which letters.
//!
//! What is one name to one person is two to another: Jean-Pierre, Al Qurashi, عبد الله, Mc Donald, 山田 太郎. So the words of
//! such a name are kept as a compound. It is written down from each of its parts to its end: whatever part somebody
//! begins with, and whether the next one is joined to it or not, what was typed is the beginning of a word.

use std::{cmp::Reverse, collections::BTreeSet, mem};

use super::{
    bounds::{MAX_NAME_WORDS, bounded},
    letters::{Spelling, fold, is_in_word, is_pictograph, is_syllable, is_unspaced, normal},
    particles::{Particle, is_ending, is_optional, particle, without_article},
};

/// Words that belong together.
#[derive(Debug)]
pub(super) struct Compound {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    /// As it is written, but normal.
    text: String,
    begins: Begin,
    particle: Option<Particle>,
}

/// What is before a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begin {
    /// White space, or nothing.
    Word,
    /// A hyphen, an apostrophe, another mark; or its first letter is a capital inside a word.
    Linked,
    /// The character before it, in a writing without spaces.
    Inside,
}

/// How soon a word of a name is left out where there are too many: the last of these first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Name,
    OtherSpelling,
    Inside,
    Particle,
}

/// The words that are written down for a name: at most [`MAX_NAME_WORDS`]. The first two and the last ones come first,
/// since people are looked for by these; particles come last.
pub(super) fn words(name: &str) -> BTreeSet<String> {
    let mut ranked: Vec<(Rank, usize, String)> = Vec::new();
    let mut position = 0;
    for compound in read(name) {
        for (start, part) in compound.parts.iter().enumerate() {
            let rank = part.rank();
            let text = compound.text_from(start);
            let plain = fold(&text, Spelling::Plain);
            // Whoever types the article is understood without it, so this one is the last to be left out.
            if let Some(bare) = without_article(&plain) {
                ranked.push((rank, position, bounded(bare)));
            }
            let spelt = fold(&text, Spelling::Spelt);
            if spelt != plain {
                ranked.push((rank.max(Rank::OtherSpelling), position, bounded(&spelt)));
            }
            ranked.push((rank, position, bounded(&plain)));
            position += usize::from(rank == Rank::Name);
        }
    }
    ranked.sort_by_key(|(rank, position, _)| {
        let is_first = *rank == Rank::Name && *position < 2;
        (*rank, !is_first, if is_first { *position } else { 0 }, Reverse(*position))
    });
    let mut words = BTreeSet::new();
    for (_, _, word) in ranked {
        if words.len() >= MAX_NAME_WORDS {
            break;
        }
        words.insert(word);
    }
    words
}

/// The words of a text in its order, for sorting.
pub(super) fn in_order(name: &str) -> String {
    let mut text = String::new();
    for part in read(name).iter().flat_map(|compound| &compound.parts) {
        if part.begins == Begin::Word && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&fold(&part.text, Spelling::Plain));
    }
    text
}

/// The compounds of a text, in order.
pub(super) fn read(text: &str) -> Vec<Compound> {
    let mut compounds: Vec<Compound> = Vec::new();
    for word in normal(text).split_whitespace() {
        let mut parts = parts(word);
        if parts.is_empty() {
            continue;
        }
        if let [only] = parts.as_mut_slice() {
            only.particle = particle(&fold(&only.text, Spelling::Plain));
        }
        match compounds.last_mut() {
            Some(last) if last.takes(&parts) => last.parts.append(&mut parts),
            _ => compounds.push(Compound { parts }),
        }
    }
    with_endings(compounds)
}

/// How a text may be meant that is one term, whatever number of words it has.
pub(super) fn readings_of_one_term(text: &str) -> Vec<Vec<String>> {
    match read(text).as_slice() {
        [only] => only.readings(),
        several => {
            vec![several.iter().filter_map(|one| one.readings().into_iter().next()).flatten().collect()]
        }
    }
}

/// The compounds, with those that end a name as a part of the one before.
fn with_endings(compounds: Vec<Compound>) -> Vec<Compound> {
    let mut joined: Vec<Compound> = Vec::new();
    for mut compound in compounds {
        match joined.last_mut() {
            Some(last) if is_ending(&fold(&compound.text_from(0), Spelling::Plain)) => {
                last.parts.append(&mut compound.parts);
            }
            _ => joined.push(compound),
        }
    }
    joined
}

/// The parts of a text without white space.
fn parts(word: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut text, mut begins) = (String::new(), Begin::Word);
    let mut end = |text: &mut String, begins: Begin| {
        if !fold(text, Spelling::Plain).is_empty() {
            parts.push(Part { text: mem::take(text), begins, particle: None });
        }
        text.clear();
    };
    let letters: Vec<char> = word.chars().collect();
    for (index, c) in letters.iter().copied().enumerate() {
        let next = letters.get(index + 1).copied();
        if !is_in_word(c) {
            // A single letter after an apostrophe is an ending: Robin's.
            let is_ending =
                c == '\'' && letters[index + 1..].iter().take_while(|c| is_in_word(**c)).count() < 2;
            if !is_ending {
                end(&mut text, begins);
                begins = Begin::Linked;
            }
            continue;
        }
        if let Some(last) = text.chars().next_back()
            && let Some(border) = border(last, c, next)
        {
            end(&mut text, begins);
            begins = border;
        }
        text.push(c);
    }
    end(&mut text, begins);
    if let Some(first) = parts.first_mut() {
        first.begins = Begin::Word;
    }
    parts
}

/// Whether a part begins with `c` after `last`.
fn border(last: char, c: char, next: Option<char>) -> Option<Begin> {
    if is_pictograph(last) || is_pictograph(c) {
        return Some(Begin::Linked);
    }
    if (is_syllable(c) || is_syllable(last)) && last.is_alphanumeric() && c.is_alphanumeric() {
        return Some(Begin::Inside);
    }
    let is_capital = last.is_lowercase() && c.is_uppercase() && next.is_some_and(char::is_lowercase);
    is_capital.then_some(Begin::Linked)
}

impl Part {
    /// Whether it is one letter, as J. is one of Jane.
    fn is_initial(&self) -> bool {
        self.text.chars().count() == 1 && self.text.chars().all(char::is_alphabetic)
    }

    fn rank(&self) -> Rank {
        match (self.particle, self.begins) {
            (Some(Particle::Between), _) => Rank::Particle,
            (_, Begin::Inside) => Rank::Inside,
            _ => Rank::Name,
        }
    }
}

impl Compound {
    /// Whether the next word belongs to it.
    fn takes(&self, next: &[Part]) -> bool {
        let Some(last) = self.parts.last() else { return false };
        let is_without_spaces = |part: &Part| part.text.chars().all(is_unspaced);
        last.particle.is_some()
            || (is_without_spaces(last) && next.iter().all(is_without_spaces))
            || (last.is_initial() && matches!(next, [next] if next.is_initial()))
    }

    /// The text from one of its parts to its end.
    fn text_from(&self, start: usize) -> String {
        self.parts[start..].iter().map(|part| part.text.as_str()).collect()
    }

    /// How it may be meant that somebody has typed this: each as the beginnings of words that must all be there. As one
    /// word, or each of its words by itself.
    pub(super) fn readings(&self) -> Vec<Vec<String>> {
        let mut words: Vec<String> = Vec::new();
        for part in &self.parts {
            match words.last_mut() {
                Some(word) if part.begins == Begin::Inside => word.push_str(&part.text),
                _ => words.push(part.text.clone()),
            }
        }
        let joined = vec![self.text_from(0)];
        let mut meant = vec![joined, words];
        if let [first, _, ..] = self.parts.as_slice()
            && is_optional(&fold(&first.text, Spelling::Plain))
        {
            meant.push(vec![self.text_from(1)]);
        }
        let mut readings = Vec::new();
        for texts in meant {
            for spelling in [Spelling::Plain, Spelling::Spelt] {
                readings.push(texts.iter().map(|text| as_beginning(&fold(text, spelling))).collect());
            }
        }
        readings
    }
}

fn as_beginning(word: &str) -> String {
    bounded(without_article(word).unwrap_or(word))
}
