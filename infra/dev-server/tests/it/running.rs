//! A tenant on a running dev server, through the API only.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::{Client, Method, StatusCode};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::process::DevServer;

/// The agents of the fixtures.
pub(crate) const AGENTS: [&str; 2] =
    ["agent_0901navaiareceptiontest000001", "agent_0901navaiaoutboundtest0000002"];
pub(crate) const PASSWORD: &str = "correct horse battery staple";
/// After this, something is wrong: even a thousand webhooks are processed in a fraction of it.
const PATIENCE: Duration = Duration::from_secs(180);
const WEBHOOK_SECRET: &str = "wsec_end_to_end_only_0000000000000001";

/// A tenant with a voice connection and the agents of the fixtures.
pub(crate) struct Tenant {
    pub(crate) http: Client,
    pub(crate) api: String,
    pub(crate) token: String,
    pub(crate) webhook: String,
}

impl Tenant {
    /// Registers it.
    pub(crate) async fn register(server: &DevServer, email: &str) -> Self {
        let http = simulator::webhook_client().unwrap();
        let mut tenant =
            Self { http, api: server.url("apiUrl"), token: String::new(), webhook: String::new() };
        let register = json!({
            "tenantName": "Harbour Dental", "name": "Robin Harbour", "email": email, "password": PASSWORD,
        });
        let (status, answer) = tenant.api(Method::POST, "/v1/auth/register", Some(&register)).await;
        assert_eq!(status, StatusCode::CREATED, "{answer}");
        tenant.token = answer["accessToken"].as_str().unwrap().to_owned();

        let credentials = json!({
            "apiKey": "sim-end-to-end",
            "webhookSecret": WEBHOOK_SECRET,
        });
        let (status, answer) =
            tenant.api(Method::PUT, "/v1/settings/voice-connection", Some(&credentials)).await;
        assert!(status.is_success(), "{answer}");
        tenant.webhook = answer["webhookUrl"].as_str().unwrap().replace("localhost", "127.0.0.1");
        for agent in AGENTS {
            let agent = json!({ "agentId": agent, "name": "Reception" });
            let (status, answer) = tenant.api(Method::POST, "/v1/settings/voice-agents", Some(&agent)).await;
            assert_eq!(status, StatusCode::CREATED, "{answer}");
        }
        tenant
    }

    /// Signs in again, perhaps at another start of the server.
    pub(crate) async fn sign_in(&mut self, server: &DevServer, email: &str) {
        let old = std::mem::replace(&mut self.api, server.url("apiUrl"));
        self.webhook = self.webhook.replace(&old, &self.api);
        let login = json!({ "email": email, "password": PASSWORD });
        let (status, answer) = self.api(Method::POST, "/v1/auth/login", Some(&login)).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        self.token = answer["accessToken"].as_str().unwrap().to_owned();
    }

    /// Calls the API.
    pub(crate) async fn api(&self, method: Method, path: &str, body: Option<&Value>) -> (StatusCode, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.api)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        (answer.status(), answer.json().await.unwrap_or(Value::Null))
    }

    /// All items of a list.
    pub(crate) async fn list(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let (status, page) = self.api(Method::GET, &format!("{path}?limit=200{cursor}"), None).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }

    /// Delivers a webhook, signed now; gives the status.
    pub(crate) async fn deliver(&self, body: Vec<u8>) -> StatusCode {
        let signature = sign(&body, now());
        self.deliver_signed(body, &signature).await
    }

    /// Delivers a webhook with this signature.
    pub(crate) async fn deliver_signed(&self, body: Vec<u8>, signature: &str) -> StatusCode {
        let request = self.http.post(&self.webhook).header(elevenlabs::signature::HEADER, signature);
        request.header("content-type", "application/json").body(body).send().await.unwrap().status()
    }

    /// All calls, once there are so many.
    pub(crate) async fn calls_arrived(&self, count: usize) -> Vec<Value> {
        let asked = Instant::now();
        loop {
            let calls = self.list("/v1/calls").await;
            if calls.len() >= count {
                return calls;
            }
            assert!(asked.elapsed() < PATIENCE, "{} of {count} calls arrived", calls.len());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// All calls, once every webhook is processed.
    pub(crate) async fn calls(&self) -> Vec<Value> {
        let asked = Instant::now();
        loop {
            let (status, page) =
                self.api(Method::GET, "/v1/operations/inbox?state=pending&limit=1", None).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            if page["items"].as_array().unwrap().is_empty() && page["nextCursor"].is_null() {
                return self.list("/v1/calls").await;
            }
            assert!(asked.elapsed() < PATIENCE, "webhooks still wait: {page}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// The signature of a body at a time.
pub(crate) fn sign(body: &[u8], at: Timestamp) -> String {
    elevenlabs::signature::sign(&SecretString::from(WEBHOOK_SECRET), body, at)
}

pub(crate) fn now() -> Timestamp {
    use runtime::Clock as _;
    runtime::SystemClock.now()
}

/// A fixture, to the byte.
pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/../../tests/fixtures/elevenlabs/webhooks/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// A conversation of the reception agent with one caller.
pub(crate) fn conversation(id: &str, caller: &str) -> Vec<u8> {
    let text = String::from_utf8(fixture("post_call_transcription.inbound_unknown_caller")).unwrap();
    text.replace("conv_0901navaiatest0000000000001", id).replace("+12025550123", caller).into_bytes()
}
