//! `GET /v1/operations/inbox`: what the voice provider delivered, and what became of it.

use domain::{Invalid, InvalidCode, inbox::State, instant::Instant};
use runtime::{
    ApiError, ApiResult, Endpoint, Limit, ListApp, NoBody, NoPath, Ok200, Page, Request, Route, access,
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{views::InboxEntryView, walk::Walk};

const LATER_THAN_TO: Invalid = Invalid::new(InvalidCode::OutOfOrder, "must not be later than to").other("to");

/// Lists the inbox.
pub struct ListInbox;

/// Which entries, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InboxQuery {
    /// How many items a page holds at most; 50 if absent.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
    /// The nextCursor of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// Only entries in this state.
    state: Option<State>,
    /// Only entries that were received then or later.
    from: Option<Instant>,
    /// Only entries that were received then or earlier.
    to: Option<Instant>,
}

impl Endpoint for ListInbox {
    const NAME: &'static str = "operations-list-inbox";
    const ROUTE: Route = Route::get("/v1/operations/inbox");
    const SUMMARY: &'static str = "List what the voice provider delivered";
    const DESCRIPTION: &'static str = "State by state, the newest first within each; unclaimed entries are in the \
        order of their voice agents. Only what came through the tenant's own connection is listed, and the contents \
        are not shown. A page may hold fewer than limit items, or none, and still have a nextCursor.";
    const READS_AHEAD: bool = true;

    type Access = access::Admin;
    type App = ListApp;
    type Path = NoPath;
    type Query = InboxQuery;
    type Body = NoBody;
    type Answer = Ok200<Page<InboxEntryView>>;

    async fn handle(app: &ListApp, request: Request<Self>) -> ApiResult<Self::Answer> {
        let list = request.list();
        let InboxQuery { limit, ref cursor, state, from, to } = request.query;
        if from.is_some() && to.is_some() && from > to {
            return Err(ApiError::invalid_field("?from", &LATER_THAN_TO));
        }
        let place = app.after(&list, cursor.as_deref()).await?;
        let received = (from.map(Instant::timestamp), to.map(Instant::timestamp));
        let walk = Walk::of(&app.core.table, list.tenant, state, received).await?;
        let page = walk.page(&app.core.table, place, limit.get()).await?;
        Ok(Ok200(app.page(&list, page, InboxEntryView::from).await?))
    }
}
