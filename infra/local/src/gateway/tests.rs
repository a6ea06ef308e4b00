//! The gateway, asked over HTTP.

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

#[tokio::test]
async fn the_event_has_everything_an_http_api_puts_into_it() {
    let gateway = Fixture::start().await;
    let headers = [
        ("Cookie", "a=1; b=2"),
        ("cookie", "c=3"),
        ("X-Tag", "one"),
        ("X-Tag", "two"),
        ("User-Agent", "tests"),
        ("Host", "api.example.com:8787"),
    ];
    let event = gateway.event("GET", "/v1/customers?tag=a&tag=b%20c&empty=&q=x+y", &headers, "").await;
    assert_eq!(event["version"], "2.0");
    assert_eq!(event["routeKey"], "GET /v1/customers");
    assert_eq!(event["rawPath"], "/v1/customers");
    assert_eq!(event["rawQueryString"], "tag=a&tag=b%20c&empty=&q=x+y");
    assert_eq!(event["queryStringParameters"], json!({ "tag": "a,b c", "empty": "", "q": "x y" }));
    assert_eq!(event["cookies"], json!(["a=1", "b=2", "c=3"]));
    assert_eq!(event["headers"]["x-tag"], "one,two");
    assert_eq!(event["headers"]["x-forwarded-for"], "127.0.0.1");
    assert_eq!(event["headers"].get("cookie"), None);
    assert_eq!(event.get("body"), None);
    assert_eq!(event.get("pathParameters"), None);
    assert_eq!(event["isBase64Encoded"], false);
    let context = &event["requestContext"];
    assert_eq!(
        context["http"],
        json!({
            "method": "GET", "path": "/v1/customers", "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1", "userAgent": "tests",
        })
    );
    assert_eq!(context["stage"], "$default");
    assert_eq!(context["routeKey"], "GET /v1/customers");
    assert_eq!(context["domainName"], "api.example.com");
    assert_eq!(context["time"], "12/Mar/2020:19:03:58 +0000");
    assert_eq!(context["timeEpoch"], 1_584_039_838_000_i64);
    assert_eq!(context["accountId"], crate::ACCOUNT);
    assert_eq!(context["requestId"].as_str().unwrap().len(), 36);
}

#[tokio::test]
async fn the_adapter_of_the_functions_reads_the_event() {
    let gateway = Fixture::start().await;
    let headers = [("cookie", "a=1; b=2"), ("content-type", "application/json"), ("host", "localhost:8787")];
    for path in ["/v1/customers?q=a%20b", "/lambda-url/elevenlabs-post-call/v1/customers?q=a%20b"] {
        let event = gateway.event("POST", path, &headers, "{}").await.to_string();
        let request = lambda_http::request::from_str(&event).unwrap();
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri().path(), "/v1/customers");
        assert_eq!(request.uri().query(), Some("q=a%20b"));
        assert_eq!(request.headers()["cookie"], "a=1; b=2");
        assert_eq!(request.body().as_ref(), b"{}");
    }
}

#[tokio::test]
async fn path_parameters_are_decoded_and_the_most_specific_route_wins() {
    let gateway = Fixture::start().await;
    let event = gateway.event("GET", "/v1/customers/a%2Fb%20c%C3%A9", &[], "").await;
    assert_eq!(event["pathParameters"], json!({ "customerId": "a/b cé" }));
    assert_eq!(event["rawPath"], "/v1/customers/a%2Fb%20c%C3%A9");
    let event = gateway.event("GET", "/v1/customers/1/notes/2", &[], "").await;
    assert_eq!(event["pathParameters"], json!({ "customerId": "1", "noteId": "2" }));
    let event = gateway.event("GET", "/v1/customers/export", &[], "").await;
    assert_eq!(event["routeKey"], "GET /v1/customers/export");
}

#[tokio::test]
async fn what_has_no_route_is_not_found_a_wrong_method_included() {
    let gateway = Fixture::start().await;
    let paths = [
        ("GET", "/"),
        ("GET", "/v1"),
        ("GET", "/v1/customers/"),
        ("GET", "/v1/customers/1/2"),
        ("PUT", "/v1/customers"),
        ("OPTIONS", "/v1/customers"),
        ("GET", "/lambda-url/unknown/"),
    ];
    for (method, path) in paths {
        let reply = gateway.send(method, path, &[], "").await;
        assert_eq!((reply.status, reply.json()), (404, json!({ "message": "Not Found" })), "{method} {path}");
    }
    assert_eq!(gateway.send("HEAD", "/v1/customers", &[], "").await.status, 404);
}

