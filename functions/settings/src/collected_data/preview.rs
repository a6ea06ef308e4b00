//! `POST /v1/settings/collected-data/preview`: what a mapping would have made of the latest calls.

use domain::{
    TenantId, collected_data::CollectedDataMapping, customer::Heard, email::EmailAddress, ids::CallId,
    language::Language, text::Name,
};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use runtime::{
    ApiResult, Core, Endpoint, Json, Metric, NoPath, NoQuery, Ok200, Request, Route, access, metric,
};
use serde::Serialize;
use store::{
    StoreError,
    calls::{self, CallRecord, Filter},
};
use utoipa::ToSchema;

/// How many of the latest calls are looked at.
const CALLS: u16 = 5;

/// Tries a mapping of collected data.
pub struct PreviewCollectedData;

/// What a mapping would have made of the latest calls, the newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CollectedDataPreview {
    /// At most five calls.
    #[schema(max_items = 5)]
    calls: Vec<HeardInCall>,
}

/// What would have been taken from one call. A value without sense, such as a name that says "unknown", is passed over.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeardInCall {
    /// The call.
    call_id: CallId,
    /// When it started.
    started_at: Timestamp,
    /// What the customer would be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    /// Where the customer would get mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<EmailAddress>,
    /// The language that the customer would prefer to speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
}

impl Endpoint for PreviewCollectedData {
    const NAME: &'static str = "settings-preview-collected-data";
    const ROUTE: Route = Route::post("/v1/settings/collected-data/preview");
    const SUMMARY: &'static str = "Try a mapping on the latest calls";
    const DESCRIPTION: &'static str = "Nothing is written.";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<CollectedDataMapping>;
    type Answer = Ok200<CollectedDataPreview>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (table, tenant) = (&app.table, request.principal.tenant());
        let Json(mapping) = request.body;
        let latest = calls::list(table, tenant, &Filter::default(), CALLS, None).await?;
        metric::add(Self::NAME, Metric::RecordsUnreadable, latest.unreadable, app.now());
        let heard = latest.items.iter().map(|record| heard_in(app, tenant, record, &mapping));
        Ok(Ok200(CollectedDataPreview { calls: try_join_all(heard).await? }))
    }
}

/// A call whose details make no sense gives nothing, and takes nothing from the others.
async fn heard_in(
    app: &Core,
    tenant: TenantId,
    record: &CallRecord,
    mapping: &CollectedDataMapping,
) -> ApiResult<HeardInCall> {
    let details = match calls::details_of(&app.table, tenant, record).await {
        Err(StoreError::Unreadable { .. }) => {
            metric::count(PreviewCollectedData::NAME, Metric::RecordsUnreadable, app.now());
            None
        }
        details => details?,
    };
    let details = details.unwrap_or_default();
    let Heard { name, email, language } = mapping.heard(&details.collected);
    Ok(HeardInCall { call_id: record.call.id, started_at: record.call.started_at, name, email, language })
}
