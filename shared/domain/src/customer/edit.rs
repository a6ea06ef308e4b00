//! Filling in and changing a customer.

#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::BTreeSet};

use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Consent, ConsentEdit, CustomFields, CustomFieldsEdit, Customer, ExtendedNumber, Extension, ExternalId,
    MAX_OTHER_PHONES, OtherPhone, Tags, TypedNumber, TypedOtherPhone, numbers,
};
use crate::{
    Invalid, InvalidCode,
    email::EmailAddress,
    language::Language,
    patch::Patch,
    phone::{PhoneNumber, Region},
    text::{Name, Notes},
    time_zone::TimeZoneName,
};

/// What to change. What is left out stays, and null clears.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "name": "Robin Example", "notes": null, "customFields": { "size": 42 } })))]
pub struct CustomerEdit {
    /// The primary number, with its country code or as it is dialled in the default region. It cannot be cleared.
    #[serde(default, deserialize_with = "crate::patch::not_null")]
    #[schema(value_type = TypedNumber, required = false)]
    phone: Patch<TypedNumber>,
    /// What is dialled after the primary number has answered.
    #[serde(default)]
    #[schema(value_type = Option<Extension>)]
    phone_extension: Patch<Extension>,
    /// All other numbers. They replace the other numbers that the customer has.
    #[serde(default)]
    #[schema(value_type = Option<Vec<TypedOtherPhone>>, max_items = 9)]
    other_phones: Patch<Vec<TypedOtherPhone>>,
    /// The id of the customer in another system. Unique in the tenant.
    #[serde(default)]
    #[schema(value_type = Option<ExternalId>)]
    external_id: Patch<ExternalId>,
    /// What the customer is called.
    #[serde(default)]
    #[schema(value_type = Option<Name>)]
    name: Patch<Name>,
    /// Where the customer gets mail.
    #[serde(default)]
    #[schema(value_type = Option<EmailAddress>)]
    email: Patch<EmailAddress>,
    /// The language that the customer prefers to speak.
    #[serde(default)]
    #[schema(value_type = Option<Language>)]
    language: Patch<Language>,
    /// The time zone that the customer lives in. It decides when the customer may be called.
    #[serde(default)]
    #[schema(value_type = Option<TimeZoneName>)]
    time_zone: Patch<TimeZoneName>,
    /// All tags. They replace the tags that the customer has. Tags that differ in case only are one, and keep the
    /// spelling that they had first.
    #[serde(default)]
    #[schema(value_type = Option<Tags>)]
    tags: Patch<Tags>,
    /// Anything worth knowing.
    #[serde(default)]
    #[schema(value_type = Option<Notes>)]
    notes: Patch<Notes>,
    /// Whether the customer agreed to be called. What is left out of it stays.
    #[serde(default)]
    #[schema(value_type = Option<ConsentEdit>)]
    consent: Patch<ConsentEdit>,
    /// The tenant's own fields. Those that are left out stay.
    #[serde(default)]
    #[schema(value_type = Option<CustomFieldsEdit>)]
    custom_fields: Patch<CustomFieldsEdit>,
}

/// A customer after an edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// The customer; of the same version as before if the edit changes nothing.
    pub customer: Customer,
    /// The names of the fields that changed, for the audit log.
    pub fields: Vec<&'static str>,
}

/// Why an edit is not possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongField {
    /// Where it is wrong: a JSON pointer (RFC 6901).
    pub pointer: Cow<'static, str>,
    /// What it has to be.
    pub rule: Invalid,
}

impl CustomerEdit {
    /// An edit that changes the name only.
    pub fn name(name: Name) -> Self {
        Self { name: Patch::Set(name), ..Self::default() }
    }

    /// An edit that changes the tags only.
    pub fn tags(tags: Tags) -> Self {
        Self { tags: Patch::Set(tags), ..Self::default() }
    }

    /// Whether the numbers in it mean something only in a country.
    pub fn has_national_number(&self) -> bool {
        let others = match &self.other_phones {
            Patch::Set(others) => others.as_slice(),
            _ => &[],
        };
        matches!(&self.phone, Patch::Set(phone) if phone.is_national())
            || others.iter().any(|other| other.phone.is_national())
    }

    /// Whether it names a primary number, which a customer who is to be created needs.
    pub fn has_phone(&self) -> bool {
        matches!(self.phone, Patch::Set(_))
    }

