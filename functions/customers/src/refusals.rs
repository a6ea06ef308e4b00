//! Why something cannot be done with a customer.

use domain::{
    TenantId,
    customer::{Customer, WrongField},
    ids::CustomerId,
};
use runtime::{ApiError, ApiResult, Core, FieldError};
use store::{
    ConditionFailed, StoreError,
    customers::{self, Conflict, CustomerWrites},
};

use crate::views::CustomerView;

/// The customer with this id; 410 if it was deleted.
pub(crate) async fn require(app: &Core, tenant: TenantId, id: CustomerId) -> ApiResult<Customer> {
    match customers::get(&app.table, tenant, id).await? {
        Some(customer) => Ok(customer),
        None => Err(missing(app, tenant, id).await?),
    }
}

async fn missing(app: &Core, tenant: TenantId, id: CustomerId) -> ApiResult<ApiError> {
    let deleted = customers::get_deleted(&app.table, tenant, id).await?;
    Ok(deleted
        .and_then(|customer| customer.deleted_at)
        .map_or_else(|| ApiError::not_found("customer"), ApiError::gone))
}

/// Somebody was faster: the customer was changed or deleted, or a number or an id was taken.
pub(crate) fn explain(failed: &ConditionFailed, writes: &CustomerWrites) -> Result<ApiError, StoreError> {
    Ok(match writes.conflict(failed)? {
        Conflict::Changed(Some(current)) => stale(*current),
        Conflict::Changed(None) => ApiError::not_found("customer"),
        Conflict::NumberTaken(owner) => {
            ApiError::conflict("phone_taken", "Another customer has this phone number.").existing(owner)
        }
        Conflict::ExternalIdTaken(owner) => {
            ApiError::conflict("external_id_taken", "Another customer has this external id.").existing(owner)
        }
        Conflict::Elsewhere => ApiError::internal("a transaction was refused for no reason that we know"),
    })
}

/// 412 with the customer as it is now.
pub(crate) fn stale(current: Customer) -> ApiError {
    ApiError::stale(current.version).current(&CustomerView::from(current))
}

/// 422 with every field that is wrong.
pub(crate) fn wrong_fields(wrong: Vec<WrongField>) -> ApiError {
    ApiError::invalid(wrong.iter().map(|wrong| FieldError::new(&wrong.pointer, &wrong.rule)).collect())
}
