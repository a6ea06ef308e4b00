//! Phone numbers as a person of the tenant writes them.

use domain::{
    TenantId,
    customer::{CustomerEdit, TypedNumber},
    phone::{PhoneNumber, Region},
    tenant::Tenant,
};
use runtime::{ApiError, ApiResult, Core};
use store::tenants;

/// The country in which the national numbers of an edit are meant. Only those cost a look at the settings.
pub(crate) async fn region_of(
    app: &Core,
    tenant: TenantId,
    edit: &CustomerEdit,
) -> ApiResult<Option<Region>> {
    if edit.has_national_number() { region(app, tenant).await.map(Some) } else { Ok(None) }
}

/// A number in the query.
pub(crate) async fn read(app: &Core, tenant: TenantId, typed: &TypedNumber) -> ApiResult<PhoneNumber> {
    let region = if typed.is_national() { Some(region(app, tenant).await?) } else { None };
    typed.read_alone(region.as_ref()).map_err(|rule| ApiError::invalid_field("?phone", &rule))
}

/// The country in which national numbers are meant.
pub(crate) async fn region(app: &Core, tenant: TenantId) -> ApiResult<Region> {
    Ok(settings(app, tenant).await?.default_region)
}

/// The settings of the tenant.
pub(crate) async fn settings(app: &Core, tenant: TenantId) -> ApiResult<Tenant> {
    let settings = tenants::get(&app.table, tenant).await?;
    settings.ok_or_else(ApiError::tenant_missing)
}
