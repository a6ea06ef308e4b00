//! A tenant: one business that uses the product.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    collected_data::{CollectedDataMapping, MappingSince},
    phone::Region,
    stored,
    text::Name,
    time_zone::TimeZoneName,
};

/// A tenant with its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// What the business is called.
    pub name: Name,
    /// Where it is: days and calling hours are read in this zone unless a customer says otherwise.
    #[serde(deserialize_with = "stored::read")]
    pub time_zone: TimeZoneName,
    /// The country whose numbers people write without a country code.
    pub default_region: Region,
    /// What becomes of collected data; the usual if it was never said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected_data: Option<MappingSince>,
    /// When it registered.
    pub created_at: Timestamp,
    /// When its settings were last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
}

/// What an edit of the settings changes; what it leaves out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Another name.
    pub name: Option<Name>,
    /// Another time zone.
    pub time_zone: Option<TimeZoneName>,
    /// Another country. Numbers that are on record keep theirs.
    pub default_region: Option<Region>,
}

impl Tenant {
    /// The tenant after an edit. An edit that changes nothing is no new version.
    #[must_use]
    pub fn edited(&self, changes: Changes, now: Timestamp) -> Self {
        let Changes { name, time_zone, default_region } = changes;
        let edited = Self {
            name: name.unwrap_or_else(|| self.name.clone()),
            time_zone: time_zone.unwrap_or_else(|| self.time_zone.clone()),
            default_region: default_region.unwrap_or_else(|| self.default_region.clone()),
            ..self.clone()
        };
        if edited == *self {
            return edited;
        }
        Self { version: self.version + 1, updated_at: now, ..edited }
    }

    /// The tenant with another mapping, which holds for calls that end from now on.
    #[must_use]
    pub fn with_mapping(&self, mapping: CollectedDataMapping, now: Timestamp) -> Self {
        if self.mapping() == mapping {
            return self.clone();
        }
        let collected_data = Some(MappingSince { mapping, since: now });
        Self { version: self.version + 1, updated_at: now, collected_data, ..self.clone() }
    }

    /// What becomes of collected data.
    pub fn mapping(&self) -> CollectedDataMapping {
        self.collected_data.as_ref().map(|own| own.mapping.clone()).unwrap_or_default()
    }

    /// What becomes of the data of a call that ended at this time; `None` if that was before the mapping.
    pub fn mapping_at(&self, ended_at: Timestamp) -> Option<CollectedDataMapping> {
        let is_old = self.collected_data.as_ref().is_some_and(|own| ended_at < own.since);
        (!is_old).then(|| self.mapping())
    }

    /// The names of the settings that differ, for the audit log; never their values.
    pub fn fields_changed_since(&self, before: &Self) -> Vec<&'static str> {
        [
            ("name", self.name != before.name),
            ("timeZone", self.time_zone != before.time_zone),
            ("defaultRegion", self.default_region != before.default_region),
            ("collectedData", self.collected_data != before.collected_data),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant() -> Tenant {
        Tenant {
            name: Name::new("Harbour Dental").unwrap(),
            time_zone: TimeZoneName::new("America/New_York").unwrap(),
            default_region: Region::new("US").unwrap(),
            collected_data: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn an_edit_changes_what_it_names_and_counts() {
        let later = Timestamp::from_second(60).unwrap();
        let changes = Changes { default_region: Region::new("SA").ok(), ..Changes::default() };
        let edited = tenant().edited(changes, later);
        assert_eq!((edited.version, edited.updated_at), (2, later));
        assert_eq!(edited.name, tenant().name);
        assert_eq!(edited.fields_changed_since(&tenant()), ["defaultRegion"]);
    }

    #[test]
    fn a_mapping_holds_for_calls_that_end_after_it() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let own = CollectedDataMapping::default;
        assert_eq!(tenant().with_mapping(own(), at(60)), tenant(), "it is the usual one");
        assert_eq!(tenant().mapping_at(Timestamp::UNIX_EPOCH), Some(own()));
        let mut other = own();
        other.customer.email = serde_json::from_str(r#"["mail"]"#).unwrap();
        let changed = tenant().with_mapping(other.clone(), at(60));
        assert_eq!((changed.version, changed.fields_changed_since(&tenant())), (2, vec!["collectedData"]));
        assert_eq!((changed.mapping_at(at(59)), changed.mapping_at(at(60))), (None, Some(other)));
        assert_eq!(
            serde_json::from_str::<Tenant>(&serde_json::to_string(&changed).unwrap()).unwrap(),
            changed
        );
    }

    #[test]
    fn an_edit_that_changes_nothing_is_no_version() {
        let later = Timestamp::from_second(60).unwrap();
        let same = Changes { name: Name::new(" Harbour Dental ").ok(), ..Changes::default() };
        assert_eq!(tenant().edited(same, later), tenant());
    }
}
