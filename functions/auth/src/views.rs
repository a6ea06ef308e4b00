//! What users, tenants, sessions and tokens look like on the wire.

use domain::{
    TenantId,
    email::EmailAddress,
    ids::{SessionId, UserId},
    language::Language,
    phone::Region,
    role::Role,
    tenant::Tenant,
    text::{Name, Text},
    time_zone::TimeZoneName,
    user::User,
};
use jiff::Timestamp;
use runtime::{Versioned, bearer};
use serde::Serialize;
use store::sessions::SessionRecord;
use utoipa::ToSchema;

/// A person who signs in.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserView {
    /// The user's id.
    id: UserId,
    /// What the person is called.
    name: Name,
    /// What the person signs in with.
    email: EmailAddress,
    /// What the person may do.
    role: Role,
    /// The language that the person reads. Left out until the person chooses one.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    /// The time zone that the person is in. Left out until the person chooses one.
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone: Option<TimeZoneName>,
    /// When the user was made.
    created_at: Timestamp,
    /// When the user was last changed.
    updated_at: Timestamp,
    /// Counts the changes of the user, from 1. The ETag is the same in quotes.
    version: u64,
}

impl UserView {
    pub(crate) fn versioned(user: User) -> Versioned<Self> {
        Versioned { version: user.version, record: user.into() }
    }
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        let User { id, name, email, role, language, time_zone, disabled_at: _, .. } = user;
        let User { created_at, updated_at, version, .. } = user;
        Self { id, name, email, role, language, time_zone, created_at, updated_at, version }
    }
}

/// The business that the person belongs to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TenantView {
    /// The tenant's id.
    id: TenantId,
    /// What the business is called.
    name: Name,
    /// The time zone of the business.
    time_zone: TimeZoneName,
    /// The country whose phone numbers are written without a country code.
    default_region: Region,
    /// When the tenant registered.
    created_at: Timestamp,
}

impl TenantView {
    pub(crate) fn new(id: TenantId, tenant: Tenant) -> Self {
        let Tenant { name, time_zone, default_region, created_at, .. } = tenant;
        Self { id, name, time_zone, default_region, created_at }
    }
}

/// An access token. Send it as a bearer token, and keep it in memory only.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenView {
    /// The access token, a JWT.
    access_token: String,
    /// Seconds until the access token ends.
    expires_in: i64,
}

impl TokenView {
    pub(crate) fn new(access_token: String) -> Self {
        Self { access_token, expires_in: bearer::LIFETIME.as_secs() }
    }
}

/// Who has just signed in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedInView {
    /// The business.
    pub(crate) tenant: TenantView,
    /// The person.
    pub(crate) user: UserView,
    #[serde(flatten)]
    pub(crate) token: TokenView,
}

/// Who is signed in.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeView {
    /// The person.
    pub(crate) user: UserView,
    /// The business.
    pub(crate) tenant: TenantView,
    /// The session that the access token belongs to.
    pub(crate) session_id: SessionId,
}

/// One sign-in on one device.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// The session's id.
    id: SessionId,
    /// When the person signed in.
    created_at: Timestamp,
    /// When an access token was last asked for. An open portal asks every five minutes.
    last_used_at: Timestamp,
    /// When the session ends unless it is used again.
    ends_at: Timestamp,
    /// The browser, as it calls itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<Text<200>>,
    /// Whether the session is the one that asks.
    current: bool,
}

impl SessionView {
    pub(crate) fn new(session: SessionRecord, current: SessionId) -> Self {
        let SessionRecord { id, created_at, last_used_at, ends_at, user_agent, .. } = session;
        Self { id, created_at, last_used_at, ends_at, user_agent, current: id == current }
    }
}
