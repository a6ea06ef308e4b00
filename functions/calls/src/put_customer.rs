//! `PUT /v1/calls/{callId}/customer`: say whose call it is.

use std::collections::BTreeMap;

use domain::{
    TenantId,
    call::{Call, FollowsNumber},
    customer::Customer,
    ids::CustomerId,
    text::Name,
};
use runtime::{ApiError, ApiResult, Core, Endpoint, Json, NoQuery, Request, Route, Versioned, access};
use serde::Deserialize;
use store::{
    ConditionFailed, StoreError, Transaction, WriteId,
    audit::Action,
    calls::{self, CallRecord, CallWrites},
    customers,
};
use utoipa::ToSchema;

use crate::views::{CallPath, CallView};

/// Says whose call it is.
pub struct PutCallCustomer;

/// Whose call it is.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "customerId": "01K5P1V8W0C4E6G8J0M2P4R6T8" })))]
pub struct CallCustomerChoice {
    /// The customer, or null for nobody.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    customer_id: Option<CustomerId>,
}

impl Endpoint for PutCallCustomer {
    const NAME: &'static str = "calls-put-customer";
    const ROUTE: Route = Route::put("/v1/calls/{callId}/customer");
    const SUMMARY: &'static str = "Choose the customer of a call";
    const DESCRIPTION: &'static str = "For calls whose number does not tell whose they are: it is withheld or not \
        understood, there is none, or several customers have it. A choice can be changed and taken back, and later \
        reports about the call leave it. Other calls belong to whoever has their number.";
    const CONDITIONAL: bool = true;
    const ERRORS: &'static [(u16, &'static str)] =
        &[(404, "not_found"), (409, "customer_follows_number"), (410, "gone")];

    type Access = access::Agent;
    type App = Core;
    type Path = CallPath;
    type Query = NoQuery;
    type Body = Json<CallCustomerChoice>;
    type Answer = Versioned<CallView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, Json(CallCustomerChoice { customer_id: chosen })) =
            (request.principal.tenant(), request.body);
        request.meta.subject.call_id(request.path.call_id);
        let before = calls::get(&app.table, tenant, request.path.call_id).await?;
        let before = before.ok_or_else(|| ApiError::not_found("call"))?;
        request.meta.subject.call(&before.call);
        let customer = match chosen {
            None => None,
            Some(id) => Some(require(app, tenant, id).await?),
        };
        let call = before.call.with_customer(chosen, app.now()).map_err(|FollowsNumber| follows_number())?;
        let must_write = match request.meta.must_write(before.call.version, call.version) {
            Err(stale) => return Err(with_current(app, tenant, stale, before.call).await?),
            Ok(must_write) => must_write,
        };
        if must_write {
            let after = CallRecord { call: call.clone(), ..before.clone() };
            let mut transaction = Transaction::new();
            let writes = calls::replace(&mut transaction, tenant, &before, &after)?;
            let exists = chosen.map(|id| customers::require(&mut transaction, tenant, id));
            app.audit(
                &mut transaction,
                &request.principal,
                Action::CallUpdated,
                call.id,
                vec!["customerId"],
            )?;
            if let Err(error) = app.commit(transaction, |failed| explain(failed, writes, exists)).await {
                return Err(match calls::get(&app.table, tenant, call.id).await? {
                    Some(now) if error.code() == "stale_version" => {
                        with_current(app, tenant, ApiError::stale(now.call.version), now.call).await?
                    }
                    _ => error,
                });
            }
        }
        Ok(Versioned { version: call.version, record: view(call, customer) })
    }
}

/// The customer with this id; 410 if it was deleted.
async fn require(app: &Core, tenant: TenantId, id: CustomerId) -> ApiResult<Customer> {
    if let Some(customer) = customers::get(&app.table, tenant, id).await? {
        return Ok(customer);
    }
    let deleted = customers::get_deleted(&app.table, tenant, id).await?;
    Err(deleted
        .and_then(|customer| customer.deleted_at)
        .map_or_else(|| ApiError::not_found("customer"), ApiError::gone))
}

fn follows_number() -> ApiError {
    ApiError::conflict("customer_follows_number", "The call belongs to whoever has its number.")
}

/// The same with the call as it is now.
async fn with_current(app: &Core, tenant: TenantId, stale: ApiError, now: Call) -> ApiResult<ApiError> {
    let names = customers::names(&app.table, tenant, now.customer_id.into_iter().collect()).await?;
    Ok(stale.current(&CallView::named(now, &names)))
}

/// Somebody was faster: the call was changed, or the customer was deleted.
fn explain(
    failed: &ConditionFailed,
    writes: CallWrites,
    customer: Option<WriteId>,
) -> Result<ApiError, StoreError> {
    if let Some(CallRecord { call: current, .. }) = failed.found(writes.call)? {
        return Ok(ApiError::stale(current.version));
    }
    if customer.is_some_and(|write| failed.contains(write)) {
        return Ok(ApiError::not_found("customer"));
    }
    Ok(ApiError::internal("a transaction was refused for no reason that we know"))
}

fn view(call: Call, customer: Option<Customer>) -> CallView {
    let named = |customer: Customer| Some((customer.id, customer.profile.name?));
    let names: BTreeMap<CustomerId, Name> = customer.and_then(named).into_iter().collect();
    CallView::named(call, &names)
}
