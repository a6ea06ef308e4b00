//! `PUT /v1/settings/voice-connection`: store the credentials of the voice provider.

use ::voice::{client::BaseUrl, credentials::Credentials};
use domain::{TenantId, text::Text, voice::HookId};
use jiff::Timestamp;
use runtime::{ApiError, ApiResult, Endpoint, Json, NoQuery, Nowhere, Request, Route, Versioned, access};
use serde::Deserialize;
use store::{
    CommitError, Transaction,
    audit::{Actor, Deed},
    voice::{Connection, DEFAULT_BASE_URL},
};
use utoipa::ToSchema;

use super::{
    app::{CredentialStore, own_connection_id},
    secret_text::SecretText,
    views::VoiceConnectionView,
};

/// How often a change that lost against another one is made again.
const ATTEMPTS: u32 = 4;

/// Stores the credentials of the voice provider.
pub struct PutVoiceCredentials;

/// The credentials of the tenant's workspace at the voice provider.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VoiceCredentials {
    /// The API key.
    api_key: SecretText,
    /// What the provider signs post-call webhooks with. It shows it once the webhook URL was entered there; the one
    /// before is kept as it is if none is given, and accepted a while longer if another is given.
    webhook_secret: Option<SecretText>,
    /// What to call the connection.
    name: Option<domain::text::Name>,
    /// Where the provider's API is, if not at the usual place: a data residency region, or a test double.
    base_url: Option<Text<200>>,
}

impl Endpoint for PutVoiceCredentials {
    const NAME: &'static str = "settings-put-voice-credentials";
    const ROUTE: Route = Route::put("/v1/settings/voice-connection");
    const SUMMARY: &'static str = "Store the voice provider's credentials";
    const DESCRIPTION: &'static str = "Makes the tenant's voice connection at its first use and changes it later. \
         The secrets go to the secret store and are never read back. Safe to repeat.";

    type Access = access::Admin;
    type App = CredentialStore;
    type Path = Nowhere;
    type Query = NoQuery;
    type Body = Json<VoiceCredentials>;
    type Answer = Versioned<VoiceConnectionView>;

    async fn handle(app: &CredentialStore, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, actor) = (request.caller.tenant(), request.caller.actor());
        let Json(body) = request.body;
        let base_url = body.base_url()?;
        for _ in 0..ATTEMPTS {
            // The secret comes first: a connection whose credentials are missing never exists, and credentials whose
            // connection is missing are found by its id when the request is repeated.
            let before =
                store::voice::connection(&app.connections.core.table, tenant, own_connection_id(tenant));
            let before = before.await?;
            let credentials = write_secret(app, tenant, &body).await?;
            let after = body.connection(app, tenant, before.as_ref(), base_url.as_ref(), &credentials)?;
            if commit(app, tenant, actor, before.as_ref(), &after, &body).await? {
                let version = after.version;
                let record = VoiceConnectionView::new(after, &app.connections.post_call_url);
                return Ok(Versioned { record, version });
            }
        }
        Err(ApiError::unavailable("other changes of the voice connection kept getting in the way"))
    }
}

/// Renews the secret, and gives what is in it now.
async fn write_secret(
    app: &CredentialStore,
    tenant: TenantId,
    body: &VoiceCredentials,
) -> ApiResult<Credentials> {
    let name = app.secret_name(own_connection_id(tenant));
    let before = match app.secrets.read_again(&name).await? {
        None => None,
        Some(secret) => Some(Credentials::read(&secret).map_err(ApiError::internal)?),
    };
    let webhook_secret = body.webhook_secret.as_ref().map(SecretText::secret);
    let credentials = Credentials::renewed(before, body.api_key.secret(), webhook_secret);
    let secret = credentials.to_secret().map_err(ApiError::internal)?;
    app.secrets.put(&name, &secret).await?;
    Ok(credentials)
}

/// Writes the connection; says whether it did, or whether somebody else was faster.
async fn commit(
    app: &CredentialStore,
    tenant: TenantId,
    actor: Actor,
    before: Option<&Connection>,
    after: &Connection,
    body: &VoiceCredentials,
) -> ApiResult<bool> {
    let core = &app.connections.core;
    let mut transaction = Transaction::new();
    let (write, action) = match before {
        None => (transaction.create_connection(tenant, after)?, "voice_connection.created"),
        Some(before) => (transaction.replace_connection(tenant, before, after)?, "voice_connection.updated"),
    };
    let deed = Deed::new(actor, action, after.id).fields(body.fields());
    transaction.audit(tenant, deed, core.new_id(), after.updated_at)?;
    match core.table.commit(transaction).await {
        Ok(()) => Ok(true),
        Err(CommitError::Refused(refused)) if refused.contains(write) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

impl VoiceCredentials {
    fn base_url(&self) -> ApiResult<Option<BaseUrl>> {
        let parsed = self.base_url.as_ref().map(|text| BaseUrl::parse(text.as_str())).transpose();
        parsed.map_err(|invalid| ApiError::invalid_field("/baseUrl", &invalid))
    }

    fn connection(
        &self,
        app: &CredentialStore,
        tenant: TenantId,
        before: Option<&Connection>,
        base_url: Option<&BaseUrl>,
        credentials: &Credentials,
    ) -> ApiResult<Connection> {
        let core = &app.connections.core;
        let now: Timestamp = core.now();
        let mut connection = match before {
            Some(before) => Connection { version: before.version + 1, ..before.clone() },
            None => Connection {
                id: own_connection_id(tenant),
                name: domain::text::Name::new("ElevenLabs").map_err(ApiError::internal)?,
                base_url: DEFAULT_BASE_URL.to_owned(),
                hook_id: HookId::from_token(core.random.next_token()),
                has_webhook_secret: false,
                has_previous_webhook_secret: false,
                created_at: now,
                updated_at: now,
                version: 1,
            },
        };
        connection.updated_at = now;
        connection.has_webhook_secret = credentials.webhook_secret.is_some();
        connection.has_previous_webhook_secret = credentials.previous_webhook_secret.is_some();
        if let Some(name) = &self.name {
            connection.name = name.clone();
        }
        if let Some(base_url) = base_url {
            connection.base_url = base_url.as_str().to_owned();
        }
        Ok(connection)
    }

    /// The names of the fields that are set.
    fn fields(&self) -> Vec<&'static str> {
        [
            (true, "apiKey"),
            (self.webhook_secret.is_some(), "webhookSecret"),
            (self.name.is_some(), "name"),
            (self.base_url.is_some(), "baseUrl"),
        ]
        .into_iter()
        .filter_map(|(is_set, field)| is_set.then_some(field))
        .collect()
    }
}

/// Serves the endpoint.
pub async fn main() -> Result<(), runtime::Error> {
    runtime::serve::<PutVoiceCredentials>().await
}
