//! Counters of a tenant, which change in the transaction of what they count: how many records there are, which always
//! equals a recount, and how often an area of them was changed.

use std::collections::BTreeMap;

use domain::TenantId;
use serde::{Deserialize, Serialize};

use crate::{Consistency, Query, Record, StoreError, Table, Transaction, keys, schema::SK};

/// How many items the counters of a tenant are spread over, so that writes at the same moment seldom meet.
pub const SHARDS: u8 = 8;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Customers that are not deleted.
    Customers,
    /// Customers that are deleted and can be restored.
    DeletedCustomers,
    /// Users, disabled ones included.
    Users,
    /// Voice agents.
    VoiceAgents,
}

impl Counter {
    /// The attribute it is kept in.
    const fn attribute(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::DeletedCustomers => "deletedCustomers",
            Self::Users => "users",
            Self::VoiceAgents => "voiceAgents",
        }
    }
}

/// Records that a page shows together. How often any of them was changed is counted, for whoever waits for news: one
/// small read says whether there are any.
///
/// What is in the inbox has no area. An entry is kept before it is known whose it is, and a transaction where one write
/// does would cost each delivery twice as much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The calls.
    Calls,
    /// The customers, deleted ones included.
    Customers,
    /// The settings of the tenant, its voice connections and its voice agents.
    Settings,
}

impl Area {
    /// Every area.
    pub const ALL: [Self; 3] = [Self::Calls, Self::Customers, Self::Settings];

    /// The attribute that its changes are counted in.
    pub(crate) const fn attribute(self) -> &'static str {
        match self {
            Self::Calls => "changed.calls",
            Self::Customers => "changed.customers",
            Self::Settings => "changed.settings",
        }
    }
}

/// Numbers that are added to: a shard of the counters of a tenant, or of one of its days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// What is counted here: the sort key.
    pub(crate) place: String,
    #[serde(flatten)]
    counts: BTreeMap<String, serde_json::Value>,
}

impl Record for Counts {
    const ENTITY: &'static str = "counts";
    const SHORT_NAMES: &'static [(&'static str, &'static str)] = &[("place", SK)];
}

impl Counts {
    /// The number in an attribute; 0 where nothing was added yet.
    pub(crate) fn number(&self, attribute: &str) -> i64 {
        self.counts.get(attribute).and_then(serde_json::Value::as_i64).unwrap_or(0)
    }
}

/// How many there are of what is counted.
#[derive(Clone, Debug)]
pub struct Totals {
    shards: Vec<Counts>,
}

impl Totals {
    /// How many there are of what `counter` counts.
    pub fn get(&self, counter: Counter) -> i64 {
        self.shards.iter().map(|shard| shard.number(counter.attribute())).sum()
    }
}

/// The counters of a tenant as they are this moment: one request, whatever they count.
pub async fn read(table: &Table, tenant: TenantId) -> Result<Totals, StoreError> {
    read_with(table, tenant, Consistency::Strong).await
}

/// The same at half the price, perhaps a moment behind.
pub async fn read_eventually(table: &Table, tenant: TenantId) -> Result<Totals, StoreError> {
    read_with(table, tenant, Consistency::Eventual).await
}

async fn read_with(table: &Table, tenant: TenantId, consistency: Consistency) -> Result<Totals, StoreError> {
    let query = Query::table(keys::counts(tenant), u16::from(SHARDS)).starting_with(keys::TOTAL);
    let shards = table.query(query.consistency(consistency)).await?.complete()?;
    Ok(Totals { shards })
}

/// Adds to a counter of the tenant, in the given shard; in the same one as before, if the transaction counts already:
/// what counts is the sum of the shards, and each item more costs two units.
pub fn add(transaction: &mut Transaction, tenant: TenantId, shard: u8, counter: Counter, by: i64) {
    add_to(transaction, tenant, shard, counter.attribute(), by);
}

/// Counts a change of records of an area, in the given shard or as [`add`] says. More than one in a transaction is news
/// all the same.
pub(crate) fn count_change(transaction: &mut Transaction, tenant: TenantId, shard: u8, area: Area) {
    add_to(transaction, tenant, shard, area.attribute(), 1);
}

fn add_to(transaction: &mut Transaction, tenant: TenantId, shard: u8, attribute: &'static str, by: i64) {
    let key = (0..SHARDS)
        .map(|shard| keys::counters(tenant, shard))
        .find(|key| transaction.adds_to(key))
        .unwrap_or_else(|| keys::counters(tenant, shard));
    transaction.add(&key, attribute, by);
}
