//! What can go wrong when asking the provider.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::lenient::{Json, Object};

/// Why a request to the provider failed. Its text names no person, no secret and no address.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The provider answered, and not with success.
    #[error("{0}")]
    Refused(Refusal),
    /// No answer in time. Whether the request had an effect is not known.
    #[error("the voice provider did not answer in time")]
    TimedOut,
    /// No connection could be made: nothing was sent.
    #[error("the voice provider cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    /// The connection broke. Whether the request had an effect is not known.
    #[error("the connection to the voice provider broke")]
    Broken(#[source] reqwest::Error),
    /// The answer is a success that cannot be understood.
    #[error("the voice provider's answer cannot be read: {0}")]
    Unreadable(String),
    /// The client cannot be used as it is set up.
    #[error("the voice connection cannot be used: {0}")]
    Unusable(&'static str),
}

/// What kind of trouble it is, and so who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The key is wrong or may not do this: the connection's owner has to act.
    Authentication,
    /// The account is out of credit: its owner has to act.
    Payment,
    /// There is no such thing in this workspace.
    NotFound,
    /// The request is wrong, or the provider's set-up is: repeating it changes nothing.
    Rejected,
    /// Too much at once: later.
    Throttled,
    /// The provider or the way to it is in trouble: later.
    Unavailable,
}

impl ApiError {
    pub(super) fn from_transport(error: reqwest::Error) -> Self {
        // The address may hold what was searched for.
        let error = error.without_url();
        if error.is_connect() {
            Self::Unreachable(error)
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::Broken(error)
        }
    }

    /// What kind of trouble it is.
    pub fn class(&self) -> Class {
        match self {
            Self::Refused(refusal) => refusal.class(),
            Self::TimedOut | Self::Unreachable(_) | Self::Broken(_) | Self::Unreadable(_) => {
                Class::Unavailable
            }
            Self::Unusable(_) => Class::Rejected,
        }
    }

    /// Whether reading again may help. Never ask this of a request that places a call.
    pub fn is_worth_repeating_a_read(&self) -> bool {
        match self {
            Self::Refused(refusal) => {
                refusal.status.is_server_error() || matches!(refusal.status.as_u16(), 408 | 409 | 425 | 429)
            }
            Self::TimedOut | Self::Unreachable(_) | Self::Broken(_) => true,
            Self::Unreadable(_) | Self::Unusable(_) => false,
        }
    }
}

/// An answer that is no success.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the voice provider answered {status} {}", code.as_deref().or(legacy_status.as_deref()).unwrap_or("without a code"))]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// The provider's code, such as `concurrent_limit_exceeded`. It may be generic where `legacy_status` is not.
    pub code: Option<String>,
    /// The older code, such as `missing_permissions`.
    pub legacy_status: Option<String>,
    /// The provider's words for a person who sets things up. They may repeat what was sent: not for a log.
    pub message: Option<String>,
    /// What the provider's support asks for (`x-trace-id`).
    pub trace_id: Option<String>,
    /// How long the provider asks to wait. It often does not say.
    pub retry_after: Option<Duration>,
}

impl Refusal {
    pub(super) fn read(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let header = |name: &str| headers.get(name)?.to_str().ok();
        let mut refusal = Self {
            status,
            code: None,
            legacy_status: None,
            message: None,
            trace_id: header("x-trace-id").and_then(word),
            retry_after: header("retry-after-ms")
                .and_then(|text| text.trim().parse().ok())
                .map(Duration::from_millis)
                .or_else(|| header("retry-after")?.trim().parse().ok().map(Duration::from_secs)),
        };
        let text = String::from_utf8_lossy(body);
        match Json::document(&text).and_then(Json::object).and_then(|body| body.get("detail")) {
            Some(detail) => refusal.read_detail(detail),
            // Something between us and the provider answered, in HTML or plain text.
            None => refusal.message = sentence(&text),
        }
        refusal
    }

    /// `detail` is an object, a list of validation errors, or text.
    fn read_detail(&mut self, detail: Json<'_>) {
        if let Some(detail) = detail.object() {
            self.code = detail.text("code").and_then(|text| word(&text));
            self.legacy_status = detail.text("status").and_then(|text| word(&text));
            self.message = detail.text("message").and_then(|text| sentence(&text));
            if self.trace_id.is_none() {
                self.trace_id = detail.text("request_id").and_then(|text| word(&text));
            }
        } else if let Some((items, _)) = detail.list(5) {
            self.code = Some("validation".to_owned());
            let errors: Vec<_> =
                items.into_iter().filter_map(Json::object).map(|item| validation(&item)).collect();
            self.message = sentence(&errors.join("; "));
        } else {
            self.message = detail.text().and_then(|text| sentence(&text));
        }
    }

    /// What kind of trouble it is: by the code first, then by the status.
    pub fn class(&self) -> Class {
        let says = |codes: &[&str]| {
            [&self.code, &self.legacy_status].into_iter().flatten().any(|code| codes.contains(&code.as_str()))
        };
        // Plans that ran out were once answered with 401.
        if says(&["quota_exceeded", "insufficient_credits", "payment_required"]) {
            return Class::Payment;
        }
        match self.status.as_u16() {
            401 | 403 => Class::Authentication,
            402 => Class::Payment,
            404 => Class::NotFound,
            408 | 409 | 425 => Class::Unavailable,
            429 => Class::Throttled,
            status if status >= 500 => Class::Unavailable,
            _ => Class::Rejected,
        }
    }
}

fn validation(item: &Object<'_>) -> String {
    let (path, _) = item.list("loc", 10);
    let path: Vec<_> = path.into_iter().filter_map(Json::scalar).collect();
    format!("{}: {}", path.join("."), item.text("msg").unwrap_or_default())
}

/// A code or an id: short, and safe in a log.
fn word(text: &str) -> Option<String> {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    (!text.is_empty() && text.len() <= 128 && text.chars().all(safe)).then(|| text.to_owned())
}

fn sentence(text: &str) -> Option<String> {
    domain::text::kept::<300>(text).map(String::from)
}
