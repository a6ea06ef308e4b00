//! The audit log: who did what to which record, kept in the transaction of the event.

use domain::{
    TenantId,
    ids::{AuditId, UserId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Item, Record, StoreError, Transaction, instant::after, keys};

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
    /// What was done, as `<entity>.<past participle>`, such as `customer.created`.
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

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Actor {
    /// A person who was signed in.
    User(UserId),
    /// The product itself, on an event from the voice provider.
    VoiceProvider,
    /// The product itself, at its time.
    Schedule,
}

/// A event, before it has a place and a time.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    /// Who did it.
    pub actor: Actor,
    /// What was done, such as `customer.created`.
    pub action: &'static str,
    /// The id of the record it was done to.
    pub subject: String,
    /// The names of the fields that changed.
    pub fields: Vec<&'static str>,
}

impl AuditEvent {
    /// A event that changes no field of its own: something was created, deleted or restored.
    pub fn new(actor: Actor, action: &'static str, subject: impl std::fmt::Display) -> Self {
        Self { actor, action, subject: subject.to_string(), fields: Vec::new() }
    }

    /// The same with the names of the fields that changed.
    #[must_use]
    pub fn fields(mut self, fields: Vec<&'static str>) -> Self {
        self.fields = fields;
        self
    }
}

impl Transaction {
    /// Adds the event to the audit log of the tenant.
    pub fn audit(
        &mut self,
        tenant: TenantId,
        event: AuditEvent,
        id: AuditId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let AuditEvent { actor, action, subject, fields } = event;
        let fields = fields.into_iter().map(str::to_owned).collect();
        let entry = AuditEntry { id, actor, action: action.to_owned(), subject, fields };
        let item = Item::new(keys::audit(tenant, now, id), &entry)?;
        self.create(item.expiring(after(now, RETENTION)));
        Ok(())
    }
}
