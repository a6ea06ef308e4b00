//! A customer: somebody the tenant's voice agents talk to.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, Visitor},
};
use utoipa::ToSchema;

use crate::{
    Invalid, InvalidCode,
    email::EmailAddress,
    ids::CustomerId,
    language::Language,
    patch::Patch,
    phone::PhoneNumber,
    search,
    text::{Name, Notes, Tag, Text},
    time_zone::TimeZoneName,
};

mod field_value_schema;

/// The most tags of one customer.
pub const MAX_TAGS: usize = 20;
/// The most custom fields of one customer.
pub const MAX_CUSTOM_FIELDS: usize = 40;

/// A customer as it is kept.
///
/// There is one per phone number and tenant: the number is how a caller is recognised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Its identity.
    pub id: CustomerId,
    /// The number it calls from and is called at; unique in the tenant.
    pub phone: PhoneNumber,
    /// What else is known about it.
    #[serde(flatten)]
    pub profile: Profile,
    /// How it came to be known.
    pub source: Source,
    /// When it became known.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
    /// When it was deleted; it can be restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// What a person fills in about a customer; all of it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// What the customer is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Where it gets mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The language it prefers to speak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The time zone it lives in; decides when it may be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZoneName>,
    /// Words it is grouped by.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Notes>,
    /// Whether it agreed to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// The tenant's own fields.
    #[serde(default, skip_serializing_if = "CustomFields::is_empty")]
    pub custom_fields: CustomFields,
}

/// How a customer came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A person entered it.
    Manual,
    /// It called, or was called, and its number was not known.
    Call,
}

/// Whether a customer agreed to be called, since when, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consent {
    /// What it said.
    pub status: ConsentStatus,
    /// When it said so.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    /// What shows it: a form, a call, a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Text<500>>,
}

/// What a customer said about being called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentStatus {
    /// It may be called.
    Granted,
    /// It must not be called.
    Withdrawn,
}

/// At most 20 tags, in order and without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "BTreeSet<Tag>", into = "BTreeSet<Tag>")]
#[schema(value_type = Vec<Tag>, max_items = 20)]
pub struct Tags(BTreeSet<Tag>);

impl Tags {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them.
    pub fn contains(&self, tag: &Tag) -> bool {
        self.0.contains(tag)
    }

    /// The tags in order.
    pub fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter()
    }
}

impl TryFrom<BTreeSet<Tag>> for Tags {
    type Error = Invalid;

    fn try_from(tags: BTreeSet<Tag>) -> Result<Self, Invalid> {
        if tags.len() > MAX_TAGS {
            return Err(Invalid::because(InvalidCode::TooMany, format!("must have at most {MAX_TAGS} tags"))
                .max(MAX_TAGS as u64));
        }
        Ok(Self(tags))
    }
}

impl From<Tags> for BTreeSet<Tag> {
    fn from(tags: Tags) -> Self {
        tags.0
    }
}

/// At most 40 fields of the tenant's own, by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "BTreeMap<Tag, FieldValue>", into = "BTreeMap<Tag, FieldValue>")]
#[schema(value_type = BTreeMap<Tag, FieldValue>)]
pub struct CustomFields(BTreeMap<Tag, FieldValue>);

impl CustomFields {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<BTreeMap<Tag, FieldValue>> for CustomFields {
    type Error = Invalid;

    fn try_from(fields: BTreeMap<Tag, FieldValue>) -> Result<Self, Invalid> {
        if fields.len() > MAX_CUSTOM_FIELDS {
            return Err(Invalid::because(
                InvalidCode::TooMany,
                format!("must have at most {MAX_CUSTOM_FIELDS} fields"),
            )
            .max(MAX_CUSTOM_FIELDS as u64));
        }
        Ok(Self(fields))
    }
}

impl From<CustomFields> for BTreeMap<Tag, FieldValue> {
    fn from(fields: CustomFields) -> Self {
        fields.0
    }
}

/// The value of a custom field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Yes or no.
    Flag(bool),
    /// A number: 0, or from 1e-100 to 9007199254740991 (2^53 - 1) in size.
    Number(f64),
    /// A text.
    Text(Text<500>),
}