#[tokio::test]
async fn text_bodies_arrive_as_they_are_and_others_in_base64() {
    let gateway = Fixture::start().await;
    for content_type in
        ["application/json", "Text/CSV; charset=utf-8", "application/problem+json", "application/xml"]
    {
        let event = gateway
            .event("POST", "/v1/customers", &[("content-type", content_type)], "{\"name\":\"Zoë\"}")
            .await;
        assert_eq!(event["body"], "{\"name\":\"Zoë\"}", "{content_type}");
        assert_eq!(event["isBase64Encoded"], false);
    }
    let base64 = base64::engine::general_purpose::STANDARD;
    for headers in [
        vec![("content-type", "application/octet-stream")],
        vec![("content-type", "application/x-www-form-urlencoded")],
        vec![],
        vec![("content-type", "application/json"), ("content-encoding", "gzip")],
    ] {
        let event = gateway.event("POST", "/v1/customers", &headers, "a=b").await;
        assert_eq!(event["body"], base64.encode("a=b"), "{headers:?}");
        assert_eq!(event["isBase64Encoded"], true);
    }
    let not_text = Bytes::from_static(b"\xff\xfe{}");
    let event =
        gateway.event("POST", "/v1/customers", &[("content-type", "application/json")], not_text).await;
    assert_eq!(event["body"], base64.encode(b"\xff\xfe{}"));
}

#[tokio::test]
async fn a_full_answer_becomes_http() {
    let gateway = Fixture::start().await;
    let reply = gateway
        .answered(&json!({
            "statusCode": 201,
            "headers": { "Content-Type": "text/html", "ETag": "\"1\"", "content-length": "999", "x-number": 5 },
            "multiValueHeaders": { "link": ["</a>; rel=next", "</b>; rel=prev"] },
            "cookies": ["a=1; HttpOnly", "b=2"],
            "body": "<p>hi</p>",
        }))
        .await;
    assert_eq!(reply.status, 201);
    assert_eq!(reply.header("content-type"), Some("text/html"));
    assert_eq!(reply.header("etag"), Some("\"1\""));
    assert_eq!(reply.header("x-number"), Some("5"));
    assert_eq!(reply.headers.get_all("link").iter().count(), 2);
    assert_eq!(reply.headers.get_all("set-cookie").iter().collect::<Vec<_>>(), ["a=1; HttpOnly", "b=2"]);
    assert_eq!(reply.body, "<p>hi</p>");

    let binary =
        gateway.answered(&json!({ "statusCode": 200, "body": "//4A", "isBase64Encoded": true })).await;
    assert_eq!(binary.body.as_ref(), [255, 254, 0]);
    assert_eq!(binary.header("content-type"), Some("text/plain; charset=utf-8"));
    let empty = gateway.answered(&json!({ "statusCode": 204 })).await;
    assert_eq!((empty.status, empty.body.len(), empty.header("content-type")), (204, 0, None));
}

