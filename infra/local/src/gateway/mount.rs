//! Something else behind the gateway's port: a whole path that is no route of the API.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;

/// Answers every request below a path.
pub trait Mounted: Send + Sync + 'static {
    /// Answers one request, whose path is whole.
    fn respond(&self, request: Request<Incoming>) -> BoxFuture<'_, Response<Full<Bytes>>>;
}

/// What is behind a path.
#[derive(Clone)]
pub struct Mount {
    /// The path, without a slash at its end.
    pub path: &'static str,
    /// What answers.
    pub service: Arc<dyn Mounted>,
}

impl Mount {
    /// Whether a request for `path` is for this one.
    pub(super) fn takes(&self, path: &str) -> bool {
        path.strip_prefix(self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}
