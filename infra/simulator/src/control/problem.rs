//! Errors of the control API (RFC 9457), and JSON bodies that name the wrong field.

use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::engine::ScriptError;

/// An answer that is not a success.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    kind: &'static str,
    detail: String,
    /// JSON pointer of the wrong field.
    pointer: Option<String>,
}

impl Problem {
    /// 422: a field is wrong.
    pub(super) fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            kind: "invalid-request",
            detail: detail.into(),
            pointer: Some(pointer.to_owned()),
        }
    }

    /// 404.
    pub(super) fn not_found(detail: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, kind: "not-found", detail: detail.to_owned(), pointer: None }
    }
}

impl From<ScriptError> for Problem {
    fn from(error: ScriptError) -> Self {
        let pointer = match &error {
            ScriptError::UnknownScenario(_) => "/script/scenario".to_owned(),
            ScriptError::WrongDirection { .. } => "/script/outcome".to_owned(),
            ScriptError::TooLarge { field, .. } => format!("/script/{}", field.replace('.', "/")),
        };
        Self::invalid(&pointer, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = json!({
            "type": format!("urn:simulator:problem:{}", self.kind),
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let Some(pointer) = &self.pointer {
            body["errors"] = json!([{ "pointer": pointer, "detail": self.detail }]);
        }
        let mut response = (self.status, Json(body)).into_response();
        let media_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
        response
    }
}

/// A JSON body. The content type is asked for, so that no foreign web page can post here without a preflight.
pub(super) struct JsonBody<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !content_type.is_some_and(|value| value.starts_with("application/json")) {
            return Err(Problem {
                status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
                kind: "unsupported-media-type",
                detail: "send JSON with content-type application/json".to_owned(),
                pointer: None,
            });
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|error| Problem::invalid("", error.body_text()))?;
        let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            let path = error.path().to_string();
            let pointer = if path == "." { String::new() } else { format!("/{}", path.replace('.', "/")) };
            Problem::invalid(&pointer, error.into_inner().to_string())
        })?;
        deserializer.end().map_err(|error| Problem::invalid("", error.to_string()))?;
        Ok(Self(value))
    }
}
