//! How often the records of a tenant were changed, for whoever waits for news.
//!
//! A change is counted in an item that its transaction writes anyway. For a call that is its day, as long as the pulse
//! looks at that day; for everything else, and for calls of the past, the counters of the tenant.

use domain::{TenantId, ids::CallId, local_day::LocalDay};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    Consistency, Query, StoreError, Table, Transaction,
    counters::{self, Area},
    keys, trends,
};

/// More than there are: the shards of two or three days, and those of the counters.
const ITEMS: u16 = 100;
/// More than there are changes in two days.
const MANY: i64 = 1_000_000_000;

/// For each area a number that is another one after every change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pulse {
    /// The calls.
    pub calls: i64,
    /// The customers, deleted ones included.
    pub customers: i64,
    /// The settings of the tenant, its voice connections and its voice agents.
    pub settings: i64,
}

/// The pulse: one request, perhaps a moment behind.
pub async fn read(table: &Table, tenant: TenantId, now: Timestamp) -> Result<Pulse, StoreError> {
    let first = first_day(now);
    let query = Query::table(keys::counts(tenant), ITEMS)
        .between(keys::start_of(first), format!("{}\u{10FFFF}", keys::TOTAL))
        .consistency(Consistency::Eventual);
    let counts = table.query(query).await?.complete()?;
    let sum = |area: Area| counts.iter().map(|counts| counts.number(area.attribute())).sum::<i64>();
    Ok(Pulse {
        // A day that is looked at no more takes its changes along: the number must not come to what it was before.
        calls: i64::from(first.days_since_epoch()) * MANY + sum(Area::Calls),
        customers: sum(Area::Customers),
        settings: sum(Area::Settings),
    })
}

/// Counts a change, at this moment, of a call that counts on this day.
pub(crate) fn count_call(
    transaction: &mut Transaction,
    tenant: TenantId,
    id: CallId,
    day: Option<LocalDay>,
    at: Timestamp,
) {
    match day {
        Some(day) if day >= first_day(at) => {
            trends::count_change(transaction, tenant, day, id.shard(trends::SHARDS), Area::Calls);
        }
        _ => counters::count_change(transaction, tenant, id.shard(counters::SHARDS), Area::Calls),
    }
}

/// The first day that is looked at: it is today or yesterday, wherever the tenant is.
fn first_day(now: Timestamp) -> LocalDay {
    LocalDay::from(now.to_zoned(TimeZone::UTC).date()).plus(-1)
}
