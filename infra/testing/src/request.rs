//! Requests to functions, in the format in which API Gateway sends them.

use std::{collections::BTreeMap, io::Read as _};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::read::GzDecoder;
use runtime::{Endpoint, Function, Trigger};
use serde_json::{Value, json};

use crate::{app::TestApp, contract, people::SignedIn};

/// A request in the making.
#[derive(Clone, Debug, Default)]
pub struct TestRequest {
    path: BTreeMap<String, String>,
    query: String,
    headers: BTreeMap<String, String>,
    body: Option<String>,
    address: Option<String>,
}

#[derive(Clone, Debug)]
pub struct TestResponse {
    /// HTTP status.
    pub status: u16,
    /// Headers, with names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Cookies that it sets.
    pub cookies: Vec<String>,
    /// JSON of its body, whether it was compressed or not; null if it has none.
    pub body: Value,
    /// How many bytes its body has on its way.
    pub bytes: usize,
}

impl TestRequest {
    /// A request with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Made by this person.
    #[must_use]
    pub fn by(self, person: &SignedIn) -> Self {
        self.header("authorization", format!("Bearer {}", person.token))
    }

    /// With a parameter in its path.
    #[must_use]
    pub fn path(mut self, name: &str, value: impl ToString) -> Self {
        self.path.insert(name.to_owned(), value.to_string());
        self
    }

    /// With this query, as it stands in the address.
    #[must_use]
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.query = query.into();
        self
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.insert(name.to_lowercase(), value.into());
        self
    }

    /// Without a header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// Made from this version.
    #[must_use]
    pub fn version(self, version: u64) -> Self {
        self.header("if-match", format!("\"{version}\""))
    }

    /// With this JSON.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").text(body.to_string())
    }

    /// With exactly this body; it is said to be JSON unless a header says otherwise.
    #[must_use]
    pub fn text(mut self, body: impl Into<String>) -> Self {
        self.headers.entry("content-type".to_owned()).or_insert_with(|| "application/json".to_owned());
        self.body = Some(body.into());
        self
    }

    /// From this network address.
    #[must_use]
    pub fn from(mut self, address: &str) -> Self {
        self.address = Some(address.to_owned());
        self
    }

    /// The event that API Gateway makes of it.
    pub fn event(&self, function: &Function) -> Value {
        let (Trigger::Api { route, .. } | Trigger::FunctionUrl { route }) = function.trigger else {
            panic!("{} is not called by HTTP", function.name);
        };
        let mut path = route.path.to_owned();
        for (name, value) in &self.path {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        let is_function_url = matches!(function.trigger, Trigger::FunctionUrl { .. });
        let route_key = if is_function_url {
            "$default".to_owned()
        } else {
            format!("{} {}", route.method.as_str(), route.path)
        };
        let mut event = json!({
            "version": "2.0",
            "routeKey": route_key,
            "rawPath": path,
            "rawQueryString": self.query,
            "headers": self.headers,
            "requestContext": {
                "accountId": "000000000000",
                "apiId": "local",
                "domainName": "api.example",
                "domainPrefix": "api",
                "http": {
                    "method": route.method.as_str(),
                    "path": path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": self.address.as_deref().unwrap_or("192.0.2.1"),
                    "userAgent": "test",
                },
                "requestId": "request-1",
                "routeKey": route_key,
                "stage": "$default",
                "time": "21/Sep/2026:12:00:00 +0000",
                "timeEpoch": 1_789_992_000_000_i64,
            },
            "isBase64Encoded": false,
        });
        if !is_function_url && !self.path.is_empty() {
            event["pathParameters"] = json!(self.path);
        }
        if let Some(body) = &self.body {
            event["body"] = json!(body);
        }
        event
    }
}

impl TestApp {
    /// Sends a request to an endpoint, started anew, and gives its answer.
    pub async fn send<E: Endpoint>(&self, call: TestRequest) -> TestResponse {
        self.send_to(&Function::endpoint::<E>(), call).await
    }

