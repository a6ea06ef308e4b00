//! `GET /v1/audit`: what was done in the tenant, by whom and to what.

use domain::{TenantId, audit::Action, ids::UserId, local_month::LocalMonth, text::Text};
use runtime::{
    ApiError, ApiResult, Core, Endpoint, Limit, ListApp, NoBody, NoPath, Ok200, Page, Request, Route, access,
};
use serde::Deserialize;
use store::{
    audit::{self, Filter, Span},
    tenants, users,
};
use utoipa::IntoParams;

use crate::views::{self, AuditEntryView};

/// Lists the audit log.
pub struct ListAudit;

/// Which entries, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditQuery {
    /// How many items a page holds at most; 50 if absent.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
    /// The nextCursor of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// Only what was done in this month, by the clock of the business; the current month if absent.
    #[param(inline)]
    month: Option<LocalMonth>,
    /// Only what this user did.
    actor_id: Option<UserId>,
    /// Only this kind of deed.
    #[param(inline)]
    action: Option<Action>,
    /// Only what was done to the record of this id.
    #[param(inline)]
    subject_id: Option<Text<400>>,
}

impl Endpoint for ListAudit {
    const NAME: &'static str = "audit-list";
    const ROUTE: Route = Route::get("/v1/audit");
    const SUMMARY: &'static str = "List what was done";
    const DESCRIPTION: &'static str = "One month of the audit log, the newest entry first. Entries are kept for 400 \
        days. They name records and fields, never what was in them. What was done a moment ago may be missing. Where \
        few entries are wanted, a page may hold fewer than limit, or none, and still have a nextCursor.";
    const READS_AHEAD: bool = true;

    type Access = access::Admin;
    type App = ListApp;
    type Path = NoPath;
    type Query = AuditQuery;
    type Body = NoBody;
    type Answer = Ok200<Page<AuditEntryView>>;

    async fn handle(app: &ListApp, request: Request<Self>) -> ApiResult<Self::Answer> {
        let list = request.list();
        let AuditQuery { limit, ref cursor, month, actor_id, action, ref subject_id } = request.query;
        let span = match app.after(&list, cursor.as_deref()).await? {
            Some(rest) => rest,
            None => span_of(&app.core, list.tenant, month).await?,
        };
        let filter = Filter { actor: actor_id, action, subject: subject_id.clone().map(String::from) };
        let page = audit::newest(&app.core.table, list.tenant, span, &filter, limit.get()).await?;
        let names = users::names(&app.core.table, list.tenant, views::users(&page.items)).await?;
        Ok(Ok200(app.page(&list, page, |entry| AuditEntryView::named(entry, &names)).await?))
    }
}

/// The month, or that of this moment, where the business is.
async fn span_of(core: &Core, tenant: TenantId, month: Option<LocalMonth>) -> ApiResult<Span> {
    let business = tenants::get_eventual(&core.table, tenant).await?;
    let zone = business.ok_or_else(ApiError::tenant_missing)?.time_zone;
    let month = month.unwrap_or_else(|| LocalMonth::at(core.now(), &zone));
    let (start, end) = month.bounds(&zone);
    Ok(Span::between(start, end))
}
