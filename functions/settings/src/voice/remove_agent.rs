//! `DELETE /v1/settings/voice-agents/{agentId}`: a voice agent is the tenant's no more.

use domain::{call::VoiceAgentId, ids::ConnectionId};
use runtime::{
    ApiError, ApiResult, Core, Endpoint, IfMatch, NoBody, NoContent, Principal, Request, Route, access,
};
use serde::Deserialize;
use store::{
    CommitError, Transaction,
    audit::Action,
    voice::{self, VoiceAgent},
};
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
        let (tenant, expected) = (request.principal.tenant(), request.meta.expected_version()?);
        let connections = match request.query.connection_id {
            Some(id) => vec![id],
            None => {
                let connections = voice::connections(&app.table, tenant).await?;
                connections.items.into_iter().map(|connection| connection.id).collect()
            }
        };
        for connection in connections {
            let agent = &request.path.agent_id;
            if remove(app, &request.principal, connection, agent, expected).await? {
                return Ok(NoContent);
            }
        }
        Err(ApiError::not_found("voice agent"))
    }
}

/// How often a removal is tried where several versions would do: the first answer tells which one it is.
const MAX_ATTEMPTS: usize = 3;

/// Removes the agent of a connection; says whether there was one.
async fn remove(
    app: &Core,
    principal: &Principal,
    connection: ConnectionId,
    agent: &VoiceAgentId,
    expected: &IfMatch,
) -> ApiResult<bool> {
    let mut version = expected.first_guess();
    for _ in 0..MAX_ATTEMPTS {
        let mut transaction = Transaction::new();
        let writes = voice::remove_agent(&mut transaction, principal.tenant(), connection, agent, version);
        app.audit(&mut transaction, principal, Action::VoiceAgentRemoved, agent, Vec::new())?;
        let failed = match app.table.commit(transaction).await {
            Ok(()) => return Ok(true),
            Err(CommitError::ConditionFailed(failed)) => failed,
            Err(error) => return Err(error.into()),
        };
        match failed.found::<VoiceAgent>(writes.agent)? {
            Some(found) if expected.is(found.version) => version = found.version,
            Some(found) => return Err(ApiError::stale(found.version)),
            None if failed.contains(writes.agent) => return Ok(false),
            None => return Err(ApiError::internal("a voice agent of the tenant has another owner")),
        }
    }
    Err(ApiError::unavailable("a voice agent was changed again and again"))
}
