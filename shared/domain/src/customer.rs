//! A customer: somebody the tenant's voice agents talk to.

mod consent;
mod custom_fields;
mod custom_fields_schema;
mod edit;
mod external_id;
mod heard;
mod numbers;
mod tags;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::{
    consent::{Consent, ConsentEdit, ConsentStatus},
    custom_fields::{CustomFields, CustomFieldsEdit, FieldValue, MAX_CUSTOM_FIELDS},
    edit::{CustomerEdit, Edited, WrongField},
    external_id::ExternalId,
    heard::{Heard, Told, ToldIn},
    numbers::{ExtendedNumber, Extension, MAX_OTHER_PHONES, OtherPhone, TypedNumber, TypedOtherPhone},
    tags::{MAX_TAGS, Tags, folded_tag},
};
use crate::{
    email::EmailAddress,
    ids::{CustomerId, WordSetId},
    language::Language,
    open_enum::OpenEnum,
    phone::{PhoneCheck, PhoneNumber, Region},
    search, stored,
    text::{Name, Notes},
    time_zone::TimeZoneName,
    unknown::Unknown,
};

/// A customer as it is kept.
///
/// A number with its extension has one customer in a tenant: the number is how a caller is recognised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Its identity.
    pub id: CustomerId,
    /// The number that the customer is called at; unique in the tenant with its extension.
    pub phone: PhoneNumber,
    /// What is dialled after that number has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_extension: Option<Extension>,
    /// More numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_phones: Vec<OtherPhone>,
    /// Those of its numbers that were in no country's numbering plan when numbers were last written. It takes the plans of
    /// the world to know, which whoever only reads a customer need not load.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unusual_phones: BTreeSet<PhoneNumber>,
    /// What else is known about it.
    #[serde(flatten)]
    pub profile: Profile,
    /// Which of that was told on the phone.
    #[serde(default, skip_serializing_if = "Told::is_empty")]
    pub told: Told,
    /// Whether it is listed by its tags without case, where that is something else. Records from before are listed by each
    /// spelling; the next edit brings them into order.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub folded_tags: bool,
    /// Where the words are that it is found by, since an edit that was too large to write them itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word_set: Option<WordSetId>,
    /// How it came to be known.
    pub source: OpenEnum<Source>,
    /// When it became known.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: u64,
    /// When it was deleted; it can be restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// What a newer version of the product has added: an edit keeps it.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What a customer is recognised by in a list of people. It is exactly what a search looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// What the customer is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Where the customer gets mail.
    #[serde(default, deserialize_with = "stored::read_option", skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The primary number.
    pub phone: PhoneNumber,
    /// What is dialled after the primary number has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_extension: Option<Extension>,
    /// More numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_phones: Vec<OtherPhone>,
    /// Those of the numbers that were in no country's numbering plan when they were written.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unusual_phones: BTreeSet<PhoneNumber>,
}

/// What a person fills in about a customer; all of it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The id in another system; unique in the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<ExternalId>,
    /// What the customer is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Where it gets mail.
    #[serde(default, deserialize_with = "stored::read_option", skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The language it prefers to speak.
    #[serde(default, deserialize_with = "stored::read_option", skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The time zone it lives in; decides when it may be called.
    #[serde(default, deserialize_with = "stored::read_option", skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZoneName>,
    /// Words it is grouped by.
    #[serde(default, deserialize_with = "Tags::deserialize_stored")]
    #[schema(required = true)]
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

impl Customer {
    /// A customer who becomes known now.
    pub fn new(id: CustomerId, phone: PhoneNumber, profile: Profile, source: Source, now: Timestamp) -> Self {
        Self {
            id,
            phone,
            phone_extension: None,
            other_phones: Vec::new(),
            unusual_phones: BTreeSet::new(),
            profile,
            told: Told::default(),
            folded_tags: false,
            word_set: None,
            source: source.into(),
            created_at: now,
            updated_at: now,
            version: 1,
            deleted_at: None,
            unknown: Unknown::default(),
        }
        .with_folded_tags()
        .with_checked_phones()
    }

    /// The same, with what today's numbering plans say about its numbers.
    #[must_use]
    fn with_checked_phones(mut self) -> Self {
        self.check_phones();
        self
    }

    fn check_phones(&mut self) {
        let is_unusual = |phone: &PhoneNumber| phone.check() == PhoneCheck::Unusual;
        let phones = std::iter::once(&self.phone).chain(self.other_phones.iter().map(|other| &other.phone));
        self.unusual_phones = phones.filter(|phone| is_unusual(phone)).cloned().collect();
    }

    /// The same, listed by its tags without case.
    #[must_use]
    fn with_folded_tags(self) -> Self {
        let folded_tags = self.profile.tags.folded() != self.profile.tags.texts();
        Self { folded_tags, ..self }
    }

    /// A customer who becomes known now, filled in by a person. National numbers are those of `region`.
    pub fn created(
        id: CustomerId,
        edit: CustomerEdit,
        region: Option<&Region>,
        now: Timestamp,
    ) -> Result<Self, Vec<WrongField>> {
        let settled = edit.settle(None, region, now)?;
        let mut customer = Self::new(id, settled.phone.clone(), Profile::default(), Source::Manual, now);
        customer.apply(edit, settled);
        Ok(customer.with_folded_tags())
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
        Self { version: self.version + 1, updated_at: now, ..self.clone() }.with_folded_tags()
    }

