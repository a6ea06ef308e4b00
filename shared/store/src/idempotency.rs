//! Requests that may be sent twice and are carried out once.

use std::collections::BTreeMap;

use domain::TenantId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{ConditionFailed, Item, Record, StoreError, Transaction, WriteId, keys};

/// How long an answer is remembered. A client that retries does so within minutes.
pub const RETENTION: SignedDuration = SignedDuration::from_hours(24);

/// The request as its idempotency key and body name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestIdentity {
    /// The operation, such as `customers-create`.
    pub operation: &'static str,
    /// What the client sent as `Idempotency-Key`.
    pub key: String,
    /// A digest of the body, to refuse another body under the same key.
    pub fingerprint: String,
}

/// The first answer to a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Remembered {
    /// Digest of the body of the request.
    pub fingerprint: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// JSON of the answer.
    pub body: String,
    /// Headers of the answer that belong to it, such as `etag` and `location`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// When it is forgotten, to the second, though DynamoDB may remove it days later.
    pub forgotten_at: Timestamp,
}

impl std::fmt::Debug for Remembered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remembered").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Record for Remembered {
    const ENTITY: &'static str = "idempotency";
}

/// What an earlier request under the same key means for this one.
#[derive(Debug, PartialEq, Eq)]
pub enum Earlier {
    /// It was this very request: give this answer again.
    Same(Remembered),
    /// It had another body.
    Different,
}

/// Remembers the answer under the request's key; fails if an unexpired record exists.
pub fn remember(
    transaction: &mut Transaction,
    tenant: TenantId,
    request: &RequestIdentity,
    answer: &Remembered,
    now: Timestamp,
) -> Result<WriteId, StoreError> {
    let item = Item::new(keys::idempotency(tenant, request.operation, &request.key), answer)?;
    Ok(transaction.create_over_expired(item.expiring(answer.forgotten_at), now))
}

/// Judges a refused transaction that was to remember an answer. `None`: that was not what it was refused for.
pub fn earlier(
    refused: &ConditionFailed,
    remembered: WriteId,
    request: &RequestIdentity,
) -> Result<Option<Earlier>, StoreError> {
    let found: Option<Remembered> = refused.found(remembered)?;
    Ok(found.map(|found| {
        if found.fingerprint == request.fingerprint { Earlier::Same(found) } else { Earlier::Different }
    }))
}