#[tokio::test]
async fn an_answer_without_a_status_is_the_body() {
    let gateway = Fixture::start().await;
    let reply = gateway.answered(&json!({ "message": "hello" })).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
    assert_eq!(reply.json(), json!({ "message": "hello" }));
    let reply = gateway.answered(&json!([1, 2])).await;
    assert_eq!(reply.json(), json!([1, 2]));
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_an_internal_error() {
    let gateway = Fixture::start().await;
    for answer in [
        json!({ "statusCode": "ok" }),
        json!({ "statusCode": 99 }),
        json!({ "statusCode": 200, "body": { "not": "text" } }),
        json!({ "statusCode": 200, "body": "not base64!", "isBase64Encoded": true }),
        json!({ "statusCode": 200, "headers": { "a b": "c" } }),
        json!({ "statusCode": 200, "headers": { "a": "line\nbreak" } }),
    ] {
        let reply = gateway.answered(&answer).await;
        assert_eq!(
            (reply.status, reply.json()),
            (500, json!({ "message": "Internal Server Error" })),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn failures_of_a_function_are_internal_errors_and_the_server_goes_on() {
    let gateway = Fixture::start().await;
    for path in ["/fails", "/panics", "/large"] {
        let reply = gateway.get(path).await;
        assert_eq!(
            (reply.status, reply.json()),
            (500, json!({ "message": "Internal Server Error" })),
            "{path}"
        );
    }
    assert_eq!(gateway.get("/v1/customers").await.status, 200);
    let seen = gateway.seen.lock().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(seen.contains("the function failed: no luck"), "{seen}");
    assert!(seen.contains("the function panicked: at the disco"), "{seen}");
    assert!(seen.contains("maximum allowed payload size"), "{seen}");
}

#[tokio::test]
async fn a_function_that_takes_too_long_is_a_503() {
    let limits = Limits { integration_timeout: Duration::from_millis(20), ..Limits::default() };
    let gateway = Fixture::with(limits).await;
    let reply = gateway.get("/slow").await;
    assert_eq!((reply.status, reply.json()), (503, json!({ "message": "Service Unavailable" })));
}

#[tokio::test]
async fn requests_above_the_limits_are_too_large() {
    let gateway = Fixture::start().await;
    let json = [("content-type", "application/json")];
    let binary = [("content-type", "application/octet-stream")];
    let above_10_mb = vec![b'x'; 10 * 1024 * 1024 + 1];
    assert_eq!(gateway.send("POST", "/v1/customers", &json, above_10_mb).await.status, 413);
    // 5 MB fit as text, and do not in base64. (The echoing functions' answers would be too large; the status
    // is theirs.)
    let five = vec![b'x'; 5 * 1024 * 1024];
    assert_eq!(gateway.send("POST", "/v1/customers", &binary, five.clone()).await.status, 413);
    assert_eq!(gateway.send("POST", "/v1/customers", &json, five.clone()).await.status, 200);
    assert_eq!(
        gateway.send("POST", "/lambda-url/elevenlabs-post-call/x", &binary, five.clone()).await.status,
        413
    );
    assert_eq!(gateway.send("POST", "/lambda-url/elevenlabs-post-call/x", &json, five).await.status, 200);
    let above_6_mb = vec![b'x'; 6 * 1024 * 1024 + 1];
    assert_eq!(
        gateway.send("POST", "/lambda-url/elevenlabs-post-call/x", &json, above_6_mb).await.status,
        413
    );
    let long = "x".repeat(11_000);
    assert_eq!(gateway.send("GET", "/v1/customers", &[("x-long", &long)], "").await.status, 431);
}

#[tokio::test]
async fn a_function_url_gets_its_own_event() {
    let gateway = Fixture::start().await;
    let headers = [("content-type", "application/json"), ("elevenlabs-signature", "t=1,v0=2")];
    let event = gateway.event("POST", "/lambda-url/elevenlabs-post-call/hook-1/x?y=1", &headers, "{}").await;
    assert_eq!(event["version"], "2.0");
    assert_eq!(event["routeKey"], "$default");
    assert_eq!(event["rawPath"], "/hook-1/x");
    assert_eq!(event["rawQueryString"], "y=1");
    assert_eq!(event["headers"]["elevenlabs-signature"], "t=1,v0=2");
    assert_eq!(event["body"], "{}");
    assert_eq!(event["requestContext"]["http"]["path"], "/hook-1/x");
    assert_eq!(event["requestContext"]["domainName"], "elevenlabs-post-call.lambda-url.us-east-1.on.aws");
    assert_eq!(event["requestContext"]["accountId"], "anonymous");
    for path in ["/lambda-url/elevenlabs-post-call", "/lambda-url/elevenlabs-post-call/"] {
        assert_eq!(gateway.event("GET", path, &[], "").await["rawPath"], "/");
    }
    assert_eq!(gateway.send("POST", "/lambda-url/url-fails/", &[], "").await.status, 502);
    let text = json!({ "statusCode": 200, "body": "hi" }).to_string();
    let reply =
        gateway.send("POST", "/lambda-url/url-answer/", &[("content-type", "application/json")], text).await;
    assert_eq!(
        (reply.header("content-type"), reply.body.as_ref()),
        (Some("application/json"), b"hi".as_slice())
    );
}

#[tokio::test]
async fn every_request_is_one_line_without_query_or_hook_id() {
    let gateway = Fixture::start().await;
    gateway.get("/v1/customers?q=Zoe").await;
    gateway.send("POST", "/lambda-url/elevenlabs-post-call/secret-hook", &[], "").await;
    gateway.get("/nowhere").await;
    let seen = gateway.seen.lock().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    let without_time: Vec<String> = seen
        .iter()
        .map(|line| {
            let words = line.split_whitespace().enumerate().filter(|(index, _)| *index != 3);
            words.map(|(_, word)| word).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(
        without_time,
        [
            "GET /v1/customers 200 ms customers-list",
            "POST /lambda-url/elevenlabs-post-call/ 200 ms elevenlabs-post-call",
            "GET /nowhere 404 ms",
        ]
    );
}

#[tokio::test]
async fn no_page_of_another_origin_may_call() {
    let gateway = Fixture::start().await;
    let origin = ("origin", "https://elsewhere.example.com");
    let asked = [origin, ("access-control-request-method", "POST")];
    let preflight = gateway.send("OPTIONS", "/v1/customers", &asked, "").await;
    let call = gateway.send("GET", "/v1/customers", &[origin], "").await;
    assert_eq!((preflight.status, call.status), (404, 200));
    for reply in [preflight, call] {
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn health_tells_when_everything_runs() {
    let gateway = Fixture::start().await;
    assert_eq!(gateway.get("/healthz").await.status, 503);
    gateway.ready.store(true, Ordering::Release);
    let reply = gateway.get("/healthz").await;
    assert_eq!((reply.status, reply.json()), (200, json!({ "status": "ok" })));
    assert!(gateway.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_stop_lets_the_requests_under_way_end() {
    let (begun, begin) = tokio::sync::oneshot::channel();
    let (release, released) = tokio::sync::oneshot::channel::<()>();
    let once = Mutex::new(Some((begun, released)));
    let code = move |_event: Value, _deadline| -> BoxFuture<'static, Result<Value, String>> {
        let (begun, released) = once.lock().unwrap().take().unwrap();
        Box::pin(async move {
            begun.send(()).unwrap();
            released.await.unwrap();
            Ok(json!({ "statusCode": 200, "body": "done" }))
        })
    };
    let function =
        Function { name: "held".to_owned(), timeout: Duration::from_secs(30), code: Arc::new(code) };
    let gateway = Gateway {
        routes: vec![HttpRoute { method: Method::GET, path_template: "/held".to_owned(), function }],
        function_urls: Vec::new(),
        limits: Limits::default(),
        clock: Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH)),
        observer: recorder().0,
        mounts: Vec::new(),
        files: None,
        ready: Arc::default(),
    };
    let stop = CancellationToken::new();
    let server = gateway.serve(ANY_PORT, stop.clone()).await.unwrap();
    let request = Request::get(format!("{}/held", server.url())).body(Bytes::new()).unwrap();
    let reply = tokio::spawn(http(request));
    begin.await.unwrap();
    stop.cancel();
    release.send(()).unwrap();
    assert_eq!(reply.await.unwrap().unwrap().body, "done");
    server.stopped().await;
}

#[tokio::test]
async fn a_stopped_gateway_does_not_listen() {
    let gateway = Fixture::start().await;
    gateway.get("/v1/customers").await;
    gateway.stop.cancel();
    gateway.server.stopped().await;
    let request = Request::get(format!("{}/v1/customers", gateway.url)).body(Bytes::new()).unwrap();
    assert!(http(request).await.is_err());
}

#[tokio::test]
async fn two_routes_for_the_same_requests_are_refused() {
    let route = |path: &str| HttpRoute {
        method: Method::GET,
        path_template: path.to_owned(),
        function: function("f", echo),
    };
    assert!(Routes::new(vec![route("/a/{x}"), route("/a/{y}")]).is_err());
    assert!(Routes::new(vec![route("/a/{x}"), route("/a/b")]).is_ok());
}
