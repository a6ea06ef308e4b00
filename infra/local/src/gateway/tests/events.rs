//! What a function is given.

use super::*;

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
        // A function URL has no edge before it.
        let has_headers = reply.headers.contains_key("content-security-policy");
        assert_eq!(has_headers, !path.starts_with("/lambda-url"), "{method} {path}");
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
