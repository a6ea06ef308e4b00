//! `GET /v1/calls/{callId}`: one call, with its transcript.

use runtime::{ApiError, ApiResult, Core, Endpoint, NoBody, NoQuery, Request, Route, Versioned, access};
use store::{calls, customers};

use crate::views::{CallPath, CallView, DetailedCallView};

/// Gives one call.
pub struct GetCall;

impl Endpoint for GetCall {
    const NAME: &'static str = "calls-get";
    const ROUTE: Route = Route::get("/v1/calls/{callId}");
    const SUMMARY: &'static str = "Get a call with its transcript";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = Core;
    type Path = CallPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<DetailedCallView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, subject) = (request.principal.tenant(), &request.meta.subject);
        subject.call_id(request.path.call_id);
        let found = calls::detailed(&app.table, tenant, request.path.call_id).await?;
        let (record, details) = found.ok_or_else(|| ApiError::not_found("call"))?;
        subject.call(&record.call);
        let names =
            customers::names(&app.table, tenant, record.call.customer_id.into_iter().collect()).await?;
        let (version, details) = (record.call.version, details.unwrap_or_default());
        let call = CallView::named(record.call, &names);
        Ok(Versioned { record: DetailedCallView { call, details }, version })
    }
}
