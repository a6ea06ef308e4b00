//! Phone numbers of customers: read as a person of the tenant writes them, and owned by one customer each.

use domain::{Invalid, TenantId, phone::PhoneNumber};
use runtime::{ApiError, ApiResult, Core};
use store::{
    ConditionFailed, StoreError,
    customers::{CustomerWrites, PhoneOwner},
    tenants,
};

/// Reads the number in the field `/phone`. Only one without country code costs a look at the tenant's settings.
pub(crate) async fn read(app: &Core, tenant: TenantId, text: &str) -> ApiResult<PhoneNumber> {
    let refused = |invalid: Invalid| ApiError::invalid_field("/phone", &invalid);
    if PhoneNumber::is_international(text) {
        return PhoneNumber::parse_international(text).map_err(refused);
    }
    let settings = tenants::get(&app.table, tenant).await?;
    let settings =
        settings.ok_or_else(|| ApiError::internal("the tenant of a live session has no record"))?;
    PhoneNumber::parse(text, &settings.default_region).map_err(refused)
}

/// The error when another customer's number is what a transaction was refused for.
pub(crate) fn taken(
    refused: &ConditionFailed,
    writes: CustomerWrites,
) -> Result<Option<ApiError>, StoreError> {
    let Some(write) = writes.phone else { return Ok(None) };
    let owner: Option<PhoneOwner> = refused.found(write)?;
    Ok(owner.map(|owner| {
        ApiError::conflict("phone_taken", "Another customer has this phone number.")
            .existing(owner.customer_id)
    }))
}

/// The error for a transaction that was refused although nothing stands in its way.
pub(crate) fn refused_for_nothing() -> ApiError {
    ApiError::internal("a transaction was refused for no reason that we know")
}
