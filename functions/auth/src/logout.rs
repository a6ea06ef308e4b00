//! `POST /v1/auth/logout`: end the session.

use domain::refresh::{Match, UnverifiedRefreshToken};
use http::{StatusCode, header};
use runtime::{
    ApiError, ApiResult, Core, Credential, Endpoint, Meta, NoBody, NoPath, NoQuery, Principal, Request,
    Route, access,
};
use store::{audit::Action, sessions as records};

use crate::{
    answers::SignedOut,
    app::SignOut,
    cookie,
    sessions::{self, matched},
};

/// Signs somebody out.
pub struct Logout;

impl Endpoint for Logout {
    const NAME: &'static str = "auth-logout";
    const ROUTE: Route = Route::post("/v1/auth/logout");
    const SUMMARY: &'static str = "Sign out";
    const DESCRIPTION: &'static str = "Ends the session of the access token and of the refresh cookie, and clears the \
        cookie. Either is enough, so signing out works after the access token has ended. The answer is the same when \
        the session has ended already.";
    const CREDENTIALS: &'static [Credential] = &[Credential::AccessToken, Credential::RefreshCookie];
    const ERRORS: &'static [(u16, &'static str)] = &[(401, "unauthenticated")];
    const COOKIES: bool = true;

    type Access = access::Public;
    type App = SignOut;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = SignedOut;

    async fn handle(app: &SignOut, request: Request<Self>) -> ApiResult<SignedOut> {
        let (core, meta) = (&app.core, &request.meta);
        if !meta.headers.contains_key(header::AUTHORIZATION) && !cookie::is_sent(meta) {
            return Err(ApiError::unauthenticated());
        }
        let caller = signed_in(app, meta).await?;
        if let Some(caller) = &caller {
            let (tenant, user, session) = (caller.tenant(), caller.user(), caller.session());
            sessions::end(core, tenant, user, session, Action::SessionRevoked).await?;
        }
        if let Some(token) = cookie::read(meta) {
            let ended = caller.map(|caller| caller.session());
            if ended != Some(token.claimed_session().session) {
                end_session_of(core, &token).await?;
            }
        }
        Ok(SignedOut { clear_cookie: true })
    }
}

/// Who is signed in by the access token, if it is good.
async fn signed_in(app: &SignOut, meta: &Meta) -> ApiResult<Option<Principal>> {
    match app.authenticator.authenticate(&meta.headers).await {
        Ok(caller) => Ok(Some(caller)),
        Err(error) if error.status() == StatusCode::UNAUTHORIZED => Ok(None),
        Err(error) => Err(error),
    }
}

/// Ends the session of a refresh token. Any token of the session will do, an exchanged one too: ending it harms nobody
/// but a thief.
async fn end_session_of(core: &Core, token: &UnverifiedRefreshToken) -> ApiResult<()> {
    let claimed = token.claimed_session();
    let record = records::get(&core.table, claimed.tenant, claimed.user, claimed.session).await?;
    if let Some(record) = record.filter(|record| matched(token, record) != Match::None) {
        sessions::end(core, claimed.tenant, record.user_id, record.id, Action::SessionRevoked).await?;
    }
    Ok(())
}
