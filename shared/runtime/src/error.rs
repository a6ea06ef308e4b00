//! Errors as callers see them: RFC 9457 problem details.

mod problem;

use std::{borrow::Cow, error::Error as StdError, fmt};

use domain::Invalid;
use http::{HeaderName, StatusCode};
use serde::Serialize;
use store::{CommitError, StoreError};

pub use self::problem::{FieldError, Params, Problem};

/// So many wrong fields are told at most.
pub(crate) const MAX_FIELD_ERRORS: usize = 20;
/// So many fields are named in the sentence about a request; `errors` has all of them.
const MAX_FIELDS_IN_DETAIL: usize = 3;

/// The code where a role is not enough.
const ROLE_REFUSED: &str = "forbidden";

/// What a handler ends with.
pub type ApiResult<T> = Result<T, ApiError>;

/// An error that a caller is told: a status, a code to program against, and words for a person.
///
/// The cause, if there is one, is logged and never sent.
pub struct ApiError(Box<Parts>);

/// In a box, so that the `Result` of every handler stays small.
struct Parts {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    current_version: Option<u64>,
    current: Option<serde_json::Value>,
    deleted_at: Option<jiff::Timestamp>,
    existing_id: Option<String>,
    allowed: Option<Vec<&'static str>>,
    headers: Vec<(HeaderName, String)>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl ApiError {
    /// An error of another kind than those below.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            status,
            code,
            detail: detail.into(),
            errors: Vec::new(),
            current_version: None,
            current: None,
            deleted_at: None,
            existing_id: None,
            allowed: None,
            headers: Vec::new(),
            source: None,
        }))
    }

    /// 400: the request cannot be read at all.
    pub fn malformed(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed_request", detail)
    }

    /// 422: fields of the request are not acceptable.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        // The pointer to the whole of a body is empty (RFC 6901).
        let name = |error: &FieldError| match error.pointer.as_str() {
            "" => "the body".to_owned(),
            pointer => pointer.to_owned(),
        };
        let fields: Vec<String> = errors.iter().take(MAX_FIELDS_IN_DETAIL).map(name).collect();
        let more = match errors.len().saturating_sub(MAX_FIELDS_IN_DETAIL) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let detail = format!("Not acceptable: {}{more}.", fields.join(", "));
        let mut error = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", detail);
        error.0.errors = errors;
        error.0.errors.truncate(MAX_FIELD_ERRORS);
        error
    }

    /// 422: one field of the body, named by its JSON pointer such as `/phone`, is not acceptable.
    pub fn invalid_field(pointer: &str, invalid: &Invalid) -> Self {
        Self::invalid(vec![FieldError::new(pointer, invalid)])
    }

    /// 401: nobody is signed in, or not any more. One answer for every reason.
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Sign in first.")
            .header(http::header::WWW_AUTHENTICATE, "Bearer")
    }

    /// 403: the caller's role is not enough.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, ROLE_REFUSED, "Your role does not allow this.")
    }

    /// 404: there is none in this tenant. The same whether it exists in another or not at all.
    pub fn not_found(what: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("There is no such {what}."))
    }

    /// 410: there was one in this tenant, and it was deleted then.
    pub fn gone(deleted_at: jiff::Timestamp) -> Self {
        let mut error = Self::new(StatusCode::GONE, "gone", "It was deleted.");
        error.0.deleted_at = Some(deleted_at);
        error
    }

    /// 405: the address is right, and takes this method only.
    pub fn wrong_method(allowed: &'static str) -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            format!("Only {allowed} is taken here."),
        )
        .header(http::header::ALLOW, allowed)
    }

    /// 409: it stands against what is there now.
    pub fn conflict(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 412: the record was changed since the caller read it.
    pub fn stale(current_version: u64) -> Self {
        let mut error = Self::new(
            StatusCode::PRECONDITION_FAILED,
            "stale_version",
            "It was changed since you read it. Read it again and repeat your change.",
        );
        error.0.current_version = Some(current_version);
        error
    }

    /// 428: an edit needs the version that it is made from.
    pub fn version_required() -> Self {
        Self::new(
            StatusCode::PRECONDITION_REQUIRED,
            "version_required",
            "Send the ETag of the version you read as If-Match.",
        )
    }

    /// 429: too much in too short a time; to be tried again after so many seconds.
    pub fn throttled(retry_after_seconds: u64, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail)
            .header(http::header::RETRY_AFTER, retry_after_seconds.max(1).to_string())
    }

    /// 500: our own fault; the cause goes to the log.
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", "Something went wrong on our side.")
            .caused_by(source)
    }

    /// 500: there is no record of the tenant of somebody whose session was found.
    pub fn tenant_missing() -> Self {
        Self::internal("the tenant of a live session has no record")
    }

    /// 503: something that we need does not answer; trying again may help. The cause goes to the log.
    pub fn unavailable(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again in a moment.")
            .header(http::header::RETRY_AFTER, "1")
            .caused_by(source)
    }

    /// Also names a field at fault.
    #[must_use]
    pub fn field(mut self, pointer: &str, invalid: &Invalid) -> Self {
        self.0.errors.push(FieldError::new(pointer, invalid));
        self
    }

    /// Also shows the record as it is now.
    #[must_use]
    pub fn current(mut self, record: &impl Serialize) -> Self {
        self.0.current = serde_json::to_value(record).ok();
        self
    }

    /// Also names the record that stands in the way.
    #[must_use]
    pub fn existing(mut self, id: impl fmt::Display) -> Self {
        self.0.existing_id = Some(id.to_string());
        self
    }

    /// Also says what would be allowed.
    #[must_use]
    pub fn allowed(mut self, allowed: Vec<&'static str>) -> Self {
        self.0.allowed = Some(allowed);
        self
    }

    /// Also sends a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.0.headers.push((name, value.into()));
        self
    }

    /// Also logs a cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The code to program against.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// Whether the caller's role was not enough.
    pub(crate) fn is_role_refused(&self) -> bool {
        (self.0.status, self.0.code) == (StatusCode::FORBIDDEN, ROLE_REFUSED)
    }

    /// The version that the record has now, where another one was expected.
    pub fn current_version(&self) -> Option<u64> {
        self.0.current_version
    }

    /// The record that stands in the way.
    pub fn existing_id(&self) -> Option<&str> {
        self.0.existing_id.as_deref()
    }

    pub(crate) fn headers(&self) -> &[(HeaderName, String)] {
        &self.0.headers
    }

    /// The cause with all of its own causes, for the log.
    pub(crate) fn causes(&self) -> Option<String> {
        let mut cause: &dyn StdError = &**self.0.source.as_ref()?;
        let mut text = cause.to_string();
        while let Some(next) = cause.source() {
            text = format!("{text}: {next}");
            cause = next;
        }
        Some(text)
    }

    pub(crate) fn problem<'a>(&'a self, request_id: &'a str) -> Problem<'a> {
        Problem {
            kind: format!("urn:navaia:problem:{}", self.0.code),
            code: self.0.code,
            title: self.0.status.canonical_reason().unwrap_or("Error"),
            status: self.0.status.as_u16(),
            detail: &self.0.detail,
            errors: &self.0.errors,
            current_version: self.0.current_version,
            current: self.0.current.as_ref(),
            deleted_at: self.0.deleted_at,
            existing_id: self.0.existing_id.as_deref(),
            allowed: self.0.allowed.as_deref(),
            request_id,
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("detail", &self.0.detail)
            .field("errors", &self.0.errors)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.0.status.as_u16(), self.0.code, self.0.detail)
    }
}

impl StdError for ApiError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Throttled | StoreError::Contended | StoreError::Unavailable { .. } => {
                Self::unavailable(error)
            }
            StoreError::TooLarge { entity } => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                format!("The {entity} would be larger than 400 KB."),
            ),
            StoreError::Unreadable { .. } | StoreError::TooManyWrites => Self::internal(error),
        }
    }
}

impl From<CommitError> for ApiError {
    /// For a transaction whose refusal the handler does not expect.
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => error.into(),
            CommitError::ConditionFailed(_) => Self::internal(error),
        }
    }
}

impl From<clients::secrets::SecretsError> for ApiError {
    fn from(error: clients::secrets::SecretsError) -> Self {
        Self::unavailable(error)
    }
}

impl From<clients::queue::QueueError> for ApiError {
    fn from(error: clients::queue::QueueError) -> Self {
        Self::unavailable(error)
    }
}
