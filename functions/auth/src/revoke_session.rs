//! `DELETE /v1/auth/sessions/{sessionId}`: sign out somewhere else.

use domain::ids::SessionId;
use runtime::{ApiError, ApiResult, Core, Endpoint, NoBody, NoQuery, Request, Route, access};
use serde::Deserialize;
use store::audit::Action;
use utoipa::IntoParams;

use crate::{answers::SignedOut, sessions};

/// Ends one of the caller's own sessions.
pub struct RevokeSession;

/// Which session.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct SessionPath {
    /// The session.
    session_id: SessionId,
}

impl Endpoint for RevokeSession {
    const NAME: &'static str = "auth-revoke-session";
    const ROUTE: Route = Route::delete("/v1/auth/sessions/{sessionId}");
    const SUMMARY: &'static str = "End one of your sessions";
    const DESCRIPTION: &'static str =
        "It may be the session that asks; then the refresh cookie is cleared too.";
    const ERRORS: &'static [(u16, &'static str)] = &[(404, "not_found")];

    type Access = access::Viewer;
    type App = Core;
    type Path = SessionPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = SignedOut;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<SignedOut> {
        let (caller, session) = (request.principal, request.path.session_id);
        let found =
            sessions::end(app, caller.tenant(), caller.user(), session, Action::SessionRevoked).await?;
        if !found {
            return Err(ApiError::not_found("session"));
        }
        Ok(SignedOut { clear_cookie: session == caller.session() })
    }
}
