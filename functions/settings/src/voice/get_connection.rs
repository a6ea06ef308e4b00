//! `GET /v1/settings/voice-connection`: the voice connection, without its secrets.

use domain::quota::day_of;
use runtime::{ApiError, ApiResult, Endpoint, NoBody, NoPath, NoQuery, Request, Route, Versioned, access};
use store::delivery_counts;

use super::{
    app::{Connections, own_connection_id},
    views::VoiceConnectionView,
};

/// Gives the tenant's voice connection.
pub struct GetVoiceConnection;

impl Endpoint for GetVoiceConnection {
    const NAME: &'static str = "settings-get-voice-connection";
    const ROUTE: Route = Route::get("/v1/settings/voice-connection");
    const SUMMARY: &'static str = "Get the voice connection";
    const DESCRIPTION: &'static str = "Its secrets are never shown.";
    const ERRORS: &'static [(u16, &'static str)] = &[(404, "not_found")];
    const READS_AHEAD: bool = true;

    type Access = access::Admin;
    type App = Connections;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Versioned<VoiceConnectionView>;

    async fn handle(app: &Connections, request: Request<Self>) -> ApiResult<Self::Answer> {
        let tenant = request.principal.tenant();
        let (table, id) = (&app.core.table, own_connection_id(tenant));
        let connection = store::voice::connection(table, tenant, id).await?;
        let connection = connection.ok_or_else(|| ApiError::not_found("voice connection"))?;
        let version = connection.version;
        let today = delivery_counts::get(table, tenant, id, day_of(app.core.now())).await?;
        let record = VoiceConnectionView::new(connection, &app.post_call_url).with_today(today);
        Ok(Versioned { record, version })
    }
}
