//! Portal and API at the edge's one address, as the template makes it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use reqwest::{Method, Response, StatusCode};
use runtime::edge::{KEY_HEADER, VIEWER_HEADER};
use serde_json::{Value, json};

use crate::{
    background::client,
    root,
    stack::{Stack, printed},
    tools::python_tool,
};

const SCRIPT: &str = "_next/static/main.js";
const REPLACED_SCRIPT: &str = "_next/static/old.js";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The portal's files and the API, as a browser has them.
pub(crate) async fn portal_and_api_have_one_address(stack: &Stack) {
    let edge = Edge::of(stack);
    let portal = Portal::built();

    portal.write(REPLACED_SCRIPT, "console.info('old');");
    assert_eq!(edge.upload(&portal)["removed"], json!([]));
    fs::remove_file(portal.out().join(REPLACED_SCRIPT)).unwrap();
    portal.write(SCRIPT, "console.info('new');");
    let uploaded = edge.upload(&portal)["uploaded"].clone();
    // What is there is not sent again, and the pages come last.
    let pages = json!([SCRIPT, "customers/index.txt", "404.html", "customers/index.html", "index.html"]);
    assert_eq!(uploaded, pages);

    files_are_served(&edge).await;
    the_api_is_served(&edge).await;
    the_edge_tells_where_requests_come_from(stack, &edge).await;
}

async fn files_are_served(edge: &Edge<'_>) {
    const NOT_THERE: &str = "<h1>Nothing here</h1>";
    for (path, status, kind, kept, text) in [
        ("/", 200, "text/html", "no-cache", "<h1>Home</h1>"),
        ("/customers/", 200, "text/html", "no-cache", "<h1>Customers</h1>"),
        ("/customers", 200, "text/html", "no-cache", "<h1>Customers</h1>"),
        ("/customers/?q=robin", 200, "text/html", "no-cache", "<h1>Customers</h1>"),
        ("/customers/index.txt", 200, "text/plain", "no-cache", "1:data"),
        ("/_next/static/main.js", 200, "text/javascript", FOR_EVER, "console.info('new');"),
        // Somebody may still have the page open that needs it.
        ("/_next/static/old.js", 200, "text/javascript", FOR_EVER, "console.info('old');"),
        ("/nowhere/", 404, "text/html", "no-cache", NOT_THERE),
        ("/v1", 404, "text/html", "no-cache", NOT_THERE),
        ("/404.html", 404, "text/html", "no-cache", NOT_THERE),
    ] {
        let answer = edge.send(Method::GET, path).await;
        assert_eq!(answer.status().as_u16(), status, "{path}");
        assert!(header(&answer, "content-type").starts_with(kind), "{path}: {answer:?}");
        assert_eq!(header(&answer, "cache-control"), kept, "{path}");
        has_the_portals_headers(&answer);
        assert!(!answer.headers().contains_key("x-amz-meta-status"), "{path}");
        assert_eq!(answer.text().await.unwrap(), text, "{path}");
    }
    // S3 itself answers, in the emulator with 403 whatever the edge may ask.
    let gone = edge.send(Method::GET, "/_next/static/gone.js").await;
    assert_eq!(gone.status(), StatusCode::FORBIDDEN);
    assert!(!gone.headers().contains_key("cache-control"), "that there is none is not kept: {gone:?}");
    let record = edge.send(Method::GET, "/replaced.json").await;
    assert_eq!(record.status(), StatusCode::FORBIDDEN, "it is not below what the edge serves");

    let head = edge.send(Method::HEAD, "/customers/").await;
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!(head.text().await.unwrap(), "");
    assert_eq!(edge.send(Method::POST, "/customers/").await.status(), StatusCode::FORBIDDEN);
}

async fn the_api_is_served(edge: &Edge<'_>) {
    let unknown = edge.send(Method::GET, "/v1/nowhere").await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    assert_eq!(unknown.json::<Value>().await.unwrap(), json!({ "message": "Not Found" }));
    let refused = edge.send(Method::GET, "/v1/customers").await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "unauthenticated");

    let registered = edge.register("browser@example.com", &[]).await;
    let cookie = header(&registered, "set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert!(!registered.headers().contains_key("content-encoding"));
    let refresh = edge.request(Method::POST, "/v1/auth/refresh");
    let refreshed = refresh.header("cookie", cookie.split(';').next().unwrap()).send().await.unwrap();
    assert_eq!(refreshed.status(), StatusCode::OK, "the cookie came through, there and back");
    assert!(header(&refreshed, "cache-control").contains("no-store"), "{refreshed:?}");
    let token = refreshed.json::<Value>().await.unwrap()["accessToken"].as_str().unwrap().to_owned();

    let create = edge.request(Method::POST, "/v1/customers").bearer_auth(&token);
    let created =
        create.header("idempotency-key", "one").json(&json!({ "name": "Noor", "phone": "+12025550177" }));
    let created = created.send().await.unwrap();
    assert_eq!(created.status(), StatusCode::CREATED);
    let path = format!("/v1/customers/{}", created.json::<Value>().await.unwrap()["id"].as_str().unwrap());
    let read = edge.request(Method::GET, &path).bearer_auth(&token).send().await.unwrap();
    let version = header(&read, "etag").to_owned();
    let found = edge.request(Method::GET, "/v1/customers?q=noor").bearer_auth(&token).send().await.unwrap();
    assert_eq!(found.json::<Value>().await.unwrap()["items"].as_array().unwrap().len(), 1);
    let delete = edge.request(Method::DELETE, &path).bearer_auth(&token).header("if-match", version);
    assert!(delete.send().await.unwrap().status().is_success());
    // The API's own 404, not a page.
    let deleted = edge.request(Method::GET, &format!("{path}0")).bearer_auth(&token).send().await.unwrap();
    assert_eq!(deleted.status(), StatusCode::NOT_FOUND);
    assert_eq!(deleted.json::<Value>().await.unwrap()["code"], "not_found");
}

