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
    /// What reading it may be refused with, but for wrong fields.
    const ERRORS: &'static [(u16, &'static str)] = &[];
}

/// A JSON body.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send> Body for Json<T> {
    fn read(request: LambdaRequest) -> ApiResult<Self> {
        let json = match request.headers().get(header::CONTENT_TYPE).map(|value| value.to_str()) {
            None => true,
            Some(value) => value.is_ok_and(|value| {
                let essence = value.split(';').next().unwrap_or_default().trim();
                essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
            }),
        };
        if !json {
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

    const ERRORS: &'static [(u16, &'static str)] =
        &[(400, "malformed_request"), (415, "unsupported_media_type")];
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
