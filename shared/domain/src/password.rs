//! Passwords: what may become one.
//!
//! The rules are those of NIST SP 800-63B §5.1.1.2: length counts, composition does not, and what many people use is
//! refused.

mod common;
mod guesses;

use std::{collections::HashSet, fmt};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{Invalid, InvalidCode};

/// The fewest characters of a new password.
const SHORTEST: usize = 10;
/// The most characters of a password: room for a sentence, and a bound on what a stranger can make us digest.
const LONGEST: usize = 128;

/// The most bytes that become one character when they are composed: Unicode takes up to four characters together.
const BYTES_PER_CHARACTER: usize = 16;

/// What is easier to guess than that, in tenths of a bit as [`guesses`] counts them, becomes no password: two common
/// words, or one with a year and signs behind it.
const EASIEST: u32 = 250;
/// What anybody tries first here.
const PRODUCT_WORDS: &[&str] = &["navaia"];
/// Shorter words are in anything.
const SHORTEST_PERSONAL_WORD: usize = 3;

/// A password as a person typed it: 1 to [`LONGEST`] characters of any kind.
///
/// It is kept in Unicode's composed form (NFC), since one keyboard sends `é` as one character and another as two.
/// `Debug` hides it, and its memory is wiped when it is dropped.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Password(SecretString);

impl Password {
    /// Accepts a password to be checked. Whether it may become one is asked of [`Password::check_new`]: the rules may
    /// have been others when it was set.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        // Composing takes as long as the text is: what cannot be short enough is not composed.
        if text.len() > LONGEST * BYTES_PER_CHARACTER {
            return Err(Invalid::too_long(LONGEST as u64));
        }
        let composed = SecretString::from(text.nfc().collect::<String>());
        match composed.expose_secret().chars().count() {
            0 => Err(Invalid::new(InvalidCode::Empty, "must not be empty")),
            1..=LONGEST => Ok(Self(composed)),
            _ => Err(Invalid::too_long(LONGEST as u64)),
        }
    }

    /// What is digested.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether it may become somebody's password. `personal` is what anybody would try first for this person: their
    /// name, their e-mail address, the name of their business.
    pub fn check_new(&self, personal: &[&str]) -> Result<(), Invalid> {
        if self.expose().chars().count() < SHORTEST {
            return Err(Invalid::too_short(SHORTEST as u64));
        }
        let lower = SecretString::from(self.expose().to_lowercase());
        let lower = lower.expose_secret();
        if common::contains(lower) {
            return Err(Invalid::new(
                InvalidCode::CommonPassword,
                "must not be a password that many people use",
            ));
        }
        let product: Vec<String> = PRODUCT_WORDS.iter().map(|word| (*word).to_owned()).collect();
        if lower.chars().collect::<HashSet<_>>().len() < 4 || guesses::difficulty(lower, &product) < EASIEST {
            return Err(Invalid::new(
                InvalidCode::GuessablePassword,
                "must not be words, years and rows of keys that are tried first: several words that have nothing to do \
                 with each other are hard to guess",
            ));
        }
        let known: Vec<String> =
            product.into_iter().chain(personal.iter().flat_map(|text| words(text))).collect();
        if guesses::difficulty(lower, &known) < EASIEST {
            return Err(Invalid::new(
                InvalidCode::PersonalPassword,
                "must not be made of your name, your e-mail address or the name of your business",
            ));
        }
        Ok(())
    }
}

/// The words of a name or of an e-mail address, and all of it without white space: `Harbour Dental` and `harbourdental` are
/// tried together.
fn words(text: &str) -> Vec<String> {
    let lower = text.nfc().collect::<String>().to_lowercase();
    let whole: String = lower.split_whitespace().collect();
    let parts = lower.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
    parts.chain([whole]).filter(|word| word.chars().count() >= SHORTEST_PERSONAL_WORD).collect()
}

