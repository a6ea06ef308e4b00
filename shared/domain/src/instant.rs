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
        const REFUSED: Invalid = Invalid::new(
            InvalidCode::NotATime,
            "must be a time with its offset, such as 2026-09-21T12:00:00Z",
        );
        if !is_plain(&text) {
            return Err(REFUSED);
        }
        text.parse().map(Self).map_err(|_| REFUSED)
    }
}

/// Whether it is a date of four, two and two digits, and a time with an offset of less than a day. More is read than that
/// where a time comes from: offsets of 25 hours, and the name of a zone that need not go with the offset.
fn is_plain(text: &str) -> bool {
    /// The longest offset: hours and minutes.
    const MAX_HOURS: &str = "23";
    let is_in_place = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    // A year of more digits has a sign, and is no time of anything that is kept.
    let is_date = text.starts_with(['+', '-']) || text.bytes().take(10).enumerate().all(is_in_place);
    let time = text.get(11..).unwrap_or_default();
    let hours = time.find(['+', '-']).and_then(|at| time.get(at + 1..at + 3));
    is_date && !time.contains('[') && hours.is_none_or(|hours| hours <= MAX_HOURS)
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
        assert_eq!(read("2026-09-21T15:00:00.5+0300"), read("2026-09-21t12:00:00.500z"));
        for text in [
            "2026-09-21T12:00:00+25:00",
            "2026-09-21T12:00:00-24:00",
            "2026-09-21T12:00:00+03:00[Asia/Riyadh]",
            "2026-09-21T12:00:00Z[Asia/Tokyo]",
            "20260921T120000Z",
            "2026-02-29T12:00:00Z",
            "2026-09-21T24:00:00Z",
            " 2026-09-21T12:00:00Z",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        for text in ["", "2026-09-21", "2026-09-21T12:00:00", "2026-09-21T15:00:00 03:00", "1789992000"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
