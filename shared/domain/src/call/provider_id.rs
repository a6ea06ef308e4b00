//! Names that the voice provider gives to things.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{Invalid, InvalidCode};

const MAX_LENGTH: usize = 128;
const REFUSED: Invalid = Invalid::new(
    InvalidCode::WrongFormat,
    "must be 1 to 128 letters, digits, underscores, hyphens, dots or colons",
);

/// Declares an id of the provider. Opaque, but limited to characters that are safe in a key, a path and a log.
macro_rules! provider_ids {
    ($($(#[$doc:meta])* $id:ident $name:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $id(String);

        impl $id {
            /// Accepts 1 to 128 ASCII letters, digits, `_`, `-`, `.` and `:`.
            pub fn new(text: &str) -> Result<Self, Invalid> {
                let safe = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':');
                // `.` and `..` would be steps in a path.
                let well_formed = (1..=MAX_LENGTH).contains(&text.len())
                    && text.bytes().all(safe)
                    && text.bytes().any(|b| b.is_ascii_alphanumeric());
                if well_formed { Ok(Self(text.to_owned())) } else { Err(REFUSED) }
            }

            /// The id as the provider writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $id {
            type Error = Invalid;

            fn try_from(text: String) -> Result<Self, Invalid> {
                Self::new(&text)
            }
        }

        impl From<$id> for String {
            fn from(id: $id) -> Self {
                id.0
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl PartialSchema for $id {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some(concat!("The voice provider's id of a ", $name, ".")))
                    .pattern(Some("^[A-Za-z0-9_.:-]{1,128}$"))
                    .into()
            }
        }
        impl ToSchema for $id {}
    )*};
}

provider_ids! {
    /// The provider's id of a call, such as `conv_0901…`.
    ConversationId "conversation";
    /// The provider's id of a voice agent, such as `agent_0901…`.
    VoiceAgentId "voice agent";
    /// The provider's id of a telephone number that it calls from, such as `phnum_0901…`.
    PhoneNumberId "telephone number";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_could_break_a_key_or_a_path_is_refused() {
        for text in ["", "a#b", "a/b", "a b", "..", "é", "a\n", &"x".repeat(129)] {
            assert!(ConversationId::new(text).is_err(), "{text}");
        }
        assert_eq!(ConversationId::new("conv_0901").unwrap().as_str(), "conv_0901");
    }
}
