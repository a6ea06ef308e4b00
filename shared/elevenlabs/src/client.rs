//! The provider's HTTP API: reading conversations.
//!
//! Reads are repeated a few times with growing, jittered pauses. Nothing here places a call: that request must never be
//! sent twice and does not belong to a client that repeats.

mod base_url;
mod error;
mod models;
mod retry;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc, time::Duration};

use domain::call::ConversationId;
use http::header;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

pub use self::{
    base_url::{BaseUrl, BaseUrls},
    error::{ApiError, Class, Refusal},
    models::{ConversationFilter, ConversationPage, ConversationSummary},
    retry::RetryPolicy,
};
use crate::webhook::Conversation;

/// The most bytes of an answer that are read.
const MAX_ANSWER_BYTES: usize = 32 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const READ_TIMEOUT: Duration = Duration::from_secs(8);

/// The connections to the provider: one for the whole process.
#[derive(Clone, Debug)]
pub struct HttpClient(reqwest::Client);

impl HttpClient {
    /// Makes the client. Uses `ring` for TLS and the certificates that the system trusts. Follows no redirects and
    /// repeats nothing by itself.
    pub fn new() -> Result<Self, ApiError> {
        Self::with_timeout(READ_TIMEOUT)
    }

    /// Like [`new`](Self::new), with another limit for one request and its whole answer.
    pub fn with_timeout(timeout: Duration) -> Result<Self, ApiError> {
        // An error says that a provider was installed before, and there is only one in the whole binary.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = || {
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .no_proxy()
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(timeout)
                .user_agent("navaia")
        };
        // Without root certificates, as in a small container, a simulated provider can be asked all the same; no other
        // one is trusted then.
        client()
            .build()
            .or_else(|_| client().tls_certs_only([]).build())
            .map(Self)
            .map_err(ApiError::from_transport)
    }
}

/// The API of one voice connection. `Debug` does not show the key.
#[derive(Clone)]
pub struct ApiClient {
    http: HttpClient,
    base_url: BaseUrl,
    key: Arc<SecretString>,
    retry: RetryPolicy,
}

impl ApiClient {
    /// The API at `base_url`, with this key.
    pub fn new(http: HttpClient, base_url: BaseUrl, key: SecretString) -> Self {
        Self { http, base_url, key: Arc::new(key), retry: RetryPolicy::default() }
    }

    /// The same API with another patience.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// One conversation, as a transcription event would tell it.
    pub async fn get_conversation(&self, id: &ConversationId) -> Result<Conversation, ApiError> {
        let url = self.base_url.join(&["v1", "convai", "conversations", id.as_str()]);
        let body = self.get(url).await?;
        Conversation::parse(&body).map_err(|error| ApiError::Unreadable(error.to_string()))
    }

    /// One page of conversations. Phone numbers are not in it.
    pub async fn list_conversations(
        &self,
        filter: &ConversationFilter,
    ) -> Result<ConversationPage, ApiError> {
        let mut url = self.base_url.join(&["v1", "convai", "conversations"]);
        filter.write(&mut url);
        let body = self.get(url).await?;
        ConversationPage::parse(&body)
    }

    /// Reads, again and again while it may help.
    async fn get(&self, url: Url) -> Result<Vec<u8>, ApiError> {
        let mut attempt = 1;
        loop {
            let error = match self.get_once(url.clone()).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            let Some(pause) = self.retry.pause_after(attempt, &error) else { return Err(error) };
            tracing::debug!(attempt, pauseMs = pause.as_millis(), %error, "Reading from the voice provider again");
            tokio::time::sleep(pause).await;
            attempt += 1;
        }
    }

    async fn get_once(&self, url: Url) -> Result<Vec<u8>, ApiError> {
        let mut key = header::HeaderValue::from_str(self.key.expose_secret())
            .map_err(|_| ApiError::Unusable("the API key is no header value"))?;
        key.set_sensitive(true);
        let request =
            self.http.0.get(url).header("xi-api-key", key).header(header::ACCEPT, "application/json");
        let mut answer = request.send().await.map_err(ApiError::from_transport)?;
        let status = answer.status();
        let headers = std::mem::take(answer.headers_mut());
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(ApiError::from_transport)? {
            if body.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(ApiError::Unreadable("the answer is too large".to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        if status.is_success() {
            Ok(body)
        } else {
            Err(ApiError::Refused(Refusal::read(status, &headers, &body)))
        }
    }
}

impl fmt::Debug for ApiClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiClient").field("base_url", &self.base_url.as_str()).finish_non_exhaustive()
    }
}
