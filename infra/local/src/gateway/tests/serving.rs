//! What the server itself does.

use super::*;

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
