//! Secrets Manager's operations over HTTP.

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};

use futures_util::future::BoxFuture;
use http::Request;
use hyper::body::Incoming;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::vault::{Secret, Vault, Version};
use super::{Secrets, error, keep};
use crate::aws_json::{ApiError, Protocol, input};
use crate::random;
use crate::server::{Answer, Handler, Reset, read_body};

const PROTOCOL: Protocol = Protocol {
    target: "secretsmanager",
    content_type: "application/x-amz-json-1.1",
    namespace: "com.amazonaws.secretsmanager",
};

/// More than the largest request: a value of 64 KiB, escaped, and the JSON around it.
const MAXIMUM_BODY_BYTES: usize = 1024 * 1024;

pub(super) struct Endpoint {
    pub(super) secrets: Secrets,
}

impl Handler for Endpoint {
    fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
        _peer: SocketAddr,
    ) -> BoxFuture<'static, Result<Answer, Reset>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let result = match (PROTOCOL.operation(&head.headers), read_body(body, MAXIMUM_BODY_BYTES).await)
            {
                (Some(operation), Ok(body)) => self.secrets.operate(operation, &body),
                (None, _) => Err(error::unknown_operation("requests without a known X-Amz-Target")),
                (_, Err(_)) => Err(error::validation("The body could not be read.")),
            };
            Ok(PROTOCOL.answer(result))
        })
    }
}

// What is left out of a request's members is refused, not passed over.

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Create {
    name: String,
    client_request_token: Option<String>,
    secret_string: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Put {
    secret_id: String,
    client_request_token: Option<String>,
    secret_string: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Get {
    secret_id: String,
    version_stage: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Delete {
    secret_id: String,
    #[serde(default)]
    force_delete_without_recovery: bool,
}

impl Secrets {
    fn operate(&self, operation: &str, body: &[u8]) -> Result<Value, ApiError> {
        let now = self.shared.clock.now();
        match operation {
            "CreateSecret" => self.write(|vault| {
                let Create { name, client_request_token, secret_string } = input(body)?;
                let token = client_request_token.unwrap_or_else(random::uuid);
                let secret = vault.create(&name, Version::new(&token, secret_string, now)?)?;
                Ok(of_version(secret, &token))
            }),
            "PutSecretValue" => self.write(|vault| {
                let Put { secret_id, client_request_token, secret_string } = input(body)?;
                let token = client_request_token.unwrap_or_else(random::uuid);
                let secret = vault.secret(&secret_id)?;
                secret.put(Version::new(&token, secret_string, now)?)?;
                Ok(of_version(secret, &token))
            }),
            "GetSecretValue" => self.read(|vault| {
                let Get { secret_id, version_stage } = input(body)?;
                let secret = vault.secret(&secret_id)?;
                let version = secret.version(version_stage.as_deref())?;
                let mut answer = of_version(secret, &version.id);
                answer["CreatedDate"] = json!(seconds(version.created));
                answer["SecretString"] = json!(version.value);
                Ok(answer)
            }),
            "DeleteSecret" => self.write(|vault| {
                let Delete { secret_id, force_delete_without_recovery } = input(body)?;
                if !force_delete_without_recovery {
                    return Err(error::invalid_parameter(
                        "The local secrets are deleted at once or not at all: give ForceDeleteWithoutRecovery.",
                    ));
                }
                // Not an error for a secret that is not there.
                let removed = vault.remove(&secret_id);
                let mut answer = removed.map_or_else(
                    || json!({ "Name": secret_id }),
                    |secret| json!({ "ARN": secret.arn, "Name": secret.name }),
                );
                answer["DeletionDate"] = json!(seconds(now));
                Ok(answer)
            }),
            _ => Err(error::unknown_operation(operation)),
        }
    }

    fn read(&self, ask: impl FnOnce(&mut Vault) -> Result<Value, ApiError>) -> Result<Value, ApiError> {
        ask(&mut self.shared.vault.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes a copy, which takes the place of the vault once it is on disk.
    fn write(&self, change: impl FnOnce(&mut Vault) -> Result<Value, ApiError>) -> Result<Value, ApiError> {
        let mut vault = self.shared.vault.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = vault.clone();
        let answer = change(&mut next)?;
        if let Some(file) = &self.shared.file {
            keep(&next, file).map_err(|error| error::not_kept(&error))?;
        }
        *vault = next;
        Ok(answer)
    }
}

/// The members of every answer about a version.
fn of_version(secret: &Secret, id: &str) -> Value {
    json!({ "ARN": secret.arn, "Name": secret.name, "VersionId": id, "VersionStages": secret.stages(id) })
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
fn seconds(moment: Timestamp) -> f64 {
    moment.as_millisecond() as f64 / 1_000.0
}
