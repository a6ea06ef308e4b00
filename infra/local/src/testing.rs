//! SDK clients for loopback endpoints, and the clock the conformance suites move.

use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use aws_types::sdk_config::SharedCredentialsProvider;

use crate::clock::ManualClock;

/// Any free port on the loopback interface.
pub(crate) const ANY_PORT: std::net::SocketAddr =
    std::net::SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

/// What a real SDK client needs to talk to `url`; it tries once, so that errors are seen as they come.
pub(crate) fn sdk_config(url: &str) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(crate::REGION))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::from_keys("test", "test", None)))
        .endpoint_url(url)
        .retry_config(RetryConfig::disabled())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build()
}

/// How a suite lets time pass at the endpoint it tests: a moved clock here, real waiting at a reference.
#[derive(Clone)]
pub(crate) enum Passing {
    Manual(Arc<ManualClock>),
    Real,
}

impl Passing {
    pub(crate) async fn pass(&self, time: Duration) {
        match self {
            Self::Manual(clock) => clock.advance(time),
            Self::Real => tokio::time::sleep(time).await,
        }
    }
}
