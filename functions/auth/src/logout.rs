//! `POST /v1/auth/logout`: end the session.

use domain::refresh::Match;
use http::{StatusCode, header};
use runtime::{ApiError, ApiResult, Credential, Endpoint, NoBody, NoPath, NoQuery, Request, Route, access};
use store::sessions as records;

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

    type Access = access::Public;
    type App = SignOut;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = SignedOut;

    async fn handle(app: &SignOut, request: Request<Self>) -> ApiResult<SignedOut> {
        let (core, meta) = (&app.core, &request.meta);
        let has_header = meta.headers.contains_key(header::AUTHORIZATION);
        if !has_header && !cookie::is_sent(meta) {
            return Err(ApiError::unauthenticated());
        }
        let caller = match app.authenticator.authenticate(&meta.headers).await {
            Ok(caller) => Some(caller),
            Err(error) if error.status() == StatusCode::UNAUTHORIZED => None,
            Err(error) => return Err(error),
        };
        if let Some(caller) = caller {
            let (tenant, user, session) = (caller.tenant(), caller.user(), caller.session());
            sessions::end(core, tenant, user, session, "session.revoked").await?;
        }
        if let Some(token) = cookie::read(meta) {
            let claimed = token.claimed_session();
            let is_other = caller.is_none_or(|caller| caller.session() != claimed.session);
            let record = match is_other {
                true => records::get(&core.table, claimed.tenant, claimed.user, claimed.session).await?,
                false => None,
            };
            // Any token of the session will do, an exchanged one too: ending it harms nobody but a thief.
            if let Some(record) = record.filter(|record| matched(&token, record) != Match::None) {
                sessions::end(core, claimed.tenant, record.user_id, record.id, "session.revoked").await?;
            }
        }
        Ok(SignedOut { clear_cookie: true })
    }
}

/// Serves the endpoint.
pub async fn main() -> Result<(), runtime::Error> {
    runtime::serve::<Logout>().await
}
