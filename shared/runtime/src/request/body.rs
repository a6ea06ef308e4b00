//! Bodies of requests.

use std::borrow::Cow;

use http::{StatusCode, header};
use lambda_http::{Body as LambdaBody, Request as LambdaRequest};
use serde::de::DeserializeOwned;
use utoipa::{ToSchema, openapi::request_body::RequestBody};

use super::json::read_body;
use crate::{
    document::Document,
    error::{ApiError, ApiResult},
};

/// The body of a request.
pub trait Body: Sized + Send {
    /// Reads it.
    fn read(request: LambdaRequest) -> ApiResult<Self>;
    /// Describes it.
    fn describe(document: &mut Document) -> Option<RequestBody>;
    /// Whether [`Endpoint::MAX_BODY_BYTES`](crate::Endpoint::MAX_BODY_BYTES) is for it.
    const IS_BOUNDED: bool = false;
    /// What reading it may be refused with, but for wrong fields.
    const ERRORS: &'static [(u16, &'static str)] = &[];
}

/// A JSON body.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send> Body for Json<T> {
    fn read(request: LambdaRequest) -> ApiResult<Self> {
        if !is_json(&request) {
            return Err(ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send the body as application/json.",
            ));
        }
        read_body(body_bytes(&request)).map(Self)
    }

    fn describe(document: &mut Document) -> Option<RequestBody> {
        Some(document.json_body::<T>(|example| read_body::<T>(example).is_ok()))
    }

    const IS_BOUNDED: bool = true;
    const ERRORS: &'static [(u16, &'static str)] =
        &[(400, "malformed_request"), (415, "unsupported_media_type")];
}

/// Whether a body is said to be JSON, or, of an edit, a merge patch (RFC 7396). A body of which nothing is said is none: a
/// form of another site can send it without asking.
fn is_json(request: &LambdaRequest) -> bool {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    let is_edit = request.method() == http::Method::PATCH;
    essence.eq_ignore_ascii_case("application/json")
        || is_edit && essence.eq_ignore_ascii_case("application/merge-patch+json")
}

/// No body; what is sent all the same is ignored.
#[derive(Clone, Copy, Debug)]
pub struct NoBody;

impl Body for NoBody {
    fn read(_: LambdaRequest) -> ApiResult<Self> {
        Ok(Self)
    }

    fn describe(_: &mut Document) -> Option<RequestBody> {
        None
    }
}

/// The exact bytes of the body.
#[derive(Clone)]
pub struct Raw(pub Cow<'static, [u8]>);

impl Body for Raw {
    fn read(request: LambdaRequest) -> ApiResult<Self> {
        Ok(Self(match request.into_body() {
            LambdaBody::Text(text) => Cow::Owned(text.into_bytes()),
            LambdaBody::Binary(bytes) => Cow::Owned(bytes),
            _ => Cow::Borrowed(&[]),
        }))
    }

    fn describe(_: &mut Document) -> Option<RequestBody> {
        Some(Document::any_body())
    }
}

pub(crate) fn body_bytes(request: &LambdaRequest) -> &[u8] {
    match request.body() {
        LambdaBody::Text(text) => text.as_bytes(),
        LambdaBody::Binary(bytes) => bytes,
        _ => &[],
    }
}
