//! API Gateway's HTTP API and Lambda's function URLs: real HTTP in, the version 2.0 event to a function, its
//! answer back as HTTP.
//!
//! Behaves as the services do where it matters to a client: an unknown path and a wrong method are both 404
//! with `{"message":"Not Found"}`, `HEAD` is not `GET`, a failed function is 500 with `{"message":"Internal
//! Server Error"}`, a slow one 503 with `{"message":"Service Unavailable"}`, and bodies have the services'
//! limits.

mod answer;
mod event;
mod limits;
mod mount;
mod route;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Method, Request, StatusCode};
use hyper::body::Incoming;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

pub use limits::Limits;
pub use mount::{Mount, Mounted};
pub use route::HttpRoute;

use crate::activity::{Activity, Observer};
use crate::clock::Clock;
use crate::invoke::{Failure, Function};
use crate::server::{Answer, BodyError, Handler, Reset, Server, read_body};
use event::Incoming as Event;
use route::Routes;

/// Function URLs stand under this path, followed by the function's name.
pub const FUNCTION_URL_PREFIX: &str = "/lambda-url/";

/// The paths of the API begin with it: at an edge before the API, these and no others are passed on.
const API_PREFIX: &str = "/v1/";

/// Answers 200 when the local stack is ready and 503 before; not a route of the API.
pub const HEALTH_PATH: &str = "/healthz";

/// What the gateway serves.
pub struct Gateway {
    /// The HTTP API's routes.
    pub routes: Vec<HttpRoute>,
    /// Functions with a URL of their own.
    pub function_urls: Vec<Function>,
    /// What else is behind the same port; not told to the observer.
    pub mounts: Vec<Mount>,
    /// What answers every path that is neither below a mount nor of the API; not told to the observer. Without it they
    /// are what they are to the API: not found.
    pub files: Option<Arc<dyn Mounted>>,
    /// Sizes and times.
    pub limits: Limits,
    /// What the events' times are taken from.
    pub clock: Arc<dyn Clock>,
    /// Told of every request.
    pub observer: Observer,
    /// Becomes true when everything behind the gateway runs.
    pub ready: Arc<AtomicBool>,
}

struct Served {
    routes: Routes,
    function_urls: BTreeMap<String, Function>,
    mounts: Vec<Mount>,
    files: Option<Arc<dyn Mounted>>,
    limits: Limits,
    clock: Arc<dyn Clock>,
    observer: Observer,
    ready: Arc<AtomicBool>,
}

/// What was done with a request, for the answer and for the log.
struct Outcome {
    answer: Answer,
    function: Option<String>,
    failure: Option<Failure>,
}

impl Gateway {
    /// Serves until `stop` is cancelled and the requests under way are answered.
    ///
    /// # Errors
    /// The address cannot be listened on; two routes are the same.
    pub async fn serve(self, address: SocketAddr, stop: CancellationToken) -> io::Result<Server> {
        self.serve_on(std::net::TcpListener::bind(address)?, stop)
    }

    /// Serves what arrives at a listener until `stop` is cancelled and the requests under way are answered. For a
    /// server whose port must be known before it serves.
    ///
    /// # Errors
    /// The listener cannot be used; two routes are the same.
    pub fn serve_on(self, listener: std::net::TcpListener, stop: CancellationToken) -> io::Result<Server> {
        listener.set_nonblocking(true)?;
        let routes = Routes::new(self.routes).map_err(io::Error::other)?;
        let served = Served {
            routes,
            function_urls: self
                .function_urls
                .into_iter()
                .map(|function| (function.name.clone(), function))
                .collect(),
            mounts: self.mounts,
            files: self.files,
            limits: self.limits,
            clock: self.clock,
            observer: self.observer,
            ready: self.ready,
        };
        Server::on(tokio::net::TcpListener::from_std(listener)?, Arc::new(served), stop)
    }
}

impl Handler for Served {
    fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> BoxFuture<'static, Result<Answer, Reset>> {
        Box::pin(async move { Ok(self.respond(request, peer).await) })
    }
}

impl Served {
    async fn respond(&self, request: Request<Incoming>, peer: SocketAddr) -> Answer {
        let started = Instant::now();
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        if path == HEALTH_PATH && method == Method::GET {
            return self.health();
        }
        if let Some(mount) = self.mounts.iter().find(|mount| mount.takes(&path)) {
            return mount.service.respond(request).await;
        }
        if let Some(files) = &self.files
            && !is_of_functions(&path)
        {
            return files.respond(request).await;
        }
        let (path, outcome) = match path.strip_prefix(FUNCTION_URL_PREFIX) {
            Some(rest) => {
                let name = rest.split('/').next().unwrap_or_default();
                (format!("{FUNCTION_URL_PREFIX}{name}/"), self.function_url(request, peer, name).await)
            }
            None => {
                let mut outcome = self.http_api(request, peer).await;
                answer::add_headers_of_edge(outcome.answer.headers_mut());
                (path, outcome)
            }
        };
        (self.observer)(&Activity::Request {
            method: method.to_string(),
            path,
            status: outcome.answer.status().as_u16(),
            took: started.elapsed(),
            function: outcome.function,
            failure: outcome.failure.map(|failure| failure.to_string()),
        });
        outcome.answer
    }

