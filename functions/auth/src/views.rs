//! What users, tenants, sessions and tokens look like on the wire.

use domain::{
    TenantId,
    email::EmailAddress,
    ids::{SessionId, UserId},
    phone::Region,
    role::Role,
    tenant::Tenant,
    text::{Name, Text},
    time_zone::TimeZoneName,
    user::User,
};
use jiff::Timestamp;
use runtime::bearer;
use serde::Serialize;
use store::sessions::SessionRecord;
use utoipa::ToSchema;

/// A person who signs in.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserView {
    id: UserId,
    name: Name,
    email: EmailAddress,
    role: Role,
    created_at: Timestamp,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        let User { id, name, email, role, disabled_at: _, created_at, updated_at: _, version: _ } = user;
        Self { id, name, email, role, created_at }
    }
}

/// The business that the person belongs to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TenantView {
    id: TenantId,
    name: Name,
    time_zone: TimeZoneName,
    default_region: Region,
    created_at: Timestamp,
}

impl TenantView {
    pub(crate) fn new(id: TenantId, tenant: Tenant) -> Self {
        let Tenant { name, time_zone, default_region, created_at, updated_at: _, version: _ } = tenant;
        Self { id, name, time_zone, default_region, created_at }
    }
}

/// An access token. Send it as `Authorization: Bearer …`, and keep it in memory only.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenView {
    access_token: String,
    /// Seconds until it ends.
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
    pub(crate) tenant: TenantView,
    pub(crate) user: UserView,
    #[serde(flatten)]
    pub(crate) token: TokenView,
}

/// Who is signed in.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeView {
    pub(crate) user: UserView,
    pub(crate) tenant: TenantView,
    pub(crate) session_id: SessionId,
}

/// One sign-in on one device.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    id: SessionId,
    /// When the person signed in.
    created_at: Timestamp,
    /// When an access token was last asked for; an open portal does so every five minutes.
    last_used_at: Timestamp,
    /// When it ends unless it is used again.
    ends_at: Timestamp,
    /// The browser, as it calls itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<Text<200>>,
    /// Whether it is the one that asks.
    current: bool,
}

impl SessionView {
    pub(crate) fn new(session: SessionRecord, current: SessionId) -> Self {
        let SessionRecord { id, created_at, last_used_at, ends_at, user_agent, .. } = session;
        Self { id, created_at, last_used_at, ends_at, user_agent, current: id == current }
    }
}
