//! What functions do with the services behind them, written down, so that it can be compared with what the deployment
//! template lets them do.
//!
//! Off unless the variable `NAVAIA_PERMISSIONS_SEEN` names a folder. Then each function has an access key of its own
//! (its name), and its requests go through a proxy that notes who asked for what.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use http::{HeaderMap, header};
use local_services::faults::Faults;
use runtime::{Environment, Function, FunctionContext};
use serde::Serialize;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

/// The variable that names the folder.
const FOLDER: &str = "NAVAIA_PERMISSIONS_SEEN";
/// Whose endpoints are proxied.
const ENDPOINTS: [&str; 3] =
    ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_SECRETS_MANAGER"];

/// One action of a function on one resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Seen {
    function: String,
    /// `dynamodb`, `sqs` or `secretsmanager`.
    service: &'static str,
    action: String,
    /// The index, queue or secret; nothing for the table itself.
    resource: String,
    key: String,
}

/// Notes what functions do. Writes it to the folder when it is dropped.
pub(crate) struct Recorder {
    folder: PathBuf,
    /// The names of all variables.
    variables: Vec<String>,
    /// The proxies by the endpoints that they stand in front of.
    proxies: BTreeMap<String, String>,
    seen: Arc<Mutex<BTreeSet<Seen>>>,
    /// By function and the endpoints that the test wants.
    processes: Mutex<BTreeMap<(&'static str, Vec<String>), FunctionContext>>,
}

impl Recorder {
    /// A recorder in front of the services that these variables name, if recording is on.
    #[expect(clippy::disallowed_methods, reason = "a switch of the tests, not configuration of the product")]
    pub(crate) async fn start(variables: &[(String, String)], stop: &CancellationToken) -> Option<Self> {
        let folder = PathBuf::from(std::env::var_os(FOLDER)?);
        let seen: Arc<Mutex<BTreeSet<Seen>>> = Arc::default();
        let mut proxies = BTreeMap::new();
        for name in ENDPOINTS {
            let endpoint = variable(variables, name);
            let proxy = Faults::default();
            let (seen, prefix) = (seen.clone(), variable(variables, "SECRET_PREFIX").to_owned());
            proxy.show(Arc::new(move |headers, operation, request| {
                let found = actions(&prefix, headers, operation, request);
                seen.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
            }));
            let any_port: SocketAddr = ([127, 0, 0, 1], 0).into();
            let server = proxy.serve(any_port, endpoint, stop.clone()).await.unwrap();
            proxies.insert(endpoint.to_owned(), format!("http://{}", server.address()));
        }
        let variables = variables.iter().map(|(name, _)| name.clone()).collect();
        Some(Self { folder, variables, proxies, seen, processes: Mutex::default() })
    }

    /// The surroundings in which this function is started: with an access key of its own. An endpoint that a test put
    /// in the place of ours stays.
    pub(crate) fn context_of(&self, function: &Function, usual: &FunctionContext) -> FunctionContext {
        let value = |name: &str| usual.environment.get(name).unwrap_or_default();
        let endpoints = ENDPOINTS.iter().map(|name| value(name)).collect();
        let mut processes = self.processes.lock().unwrap_or_else(PoisonError::into_inner);
        let process = processes.entry((function.name, endpoints)).or_insert_with(|| {
            let variables = self.variables.iter().map(|name| {
                let value = match value(name) {
                    _ if name == "AWS_ACCESS_KEY_ID" => function.name.to_owned(),
                    value => self.proxies.get(&value).cloned().unwrap_or(value),
                };
                (name.clone(), value)
            });
            FunctionContext::new(
                Environment::given(variables),
                usual.clock.clone(),
                usual.random.clone(),
                usual.request_log.clone(),
            )
            .unwrap()
        });
        process.clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        static WRITTEN: AtomicU32 = AtomicU32::new(0);
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.join(format!("{}-{number}.jsonl", std::process::id()));
        let mut text = Vec::new();
        for seen in &*self.seen.lock().unwrap_or_else(PoisonError::into_inner) {
            serde_json::to_writer(&mut text, seen).unwrap();
            text.push(b'\n');
        }
        if !text.is_empty() {
            fs::File::create(path).and_then(|mut file| file.write_all(&text)).unwrap();
        }
    }
}

fn variable<'v>(variables: &'v [(String, String)], name: &str) -> &'v str {
    variables.iter().rev().find(|(variable, _)| variable == name).map_or("", |(_, value)| value)
}

