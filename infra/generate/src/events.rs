//! An event for every function, as its trigger sends it: `events/<function>.json`.
//!
//! What a newcomer may want to change (body, query, parameters, headers, records) is kept when a file is written again;
//! the rest follows the function.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::Context;
use generate_catalog::GeneratedFile;
use runtime::{Function, Method, Trigger};
use serde_json::{Map, Value, json};

use crate::example;

const FOLDER: &str = "events";
const ACCOUNT: &str = "123456789012";
const REGION: &str = "eu-central-1";

/// The events of all functions, and the files that belong to none.
pub(crate) fn files(root: &Path, functions: &[Function]) -> anyhow::Result<Vec<GeneratedFile>> {
    let document = serde_json::to_value(catalog::openapi()?)?;
    let mut files = Vec::new();
    let mut expected = BTreeSet::new();
    for function in functions {
        let path = format!("{FOLDER}/{}.json", function.name);
        let present = match fs::read_to_string(root.join(&path)) {
            Ok(text) => serde_json::from_str(&text).with_context(|| path.clone())?,
            Err(_) => Value::Null,
        };
        let mut text = serde_json::to_string_pretty(&event(function, &document, &present))?;
        text.push('\n');
        expected.insert(format!("{}.json", function.name));
        files.push(GeneratedFile { path, text: Some(text) });
    }
    for entry in fs::read_dir(root.join(FOLDER)).with_context(|| FOLDER.to_owned())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") && !expected.contains(&name) {
            files.push(GeneratedFile { path: format!("{FOLDER}/{name}"), text: None });
        }
    }
    Ok(files)
}

fn event(function: &Function, document: &Value, present: &Value) -> Value {
    match function.trigger {
        Trigger::Api { .. } | Trigger::FunctionUrl { .. } => http(function, document, present),
        Trigger::Queue { queue } => sqs(queue, present),
        Trigger::Schedule { .. } => scheduled(function),
    }
}

/// Version 2.0 of the event of HTTP APIs and function URLs
/// (<https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>).
fn http(function: &Function, document: &Value, present: &Value) -> Value {
    let kept = |name: &str| present.get(name).cloned();
    let (route, in_api, asks_role, conditional, idempotent) = match function.trigger {
        Trigger::Api { route, least_role, conditional, idempotent } => {
            (route, true, least_role.is_some(), conditional, idempotent)
        }
        Trigger::FunctionUrl { route } => (route, false, false, false, false),
        Trigger::Queue { .. } | Trigger::Schedule { .. } => return Value::Null,
    };
    let method = route.method.as_str();
    let operation = &document["paths"][route.path][method.to_lowercase()];
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];

    let parameters = kept(if in_api { "pathParameters" } else { "rawPath" });
    let (path, parameters) = if in_api {
        let given = parameters.unwrap_or_else(|| json!({}));
        let mut actual = Map::new();
        let mut path = route.path.to_owned();
        for name in route.parameters() {
            let value = given[name].as_str().map_or_else(|| example::of_parameter(name), str::to_owned);
            path = path.replace(&format!("{{{name}}}"), &value);
            actual.insert(name.to_owned(), json!(value));
        }
        (path, actual)
    } else {
        let path = parameters.as_ref().and_then(Value::as_str).map_or_else(
            || {
                route.parameters().fold(route.path.to_owned(), |path, name| {
                    path.replace(&format!("{{{name}}}"), &example::of_parameter(name))
                })
            },
            str::to_owned,
        );
        (path, Map::new())
    };

    let (domain, route_key) = if in_api {
        (format!("a1b2c3d4e5.execute-api.{REGION}.amazonaws.com"), format!("{method} {}", route.path))
    } else {
        (format!("{}.lambda-url.{REGION}.on.aws", "abcdefghijklmnopqrstuvwxyz012345"), "$default".to_owned())
    };
    let body = match (route.method, present) {
        (_, Value::Object(present)) => present.get("body").cloned(),
        (Method::Get | Method::Delete, _) => None,
        _ if schema.is_null() => None,
        _ => Some(json!(example::of(document, schema).to_string())),
    };
    let mut headers = json!({
        "accept": "application/json",
        "host": domain,
        "user-agent": "curl/8.15.0",
        "x-amzn-trace-id": "Root=1-68cfea00-0123456789abcdef01234567",
        "x-forwarded-for": "192.0.2.1",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    });
    if asks_role {
        headers["authorization"] = json!("Bearer paste-an-access-token-here");
    }
    if conditional {
        headers["if-match"] = json!("\"1\"");
    }
    if idempotent {
        headers["idempotency-key"] = json!("an-event-of-the-repository");
    }
    if body.is_some() {
        headers["content-type"] = json!("application/json");
    }
    let mut event = json!({
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": path,
        "rawQueryString": kept("rawQueryString").unwrap_or(json!("")),
        "headers": kept("headers").unwrap_or(headers),
        "requestContext": {
            "accountId": if in_api { ACCOUNT } else { "anonymous" },
            "apiId": domain.split('.').next(),
            "domainName": domain,
            "domainPrefix": domain.split('.').next(),
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "curl/8.15.0",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": route_key,
            "stage": "$default",
            "time": "21/Sep/2026:12:00:00 +0000",
            "timeEpoch": 1_789_992_000_000_i64,
        },
        "isBase64Encoded": kept("isBase64Encoded").unwrap_or(json!(false)),
    });
    for name in ["queryStringParameters", "cookies"] {
        if let Some(value) = kept(name) {
            event[name] = value;
        }
    }
    if !parameters.is_empty() {
        event["pathParameters"] = Value::Object(parameters);
    }
    if let Some(body) = body {
        event["body"] = body;
    }
    event
}

fn sqs(queue: &str, present: &Value) -> Value {
    let body = present["Records"][0]["body"].as_str().unwrap_or("{}");
    json!({ "Records": [{
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1789992000000",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1789992000001",
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": format!("arn:aws:sqs:{REGION}:{ACCOUNT}:navaia-{queue}"),
        "awsRegion": REGION,
    }] })
}

/// What Amazon's scheduler sends when a schedule names no input.
fn scheduled(function: &Function) -> Value {
    let name = function.name;
    json!({
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": ACCOUNT,
        "time": "2026-09-21T12:00:00Z",
        "region": REGION,
        "resources": [format!("arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/navaia-{name}")],
        "detail": "{}",
    })
}
