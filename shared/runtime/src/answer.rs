//! What goes out when all went well.

use std::collections::BTreeMap;

use http::{HeaderValue, StatusCode, header};
use lambda_http::Body;
use serde::Serialize;
use store::idempotency::Remembered;
use utoipa::{ToSchema, openapi::Response};

use crate::{
    document::{Document, header as described_header},
    error::{ApiError, ApiResult},
};

/// An answer as Lambda takes it.
pub type HttpResponse = http::Response<Body>;

/// An answer of an endpoint.
pub trait Answer: Sized + Send {
    const STATUS: StatusCode;

    /// Whether it, and the errors in its place, may be compressed. Not where it holds a secret, such as a token: the size
    /// of a compressed answer tells whoever makes a browser send requests and watches the line how much of what they
    /// chose is in it (BREACH). So it is said of each kind of answer, and not until it is known that all of its kind may
    /// be: those of this module hold records. A secret is answered with a type of its own.
    const COMPRESSIBLE: bool = false;

    /// Writes it down.
    fn render(&self) -> ApiResult<Rendered>;

    /// Describes it.
    fn describe(document: &mut Document) -> Response;

    /// Describes what it may be instead, with other statuses.
    fn describe_others(_document: &mut Document) -> Vec<(StatusCode, Response)> {
        Vec::new()
    }
}

/// An answer written down. `Debug` leaves out what it says: bodies and cookies hold tokens.
#[derive(Clone, Default)]
pub struct Rendered {
    /// Its status; the one of its type if not set.
    pub status: Option<u16>,
    /// Its JSON, or nothing.
    pub body: Option<String>,
    /// Headers that belong to it.
    pub headers: BTreeMap<String, String>,
    /// Cookies that it sets.
    pub cookies: Vec<String>,
}

impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rendered").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Rendered {
    /// An answer with this JSON.
    pub fn json<T: Serialize>(value: &T) -> ApiResult<Self> {
        let body = serde_json::to_string(value).map_err(ApiError::internal)?;
        Ok(Self { body: Some(body), ..Self::default() })
    }

    /// The same with another header.
    #[must_use]
    pub fn header(mut self, name: http::HeaderName, value: impl Into<String>) -> Self {
        self.headers.insert(name.as_str().to_owned(), value.into());
        self
    }

    /// The same with the entity tag of a version.
    #[must_use]
    pub fn version(self, version: u64) -> Self {
        self.header(header::ETAG, format!("\"{version}\""))
    }

    pub(crate) fn into_response(self, status: StatusCode) -> HttpResponse {
        let is_empty = self.body.is_none();
        let body = self.body.map_or(Body::Empty, Body::Text);
        let mut response = http::Response::new(body);
        *response.status_mut() =
            self.status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(status);
        let headers = response.headers_mut();
        if !is_empty {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.insert(name, value);
            }
        }
        for cookie in self.cookies {
            if let Ok(cookie) = HeaderValue::try_from(cookie) {
                headers.append(header::SET_COOKIE, cookie);
            }
        }
        response
    }
}

/// 200 with what was asked for.
#[derive(Clone, Debug)]
pub struct Ok200<T>(pub T);

impl<T: Serialize + ToSchema + Send> Answer for Ok200<T> {
    const STATUS: StatusCode = StatusCode::OK;
    const COMPRESSIBLE: bool = true;

    fn render(&self) -> ApiResult<Rendered> {
        Rendered::json(&self.0)
    }

    fn describe(document: &mut Document) -> Response {
        document.json_response::<T>("What was asked for.", &[])
    }
}

/// 200 with a record and, as its `ETag`, the version to send back when it is edited.
#[derive(Clone, Debug)]
pub struct Versioned<T> {
    pub record: T,
    pub version: u64,
}

impl<T: Serialize + ToSchema + Send> Answer for Versioned<T> {
    const STATUS: StatusCode = StatusCode::OK;
    const COMPRESSIBLE: bool = true;

    fn render(&self) -> ApiResult<Rendered> {
        Ok(Rendered::json(&self.record)?.version(self.version))
    }

    fn describe(document: &mut Document) -> Response {
        document.json_response::<T>("The record as it is now.", &["ETag"])
    }
}