    /// The same with this external id.
    #[must_use]
    pub fn with_external_id(self, id: ExternalId) -> Self {
        Self { external_id: Patch::Set(id), ..self }
    }

    /// Whether it sets or clears the external id.
    pub fn external_id(&self) -> &Patch<ExternalId> {
        &self.external_id
    }

    /// What becomes of the fields that have rules of their own for an edit of `before`, or everything that is wrong.
    pub(super) fn settle(
        &self,
        before: Option<&Customer>,
        region: Option<&Region>,
        now: Timestamp,
    ) -> Result<Settled, Vec<WrongField>> {
        let mut refused = Refused(Vec::new());
        let phone = refused.unless_ok(self.settled_phone(before, region));
        let other_phones = match &self.other_phones {
            Patch::Keep => Some(before.map(|before| before.other_phones.clone()).unwrap_or_default()),
            Patch::Clear => Some(Vec::new()),
            Patch::Set(typed) => refused.unless_all_ok(read_others(typed, region)),
        };
        let extension = before.and_then(|before| before.phone_extension.clone());
        let extension = refused.unless_ok(self.settled_extension(extension));
        if let (Some(phone), Some(extension), Some(others)) = (&phone, &extension, &other_phones) {
            refused.0.extend(repeated(numbers::all(phone, extension.as_ref(), others)));
        }
        let profile = before.map(|before| &before.profile);
        let consent = profile.and_then(|profile| profile.consent.clone());
        let consent = match self.consent.clone() {
            Patch::Keep => Some(consent),
            Patch::Clear => Some(None),
            Patch::Set(edit) => refused.unless_ok(edit.apply(consent, now).map_err(wrong_consent)).map(Some),
        };
        let custom_fields = profile.map(|profile| profile.custom_fields.clone()).unwrap_or_default();
        let custom_fields = match self.custom_fields.clone() {
            Patch::Keep => Some(custom_fields),
            Patch::Clear => Some(CustomFields::default()),
            Patch::Set(edit) => refused.unless_ok(custom_fields.edited(edit).map_err(wrong("/customFields"))),
        };
        match (phone, extension, other_phones, consent, custom_fields) {
            (Some(phone), Some(phone_extension), Some(other_phones), Some(consent), Some(custom_fields))
                if refused.0.is_empty() =>
            {
                Ok(Settled { phone, phone_extension, other_phones, consent, custom_fields })
            }
            _ => Err(refused.0),
        }
    }

    /// The extension of the primary number: that of its field, or else the one that is written behind the number.
    fn settled_extension(&self, before: Option<Extension>) -> Result<Option<Extension>, WrongField> {
        let typed = match &self.phone {
            Patch::Set(phone) => phone.extension(),
            _ => None,
        };
        match (typed, &self.phone_extension) {
            (None, extension) => Ok(extension.clone().apply(before)),
            (Some(typed), Patch::Keep) => Ok(Some(typed.clone())),
            (Some(typed), Patch::Set(extension)) if typed == extension => Ok(Some(typed.clone())),
            (Some(_), _) => Err(wrong("/phoneExtension")(numbers::OTHER_EXTENSION.other("phone"))),
        }
    }

    fn settled_phone(
        &self,
        before: Option<&Customer>,
        region: Option<&Region>,
    ) -> Result<PhoneNumber, WrongField> {
        let phone = self.phone.clone().required().map_err(wrong("/phone"))?;
        match (phone, before) {
            (Some(phone), _) => phone.read(region).map_err(wrong("/phone")),
            (None, Some(before)) => Ok(before.phone.clone()),
            (None, None) => Err(wrong("/phone")(Invalid::required())),
        }
    }
}

/// The fields of a customer after an edit that are more than what the edit says.
pub(super) struct Settled {
    pub(super) phone: PhoneNumber,
    phone_extension: Option<Extension>,
    other_phones: Vec<OtherPhone>,
    consent: Option<Consent>,
    custom_fields: CustomFields,
}

/// What is wrong with an edit, as far as it was looked at.
struct Refused(Vec<WrongField>);

impl Refused {
    fn unless_ok<T>(&mut self, outcome: Result<T, WrongField>) -> Option<T> {
        outcome.map_err(|wrong| self.0.push(wrong)).ok()
    }

    fn unless_all_ok<T>(&mut self, outcome: Result<T, Vec<WrongField>>) -> Option<T> {
        outcome.map_err(|wrong| self.0.extend(wrong)).ok()
    }
}

