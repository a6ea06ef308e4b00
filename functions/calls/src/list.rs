//! `GET /v1/calls`: calls, newest first.

use domain::{Invalid, InvalidCode, TenantId, call::CallStatus, ids::CustomerId, instant::Instant};
use runtime::{
    ApiError, ApiResult, Endpoint, Limit, ListApp, NoBody, NoPath, Ok200, Page, Request, Route, access,
};
use serde::Deserialize;
use store::{
    Position, Table,
    calls::{self, CallRecord, Filter},
    customers,
};
use utoipa::{IntoParams, ToSchema};

use crate::views::CallView;

const LATER_THAN_TO: Invalid = Invalid::new(InvalidCode::OutOfOrder, "must not be later than to").other("to");
/// How many pages are read to fill one, where calls are left out.
const MAX_PAGES: u32 = 5;

/// Lists calls.
pub struct ListCalls;

/// Which calls, and which part of the list.
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
    /// Only calls with this customer.
    customer_id: Option<CustomerId>,
    /// Only calls in this status.
    status: Option<CallStatus>,
    /// Only calls whose number of the other person is in this state.
    #[param(inline)]
    number: Option<NumberState>,
    /// Only calls that started then or later, to the millisecond. What counts is the start as it was first reported.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Instant>,
    /// Only calls that started then or earlier, to the millisecond. What counts is the start as it was first reported.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Instant>,
}

/// What is known of the other person's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberState {
    /// Something was reported that is no number which can be called.
    NotUnderstood,
}

impl Endpoint for ListCalls {
    const NAME: &'static str = "calls-list";
    const ROUTE: Route = Route::get("/v1/calls");
    const SUMMARY: &'static str = "List calls";
    const DESCRIPTION: &'static str = "Newest first, by when they started. A call that was just made is in the list at \
        once; what else changed may take a moment to show. Where few calls of a customer, or with a number \
        that is not understood, are in the wanted status, a page may hold fewer than limit, or none, and still have a nextCursor. There is no filter by direction: it \
        would have to read every call.";
    const ERRORS: &'static [(u16, &'static str)] = &[(404, "not_found")];
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = ListApp;
    type Path = NoPath;
    type Query = ListQuery;
    type Body = NoBody;
    type Answer = Ok200<Page<CallView>>;

    async fn handle(app: &ListApp, request: Request<Self>) -> ApiResult<Self::Answer> {
        let list = request.list();
        let ListQuery { limit, ref cursor, customer_id: customer, status, number, from, to } = request.query;
        if from.is_some() && to.is_some() && from > to {
            return Err(ApiError::invalid_field("?from", &LATER_THAN_TO));
        }
        let after = app.after(&list, cursor.as_deref()).await?;
        let filter = Filter {
            customer,
            status,
            number_not_understood: number == Some(NumberState::NotUnderstood),
            from: from.map(Instant::timestamp),
            to: to.map(Instant::timestamp),
        };
        let (table, tenant) = (&app.core.table, list.tenant);
        let (exists, page) =
            tokio::try_join!(exists(table, tenant, customer), read(table, tenant, &filter, limit, after))?;
        if !exists {
            return Err(ApiError::not_found("customer"));
        }
        let callers = page.items.iter().filter_map(|record| record.call.customer_id).collect();
        let names = customers::names(table, tenant, callers).await?;
        Ok(Ok200(app.page(&list, page, |record| CallView::named(record.call, &names)).await?))
    }
}

/// Whether the customer that the list is about exists, deleted or not.
async fn exists(table: &Table, tenant: TenantId, customer: Option<CustomerId>) -> ApiResult<bool> {
    match customer {
        None => Ok(true),
        Some(customer) => Ok(customers::exists(table, tenant, customer).await?),
    }
}

/// One page, filled as far as a few requests can.
async fn read(
    table: &Table,
    tenant: TenantId,
    filter: &Filter,
    limit: Limit,
    after: Option<Position>,
) -> ApiResult<store::Page<CallRecord>> {
    let mut page = store::Page::starting_at(after);
    for _ in 0..MAX_PAGES {
        let missing = usize::from(limit.get()).saturating_sub(page.items.len());
        let Ok(missing @ 1..) = u16::try_from(missing) else { break };
        let after = page.next.take();
        page.append(calls::list(table, tenant, filter, missing, after).await?);
        if page.next.is_none() {
            break;
        }
    }
    Ok(page)
}
