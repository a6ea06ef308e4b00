//! `GET /v1/settings/voice-agents`: the voice agents of the tenant.

use runtime::{ApiResult, Endpoint, ListApp, NoBody, NoPath, Ok200, Page, PageQuery, Request, Route, access};
use store::voice;

use super::views::VoiceAgentView;

/// Lists the voice agents.
pub struct ListVoiceAgents;

impl Endpoint for ListVoiceAgents {
    const NAME: &'static str = "settings-list-voice-agents";
    const ROUTE: Route = Route::get("/v1/settings/voice-agents");
    const SUMMARY: &'static str = "List the voice agents";
    const DESCRIPTION: &'static str = "In the order of connections and agent ids.";
    const READS_AHEAD: bool = true;

    type Access = access::Viewer;
    type App = ListApp;
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Answer = Ok200<Page<VoiceAgentView>>;

    async fn handle(app: &ListApp, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (list, query) = (request.list(), &request.query);
        let after = app.after(&list, query.cursor.as_deref()).await?;
        let page = voice::agents(&app.core.table, list.tenant, query.limit.get(), after).await?;
        Ok(Ok200(app.page(&list, page, VoiceAgentView::from).await?))
    }
}
