//! `PUT /v1/customers/by-external-id/{externalId}`: create or change the customer of another system.

use domain::{
    Invalid, InvalidCode,
    customer::{CustomerEdit, ExternalId},
    patch::Patch,
    phone::PhoneNumber,
};
use runtime::{ApiError, ApiResult, Core, Endpoint, Json, NoQuery, Put, Request, Route, access};
use serde::Deserialize;
use store::customers;
use utoipa::IntoParams;

use crate::{
    create, numbers,
    refusals::{explain, wrong_fields},
    update,
    views::CustomerView,
};

/// Creates or changes the customer with an external id.
pub struct PutCustomerByExternalId;

/// Which customer.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct ExternalIdPath {
    /// The id in the other system.
    external_id: ExternalId,
}

impl Endpoint for PutCustomerByExternalId {
    const NAME: &'static str = "customers-put-by-external-id";
    const ROUTE: Route = Route::put("/v1/customers/by-external-id/{externalId}");
    const SUMMARY: &'static str = "Create or change the customer with an external id";
    const DESCRIPTION: &'static str = "For another system that keeps its customers here as well. What is left out \
        stays, and null clears. A new customer needs a phone number. The same body again makes no new version.";
    const CONDITIONAL_IF_SENT: bool = true;
    const ERRORS: &'static [(u16, &'static str)] = &[(409, "phone_taken"), (409, "external_id_taken")];

    type Access = access::Agent;
    type App = Core;
    type Path = ExternalIdPath;
    type Query = NoQuery;
    type Body = Json<CustomerEdit>;
    type Answer = Put<CustomerView>;

    fn warm_up() {
        PhoneNumber::warm_up();
    }

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let edit = edit_of(&request)?;
        match put(app, &request, edit.clone()).await {
            // Another request has created the customer at this moment: now it is there to be changed.
            Err(error) if error.code() == "external_id_taken" => put(app, &request, edit).await,
            outcome => outcome,
        }
    }
}

fn edit_of(request: &Request<PutCustomerByExternalId>) -> ApiResult<CustomerEdit> {
    let Json(edit) = &request.body;
    let id = &request.path.external_id;
    let is_other = match edit.external_id() {
        Patch::Keep => false,
        Patch::Clear => true,
        Patch::Set(given) => given != id,
    };
    if is_other {
        let rule = Invalid::new(InvalidCode::Conflicting, "must be the id in the path, or left out");
        return Err(ApiError::invalid_field("/externalId", &rule));
    }
    Ok(edit.clone().with_external_id(id.clone()))
}

async fn put(
    app: &Core,
    request: &Request<PutCustomerByExternalId>,
    edit: CustomerEdit,
) -> ApiResult<Put<CustomerView>> {
    let (tenant, table) = (request.principal.tenant(), &app.table);
    let before = match customers::id_of_external_id(table, tenant, &request.path.external_id).await? {
        Some(id) => customers::get(table, tenant, id).await?,
        None => None,
    };
    let Some(before) = before else { return create(app, request, edit).await };
    let region = numbers::region_of(app, tenant, &edit).await?;
    let edited = before.edited(edit, region.as_ref(), app.now()).map_err(wrong_fields)?;
    let must_write = request.meta.must_write_if_matching(before.version, edited.customer.version);
    if must_write.map_err(|error| error.current(&CustomerView::from(before.clone())))? {
        let customer = update::write(app, &request.principal, &before, edited).await?;
        return Ok(Put::Replaced(CustomerView::versioned(customer)));
    }
    Ok(Put::Replaced(CustomerView::versioned(before)))
}

async fn create(
    app: &Core,
    request: &Request<PutCustomerByExternalId>,
    edit: CustomerEdit,
) -> ApiResult<Put<CustomerView>> {
    if request.meta.if_match.is_some() {
        let words = "There is no customer with this external id.";
        return Err(ApiError::new(http::StatusCode::PRECONDITION_FAILED, "stale_version", words));
    }
    let (customer, day) = create::new_customer(app, request.principal.tenant(), edit).await?;
    let (transaction, writes) = create::write(app, &request.principal, &customer, day)?;
    app.commit(transaction, |failed| explain(failed, &writes)).await?;
    Ok(Put::Created(create::created(customer)))
}
