//! Users: the people of a tenant who sign in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    email::EmailAddress, ids::UserId, language::Language, patch::Patch, role::Role, stored, text::Name,
    time_zone::TimeZoneName,
};

/// A person who signs in. How they prove themselves is kept apart from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Its identity.
    pub id: UserId,
    /// What the person is called.
    pub name: Name,
    /// What the person signs in with; no other user of any tenant has it.
    #[serde(deserialize_with = "stored::read")]
    pub email: EmailAddress,
    /// What the person may do.
    pub role: Role,
    /// The language that the person reads, once one was chosen.
    #[serde(default, deserialize_with = "stored::read_option", skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The time zone that the person is in, once one was chosen.
    #[serde(default, deserialize_with = "stored::read_option", skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZoneName>,
    /// Since when the person may not sign in, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_at: Option<Timestamp>,
    /// When the user was created.
    pub created_at: Timestamp,
    /// When the record was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1. Signing in is none.
    pub version: u64,
}

/// What people change about themselves; what it leaves out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Another name.
    pub name: Option<Name>,
    /// Another language, or none.
    pub language: Patch<Language>,
    /// Another time zone, or none.
    pub time_zone: Patch<TimeZoneName>,
}

impl User {
    /// The user after an edit. An edit that changes nothing is no new version.
    #[must_use]
    pub fn edited(&self, changes: Changes, now: Timestamp) -> Self {
        let Changes { name, language, time_zone } = changes;
        let edited = Self {
            name: name.unwrap_or_else(|| self.name.clone()),
            language: language.apply(self.language.clone()),
            time_zone: time_zone.apply(self.time_zone.clone()),
            ..self.clone()
        };
        if edited == *self {
            return edited;
        }
        Self { version: self.version + 1, updated_at: now, ..edited }
    }

    /// The names of the fields that differ, for the audit log; never their values.
    pub fn fields_changed_since(&self, before: &Self) -> Vec<&'static str> {
        [
            ("name", self.name != before.name),
            ("language", self.language != before.language),
            ("timeZone", self.time_zone != before.time_zone),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn robin() -> User {
        User {
            id: UserId::from_parts(Timestamp::UNIX_EPOCH, 1),
            name: Name::new("Robin Example").unwrap(),
            email: EmailAddress::new("robin@example.com").unwrap(),
            role: Role::Agent,
            language: None,
            time_zone: TimeZoneName::new("Asia/Riyadh").ok(),
            disabled_at: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn an_edit_changes_what_it_names_and_counts() {
        let later = Timestamp::from_second(60).unwrap();
        let language = Patch::Set(Language::new("ar").unwrap());
        let changes = Changes { language, time_zone: Patch::Clear, ..Changes::default() };
        let edited = robin().edited(changes, later);
        assert_eq!((edited.version, edited.updated_at, &edited.time_zone), (2, later, &None));
        assert_eq!(edited.name, robin().name);
        assert_eq!(edited.fields_changed_since(&robin()), ["language", "timeZone"]);
    }

    #[test]
    fn an_edit_that_changes_nothing_is_no_version() {
        let later = Timestamp::from_second(60).unwrap();
        let same = Changes { language: Patch::Clear, name: Some(robin().name), time_zone: Patch::Keep };
        assert_eq!(robin().edited(same, later), robin());
    }
}
