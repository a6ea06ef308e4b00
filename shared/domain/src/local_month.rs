//! Months of a business.

use std::fmt;

use jiff::{Span, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{Invalid, InvalidCode, local_day::rules_of, time_zone::TimeZoneName};

/// A month of the calendar of a business, such as `2026-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalMonth {
    first_day: Date,
}

impl LocalMonth {
    /// The month that it is at this moment where the business is.
    pub fn at(moment: Timestamp, zone: &TimeZoneName) -> Self {
        Self { first_day: moment.to_zoned(rules_of(zone)).date().first_of_month() }
    }

    /// When it begins where the business is, and when the next one does.
    pub fn bounds(self, zone: &TimeZoneName) -> (Timestamp, Timestamp) {
        let next = self.first_day.checked_add(Span::new().months(1));
        let midnight =
            |day: Date, beyond| day.to_zoned(rules_of(zone)).map_or(beyond, |midnight| midnight.timestamp());
        let end = next.map_or(Timestamp::MAX, |next| midnight(next, Timestamp::MAX));
        (midnight(self.first_day, Timestamp::MIN), end)
    }
}

impl TryFrom<String> for LocalMonth {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let refused = || Invalid::new(InvalidCode::NotAMonth, "must be a year and a month, such as 2026-09");
        let (year, month) = text.split_once('-').ok_or_else(refused)?;
        let digits =
            |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(refused());
        }
        let (year, month) = (year.parse().map_err(|_| refused())?, month.parse().map_err(|_| refused())?);
        let first_day = Date::new(year, month, 1).map_err(|_| refused())?;
        Ok(Self { first_day })
    }
}

impl From<LocalMonth> for String {
    fn from(month: LocalMonth) -> Self {
        month.to_string()
    }
}

impl fmt::Display for LocalMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first_day.year(), self.first_day.month())
    }
}

impl PartialSchema for LocalMonth {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A year and a month."))
            .pattern(Some("^[0-9]{4}-(0[1-9]|1[0-2])$"))
            .examples(["2026-09"])
            .into()
    }
}
impl ToSchema for LocalMonth {}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZoneName {
        TimeZoneName::new(name).unwrap()
    }

    fn month(text: &str) -> Result<LocalMonth, Invalid> {
        LocalMonth::try_from(text.to_owned())
    }

    #[test]
    fn a_month_begins_and_ends_by_the_clock_of_the_business() {
        for (name, zone_name, begins, ends) in [
            ("2026-09", "Etc/UTC", "2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z"),
            ("2026-09", "Asia/Riyadh", "2026-08-31T21:00:00Z", "2026-09-30T21:00:00Z"),
            ("2026-12", "America/New_York", "2026-12-01T05:00:00Z", "2027-01-01T05:00:00Z"),
            // The clock changes within it.
            ("2026-03", "America/New_York", "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z"),
            ("2028-02", "Pacific/Kiritimati", "2028-01-31T10:00:00Z", "2028-02-29T10:00:00Z"),
        ] {
            let (zone, month) = (zone(zone_name), month(name).unwrap());
            let (first, end) = month.bounds(&zone);
            assert_eq!((first.to_string(), end.to_string()), (begins.to_owned(), ends.to_owned()), "{name}");
            let last = end - jiff::SignedDuration::from_millis(1);
            assert_eq!((LocalMonth::at(first, &zone), LocalMonth::at(last, &zone)), (month, month));
            assert_ne!(LocalMonth::at(end, &zone), month);
        }
    }

    #[test]
    fn a_month_reads_back_as_written_and_nothing_else_is_one() {
        for text in ["0000-01", "1970-01", "2026-09", "9999-12"] {
            let month = month(text).unwrap();
            assert_eq!(month.to_string(), text);
            for zone_name in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
                let (first, end) = month.bounds(&zone(zone_name));
                assert!(first <= end, "{text}");
            }
        }
        for text in
            ["", "2026", "2026-9", "2026-13", "2026-00", "2026-09-01", "+026-09", "-2026-09", "٢٠٢٦-٠٩"]
        {
            assert!(month(text).is_err(), "{text}");
        }
    }
}
