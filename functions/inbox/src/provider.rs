//! Asking the provider for what it did not deliver.

use std::sync::OnceLock;

use clients::Secrets;
use domain::{call::ConversationId, inbox::Entry};
use elevenlabs::{
    client::{self, ApiClient, BaseUrl, BaseUrls, Class, HttpClient, RetryPolicy},
    credentials::Credentials,
    webhook::Conversation,
};
use http::StatusCode;
use runtime::{ApiError, ApiResult, ConfigError, FunctionContext, environment::VOICE_API_URLS};
use store::Table;

/// The voice provider, reached with the credentials of whatever connection an entry came through.
pub(crate) struct Provider {
    table: Table,
    secrets: Secrets,
    secret_prefix: String,
    /// Where workspaces may be. Asked for again at each use: an address that was taken once may not be allowed any more.
    api_urls: BaseUrls,
    /// Made when it is needed: nearly no message needs it, and it loads root certificates.
    http: OnceLock<HttpClient>,
}

impl Provider {
    pub(crate) fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self {
            table: context.table()?,
            secrets: context.secrets(),
            secret_prefix: context.secret_name("")?,
            api_urls: BaseUrls::parse(&context.environment.require(VOICE_API_URLS)?)
                .map_err(|invalid| VOICE_API_URLS.wrong(&invalid))?,
            http: OnceLock::new(),
        })
    }

    /// A conversation as it is now; `None` if the provider does not know it.
    pub(crate) async fn conversation(
        &self,
        entry: &Entry,
        id: &ConversationId,
    ) -> ApiResult<Option<Conversation>> {
        let connection = store::voice::connection(&self.table, entry.owner, entry.connection_id).await?;
        let connection = connection.ok_or_else(|| unusable("the voice connection is gone"))?;
        let base_url = self.api_urls.choose(&connection.base_url).map_err(unusable)?;
        let name = format!("{}{}", self.secret_prefix, Credentials::secret_name(entry.connection_id));

        let secret = self.secrets.get(&name).await?;
        let mut answer = self.ask(base_url, secret.as_deref(), id).await?;
        if answer.as_ref().is_err_and(|error| error.class() == Class::Authentication) {
            // The key may have been replaced since it was read.
            let secret = self.secrets.read_again(&name).await?;
            answer = self.ask(base_url, secret.as_deref(), id).await?;
        }
        match answer {
            Ok(conversation) => Ok(Some(conversation)),
            Err(error) if error.class() == Class::NotFound => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    async fn ask(
        &self,
        base_url: &BaseUrl,
        secret: Option<&secrecy::SecretString>,
        id: &ConversationId,
    ) -> ApiResult<Result<Conversation, client::ApiError>> {
        let secret = secret.ok_or_else(|| unusable("the voice connection has no credentials"))?;
        let credentials = Credentials::read(secret).map_err(unusable)?;
        let http = match self.http.get() {
            Some(http) => http.clone(),
            None => {
                let http = HttpClient::new().map_err(ApiError::internal)?;
                self.http.get_or_init(|| http).clone()
            }
        };
        // Once: others wait behind it, and the entry is tried again anyway.
        let client =
            ApiClient::new(http, base_url.clone(), credentials.api_key).with_retry(RetryPolicy::ONCE);
        Ok(client.get_conversation(id).await)
    }
}

fn unusable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ApiError {
    problem("connection_unusable").caused_by(cause)
}

/// Why the provider gave no answer that can be used, in a word that is kept with the entry.
fn failed(error: client::ApiError) -> ApiError {
    problem(match error.class() {
        Class::Authentication => "provider_refused_key",
        Class::Payment => "provider_out_of_credit",
        Class::Throttled => "provider_throttled",
        Class::NotFound | Class::Rejected => "provider_rejected",
        Class::Unavailable => "provider_unavailable",
    })
    .caused_by(error)
}

fn problem(code: &'static str) -> ApiError {
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, code, "The voice provider cannot be asked.")
}