impl FieldValue {
    /// The largest number up to which every whole number is one of its own (RFC 7493, section 2.2): the next one would
    /// be kept as another.
    const LARGEST_NUMBER: f64 = 9_007_199_254_740_991.0;
    /// The smallest number in size but for 0. DynamoDB keeps 1e-130, with 38 digits.
    const SMALLEST_NUMBER: f64 = 1e-100;

    /// Accepts a number that is kept and read again as it is.
    pub fn number(number: f64) -> Result<Self, Invalid> {
        if number == 0.0 || (Self::SMALLEST_NUMBER..=Self::LARGEST_NUMBER).contains(&number.abs()) {
            return Ok(Self::Number(number));
        }
        Err(Invalid::new(
            InvalidCode::OutOfRange,
            "must be 0 or a number from 1e-100 to 9007199254740991 in size",
        ))
    }
}

/// Read by hand, so that whoever sent the value is told what is wrong with it.
impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;

        impl Visitor<'_> for Value {
            type Value = FieldValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("must be true or false, a number, or a text of 1 to 500 characters")
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<FieldValue, E> {
                Ok(FieldValue::Flag(flag))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<FieldValue, E> {
                FieldValue::number(number).map_err(E::custom)
            }

            // Rounded where it is too large anyway.
            fn visit_i64<E: Error>(self, number: i64) -> Result<FieldValue, E> {
                self.visit_f64(number as f64)
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<FieldValue, E> {
                self.visit_f64(number as f64)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<FieldValue, E> {
                Text::new(text).map(FieldValue::Text).map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Value)
    }
}

/// What an edit changes; what it leaves out stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Another number; it must be free.
    pub phone: Option<PhoneNumber>,
    /// Another name, or none.
    pub name: Patch<Name>,
    /// Another address, or none.
    pub email: Patch<EmailAddress>,
    /// Another language, or none.
    pub language: Patch<Language>,
    /// Another time zone, or none.
    pub time_zone: Patch<TimeZoneName>,
    /// All tags anew.
    pub tags: Patch<Tags>,
    /// Other notes, or none.
    pub notes: Patch<Notes>,
    /// Another consent, or none on record.
    pub consent: Patch<Consent>,
    /// All custom fields anew.
    pub custom_fields: Patch<CustomFields>,
}

impl Customer {
    /// A customer who becomes known now.
    pub fn new(id: CustomerId, phone: PhoneNumber, profile: Profile, source: Source, now: Timestamp) -> Self {
        Self { id, phone, profile, source, created_at: now, updated_at: now, version: 1, deleted_at: None }
    }

    /// The customer after an edit. An edit that changes nothing is no new version.
    #[must_use]
    pub fn edited(&self, changes: Changes, now: Timestamp) -> Self {
        let Changes { phone, name, email, language, time_zone, tags, notes, consent, custom_fields } =
            changes;
        let current = self.profile.clone();
        let profile = Profile {
            name: name.apply(current.name),
            email: email.apply(current.email),
            language: language.apply(current.language),
            time_zone: time_zone.apply(current.time_zone),
            tags: tags.apply(Some(current.tags)).unwrap_or_default(),
            notes: notes.apply(current.notes),
            consent: consent.apply(current.consent),
            custom_fields: custom_fields.apply(Some(current.custom_fields)).unwrap_or_default(),
        };
        let phone = phone.unwrap_or_else(|| self.phone.clone());
        if phone == self.phone && profile == self.profile {
            return self.clone();
        }
        Self { phone, profile, ..self.next_version(now) }
    }

    /// The customer as it waits to be restored.
    #[must_use]
    pub fn deleted(&self, now: Timestamp) -> Self {
        Self { deleted_at: Some(now), ..self.next_version(now) }
    }

