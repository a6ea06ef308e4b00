//! E-mail addresses.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::Invalid;

/// An e-mail address (RFC 5321, at most 254 characters), kept in lower case.
///
/// The standard lets a server tell apart the case of the part before the `@`; none in use does, and people type it
/// either way, so both are one address here. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Accepts an address without display name or comments, and with a dot in its domain.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        const REFUSED: Invalid = Invalid::rule("must be an e-mail address, such as robin@example.com");
        let trimmed = text.trim();
        let options = email_address::Options::default()
            .with_required_tld()
            .without_domain_literal()
            .without_display_text();
        let address =
            email_address::EmailAddress::parse_with_options(trimmed, options).map_err(|_| REFUSED)?;
        if trimmed.len() > 254 || trimmed.chars().any(char::is_whitespace) {
            return Err(REFUSED);
        }
        Ok(Self(address.as_str().to_lowercase()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

impl PartialSchema for EmailAddress {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Email)))
            .max_length(Some(254))
            .into()
    }
}
impl ToSchema for EmailAddress {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_make_a_second_address() {
        assert_eq!(EmailAddress::new(" Robin@Example.COM ").unwrap().as_str(), "robin@example.com");
    }

    #[test]
    fn what_is_no_plain_address_is_refused() {
        for text in
            ["", "robin", "robin@localhost", "Robin <robin@example.com>", "a b@example.com", "a@[127.0.0.1]"]
        {
            assert!(EmailAddress::new(text).is_err(), "{text}");
        }
        assert!(EmailAddress::new(&format!("{}@example.com", "a".repeat(250))).is_err());
    }
}
