//! `DELETE /v1/settings/voice-agents/{agentId}`: a voice agent is the tenant's no more.

use domain::{call::VoiceAgentId, ids::ConnectionId};
use runtime::{ApiError, ApiResult, Core, Endpoint, NoBody, NoContent, Request, Route, access};
use serde::Deserialize;
use store::{CommitError, Transaction, audit::AuditEvent, voice::VoiceAgent};
use utoipa::IntoParams;

/// Removes a voice agent.
pub struct RemoveVoiceAgent;

/// Which voice agent.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
pub struct VoiceAgentPath {
    /// The provider's id of the voice agent.
    agent_id: VoiceAgentId,
}

/// Of which connection.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionQuery {
    /// The connection of the voice agent. It may be left out if only one connection has an agent of this id.
    connection_id: Option<ConnectionId>,
}

impl Endpoint for RemoveVoiceAgent {
    const NAME: &'static str = "settings-remove-voice-agent";
    const ROUTE: Route = Route::delete("/v1/settings/voice-agents/{agentId}");
    const SUMMARY: &'static str = "Remove a voice agent";
    const DESCRIPTION: &'static str =
        "What is reported about its calls from now on waits until the voice agent is registered again.";
    const CONDITIONAL: bool = true;

    type Access = access::Admin;
    type App = Core;
    type Path = VoiceAgentPath;
    type Query = ConnectionQuery;
    type Body = NoBody;
    type Answer = NoContent;

    async fn handle(app: &Core, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, now) = (request.principal.tenant(), app.now());
        let expected = request.meta.expected_version()?;
        let agent_id = &request.path.agent_id;
        let connections = match request.query.connection_id {
            Some(id) => vec![id],
            None => {
                let connections = store::voice::connections(&app.table, tenant).await?;
                connections.into_iter().map(|connection| connection.id).collect()
            }
        };
        for connection in connections {
            let mut transaction = Transaction::new();
            let writes = transaction.remove_agent(tenant, connection, agent_id, expected);
            let event = AuditEvent::new(request.principal.actor(), "voice_agent.removed", agent_id);
            transaction.audit(tenant, event, app.new_id(), now)?;
            let refused = match app.table.commit(transaction).await {
                Ok(()) => return Ok(NoContent),
                Err(CommitError::ConditionFailed(refused)) => refused,
                Err(error) => return Err(error.into()),
            };
            match refused.found::<VoiceAgent>(writes.agent)? {
                Some(found) => return Err(ApiError::stale(found.version)),
                None if refused.contains(writes.agent) => {}
                None => return Err(ApiError::internal("a voice agent of the tenant has another owner")),
            }
        }
        Err(ApiError::not_found("voice agent"))
    }
}

/// Serves the endpoint.
pub async fn main() -> Result<(), runtime::Error> {
    runtime::serve::<RemoveVoiceAgent>().await
}
