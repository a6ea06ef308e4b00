//! The portal's files, at the address that the API has: what the edge does in the cloud.
//!
//! The response headers come from `portal/headers.json`, which the edge has as well.

use std::{convert::Infallible, path::Path, sync::Arc};

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use local_services::gateway::Mounted;
use serde::Deserialize;
use tower::{ServiceBuilder, ServiceExt as _, util::BoxCloneSyncService};
use tower_http::{
    compression::CompressionLayer,
    services::{ServeDir, ServeFile},
};

/// What `headers.json` says: the headers of the paths that a rule is about. Of several rules, later ones win.
#[derive(Deserialize)]
struct Headers {
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    /// A path, or what paths begin with and a `*`.
    path: String,
    #[serde(with = "http_serde_map")]
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// A folder of built files.
pub(crate) struct Portal {
    files: BoxCloneSyncService<Request<axum::body::Body>, Response<axum::body::Body>, Infallible>,
    headers: Headers,
}

impl Portal {
    /// The portal in `folder`, whose `out` was built; `None` if it was not.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Option<Arc<Self>>> {
        let out = folder.join("out");
        if !out.join("index.html").is_file() {
            return Ok(None);
        }
        let headers =
            std::fs::read(folder.join("headers.json")).context("portal/headers.json cannot be read")?;
        let headers =
            serde_json::from_slice(&headers).context("portal/headers.json is not as it should be")?;
        let not_found = ServeFile::new(out.join("404.html"));
        let files = ServeDir::new(&out).append_index_html_on_directories(true).not_found_service(not_found);
        let files = ServiceBuilder::new()
            .map_response(|response: Response<_>| response.map(axum::body::Body::new))
            .layer(CompressionLayer::new())
            .service(files);
        Ok(Some(Arc::new(Self { files: BoxCloneSyncService::new(files), headers })))
    }
}

impl Headers {
    fn of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a (HeaderName, HeaderValue)> {
        self.rules.iter().filter(|rule| rule.is_about(path)).flat_map(|rule| &rule.headers)
    }
}

impl Rule {
    fn is_about(&self, path: &str) -> bool {
        match self.path.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix),
            None => path == self.path,
        }
    }
}

impl Mounted for Portal {
    fn respond(&self, request: Request<Incoming>) -> BoxFuture<'_, Response<Full<Bytes>>> {
        let path = request.uri().path().to_owned();
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        let files = self.files.clone();
        Box::pin(async move {
            if !is_read {
                let mut refused = Response::new(Full::default());
                *refused.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
                refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
                return refused;
            }
            let answer: Result<_, Infallible> = files.oneshot(request.map(axum::body::Body::new)).await;
            let (mut parts, body) = match answer {
                Ok(response) => response.into_parts(),
                Err(never) => match never {},
            };
            // A file that is missing has no name that says for how long it may be kept.
            let path = if parts.status == StatusCode::NOT_FOUND { "/404.html" } else { path.as_str() };
            for (name, value) in self.headers.of(path) {
                parts.headers.insert(name.clone(), value.clone());
            }
            match body.collect().await {
                Ok(body) => Response::from_parts(parts, Full::new(body.to_bytes())),
                // A file that vanished while it was read.
                Err(_) => {
                    let mut broken = Response::new(Full::default());
                    *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                    broken
                }
            }
        })
    }
}

/// Headers as an object of texts.
mod http_serde_map {
    use std::collections::BTreeMap;

    use http::{HeaderName, HeaderValue};
    use serde::{Deserialize, Deserializer, de::Error};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(HeaderName, HeaderValue)>, D::Error> {
        let texts = BTreeMap::<String, String>::deserialize(deserializer)?;
        let header = |(name, value): (String, String)| {
            Ok((name.parse().map_err(D::Error::custom)?, value.parse().map_err(D::Error::custom)?))
        };
        texts.into_iter().map(header).collect()
    }
}
