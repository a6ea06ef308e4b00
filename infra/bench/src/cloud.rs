//! AWS as the measured functions see it: one TLS endpoint that either passes requests on to the embedded services,
//! counting and remembering the answers, or gives the remembered answers.
//!
//! Requests and units are counted in the first mode, against a real store. Time is measured in the second, so that the
//! store's own work, on the same machine, stays out of it.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::Context as _;
use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioIo},
};
use local_services::{
    Server,
    faults::{Count, Faults},
};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use crate::certificates::Certificates;

/// The services, and the endpoint in front of them.
pub(crate) struct Cloud {
    shared: Arc<Shared>,
    proxies: Vec<(Faults, Server)>,
    address: SocketAddr,
    certificates: Certificates,
    stop: CancellationToken,
}

struct Shared {
    client: Client<HttpConnector, Full<Bytes>>,
    /// Base URLs by the first part of `x-amz-target`.
    upstream: BTreeMap<&'static str, String>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    mode: Mode,
    answers: Vec<Remembered>,
    /// Requests in [`Mode::Replay`] that were like no remembered one.
    strange: u64,
}

/// Where answers come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// From the services; they are remembered.
    #[default]
    Record,
    /// From memory.
    Replay,
}

struct Remembered {
    target: String,
    request: Value,
    status: StatusCode,
    content_type: String,
    body: Bytes,
}

impl Cloud {
    /// Puts the endpoint in front of services at these base URLs.
    pub(crate) async fn start(dynamodb: &str, sqs: &str, secrets_manager: &str) -> anyhow::Result<Self> {
        let any_port: SocketAddr = ([127, 0, 0, 1], 0).into();
        let stop = CancellationToken::new();
        let mut proxies = Vec::new();
        let mut upstream = BTreeMap::new();
        let services =
            [("DynamoDB_20120810", dynamodb), ("AmazonSQS", sqs), ("secretsmanager", secrets_manager)];
        for (prefix, url) in services {
            let faults = Faults::default();
            let server = faults.serve(any_port, url, stop.clone()).await?;
            upstream.insert(prefix, server.url());
            proxies.push((faults, server));
        }
        let client = Client::builder(TokioExecutor::new()).build_http();
        let shared = Arc::new(Shared { client, upstream, state: Mutex::default() });
        let certificates = Certificates::new()?;
        let listener = TcpListener::bind(any_port).await?;
        let address = listener.local_addr()?;
        let acceptor = TlsAcceptor::from(certificates.server.clone());
        let serving = accept(listener, acceptor, shared.clone());
        let stopped = stop.clone();
        tokio::spawn(async move { stopped.run_until_cancelled(serving).await });
        Ok(Self { shared, proxies, address, certificates, stop })
    }

