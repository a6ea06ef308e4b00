//! The gateway, asked over HTTP.

mod answers;
mod events;
mod serving;

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine as _;
use futures_util::future::BoxFuture;
use jiff::Timestamp;

use super::*;
use crate::clock::ManualClock;
use crate::testing::{ANY_PORT, Reply, function, http, recorder};

/// A gateway with a route for everything the tests need.
struct Fixture {
    url: String,
    server: Server,
    stop: CancellationToken,
    seen: Arc<Mutex<Vec<Activity>>>,
    ready: Arc<AtomicBool>,
}

impl Fixture {
    async fn start() -> Self {
        Self::with(Limits::default()).await
    }

    async fn with(limits: Limits) -> Self {
        let (observer, seen) = recorder();
        let ready = Arc::new(AtomicBool::new(false));
        let slow = |_event: Value, _deadline| -> BoxFuture<'static, Result<Value, String>> {
            Box::pin(std::future::pending())
        };
        let slow =
            Function { name: "slow".to_owned(), timeout: Duration::from_secs(60), code: Arc::new(slow) };
        let route = |method: Method, path: &str, function: Function| HttpRoute {
            method,
            path_template: path.to_owned(),
            function,
        };
        let gateway = Gateway {
            routes: vec![
                route(Method::GET, "/v1/customers", function("customers-list", echo)),
                route(Method::POST, "/v1/customers", function("customers-create", echo)),
                route(Method::GET, "/v1/customers/{customerId}", function("customers-get", echo)),
                route(Method::GET, "/v1/customers/export", function("customers-export", echo)),
                route(Method::GET, "/v1/customers/{customerId}/notes/{noteId}", function("notes-get", echo)),
                route(Method::POST, "/answer", function("answer", |event| Ok(body_as_json(&event)))),
                route(Method::GET, "/fails", function("fails", |_| Err("no luck".to_owned()))),
                route(Method::GET, "/panics", function("panics", |_| panic!("at the disco"))),
                route(
                    Method::GET,
                    "/large",
                    function("large", |_| Ok(json!("x".repeat(6 * 1024 * 1024 + 200)))),
                ),
                route(Method::GET, "/slow", slow),
            ],
            function_urls: vec![
                function("elevenlabs-post-call", echo),
                function("url-fails", |_| Err("no luck".to_owned())),
                function("url-answer", |event| Ok(body_as_json(&event))),
            ],
            limits,
            clock: Arc::new(ManualClock::new("2020-03-12T19:03:58Z".parse::<Timestamp>().unwrap())),
            observer,
            mounts: Vec::new(),
            files: None,
            ready: Arc::clone(&ready),
        };
        let stop = CancellationToken::new();
        let server = gateway.serve(ANY_PORT, stop.clone()).await.unwrap();
        Self { url: server.url(), server, stop, seen, ready }
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        http(request.body(body.into()).unwrap()).await.unwrap()
    }

    async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "").await
    }

    /// What HTTP becomes of `answer` as a function's result.
    async fn answered(&self, answer: &Value) -> Reply {
        self.send("POST", "/answer", &[("content-type", "application/json")], answer.to_string()).await
    }

    /// The event a function got for a request.
    async fn event(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Value {
        let reply = self.send(method, path, headers, body).await;
        assert_eq!(reply.status, 200);
        reply.json()
    }
}

/// Answers with the event itself.
fn echo(event: Value) -> Result<Value, String> {
    Ok(
        json!({ "statusCode": 200, "headers": { "content-type": "application/json" }, "body": event.to_string() }),
    )
}

fn body_as_json(event: &Value) -> Value {
    serde_json::from_str(event["body"].as_str().unwrap()).unwrap()
}
