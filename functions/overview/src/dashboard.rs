//! `GET /v1/overview/dashboard`: what happened lately.

use std::collections::{BTreeMap, BTreeSet};

use ::calls::views::CallView;
use domain::{
    TenantId, call::CallStatus, ids::CustomerId, local_day::LocalDay, text::Name, time_zone::TimeZoneName,
};
use jiff::{Timestamp, civil::Date};
use runtime::{ApiError, ApiResult, Core, Endpoint, NoBody, NoPath, NoQuery, Ok200, Request, Route, access};
use serde::Serialize;
use store::{
    BatchGet, Table,
    calls::{self, CallRecord, Filter},
    counters::{self, Counter},
    customers, tenants,
    trends::{self, Day, Trend},
};
use utoipa::ToSchema;

/// How many days are shown, today included.
const DAYS: i32 = 30;
/// How many calls are shown.
const LATEST_CALLS: u16 = 5;

/// Gives the dashboard.
pub struct GetDashboard;

/// What happened lately.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Dashboard {
    /// The time zone of the business. Days are counted by its clock at the time; those from before it was changed stay.
    time_zone: TimeZoneName,
    /// The last 30 days, the earliest first; the last one is today.
    days: Vec<DayView>,
    /// How many customers there are, deleted ones not included.
    customers: i64,
    /// The calls that began last, the latest first.
    latest_calls: Vec<CallView>,
}

/// What happened on a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DayView {
    /// Which day.
    date: Date,
    /// The calls that began on this day, by what became of them. A status without calls is left out.
    calls: Vec<CallsInStatus>,
    /// How many customers were made on this day, those included that are deleted by now.
    new_customers: i64,
}

/// How many calls are in a status.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CallsInStatus {
    /// The status.
    status: CallStatus,
    /// How many calls.
    count: i64,
}

impl Endpoint for GetDashboard {
    const NAME: &'static str = "overview-dashboard";
    const ROUTE: Route = Route::get("/v1/overview/dashboard");
    const SUMMARY: &'static str = "Get what happened in the last 30 days";
    const DESCRIPTION: &'static str = "Numbers may be a moment behind.";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Ok200<Dashboard>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (table, tenant, now) = (&app.table, request.principal.tenant(), app.now());
        let filter = Filter::default();
        let (days, totals, latest) = tokio::try_join!(
            read_days(table, tenant, now),
            counters::read_eventually(table, tenant),
            calls::list(table, tenant, &filter, LATEST_CALLS, None),
        )?;
        let callers = latest.items.iter().filter_map(|record| record.call.customer_id).collect();
        let (time_zone, names) = zone_and_names(table, tenant, callers).await?;
        let days = views_of(&days, LocalDay::at(now, &time_zone));
        let latest_calls =
            latest.items.into_iter().map(|CallRecord { call, .. }| CallView::named(call, &names));
        Ok(Ok200(Dashboard {
            time_zone,
            days,
            customers: totals.get(Counter::Customers),
            latest_calls: latest_calls.collect(),
        }))
    }
}

/// The days that may be among those shown, wherever the business is: that is read at the same time.
async fn read_days(
    table: &Table,
    tenant: TenantId,
    now: Timestamp,
) -> Result<BTreeMap<Date, Day>, store::StoreError> {
    let today = LocalDay::from(now.to_zoned(jiff::tz::TimeZone::UTC).date());
    trends::read(table, tenant, today.plus(-DAYS), today.plus(1)).await
}

/// Where the business is, and what these customers are called: one request.
async fn zone_and_names(
    table: &Table,
    tenant: TenantId,
    callers: BTreeSet<CustomerId>,
) -> ApiResult<(TimeZoneName, BTreeMap<CustomerId, Name>)> {
    let mut reads = BatchGet::eventual();
    let settings = tenants::batch_get(&mut reads, tenant);
    let callers: Vec<_> =
        callers.into_iter().map(|id| (id, customers::batch_get(&mut reads, tenant, id))).collect();
    let mut found = table.read(reads).await?;
    let settings = found.take(&settings)?;
    let settings =
        settings.ok_or_else(|| ApiError::internal("the tenant of a live session has no record"))?;
    // Who cannot be read has no name, and takes nothing from the rest.
    let named = callers.iter().filter_map(|(id, handle)| {
        let customer = found.take(handle).ok().flatten()?;
        Some((*id, customer.profile.name?))
    });
    Ok((settings.time_zone, named.collect()))
}

/// All days up to today, those included on which nothing happened.
fn views_of(days: &BTreeMap<Date, Day>, today: LocalDay) -> Vec<DayView> {
    let shown = (1 - DAYS..=0).map(|days| today.plus(days).date());
    shown.map(|date| DayView::of(date, days.get(&date).unwrap_or(&Day::default()))).collect()
}

impl DayView {
    fn of(date: Date, day: &Day) -> Self {
        let calls = CallStatus::ALL
            .into_iter()
            .map(|status| CallsInStatus { status, count: day.get(Trend::Calls(status)) });
        let calls = calls.filter(|calls| calls.count != 0).collect();
        Self { date, calls, new_customers: day.get(Trend::NewCustomers) }
    }
}
