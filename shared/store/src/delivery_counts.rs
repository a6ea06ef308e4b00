//! How much was delivered through a connection on a day: one small item, which goes away by itself.
//!
//! Processes add what they have counted, now and then: the number is a little behind, by what none of them has told yet
//! ([`domain::quota`]).

use domain::{TenantId, ids::ConnectionId, quota::Amount};
use jiff::{SignedDuration, Timestamp, civil::Date, fmt::serde::timestamp::millisecond, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{Consistency, Record, StoreError, Table, instant::after, keys};

/// How long after its day a count is kept.
const RETENTION: SignedDuration = SignedDuration::from_hours(24 * 7);

/// What was delivered on a day (UTC).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryCount {
    /// How many deliveries.
    #[serde(default)]
    pub deliveries: u64,
    /// How many bytes of them were kept.
    #[serde(default)]
    pub bytes: u64,
    /// When the day's quota was found to be used up.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "millisecond::optional")]
    pub quota_reached_at: Option<Timestamp>,
}

impl Record for DeliveryCount {
    const ENTITY: &'static str = "deliveryCount";
}

impl DeliveryCount {
    /// What is counted.
    pub const fn amount(&self) -> Amount {
        Amount { deliveries: self.deliveries, bytes: self.bytes }
    }
}

/// Adds to what was delivered on a day, and gives it as it is then. `reached_at` is when the day's quota was reached, if it
/// was; the first such time stays.
pub async fn add(
    table: &Table,
    tenant: TenantId,
    connection: ConnectionId,
    day: Date,
    amount: Amount,
    reached_at: Option<Timestamp>,
) -> Result<DeliveryCount, StoreError> {
    let numbers = [("deliveries", amount.deliveries), ("bytes", amount.bytes)];
    let first = reached_at.map(|at| ("quotaReachedAt", at.as_millisecond()));
    let start = day.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |start| start.timestamp());
    let key = keys::delivery_count(tenant, connection, day);
    table.add(&key, &numbers, first, after(start, RETENTION)).await
}

/// What was delivered on a day, as far as it was told. A moment behind.
pub async fn get(
    table: &Table,
    tenant: TenantId,
    connection: ConnectionId,
    day: Date,
) -> Result<Option<DeliveryCount>, StoreError> {
    table.get(&keys::delivery_count(tenant, connection, day), Consistency::Eventual).await
}
