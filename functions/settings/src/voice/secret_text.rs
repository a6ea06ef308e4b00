//! Secrets that a person pastes.

use std::fmt;

use domain::{Invalid, InvalidCode};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        KnownFormat, ObjectBuilder, RefOr, Schema,
        schema::{SchemaFormat, Type},
    },
};

const MIN_CHARACTERS: usize = 8;
const MAX_CHARACTERS: usize = 512;

/// A secret of another system, trimmed: 8 to 512 visible ASCII characters. `Debug` shows nothing of it.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct SecretText(SecretString);

impl SecretText {
    /// The secret.
    pub(super) fn secret(&self) -> SecretString {
        self.0.clone()
    }
}

impl TryFrom<String> for SecretText {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let trimmed = text.trim();
        // It is sent in a header or hashed: nothing else would work there.
        if !trimmed.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Invalid::new(InvalidCode::ForbiddenCharacters, "must be visible ASCII characters"));
        }
        match trimmed.len() {
            0..MIN_CHARACTERS => Err(Invalid::too_short(MIN_CHARACTERS as u64)),
            MIN_CHARACTERS..=MAX_CHARACTERS => Ok(Self(SecretString::from(trimmed))),
            _ => Err(Invalid::too_long(MAX_CHARACTERS as u64)),
        }
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

impl PartialSchema for SecretText {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
            .min_length(Some(MIN_CHARACTERS))
            .max_length(Some(MAX_CHARACTERS))
            .description(Some("A secret of 8 to 512 visible ASCII characters."))
            .pattern(Some("^[!-~]*$"))
            .write_only(true)
            .into()
    }
}
impl ToSchema for SecretText {}
