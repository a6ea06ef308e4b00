//! `GET /v1/customers`: customers in an order, those that somebody searches for, or those that are looked up.

use domain::{TenantId, instant::Instant, search, text::Tag};
use runtime::{
    ApiResult, Core, Endpoint, ListApp, NoBody, NoPath, Ok200, Page, Request, Route, access, cursor::List,
};
use store::{
    customer_search::{self, Lifecycle},
    customers::{self, Owner},
};

use crate::{
    list_query::ListQuery,
    list_selection::{Lookup, Selection},
    numbers,
    views::CustomerRow,
};

/// Lists customers.
pub struct ListCustomers;

impl Endpoint for ListCustomers {
    const NAME: &'static str = "customers-list";
    const ROUTE: Route = Route::get("/v1/customers");
    const SUMMARY: &'static str = "List, search or look up customers";
    const DESCRIPTION: &'static str = "What a search finds is in the order of the words it is found by, and \
        shows only what a customer is recognised by. Searching, looking up, asking for changes and the order of \
        changes do not go together, nor with a tag or with deleted customers. A page may hold fewer than limit items, \
        or none, and still have a nextCursor.";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = ListApp;
    type Path = NoPath;
    type Query = ListQuery;
    type Body = NoBody;
    type Answer = Ok200<Page<CustomerRow>>;

    async fn handle(app: &ListApp, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (list, query) = (request.list(), &request.query);
        Ok(Ok200(match query.selection()? {
            Selection::All { lifecycle, tag } => all(app, &list, query, lifecycle, tag).await?,
            Selection::Changed(since) => changed(app, &list, query, since).await?,
            Selection::Found(text) => match search::Query::parse(text) {
                Some(words) => found(app, &list, query, &words).await?,
                None => Page { items: Vec::new(), next_cursor: None },
            },
            Selection::LookedUp(lookup) => looked_up(&app.core, list.tenant, lookup).await?,
        }))
    }
}

async fn all(
    app: &ListApp,
    list: &List<'_>,
    query: &ListQuery,
    lifecycle: Lifecycle,
    tag: Option<&Tag>,
) -> ApiResult<Page<CustomerRow>> {
    let after = app.cursors.open(list, query.cursor.as_deref()).await?;
    let (table, limit) = (&app.core.table, query.limit.get());
    let page = customer_search::list(table, list.tenant, lifecycle, tag, limit, after).await?;
    let next_cursor = app.cursors.seal_next(list, page.next.as_ref()).await?;
    Ok(Page { items: page.items.into_iter().map(CustomerRow::full).collect(), next_cursor })
}

async fn changed(
    app: &ListApp,
    list: &List<'_>,
    query: &ListQuery,
    since: Option<Instant>,
) -> ApiResult<Page<CustomerRow>> {
    let after = app.cursors.open(list, query.cursor.as_deref()).await?;
    let (table, limit) = (&app.core.table, query.limit.get());
    let from = since.map(Instant::timestamp);
    let mut page = customers::changed_since(table, list.tenant, from, limit, after).await?;
    if since.is_none() {
        page.items.retain(|customer| customer.deleted_at.is_none());
    }
    let next_cursor = app.cursors.seal_next(list, page.next.as_ref()).await?;
    Ok(Page { items: page.items.into_iter().map(CustomerRow::changed).collect(), next_cursor })
}

async fn found(
    app: &ListApp,
    list: &List<'_>,
    query: &ListQuery,
    words: &search::Query,
) -> ApiResult<Page<CustomerRow>> {
    let from = app.cursors.open(list, query.cursor.as_deref()).await?;
    let found = customer_search::search(&app.core.table, list.tenant, words, query.limit.get(), from).await?;
    let next_cursor = app.cursors.seal_next(list, found.next.as_ref()).await?;
    Ok(Page { items: found.matches.into_iter().map(CustomerRow::found).collect(), next_cursor })
}

/// All of them at once: there are at most 100.
async fn looked_up(core: &Core, tenant: TenantId, lookup: Lookup<'_>) -> ApiResult<Page<CustomerRow>> {
    let table = &core.table;
    let ids = match lookup {
        Lookup::Phone(typed) => {
            let phone = numbers::read(core, tenant, &typed).await?;
            match customers::owner_of_number(table, tenant, &phone).await? {
                Owner::One(id) => vec![id],
                Owner::Several(ids) => ids,
                Owner::None => Vec::new(),
            }
        }
        Lookup::Email(email) => customers::ids_of_email(table, tenant, email).await?,
        Lookup::ExternalId(id) => {
            customers::id_of_external_id(table, tenant, id).await?.into_iter().collect()
        }
        Lookup::Ids(ids) => ids,
    };
    let customers = customers::get_many(table, tenant, &ids).await?;
    Ok(Page { items: customers.into_iter().map(CustomerRow::full).collect(), next_cursor: None })
}

/// Serves the endpoint.
pub async fn main() -> Result<(), runtime::Error> {
    runtime::serve::<ListCustomers>().await
}
