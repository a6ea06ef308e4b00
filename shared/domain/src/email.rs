//! E-mail addresses.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{Invalid, InvalidCode};

/// The longest address (RFC 5321, section 4.5.3.1.3).
const MAX_BYTES: usize = 254;

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
        const REFUSED: Invalid =
            Invalid::new(InvalidCode::NotAnEmail, "must be an e-mail address, such as robin@example.com");
        // What is kept is what has to be good: lower case can be longer, and of characters that are refused.
        let trimmed = text.trim();
        if trimmed.len() > 4 * MAX_BYTES {
            return Err(REFUSED);
        }
        let lower = trimmed.to_lowercase();
        let options = email_address::Options::default()
            .with_required_tld()
            .without_domain_literal()
            .without_display_text();
        let is_address = email_address::EmailAddress::parse_with_options(&lower, options).is_ok();
        if !is_address || lower.len() > MAX_BYTES || lower.chars().any(char::is_whitespace) {
            return Err(REFUSED);
        }
        Ok(Self(lower))
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
            .format(Some(SchemaFormat::Custom("idn-email".to_owned())))
            .description(Some("An e-mail address, in lower case."))
            .max_length(Some(254))
            .into()
    }
}
impl ToSchema for EmailAddress {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    /// An address that is accepted must read back from where it is kept, as it is.
    fn reads_back(text: &str) -> Result<(), TestCaseError> {
        let Ok(address) = EmailAddress::new(text) else { return Ok(()) };
        prop_assert_eq!(EmailAddress::new(address.as_str()), Ok(address), "{}", text);
        Ok(())
    }

    #[test]
    fn letters_whose_lower_case_is_another_kind_of_text_read_back() {
        for text in
            ["İsmail@example.com", "a@İstanbul.example", "ΑΣ@example.com", "ẞ@example.com", "Ⱥ@example.com"]
        {
            reads_back(text).unwrap();
        }
        // `İ` is two characters of three bytes in lower case.
        let longest = format!("{}@{}.example", "Ⱥ".repeat(32), "İ".repeat(31));
        reads_back(&longest).unwrap();
    }

    proptest! {
        #[test]
        fn what_is_accepted_reads_back(
            local in r"[\PC]{1,12}",
            domain in r"\PC{1,8}(\.\PC{1,6}){0,2}",
        ) {
            reads_back(&format!("{local}@{domain}"))?;
            reads_back(&format!("{local}@Example.com"))?;
            reads_back(&format!("Robin@{domain}.Com"))?;
        }
    }
}
