use reqwest::{Method, StatusCode};
use serde_json::json;
use tempfile::tempdir;

use crate::{process::DevServer, running::Tenant};

#[tokio::test]
async fn a_second_start_finds_its_data_again() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &[]);
    let email = "robin@example.com";
    let mut tenant = Tenant::register(&server, email).await;
    let customer = json!({ "phone": "+12025550142", "name": "Robin Example" });
    let (status, created) = tenant.api(Method::POST, "/v1/customers", Some(&customer)).await;
    assert_eq!(status, StatusCode::CREATED, "{created}");

    let (status, output) = server.terminate();
    assert!(status.success(), "{status}: {output}");
    assert!(output.contains("POST   /v1/customers 201"), "one readable line per request: {output}");
    assert!(!output.contains("+1202555"), "no personal data in the log: {output}");

    let server = DevServer::start(directory.path(), &[]);
    tenant.sign_in(&server, email).await;
    let path = format!("/v1/customers/{}", created["id"].as_str().unwrap());
    let (status, read) = tenant.api(Method::GET, &path, None).await;
    assert_eq!((status, read), (StatusCode::OK, created));
}

#[tokio::test]
async fn everything_that_is_printed_answers() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &["--seed-demo"]);
    let http = simulator::webhook_client().unwrap();
    for name in ["healthUrl", "openapiUrl"] {
        assert_eq!(http.get(server.url(name)).send().await.unwrap().status(), StatusCode::OK, "{name}");
    }
    let login = &server.started["demo"];
    let url = format!("{}/v1/auth/login", server.url("apiUrl"));
    let answer = http.post(url).json(login).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);

    let shown = [server.url("dataDirectory"), login["password"].as_str().unwrap().to_owned()];
    let (_, log) = server.terminate();
    for shown in shown {
        assert!(log.contains(&shown), "a person reads it too: {shown}");
    }
}

#[tokio::test]
async fn no_page_of_another_origin_may_call_the_api() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &[]);
    let http = simulator::webhook_client().unwrap();
    let url = format!("{}/v1/customers", server.url("apiUrl"));
    let preflight = http.request(Method::OPTIONS, &url).header("origin", "http://localhost:3000");
    let answer = preflight.header("access-control-request-method", "POST").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert!(!answer.headers().contains_key("access-control-allow-origin"));

    let answer = http.get(&url).header("origin", "http://localhost:3000").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
}
