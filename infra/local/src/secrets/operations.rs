//! Secrets Manager's operations over HTTP.

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};

use futures_util::future::BoxFuture;
use http::Request;
use hyper::body::Incoming;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::vault::{CURRENT, Secret, Tag, Value, Vault, Version};
use super::{Secrets, error, keep};
use crate::aws_json::{ApiError, Protocol, input};
use crate::random;
use crate::server::{Answer, Handler, Reset, read_body};

const PROTOCOL: Protocol = Protocol {
    target: "secretsmanager",
    content_type: "application/x-amz-json-1.1",
    namespace: "com.amazonaws.secretsmanager",
};

/// More than the largest request: a value of 64 KiB in base64 and the JSON around it.
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

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Create {
    name: String,
    description: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
    client_request_token: Option<String>,
    secret_string: Option<String>,
    secret_binary: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Put {
    secret_id: String,
    description: Option<String>,
    client_request_token: Option<String>,
    secret_string: Option<String>,
    secret_binary: Option<String>,
    version_stages: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Get {
    secret_id: String,
    version_id: Option<String>,
    version_stage: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Delete {
    secret_id: String,
    recovery_window_in_days: Option<i64>,
    #[serde(default)]
    force_delete_without_recovery: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Id {
    secret_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct List {
    max_results: Option<usize>,
    next_token: Option<String>,
    #[serde(default)]
    include_planned_deletion: bool,
    #[serde(default)]
    filters: Vec<Filter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    key: String,
    values: Vec<String>,
}

impl Secrets {
    fn operate(&self, operation: &str, body: &[u8]) -> Result<Json, ApiError> {
        let now = self.shared.clock.now();
        match operation {
            "CreateSecret" => self.write(|vault| {
                let request: Create = input(body)?;
                let value = Value::given(request.secret_string, request.secret_binary)?;
                let token = request.client_request_token.unwrap_or_else(random::uuid);
                let has_value = value.is_some();
                let secret = vault.create(&request.name, request.description, request.tags, &token, value, now)?;
                Ok(named(secret, json!(has_value.then_some(token)), None))
            }),
            "PutSecretValue" => self.write(|vault| {
                let request: Put = input(body)?;
                let value = Value::given(request.secret_string, request.secret_binary)?;
                let value = value.ok_or_else(|| {
                    error::invalid_request("You must provide either SecretString or SecretBinary.")
                })?;
                let token = request.client_request_token.unwrap_or_else(random::uuid);
                let stages = request.version_stages.unwrap_or_else(|| vec![CURRENT.to_owned()]);
                let secret = vault.secret(&request.secret_id)?;
                secret.put(&token, value, &stages, now)?;
                let stages = secret.versions.get(&token).map(|version| json!(version.stages));
                Ok(named(secret, json!(token), stages))
            }),
            "UpdateSecret" => self.write(|vault| {
                let request: Put = input(body)?;
                let value = Value::given(request.secret_string, request.secret_binary)?;
                let secret = vault.secret(&request.secret_id)?;
                if let Some(description) = request.description {
                    secret.description = Some(description);
                    secret.changed = now;
                }
                let Some(value) = value else { return Ok(named(secret, Json::Null, None)) };
                let token = request.client_request_token.unwrap_or_else(random::uuid);
                secret.put(&token, value, &[CURRENT.to_owned()], now)?;
                Ok(named(secret, json!(token), None))
            }),
            "DeleteSecret" => self.write(|vault| delete(vault, input(body)?, now)),
            "RestoreSecret" => self.write(|vault| {
                let secret = vault.any_secret(&input::<Id>(body)?.secret_id)?;
                secret.deletion = None;
                Ok(named(secret, Json::Null, None))
            }),
            "GetSecretValue" => self.read(|vault| {
                let request: Get = input(body)?;
                let secret = vault.secret(&request.secret_id)?;
                let stage = request.version_stage.as_deref();
                let (id, version) = secret.version(request.version_id.as_deref(), stage)?;
                Ok(value(secret, id, version))
            }),
            "DescribeSecret" => self.read(|vault| Ok(description(vault.any_secret(&input::<Id>(body)?.secret_id)?))),
            "ListSecrets" => self.read(|vault| Ok(list(vault, &input(body)?))),
            "ListSecretVersionIds" => self.read(|vault| {
                let secret = vault.any_secret(&input::<Id>(body)?.secret_id)?;
                let versions = secret.versions.iter().filter(|(_, version)| !version.stages.is_empty());
                let mut answer = named(secret, Json::Null, None);
                answer["Versions"] = versions
                    .map(|(id, version)| {
                        json!({
                            "VersionId": id, "VersionStages": version.stages, "CreatedDate": seconds(version.created)
                        })
                    })
                    .collect();
                Ok(answer)
            }),
            _ => Err(error::unknown_operation(operation)),
        }
    }

    fn read(&self, ask: impl FnOnce(&mut Vault) -> Result<Json, ApiError>) -> Result<Json, ApiError> {
        let mut vault = self.shared.vault.lock().unwrap_or_else(PoisonError::into_inner);
        vault.expire(self.shared.clock.now());
        ask(&mut vault)
    }

    /// Changes a copy, which takes the place of the vault once it is on disk.
    fn write(&self, change: impl FnOnce(&mut Vault) -> Result<Json, ApiError>) -> Result<Json, ApiError> {
        let mut vault = self.shared.vault.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = vault.clone();
        next.expire(self.shared.clock.now());
        let answer = change(&mut next)?;
        if let Some(file) = &self.shared.file {
            keep(&next, file).map_err(|error| error::not_kept(&error))?;
        }
        *vault = next;
        Ok(answer)
    }
}

fn delete(vault: &mut Vault, request: Delete, now: Timestamp) -> Result<Json, ApiError> {
    let id = request.secret_id;
    if request.force_delete_without_recovery {
        if request.recovery_window_in_days.is_some() {
            return Err(error::invalid_parameter(
                "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
            ));
        }
        // Not an error for a secret that is not there.
        let removed = vault.name(&id).and_then(|name| vault.secrets.remove(&name));
        let mut answer =
            removed.map_or_else(|| json!({ "Name": id }), |secret| named(&secret, Json::Null, None));
        answer["DeletionDate"] = json!(seconds(now));
        return Ok(answer);
    }
    let days = request.recovery_window_in_days.unwrap_or(30);
    if !(7..=30).contains(&days) {
        return Err(error::invalid_parameter(
            "RecoveryWindowInDays must be between 7 and 30 days (inclusive).",
        ));
    }
    let secret = vault.secret(&id)?;
    let due = secret.delete_in(days, now);
    let mut answer = named(secret, Json::Null, None);
    answer["DeletionDate"] = json!(seconds(due));
    Ok(answer)
}

fn list(vault: &Vault, request: &List) -> Json {
    let limit = request.max_results.unwrap_or(100).clamp(1, 100);
    let wanted = |secret: &&Secret| {
        (request.include_planned_deletion || secret.deletion.is_none())
            && request.next_token.as_ref().is_none_or(|last| secret.name > *last)
            && request.filters.iter().filter(|filter| filter.key == "name" || filter.key == "all").all(
                |filter| {
                    filter.values.iter().any(|prefix| match prefix.strip_prefix('!') {
                        Some(prefix) => !secret.name.starts_with(prefix),
                        None => secret.name.starts_with(prefix),
                    })
                },
            )
    };
    let mut found: Vec<&Secret> = vault.secrets.values().filter(wanted).take(limit + 1).collect();
    let more = found.len() > limit;
    found.truncate(limit);
    let mut answer =
        json!({ "SecretList": found.iter().map(|secret| description(secret)).collect::<Vec<_>>() });
    if more && let Some(last) = found.last() {
        answer["NextToken"] = json!(last.name);
    }
    answer
}

/// The members every answer about a secret starts with.
fn named(secret: &Secret, version_id: Json, stages: Option<Json>) -> Json {
    let mut answer = json!({ "ARN": secret.arn, "Name": secret.name });
    if !version_id.is_null() {
        answer["VersionId"] = version_id;
    }
    if let Some(stages) = stages {
        answer["VersionStages"] = stages;
    }
    answer
}

fn value(secret: &Secret, id: &str, version: &Version) -> Json {
    let mut answer = named(secret, json!(id), Some(json!(version.stages)));
    answer["CreatedDate"] = json!(seconds(version.created));
    match &version.value {
        Value::Text(text) => answer["SecretString"] = json!(text),
        Value::Binary(binary) => answer["SecretBinary"] = json!(binary),
    }
    answer
}

fn description(secret: &Secret) -> Json {
    let stages: Map<String, Json> = secret
        .versions
        .iter()
        .filter(|(_, version)| !version.stages.is_empty())
        .map(|(id, version)| (id.clone(), json!(version.stages)))
        .collect();
    let mut answer = named(secret, Json::Null, None);
    answer["CreatedDate"] = json!(seconds(secret.created));
    answer["LastChangedDate"] = json!(seconds(secret.changed));
    answer["Tags"] = json!(secret.tags);
    answer["VersionIdsToStages"] = Json::Object(stages);
    if let Some(description) = &secret.description {
        answer["Description"] = json!(description);
    }
    if let Some((asked, _)) = secret.deletion {
        answer["DeletedDate"] = json!(seconds(asked));
    }
    answer
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
fn seconds(moment: Timestamp) -> f64 {
    moment.as_millisecond() as f64 / 1_000.0
}
