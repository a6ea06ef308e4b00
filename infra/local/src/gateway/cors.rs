//! CORS as an HTTP API does it by itself
//! (<https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html>).

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::Full;

use crate::server::Answer;

/// The `CorsConfiguration` of the template. An asterisk in a list allows everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cors {
    /// Origins of pages that may call: `https://portal.example.com`.
    pub allow_origins: Vec<String>,
    /// Methods they may use.
    pub allow_methods: Vec<String>,
    /// Request headers they may send.
    pub allow_headers: Vec<String>,
    /// Response headers they may read.
    pub expose_headers: Vec<String>,
    /// Whether cookies go with their requests.
    pub allow_credentials: bool,
    /// How long a browser may remember the answer to a preflight request; whole seconds.
    pub max_age: Option<Duration>,
}

impl Cors {
    /// The answer to a preflight request, which never reaches a function.
    pub(super) fn preflight<B>(&self, request: &Request<B>) -> Option<Answer> {
        let headers = request.headers();
        let origin = headers.get(header::ORIGIN)?;
        if request.method() != Method::OPTIONS || !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
        {
            return None;
        }
        let mut response = Response::new(Full::new(Bytes::new()));
        *response.status_mut() = StatusCode::NO_CONTENT;
        if self.allows(origin) {
            let answer = response.headers_mut();
            self.add_headers(origin, answer);
            set(answer, header::ACCESS_CONTROL_ALLOW_METHODS, &self.allow_methods.join(","));
            set(answer, header::ACCESS_CONTROL_ALLOW_HEADERS, &self.allow_headers.join(","));
            if let Some(age) = self.max_age {
                set(answer, header::ACCESS_CONTROL_MAX_AGE, &age.as_secs().to_string());
            }
        }
        Some(response)
    }

    /// Adds what lets a page of an allowed origin read the answer; the function's own CORS headers are
    /// dropped.
    pub(super) fn add_headers(&self, origin: &HeaderValue, headers: &mut HeaderMap) {
        headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        headers.remove(header::ACCESS_CONTROL_ALLOW_CREDENTIALS);
        headers.remove(header::ACCESS_CONTROL_EXPOSE_HEADERS);
        if !self.allows(origin) {
            return;
        }
        if self.allow_credentials || !self.allow_origins.iter().any(|allowed| allowed == "*") {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.append(header::VARY, HeaderValue::from_static("origin"));
        } else {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        if self.allow_credentials {
            headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
        set(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, &self.expose_headers.join(","));
    }

    fn allows(&self, origin: &HeaderValue) -> bool {
        self.allow_origins.iter().any(|allowed| allowed == "*" || allowed.as_bytes() == origin.as_bytes())
    }
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value)
        && !value.is_empty()
    {
        headers.insert(name, value);
    }
}
