//! `POST /v1/auth/refresh`: exchange the refresh token for an access token and its successor.

use domain::refresh::{ClaimedSession, Exchange, RefreshToken, UnverifiedRefreshToken};
use jiff::Timestamp;
use runtime::{
    ApiError, ApiResult, Core, Credential, Endpoint, Meta, NoBody, NoPath, NoQuery, Request, Route, access,
    log::{SecurityEvent, SecurityWord},
};
use store::{
    BatchGet, CommitError, Transaction,
    audit::Action,
    credentials,
    sessions::{self as records, SessionRecord},
    tenants, users,
};

use crate::{
    answers::SignedIn,
    app::Auth,
    cookie,
    keys::TokenKeys,
    sessions::{self, is_present, matched, rotated},
    views::{SignedInView, TenantView, TokenView, UserView},
};

/// How often an exchange is judged anew because the session was changed at the same moment.
const MAX_ATTEMPTS: u32 = 8;

/// Keeps a session going.
pub struct Refresh;

impl Endpoint for Refresh {
    const NAME: &'static str = "auth-refresh";
    const ROUTE: Route = Route::post("/v1/auth/refresh");
    const SUMMARY: &'static str = "Get a new access token";
    const DESCRIPTION: &'static str = "Takes the refresh cookie only. Each use exchanges the refresh token for the \
        next one. For 10 seconds after that, the old token gets the same next token again, so an answer may get lost \
        and several tabs may ask at once; meanwhile the next token is not exchanged, and its use sets no cookie. Any \
        later use of an exchanged token ends the session (401), because it may have been stolen. A session ends after \
        14 days without use, and 90 days after signing in.";
    const CREDENTIALS: &'static [Credential] = &[Credential::RefreshCookie];
    const ERRORS: &'static [(u16, &'static str)] = &[(401, "unauthenticated")];
    const COOKIES: bool = true;

    type Access = access::Public;
    type App = Auth;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = SignedIn<SignedInView>;

    async fn handle(app: &Auth, request: Request<Self>) -> ApiResult<Self::Answer> {
        let Known { session, user, tenant } =
            known(&app.core, sent(&request.meta)?.claimed_session()).await?;
        let SignedIn { record: token, cookies } = exchange(app, &request.meta, session).await?;
        Ok(SignedIn { record: SignedInView { tenant, user, token }, cookies })
    }
}

fn sent(meta: &Meta) -> ApiResult<UnverifiedRefreshToken> {
    cookie::read(meta).ok_or_else(ApiError::unauthenticated)
}

/// What is known of the session that a token claims to be of.
struct Known {
    session: SessionRecord,
    user: UserView,
    tenant: TenantView,
}

async fn known(core: &Core, claimed: ClaimedSession) -> ApiResult<Known> {
    let ClaimedSession { tenant, user: user_id, session } = claimed;
    let mut reads = BatchGet::new();
    let session = records::batch_get(&mut reads, tenant, user_id, session);
    let proof = credentials::batch_get(&mut reads, tenant, user_id);
    let user = users::batch_get(&mut reads, tenant, user_id);
    let business = tenants::batch_get(&mut reads, tenant);
    let mut found = core.table.read(reads).await?;
    let session = found.take(&session)?.ok_or_else(ApiError::unauthenticated)?;
    let missing = || ApiError::internal("a session belongs to nobody");
    if session.is_outdated_by(&found.take(&proof)?.ok_or_else(missing)?) {
        // Whoever changed the credentials could not end it.
        sessions::end(core, tenant, user_id, session.id, Action::SessionRevoked).await?;
        return Err(ApiError::unauthenticated());
    }
    let user = found.take(&user)?.ok_or_else(missing)?.into();
    let business = found.take(&business)?.ok_or_else(missing)?;
    Ok(Known { session, user, tenant: TenantView::new(tenant, business) })
}

