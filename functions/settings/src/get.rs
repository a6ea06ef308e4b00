//! `GET /v1/settings`: the settings of the tenant.

use domain::{TenantId, tenant::Tenant};
use runtime::{
    ApiError, ApiResult, Core, Endpoint, NoBody, NoPath, NoQuery, Request, Route, Versioned, access,
};
use store::tenants;

use crate::settings_view::SettingsView;

/// Gives the settings.
pub struct GetSettings;

impl Endpoint for GetSettings {
    const NAME: &'static str = "settings-get";
    const ROUTE: Route = Route::get("/v1/settings");
    const SUMMARY: &'static str = "Get the settings of the business";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<SettingsView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        Ok(SettingsView::answer(read(app, request.principal.tenant()).await?))
    }
}

/// The tenant of a caller: it exists as long as anybody is signed in.
pub(crate) async fn read(app: &Core, tenant: TenantId) -> ApiResult<Tenant> {
    let settings = tenants::get(&app.table, tenant).await?;
    settings.ok_or_else(ApiError::tenant_missing)
}
