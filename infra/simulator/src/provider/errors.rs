//! The provider's errors. `detail` has three shapes: a list (422), an object with a code, and an older object.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Value, json};

/// An answer that is not a success.
#[derive(Debug)]
pub(crate) struct ProviderError {
    status: StatusCode,
    body: Value,
}

impl ProviderError {
    /// 422: one parameter of the query is wrong. `kind` and `message` are pydantic's.
    pub(crate) fn invalid(name: &str, kind: &str, message: &str, value: &str) -> Self {
        let item = json!({ "type": kind, "loc": ["query", name], "msg": message, "input": value });
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, body: json!({ "detail": [item] }) }
    }

    /// The older shape: status and message.
    pub(crate) fn plain(status: StatusCode, name: &str, message: &str) -> Self {
        Self { status, body: json!({ "detail": { "status": name, "message": message } }) }
    }

    /// 404 for an id that the workspace does not know.
    pub(crate) fn not_found(thing: &str) -> Self {
        let spoken = thing.replace('_', " ");
        let message = format!("The requested {spoken} was not found.");
        Self::plain(StatusCode::NOT_FOUND, &format!("{thing}_not_found"), &message)
    }

    /// 401 for a key that is missing or unknown.
    pub(crate) fn unauthorized() -> Self {
        Self::plain(StatusCode::UNAUTHORIZED, "invalid_api_key", "Invalid API key")
    }

    /// 429 as it was captured: without any hint when to try again.
    pub(crate) fn too_many_calls(trace_id: &str) -> Self {
        let body = current(
            "rate_limit_error",
            "concurrent_limit_exceeded",
            "too_many_concurrent_requests",
            "Too many concurrent requests.",
            trace_id,
        );
        Self { status: StatusCode::TOO_MANY_REQUESTS, body }
    }

    /// What a scripted fault of this status says.
    pub(crate) fn scripted(status: StatusCode, trace_id: &str) -> Self {
        match status.as_u16() {
            400 => Self::plain(
                status,
                "invalid_provider_config",
                "Credentials are missing for this phone number.",
            ),
            401 => Self::unauthorized(),
            402 => Self {
                status,
                body: current(
                    "payment_error",
                    "insufficient_credits",
                    "quota_exceeded",
                    "This request exceeds your quota.",
                    trace_id,
                ),
            },
            403 => Self::plain(status, "missing_permissions", "The API key is missing a permission."),
            404 => Self::not_found("resource"),
            422 => Self::invalid("page_size", "int_parsing", "Input should be a valid integer", ""),
            429 => Self::too_many_calls(trace_id),
            503 => Self {
                status,
                body: current(
                    "service_error",
                    "service_unavailable",
                    "service_unavailable",
                    "The service is unavailable.",
                    trace_id,
                ),
            },
            _ => Self {
                status,
                body: current(
                    "api_error",
                    "internal_error",
                    "internal_error",
                    "Something went wrong.",
                    trace_id,
                ),
            },
        }
    }

    /// A fault with a body of the script's own.
    pub(crate) fn with_body(status: StatusCode, body: Value) -> Self {
        Self { status, body }
    }
}

/// The current shape of `detail`.
fn current(kind: &str, code: &str, status: &str, message: &str, trace_id: &str) -> Value {
    let anchor = "https://elevenlabs.io/docs/eleven-api/resources/errors";
    json!({ "detail": {
        "type": kind,
        "code": code,
        "message": message,
        "status": status,
        "request_id": trace_id,
        "docs_url": anchor,
    } })
}

impl IntoResponse for ProviderError {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}
