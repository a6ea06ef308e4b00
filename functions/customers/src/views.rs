//! What customers look like on the wire.

use std::collections::BTreeSet;

use domain::{
    customer::{Customer, Extension, OtherPhone, Profile, Source, Summary, Told},
    ids::CustomerId,
    open_enum::{self, OpenEnum},
    phone::{PhoneCheck, PhoneNumber},
    text::{Name, Text},
};
use jiff::Timestamp;
use runtime::Versioned;
use serde::{Deserialize, Serialize};
use store::customers::Match;
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{Ref, RefOr, Schema, schema::AnyOfBuilder},
};

/// A phone number beside the primary one.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OtherPhoneView {
    /// The number. Unique in the tenant together with its extension.
    phone: PhoneNumber,
    /// Whether the number is in its country's numbering plan, as far as was known when it was written.
    phone_check: PhoneCheck,
    /// Whose or what number it is, such as work or mother.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Text<40>>,
    /// What is dialled after the number has answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<Extension>,
}

fn other_phones(others: Vec<OtherPhone>, unusual: &BTreeSet<PhoneNumber>) -> Vec<OtherPhoneView> {
    let view = |OtherPhone { phone, label, extension }| OtherPhoneView {
        phone_check: PhoneCheck::among(unusual, &phone),
        phone,
        label,
        extension,
    };
    others.into_iter().map(view).collect()
}

/// A customer.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomerView {
    /// The customer's id.
    id: CustomerId,
    /// The primary number. Unique in the tenant with its extension.
    phone: PhoneNumber,
    /// Whether the primary number is in its country's numbering plan, as far as was known when it was written.
    phone_check: PhoneCheck,
    /// What is dialled after the primary number has answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_extension: Option<Extension>,
    /// More numbers.
    other_phones: Vec<OtherPhoneView>,
    #[serde(flatten)]
    profile: Profile,
    /// Which of these fields are as the customer told them on the phone. Absent where none is.
    #[serde(skip_serializing_if = "Told::is_empty")]
    #[schema(required = false)]
    told: Told,
    /// How the customer became known.
    #[schema(schema_with = open_enum::schema::<Source>)]
    source: OpenEnum<Source>,
    /// When the customer became known.
    created_at: Timestamp,
    /// When the customer was last changed.
    updated_at: Timestamp,
    /// Counts the changes, from 1. The ETag is the same in quotes.
    version: u64,
    /// When the customer was deleted. Only in the list of deleted customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_at: Option<Timestamp>,
}

impl CustomerView {
    pub(crate) fn versioned(customer: Customer) -> Versioned<Self> {
        Versioned { version: customer.version, record: customer.into() }
    }
}

impl From<Customer> for CustomerView {
    fn from(customer: Customer) -> Self {
        let Customer { id, phone, phone_extension, other_phones, profile, told, source, .. } = customer;
        let Customer { created_at, updated_at, version, deleted_at, unusual_phones: unusual, .. } = customer;
        Self {
            id,
            phone_check: PhoneCheck::among(&unusual, &phone),
            phone,
            phone_extension,
            other_phones: self::other_phones(other_phones, &unusual),
            profile,
            told,
            source,
            created_at,
            updated_at,
            version,
            deleted_at,
        }
    }
}

/// A customer as a search shows it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomerSummaryView {
    /// The customer's id.
    id: CustomerId,
    /// What the customer is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    /// Where the customer gets mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<domain::email::EmailAddress>,
    /// The primary number.
    phone: PhoneNumber,
    /// Whether the primary number is in its country's numbering plan, as far as was known when it was written.
    phone_check: PhoneCheck,
    /// What is dialled after the primary number has answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_extension: Option<Extension>,
    /// More numbers.
    other_phones: Vec<OtherPhoneView>,
}

impl From<Match> for CustomerSummaryView {
    fn from(Match { id, summary }: Match) -> Self {
        let Summary { name, email, phone, phone_extension, other_phones, unusual_phones: unusual } = summary;
        let phone_check = PhoneCheck::among(&unusual, &phone);
        let other_phones = self::other_phones(other_phones, &unusual);
        Self { id, name, email, phone, phone_check, phone_extension, other_phones }
    }
}

/// A customer that was deleted.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeletedCustomer {
    /// The customer's id.
    id: CustomerId,
    /// When it was deleted.
    deleted_at: Timestamp,
}

/// A row of the list of customers: what it is depends on what was asked for.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum CustomerRow {
    /// Everything.
    Full(Box<CustomerView>),
    /// What a search shows.
    Found(Box<CustomerSummaryView>),
    /// What other systems are told about a deletion.
    Deleted(DeletedCustomer),
}

impl CustomerRow {
    pub(crate) fn full(customer: Customer) -> Self {
        Self::Full(Box::new(customer.into()))
    }

    pub(crate) fn found(found: Match) -> Self {
        Self::Found(Box::new(found.into()))
    }

    /// A customer that was changed, perhaps by its deletion.
    pub(crate) fn changed(customer: Customer) -> Self {
        match customer.deleted_at {
            Some(deleted_at) => Self::Deleted(DeletedCustomer { id: customer.id, deleted_at }),
            None => Self::full(customer),
        }
    }
}

/// A full row is a summary as well, so more than one may fit: `anyOf`, not `oneOf`.
impl PartialSchema for CustomerRow {
    fn schema() -> RefOr<Schema> {
        AnyOfBuilder::new()
            .description(Some(
                "A customer: all of it, or what a search shows, or a deletion where changes are asked for.",
            ))
            .item(Ref::from_schema_name(CustomerView::name()))
            .item(Ref::from_schema_name(CustomerSummaryView::name()))
            .item(Ref::from_schema_name(DeletedCustomer::name()))
            .into()
    }
}

impl ToSchema for CustomerRow {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((CustomerView::name().into_owned(), CustomerView::schema()));
        CustomerView::schemas(schemas);
        schemas.push((CustomerSummaryView::name().into_owned(), CustomerSummaryView::schema()));
        CustomerSummaryView::schemas(schemas);
        schemas.push((DeletedCustomer::name().into_owned(), DeletedCustomer::schema()));
        DeletedCustomer::schemas(schemas);
    }
}

/// Which customer.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct CustomerPath {
    /// The customer.
    pub customer_id: CustomerId,
}
