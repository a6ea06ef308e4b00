//! `GET /v1/settings/voice-agents`: the voice agents of the tenant.

use runtime::{
    ApiResult, App, ConfigError, Core, Endpoint, FunctionContext, NoBody, NoPath, Ok200, Page, PageQuery,
    Request, Route, Variable, access,
    cursor::{Cursors, List},
    environment::{SECRET_PREFIX, TABLE_NAME},
};
use store::{Order, Query, keys};

use super::views::VoiceAgentView;

/// Lists the voice agents.
pub struct ListVoiceAgents;

/// What the list works with.
#[derive(Clone)]
pub struct AgentList {
    core: Core,
    cursors: Cursors,
}

impl App for AgentList {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, SECRET_PREFIX];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self { core: Core::start(context)?, cursors: Cursors::start(context)? })
    }
}

impl Endpoint for ListVoiceAgents {
    const NAME: &'static str = "settings-list-voice-agents";
    const ROUTE: Route = Route::get("/v1/settings/voice-agents");
    const SUMMARY: &'static str = "List the voice agents";
    const DESCRIPTION: &'static str = "In the order of connections and agent ids.";

    type Access = access::Viewer;
    type App = AgentList;
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Answer = Ok200<Page<VoiceAgentView>>;

    async fn handle(app: &AgentList, request: Request<Self>) -> ApiResult<Self::Answer> {
        let tenant = request.principal.tenant();
        let list = List { tenant, endpoint: Self::NAME, filters: "" };
        let after = app.cursors.open(&list, request.query.cursor.as_deref()).await?;
        let query = Query::table(keys::voice_agents(tenant), request.query.limit.get())
            .order(Order::OldestFirst)
            .after(after);
        let page = app.core.table.query(query).await?;
        Ok(Ok200(Page {
            items: page.items.into_iter().map(VoiceAgentView::from).collect(),
            next_cursor: app.cursors.seal_next(&list, page.next.as_ref()).await?,
        }))
    }
}

/// Serves the endpoint.
pub async fn main() -> Result<(), runtime::Error> {
    runtime::serve::<ListVoiceAgents>().await
}
