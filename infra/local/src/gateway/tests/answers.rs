//! What becomes of an answer of a function.

use super::*;

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