/// 201 with the new record, its `ETag` and its `Location`.
#[derive(Clone, Debug)]
pub struct Created<T> {
    pub record: T,
    pub version: u64,
    pub location: String,
}

impl<T: Serialize + ToSchema + Send> Answer for Created<T> {
    const STATUS: StatusCode = StatusCode::CREATED;
    const COMPRESSIBLE: bool = true;

    fn render(&self) -> ApiResult<Rendered> {
        let location = self.location.clone();
        Ok(Rendered::json(&self.record)?.version(self.version).header(header::LOCATION, location))
    }

    fn describe(document: &mut Document) -> Response {
        document.json_response::<T>("It was created.", &["ETag", "Location"])
    }
}

/// What became of a record that is put at an address of the client's choice: 201 if it is new, else 200. Both with its
/// `ETag`.
#[derive(Clone, Debug)]
pub enum Put<T> {
    /// There was none.
    Created(Created<T>),
    /// It was there, and is like this now.
    Replaced(Versioned<T>),
}

impl<T: Serialize + ToSchema + Send> Answer for Put<T> {
    const STATUS: StatusCode = StatusCode::OK;
    const COMPRESSIBLE: bool = true;

    fn render(&self) -> ApiResult<Rendered> {
        match self {
            Self::Created(created) => {
                Ok(Rendered { status: Some(Created::<T>::STATUS.as_u16()), ..created.render()? })
            }
            Self::Replaced(versioned) => versioned.render(),
        }
    }

    fn describe(document: &mut Document) -> Response {
        Versioned::<T>::describe(document)
    }

    fn describe_others(document: &mut Document) -> Vec<(StatusCode, Response)> {
        vec![(Created::<T>::STATUS, Created::<T>::describe(document))]
    }
}

/// 202 with what is known about work that goes on.
#[derive(Clone, Debug)]
pub struct Accepted<T>(pub T);

impl<T: Serialize + ToSchema + Send> Answer for Accepted<T> {
    const STATUS: StatusCode = StatusCode::ACCEPTED;
    const COMPRESSIBLE: bool = true;

    fn render(&self) -> ApiResult<Rendered> {
        Rendered::json(&self.0)
    }

    fn describe(document: &mut Document) -> Response {
        document.json_response::<T>("Accepted for processing.", &[])
    }
}

/// 204: done, nothing to say.
#[derive(Clone, Copy, Debug)]
pub struct NoContent;

impl Answer for NoContent {
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const COMPRESSIBLE: bool = true;

    fn render(&self) -> ApiResult<Rendered> {
        Ok(Rendered::default())
    }

    fn describe(_: &mut Document) -> Response {
        Document::empty_response("Done.")
    }
}

/// Says of an answer that it was given before. Absent otherwise.
const REPLAYED: http::HeaderName = http::HeaderName::from_static("idempotency-replayed");

/// An answer that is given again when the request is sent again with the same idempotency key.
#[derive(Clone, Debug)]
pub enum Idempotent<A> {
    /// The request was carried out now.
    Fresh(A),
    /// It was carried out before; this was the answer.
    Replay(Remembered),
}

impl<A: Answer> Answer for Idempotent<A> {
    const STATUS: StatusCode = A::STATUS;
    const COMPRESSIBLE: bool = A::COMPRESSIBLE;

    fn render(&self) -> ApiResult<Rendered> {
        match self {
            Self::Fresh(answer) => answer.render(),
            Self::Replay(remembered) => {
                let rendered = Rendered {
                    status: Some(remembered.status),
                    body: Some(remembered.body.clone()),
                    headers: remembered.headers.clone(),
                    cookies: Vec::new(),
                };
                Ok(rendered.header(REPLAYED, "true"))
            }
        }
    }

    fn describe(document: &mut Document) -> Response {
        let mut response = A::describe(document);
        response
            .headers
            .insert("Idempotency-Replayed".to_owned(), described_header("Idempotency-Replayed").into());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_body_nor_cookies() {
        let mut rendered = Rendered::json(&serde_json::json!({ "accessToken": "secret" })).unwrap();
        rendered.cookies.push("__Host-navaia-refresh=secret".to_owned());
        assert_eq!(format!("{rendered:?}"), "Rendered { status: None, .. }");
    }
}
