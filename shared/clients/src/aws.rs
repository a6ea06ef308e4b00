//! How AWS is reached.

use std::time::Duration;

use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use aws_smithy_async::{rt::sleep::TokioSleep, time::SystemTimeSource};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{behavior_version::BehaviorVersion, http::SharedHttpClient};
use aws_smithy_types::{retry::RetryConfig, timeout::TimeoutConfig};
use aws_types::{SdkConfig, region::Region};
use secrecy::{ExposeSecret, SecretString};

/// Where AWS is and who we are there. The values come from the environment of the function.
#[derive(Clone, Debug)]
pub struct AwsSettings {
    /// The region, such as `eu-central-1`.
    pub region: String,
    /// Access key id of the function's role.
    pub access_key_id: String,
    /// Its secret.
    pub secret_access_key: SecretString,
    /// Its session token, which every role has.
    pub session_token: Option<SecretString>,
    /// Another place for all services, for development.
    pub endpoint: Option<String>,
    /// Another place for DynamoDB alone.
    pub dynamodb_endpoint: Option<String>,
    /// Another place for SQS alone.
    pub sqs_endpoint: Option<String>,
    /// Another place for Secrets Manager alone.
    pub secrets_manager_endpoint: Option<String>,
}

/// What all AWS clients of the process share.
#[derive(Clone, Debug)]
pub struct Aws {
    config: SdkConfig,
    settings: AwsSettings,
}

impl Aws {
    /// Prepares the shared parts. Nothing is connected yet.
    pub fn new(settings: AwsSettings) -> Self {
        let credentials = Credentials::new(
            &settings.access_key_id,
            settings.secret_access_key.expose_secret(),
            settings.session_token.as_ref().map(|token| token.expose_secret().to_owned()),
            None,
            "environment",
        );
        // The SDK's defaults wait a second before the first retry and 60 s for an answer that never comes; a caller
        // waits for us.
        let retries = RetryConfig::standard()
            .with_max_attempts(4)
            .with_initial_backoff(Duration::from_millis(25))
            .with_max_backoff(Duration::from_secs(1));
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(2))
            .operation_attempt_timeout(Duration::from_secs(5))
            .operation_timeout(Duration::from_secs(15))
            .build();
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(settings.region.clone()))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(http_client(&settings))
            .retry_config(retries)
            .timeout_config(timeouts)
            .sleep_impl(aws_smithy_async::rt::sleep::SharedAsyncSleep::new(TokioSleep::new()))
            .time_source(SystemTimeSource::new());
        if let Some(endpoint) = &settings.endpoint {
            config = config.endpoint_url(endpoint);
        }
        Self { config: config.build(), settings }
    }

    /// A client of DynamoDB.
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let mut config = aws_sdk_dynamodb::config::Builder::from(&self.config);
        if let Some(endpoint) = &self.settings.dynamodb_endpoint {
            config = config.endpoint_url(endpoint);
        }
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    /// A client of SQS.
    pub fn sqs(&self) -> aws_sdk_sqs::Client {
        let mut config = aws_sdk_sqs::config::Builder::from(&self.config);
        if let Some(endpoint) = &self.settings.sqs_endpoint {
            config = config.endpoint_url(endpoint);
        }
        aws_sdk_sqs::Client::from_conf(config.build())
    }

    /// A client of Secrets Manager.
    pub fn secrets_manager(&self) -> aws_sdk_secretsmanager::Client {
        let mut config = aws_sdk_secretsmanager::config::Builder::from(&self.config);
        if let Some(endpoint) = &self.settings.secrets_manager_endpoint {
            config = config.endpoint_url(endpoint);
        }
        aws_sdk_secretsmanager::Client::from_conf(config.build())
    }
}

/// One pool of connections for every service, with `ring` as the only crypto provider: the default one spends 25 ms
/// of CPU on gathering entropy at its first use.
fn http_client(settings: &AwsSettings) -> SharedHttpClient {
    let local = |endpoint: &Option<String>| endpoint.as_deref().is_some_and(|url| url.starts_with("http://"));
    let all_local = local(&settings.endpoint)
        || [&settings.dynamodb_endpoint, &settings.sqs_endpoint, &settings.secrets_manager_endpoint]
            .into_iter()
            .all(local);
    let builder = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring));
    if !all_local {
        return builder.build_https();
    }
    // Without TLS there are no root certificates to read, which takes longer than all else at start. It is the same
    // kind of client all the same: one without TLS would be a second one in every binary.
    match TlsContext::builder().with_trust_store(TrustStore::empty()).build() {
        Ok(context) => builder.tls_context(context).build_https(),
        Err(_) => builder.build_https(),
    }
}
