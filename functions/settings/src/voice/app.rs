//! What the endpoints of voice connections work with.

use clients::Secrets;
use domain::{TenantId, ids::ConnectionId};
use elevenlabs::{client::BaseUrls, credentials::Credentials};
use runtime::{
    App, ConfigError, Core, FunctionContext, Variable,
    environment::{POST_CALL_URL, SECRET_PREFIX, TABLE_NAME, VOICE_API_URLS},
};

/// The table, and where the provider is to deliver webhooks.
#[derive(Clone)]
pub struct Connections {
    /// The table, the time and new ids.
    pub core: Core,
    /// The URL of the function that takes post-call webhooks.
    pub post_call_url: String,
}

impl App for Connections {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, POST_CALL_URL];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        let post_call_url = context.environment.require(POST_CALL_URL)?;
        Ok(Self { core: Core::start(context)?, post_call_url })
    }
}

/// The same with the secret store, and where the provider may be.
#[derive(Clone)]
pub struct CredentialStore {
    /// The table and the URL.
    pub connections: Connections,
    /// The secret store.
    pub secrets: Secrets,
    /// Where workspaces may be.
    pub api_urls: BaseUrls,
    secret_prefix: String,
}

impl CredentialStore {
    /// The full name of the secret of a connection.
    pub fn secret_name(&self, connection: ConnectionId) -> String {
        format!("{}{}", self.secret_prefix, Credentials::secret_name(connection))
    }
}

impl App for CredentialStore {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, POST_CALL_URL, SECRET_PREFIX, VOICE_API_URLS];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        let api_urls = BaseUrls::parse(&context.environment.require(VOICE_API_URLS)?)
            .map_err(|invalid| VOICE_API_URLS.wrong(&invalid))?;
        Ok(Self {
            api_urls,
            connections: Connections::start(context)?,
            secrets: context.secrets(),
            secret_prefix: context.environment.require(SECRET_PREFIX)?,
        })
    }
}

/// The id of the connection that a tenant makes itself. It follows from the tenant, so that two requests at the same
/// moment make one connection, and a secret that was written before its connection is found again.
pub(super) fn own_connection_id(tenant: TenantId) -> ConnectionId {
    ConnectionId::from_bytes(tenant.to_bytes())
}
