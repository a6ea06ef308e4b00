//! `POST /v1/customers/{customerId}/restore`: undo a deletion.

use domain::{TenantId, customer::Customer, ids::CustomerId, phone::PhoneNumber};
use runtime::{ApiError, ApiResult, Core, Endpoint, NoBody, NoQuery, Request, Route, Versioned, access};
use store::{CommitError, Consistency, StoreError, Transaction, audit::Action, keys};

use crate::{
    phone,
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
    const ERRORS: &'static [(u16, &'static str)] = &[(409, "phone_taken")];

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
        let (tenant, now) = (request.principal.tenant(), app.now());
        let id = request.path.customer_id;
        let deleted = app.table.get(&keys::deleted_customer(tenant, id), Consistency::Strong).await?;
        let Some(deleted) = deleted else { return answer(find_live(app, tenant, id).await?) };
        let restored = deleted.restored(now);
        let mut transaction = Transaction::new();
        let writes = transaction.restore_customer(tenant, &deleted, &restored)?;
        app.audit(&mut transaction, &request.principal, Action::CustomerRestored, id, Vec::new())?;
        match app.table.commit(transaction).await {
            Ok(()) => answer(Some(restored)),
            Err(CommitError::Store(error)) => Err(error.into()),
            // Somebody else restored it between our look and our write.
            Err(CommitError::ConditionFailed(refused)) if refused.contains(writes.customer) => {
                answer(find_live(app, tenant, id).await?)
            }
            Err(CommitError::ConditionFailed(refused)) => {
                Err(phone::taken(&refused, writes)?.unwrap_or_else(phone::refused_for_nothing))
            }
        }
    }
}

async fn find_live(app: &Core, tenant: TenantId, id: CustomerId) -> Result<Option<Customer>, StoreError> {
    app.table.get(&keys::customer(tenant, id), Consistency::Strong).await
}

fn answer(customer: Option<Customer>) -> ApiResult<Versioned<CustomerView>> {
    let customer = customer.ok_or_else(|| ApiError::not_found("customer"))?;
    Ok(Versioned { version: customer.version, record: customer.into() })
}
