//! `PATCH /v1/customers/{customerId}`: change a customer.

use domain::{
    customer::{Customer, CustomerEdit, Edited},
    phone::PhoneNumber,
};
use runtime::{ApiResult, Core, Endpoint, Json, NoQuery, Principal, Request, Route, Versioned, access};
use store::{Transaction, audit::Action, customers};

use crate::{
    numbers,
    refusals::{explain, require, wrong_fields},
    views::{CustomerPath, CustomerView},
};

/// Changes a customer.
pub struct UpdateCustomer;

impl Endpoint for UpdateCustomer {
    const NAME: &'static str = "customers-update";
    const ROUTE: Route = Route::patch("/v1/customers/{customerId}");
    const SUMMARY: &'static str = "Change a customer";
    const DESCRIPTION: &'static str = "What is left out stays, and null clears. The consent and the custom fields \
        are merged member by member (RFC 7396). An edit that changes nothing makes no new version.";
    const CONDITIONAL: bool = true;
    const ERRORS: &'static [(u16, &'static str)] =
        &[(409, "phone_taken"), (409, "external_id_taken"), (410, "gone")];

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
        let tenant = request.principal.tenant();
        let Json(edit) = request.body;
        let region = numbers::region_of(app, tenant, &edit).await?;
        let before = require(app, tenant, request.path.customer_id).await?;
        let edited = before.edited(edit, region.as_ref(), app.now()).map_err(wrong_fields)?;
        let must_write = request.meta.must_write(before.version, edited.customer.version);
        if must_write.map_err(|error| error.current(&CustomerView::from(before.clone())))? {
            return Ok(CustomerView::versioned(write(app, &request.principal, &before, edited).await?));
        }
        Ok(CustomerView::versioned(before))
    }
}

/// Writes a change; gives the customer as it is then.
pub(crate) async fn write(
    app: &Core,
    principal: &Principal,
    before: &Customer,
    Edited { customer, fields }: Edited,
) -> ApiResult<Customer> {
    let tenant = principal.tenant();
    let after = customers::prepare(&app.table, tenant, before, customer, app.new_id()).await?;
    let mut transaction = Transaction::new();
    let writes = customers::replace(&mut transaction, tenant, before, &after)?;
    app.audit(&mut transaction, principal, Action::CustomerUpdated, after.id, fields)?;
    let mut is_refused = false;
    let committed = app
        .commit(transaction, |failed| {
            is_refused = true;
            explain(failed, &writes)
        })
        .await;
    // After another error it may have been committed all the same.
    if is_refused {
        customers::give_up(&app.table, tenant, before, &after).await?;
    }
    committed.map(|()| after)
}
