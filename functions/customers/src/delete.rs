//! `DELETE /v1/customers/{customerId}`: delete a customer, who can be restored.

use domain::{TenantId, customer::Customer, ids::CustomerId, phone::PhoneNumber};
use http::StatusCode;
use runtime::{
    ApiError, ApiResult, Core, Endpoint, IfMatch, NoBody, NoContent, NoQuery, Principal, Request, Route,
    access,
};
use store::{Transaction, audit::Action, customers};

use crate::{
    refusals::{explain, require, stale},
    views::CustomerPath,
};

/// Deletes a customer.
pub struct DeleteCustomer;

impl Endpoint for DeleteCustomer {
    const NAME: &'static str = "customers-delete";
    const ROUTE: Route = Route::delete("/v1/customers/{customerId}");
    const SUMMARY: &'static str = "Delete a customer";
    const DESCRIPTION: &'static str = "The customer can be restored. Until then its phone numbers and its external id are free, and may \
        get another owner.";
    const CONDITIONAL: bool = true;
    const ERRORS: &'static [(u16, &'static str)] = &[(410, "gone")];

    type Access = access::Agent;
    type App = Core;
    type Path = CustomerPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = NoContent;

    fn warm_up() {
        PhoneNumber::warm_up();
    }

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<NoContent> {
        let expected = request.meta.expected_version()?;
        delete(app, &request.principal, request.path.customer_id, expected).await?;
        Ok(NoContent)
    }
}

/// Deletes the customer, if it has a version that is expected; gives it as it waits to be restored.
pub(crate) async fn delete(
    app: &Core,
    principal: &Principal,
    id: CustomerId,
    expected: &IfMatch,
) -> ApiResult<Customer> {
    let tenant = principal.tenant();
    let customer = match require(app, tenant, id).await {
        Ok(customer) if !expected.is(customer.version) => return Err(stale(customer)),
        Ok(customer) => customer,
        Err(error) => return done_before(app, tenant, id, expected, error).await,
    };
    let mut transaction = Transaction::new();
    let deleted = customer.deleted(app.now());
    let writes = customers::delete(&mut transaction, tenant, &customer, &deleted)?;
    app.audit(&mut transaction, principal, Action::CustomerDeleted, id, Vec::new())?;
    match app.commit(transaction, |failed| explain(failed, &writes)).await {
        Ok(()) => Ok(deleted),
        Err(error) => done_before(app, tenant, id, expected, error).await,
    }
}

/// A client that lost the answer sends its deletion again: it is done if the version that it named was the last one.
async fn done_before(
    app: &Core,
    tenant: TenantId,
    id: CustomerId,
    expected: &IfMatch,
    error: ApiError,
) -> ApiResult<Customer> {
    if !matches!(error.status(), StatusCode::NOT_FOUND | StatusCode::GONE) {
        return Err(error);
    }
    match customers::get_deleted(&app.table, tenant, id).await? {
        Some(deleted) if expected.was_before(deleted.version) => Ok(deleted),
        Some(Customer { deleted_at: Some(at), .. }) => Err(ApiError::gone(at)),
        _ => Err(error),
    }
}
