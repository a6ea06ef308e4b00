//! What happened on each day of a tenant. Changes in the transaction of what it counts, and equals a recount at all
//! times.
//!
//! A call counts on the day on which it began, a customer on the day on which it was made, by the clock that the tenant
//! had when it became known. A call keeps its day, so that a change of its status finds it again even if the clock is
//! another by then. A customer counts once and for good, deleted or not.

use std::collections::BTreeMap;

use domain::{TenantId, call::CallStatus, local_day::LocalDay};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use crate::{
    Consistency, Order, Query, StoreError, Table, Transaction,
    counters::{Area, Counts},
    instant::after,
    keys,
};

/// How many items a day is spread over, so that calls that end at the same moment seldom meet. Each one makes a look at
/// a month dearer.
pub const SHARDS: u8 = 4;
/// How long a day is kept: a year, and a month to compare with the one a year before.
const RETENTION: SignedDuration = SignedDuration::from_hours(400 * 24);

/// What a day counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Calls that began on this day, and are in this status.
    Calls(CallStatus),
    /// Customers that were made on this day.
    NewCustomers,
}

impl Trend {
    /// The attribute that it is kept in.
    const fn attribute(self) -> &'static str {
        match self {
            Self::Calls(status) => status.as_str(),
            Self::NewCustomers => "customers",
        }
    }
}

/// What happened on a day.
#[derive(Clone, Debug, Default)]
pub struct Day {
    shards: Vec<Counts>,
}

impl Day {
    /// How many there are of what `trend` counts.
    pub fn get(&self, trend: Trend) -> i64 {
        self.shards.iter().map(|shard| shard.number(trend.attribute())).sum()
    }
}

/// The days from `first` to `last` on which something happened: one request, perhaps a moment behind.
pub async fn read(
    table: &Table,
    tenant: TenantId,
    first: LocalDay,
    last: LocalDay,
) -> Result<BTreeMap<Date, Day>, StoreError> {
    let query = Query::table(keys::counts(tenant), u16::MAX)
        .between(keys::start_of(first), format!("{}#\u{10FFFF}", keys::start_of(last)))
        .order(Order::OldestFirst)
        .consistency(Consistency::Eventual);
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for shard in table.query(query).await?.complete()? {
        let Some(Ok(date)) = shard.place.split('#').nth(1).map(str::parse) else { continue };
        days.entry(date).or_default().shards.push(shard);
    }
    Ok(days)
}

/// Adds to what a day counts, in the given shard; in the same one as before, if the transaction counts on this day
/// already: each item more costs two units.
pub(crate) fn add(
    transaction: &mut Transaction,
    tenant: TenantId,
    day: LocalDay,
    shard: u8,
    trend: Trend,
    by: i64,
) {
    add_to(transaction, tenant, day, shard, trend.attribute(), by);
}

/// Counts a change of records of an area on a day that the transaction counts on: it takes no item more.
pub(crate) fn count_change(
    transaction: &mut Transaction,
    tenant: TenantId,
    day: LocalDay,
    shard: u8,
    area: Area,
) {
    add_to(transaction, tenant, day, shard, area.attribute(), 1);
}

fn add_to(
    transaction: &mut Transaction,
    tenant: TenantId,
    day: LocalDay,
    shard: u8,
    attribute: &'static str,
    by: i64,
) {
    let key = (0..SHARDS)
        .map(|shard| keys::day(tenant, day, shard))
        .find(|key| transaction.adds_to(key))
        .unwrap_or_else(|| keys::day(tenant, day, shard));
    transaction.add_expiring(&key, attribute, by, after(end_of(day), RETENTION));
}

/// The end of the day in UTC: the same for every write of the day, and near enough for what is kept for a year.
fn end_of(day: LocalDay) -> Timestamp {
    let end = day.date().at(23, 59, 59, 0).to_zoned(TimeZone::UTC);
    end.map_or(Timestamp::MAX, |end| end.timestamp())
}
