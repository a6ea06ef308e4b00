//! `POST /v1/customers/{customerId}/restore`: undo a deletion.

use domain::{customer::Customer, ids::CustomerId, phone::PhoneNumber};
use http::StatusCode;
use runtime::{ApiResult, Core, Endpoint, NoBody, NoQuery, Principal, Request, Route, Versioned, access};
use store::{Transaction, audit::Action, customers};

use crate::{
    refusals::{explain, require, stale},
    views::{CustomerPath, CustomerView},
};

/// Restores a deleted customer.
pub struct RestoreCustomer;

impl Endpoint for RestoreCustomer {
    const NAME: &'static str = "customers-restore";
    const ROUTE: Route = Route::post("/v1/customers/{customerId}/restore");
    const SUMMARY: &'static str = "Restore a deleted customer";
    const DESCRIPTION: &'static str =
        "A customer that is not deleted is answered as it is, so repeating is harmless.";
    const ERRORS: &'static [(u16, &'static str)] = &[(409, "phone_taken"), (409, "external_id_taken")];

    type Access = access::Agent;
    type App = Core;
    type Path = CustomerPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<CustomerView>;

    fn warm_up() {
        PhoneNumber::warm_up();
    }

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let restored = restore(app, &request.principal, request.path.customer_id, None).await?;
        Ok(CustomerView::versioned(restored))
    }
}

/// Restores a deleted customer, of this version if one is given; gives it as it is then. One that is not deleted is given
/// as it is.
pub(crate) async fn restore(
    app: &Core,
    principal: &Principal,
    id: CustomerId,
    expected: Option<u64>,
) -> ApiResult<Customer> {
    let tenant = principal.tenant();
    let Some(deleted) = customers::get_deleted(&app.table, tenant, id).await? else {
        return require(app, tenant, id).await;
    };
    if expected.is_some_and(|expected| expected != deleted.version) {
        return Err(stale(deleted));
    }
    let restored = deleted.restored(app.now());
    let mut transaction = Transaction::new();
    let writes = customers::restore(&mut transaction, tenant, &deleted, &restored)?;
    app.audit(&mut transaction, principal, Action::CustomerRestored, id, Vec::new())?;
    match app.commit(transaction, |failed| explain(failed, &writes)).await {
        Ok(()) => Ok(restored),
        // Somebody else restored it between our look and our write.
        Err(error) if matches!(error.status(), StatusCode::NOT_FOUND | StatusCode::PRECONDITION_FAILED) => {
            customers::get(&app.table, tenant, id).await?.ok_or(error)
        }
        Err(error) => Err(error),
    }
}
