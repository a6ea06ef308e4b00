//! `GET /v1/calls/{callId}`: one call, with its transcript.

use runtime::{ApiError, ApiResult, Core, Endpoint, NoBody, NoQuery, Request, Route, Versioned, access};
use store::calls;

use crate::views::{CallPath, DetailedCallView};

/// Gives one call.
pub struct GetCall;

impl Endpoint for GetCall {
    const NAME: &'static str = "calls-get";
    const ROUTE: Route = Route::get("/v1/calls/{callId}");
    const SUMMARY: &'static str = "Get a call with its transcript";

    type Access = access::Viewer;
    type App = Core;
    type Path = CallPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<DetailedCallView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let tenant = request.principal.tenant();
        let found = calls::detailed(&app.table, tenant, request.path.call_id).await?;
        let (record, details) = found.ok_or_else(|| ApiError::not_found("call"))?;
        let (version, details) = (record.call.version, details.unwrap_or_default());
        Ok(Versioned { record: DetailedCallView { call: record.call.into(), details }, version })
    }
}
