//! SDK clients for loopback endpoints, and the clock the conformance suites move.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use aws_types::sdk_config::SharedCredentialsProvider;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::activity::{Activity, Observer};
use crate::clock::ManualClock;
use crate::invoke::Function;

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

/// A whole HTTP answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// Sends a request on a connection of its own; an error if it breaks before the answer is there.
pub(crate) async fn http(request: Request<Bytes>) -> Result<Reply, hyper_util::client::legacy::Error> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let response = client.request(request.map(Full::new)).await?;
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Ok(Reply { status: head.status.as_u16(), headers: head.headers, body })
}

/// A function that answers at once with what `answer` makes of the event.
pub(crate) fn function(
    name: &str,
    answer: impl Fn(Value) -> Result<Value, String> + Send + Sync + 'static,
) -> Function {
    let answer = Arc::new(answer);
    let code = move |event, _deadline| -> BoxFuture<'static, Result<Value, String>> {
        let answer = Arc::clone(&answer);
        Box::pin(async move { answer(event) })
    };
    Function { name: name.to_owned(), timeout: Duration::from_secs(30), code: Arc::new(code) }
}

/// An observer that remembers everything, and what it saw.
pub(crate) fn recorder() -> (Observer, Arc<Mutex<Vec<Activity>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let observer = Arc::clone(&seen);
    (Arc::new(move |activity: &Activity| observer.lock().unwrap().push(activity.clone())), seen)
}

/// A table with one index of this name.
pub(crate) fn table_definition(index: &str) -> Value {
    serde_json::json!({
        "TableName": "navaia-local",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            { "AttributeName": "PK", "AttributeType": "S" },
            { "AttributeName": "SK", "AttributeType": "S" },
            { "AttributeName": "status", "AttributeType": "S" },
        ],
        "KeySchema": [
            { "AttributeName": "PK", "KeyType": "HASH" },
            { "AttributeName": "SK", "KeyType": "RANGE" },
        ],
        "GlobalSecondaryIndexes": [{
            "IndexName": index,
            "KeySchema": [{ "AttributeName": "status", "KeyType": "HASH" }, { "AttributeName": "SK", "KeyType": "RANGE" }],
            "Projection": { "ProjectionType": "ALL" },
        }],
    })
}
