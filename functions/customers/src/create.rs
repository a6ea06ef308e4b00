//! `POST /v1/customers`: create a customer.

use domain::{
    TenantId,
    customer::{Customer, CustomerEdit},
    ids::CustomerId,
    local_day::LocalDay,
    phone::PhoneNumber,
    tenant::Tenant,
};
use runtime::{
    ApiError, ApiResult, Core, Created, Endpoint, Idempotent, Json, NoPath, NoQuery, Principal, Request,
    Route, access,
};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Value, json};
use store::{
    Transaction,
    audit::Action,
    customers::{self, CustomerWrites},
    idempotency::Remembered,
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use crate::{
    numbers,
    refusals::{explain, require, wrong_fields},
    views::CustomerView,
};

/// What stands before the id in the address of a customer.
const LOCATION: &str = "/v1/customers/";

/// Creates a customer.
pub struct CreateCustomer;

/// A customer to be created: what an edit may say, with a phone number.
#[derive(Debug)]
pub struct NewCustomer(CustomerEdit);

impl<'de> Deserialize<'de> for NewCustomer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let edit = CustomerEdit::deserialize(deserializer)?;
        if edit.has_phone() { Ok(Self(edit)) } else { Err(D::Error::missing_field("phone")) }
    }
}

impl PartialSchema for NewCustomer {
    fn schema() -> RefOr<Schema> {
        let mut schema = CustomerEdit::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.required.push("phone".to_owned());
            object.description = Some("A new customer. Null is the same as left out.".to_owned());
            object.examples = vec![example()];
        }
        schema
    }
}

impl ToSchema for NewCustomer {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        CustomerEdit::schemas(schemas);
    }
}

fn example() -> Value {
    json!({
        "phone": "+12025550142",
        "phoneExtension": "12",
        "otherPhones": [{ "phone": "+12025550143", "label": "mother" }],
        "externalId": "crm:42",
        "name": "Robin Example",
        "email": "robin@example.com",
        "language": "en",
        "timeZone": "America/New_York",
        "tags": ["regular"],
        "consent": { "status": "granted", "recordedAt": "2026-09-21T12:00:00Z", "evidence": "Signed form" },
        "customFields": { "size": 42 },
    })
}

impl Endpoint for CreateCustomer {
    const NAME: &'static str = "customers-create";
    const ROUTE: Route = Route::post("/v1/customers");
    const SUMMARY: &'static str = "Create a customer";
    const IDEMPOTENT: bool = true;
    const ERRORS: &'static [(u16, &'static str)] =
        &[(409, "phone_taken"), (409, "external_id_taken"), (410, "gone")];

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
        let Json(NewCustomer(edit)) = &request.body;
        let (customer, day) = new_customer(app, request.principal.tenant(), edit.clone()).await?;
        let (transaction, writes) = write(app, &request.principal, &customer, day)?;
        let answer = created(customer);
        let answer = request
            .commit(&app.table, transaction, answer, app.now(), |failed| explain(failed, &writes))
            .await?;
        if let Idempotent::Replay(earlier) = &answer {
            // What was deleted since is not told once more.
            require(app, request.principal.tenant(), id_of(earlier)?).await?;
        }
        Ok(answer)
    }
}

/// The customer that an earlier request created.
fn id_of(earlier: &Remembered) -> ApiResult<CustomerId> {
    let location = earlier.headers.get("location").and_then(|location| location.strip_prefix(LOCATION));
    location.unwrap_or_default().parse().map_err(ApiError::internal)
}

/// The customer, with the day that it is where the business is.
pub(crate) async fn new_customer(
    app: &Core,
    tenant: TenantId,
    edit: CustomerEdit,
) -> ApiResult<(Customer, LocalDay)> {
    let Tenant { default_region: region, time_zone, .. } = numbers::settings(app, tenant).await?;
    let now = app.now();
    let customer = Customer::created(app.new_id(), edit, Some(&region), now).map_err(wrong_fields)?;
    Ok((customer, LocalDay::at(now, &time_zone)))
}

pub(crate) fn write(
    app: &Core,
    principal: &Principal,
    customer: &Customer,
    day: LocalDay,
) -> ApiResult<(Transaction, CustomerWrites)> {
    let mut transaction = Transaction::new();
    let writes = customers::create(&mut transaction, principal.tenant(), customer, day)?;
    app.audit(&mut transaction, principal, Action::CustomerCreated, customer.id, Vec::new())?;
    Ok((transaction, writes))
}

pub(crate) fn created(customer: Customer) -> Created<CustomerView> {
    Created {
        version: customer.version,
        location: format!("{LOCATION}{}", customer.id),
        record: CustomerView::from(customer),
    }
}
