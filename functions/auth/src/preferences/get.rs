//! `GET /v1/auth/me/preferences`: what the person has set up in the portal.

use runtime::{ApiResult, Core, Endpoint, NoBody, NoPath, NoQuery, Request, Route, Versioned, access};
use store::preferences;

use super::PreferencesView;

/// Gives the caller's preferences.
pub struct GetPreferences;

impl Endpoint for GetPreferences {
    const NAME: &'static str = "auth-get-preferences";
    const ROUTE: Route = Route::get("/v1/auth/me/preferences");
    const SUMMARY: &'static str = "Get your preferences";
    const DESCRIPTION: &'static str = "An empty document of version 0 until one is put.";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = Core;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<PreferencesView>;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let caller = request.principal;
        let kept = preferences::get(&app.table, caller.tenant(), caller.user()).await?;
        Ok(PreferencesView::versioned(kept))
    }
}
