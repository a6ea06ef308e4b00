//! Passwords: what may become one.
//!
//! The rules are those of NIST SP 800-63B §5.1.1.2: length counts, composition does not, and what many people use is
//! refused.

use std::{collections::HashSet, fmt, sync::LazyLock};

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

/// Common passwords, one a line; lines that begin with `# ` are comments. Where they come from: `LICENSES.txt`.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("password/common.txt").lines().filter(|line| !line.starts_with("# ")).collect()
});

/// Words that stay common whatever figures and signs are put after them.
const STEMS: &[&str] = &[
    "abc",
    "abcd",
    "admin",
    "administrator",
    "changeme",
    "default",
    "football",
    "hello",
    "iloveyou",
    "letmein",
    "login",
    "master",
    "monkey",
    "navaia",
    "passw",
    "passwd",
    "password",
    "qwer",
    "qwert",
    "qwerty",
    "qwertyuiop",
    "secret",
    "sunshine",
    "test",
    "user",
    "welcome",
];

/// Rows of keyboards, and the two orders that everybody knows.
const ROWS: &[&str] = &[
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopqwertyuiop",
    "asdfghjkl;asdfghjkl;",
    "zxcvbnm,./zxcvbnm,./",
];

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
    /// e-mail address, the name of their business.
    pub fn check_new(&self, personal: &[&str]) -> Result<(), Invalid> {
        if self.expose().chars().count() < SHORTEST {
            return Err(Invalid::too_short(SHORTEST as u64));
        }
        let lower = SecretString::from(self.expose().to_lowercase());
        let lower = lower.expose_secret();
        if is_common(lower) {
            return Err(Invalid::new(
                InvalidCode::CommonPassword,
                "must not be a password that many people use",
            ));
        }
        let name = |text: &str| text.nfc().collect::<String>().to_lowercase();
        if personal.iter().any(|text| squeezed(&name(text)) == squeezed(lower)) {
            return Err(Invalid::new(
                InvalidCode::PersonalPassword,
                "must not be your e-mail address or the name of your business",
            ));
        }
        Ok(())
    }
}

/// Without white space: `Harbour Dental` and `harbourdental` are tried together.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn is_common(lower: &str) -> bool {
    let stem = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    let different = lower.chars().collect::<HashSet<_>>().len();
    let backwards: String = lower.chars().rev().collect();
    different < 4
        || COMMON.contains(lower)
        || STEMS.contains(&stem)
        || ROWS.iter().any(|row| row.contains(lower) || row.contains(&backwards))
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
                "A password. A new one has at least 10 characters of any kind and is not a common one.",
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
        assert!(check("İİİİİabc1").is_err());
        assert!(check("İİİİİabc12").is_ok());
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

    #[test]
    fn what_a_stranger_knows_is_refused() {
        for text in ["Robin@Example.com", "harbour dental", "HarbourDental"] {
            assert!(check(text).is_err(), "{text}");
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

    #[test]
    fn the_list_is_clean() {
        assert!(COMMON.len() > 2000);
        for entry in COMMON.iter() {
            assert!(
                entry.len() >= SHORTEST && entry.is_ascii() && **entry == entry.to_lowercase(),
                "{entry}"
            );
        }
    }
}
