//! `GET /v1/auth/sessions`: where the caller is signed in.

use runtime::{
    ApiResult, Core, Endpoint, Metric, NoBody, NoPath, NoQuery, Ok200, Page, Request, Route, access, metric,
};
use store::sessions;

use crate::views::SessionView;

/// Lists the caller's own sessions.
pub struct ListSessions;

impl Endpoint for ListSessions {
    const NAME: &'static str = "auth-list-sessions";
    const ROUTE: Route = Route::get("/v1/auth/sessions");
    const SUMMARY: &'static str = "List your sessions";
    const DESCRIPTION: &'static str = "All of them, the newest first: there are at most 20.";

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Ok200<Page<SessionView>>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (caller, now) = (request.principal, app.now());
        let sessions = sessions::of_user(&app.table, caller.tenant(), caller.user()).await?;
        metric::add(Self::NAME, Metric::RecordsUnreadable, sessions.unreadable, now);
        let live = sessions.items.into_iter().filter(|session| session.is_live(now));
        Ok(Ok200(Page::whole(live.map(|session| SessionView::new(session, caller.session())).collect())))
    }
}
