//! `GET /v1/customers`: customers in an order, those that somebody searches for, or those that are looked up.

use domain::{TenantId, ids::CustomerId, instant::Instant, search};
use runtime::{
    ApiResult, Core, Endpoint, ListApp, NoBody, NoPath, Ok200, Page, Request, Route, access, cursor::List,
};
use store::{
    counters, customer_search,
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
    const DESCRIPTION: &'static str = "What a search finds is in the order of the words it is found by. A search \
        and a list by tags show only what a customer is recognised by. Searching, tags, looking up, asking for changes \
        and another order than the newest first do not go together, nor with deleted customers. A page may hold fewer \
        than limit items, or none, and still have a nextCursor. A customer that is renamed between two pages may be on both, \
        or on none.";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = ListApp;
    type Path = NoPath;
    type Query = ListQuery;
    type Body = NoBody;
    type Answer = Ok200<Page<CustomerRow>>;

    async fn handle(app: &ListApp, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (list, query) = (request.list(), &request.query);
        let selection = query.selection()?;
        let (page, total) = tokio::try_join!(
            page(app, &list, query, &selection),
            total(&app.core, list.tenant, query, &selection)
        )?;
        Ok(Ok200(Page { total, ..page }))
    }
}

async fn page(
    app: &ListApp,
    list: &List<'_>,
    query: &ListQuery,
    selection: &Selection<'_>,
) -> ApiResult<Page<CustomerRow>> {
    let (table, tenant, limit) = (&app.core.table, list.tenant, query.limit.get());
    let cursor = query.cursor.as_deref();
    match selection {
        Selection::All(lifecycle) => {
            let after = app.after(list, cursor).await?;
            let page = customers::list(table, tenant, *lifecycle, limit, after).await?;
            app.page(list, page, CustomerRow::full).await
        }
        Selection::ByName => {
            let after = app.after(list, cursor).await?;
            let page = customers::list_by_name(table, tenant, limit, after).await?;
            app.page(list, page, CustomerRow::full).await
        }
        Selection::Changed(since) => {
            let after = app.after(list, cursor).await?;
            let since = since.map(Instant::timestamp);
            let mut page = customers::changed_since(table, tenant, since, limit, after).await?;
            if since.is_none() {
                page.items.retain(|customer| customer.deleted_at.is_none());
            }
            app.page(list, page, CustomerRow::changed).await
        }
        Selection::Tagged(tags, matching) => {
            let after = app.after(list, cursor).await?;
            let page = customers::tagged(table, tenant, tags, *matching, limit, after).await?;
            app.page(list, page, CustomerRow::found).await
        }
        Selection::Found(text) => {
            let region = if search::Query::needs_region(text) {
                Some(numbers::region(&app.core, tenant).await?)
            } else {
                None
            };
            let Some(words) = search::Query::parse(text, region.as_ref()) else {
                return Ok(Page::whole(Vec::new()));
            };
            let after = app.after(list, cursor).await?;
            let page = customer_search::search(table, tenant, &words, limit, after).await?;
            app.page(list, page, CustomerRow::found).await
        }
        // As many as fit onto a page, whatever the limit: there are at most 100.
        Selection::LookedUp(lookup) => {
            let after = app.after(list, cursor).await?;
            let ids = looked_up(&app.core, tenant, lookup).await?;
            let page = customers::get_many(table, tenant, &ids, after).await?;
            app.page(list, page, CustomerRow::full).await
        }
    }
}

async fn looked_up(core: &Core, tenant: TenantId, lookup: &Lookup<'_>) -> ApiResult<Vec<CustomerId>> {
    let table = &core.table;
    Ok(match lookup {
        Lookup::Phone(typed) => {
            let phone = numbers::read(core, tenant, typed).await?;
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
        Lookup::Ids(ids) => ids.clone(),
    })
}

/// How many there are, if that is asked for. Filters are not counted.
async fn total(
    core: &Core,
    tenant: TenantId,
    query: &ListQuery,
    selection: &Selection<'_>,
) -> ApiResult<Option<u64>> {
    if !query.count {
        return Ok(None);
    }
    let counter = selection.counter()?;
    let counts = counters::read(&core.table, tenant).await?;
    Ok(u64::try_from(counts.get(counter)).ok())
}
