//! What comes in.

mod body;
pub(crate) mod bounds;
mod decode;
mod decoder;
mod if_match;
mod json;
mod list;
mod parameters;
mod refusal;
mod tree;

pub(crate) use body::body_bytes;
pub use body::{Body, Json, NoBody, Raw};
pub use bounds::{MAX_AUTH_BYTES, MAX_JSON_BYTES};
pub use if_match::IfMatch;
pub(crate) use json::read_message;
pub use list::{Limit, Page, PageQuery};
pub use parameters::{AnyQuery, NoPath, NoQuery, Path, QueryString};

use http::header;
use lambda_http::{Request as LambdaRequest, RequestExt};
use store::idempotency::RequestIdentity;

use crate::{
    error::{ApiError, ApiResult},
    subject::Subject,
};

/// What else is known about a request. `Debug` tells which request it is: the headers hold tokens.
#[derive(Clone)]
pub struct Meta {
    /// The request, in the logs and in error answers.
    pub request_id: String,
    /// The address it came from, as API Gateway saw it: that of the edge, for what came through it ([`crate::edge`]).
    pub source_address: Option<String>,
    /// The browser, as it calls itself.
    pub user_agent: Option<String>,
    /// The versions that an edit may be made from.
    pub if_match: Option<IfMatch>,
    /// Its idempotency key with what it asks for.
    pub identity: Option<RequestIdentity>,
    /// All headers.
    pub headers: http::HeaderMap,
    /// What the request is about, for the log.
    pub subject: Subject,
    /// What of the query a cursor is bound to.
    pub(crate) filters: String,
}

impl std::fmt::Debug for Meta {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Meta").field("request_id", &self.request_id).finish_non_exhaustive()
    }
}

impl Meta {
    /// The versions that an edit may be made from; 428 if the caller did not say.
    pub fn expected_version(&self) -> ApiResult<&IfMatch> {
        self.if_match.as_ref().ok_or_else(ApiError::version_required)
    }

    /// Whether an edit that makes version `after` of version `before` is to be written: an edit that changes nothing is
    /// not. 412 if the edit was made from another version than `before`.
    ///
    /// A client that lost the answer sends its edit again from the version before it: that is not stale, but done
    /// (RFC 9110, section 13.1.1).
    pub fn must_write(&self, before: u64, after: u64) -> ApiResult<bool> {
        self.expected_version()?;
        self.must_write_if_matching(before, after)
    }

    /// The same where the caller need not say which version the edit is made from.
    pub fn must_write_if_matching(&self, before: u64, after: u64) -> ApiResult<bool> {
        let changes = after != before;
        let is_repeated = |expected: &IfMatch| !changes && expected.was_before(before);
        if self.if_match.as_ref().is_none_or(|expected| expected.is(before) || is_repeated(expected)) {
            return Ok(changes);
        }
        Err(ApiError::stale(before))
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.headers
            .get_all(header::COOKIE)
            .into_iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    pub(crate) fn of(request: &LambdaRequest, subject: &Subject) -> Self {
        let text =
            |name| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self {
            request_id: subject.origin().request_id.clone(),
            source_address: source_ip(request).map(str::to_owned),
            user_agent: text(header::USER_AGENT),
            if_match: None,
            identity: None,
            headers: request.headers().clone(),
            subject: subject.clone(),
            filters: crate::cursor::filters(request.uri().query().unwrap_or_default()),
        }
    }
}

/// The address that a request came from, as API Gateway saw it.
pub(crate) fn source_ip(request: &LambdaRequest) -> Option<&str> {
    match request.request_context_ref()? {
        lambda_http::request::RequestContext::ApiGatewayV2(context) => context.http.source_ip.as_deref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::Origin;

    fn subject() -> Subject {
        Subject::new(Origin { request_id: "request-1".to_owned(), ..Origin::default() })
    }

    #[test]
    fn debug_shows_neither_tokens_nor_addresses() {
        let mut headers = http::HeaderMap::new();
        headers.insert(header::AUTHORIZATION, http::HeaderValue::from_static("Bearer secret-token"));
        headers.insert(header::COOKIE, http::HeaderValue::from_static("__Host-navaia-refresh=secret-token"));
        let meta = Meta {
            request_id: "request-1".to_owned(),
            source_address: Some("192.0.2.1".to_owned()),
            user_agent: None,
            if_match: Some(IfMatch::version(3)),
            identity: None,
            headers,
            subject: subject(),
            filters: String::new(),
        };
        assert_eq!(format!("{meta:?}"), r#"Meta { request_id: "request-1", .. }"#);
    }

    fn must_write(expected: u64, before: u64, after: u64) -> Result<bool, (u16, &'static str)> {
        must_write_of(IfMatch::version(expected), before, after)
    }

    fn must_write_of(expected: IfMatch, before: u64, after: u64) -> Result<bool, (u16, &'static str)> {
        let meta = Meta::of(&LambdaRequest::default(), &subject());
        let outcome = Meta { if_match: Some(expected), ..meta }.must_write(before, after);
        outcome.map_err(|error| (error.status().as_u16(), error.code()))
    }

    #[test]
    fn an_edit_is_written_once_and_from_the_version_it_was_made_from() {
        const STALE: Result<bool, (u16, &str)> = Err((412, "stale_version"));
        assert_eq!(must_write(3, 3, 4), Ok(true));
        assert_eq!(must_write(3, 3, 3), Ok(false), "it changes nothing");
        assert_eq!(must_write(2, 3, 3), Ok(false), "it was done, and its answer was lost");
        assert_eq!(must_write(2, 3, 4), STALE, "another change came between");
        assert_eq!(must_write(1, 3, 3), STALE);
        assert_eq!(must_write(4, 3, 3), STALE);
        assert_eq!(must_write(u64::MAX, 3, 3), STALE);
        assert_eq!(must_write_of(IfMatch::Any, 3, 4), Ok(true));
        assert_eq!(must_write_of(IfMatch::Any, 3, 3), Ok(false));
        assert_eq!(must_write_of(IfMatch::OneOf(vec![1, 3]), 3, 4), Ok(true));
        assert_eq!(
            must_write_of(IfMatch::OneOf(vec![1, 2]), 3, 3),
            Ok(false),
            "one of them is the one before"
        );
        assert_eq!(must_write_of(IfMatch::OneOf(vec![1, 2]), 3, 4), STALE);
    }
}
