//! `DELETE /v1/customers/{customerId}`: delete a customer, who can be restored.

use domain::{TenantId, ids::CustomerId, phone::PhoneNumber};
use runtime::{ApiError, ApiResult, Core, Endpoint, NoBody, NoContent, NoQuery, Request, Route, access};
use store::{CommitError, Consistency, Transaction, audit::Action, keys};

use crate::views::CustomerPath;

/// Deletes a customer.
pub struct DeleteCustomer;

impl Endpoint for DeleteCustomer {
    const NAME: &'static str = "customers-delete";
    const ROUTE: Route = Route::delete("/v1/customers/{customerId}");
    const SUMMARY: &'static str = "Delete a customer";
    const DESCRIPTION: &'static str =
        "It can be restored; its phone number is free until then, and may get another owner.";
    const CONDITIONAL: bool = true;

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
        let (tenant, now) = (request.principal.tenant(), app.now());
        let expected = request.meta.expected_version()?;
        let id = request.path.customer_id;
        let customer = app.table.get(&keys::customer(tenant, id), Consistency::Strong).await?;
        let Some(customer) = customer else { return find_deleted(app, tenant, id, expected).await };
        if customer.version != expected {
            return Err(ApiError::stale(customer.version));
        }
        let mut transaction = Transaction::new();
        let writes = transaction.delete_customer(tenant, &customer, &customer.deleted(now))?;
        app.audit(&mut transaction, &request.principal, Action::CustomerDeleted, id, Vec::new())?;
        match app.table.commit(transaction).await {
            Ok(()) => Ok(NoContent),
            Err(CommitError::ConditionFailed(refused)) => match refused.found(writes.customer)? {
                // Somebody changed it between our look and our write.
                Some(domain::customer::Customer { version, .. }) => Err(ApiError::stale(version)),
                None => find_deleted(app, tenant, id, expected).await,
            },
            Err(CommitError::Store(error)) => Err(error.into()),
        }
    }
}

/// A client that lost the answer sends its deletion again: it is done if the version that it named was the last one.
async fn find_deleted(app: &Core, tenant: TenantId, id: CustomerId, expected: u64) -> ApiResult<NoContent> {
    let deleted = app.table.get(&keys::deleted_customer(tenant, id), Consistency::Strong).await?;
    if deleted.is_some_and(|deleted| expected.checked_add(1) == Some(deleted.version)) {
        return Ok(NoContent);
    }
    Err(ApiError::not_found("customer"))
}