    /// All numbers of the customer, the primary one first.
    pub fn numbers(&self) -> impl Iterator<Item = ExtendedNumber> {
        numbers::all(&self.phone, self.phone_extension.as_ref(), &self.other_phones)
    }

    /// What it is listed by, of its tags.
    pub fn listed_tags(&self) -> BTreeSet<String> {
        if self.folded_tags { self.profile.tags.folded() } else { self.profile.tags.texts() }
    }

    /// What the customer is recognised by.
    pub fn summary(&self) -> Summary {
        Summary {
            name: self.profile.name.clone(),
            email: self.profile.email.clone(),
            phone: self.phone.clone(),
            phone_extension: self.phone_extension.clone(),
            other_phones: self.other_phones.clone(),
            unusual_phones: self.unusual_phones.clone(),
        }
    }

    /// The words that the customer is found by.
    pub fn words(&self) -> BTreeSet<String> {
        self.summary().words()
    }
}

impl Summary {
    /// All numbers, the primary one first.
    pub fn numbers(&self) -> impl Iterator<Item = ExtendedNumber> {
        numbers::all(&self.phone, self.phone_extension.as_ref(), &self.other_phones)
    }

    /// The phone numbers, the primary one first, without their extensions.
    pub fn phones(&self) -> impl Iterator<Item = &PhoneNumber> {
        std::iter::once(&self.phone).chain(self.other_phones.iter().map(|other| &other.phone))
    }

    /// The words that somebody with this name, address and these numbers is found by.
    pub fn words(&self) -> BTreeSet<String> {
        let phones: Vec<&PhoneNumber> = self.phones().collect();
        search::words_of(self.name.as_ref().map(Name::as_str), self.email.as_ref(), &phones)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deletion_can_be_undone() {
        let later = Timestamp::from_second(60).unwrap();
        let robin = Customer::new(
            CustomerId::from_parts(Timestamp::UNIX_EPOCH, 1),
            PhoneNumber::from_e164("+12025550142").unwrap(),
            Profile::default(),
            Source::Manual,
            Timestamp::UNIX_EPOCH,
        );
        let restored = robin.deleted(later).restored(later);
        assert_eq!(restored.deleted_at, None);
        assert_eq!(restored.version, 3);
    }

    #[test]
    fn what_numbering_plans_say_is_noted_when_numbers_are_written() {
        let number = |text: &str| PhoneNumber::from_e164(text).unwrap();
        let (usual, unusual) = (number("+12025550142"), number("+12005550142"));
        let id = CustomerId::from_parts(Timestamp::UNIX_EPOCH, 1);
        let of = |phone: &PhoneNumber| {
            Customer::new(id, phone.clone(), Profile::default(), Source::Manual, Timestamp::UNIX_EPOCH)
        };
        assert_eq!(of(&usual).unusual_phones, BTreeSet::new());
        let noted = of(&unusual);
        assert_eq!(noted.unusual_phones, BTreeSet::from([unusual.clone()]));
        assert_eq!(noted.summary().unusual_phones, noted.unusual_phones);
        // Whatever else is edited, it is not judged again; another number is.
        let name = CustomerEdit::name(Name::new("Sam").unwrap());
        let named = noted.edited(name, None, Timestamp::UNIX_EPOCH).unwrap().customer;
        assert_eq!(named.unusual_phones, noted.unusual_phones);
        let edit: CustomerEdit = serde_json::from_value(
            serde_json::json!({ "phone": usual, "otherPhones": [{ "phone": unusual }] }),
        )
        .unwrap();
        let other = noted.edited(edit, None, Timestamp::UNIX_EPOCH).unwrap().customer;
        assert_eq!(other.unusual_phones, BTreeSet::from([unusual]));
        let usual_again: CustomerEdit =
            serde_json::from_value(serde_json::json!({ "otherPhones": [] })).unwrap();
        let usual_again = other.edited(usual_again, None, Timestamp::UNIX_EPOCH).unwrap().customer;
        assert_eq!(usual_again.unusual_phones, BTreeSet::new());
    }

    #[test]
    fn what_a_newer_version_has_written_is_kept() {
        let text = r#"{"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","phone":"+12025550142","name":"Robin","source":"fax",
            "createdAt":"2026-09-01T00:00:00Z","updatedAt":"2026-09-01T00:00:00Z","version":1,
            "consent":{"status":"implied","recordedAt":"2026-09-01T00:00:00Z"},"loyalty":{"points":7}}"#;
        let customer: Customer = serde_json::from_str(text).unwrap();
        let name = CustomerEdit::name(Name::new("Sam").unwrap());
        let edited = customer.edited(name, None, Timestamp::UNIX_EPOCH).unwrap().customer;
        let written = serde_json::to_value(&edited).unwrap();
        assert_eq!(written["name"], "Sam");
        assert_eq!(written["source"], "fax");
        assert_eq!(written["consent"]["status"], "implied");
        assert_eq!(written["loyalty"]["points"], 7);
        assert!(!format!("{edited:?}").contains("points"));
    }
}
