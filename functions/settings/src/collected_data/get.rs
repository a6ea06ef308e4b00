//! `GET /v1/settings/collected-data`: what becomes of collected data.

use runtime::{ApiResult, Core, Endpoint, NoBody, NoPath, NoQuery, Request, Route, Versioned, access};

use super::CollectedDataView;
use crate::get::read;

/// Gives the mapping of collected data.
pub struct GetCollectedData;

impl Endpoint for GetCollectedData {
    const NAME: &'static str = "settings-get-collected-data";
    const ROUTE: Route = Route::get("/v1/settings/collected-data");
    const SUMMARY: &'static str = "Get what becomes of the data that voice agents collect";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<CollectedDataView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        Ok(CollectedDataView::answer(&read(app, request.principal.tenant()).await?))
    }
}
