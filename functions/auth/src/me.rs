//! `GET /v1/auth/me`: who is signed in.

use runtime::{
    ApiError, ApiResult, Core, Endpoint, NoBody, NoPath, NoQuery, Request, Route, Versioned, access,
};
use store::{BatchGet, tenants, users};

use crate::views::{MeView, TenantView};

/// Tells who is signed in.
pub struct Me;

impl Endpoint for Me {
    const NAME: &'static str = "auth-me";
    const ROUTE: Route = Route::get("/v1/auth/me");
    const SUMMARY: &'static str = "Get who is signed in";
    const DESCRIPTION: &'static str = "The ETag is the version of the user.";

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<MeView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let caller = request.principal;
        let tenant = caller.tenant();
        let mut reads = BatchGet::new();
        let wanted_user = users::batch_get(&mut reads, tenant, caller.user());
        let wanted_tenant = tenants::batch_get(&mut reads, tenant);
        let mut found = app.table.read(reads).await?;
        let missing = || ApiError::internal("a live session belongs to nobody");
        let user = found.take(&wanted_user)?.ok_or_else(missing)?;
        let record = found.take(&wanted_tenant)?.ok_or_else(missing)?;
        let version = user.version;
        let tenant = TenantView::new(tenant, record);
        let record = MeView { user: user.into(), tenant, session_id: caller.session() };
        Ok(Versioned { record, version })
    }
}
