//! Requests on their way through.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::request::Parts;
use http::uri::{Authority, Scheme};
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use super::rule::{Fault, Rule};
use super::{Faults, count, rule};
use crate::server::{Answer, Handler, Reset, read_body};

/// More than the largest request of any of the services.
const MAXIMUM_BODY_BYTES: usize = 32 * 1024 * 1024;

pub(super) struct Proxy {
    faults: Faults,
    upstream: Authority,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Proxy {
    pub(super) fn new(faults: Faults, upstream: &str) -> io::Result<Self> {
        let uri: Uri = upstream.parse().map_err(io::Error::other)?;
        let authority = uri.authority().filter(|_| uri.scheme() == Some(&Scheme::HTTP));
        let upstream =
            authority.ok_or_else(|| io::Error::other(format!("not an http URL: {upstream}")))?.clone();
        Ok(Self { faults, upstream, client: Client::builder(TokioExecutor::new()).build_http() })
    }
}

impl Handler for Proxy {
    fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
        _peer: SocketAddr,
    ) -> BoxFuture<'static, Result<Answer, Reset>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = read_body(body, MAXIMUM_BODY_BYTES).await.map_err(|_| Reset)?;
            if head.uri.path() == "/" { self.pass(head, body).await } else { Ok(self.control(&head, &body)) }
        })
    }
}

impl Proxy {
    async fn pass(&self, head: Parts, body: Bytes) -> Result<Answer, Reset> {
        let target =
            head.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let request: Value = serde_json::from_slice(&body).unwrap_or_default();
        let spectator = self.faults.state().spectator.clone();
        if let Some(spectator) = spectator {
            spectator(&head.headers, &operation, &request);
        }
        let fault = {
            let mut state = self.faults.state();
            let followed = state
                .rules
                .iter_mut()
                .find_map(|armed| armed.applies(&operation, &body).then_some(armed.rule.fault));
            let count = state.counts.of(&operation);
            count.requests += 1;
            count.items += count::items(&request);
            count.faults += u64::from(followed.is_some());
            followed
        };
        if let Some((status, body)) = fault.and_then(|fault| rule::error(fault, &operation, &request)) {
            self.faults.state().counts.of(&operation).errors += 1;
            return Ok(answer(status, "application/x-amz-json-1.0", body.to_string()));
        }
        match fault {
            Some(Fault::Reset) => return Err(Reset),
            Some(Fault::Delay(milliseconds)) => tokio::time::sleep(Duration::from_millis(milliseconds)).await,
            _ => {}
        }
        let asks = request.get("ReturnConsumedCapacity").is_some_and(|asked| asked != "NONE");
        let body =
            if !asks && count::consumes(&operation) { asking_for_capacity(request, body) } else { body };
        let answer = self.forward(head, body).await?;
        self.record(&operation, &answer);
        if fault == Some(Fault::ResetAfter) {
            return Err(Reset);
        }
        Ok(answer.map(Full::new))
    }

    async fn forward(&self, head: Parts, body: Bytes) -> Result<Response<Bytes>, Reset> {
        let uri =
            Uri::builder().scheme(Scheme::HTTP).authority(self.upstream.clone()).path_and_query("/").build();
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = head.method;
        *request.uri_mut() = uri.map_err(|_| Reset)?;
        *request.headers_mut() = head.headers;
        for name in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION] {
            request.headers_mut().remove(name);
        }
        let response = self.client.request(request).await.map_err(|error| {
            tracing::warn!(%error, "the proxied service did not answer");
            Reset
        })?;
        let (mut head, body) = response.into_parts();
        let body = body.collect().await.map_err(|_| Reset)?.to_bytes();
        head.headers.remove(header::TRANSFER_ENCODING);
        head.headers.remove(header::CONNECTION);
        Ok(Response::from_parts(head, body))
    }

    fn record(&self, operation: &str, answer: &Response<Bytes>) {
        let consumed: Value = if count::consumes(operation) {
            serde_json::from_slice(answer.body()).unwrap_or_default()
        } else {
            Value::Null
        };
        let mut state = self.faults.state();
        let count = state.counts.of(operation);
        count.errors += u64::from(!answer.status().is_success());
        count.add_units(operation, &consumed);
    }

    /// The rules and counts over HTTP.
    fn control(&self, head: &Parts, body: &[u8]) -> Answer {
        match (head.uri.path(), &head.method) {
            ("/__faults", &Method::GET) => {
                let rules = self.faults.rules();
                let rules =
                    rules.iter().map(|(rule, followed)| json!({ "rule": rule, "followed": followed }));
                plain(200, &rules.collect())
            }
            ("/__faults", &Method::PUT) => match serde_json::from_slice::<Vec<Rule>>(body) {
                Ok(rules) => {
                    self.faults.set(rules);
                    plain(200, &json!({}))
                }
                Err(error) => plain(400, &json!({ "message": error.to_string() })),
            },
            ("/__faults", &Method::DELETE) => {
                self.faults.set(Vec::new());
                plain(200, &json!({}))
            }
            ("/__counts", &Method::GET) => plain(200, &json!(self.faults.counts())),
            ("/__counts", &Method::DELETE) => {
                self.faults.reset_counts();
                plain(200, &json!({}))
            }
            _ => plain(404, &json!({ "message": "Not Found" })),
        }
    }
}

/// The same request, asking for the capacity it consumes.
fn asking_for_capacity(mut request: Value, body: Bytes) -> Bytes {
    let Some(members) = request.as_object_mut() else { return body };
    members.insert("ReturnConsumedCapacity".to_owned(), json!("TOTAL"));
    Bytes::from(request.to_string())
}

fn plain(status: u16, body: &Value) -> Answer {
    answer(status, "application/json", body.to_string())
}

fn answer(status: u16, content_type: &'static str, body: String) -> Answer {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