/// The emulator sees everybody on this machine, so what a viewer makes up is told apart by its address alone.
async fn the_edge_tells_where_requests_come_from(stack: &Stack, edge: &Edge<'_>) {
    let key = stack.look("edge-key");
    assert!(key["secret"].as_str().is_some_and(|key| key.len() == 64));
    assert_eq!(key["sentByEdge"], key["secret"]);
    let key = key["secret"].as_str().unwrap();

    edge.register("forged@example.com", &[(VIEWER_HEADER, "192.0.2.1"), (KEY_HEADER, "made up")]).await;
    edge.register("copied@example.com", &[(VIEWER_HEADER, "192.0.2.2"), (KEY_HEADER, key)]).await;
    let direct = stack.api(Method::POST, "/v1/auth/register").header(VIEWER_HEADER, "192.0.2.3");
    created(direct.header(KEY_HEADER, "made up"), "direct@example.com").await;
    let proven = stack.api(Method::POST, "/v1/auth/register").header(VIEWER_HEADER, "192.0.2.4");
    created(proven.header(KEY_HEADER, key), "proven@example.com").await;
    assert_eq!(stack.look("sources"), json!(["127.0.0.1", "192.0.2.4"]));
}

async fn created(request: reqwest::RequestBuilder, email: &str) -> Response {
    let business = json!({
        "tenantName": "Harbour Dental", "name": "Robin Harbour", "email": email,
        "password": "correct horse battery staple",
    });
    let answer = request.json(&business).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED, "{email}");
    answer
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).unwrap_or_else(|| panic!("no {name}: {answer:?}")).to_str().unwrap()
}

/// All that `portal/headers.json` says of every path.
fn has_the_portals_headers(answer: &Response) {
    let headers: Value =
        serde_json::from_slice(&fs::read(root().join("portal/headers.json")).unwrap()).unwrap();
    for (name, value) in headers["rules"][0]["headers"].as_object().unwrap() {
        if name != "cache-control" {
            assert_eq!(header(answer, name), value.as_str().unwrap(), "{name}");
        }
    }
}

/// The edge of a stack, for browsers.
struct Edge<'a> {
    stack: &'a Stack,
    http: reqwest::Client,
}

impl<'a> Edge<'a> {
    fn of(stack: &'a Stack) -> Self {
        Self { stack, http: client() }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        // The emulator knows it by the header, and takes what says so for TLS.
        let request = self.http.request(method, format!("{}{path}", self.stack.emulator.url()));
        request.header("host", self.stack.output("EdgeDomainName")).header("x-forwarded-proto", "https")
    }

    async fn send(&self, method: Method, path: &str) -> Response {
        self.request(method, path).send().await.unwrap()
    }

    async fn register(&self, email: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = self.request(Method::POST, "/v1/auth/register");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        created(request, email).await
    }

    /// Puts the portal where it is served, and gives what was done.
    fn upload(&self, portal: &Portal) -> Value {
        let mut upload = python_tool("python");
        upload.args(["-B", "infra/deploy_portal.py", "navaia"]).arg(&portal.0);
        for (name, value) in [
            ("AWS_ENDPOINT_URL", self.stack.emulator.url().as_str()),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_DEFAULT_REGION", "eu-central-1"),
        ] {
            upload.env(name, value);
        }
        serde_json::from_str(&printed(&self.stack.emulator, upload)).unwrap()
    }
}

/// A portal of few files, with the real headers.
struct Portal(PathBuf);

impl Portal {
    fn built() -> Self {
        let portal = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join("portal-at-the-edge"));
        drop(fs::remove_dir_all(&portal.0));
        for (name, text) in [
            ("index.html", "<h1>Home</h1>"),
            ("404.html", "<h1>Nothing here</h1>"),
            ("customers/index.html", "<h1>Customers</h1>"),
            ("customers/index.txt", "1:data"),
        ] {
            portal.write(name, text);
        }
        fs::copy(root().join("portal/headers.json"), portal.0.join("headers.json")).unwrap();
        portal
    }

    fn out(&self) -> PathBuf {
        self.0.join("out")
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.out().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}
