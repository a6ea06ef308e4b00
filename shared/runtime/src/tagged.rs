//! Answers that are left out where the caller has them already.

use http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{HeaderBuilder, ObjectBuilder, Response, header::Header, schema::Type},
};

use crate::{
    answer::{Answer, Rendered},
    document::Document,
    error::ApiResult,
};

/// 200 with what was asked for and its `ETag`, or 304 with the `ETag` alone if the caller has it already. An endpoint
/// that gives it is [`REVALIDATED`](crate::Endpoint::REVALIDATED).
#[derive(Clone, Debug)]
pub struct Tagged<T> {
    record: T,
    etag: String,
    is_known: bool,
}

impl<T> Tagged<T> {
    /// What was asked for. `tag` differs wherever the answers differ; it is of letters, digits, dots and hyphens.
    pub fn new(record: T, tag: &str, headers: &HeaderMap) -> Self {
        let etag = format!("\"{tag}\"");
        let is_known = is_among(&etag, headers);
        Self { record, etag, is_known }
    }
}

/// Whether the caller has the answer with this tag. Who compresses an answer on its way may have made the tag a weak
/// one (RFC 9110, section 13.1.2).
fn is_among(etag: &str, headers: &HeaderMap) -> bool {
    let texts = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    let mut tags = texts.flat_map(|text| text.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

impl<T: Serialize + ToSchema + Send> Answer for Tagged<T> {
    const STATUS: StatusCode = StatusCode::OK;
    const COMPRESSIBLE: bool = true;

    fn render(&self) -> ApiResult<Rendered> {
        let rendered = if self.is_known {
            Rendered { status: Some(StatusCode::NOT_MODIFIED.as_u16()), ..Rendered::default() }
        } else {
            Rendered::json(&self.record)?
        };
        Ok(rendered.header(header::ETAG, self.etag.clone()))
    }

    fn describe(document: &mut Document) -> Response {
        let mut response = document.json_response::<T>("What was asked for.", &[]);
        response.headers.insert("ETag".to_owned(), etag_header().into());
        response
    }

    fn describe_others(_: &mut Document) -> Vec<(StatusCode, Response)> {
        let mut response = Document::empty_response("Nothing has changed.");
        response.headers.insert("ETag".to_owned(), etag_header().into());
        vec![(StatusCode::NOT_MODIFIED, response)]
    }
}

fn etag_header() -> Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some("Names this answer, to be sent back as If-None-Match."))
        .build()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn status(if_none_match: &str) -> Option<u16> {
        let value = HeaderValue::from_str(if_none_match).unwrap();
        let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, value)]);
        Tagged::new("answer", "1.2", &headers).render().unwrap().status
    }

    #[test]
    fn an_answer_is_left_out_for_whoever_has_it() {
        for known in ["\"1.2\"", "W/\"1.2\"", "\"0\", \"1.2\"", "*"] {
            assert_eq!(status(known), Some(304), "{known}");
        }
        for other in ["\"1.1\"", "1.2", "\"1.2", ""] {
            assert_eq!(status(other), None, "{other}");
        }
        let rendered = Tagged::new("answer", "1.2", &HeaderMap::new()).render().unwrap();
        assert_eq!((rendered.status, rendered.body.as_deref()), (None, Some("\"answer\"")));
        assert_eq!(rendered.headers["etag"], "\"1.2\"");
    }
}
