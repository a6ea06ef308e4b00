//! `POST /v1/settings/voice-agents`: register a voice agent.

use clients::Queue;
use domain::{
    Invalid, InvalidCode, TenantId,
    call::{PhoneNumberId, VoiceAgentId},
    ids::ConnectionId,
    phone::PhoneNumber,
    text::Name,
    voice::PhoneProvider,
};
use jiff::Timestamp;
use runtime::{
    ApiError, ApiResult, App, ConfigError, Core, Created, Endpoint, FunctionContext, Idempotent, Json,
    NoPath, NoQuery, Request, Route, Variable, access,
    environment::{INBOX_QUEUE_URL, TABLE_NAME},
};
use serde::Deserialize;
use store::{
    ConditionFailed, StoreError, Table, Transaction,
    audit::Action,
    inbox::Task,
    voice::{self, AgentOwner, AgentWrites, Connection, VoiceAgent},
};
use utoipa::ToSchema;

use super::views::VoiceAgentView;

const ALREADY_REGISTERED: &str = "agent_registered";

/// Registers a voice agent.
pub struct RegisterVoiceAgent;

/// What registering works with.
#[derive(Clone)]
pub struct AgentDirectory {
    core: Core,
    inbox: Queue,
}

impl App for AgentDirectory {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, INBOX_QUEUE_URL];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self { core: Core::start(context)?, inbox: context.queue(INBOX_QUEUE_URL)? })
    }
}

/// A voice agent that answers or calls for the tenant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "agentId": "agent_0901", "name": "Reception", "phoneNumber": "+12025550142" })))]
pub struct NewVoiceAgent {
    /// The provider's id of the voice agent.
    agent_id: VoiceAgentId,
    /// What the voice agent is called.
    name: Name,
    /// The connection that the voice agent is reached through. It may be left out if the tenant has only one.
    connection_id: Option<ConnectionId>,
    /// The number that the voice agent answers and calls from, with its country code.
    #[schema(format = "phone-number", min_length = 1, max_length = 64)]
    phone_number: Option<String>,
    /// The provider's id of that number.
    phone_number_id: Option<PhoneNumberId>,
    /// How the provider reaches the number.
    provider: Option<PhoneProvider>,
}

impl Endpoint for RegisterVoiceAgent {
    const NAME: &'static str = "settings-register-voice-agent";
    const ROUTE: Route = Route::post("/v1/settings/voice-agents");
    const SUMMARY: &'static str = "Register a voice agent";
    const DESCRIPTION: &'static str = "From now on the calls of the voice agent belong to the tenant, and so do \
         those that were reported before.";
    const IDEMPOTENT: bool = true;
    const ERRORS: &'static [(u16, &'static str)] =
        &[(404, "not_found"), (409, "agent_taken"), (409, ALREADY_REGISTERED), (409, "no_voice_connection")];

    type Access = access::Admin;
    type App = AgentDirectory;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<NewVoiceAgent>;
    type Answer = Idempotent<Created<VoiceAgentView>>;

    async fn handle(app: &AgentDirectory, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (core, tenant, now) = (&app.core, request.principal.tenant(), app.core.now());
        let Json(new) = &request.body;
        let phone_number = new.phone_number()?;
        let connection = choose_connection(&core.table, tenant, new.connection_id).await?;
        let agent = new.agent(connection.id, phone_number, now);
        let subject = request.meta.subject.clone();
        subject.connection(agent.connection_id);
        subject.agent(&agent.agent_id);

        let mut transaction = Transaction::new();
        let writes = voice::register_agent(&mut transaction, tenant, &agent)?;
        let action = Action::VoiceAgentRegistered;
        core.audit(&mut transaction, &request.principal, action, &agent.agent_id, Vec::new())?;
        let answer = created(agent.clone());
        let outcome = request
            .commit(&core.table, transaction, answer, now, |failed| taken(failed, tenant, writes))
            .await;
        // Also when it was registered before: the message of that time may never have been sent.
        if outcome.as_ref().err().is_none_or(|error| error.code() == ALREADY_REGISTERED) {
            app.adopt_backlog(agent, subject.correlation_id()).await?;
        }
        outcome
    }
}

impl AgentDirectory {
    /// Asks for what was reported about the agent before it was registered.
    async fn adopt_backlog(&self, agent: VoiceAgent, correlation_id: &str) -> ApiResult<()> {
        let VoiceAgent { agent_id, connection_id, .. } = agent;
        let task = Task::AdoptBacklogV1 { connection_id, agent_id };
        let inbox = self.inbox.correlated(correlation_id);
        Ok(inbox.send(&task, &Task::group(connection_id)).await?)
    }
}

impl NewVoiceAgent {
    fn phone_number(&self) -> ApiResult<Option<PhoneNumber>> {
        let parsed = self.phone_number.as_deref().map(PhoneNumber::parse_international).transpose();
        parsed.map_err(|invalid| ApiError::invalid_field("/phoneNumber", &invalid))
    }

    fn agent(
        &self,
        connection_id: ConnectionId,
        phone_number: Option<PhoneNumber>,
        now: Timestamp,
    ) -> VoiceAgent {
        VoiceAgent {
            agent_id: self.agent_id.clone(),
            connection_id,
            name: self.name.clone(),
            phone_number,
            phone_number_id: self.phone_number_id.clone(),
            provider: self.provider,
            created_at: now,
            version: 1,
        }
    }
}

fn created(agent: VoiceAgent) -> Created<VoiceAgentView> {
    Created {
        version: agent.version,
        location: format!("/v1/settings/voice-agents/{}", agent.agent_id),
        record: VoiceAgentView::from(agent),
    }
}

/// The connection of this id, or the only one.
async fn choose_connection(
    table: &Table,
    tenant: TenantId,
    wanted: Option<ConnectionId>,
) -> ApiResult<Connection> {
    if let Some(id) = wanted {
        let connection = voice::connection(table, tenant, id).await?;
        return connection.ok_or_else(|| ApiError::not_found("voice connection"));
    }
    let mut connections = voice::connections(table, tenant).await?.items;
    match (connections.pop(), connections.is_empty()) {
        (Some(connection), true) => Ok(connection),
        (None, _) => Err(ApiError::conflict(
            "no_voice_connection",
            "Store the credentials of the voice provider first.",
        )),
        (Some(_), false) => Err(ApiError::invalid_field(
            "/connectionId",
            &Invalid::new(InvalidCode::Required, "must be given, as there are several voice connections"),
        )),
    }
}

/// Whose agent it is already. Another tenant is not named.
fn taken(refused: &ConditionFailed, tenant: TenantId, writes: AgentWrites) -> Result<ApiError, StoreError> {
    let owner: Option<AgentOwner> = refused.found(writes.owner)?;
    Ok(match owner {
        Some(owner) if owner.tenant == tenant => {
            ApiError::conflict(ALREADY_REGISTERED, "This voice agent is registered already.")
                .existing(owner.agent_id)
        }
        Some(_) => ApiError::conflict("agent_taken", "This voice agent is registered elsewhere."),
        None => ApiError::internal("a transaction was refused for no reason that we know"),
    })
}
