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
    ApiResult, Core, Created, Endpoint, Idempotent, Json, NoPath, NoQuery, Request, Route, access,
};
use serde::Deserialize;
use store::{ConditionFailed, Transaction, audit::Action};
use utoipa::ToSchema;

use crate::{phone, views::CustomerView};

/// Creates a customer.
pub struct CreateCustomer;

/// A new customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({
    "phone": "+12025550142",
    "name": "Robin Example",
    "email": "robin@example.com",
    "language": "en",
    "timeZone": "America/New_York",
    "tags": ["regular"],
    "consent": { "status": "granted", "recordedAt": "2026-09-21T12:00:00Z", "evidence": "Signed form" },
    "customFields": { "size": 42 },
})))]
pub struct NewCustomer {
    /// The number that the customer calls from: with its country code, or as it is dialled in the default region.
    #[schema(format = "phone-number", min_length = 1, max_length = 64)]
    phone: String,
    /// What the customer is called.
    name: Option<Name>,
    /// Where the customer gets mail.
    email: Option<EmailAddress>,
    /// The language that the customer prefers to speak.
    language: Option<Language>,
    /// The time zone that the customer lives in. It decides when the customer may be called.
    time_zone: Option<TimeZoneName>,
    /// Words that the customer is grouped by.
    #[serde(default)]
    tags: Tags,
    /// Anything worth knowing.
    notes: Option<Notes>,
    /// Whether the customer agreed to be called.
    consent: Option<Consent>,
    /// The tenant's own fields.
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
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<NewCustomer>;
    type Answer = Idempotent<Created<CustomerView>>;

    fn warm_up() {
        PhoneNumber::warm_up();
    }

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, now) = (request.principal.tenant(), app.now());
        let Json(new) = &request.body;
        let phone = phone::read(app, tenant, &new.phone).await?;
        let customer = Customer::new(app.new_id(), phone, new.profile(), Source::Manual, now);

        let mut transaction = Transaction::new();
        let writes = transaction.create_customer(tenant, &customer)?;
        app.audit(&mut transaction, &request.principal, Action::CustomerCreated, customer.id, Vec::new())?;
        let answer = Created {
            version: customer.version,
            location: format!("/v1/customers/{}", customer.id),
            record: CustomerView::from(customer),
        };
        let explain = |refused: &ConditionFailed| {
            Ok(phone::taken(refused, writes)?.unwrap_or_else(phone::refused_for_nothing))
        };
        request.commit(&app.table, transaction, answer, now, explain).await
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