impl Customer {
    /// The customer after an edit, whose national numbers are those of `region`. An edit that changes nothing makes no
    /// new version.
    pub fn edited(
        &self,
        edit: CustomerEdit,
        region: Option<&Region>,
        now: Timestamp,
    ) -> Result<Edited, Vec<WrongField>> {
        let settled = edit.settle(Some(self), region, now)?;
        let mut customer = self.clone();
        let fields = customer.apply(edit, settled);
        if !fields.is_empty() {
            customer = customer.next_version(now);
        }
        Ok(Edited { customer, fields })
    }

    /// Changes the fields and gives the names of those that are different now.
    pub(super) fn apply(&mut self, edit: CustomerEdit, settled: Settled) -> Vec<&'static str> {
        let profile = &mut self.profile;
        let tags = edit.tags.apply(Some(profile.tags.clone())).unwrap_or_default();
        let tags = tags.spelled_as(&profile.tags);
        let mut changed = Changed(Vec::new());
        changed.set("phone", &mut self.phone, settled.phone);
        changed.set("phoneExtension", &mut self.phone_extension, settled.phone_extension);
        changed.set("otherPhones", &mut self.other_phones, settled.other_phones);
        changed.patch("externalId", &mut profile.external_id, edit.external_id);
        changed.patch("name", &mut profile.name, edit.name);
        changed.patch("email", &mut profile.email, edit.email);
        changed.patch("language", &mut profile.language, edit.language);
        changed.patch("timeZone", &mut profile.time_zone, edit.time_zone);
        changed.set("tags", &mut profile.tags, tags);
        changed.patch("notes", &mut profile.notes, edit.notes);
        changed.set("consent", &mut profile.consent, settled.consent);
        changed.set("customFields", &mut profile.custom_fields, settled.custom_fields);
        self.told.forget(&changed.0);
        if changed.0.iter().any(|field| ["phone", "otherPhones"].contains(field)) {
            self.check_phones();
        }
        changed.0
    }
}

/// The names of the fields that an edit changes.
struct Changed(Vec<&'static str>);

impl Changed {
    fn set<T: PartialEq>(&mut self, name: &'static str, field: &mut T, value: T) {
        if *field != value {
            *field = value;
            self.0.push(name);
        }
    }

    fn patch<T: PartialEq + Clone>(&mut self, name: &'static str, field: &mut Option<T>, patch: Patch<T>) {
        let value = patch.apply(field.clone());
        self.set(name, field, value);
    }
}

fn wrong(pointer: &'static str) -> impl Fn(Invalid) -> WrongField {
    move |rule| WrongField { pointer: Cow::Borrowed(pointer), rule }
}

fn wrong_consent((member, rule): (&'static str, Invalid)) -> WrongField {
    WrongField { pointer: format!("/consent/{member}").into(), rule }
}

fn read_others(
    typed: &[TypedOtherPhone],
    region: Option<&Region>,
) -> Result<Vec<OtherPhone>, Vec<WrongField>> {
    if typed.len() > MAX_OTHER_PHONES {
        let rule =
            Invalid::because(InvalidCode::TooMany, format!("must have at most {MAX_OTHER_PHONES} numbers"))
                .max(MAX_OTHER_PHONES as u64);
        return Err(vec![wrong("/otherPhones")(rule)]);
    }
    let mut refused = Refused(Vec::new());
    let read = typed.iter().enumerate().filter_map(|(at, other)| {
        let outcome = other.clone().read(region);
        refused.unless_ok(
            outcome.map_err(|(member, rule)| WrongField { pointer: other_phone(at, member), rule }),
        )
    });
    let others: Vec<OtherPhone> = read.collect();
    if refused.0.is_empty() { Ok(others) } else { Err(refused.0) }
}

fn other_phone(at: usize, member: &str) -> Cow<'static, str> {
    format!("/otherPhones/{at}/{member}").into()
}

/// The other numbers that repeat one before them. The primary number comes first: it is no repetition.
fn repeated(numbers: impl Iterator<Item = ExtendedNumber>) -> Vec<WrongField> {
    const RULE: Invalid = Invalid::new(InvalidCode::Duplicate, "must not repeat another number");
    let mut met = BTreeSet::new();
    let repeated = numbers.enumerate().filter(|(_, number)| !met.insert(number.identity()));
    repeated.map(|(at, _)| WrongField { pointer: other_phone(at - 1, "phone"), rule: RULE }).collect()
}
