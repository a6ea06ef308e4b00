//! As in a container: it is reached at another address than the one that it listens at, and nothing is installed there.

use std::process::Command;

use reqwest::StatusCode;
use tempfile::tempdir;

use crate::{process::DevServer, running::Tenant};

/// Nothing listens there.
const PUBLISHED: &str = "http://127.0.0.1:1";

/// What it listens at: the functions are told.
fn inner_url(server: &DevServer) -> String {
    server.url("voiceProviderUrl").strip_suffix("/simulator/api").unwrap().to_owned()
}

#[tokio::test]
async fn calls_arrive_though_the_public_address_leads_nowhere_from_inside() {
    let directory = tempdir().unwrap();
    // No root certificates, either.
    let variables = [("SSL_CERT_FILE", "/nonexistent"), ("SSL_CERT_DIR", "/nonexistent")];
    let server =
        DevServer::start_with(directory.path(), &["--public-url", PUBLISHED, "--seed-demo"], &variables);
    for name in ["apiUrl", "healthUrl", "openapiUrl", "functionUrlBase", "simulatorControlUrl"] {
        assert!(server.url(name).starts_with(PUBLISHED), "{name}");
    }

    let http = simulator::webhook_client().unwrap();
    let api = inner_url(&server);
    let login = http.post(format!("{api}/v1/auth/login")).json(&server.started["demo"]).send().await.unwrap();
    assert_eq!(login.status(), StatusCode::OK);
    let login: serde_json::Value = login.json().await.unwrap();
    let token = login["accessToken"].as_str().unwrap().to_owned();
    let tenant = Tenant { http, api, token, webhook: String::new() };
    let (_, connection) = tenant.api(reqwest::Method::GET, "/v1/settings/voice-connection", None).await;
    let kept = connection["webhookUrl"].as_str().unwrap();
    assert!(kept.starts_with(PUBLISHED), "what people copy is the public address: {kept}");
    tenant.calls_arrived(10).await;
}

#[test]
fn a_stack_can_be_asked_whether_it_is_ready() {
    let directory = tempdir().unwrap();
    let server = DevServer::start(directory.path(), &[]);
    let port = inner_url(&server).rsplit_once(':').unwrap().1.to_owned();
    let check = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_navaia-dev"));
        command.args(["--check", "--listen", &format!("0.0.0.0:{port}")]).output().unwrap()
    };
    assert!(check().status.success());
    server.kill();
    let refused = check();
    assert!(!refused.status.success());
    let text = String::from_utf8(refused.stderr).unwrap();
    assert!(text.contains(&format!("nothing answers at http://localhost:{port}/healthz")), "{text}");
}
