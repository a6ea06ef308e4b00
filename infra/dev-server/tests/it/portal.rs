//! The portal's files and the API at one address.

use std::fs;

use reqwest::{Method, StatusCode};
use tempfile::{TempDir, tempdir};

use crate::process::DevServer;

/// A portal of few files, built.
fn portal() -> TempDir {
    let folder = tempdir().unwrap();
    let out = folder.path().join("out");
    fs::create_dir_all(out.join("customers")).unwrap();
    fs::create_dir_all(out.join("simulator")).unwrap();
    fs::create_dir_all(out.join("_next/static")).unwrap();
    for (file, text) in [
        ("index.html", "<h1>Home</h1>".to_owned()),
        ("404.html", "<h1>Nothing here</h1>".to_owned()),
        ("customers/index.html", "<h1>Customers</h1>".to_owned()),
        ("customers/index.txt", "1:data".to_owned()),
        ("simulator/index.html", "<h1>Simulator</h1>".to_owned()),
        ("_next/static/main.js", "console.info('x');".repeat(200)),
    ] {
        fs::write(out.join(file), text).unwrap();
    }
    fs::write(folder.path().join("secret"), "not to be served").unwrap();
    let headers = r#"{ "rules": [
        { "path": "/*", "headers": { "content-security-policy": "default-src 'none'", "cache-control": "no-cache" } },
        { "path": "/_next/static/*", "headers": { "cache-control": "public, max-age=31536000, immutable" } }
    ] }"#;
    fs::write(folder.path().join("headers.json"), headers).unwrap();
    folder
}

#[tokio::test]
async fn files_and_api_have_one_address() {
    let (directory, portal) = (tempdir().unwrap(), portal());
    let folder = portal.path().to_str().unwrap();
    let server = DevServer::start(directory.path(), &["--portal", folder]);
    let http = simulator::webhook_client().unwrap();
    let url = |path: &str| format!("{}{path}", server.url("apiUrl"));
    for (path, status, kind, cached, text) in [
        ("/", 200, "text/html", "no-cache", "<h1>Home</h1>"),
        ("/customers/", 200, "text/html", "no-cache", "<h1>Customers</h1>"),
        ("/customers/?q=robin", 200, "text/html", "no-cache", "<h1>Customers</h1>"),
        ("/customers/index.txt", 200, "text/plain", "no-cache", "1:data"),
        ("/simulator/", 200, "text/html", "no-cache", "<h1>Simulator</h1>"),
        ("/_next/static/main.js", 200, "text/javascript", "public, max-age=31536000, immutable", "console"),
        ("/_next/static/gone.js", 404, "text/html", "no-cache", "<h1>Nothing here</h1>"),
        ("/nowhere/", 404, "text/html", "no-cache", "<h1>Nothing here</h1>"),
        ("/%2e%2e/secret", 404, "text/html", "no-cache", "<h1>Nothing here</h1>"),
    ] {
        let answer = http.get(url(path)).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path}");
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert!(header("content-type").starts_with(kind), "{path}: {}", header("content-type"));
        assert_eq!(header("cache-control"), cached, "{path}");
        assert_eq!(header("content-security-policy"), "default-src 'none'", "{path}");
        assert!(answer.text().await.unwrap().starts_with(text), "{path}");
    }

    let head = http.head(url("/customers/")).send().await.unwrap();
    assert_eq!((head.status(), head.content_length()), (StatusCode::OK, Some(0)));
    let folder = http.get(url("/customers")).send().await.unwrap();
    assert!(folder.status().is_redirection(), "{}", folder.status());
    assert_eq!(folder.headers()["location"], "/customers/");
    let posted = http.request(Method::POST, url("/customers/")).send().await.unwrap();
    assert_eq!(
        (posted.status(), &posted.headers()["allow"]),
        (StatusCode::METHOD_NOT_ALLOWED, &"GET, HEAD".parse().unwrap())
    );
    let packed = http.get(url("/_next/static/main.js")).header("accept-encoding", "br, gzip");
    assert_eq!(packed.send().await.unwrap().headers()["content-encoding"], "br");

    let api = http.get(url("/v1/customers")).send().await.unwrap();
    assert_eq!(api.status(), StatusCode::UNAUTHORIZED, "the API is where it was");
    assert_eq!(
        http.get(url("/v1/nowhere")).send().await.unwrap().text().await.unwrap(),
        r#"{"message":"Not Found"}"#
    );
    assert_eq!(server.url("portalUrl"), url("/"));
}

#[tokio::test]
async fn without_a_portal_the_api_starts_and_says_so() {
    let (directory, nothing) = (tempdir().unwrap(), tempdir().unwrap());
    let server = DevServer::start(directory.path(), &["--portal", nothing.path().to_str().unwrap()]);
    assert!(server.started["portalUrl"].is_null());
    let answer =
        simulator::webhook_client().unwrap().get(format!("{}/", server.url("apiUrl"))).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let (_, log) = server.terminate();
    assert!(log.contains("not built"), "{log}");
}
