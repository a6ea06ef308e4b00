//! `POST /v1/customers`: create a customer.

use domain::{
    customer::{Consent, CustomFields, Customer, Profile, Source, Tags},
    email::EmailAddress,
    language::Language,
    phone::PhoneNumber,
    text::{Name, Notes},
    time_zone::TimeZoneName,
};
use runtime::{
    ApiError, ApiResult, Core, Created, Endpoint, Json, NoQuery, Nowhere, Replayed, Request, Route, access,
};
use serde::Deserialize;
use store::{Refused, StoreError, Transaction, audit::Deed, customers::CustomerWrites, tenants};
use utoipa::ToSchema;

use crate::views::CustomerView;

/// Creates a customer.
pub struct CreateCustomer;

/// A customer to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewCustomer {
    /// The number it calls from, international or as dialled in the tenant's country.
    phone: String,
    name: Option<Name>,
    email: Option<EmailAddress>,
    language: Option<Language>,
    time_zone: Option<TimeZoneName>,
    #[serde(default)]
    tags: Tags,
    notes: Option<Notes>,
    consent: Option<Consent>,
    #[serde(default)]
    custom_fields: CustomFields,
}

impl Endpoint for CreateCustomer {
    const NAME: &'static str = "customers-create";
    const ROUTE: Route = Route::post("/v1/customers");
    const SUMMARY: &'static str = "Create a customer";
    const IDEMPOTENT: bool = true;
    const ERRORS: &'static [(u16, &'static str)] = &[(409, "phone_taken")];

    type Access = access::Agent;
    type App = Core;
    type Path = Nowhere;
    type Query = NoQuery;
    type Body = Json<NewCustomer>;
    type Answer = Replayed<Created<CustomerView>>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, now) = (request.caller.tenant(), app.now());
        let Json(new) = &request.body;
        let phone = read_phone(app, tenant, &new.phone).await?;
        let customer = Customer::new(app.new_id(), phone, new.profile(), Source::Manual, now);

        let mut transaction = Transaction::new();
        let writes = transaction.create_customer(tenant, &customer)?;
        let deed = Deed::new(request.caller.actor(), "customer.created", customer.id);
        transaction.audit(tenant, deed, app.new_id(), now)?;
        let answer = Created {
            version: customer.version,
            location: format!("/v1/customers/{}", customer.id),
            record: CustomerView::from(customer),
        };
        request.commit(&app.table, transaction, answer, now, |refused| phone_taken(refused, writes)).await
    }
}

impl NewCustomer {
    fn profile(&self) -> Profile {
        Profile {
            name: self.name.clone(),
            email: self.email.clone(),
            language: self.language.clone(),
            time_zone: self.time_zone.clone(),
            tags: self.tags.clone(),
            notes: self.notes.clone(),
            consent: self.consent.clone(),
            custom_fields: self.custom_fields.clone(),
        }
    }
}

/// Reads a number as a person of this tenant writes it. Only one without country code costs a look at the tenant's
/// settings.
pub(crate) async fn read_phone(app: &Core, tenant: domain::TenantId, text: &str) -> ApiResult<PhoneNumber> {
    let refused = |invalid| ApiError::invalid_field("/phone", &invalid);
    if PhoneNumber::is_international(text) {
        return PhoneNumber::parse_international(text).map_err(refused);
    }
    let settings = tenants::get(&app.table, tenant).await?;
    let settings =
        settings.ok_or_else(|| ApiError::internal("the tenant of a live session has no record"))?;
    PhoneNumber::parse(text, &settings.default_region).map_err(refused)
}

/// What a refused write of a customer means to the caller, when the number is what stands in the way.
pub(crate) fn phone_taken(refused: &Refused, writes: CustomerWrites) -> Result<ApiError, StoreError> {
    let owner = match writes.phone {
        Some(write) => refused.found::<store::customers::PhoneOwner>(write)?,
        None => None,
    };
    Ok(match owner {
        Some(owner) => ApiError::conflict("phone_taken", "Another customer has this phone number.")
            .existing(owner.customer_id),
        None => ApiError::internal("a transaction was refused for no reason that we know"),
    })
}

/// Serves the endpoint.
pub async fn main() -> Result<(), runtime::Error> {
    runtime::serve::<CreateCustomer>().await
}
