//! Counters that always equal a recount: they change in the transaction of what they count.

use std::collections::BTreeMap;

use domain::TenantId;
use serde::{Deserialize, Serialize};

use crate::{Query, Record, StoreError, Table, Transaction, keys};

/// How many items the counters of a tenant are spread over, so that writes at the same moment seldom meet.
pub const SHARDS: u8 = 8;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Customers that are not deleted.
    Customers,
    /// Customers that are deleted and can be restored.
    DeletedCustomers,
    /// Calls in this status.
    Calls(domain::call::CallStatus),
    /// Users, disabled ones included.
    Users,
    /// Voice agents.
    VoiceAgents,
}

impl Counter {
    /// The attribute it is kept in.
    fn attribute(self) -> String {
        match self {
            Self::Customers => "customers".to_owned(),
            Self::DeletedCustomers => "deletedCustomers".to_owned(),
            Self::Calls(status) => format!("calls.{}", status.as_str()),
            Self::Users => "users".to_owned(),
            Self::VoiceAgents => "voiceAgents".to_owned(),
        }
    }
}

/// One shard of the counters of a tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    #[serde(flatten)]
    counts: BTreeMap<String, serde_json::Value>,
}

impl Record for Counts {
    const ENTITY: &'static str = "counts";
}

impl Counts {
    /// How many there are of what `counter` counts.
    pub fn get(&self, counter: Counter) -> i64 {
        self.counts.get(&counter.attribute()).and_then(serde_json::Value::as_i64).unwrap_or(0)
    }
}

/// The counters of a tenant: one request, whatever they count.
pub async fn read(table: &Table, tenant: TenantId) -> Result<Counts, StoreError> {
    let shards = table.query(Query::table(keys::all_counters(tenant), u16::from(SHARDS))).await?;
    let mut total: BTreeMap<String, i64> = BTreeMap::new();
    for shard in shards.complete()? {
        for (name, value) in shard.counts {
            if let Some(count) = value.as_i64() {
                *total.entry(name).or_default() += count;
            }
        }
    }
    Ok(Counts { counts: total.into_iter().map(|(name, count)| (name, count.into())).collect() })
}

/// Adds to a counter of the tenant, in the given shard; in the same one as before, if the transaction counts already:
/// what counts is the sum of the shards, and each item more costs two units.
pub fn add(transaction: &mut Transaction, tenant: TenantId, shard: u8, counter: Counter, by: i64) {
    let key = (0..SHARDS)
        .map(|shard| keys::counters(tenant, shard))
        .find(|key| transaction.adds_to(key))
        .unwrap_or_else(|| keys::counters(tenant, shard));
    transaction.add(&key, counter.attribute(), by);
}