    fn health(&self) -> Answer {
        let ready = self.ready.load(Ordering::Acquire);
        let (status, text) =
            if ready { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "starting") };
        answer::json(status, &json!({ "status": text }))
    }

    async fn http_api(&self, request: Request<Incoming>, peer: SocketAddr) -> Outcome {
        let (head, body) = request.into_parts();
        if self.limits.head_is_too_large(&head) {
            return Outcome::message(
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                "Request Header Fields Too Large",
            );
        }
        let body = match read_body(body, self.limits.request_bytes).await {
            Ok(body) => body,
            Err(error) => return Outcome::body_error(&error),
        };
        let Some((route, parameters)) = self.routes.find(&head.method, head.uri.path()) else {
            return Outcome::message(StatusCode::NOT_FOUND, "Not Found");
        };
        let incoming = Event { head: &head, body: &body, peer, now: self.clock.now() };
        let event = incoming.for_http_api(&route.key(), &parameters);
        if self.limits.event_is_too_large(&event, &body) {
            return Outcome::message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        }
        let result = self.invoke(&route.function, event).await;
        let (answer, failure) = match result {
            Ok(value) => match answer::from_function(&value, "text/plain; charset=utf-8") {
                Ok(answer) => (answer, None),
                Err(reason) => (internal_server_error(), Some(Failure::Error(reason))),
            },
            Err(failure @ Failure::TimedOut(_)) => {
                (answer::message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"), Some(failure))
            }
            Err(failure) => (internal_server_error(), Some(failure)),
        };
        Outcome { answer, function: Some(route.function.name.clone()), failure }
    }

    async fn function_url(&self, request: Request<Incoming>, peer: SocketAddr, name: &str) -> Outcome {
        let (head, body) = request.into_parts();
        let too_large = || {
            let message = format!(
                "Request must be smaller than {} bytes for the InvokeFunction operation",
                self.limits.event_bytes
            );
            Outcome::plain(answer::json(StatusCode::PAYLOAD_TOO_LARGE, &json!({ "Message": message })))
        };
        let body: Bytes = match read_body(body, self.limits.event_bytes).await {
            Ok(body) => body,
            Err(BodyError::TooLarge) => return too_large(),
            Err(error) => return Outcome::body_error(&error),
        };
        let Some(function) = self.function_urls.get(name) else {
            return Outcome::message(StatusCode::NOT_FOUND, "Not Found");
        };
        let rest = head.uri.path().strip_prefix(FUNCTION_URL_PREFIX).unwrap_or_default();
        let path = match rest.strip_prefix(name) {
            None | Some("") => "/".to_owned(),
            Some(path) => path.to_owned(),
        };
        let incoming = Event { head: &head, body: &body, peer, now: self.clock.now() };
        let event = incoming.for_function_url(name, &path);
        if self.limits.event_is_too_large(&event, &body) {
            return too_large();
        }
        let result = self.invoke(function, event).await;
        let answered = result
            .and_then(|value| answer::from_function(&value, "application/json").map_err(Failure::Error));
        let (answer, failure) = match answered {
            Ok(answer) => (answer, None),
            Err(failure) => (answer::text(StatusCode::BAD_GATEWAY, "Internal Server Error"), Some(failure)),
        };
        Outcome { answer, function: Some(name.to_owned()), failure }
    }

    async fn invoke(&self, function: &Function, event: Value) -> Result<Value, Failure> {
        let value = function.invoke(event, self.limits.integration_timeout).await?;
        if self.limits.answer_is_too_large(&value) {
            return Err(Failure::Error(format!(
                "Exceeded maximum allowed payload size ({} bytes).",
                self.limits.answer_bytes
            )));
        }
        Ok(value)
    }
}

fn is_of_functions(path: &str) -> bool {
    [API_PREFIX, FUNCTION_URL_PREFIX].iter().any(|prefix| path.starts_with(prefix))
}

impl Outcome {
    fn plain(answer: Answer) -> Self {
        Self { answer, function: None, failure: None }
    }

    fn message(status: StatusCode, message: &str) -> Self {
        Self::plain(answer::message(status, message))
    }

    fn body_error(error: &BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large"),
            BodyError::Broken => Self::message(StatusCode::BAD_REQUEST, "Bad Request"),
        }
    }
}

fn internal_server_error() -> Answer {
    answer::message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
}
