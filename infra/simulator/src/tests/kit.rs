//! A simulator and a webhook receiver, both on ports of their own.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use reqwest::Method;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::{Defaults, Simulator, SimulatorConfig, webhook_client};

/// Monday, 21 September 2026, 12:00 UTC.
pub(super) const NOW: i64 = 1_789_992_000;
pub(super) const SECRET: &str = "wsec_test_only";
pub(super) const KEY: &str = "key-registered-for-tests";
pub(super) const AGENT: &str = "agent_reception";
pub(super) const AGENT_NUMBER: &str = "+12025550100";
pub(super) const NUMBER_ID: &str = "phnum_main";

/// What a receiver got.
#[derive(Clone)]
pub(super) struct Received {
    pub(super) signature: String,
    pub(super) body: Bytes,
}

impl Received {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(super) fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    /// The signature's time, when its digest is right.
    pub(super) fn signed_at(&self) -> Option<i64> {
        let (time, digest) = self.signature.strip_prefix("t=")?.split_once(",v0=")?;
        let signed = [time.as_bytes(), b".", &self.body].concat();
        (hmac_sha256(SECRET.as_bytes(), &signed) == digest).then(|| time.parse().unwrap())
    }
}

/// HMAC as RFC 2104 writes it down, apart from the library that signs.
pub(super) fn hmac_sha256(key: &[u8], message: &[u8]) -> String {
    let mut block = [0_u8; 64];
    if key.len() > 64 {
        block[..32].copy_from_slice(digest(&SHA256, key).as_ref());
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = digest(&SHA256, &[block.map(|byte| byte ^ 0x36).as_slice(), message].concat());
    let outer = digest(&SHA256, &[block.map(|byte| byte ^ 0x5c).as_slice(), inner.as_ref()].concat());
    outer.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Clone, Default)]
pub(super) struct Receiver {
    received: Arc<Mutex<Vec<Received>>>,
    statuses: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    async fn take(State(receiver): State<Self>, headers: HeaderMap, body: Bytes) -> StatusCode {
        let signature = headers["elevenlabs-signature"].to_str().unwrap().to_owned();
        receiver.received.lock().unwrap().push(Received { signature, body });
        let status = receiver.statuses.lock().unwrap().pop_front().unwrap_or(200);
        StatusCode::from_u16(status).unwrap()
    }

    /// The next answers; 200 after them.
    pub(super) fn will_answer(&self, statuses: impl IntoIterator<Item = u16>) {
        self.statuses.lock().unwrap().extend(statuses);
    }

    pub(super) fn all(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The only webhook that came.
    pub(super) fn only(&self) -> Received {
        let all = self.all();
        assert_eq!(all.len(), 1, "expected one webhook");
        all.into_iter().next().unwrap()
    }
}

/// A simulator that knows one agent and one number, and calls a receiver.
pub(super) struct Kit {
    pub(super) simulator: Simulator,
    pub(super) receiver: Receiver,
    pub(super) shutdown: CancellationToken,
    http: reqwest::Client,
    base: String,
    hook: String,
}

impl Kit {
    /// Nothing in it waits.
    pub(super) async fn start() -> Self {
        Self::with(1, |_| ()).await
    }

    pub(super) async fn with(seed: u64, change: impl FnOnce(&mut Defaults)) -> Self {
        let mut defaults = Defaults { time_scale: 0.0, ..Defaults::default() };
        change(&mut defaults);
        let http = webhook_client().unwrap();
        let shutdown = CancellationToken::new();
        let simulator = Simulator::new(SimulatorConfig {
            seed,
            clock: Arc::new(|| Timestamp::from_second(NOW).unwrap()),
            http: http.clone(),
            detour: None,
            shutdown: shutdown.clone(),
            defaults,
        })
        .unwrap();
        let receiver = Receiver::default();
        let hook_router = Router::new().route("/hook", post(Receiver::take)).with_state(receiver.clone());
        let hook = format!("http://{}/hook", serve(hook_router).await);
        let base = format!("http://{}", serve(simulator.router()).await);
        let kit = Self { simulator, receiver, shutdown, http, base, hook };
        kit.register().await;
        kit
    }

    pub(super) async fn register(&self) {
        let workspace = json!({
            "apiKey": KEY,
            "webhookUrl": self.hook,
            "webhookSecret": SECRET,
            "agents": [{
                "agentId": AGENT, "name": "Harbour Dental receptionist",
                "phoneNumber": AGENT_NUMBER, "phoneNumberId": NUMBER_ID,
            }],
        });
        let (status, body) = self.control(Method::POST, "/workspaces", &workspace).await;
        assert_eq!(status, 200, "{body}");
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(super) fn hook(&self) -> &str {
        &self.hook
    }

    pub(super) async fn control(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let request = self.http.request(method.clone(), self.url(&format!("/control{path}")));
        let request = if method == Method::GET { request } else { request.json(body) };
        answer(request).await.unwrap()
    }

    /// Reads from the provider's API with this key.
    pub(super) async fn try_get(&self, key: &str, path: &str) -> Result<(u16, Value), reqwest::Error> {
        answer(self.http.get(self.url(&format!("/api{path}"))).header("xi-api-key", key)).await
    }

    /// Makes a call happen to its end and returns how the control API shows it.
    pub(super) async fn call(&self, call: Value) -> Value {
        let (status, body) = self.control(Method::POST, "/calls", &call).await;
        assert_eq!(status, 201, "{body}");
        self.simulator.wait_idle().await;
        self.shown(body["conversationId"].as_str().unwrap()).await
    }

    pub(super) async fn shown(&self, conversation_id: &str) -> Value {
        let (status, body) =
            self.control(Method::GET, &format!("/calls/{conversation_id}"), &Value::Null).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// Reads from the provider's API with the registered key.
    pub(super) async fn get(&self, path: &str) -> (u16, Value) {
        self.try_get(KEY, path).await.unwrap()
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Result<(u16, Value), reqwest::Error> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let bytes = response.bytes().await?;
    Ok((status, serde_json::from_slice(&bytes).unwrap_or_default()))
}

pub(super) async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// An inbound call with this script.
pub(super) fn inbound(script: Value) -> Value {
    json!({ "direction": "inbound", "to": AGENT_NUMBER, "from": "+12025550123", "script": script })
}

/// An outbound call with this script.
pub(super) fn outbound(script: Value) -> Value {
    json!({ "direction": "outbound", "agentId": AGENT, "to": "+12025550142", "script": script })
}

#[test]
fn the_test_knows_the_right_signature() {
    // From `tests/fixtures/elevenlabs/signatures.json`, accepted by the provider's own library.
    let body = include_bytes!("../../../../tests/fixtures/elevenlabs/webhooks/post_call_audio.tiny.json");
    let signed = [b"1789990062.".as_slice(), body].concat();
    assert_eq!(
        hmac_sha256(b"wsec_navaia_test_only_0000000000000001", &signed),
        "86af24fd6d2fc198d538069c07c461d6c391e569ae2c7a8a66170b0ed26f9b54"
    );
}