    /// The customer after a deletion was undone.
    #[must_use]
    pub fn restored(&self, now: Timestamp) -> Self {
        Self { deleted_at: None, ..self.next_version(now) }
    }

    fn next_version(&self, now: Timestamp) -> Self {
        Self { version: self.version + 1, updated_at: now, ..self.clone() }
    }

    /// The words it is found by.
    pub fn words(&self) -> BTreeSet<String> {
        let name = self.profile.name.as_ref().map(Name::as_str);
        search::words_of(name, self.profile.email.as_ref(), Some(&self.phone))
    }

    /// The names of the fields that differ, for the audit log; never their values.
    pub fn fields_changed_since(&self, before: &Self) -> Vec<&'static str> {
        let (new, old) = (&self.profile, &before.profile);
        [
            ("phone", self.phone != before.phone),
            ("name", new.name != old.name),
            ("email", new.email != old.email),
            ("language", new.language != old.language),
            ("timeZone", new.time_zone != old.time_zone),
            ("tags", new.tags != old.tags),
            ("notes", new.notes != old.notes),
            ("consent", new.consent != old.consent),
            ("customFields", new.custom_fields != old.custom_fields),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn robin() -> Customer {
        let profile = Profile { name: Name::new("Robin Example").ok(), ..Profile::default() };
        Customer::new(
            CustomerId::from_parts(Timestamp::UNIX_EPOCH, 1),
            PhoneNumber::from_e164("+12025550142").unwrap(),
            profile,
            Source::Manual,
            Timestamp::UNIX_EPOCH,
        )
    }

    fn later() -> Timestamp {
        Timestamp::from_second(60).unwrap()
    }

    #[test]
    fn an_edit_changes_what_it_names_and_counts() {
        let notes = Notes::new("Prefers mornings").unwrap();
        let edited = robin().edited(Changes { notes: Patch::Set(notes), ..Changes::default() }, later());
        assert_eq!(edited.version, 2);
        assert_eq!(edited.updated_at, later());
        assert_eq!(edited.profile.name, robin().profile.name);
        assert_eq!(edited.fields_changed_since(&robin()), ["notes"]);
    }

    #[test]
    fn an_edit_that_changes_nothing_is_no_version() {
        let same = Changes { name: Patch::Set(Name::new("Robin Example").unwrap()), ..Changes::default() };
        assert_eq!(robin().edited(same, later()), robin());
    }

    #[test]
    fn a_deletion_can_be_undone() {
        let restored = robin().deleted(later()).restored(later());
        assert_eq!(restored.deleted_at, None);
        assert_eq!(restored.version, 3);
    }

    #[test]
    fn the_bounds_hold() {
        let many: BTreeSet<Tag> = (0..21).map(|n| Tag::new(&n.to_string()).unwrap()).collect();
        assert!(Tags::try_from(many).is_err());
        assert!(serde_json::from_str::<CustomFields>(r#"{"a":[1]}"#).is_err());
        assert!(serde_json::from_str::<CustomFields>(r#"{"a":1,"b":"x","c":false}"#).is_ok());
    }

    #[test]
    fn numbers_are_those_that_are_kept_as_they_are() {
        let read = |number: &str| serde_json::from_str::<CustomFields>(&format!(r#"{{"size":{number}}}"#));
        for number in ["9007199254740991", "-9007199254740991", "0", "-0.0", "0.1", "-1e-100", "1.5e15"] {
            assert!(read(number).is_ok(), "{number}");
        }
        for number in ["9007199254740992", "9007199254740993", "-9007199254740993", "18446744073709551616"]
            .into_iter()
            .chain(["1e126", "-1e300", "1e-101", "-1e-130"])
        {
            let error = read(number).unwrap_err().to_string();
            assert!(error.starts_with("must be 0 or a number "), "{number}: {error}");
        }
    }
}
