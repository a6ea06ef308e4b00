//! The least that a function can be, to compare ours with.
//!
//! `floor-empty` answers and does nothing else. `floor-one-read` reads one item with the AWS SDK, configured as lean as
//! it gets: `ring` for cryptography, a current-thread runtime, credentials straight from the environment.
//! `floor-two-reads` reads two, one after the other: what is left when a session has to be checked as well.

use std::collections::HashMap;

use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use aws_sdk_dynamodb::{
    Client, Config,
    config::{BehaviorVersion, Region},
    types::AttributeValue,
};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use lambda_http::{Error, Request, RequestExt as _, Response};
use serde_json::{Map, Value};

/// Answers 200 with an empty object.
pub async fn empty() -> Result<(), Error> {
    lambda_http::run(lambda_http::service_fn(|_: Request| async { json(&Value::Object(Map::new())) })).await
}

/// Reads one item, whose keys are in the query of the request, and answers its texts.
pub async fn one_read() -> Result<(), Error> {
    read(false).await
}

/// Reads an item for the caller, strongly consistent, and then the same as [`one_read`].
pub async fn two_reads() -> Result<(), Error> {
    read(true).await
}

async fn read(session_first: bool) -> Result<(), Error> {
    let (client, table) = (&client()?, &variable("TABLE_NAME")?);
    let handler = |request: Request| async move {
        let query = request.query_string_parameters();
        let text = |name| query.first(name).unwrap_or_default().to_owned();
        if session_first {
            item(client, table, text("sessionPK"), text("sessionSK"), true).await?;
        }
        let item = item(client, table, text("PK"), text("SK"), false).await?;
        let texts = item.into_iter().filter_map(|(name, value)| match value {
            AttributeValue::S(text) => Some((name, Value::String(text))),
            _ => None,
        });
        json(&Value::Object(texts.collect()))
    };
    lambda_http::run(lambda_http::service_fn(handler)).await
}

async fn item(
    client: &Client,
    table: &str,
    partition: String,
    sort: String,
    consistent: bool,
) -> Result<HashMap<String, AttributeValue>, Error> {
    let output = client
        .get_item()
        .table_name(table)
        .key("PK", AttributeValue::S(partition))
        .key("SK", AttributeValue::S(sort))
        .consistent_read(consistent)
        .send()
        .await?;
    output.item.ok_or_else(|| Error::from("there is no such item"))
}

fn client() -> Result<Client, Error> {
    let credentials = Credentials::new(
        variable("AWS_ACCESS_KEY_ID")?,
        variable("AWS_SECRET_ACCESS_KEY")?,
        variable("AWS_SESSION_TOKEN").ok(),
        None,
        "environment",
    );
    let mut config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(variable("AWS_REGION")?))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https())
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()));
    if let Ok(endpoint) = variable("AWS_ENDPOINT_URL") {
        config = config.endpoint_url(endpoint);
    }
    Ok(Client::from_conf(config.build()))
}

#[expect(clippy::disallowed_methods, reason = "a floor has no configuration of ours")]
fn variable(name: &str) -> Result<String, Error> {
    Ok(std::env::var(name)?)
}

fn json(value: &Value) -> Result<Response<String>, Error> {
    Ok(Response::builder().header("content-type", "application/json").body(value.to_string())?)
}
