//! The audit log: who did what to which record, kept in the transaction of the event.

pub use domain::audit::{Action, Actor};
use domain::{TenantId, ids::AuditId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use self::newest::{Filter, Span, newest};
use crate::{
    Item, Order, Page, Position, Query, Record, StoreError, Table, Transaction, instant::after, keys,
};

mod newest;

/// How long an entry is kept.
pub const RETENTION: SignedDuration = SignedDuration::from_hours(24 * 400);

/// One entry. It names fields, never their values: the log outlives an erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Its identity, and its time.
    pub id: AuditId,
    /// Who did it.
    pub actor: Actor,
    /// What was done: the name of an [`Action`], perhaps of another version of this program.
    pub action: String,
    /// The id of the record it was done to.
    pub subject: String,
    /// The names of the fields that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

impl Record for AuditEntry {
    const ENTITY: &'static str = "audit";
}

/// An audit event that is not stored yet.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    /// Who did it.
    pub actor: Actor,
    /// What was done.
    pub action: Action,
    /// The id of the record it was done to.
    pub subject: String,
    /// The names of the fields that changed.
    pub fields: Vec<&'static str>,
}

impl AuditEvent {
    /// An event that changes no field of its own: something was created, deleted or restored.
    pub fn new(actor: Actor, action: Action, subject: impl std::fmt::Display) -> Self {
        Self { actor, action, subject: subject.to_string(), fields: Vec::new() }
    }

    /// The same with the names of the fields that changed.
    #[must_use]
    pub fn fields(mut self, fields: Vec<&'static str>) -> Self {
        self.fields = fields;
        self
    }
}

/// Adds the event to the audit log of the tenant.
pub fn record(
    transaction: &mut Transaction,
    tenant: TenantId,
    event: AuditEvent,
    id: AuditId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let AuditEvent { actor, action, subject, fields } = event;
    let fields = fields.into_iter().map(str::to_owned).collect();
    let entry = AuditEntry { id, actor, action: action.as_str().to_owned(), subject, fields };
    let item = Item::new(keys::audit(tenant, id), &entry)?;
    transaction.create(item.expiring(after(now, RETENTION)));
    Ok(())
}

/// The audit log of the month (UTC) that `at` is in, the oldest entry first.
pub async fn list(
    table: &Table,
    tenant: TenantId,
    at: Timestamp,
    limit: u16,
    after: Option<Position>,
) -> Result<Page<AuditEntry>, StoreError> {
    let month = keys::audit_month(tenant, at);
    table.query(Query::table(month, limit).order(Order::OldestFirst).after(after)).await
}
