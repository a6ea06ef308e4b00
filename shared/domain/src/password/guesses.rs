//! How hard a password is to guess, roughly: by the cheapest way to put it together from what is tried first.
//!
//! Passwords that people are made to choose are a word with a year and signs behind it, their own name, or a row of the
//! keyboard. Whoever guesses knows that, and tries these before anything else. What such a part adds is set down here in
//! tenths of a bit; what nothing explains counts by the character.

use std::sync::LazyLock;

use secrecy::{ExposeSecret, SecretString};

use super::common;

/// A word that many people use as a password.
const COMMON_WORD: u32 = 120;
/// A word that is known about the person, the business or the product.
const PERSONAL_WORD: u32 = 60;
/// Writing figures and signs in the place of letters.
const DISGUISE: u32 = 10;
const YEAR: u32 = 60;
/// A row of keys, of letters or of figures, in either direction.
const ROW: u32 = 50;
/// What stood right before, once more.
const REPETITION: u32 = 10;
const SPACE: u32 = 10;
const DIGIT: u32 = 33;
const LETTER: u32 = 47;
const SIGN: u32 = 25;
/// A character of another script.
const OTHER: u32 = 60;

/// Rows of keyboards, and the two orders that everybody knows.
const ROWS: &[&str] = &[
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopqwertyuiop",
    "asdfghjkl;asdfghjkl;",
    "zxcvbnm,./zxcvbnm,./",
    "qwertzuiop",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "!@#$%^&*()",
];
/// The same from their ends: a password is not copied to be turned round.
static BACKWARDS: LazyLock<Vec<String>> =
    LazyLock::new(|| ROWS.iter().map(|row| row.chars().rev().collect()).collect());
/// Part of a row has so many keys at least.
const SHORTEST_ROW: usize = 3;

/// How hard it is to guess this password, in tenths of a bit, for somebody who knows these words. Both in lower case.
pub(super) fn difficulty(lower: &str, known: &[String]) -> u32 {
    let disguises: [fn(char) -> char; 3] = [|c| c, undisguised_with_i, undisguised_with_l];
    let texts =
        disguises.map(|undisguise| SecretString::from(lower.chars().map(undisguise).collect::<String>()));
    let texts = [0, 1, 2].map(|index| texts[index].expose_secret());
    // The cheapest way to each place; those within a character are never reached.
    let mut cheapest = vec![u32::MAX; lower.len() + 1];
    cheapest[0] = 0;
    for start in 0..lower.len() {
        let before = cheapest[start];
        let Some(first) = lower.get(start..).and_then(|rest| rest.chars().next()) else { continue };
        let mut reach = |end: usize, cost: u32| {
            if let Some(place) = cheapest.get_mut(end) {
                *place = (*place).min(before.saturating_add(cost));
            }
        };
        reach(start + first.len_utf8(), of_character(first));
        for end in start + 1..=lower.len() {
            let Some(part) = lower.get(start..end) else { continue };
            if is_year(part) {
                reach(end, YEAR);
            }
            if is_row(part) {
                reach(end, ROW);
            }
            if lower.get(start.wrapping_sub(end - start)..start) == Some(part) {
                reach(end, REPETITION);
            }
            for (number, text) in texts.iter().enumerate() {
                let Some(word) = text.get(start..end) else { continue };
                let disguise = if number > 0 && word != part { DISGUISE } else { 0 };
                if known.iter().any(|known| known == word) {
                    reach(end, PERSONAL_WORD + disguise);
                }
                if (common::SHORTEST..=common::LONGEST).contains(&word.len()) && common::contains(word) {
                    reach(end, COMMON_WORD + disguise);
                }
            }
        }
    }
    cheapest[lower.len()]
}

fn of_character(c: char) -> u32 {
    match c {
        c if c.is_whitespace() => SPACE,
        '0'..='9' => DIGIT,
        'a'..='z' => LETTER,
        c if c.is_ascii() => SIGN,
        _ => OTHER,
    }
}

fn is_year(part: &str) -> bool {
    part.len() == 4
        && part.bytes().all(|byte| byte.is_ascii_digit())
        && (part.starts_with("19") || part.starts_with("20"))
}

fn is_row(part: &str) -> bool {
    part.len() >= SHORTEST_ROW
        && (ROWS.iter().any(|row| row.contains(part)) || BACKWARDS.iter().any(|row| row.contains(part)))
}

/// The letter that a figure or sign stands for. As long as that, so that places stay the same.
const fn undisguised_with_i(c: char) -> char {
    match c {
        '1' | '!' => 'i',
        c => undisguised(c),
    }
}

const fn undisguised_with_l(c: char) -> char {
    match c {
        '1' | '!' => 'l',
        c => undisguised(c),
    }
}

const fn undisguised(c: char) -> char {
    match c {
        '0' => 'o',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        '9' => 'g',
        c => c,
    }
}