    /// What a function has to have in its environment to come here.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        // A name and not an address: looking it up is a part of a cold start.
        let endpoint = format!("https://localhost:{}", self.address.port());
        let bundle = self.certificates.bundle().display().to_string();
        vec![("AWS_ENDPOINT_URL".to_owned(), endpoint), ("SSL_CERT_FILE".to_owned(), bundle)]
    }

    /// How many certificates functions have to read.
    pub(crate) fn trusted_certificates(&self) -> usize {
        self.certificates.trusted
    }

    /// From now on answers come from there. Recording forgets what was remembered.
    pub(crate) fn set_mode(&self, mode: Mode) {
        let mut state = self.shared.state();
        state.mode = mode;
        if mode == Mode::Record {
            state.answers.clear();
        }
    }

    /// Takes what is remembered out, to be put back by [`Cloud::recall`].
    pub(crate) fn recording(&self) -> Recording {
        Recording(std::mem::take(&mut self.shared.state().answers))
    }

    /// Answers are those of this recording, while `during` runs.
    pub(crate) async fn recall<T>(&self, recording: &mut Recording, during: impl Future<Output = T>) -> T {
        std::mem::swap(&mut self.shared.state().answers, &mut recording.0);
        let outcome = during.await;
        std::mem::swap(&mut self.shared.state().answers, &mut recording.0);
        outcome
    }

    /// What passed through to the services so far.
    pub(crate) fn counts(&self) -> BTreeMap<String, Count> {
        self.proxies.iter().flat_map(|(faults, _)| faults.counts()).collect()
    }

    /// How many requests were like no remembered one and got another one's answer.
    pub(crate) fn strange_requests(&self) -> u64 {
        self.shared.state().strange
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// The answers to the requests of one function.
pub(crate) struct Recording(Vec<Remembered>);

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, shared: Arc<Shared>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let (acceptor, shared) = (acceptor.clone(), shared.clone());
        tokio::spawn(async move {
            // Best effort: without it, answers merely come later.
            drop(stream.set_nodelay(true));
            // A function that is ended in the middle breaks its connection: nobody is left to be told.
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let service = service_fn(move |request| {
                let shared = shared.clone();
                async move { shared.answer(request).await }
            });
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, request: Request<Incoming>) -> anyhow::Result<Response<Full<Bytes>>> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let target = head.headers.get("x-amz-target").and_then(|target| target.to_str().ok());
        let target = target.unwrap_or_default().to_owned();
        let content: Value = serde_json::from_slice(&body).unwrap_or_default();
        if let Some(answer) = self.remembered(&target, &content) {
            return Ok(answer);
        }
        let service = target.split('.').next().unwrap_or_default();
        let upstream =
            self.upstream.get(service).with_context(|| format!("{target} is of no local service"))?;
        let mut passed_on = Request::post(format!("{upstream}/")).body(Full::new(body))?;
        for (name, value) in &head.headers {
            if name.as_str().starts_with("x-amz-")
                || name == header::CONTENT_TYPE
                || name == header::AUTHORIZATION
            {
                passed_on.headers_mut().append(name, value.clone());
            }
        }
        let (head, body) = self.client.request(passed_on).await?.into_parts();
        let body = without_capacity(body.collect().await?.to_bytes());
        let content_type = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let answer = Remembered {
            target,
            request: content,
            status: head.status,
            content_type: content_type.unwrap_or("application/x-amz-json-1.0").to_owned(),
            body,
        };
        let response = answer.response();
        self.state().answers.push(answer);
        response
    }

    /// The last answer to the same request, or else to the one that is most alike.
    fn remembered(&self, target: &str, content: &Value) -> Option<Response<Full<Bytes>>> {
        let mut state = self.state();
        if state.mode == Mode::Record {
            return None;
        }
        let answer = most_alike(&state.answers, target, content)?;
        let (strange, response) = (answer.request != *content, answer.response());
        state.strange += u64::from(strange);
        response.ok()
    }
}

/// A session and a customer are asked for at the same moment by two requests of one kind: which of them was answered last
/// says nothing. What their requests begin with tells them apart.
fn most_alike<'a>(answers: &'a [Remembered], target: &str, content: &Value) -> Option<&'a Remembered> {
    let content = content.to_string();
    let alike = |answer: &Remembered| {
        let request = answer.request.to_string();
        let common = request.bytes().zip(content.bytes()).take_while(|(one, other)| one == other).count();
        (request == content, common)
    };
    answers.iter().filter(|answer| answer.target == target).max_by_key(|answer| alike(answer))
}

impl Remembered {
    fn response(&self) -> anyhow::Result<Response<Full<Bytes>>> {
        Ok(Response::builder()
            .status(self.status)
            .header(header::CONTENT_TYPE, &self.content_type)
            .header("x-amzn-requestid", "BENCHBENCHBENCHBENCHBENCHBENCHBENCHBENCHBENCHBENCHB")
            .body(Full::new(self.body.clone()))?)
    }
}

/// The counting proxy asks for the capacity that a request consumes; the function did not.
fn without_capacity(body: Bytes) -> Bytes {
    let Ok(Value::Object(mut members)) = serde_json::from_slice(&body) else { return body };
    match members.remove("ConsumedCapacity") {
        Some(_) => Value::Object(members).to_string().into(),
        None => body,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn get(key: &str) -> Value {
        json!({ "Key": { "PK": { "S": key }, "SK": { "S": "HEAD" } }, "TableName": "navaia" })
    }

    fn answer(target: &str, key: &str) -> Remembered {
        Remembered {
            target: target.to_owned(),
            request: get(key),
            status: StatusCode::OK,
            content_type: String::new(),
            body: Bytes::from(key.to_owned()),
        }
    }

    #[test]
    fn what_was_not_asked_before_gets_the_answer_of_what_is_most_alike() {
        let answers = ["T#1#CUSTOMER#1", "T#1#CUSTOMER#2", "T#1#SESSION#1"].map(|key| answer("GetItem", key));
        for (asked, expected) in [
            ("T#1#CUSTOMER#1", Some("T#1#CUSTOMER#1")),
            ("T#1#CUSTOMER#9", Some("T#1#CUSTOMER#2")),
            ("T#1#SESSION#9", Some("T#1#SESSION#1")),
        ] {
            let found = most_alike(&answers, "GetItem", &get(asked)).map(|answer| answer.body.clone());
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{asked}");
        }
        assert!(most_alike(&answers, "Query", &get("T#1#CUSTOMER#1")).is_none());
    }
}
