//! `GET /v1/overview/pulse`: whether anything has changed.

use runtime::{ApiResult, Core, Endpoint, NoBody, NoPath, NoQuery, Request, Route, Tagged, access};
use serde::Serialize;
use store::pulse;
use utoipa::ToSchema;

/// Tells which areas have changed.
pub struct GetPulse;

/// A number for each area, which is another one after every change of its records. How large it is says nothing.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pulse {
    /// The calls.
    calls: i64,
    /// The customers, deleted ones included.
    customers: i64,
    /// The settings of the business, its voice connection and its voice agents.
    settings: i64,
}

impl From<pulse::Pulse> for Pulse {
    fn from(pulse::Pulse { calls, customers, settings }: pulse::Pulse) -> Self {
        Self { calls, customers, settings }
    }
}

impl Pulse {
    fn tag(&self) -> String {
        let Self { calls, customers, settings } = self;
        format!("{calls}.{customers}.{settings}")
    }
}

impl Endpoint for GetPulse {
    const NAME: &'static str = "overview-pulse";
    const ROUTE: Route = Route::get("/v1/overview/pulse");
    const SUMMARY: &'static str = "Get how often each area was changed";
    const DESCRIPTION: &'static str =
        "A cheap look at whether a page is still up to date; perhaps a moment behind.";
    const READS_AHEAD: bool = true;
    const REVALIDATED: bool = true;

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Tagged<Pulse>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let pulse = pulse::read(&app.table, request.principal.tenant(), app.now()).await?;
        let pulse = Pulse::from(pulse);
        Ok(Tagged::new(pulse, &pulse.tag(), &request.meta.headers))
    }
}
