//! `GET /v1/customers`: customers, newest first, or those that somebody searches for.

use domain::{Invalid, InvalidCode, search, text::Tag};
use runtime::{
    ApiError, ApiResult, Endpoint, Limit, ListApp, NoBody, NoPath, Ok200, Page, Request, Route, access,
    cursor::List,
};
use serde::Deserialize;
use store::customer_search::{self, Lifecycle};
use utoipa::IntoParams;

use crate::views::CustomerView;

/// The most characters of a search.
const MAX_SEARCH_LENGTH: usize = 200;

/// Lists customers.
pub struct ListCustomers;

/// Which customers, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListQuery {
    /// How many items a page holds at most; 50 if absent.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    limit: Limit,
    /// The nextCursor of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// Only customers who are found by these words: each is the beginning of a word of the name or of the e-mail
    /// address, or the beginning or the last four digits of the phone number. Case and accents do not matter.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only customers with this tag.
    tag: Option<Tag>,
    /// Deleted customers instead, who can be restored.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    deleted: bool,
}

impl Endpoint for ListCustomers {
    const NAME: &'static str = "customers-list";
    const ROUTE: Route = Route::get("/v1/customers");
    const SUMMARY: &'static str = "List or search customers";
    const DESCRIPTION: &'static str = "The newest come first. What a search finds is in the order of the words that \
        it is found by. A page may hold fewer than limit items, or none, and still have a nextCursor.";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = ListApp;
    type Path = NoPath;
    type Query = ListQuery;
    type Body = NoBody;
    type Answer = Ok200<Page<CustomerView>>;

    async fn handle(app: &ListApp, request: Request<Self>) -> ApiResult<Self::Answer> {
        let query = &request.query;
        let q = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if q.is_some_and(|text| text.chars().count() > MAX_SEARCH_LENGTH) {
            let rule = Invalid::too_long(MAX_SEARCH_LENGTH as u64);
            return Err(ApiError::invalid_field("?q", &rule));
        }
        if q.is_some() && query.deleted {
            let rule = Invalid::new(
                InvalidCode::Conflicting,
                "must not be given together with deleted: deleted customers are not searched",
            )
            .other("deleted");
            return Err(ApiError::invalid_field("?q", &rule));
        }
        let list = request.list();
        let page = match q {
            None => page(app, &list, query).await?,
            Some(text) => match search::Query::parse(text) {
                Some(words) => search(app, &list, query, &words).await?,
                None => Page { items: Vec::new(), next_cursor: None },
            },
        };
        Ok(Ok200(page))
    }
}

async fn page(app: &ListApp, list: &List<'_>, query: &ListQuery) -> ApiResult<Page<CustomerView>> {
    let lifecycle = if query.deleted { Lifecycle::Deleted } else { Lifecycle::Live };
    let after = app.cursors.open(list, query.cursor.as_deref()).await?;
    let (table, limit) = (&app.core.table, query.limit.get());
    let page = customer_search::list(table, list.tenant, lifecycle, query.tag.as_ref(), limit, after).await?;
    let next_cursor = app.cursors.seal_next(list, page.next.as_ref()).await?;
    Ok(Page { items: page.items.into_iter().map(CustomerView::from).collect(), next_cursor })
}

async fn search(
    app: &ListApp,
    list: &List<'_>,
    query: &ListQuery,
    words: &search::Query,
) -> ApiResult<Page<CustomerView>> {
    let from = app.cursors.open(list, query.cursor.as_deref()).await?;
    let (table, limit) = (&app.core.table, query.limit.get());
    let found = customer_search::search(table, list.tenant, words, query.tag.as_ref(), limit, from).await?;
    let next_cursor = app.cursors.seal_next(list, found.next.as_ref()).await?;
    Ok(Page { items: found.customers.into_iter().map(CustomerView::from).collect(), next_cursor })
}
