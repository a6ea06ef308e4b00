//! `PUT /v1/settings/voice-connection`: store the credentials of the voice provider.

use domain::{TenantId, call::Trunk, text::Text, voice::HookId};
use elevenlabs::{
    client::{BaseUrl, BaseUrls},
    credentials::Credentials,
};
use http::header::RETRY_AFTER;
use jiff::Timestamp;
use runtime::{ApiError, ApiResult, Endpoint, Json, NoPath, NoQuery, Request, Route, Versioned, access};
use serde::Deserialize;
use store::{
    Transaction,
    audit::{self, Action, AuditEvent},
    voice::{self, Connection, ConnectionLease},
};
use utoipa::ToSchema;

use super::{
    app::{CredentialStore, own_connection_id},
    secret_text::SecretText,
    views::VoiceConnectionView,
};

const CHANGING: &str = "voice_connection_changing";

/// Stores the credentials of the voice provider.
pub struct PutVoiceCredentials;

/// The credentials of the tenant's workspace at the voice provider.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "apiKey": "an-example-api-key", "webhookSecret": "an-example-webhook-secret" })))]
pub struct VoiceCredentials {
    /// The API key.
    api_key: SecretText,
    /// The secret that the provider signs post-call webhooks with. The provider shows it after the webhook URL is
    /// entered there. If it is absent, the current one is kept; if it is another one, the previous one is accepted for
    /// another day.
    webhook_secret: Option<SecretText>,
    /// Whether the webhook secret before the present one is refused from now on, because somebody else may know it, instead
    /// of a day after it was replaced. It takes half a minute at most.
    revoke_previous_secret: Option<bool>,
    /// What the connection is called.
    name: Option<domain::text::Name>,
    /// What the digits of a caller's number are that the network sends without a plus: international, where its trunk
    /// leaves the plus out, or national. If it is never said, they are a number of the country of the line that was called,
    /// where they form one, with or without its country code.
    numbers_without_plus: Option<Trunk>,
    /// Where the provider's API is, if not at the usual place. It must be one of the addresses that the operator allows.
    #[schema(value_type = Option<String>, format = "voice-api-url", min_length = 1, max_length = 200)]
    base_url: Option<Text<200>>,
}

impl Endpoint for PutVoiceCredentials {
    const NAME: &'static str = "settings-put-voice-credentials";
    const ROUTE: Route = Route::put("/v1/settings/voice-connection");
    const SUMMARY: &'static str = "Store the voice provider's credentials";
    const DESCRIPTION: &'static str = "The first use makes the tenant's voice connection, later ones change it. \
         The secrets go to the secret store and are never read back. Safe to repeat.";
    const ERRORS: &'static [(u16, &'static str)] = &[(409, CHANGING)];

    type Access = access::Admin;
    type App = CredentialStore;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<VoiceCredentials>;
    type Answer = Versioned<VoiceConnectionView>;

    async fn handle(app: &CredentialStore, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, Json(body)) = (request.principal.tenant(), request.body);
        let core = &app.connections.core;
        let (table, id, now) = (&core.table, own_connection_id(tenant), core.now());
        let base_url = body.base_url(&app.api_urls)?;

        let lease = ConnectionLease::take(table, tenant, id, core.new_id(), now).await?;
        let lease = lease.map_err(|other| changing(&other, now))?;
        // The secret comes first: a connection whose credentials are missing never exists, and credentials whose
        // connection is missing are found by its id when the request is repeated.
        let credentials = write_secret(app, tenant, &body, now).await?;
        let before = voice::connection(table, tenant, id).await?;
        let after = body.connection(app, tenant, before.as_ref(), base_url, &credentials)?;

        let mut transaction = Transaction::new();
        lease.give_back(&mut transaction, tenant, id);
        let action = save(&mut transaction, tenant, before.as_ref(), &after)?;
        let event = AuditEvent::new(request.principal.actor(), action, id).fields(body.fields());
        audit::record(&mut transaction, tenant, event, lease.holder, now)?;
        table.commit(transaction).await?;
        let version = after.version;
        Ok(Versioned { record: VoiceConnectionView::new(after, &app.connections.post_call_url), version })
    }
}

fn save(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: Option<&Connection>,
    after: &Connection,
) -> ApiResult<Action> {
    Ok(match before {
        None => {
            voice::create_connection(transaction, tenant, after)?;
            Action::VoiceConnectionCreated
        }
        Some(before) => {
            voice::replace_connection(transaction, tenant, before, after)?;
            Action::VoiceConnectionUpdated
        }
    })
}

/// Somebody else is at it. If that request died, its lease ends soon.
fn changing(lease: &ConnectionLease, now: Timestamp) -> ApiError {
    let seconds = lease.ends_at.duration_since(now).as_secs().max(1);
    ApiError::conflict(
        CHANGING,
        "The credentials are being changed by another request. Try again in a moment.",
    )
    .header(RETRY_AFTER, seconds.to_string())
}

/// Renews the secret, and gives what is in it now.
async fn write_secret(
    app: &CredentialStore,
    tenant: TenantId,
    body: &VoiceCredentials,
    now: Timestamp,
) -> ApiResult<Credentials> {
    let name = app.secret_name(own_connection_id(tenant));
    let before = match app.secrets.read_again(&name).await? {
        None => None,
        Some(secret) => Some(Credentials::read(&secret).map_err(ApiError::internal)?),
    };
    let webhook_secret = body.webhook_secret.as_ref().map(SecretText::secret);
    let credentials = Credentials::renewed(before, body.api_key.secret(), webhook_secret, now);
    let revoked = body.revoke_previous_secret == Some(true);
    let credentials = if revoked { credentials.without_previous() } else { credentials };
    let secret = credentials.to_secret().map_err(ApiError::internal)?;
    app.secrets.put(&name, &secret).await?;
    Ok(credentials)
}

impl VoiceCredentials {
    fn base_url<'a>(&self, allowed: &'a BaseUrls) -> ApiResult<Option<&'a BaseUrl>> {
        let chosen = self.base_url.as_ref().map(|text| allowed.choose(text.as_str())).transpose();
        chosen.map_err(|invalid| ApiError::invalid_field("/baseUrl", &invalid))
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
                trunk: None,
                id: own_connection_id(tenant),
                name: domain::text::Name::new("ElevenLabs").map_err(ApiError::internal)?,
                base_url: app.api_urls.usual().as_str().to_owned(),
                hook_id: HookId::from_token(core.random.next_token()),
                has_webhook_secret: false,
                previous_webhook_secret_until: None,
                created_at: now,
                updated_at: now,
                version: 1,
            },
        };
        connection.updated_at = now;
        connection.has_webhook_secret = credentials.webhook_secret.is_some();
        connection.previous_webhook_secret_until = credentials.previous_webhook_secret_until;
        if let Some(name) = &self.name {
            connection.name = name.clone();
        }
        if let Some(trunk) = self.numbers_without_plus {
            connection.trunk = Some(trunk);
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
            (self.revoke_previous_secret == Some(true), "revokePreviousSecret"),
            (self.name.is_some(), "name"),
            (self.numbers_without_plus.is_some(), "numbersWithoutPlus"),
            (self.base_url.is_some(), "baseUrl"),
        ]
        .into_iter()
        .filter_map(|(is_set, field)| is_set.then_some(field))
        .collect()
    }
}
