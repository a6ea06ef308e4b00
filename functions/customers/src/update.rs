//! `PATCH /v1/customers/{customerId}`: change a customer.

use domain::{
    TenantId,
    customer::{Changes, Consent, CustomFields, Customer, Tags},
    email::EmailAddress,
    language::Language,
    patch::Patch,
    phone::PhoneNumber,
    text::{Name, Notes},
    time_zone::TimeZoneName,
};
use runtime::{ApiError, ApiResult, Core, Endpoint, Json, NoQuery, Request, Route, Versioned, access};
use serde::Deserialize;
use store::{
    ConditionFailed, Consistency, StoreError, Transaction, audit::Action, customers::CustomerWrites, keys,
};
use utoipa::ToSchema;

use crate::{
    phone,
    views::{CustomerPath, CustomerView},
};

/// Changes a customer.
pub struct UpdateCustomer;

/// What to change. What is left out stays, and null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "name": "Robin Example", "notes": null })))]
pub struct CustomerEdit {
    /// The number that the customer calls from: with its country code, or as it is dialled in the default region. It
    /// cannot be cleared.
    #[serde(default, deserialize_with = "domain::patch::not_null")]
    #[schema(value_type = String, required = false, format = "phone-number", min_length = 1, max_length = 64)]
    phone: Patch<String>,
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
    /// All tags. They replace the tags that the customer has.
    #[serde(default)]
    #[schema(value_type = Option<Tags>)]
    tags: Patch<Tags>,
    /// Anything worth knowing.
    #[serde(default)]
    #[schema(value_type = Option<Notes>)]
    notes: Patch<Notes>,
    /// Whether the customer agreed to be called.
    #[serde(default)]
    #[schema(value_type = Option<Consent>)]
    consent: Patch<Consent>,
    /// All custom fields. They replace the fields that the customer has.
    #[serde(default)]
    #[schema(value_type = Option<CustomFields>)]
    custom_fields: Patch<CustomFields>,
}

impl Endpoint for UpdateCustomer {
    const NAME: &'static str = "customers-update";
    const ROUTE: Route = Route::patch("/v1/customers/{customerId}");
    const SUMMARY: &'static str = "Change a customer";
    const DESCRIPTION: &'static str = "An edit that changes nothing makes no new version.";
    const CONDITIONAL: bool = true;
    const ERRORS: &'static [(u16, &'static str)] = &[(409, "phone_taken")];

    type Access = access::Agent;
    type App = Core;
    type Path = CustomerPath;
    type Query = NoQuery;
    type Body = Json<CustomerEdit>;
    type Answer = Versioned<CustomerView>;

    fn warm_up() {
        PhoneNumber::warm_up();
    }

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, now) = (request.principal.tenant(), app.now());
        let Json(edit) = request.body;
        let changes = edit.changes(app, tenant).await?;

        // The words that it is found by now are in the record, and must go with it.
        let key = keys::customer(tenant, request.path.customer_id);
        let before = app.table.get(&key, Consistency::Strong).await?;
        let before = before.ok_or_else(|| ApiError::not_found("customer"))?;
        let after = before.edited(changes, now);
        if request.meta.must_write(before.version, after.version)? {
            let mut transaction = Transaction::new();
            let writes = transaction.replace_customer(tenant, &before, &after)?;
            let fields = after.fields_changed_since(&before);
            app.audit(&mut transaction, &request.principal, Action::CustomerUpdated, after.id, fields)?;
            app.commit(transaction, |failed| explain(failed, writes)).await?;
        }
        Ok(Versioned { version: after.version, record: after.into() })
    }
}

impl CustomerEdit {
    async fn changes(self, app: &Core, tenant: TenantId) -> ApiResult<Changes> {
        let Self { phone, name, email, language, time_zone, tags, notes, consent, custom_fields } = self;
        let phone = phone.required().map_err(|invalid| ApiError::invalid_field("/phone", &invalid))?;
        let phone = match phone {
            None => None,
            Some(text) => Some(phone::read(app, tenant, &text).await?),
        };
        Ok(Changes { phone, name, email, language, time_zone, tags, notes, consent, custom_fields })
    }
}

/// Somebody was faster: the customer was changed or deleted, or its new number was taken.
fn explain(refused: &ConditionFailed, writes: CustomerWrites) -> Result<ApiError, StoreError> {
    if refused.contains(writes.customer) {
        let current: Option<Customer> = refused.found(writes.customer)?;
        return Ok(current
            .map_or_else(|| ApiError::not_found("customer"), |current| ApiError::stale(current.version)));
    }
    Ok(phone::taken(refused, writes)?.unwrap_or_else(phone::refused_for_nothing))
}