/// Judges the token by the session, and exchanges it if it is time.
async fn exchange(app: &Auth, meta: &Meta, session: SessionRecord) -> ApiResult<SignedIn<TokenView>> {
    let (now, mut found) = (app.core.now(), Some(session));
    for _ in 0..MAX_ATTEMPTS {
        let record = found.filter(|record| record.is_live(now)).ok_or_else(ApiError::unauthenticated)?;
        let token = sent(meta)?;
        let matched = matched(&token, &record);
        match token.judge(matched, record.exchanged_at(), now) {
            Exchange::Refuse => return Err(ApiError::unauthenticated()),
            Exchange::Reused(token) => return Err(reused(&app.core, meta, &token).await),
            Exchange::Keep(token) => return keep(app, &token, now).await,
            Exchange::Repeat(token) => return repeat(app, &token, &record, now).await,
            Exchange::Rotate(token) => match rotate(app, &token, &record, now).await? {
                Rotation::Done(answer) => return Ok(answer),
                Rotation::Overtaken(current) => found = current,
            },
        }
    }
    Err(ApiError::unavailable("the session was changed again and again"))
}

/// An access token. No cookie: the browser has it, or by now the next one, which must not be overwritten.
async fn keep(app: &Auth, token: &RefreshToken, now: Timestamp) -> ApiResult<SignedIn<TokenView>> {
    let keys = app.keys.get(now).await?;
    Ok(SignedIn { record: TokenView::new(keys.access_token(token, now)?), cookies: Vec::new() })
}

/// The successor that the token was exchanged for before.
async fn repeat(
    app: &Auth,
    token: &RefreshToken,
    record: &SessionRecord,
    now: Timestamp,
) -> ApiResult<SignedIn<TokenView>> {
    let next = app.keys.given_successor(token, now, |next| is_present(next, record)).await?;
    // None only if the secret was rotated twice within the last seconds.
    let next = next.ok_or_else(ApiError::unauthenticated)?;
    answer(&*app.keys.get(now).await?, next, record, now)
}

/// What became of an exchange.
enum Rotation {
    Done(SignedIn<TokenView>),
    /// The session was changed at the same moment: as it is now, if it still is.
    Overtaken(Option<SessionRecord>),
}

/// Exchanges the token for its successor.
async fn rotate(
    app: &Auth,
    token: &RefreshToken,
    record: &SessionRecord,
    now: Timestamp,
) -> ApiResult<Rotation> {
    let keys = app.keys.get(now).await?;
    let next = keys.successor(token);
    let after = rotated(record, &next, now);
    let mut transaction = Transaction::new();
    let write = records::replace(&mut transaction, token.tenant(), record, &after)?;
    match app.core.table.commit(transaction).await {
        Ok(()) => Ok(Rotation::Done(answer(&keys, next, &after, now)?)),
        Err(CommitError::Store(error)) => Err(error.into()),
        Err(CommitError::ConditionFailed(failed)) => Ok(Rotation::Overtaken(failed.found(write)?)),
    }
}

fn answer(
    keys: &TokenKeys,
    next: RefreshToken,
    record: &SessionRecord,
    now: Timestamp,
) -> ApiResult<SignedIn<TokenView>> {
    let token = TokenView::new(keys.access_token(&next, now)?);
    Ok(SignedIn { record: token, cookies: vec![cookie::set(&next, record.ends_at.duration_since(now))] })
}

/// Ends the session: the token may have been stolen.
async fn reused(core: &Core, meta: &Meta, token: &RefreshToken) -> ApiError {
    let (tenant, user, session) = (token.tenant(), token.user(), token.session());
    meta.subject.tenant(tenant);
    meta.subject.user(user);
    let event = SecurityEvent::new(SecurityWord::RefreshTokenReused, "exchanged_before");
    meta.subject.security(event.source(meta.source_address.as_deref()));
    match sessions::end(core, tenant, user, session, Action::SessionReuseDetected).await {
        Ok(_) => ApiError::unauthenticated(),
        Err(error) => error,
    }
}
