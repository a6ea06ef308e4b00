//! What the audit log looks like on the wire.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    audit::{Action, Actor, SubjectKind},
    ids::{AuditId, UserId},
    open_enum::{self, OpenEnum},
    text::Name,
};
use jiff::Timestamp;
use serde::Serialize;
use store::audit::AuditEntry;
use utoipa::ToSchema;

/// Something that was done.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntryView {
    /// The id of the entry.
    id: AuditId,
    /// When it was done.
    at: Timestamp,
    /// Who did it.
    actor: AuditActor,
    /// What was done.
    #[schema(schema_with = open_enum::schema::<Action>)]
    action: OpenEnum<Action>,
    /// What it was done to.
    subject: AuditSubject,
    /// The names of the fields that were changed, never their values.
    fields: Vec<String>,
}

/// Who did something.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuditActor {
    /// What they are.
    kind: AuditActorKind,
    /// The user, if it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<UserId>,
    /// What the user is called now.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
}

/// What kind of somebody did something.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AuditActorKind {
    /// A person who was signed in.
    User,
    /// The product itself, on an event from the voice provider.
    VoiceProvider,
    /// The product itself, at its time.
    Schedule,
}

/// What something was done to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuditSubject {
    /// The kind of record. Absent where what was done is not known to this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<SubjectKind>,
    /// The id of the record. Of several entries of the inbox: from when, until when, and in which state.
    id: String,
    /// What the user is called now, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
}

impl AuditEntryView {
    /// The entry, with the names that its users have among these.
    pub(crate) fn named(entry: AuditEntry, names: &BTreeMap<UserId, Name>) -> Self {
        let [actor_name, subject_name] =
            [actor_user(&entry), subject_user(&entry)].map(|user| names.get(&user?).cloned());
        let AuditEntry { id, actor, action, subject, fields } = entry;
        let known = Action::named(&action);
        Self {
            id,
            at: id.made_at(),
            actor: AuditActor::new(actor, actor_name),
            action: known.map_or(OpenEnum::Unknown(action), OpenEnum::Known),
            subject: AuditSubject { kind: known.map(Action::subject), id: subject, name: subject_name },
            fields,
        }
    }
}

impl AuditActor {
    fn new(actor: Actor, name: Option<Name>) -> Self {
        let (kind, user_id) = match actor {
            Actor::User(user) => (AuditActorKind::User, Some(user)),
            Actor::VoiceProvider => (AuditActorKind::VoiceProvider, None),
            Actor::Schedule => (AuditActorKind::Schedule, None),
        };
        Self { kind, user_id, name }
    }
}

/// The users that entries are about, whose names are shown.
pub(crate) fn users(entries: &[AuditEntry]) -> BTreeSet<UserId> {
    entries.iter().flat_map(|entry| [actor_user(entry), subject_user(entry)]).flatten().collect()
}

fn actor_user(entry: &AuditEntry) -> Option<UserId> {
    match entry.actor {
        Actor::User(user) => Some(user),
        Actor::VoiceProvider | Actor::Schedule => None,
    }
}

fn subject_user(entry: &AuditEntry) -> Option<UserId> {
    let is_user = Action::named(&entry.action).map(Action::subject) == Some(SubjectKind::User);
    is_user.then(|| entry.subject.parse().ok()).flatten()
}