    /// Sends a request to a function. Fails when the answer is not one that the function declares.
    pub async fn send_to(&self, function: &Function, call: TestRequest) -> TestResponse {
        let answer = TestResponse::read(&self.invoke(function, call.event(function)).await);
        contract::check(function, &answer);
        answer
    }

    /// Hands an event to a function, as Lambda does.
    pub async fn invoke(&self, function: &Function, event: Value) -> Value {
        let service = function.start(&self.context_of(function)).unwrap();
        let mut context = lambda_runtime::Context::default();
        context.request_id = "invocation-1".to_owned();
        service.invoke(event, context).await.unwrap()
    }

    /// Hands messages to a queue consumer in one batch, and gives the ids of those that failed. The id of the first
    /// is `message-0`.
    pub async fn deliver(&self, consumer: &Function, messages: &[Value]) -> Vec<String> {
        let answer = self.invoke(consumer, messages_event(messages)).await;
        answer["batchItemFailures"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|failure| failure["itemIdentifier"].as_str().map(str::to_owned))
            .collect()
    }
}

impl TestResponse {
    /// What a function answered to a request.
    pub fn read(answer: &Value) -> Self {
        let sent = answer["body"].as_str().unwrap_or_default();
        let sent = match answer["isBase64Encoded"].as_bool() {
            Some(true) => STANDARD.decode(sent).unwrap(),
            _ => sent.as_bytes().to_vec(),
        };
        let headers = answer["headers"].as_object().into_iter().flatten();
        let headers: BTreeMap<String, String> = headers
            .filter_map(|(name, value)| Some((name.to_lowercase(), value.as_str()?.to_owned())))
            .collect();
        let text = decoded(&sent, headers.get("content-encoding").map(String::as_str));
        Self {
            status: answer["statusCode"]
                .as_u64()
                .and_then(|status| status.try_into().ok())
                .unwrap_or_default(),
            headers,
            cookies: answer["cookies"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|cookie| cookie.as_str().map(str::to_owned))
                .collect(),
            body: if text.is_empty() { Value::Null } else { serde_json::from_slice(&text).unwrap() },
            bytes: sent.len(),
        }
    }

    /// The status with the code of the error, such as `(404, "not_found")`.
    pub fn error(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }

    /// Pointer and code of each field that was refused.
    pub fn field_errors(&self) -> Vec<(&str, &str)> {
        let errors = self.body["errors"].as_array().into_iter().flatten();
        errors.filter_map(|error| Some((error["pointer"].as_str()?, error["code"].as_str()?))).collect()
    }

    /// The pointers of the fields that were refused.
    pub fn refused_fields(&self) -> Vec<&str> {
        let errors = self.body["errors"].as_array();
        errors.into_iter().flatten().filter_map(|error| error["pointer"].as_str()).collect()
    }
}

/// A body without its content coding.
fn decoded(sent: &[u8], coding: Option<&str>) -> Vec<u8> {
    let mut bytes = Vec::new();
    match coding {
        None => bytes.extend_from_slice(sent),
        Some("gzip") => drop(GzDecoder::new(sent).read_to_end(&mut bytes).unwrap()),
        Some(other) => panic!("nobody asked for {other}"),
    }
    bytes
}

/// The event that brings these messages to a queue consumer, delivered for the first time. The id of the first message
/// is `message-0`.
pub fn messages_event(messages: &[Value]) -> Value {
    let records: Vec<Value> = messages
        .iter()
        .enumerate()
        .map(|(number, message)| {
            json!({
                "messageId": format!("message-{number}"),
                "receiptHandle": "handle",
                "body": message.to_string(),
                "attributes": { "ApproximateReceiveCount": "1" },
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:queue",
                "awsRegion": "us-east-1",
            })
        })
        .collect();
    json!({ "Records": records })
}
