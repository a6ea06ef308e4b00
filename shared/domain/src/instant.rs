//! Times that a caller sends.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        KnownFormat, ObjectBuilder, RefOr, Schema,
        schema::{SchemaFormat, Type},
    },
};

use crate::{Invalid, InvalidCode};

/// An instant as a request says it: RFC 3339 with any offset. Where it is refused, it says what it has to be.
///
/// A `+` in a query that is not percent-encoded arrives as a space and is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Instant(Timestamp);

impl Instant {
    /// The instant.
    pub fn timestamp(self) -> Timestamp {
        self.0
    }
}

impl TryFrom<String> for Instant {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let refused = |_| {
            Invalid::new(
                InvalidCode::NotATime,
                "must be a time with its offset, such as 2026-09-21T12:00:00Z",
            )
        };
        text.parse().map(Self).map_err(refused)
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A time with its offset (RFC 3339)."))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}
impl ToSchema for Instant {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_an_offset() {
        let read = |text: &str| Instant::try_from(text.to_owned()).map(Instant::timestamp);
        assert_eq!(read("2026-09-21T15:00:00+03:00"), read("2026-09-21T12:00:00Z"));
        for text in ["", "2026-09-21", "2026-09-21T12:00:00", "2026-09-21T15:00:00 03:00", "1789992000"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
