//! The AWS JSON protocols, 1.0 and 1.1: an operation named in `X-Amz-Target`, a JSON object in and out.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::Full;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::random;
use crate::server::Answer;

/// The error answer of an AWS service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    shape: &'static str,
    query_code: Option<&'static str>,
    status: StatusCode,
    message: String,
}

impl ApiError {
    /// An error (status 400) by the name of its shape in the service's model.
    pub(crate) fn new(shape: &'static str, message: impl Into<String>) -> Self {
        Self { shape, query_code: None, status: StatusCode::BAD_REQUEST, message: message.into() }
    }

    /// An error of the service itself (status 500).
    pub(crate) fn internal(shape: &'static str, message: impl Into<String>) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, ..Self::new(shape, message) }
    }

    /// The code the same error had in the older query protocol, which the SDKs of such services look at
    /// first.
    pub(crate) fn with_query_code(mut self, code: &'static str) -> Self {
        self.query_code = Some(code);
        self
    }

    /// The error's code, as an SDK reports it.
    pub fn code(&self) -> &'static str {
        self.query_code.unwrap_or(self.shape)
    }

    /// What went wrong, for a person.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code(), self.message)
    }
}

impl std::error::Error for ApiError {}

/// One service's side of the protocol.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Protocol {
    /// What stands before the dot in `X-Amz-Target`.
    pub(crate) target: &'static str,
    /// `application/x-amz-json-1.0` or `-1.1`.
    pub(crate) content_type: &'static str,
    /// What stands before the `#` in an error's `__type`.
    pub(crate) namespace: &'static str,
}

impl Protocol {
    /// The operation a request asks for, if it is one of this service.
    pub(crate) fn operation<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        headers.get("x-amz-target")?.to_str().ok()?.strip_prefix(self.target)?.strip_prefix('.')
    }

    /// The HTTP answer for an operation's result.
    pub(crate) fn answer(&self, result: Result<Value, ApiError>) -> Answer {
        let mut response = match &result {
            Ok(Value::Null) => Response::new(Full::new(Bytes::new())),
            Ok(value) => Response::new(Full::new(Bytes::from(value.to_string()))),
            Err(error) => {
                let body = json!({
                    "__type": format!("{}#{}", self.namespace, error.shape),
                    "message": error.message,
                });
                let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
                *response.status_mut() = error.status;
                if let Some(code) = error.query_code
                    && let Ok(value) = HeaderValue::from_str(&format!("{code};Sender"))
                {
                    response.headers_mut().insert("x-amzn-query-error", value);
                }
                response
            }
        };
        let headers = response.headers_mut();
        headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Ok(id) = HeaderValue::from_str(&random::uuid()) {
            headers.insert("x-amzn-requestid", id);
        }
        response
    }
}

/// Reads an operation's input; members the service does not know are passed over, as AWS does.
pub(crate) fn input<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| {
        let text = error.to_string();
        match text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            Some(member) => {
                ApiError::new("MissingParameter", format!("The request must contain the parameter {member}."))
            }
            None => ApiError::new("SerializationException", text),
        }
    })
}
