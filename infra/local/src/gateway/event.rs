//! The version 2.0 event of HTTP APIs and function URLs
//! (<https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>).

use std::collections::BTreeMap;
use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{ACCOUNT, REGION, random};

/// A request that was read whole.
pub(super) struct Incoming<'r> {
    pub(super) head: &'r Parts,
    pub(super) body: &'r [u8],
    pub(super) peer: SocketAddr,
    pub(super) now: Timestamp,
}

impl Incoming<'_> {
    pub(super) fn for_http_api(&self, route_key: &str, parameters: &BTreeMap<String, String>) -> Value {
        let domain = self.host().unwrap_or_else(|| "localhost".to_owned());
        let mut event = self.event(route_key, self.head.uri.path(), ACCOUNT, "local", &domain);
        if !parameters.is_empty() {
            event["pathParameters"] = json!(parameters);
        }
        event
    }

    pub(super) fn for_function_url(&self, function: &str, path: &str) -> Value {
        let domain = format!("{function}.lambda-url.{REGION}.on.aws");
        self.event("$default", path, "anonymous", function, &domain)
    }

    fn event(&self, route_key: &str, path: &str, account: &str, api: &str, domain: &str) -> Value {
        let query = self.head.uri.query().unwrap_or_default();
        let mut event = json!({
            "version": "2.0",
            "routeKey": route_key,
            "rawPath": path,
            "rawQueryString": query,
            "headers": self.headers(),
            "requestContext": {
                "accountId": account,
                "apiId": api,
                "domainName": domain,
                "domainPrefix": domain.split('.').next(),
                "http": {
                    "method": self.head.method.as_str(),
                    "path": path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": self.peer.ip().to_string(),
                    "userAgent": text(self.head.headers.get(header::USER_AGENT)).unwrap_or_default(),
                },
                "requestId": random::uuid(),
                "routeKey": route_key,
                "stage": "$default",
                "time": self.now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
                "timeEpoch": self.now.as_millisecond(),
            },
            "isBase64Encoded": false,
        });
        let cookies = self.cookies();
        if !cookies.is_empty() {
            event["cookies"] = json!(cookies);
        }
        let parameters = joined(form_urlencoded::parse(query.as_bytes()));
        if !parameters.is_empty() {
            event["queryStringParameters"] = json!(parameters);
        }
        if !self.body.is_empty() {
            match std::str::from_utf8(self.body) {
                Ok(body) if is_text(&self.head.headers) => event["body"] = json!(body),
                _ => {
                    event["body"] = json!(STANDARD.encode(self.body));
                    event["isBase64Encoded"] = json!(true);
                }
            }
        }
        event
    }

    /// Headers in lower case, several values joined with commas, cookies apart; what the services add is
    /// added.
    fn headers(&self) -> BTreeMap<String, String> {
        let given = self.head.headers.iter().filter(|(name, _)| *name != header::COOKIE);
        let given = given.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())));
        let mut headers = joined(given);
        let forwarded = headers.entry("x-forwarded-for".to_owned()).or_default();
        if !forwarded.is_empty() {
            forwarded.push_str(", ");
        }
        forwarded.push_str(&self.peer.ip().to_string());
        headers.insert("x-forwarded-proto".to_owned(), "http".to_owned());
        headers.entry("x-amzn-trace-id".to_owned()).or_insert_with(|| {
            let unique = random::uuid().replace('-', "");
            format!("Root=1-{:08x}-{}", self.now.as_second(), &unique[..24])
        });
        headers
    }

    fn cookies(&self) -> Vec<String> {
        let values = self.head.headers.get_all(header::COOKIE);
        let values = values.iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let cookies = values
            .flat_map(|value| value.split(';').map(|cookie| cookie.trim().to_owned()).collect::<Vec<_>>());
        cookies.filter(|cookie| !cookie.is_empty()).collect()
    }

    fn host(&self) -> Option<String> {
        let host = text(self.head.headers.get(header::HOST))?;
        let authority: http::uri::Authority = host.parse().ok()?;
        Some(authority.host().to_owned())
    }
}

fn text(value: Option<&HeaderValue>) -> Option<&str> {
    value?.to_str().ok()
}

/// Pairs as a map, with the values of one name joined by commas.
fn joined<K: AsRef<str>, V: AsRef<str>>(pairs: impl Iterator<Item = (K, V)>) -> BTreeMap<String, String> {
    let mut map = BTreeMap::<String, String>::new();
    for (name, value) in pairs {
        map.entry(name.as_ref().to_owned())
            .and_modify(|values| {
                values.push(',');
                values.push_str(value.as_ref());
            })
            .or_insert_with(|| value.as_ref().to_owned());
    }
    map
}

/// Whether the services hand the body on as it is. Everything else arrives in base64, forms among it.
fn is_text(headers: &HeaderMap) -> bool {
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return false;
    }
    let Some(content_type) = text(headers.get(header::CONTENT_TYPE)) else { return false };
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.starts_with("text/")
        || matches!(essence.as_str(), "application/json" | "application/xml" | "application/javascript")
        || essence.ends_with("+json")
        || essence.ends_with("+xml")
}