/// The actions that a request needs. A transaction or a batch needs those that it is made of.
fn actions(secret_prefix: &str, headers: &HeaderMap, operation: &str, request: &Value) -> Vec<Seen> {
    let function = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.split_once("Credential=")?.1.split('/').next())
        .unwrap_or_default();
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let seen = |service, action: &str, resource: String, key: String| Seen {
        function: function.to_owned(),
        service,
        action: action.to_owned(),
        resource,
        key,
    };
    if target.starts_with("AmazonSQS") {
        let queue = text(&request["QueueUrl"]).rsplit('/').next().unwrap_or_default().to_owned();
        // A batch has the permission of its single action (Amazon SQS developer guide, "API permissions").
        return vec![seen("sqs", operation.trim_end_matches("Batch"), queue, String::new())];
    }
    if target.starts_with("secretsmanager") {
        let name = [&request["SecretId"], &request["Name"]].map(text).concat();
        let name = name.strip_prefix(secret_prefix).unwrap_or(&name).to_owned();
        return vec![seen("secretsmanager", operation, name, String::new())];
    }
    let on_table = |action: &str, key: &Value| {
        seen("dynamodb", action, text(&request["IndexName"]), text(&key["PK"]["S"]))
    };
    match operation {
        "GetItem" | "DeleteItem" | "UpdateItem" => vec![on_table(operation, &request["Key"])],
        "PutItem" => vec![on_table(operation, &request["Item"])],
        "Query" => {
            let partition = text(&request["ExpressionAttributeValues"][":pk"]["S"]);
            vec![seen("dynamodb", operation, text(&request["IndexName"]), partition)]
        }
        "BatchGetItem" => {
            let tables = request["RequestItems"].as_object().into_iter().flat_map(|tables| tables.values());
            let keys = tables.flat_map(|table| table["Keys"].as_array().into_iter().flatten());
            keys.map(|key| on_table(operation, key)).collect()
        }
        "BatchWriteItem" => {
            let tables = request["RequestItems"].as_object().into_iter().flat_map(|tables| tables.values());
            let writes = tables.flat_map(|writes| writes.as_array().into_iter().flatten());
            writes.map(|write| on_table(operation, &write["PutRequest"]["Item"])).collect()
        }
        "TransactWriteItems" => {
            let items = request["TransactItems"].as_array().into_iter().flatten();
            let writes = items.flat_map(|item| item.as_object().into_iter().flatten());
            writes
                .map(|(kind, write)| match kind.as_str() {
                    "ConditionCheck" => on_table("ConditionCheckItem", &write["Key"]),
                    "Put" => on_table("PutItem", &write["Item"]),
                    kind => on_table(&format!("{kind}Item"), &write["Key"]),
                })
                .collect()
        }
        other => vec![seen("dynamodb", other, String::new(), String::new())],
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_transaction_needs_the_actions_that_it_is_made_of() {
        let mut headers = HeaderMap::new();
        let credential =
            "AWS4-HMAC-SHA256 Credential=customers-create/20260921/us-east-1/dynamodb/aws4_request";
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static(credential));
        let key = json!({ "PK": { "S": "T#1#CUSTOMER" }, "SK": { "S": "2" } });
        let request = json!({ "TransactItems": [
            { "Put": { "Item": key } },
            { "Update": { "Key": key } },
            { "ConditionCheck": { "Key": key } },
        ] });
        let found = actions("", &headers, "TransactWriteItems", &request);
        let found: Vec<_> = found.iter().map(|seen| (&*seen.function, &*seen.action, &*seen.key)).collect();
        assert_eq!(
            found,
            [
                ("customers-create", "PutItem", "T#1#CUSTOMER"),
                ("customers-create", "UpdateItem", "T#1#CUSTOMER"),
                ("customers-create", "ConditionCheckItem", "T#1#CUSTOMER"),
            ]
        );
    }
}
