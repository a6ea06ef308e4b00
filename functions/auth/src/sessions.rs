//! How sessions begin and end.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    TenantId,
    ids::{SessionId, UserId},
    refresh::{self, MOST_SESSIONS, Match, RefreshToken, UnverifiedRefreshToken},
    text::kept,
    user::User,
};
use jiff::Timestamp;
use ring::digest;
use runtime::{ApiError, ApiResult, Core, Meta};
use store::{
    CommitError, StoreError, Transaction,
    audit::{self, Action, Actor, AuditEvent},
    credentials::Credentials,
    sessions::{self, SessionRecord},
};
use subtle::ConstantTimeEq;

use crate::cookie;

/// The most sessions that one transaction ends, to stay below DynamoDB's 100 writes.
pub(crate) const MOST_ENDED: usize = 60;

/// A session that begins.
pub(crate) struct NewSession {
    /// What is kept of it.
    pub(crate) record: SessionRecord,
    /// Its first refresh token.
    pub(crate) refresh: RefreshToken,
}

impl NewSession {
    /// A session of this user, who proved themselves with these credentials, from now on.
    pub(crate) fn begin(
        core: &Core,
        tenant: TenantId,
        user: &User,
        credentials: &Credentials,
        meta: &Meta,
    ) -> Self {
        let now = core.now();
        let family = core.random.next_u128().to_be_bytes();
        let refresh = RefreshToken::first(tenant, user.id, core.new_id(), family, core.random.next_token());
        let record = SessionRecord {
            id: refresh.session(),
            user_id: user.id,
            role: user.role,
            credentials_version: Some(credentials.version),
            created_at: now,
            last_used_at: now,
            ends_at: refresh::ends_at(now, now),
            user_agent: meta.user_agent.as_deref().and_then(kept),
            family_digest: digest_of(refresh.family()),
            refresh_digest: digest_of(&refresh.to_bytes()),
            previous_refresh_digest: None,
            rotated_at: now,
            version: 1,
        };
        Self { record, refresh }
    }

    /// The cookie with its first refresh token, for as long as it lasts if it is not used again.
    pub(crate) fn cookie(&self) -> String {
        cookie::set(&self.refresh, self.record.ends_at.duration_since(self.record.created_at))
    }

    /// Adds its creation to the transaction.
    pub(crate) fn create(&self, transaction: &mut Transaction, core: &Core) -> Result<(), StoreError> {
        let tenant = self.refresh.tenant();
        sessions::create(transaction, tenant, &self.record)?;
        let event = AuditEvent::new(Actor::User(self.record.user_id), Action::SessionCreated, self.record.id);
        audit::record(transaction, tenant, event, core.new_id(), core.now())
    }
}

/// How often room is made anew because others made some at the same moment.
const MAX_ROUNDS: u32 = 4;

/// Makes room for a session that has begun: those that ended by themselves go, and so do the oldest beyond
/// [`MOST_SESSIONS`]. Sign-ins at the same moment see each other here, since their sessions are there already.
pub(crate) async fn make_room(
    core: &Core,
    tenant: TenantId,
    user: UserId,
    newest: SessionId,
) -> ApiResult<()> {
    for _ in 0..MAX_ROUNDS {
        let sessions = sessions::of_user(&core.table, tenant, user).await?.items;
        let transaction = without_room(core, tenant, &sessions, newest)?;
        if transaction.count() == 0 {
            return Ok(());
        }
        match core.table.commit(transaction).await {
            Ok(()) => return Ok(()),
            Err(CommitError::ConditionFailed(_)) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    Err(ApiError::unavailable("others made room for sessions again and again"))
}

/// What ends the sessions that there is no room for. Refused if one of them was ended meanwhile.
fn without_room(
    core: &Core,
    tenant: TenantId,
    sessions: &[SessionRecord],
    newest: SessionId,
) -> Result<Transaction, StoreError> {
    let now = core.now();
    let mut transaction = Transaction::new();
    let (live, ended): (Vec<_>, Vec<_>) = sessions.iter().partition(|session| session.is_live(now));
    let too_many = live.len().saturating_sub(MOST_SESSIONS);
    let mut oldest_first: Vec<_> = live.into_iter().filter(|session| session.id != newest).collect();
    oldest_first.sort_by_key(|session| session.id);
    for session in oldest_first.into_iter().take(too_many.min(MOST_ENDED / 2)) {
        sessions::end(&mut transaction, tenant, session.user_id, session.id);
        let event = AuditEvent::new(Actor::User(session.user_id), Action::SessionRevoked, session.id);
        audit::record(&mut transaction, tenant, event, core.new_id(), now)?;
    }
    for session in ended.into_iter().take(MOST_ENDED / 2) {
        sessions::end_if_any(&mut transaction, tenant, session.user_id, session.id);
    }
    Ok(transaction)
}

/// Ends a session, for this reason in the audit log. Says whether there was one.
pub(crate) async fn end(
    core: &Core,
    tenant: TenantId,
    user: UserId,
    session: SessionId,
    action: Action,
) -> ApiResult<bool> {
    let mut transaction = Transaction::new();
    sessions::end(&mut transaction, tenant, user, session);
    let event = AuditEvent::new(Actor::User(user), action, session);
    audit::record(&mut transaction, tenant, event, core.new_id(), core.now())?;
    match core.table.commit(transaction).await {
        Ok(()) => Ok(true),
        Err(CommitError::ConditionFailed(_)) => Ok(false),
        Err(CommitError::Store(error)) => Err(error.into()),
    }
}

/// What the record at the claim of a token says about it.
pub(crate) fn matched(token: &UnverifiedRefreshToken, record: &SessionRecord) -> Match {
    let (whole, family) = (digest_of(&token.to_bytes()), digest_of(token.family()));
    if is_same(&whole, &record.refresh_digest) {
        Match::Present
    } else if record.previous_refresh_digest.as_deref().is_some_and(|previous| is_same(&whole, previous)) {
        Match::Previous
    } else if is_same(&family, &record.family_digest) {
        Match::Family
    } else {
        Match::None
    }
}

/// The record after its refresh token was exchanged for `next`.
pub(crate) fn rotated(record: &SessionRecord, next: &RefreshToken, now: Timestamp) -> SessionRecord {
    SessionRecord {
        last_used_at: now,
        ends_at: refresh::ends_at(record.created_at, now),
        previous_refresh_digest: Some(record.refresh_digest.clone()),
        refresh_digest: digest_of(&next.to_bytes()),
        rotated_at: now,
        version: record.version + 1,
        ..record.clone()
    }
}

/// Whether `token` is the present one of the session.
pub(crate) fn is_present(token: &RefreshToken, record: &SessionRecord) -> bool {
    is_same(&digest_of(&token.to_bytes()), &record.refresh_digest)
}

fn digest_of(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, bytes))
}

fn is_same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}
