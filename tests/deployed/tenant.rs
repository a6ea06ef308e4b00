//! A tenant of a deployed stack.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use runtime::Clock as _;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::stack::Stack;

/// After this, something is wrong. Later the sweeper would make up for a queue that does nothing.
const PATIENCE: Duration = Duration::from_secs(60);
/// The agent of the fixture.
const AGENT: &str = "agent_0901navaiareceptiontest000001";
const EMAIL: &str = "robin@example.com";
const PASSWORD: &str = "correct horse battery staple";
const WEBHOOK_SECRET: &str = "wsec_deployed_only_00000000000000001";

/// A tenant with a voice connection and an agent.
pub(crate) struct Tenant<'a> {
    stack: &'a Stack,
    token: String,
    webhook: String,
}

impl<'a> Tenant<'a> {
    /// Registers it and signs in.
    pub(crate) async fn register(stack: &'a Stack) -> Self {
        let mut tenant = Self { stack, token: String::new(), webhook: String::new() };
        let register = json!({
            "tenantName": "Harbour Dental", "name": "Robin Harbour", "email": EMAIL, "password": PASSWORD,
        });
        tenant.call(Method::POST, "/v1/auth/register", &register, StatusCode::CREATED).await;
        let login = json!({ "email": EMAIL, "password": PASSWORD });
        let answer = tenant.call(Method::POST, "/v1/auth/login", &login, StatusCode::OK).await;
        tenant.token = answer["accessToken"].as_str().unwrap().to_owned();
        let me = tenant.get("/v1/auth/me").await;
        assert_eq!(me["user"]["email"], EMAIL);
        tenant
    }

    /// The access token of its owner.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Connects the voice provider.
    pub(crate) async fn connect_voice(&mut self) {
        let credentials = json!({ "apiKey": "deployed-only", "webhookSecret": WEBHOOK_SECRET });
        let connection = "/v1/settings/voice-connection";
        let answer = self.call(Method::PUT, connection, &credentials, StatusCode::OK).await;
        self.webhook = answer["webhookUrl"].as_str().unwrap().to_owned();
        let public = self.stack.output("PostCallUrl");
        assert!(self.webhook.starts_with(public), "{} is not below {public}", self.webhook);
        let agent = json!({ "agentId": AGENT, "name": "Reception" });
        self.call(Method::POST, "/v1/settings/voice-agents", &agent, StatusCode::CREATED).await;
    }

    /// Delivers a webhook, signed now.
    pub(crate) async fn deliver(&self, body: &[u8]) -> StatusCode {
        let secret = SecretString::from(WEBHOOK_SECRET);
        self.deliver_signed(body, &elevenlabs::signature::sign(&secret, body, runtime::SystemClock.now()))
            .await
    }

    /// Delivers a webhook with this signature.
    pub(crate) async fn deliver_signed(&self, body: &[u8], signature: &str) -> StatusCode {
        let request = self.stack.request(Method::POST, &self.webhook).body(body.to_vec());
        let request = request.header("content-type", "application/json");
        request.header(elevenlabs::signature::HEADER, signature).send().await.unwrap().status()
    }

    /// Waits until every webhook that was taken is processed.
    pub(crate) async fn webhooks_are_processed(&self) {
        let asked = Instant::now();
        while !self.list("/v1/operations/inbox?state=pending").await.is_empty() {
            assert!(
                asked.elapsed() < PATIENCE,
                "a webhook still waits:\n{}",
                self.stack.emulator.last_lines()
            );
        }
    }

    /// The first page of a list.
    pub(crate) async fn list(&self, path: &str) -> Vec<Value> {
        let page = self.get(path).await;
        assert_eq!(page["nextCursor"], Value::Null, "{path}");
        page["items"].as_array().unwrap().clone()
    }

    async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, &Value::Null, StatusCode::OK).await
    }

    /// Calls the API and gives its answer, which has to be this one.
    async fn call(&self, method: Method, path: &str, body: &Value, expected: StatusCode) -> Value {
        let mut request = self.stack.api(method, path);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if !body.is_null() {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, expected, "{path}: {text}\n{}", self.stack.emulator.last_lines());
        serde_json::from_str(&text).unwrap()
    }
}
