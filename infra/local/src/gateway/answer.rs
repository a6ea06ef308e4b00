//! A function's answer as HTTP.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use http_body_util::Full;
use serde_json::{Value, json};

use crate::server::Answer;

/// Headers that belong to the connection, which is not the function's.
const CONNECTION_HEADERS: [HeaderName; 5] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
];

/// What the edge adds to every answer of the API (`ApiHeaders` in `infra/base.template.yaml`): functions send them, the gateway
/// by itself does not.
const EDGE_HEADERS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
];

pub(super) fn add_headers_of_edge(headers: &mut HeaderMap) {
    for (name, value) in EDGE_HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

pub(super) fn json(status: StatusCode, body: &Value) -> Answer {
    answer(status, "application/json", Bytes::from(body.to_string()))
}

pub(super) fn text(status: StatusCode, body: &'static str) -> Answer {
    answer(status, "text/plain; charset=utf-8", Bytes::from_static(body.as_bytes()))
}

pub(super) fn message(status: StatusCode, message: &str) -> Answer {
    json(status, &json!({ "message": message }))
}

fn answer(status: StatusCode, content_type: &'static str, body: Bytes) -> Answer {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// The HTTP answer a function's result stands for, or why it stands for none.
pub(super) fn from_function(value: &Value, default_content_type: &'static str) -> Result<Answer, String> {
    let Some(status) = value.get("statusCode").filter(|_| value.is_object()) else {
        // Without a status the whole result is the body.
        let body = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return Ok(answer(StatusCode::OK, "application/json", Bytes::from(body)));
    };
    let code = status.as_u64().or_else(|| status.as_str()?.parse().ok());
    let status = code
        .and_then(|code| u16::try_from(code).ok())
        .and_then(|code| StatusCode::from_u16(code).ok())
        .filter(|status| !status.is_informational())
        .ok_or_else(|| format!("statusCode is not an HTTP status: {status}"))?;
    let body = match &value["body"] {
        Value::Null => Bytes::new(),
        Value::String(body) if value["isBase64Encoded"] == Value::Bool(true) => {
            let decoded = STANDARD.decode(body).map_err(|_| "body is not base64, though it is said to be")?;
            Bytes::from(decoded)
        }
        Value::String(body) => Bytes::from(body.clone()),
        _ => return Err("body is not text".to_owned()),
    };
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    headers(value, response.headers_mut())?;
    if !response.headers().contains_key(header::CONTENT_TYPE) && status != StatusCode::NO_CONTENT {
        let content_type = HeaderValue::from_static(default_content_type);
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    }
    Ok(response)
}

fn headers(value: &Value, headers: &mut HeaderMap) -> Result<(), String> {
    let single = value["headers"].as_object().into_iter().flatten();
    for (name, value) in single {
        let name = header_name(name)?;
        if !CONNECTION_HEADERS.contains(&name) {
            headers.insert(name, header_value(value)?);
        }
    }
    // The same names again, each with all its values.
    let several = value["multiValueHeaders"].as_object().into_iter().flatten();
    for (name, values) in several {
        let name = header_name(name)?;
        let values = values.as_array().filter(|values| !values.is_empty());
        if let Some(values) = values.filter(|_| !CONNECTION_HEADERS.contains(&name)) {
            headers.remove(&name);
            for value in values {
                headers.append(name.clone(), header_value(value)?);
            }
        }
    }
    let cookies = value["cookies"].as_array().into_iter().flatten();
    for cookie in cookies {
        headers.append(header::SET_COOKIE, header_value(cookie)?);
    }
    Ok(())
}

fn header_name(name: &str) -> Result<HeaderName, String> {
    name.parse().map_err(|_| format!("not a header name: {name}"))
}

fn header_value(value: &Value) -> Result<HeaderValue, String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    // The value itself is left out: it may be a secret.
    HeaderValue::from_str(&text)
        .map_err(|_| "a header's value has characters that HTTP does not allow".to_owned())
}
