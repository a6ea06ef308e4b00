//! The right to change the credentials of a connection.
//!
//! Credentials lie in the secret store, which cannot replace a value on a condition. Two requests that read, change and
//! write them at the same time could lose a webhook secret, so only the one that has the lease may.

use domain::{
    TenantId,
    ids::{AuditId, ConnectionId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    CommitError, Consistency, Item, Record, StoreError, Table, Transaction, WriteId, instant::after, keys,
};

/// How long a lease is good for: longer than any request may take. One whose request died or failed is in the way this
/// long: its write to the secret store may still be under way.
const LENGTH: SignedDuration = SignedDuration::from_secs(60);

/// Says who may change the credentials of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionLease {
    /// The audit entry that the change will have.
    pub holder: AuditId,
    /// When somebody else may take it.
    pub ends_at: Timestamp,
}

impl Record for ConnectionLease {
    const ENTITY: &'static str = "voiceConnectionLease";
}

impl ConnectionLease {
    /// Takes the lease. The error is the lease of somebody else, who is at work on the connection.
    pub async fn take(
        table: &Table,
        tenant: TenantId,
        connection: ConnectionId,
        holder: AuditId,
        now: Timestamp,
    ) -> Result<Result<Self, Self>, StoreError> {
        let key = || keys::voice_connection_lease(tenant, connection);
        let lease = Self { holder, ends_at: after(now, LENGTH) };
        let mut transaction = Transaction::new();
        let item = Item::new(key(), &lease)?.expiring(lease.ends_at);
        match table.get(&key(), Consistency::Strong).await? {
            Some(other) if other.ends_at > now => return Ok(Err(other)),
            Some(ended) => transaction.replace_having(item, "holder", ended.holder.to_string()),
            None => transaction.create(item),
        };
        match table.commit(transaction).await {
            Ok(()) => Ok(Ok(lease)),
            // Somebody else was faster, and began this moment.
            Err(CommitError::ConditionFailed(_)) => Ok(Err(lease)),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    /// Gives the lease back. Refused if it was taken by somebody else since.
    pub fn give_back(
        &self,
        transaction: &mut Transaction,
        tenant: TenantId,
        connection: ConnectionId,
    ) -> WriteId {
        let key = keys::voice_connection_lease(tenant, connection);
        transaction.delete_having(&key, "holder", self.holder.to_string())
    }
}