impl TryFrom<String> for Password {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(SecretString::from(text).expose_secret())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl PartialSchema for Password {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
            .description(Some(
                "A password. A new one has at least 10 characters of any kind and is hard to guess.",
            ))
            .min_length(Some(1))
            .max_length(Some(LONGEST))
            .into()
    }
}
impl ToSchema for Password {}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), Invalid> {
        Password::new(text).unwrap().check_new(&["robin@example.com", "Harbour Dental"])
    }

    #[test]
    fn any_characters_make_a_password() {
        for text in [
            "correct horse battery",
            "tür und angel",
            "كلمة مرور طويلة",
            "🦀🦀 claws out 🦀🦀",
            "a\tb\nc d e f g h",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        assert!(check(&"lorem ipsum ".repeat(20)[..LONGEST]).is_ok());
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(check("ninechars").is_err());
        assert!(check("ten-chars!").is_ok());
        assert!(check("éèêëàâäôöû").is_ok());
        // In lower case, `İ` is two characters.
        assert!(check("İİİİİxqk4").is_err());
        assert!(check("İİİİİxqk47").is_ok());
        assert!(Password::new("").is_err());
        assert!(Password::new(&"x".repeat(LONGEST)).is_ok());
        assert!(Password::new(&"x".repeat(LONGEST + 1)).is_err());
    }

    #[test]
    fn what_many_people_use_is_refused_in_any_case() {
        for text in [
            "password123",
            "Password123",
            "1234567890",
            "0987654321",
            "QwertyUiop",
            "iloveyou123",
            "aaaaaaaaaaaa",
            "1212121212",
            "Welcome2026!",
            "admin12345",
            "navaia2026",
            "abcdefghijkl",
            "lkjhgfdsa;",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    /// The code that a new password of somebody at this business is refused with.
    fn refusal(text: &str, business: &str) -> Option<&'static str> {
        let personal = ["Robin Example", "robin@acme-smiles.example", business];
        let refused = Password::new(text).unwrap().check_new(&personal).err();
        refused.map(|invalid| invalid.code().as_str())
    }

    #[test]
    fn what_a_stranger_knows_is_refused() {
        for text in ["Robin@Example.com", "harbour dental", "HarbourDental"] {
            assert!(check(text).is_err(), "{text}");
        }
        let hopeless = [
            "Acme2026!!",
            "acmeacme12",
            "ACME-acme-2025",
            "@cme2026!!",
            "Robin19841984",
            "R0b1n2026!!!",
            "2026Acme2026",
            "example123456",
        ];
        // Of parts that nobody would try who does not know this person.
        let personal = [
            "robin.example1",
            "acmesmiles1",
            "robin@acme-smiles",
            "navaia-acme-1",
            "acme summer",
            "acmerobin12",
        ];
        for text in hopeless {
            let refused = refusal(text, "Acme");
            assert!(
                matches!(refused, Some("personal_password" | "guessable_password")),
                "{text}: {refused:?}"
            );
        }
        for text in personal {
            assert_eq!(refusal(text, "Acme"), Some("personal_password"), "{text}");
        }
        for text in hopeless.into_iter().chain(personal) {
            assert_eq!(refusal(&format!("{text} pelican gravel"), "Acme"), None, "{text}");
        }
        assert_eq!(refusal("شركة الأفق 2026", "شركة الأفق"), Some("personal_password"));
    }

    #[test]
    fn words_years_and_rows_of_keys_are_refused() {
        for text in [
            "Summer2026!!",
            "P@ssword2026",
            "Passw0rd123!",
            "Winter2025!?",
            "2026Summer!!",
            "Dragon1987..",
            "M0nkey2024!!",
            "qwerty2026!!",
            "asdfghjkl123",
            "1qaz2wsx3edc",
            "zxcvbnm12345",
            "trustno1trustno1",
            "correcthorse",
            "Football!2026",
            "letmein!!!!!",
            "Sunshine....",
            "passwordpassword",
            "navaia2026!!",
            "Navaianavaia",
            "poiuytrewq",
            "1234qwerasdf",
            "abcabcabcabc",
            "20262026!!!!",
            "Password1Password1",
            "iloveyou2026",
        ] {
            let refused = refusal(text, "Harbour Dental");
            assert!(matches!(refused, Some("guessable_password" | "common_password")), "{text}: {refused:?}");
        }
    }

    #[test]
    fn words_that_have_nothing_to_do_with_each_other_are_taken() {
        for text in [
            "correct horse battery 9",
            "correct horse battery",
            "correct horse battery staple",
            "wrong horse battery",
            "harbour dental demo",
            "staple staple staple",
            "pelican gravel tuesday",
            "mein hund heisst waldemar",
            "xK7#mQ2$vL9p",
            "gravel-pelican-94",
            "tr0mbone & marmalade",
            "قهوة الصباح مع الجيران",
            "濡れた石の上で眠る黒い猫",
        ] {
            assert_eq!(refusal(text, "Harbour Dental"), None, "{text}");
        }
    }

    #[test]
    fn both_ways_to_type_an_accent_are_one_password() {
        let composed = Password::new("caf\u{e9} au lait").unwrap();
        let decomposed = Password::new("cafe\u{301} au lait").unwrap();
        assert_eq!(composed.expose(), decomposed.expose());
    }

    #[test]
    fn debug_hides_it() {
        assert_eq!(format!("{:?}", Password::new("correct horse battery").unwrap()), "Password(…)");
    }
}
