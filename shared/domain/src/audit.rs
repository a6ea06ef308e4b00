//! What the audit log of a tenant can say.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::ids::UserId;

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

/// What something was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AuditSubjectKind)]
#[expect(missing_docs, reason = "their names say it")]
pub enum SubjectKind {
    Call,
    Customer,
    /// One entry of the inbox, or all of a stretch of time.
    Inbox,
    Session,
    Tenant,
    User,
    VoiceAgent,
    VoiceConnection,
}

/// Declares the actions with their names and what they are done to. Names stay as they are: entries are kept for a year
/// and more.
macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident $name:literal $subject:ident;)*) => {
        /// What can be done, as the log says it: `<entity>.<past participle>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "their names say it")]
        pub enum Action {
            $($(#[$doc])* #[serde(rename = $name)] $action,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$action),*];

            /// Its name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$action => $name,)*
                }
            }

            /// What it is done to.
            pub const fn subject(self) -> SubjectKind {
                match self {
                    $(Self::$action => SubjectKind::$subject,)*
                }
            }
        }
    };
}

actions! {
    CallCreated "call.created" Call;
    CallUpdated "call.updated" Call;
    CustomerCreated "customer.created" Customer;
    CustomerDeleted "customer.deleted" Customer;
    CustomerRestored "customer.restored" Customer;
    CustomerUpdated "customer.updated" Customer;
    InboxBodyRead "inbox.body_read" Inbox;
    InboxReplayed "inbox.replayed" Inbox;
    SessionCreated "session.created" Session;
    /// A refresh token was used that had been exchanged: it may have been stolen.
    SessionReuseDetected "session.reuse_detected" Session;
    SessionRevoked "session.revoked" Session;
    SettingsUpdated "settings.updated" Tenant;
    TenantRegistered "tenant.registered" Tenant;
    UserPasswordChanged "user.password_changed" User;
    UserUpdated "user.updated" User;
    VoiceAgentRegistered "voice_agent.registered" VoiceAgent;
    VoiceAgentRemoved "voice_agent.removed" VoiceAgent;
    VoiceConnectionCreated "voice_connection.created" VoiceConnection;
    VoiceConnectionUpdated "voice_connection.updated" VoiceConnection;
}

impl Action {
    /// The action of this name; none if it is of another version of this program.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.as_str() == name)
    }
}

impl PartialSchema for Action {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("What was done."))
            .enum_values(Some(Self::ALL.iter().map(|action| action.as_str())))
            .into()
    }
}
impl ToSchema for Action {
    fn name() -> std::borrow::Cow<'static, str> {
        "AuditAction".into()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn an_action_is_found_by_its_name_which_no_other_has() {
        let names: BTreeSet<&str> = Action::ALL.iter().map(|action| action.as_str()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for action in Action::ALL {
            assert_eq!(Action::named(action.as_str()), Some(*action));
            assert_eq!(serde_json::to_value(action).unwrap(), action.as_str());
        }
        assert_eq!(Action::named("customer.merged"), None);
    }
}
