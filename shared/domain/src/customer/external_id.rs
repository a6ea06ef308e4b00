//! What a customer is called in another system of the tenant.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{Invalid, InvalidCode};

/// The id of a customer in another system; unique in the tenant. 1 to 128 characters that need no escaping in a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ExternalId(String);

impl ExternalId {
    /// Accepts letters and digits of ASCII, and `.`, `_`, `:`, `@`, `-`.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._:@-".contains(&byte);
        if (1..=128).contains(&text.len()) && text.bytes().all(is_allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(Invalid::new(InvalidCode::WrongFormat, "must have 1 to 128 letters, digits or any of . _ : @ -"))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ExternalId {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl From<ExternalId> for String {
    fn from(id: ExternalId) -> Self {
        id.0
    }
}

/// Not shown: some systems number people by their e-mail address or phone number.
impl std::fmt::Debug for ExternalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ExternalId({} characters)", self.0.len())
    }
}

impl PartialSchema for ExternalId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The id of the customer in another system. Unique in the tenant."))
            .pattern(Some("^[A-Za-z0-9._:@-]{1,128}$"))
            .into()
    }
}
impl ToSchema for ExternalId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_no_escaping_is_an_id() {
        for text in ["1", "crm:42", "robin@example.com", "a.b_c-d", &"x".repeat(128)] {
            assert_eq!(ExternalId::new(text).unwrap().as_str(), text);
        }
        for text in ["", "a b", "a/b", "a#b", "é", "a%20b", &"x".repeat(129)] {
            assert!(ExternalId::new(text).is_err(), "{text}");
        }
    }
}
