//! Somebody who registers, and means no good.

use std::{
    collections::BTreeMap,
    fmt,
    net::{IpAddr, Ipv4Addr},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use reqwest::{Client, Method, RequestBuilder};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::{
    process::DevServer,
    running::{PASSWORD, conversation, now},
};

const SECRET: &str = "a-secret-of-a-stranger";
/// An answer may be so much larger than its request: a problem, its headers, a token.
const ANSWER_BEYOND_REQUEST: usize = 4_096;
/// Requests with so many bytes are sent once in so many rounds.
const GIANT_BYTES: usize = 5_000_000;
const GIANT_EVERY: u32 = 12;
const PAUSE: Duration = Duration::from_millis(10);

pub(super) struct Stranger {
    http: Client,
    api: String,
    token: String,
    hook: String,
    number: u8,
}

/// What was answered.
#[derive(Default)]
pub(super) struct Tally {
    by_status: BTreeMap<u16, usize>,
    sent: usize,
    answered: usize,
}

impl Stranger {
    /// Registers, from an address of the stranger's own, and makes a connection with a secret of the stranger's own.
    pub(super) async fn register(server: &DevServer, number: u8) -> Self {
        let address = IpAddr::V4(Ipv4Addr::new(127, 0, 7, number));
        let http = Client::builder().no_proxy().local_address(address).build().unwrap();
        let api = server.url("apiUrl");
        let body = json!({
            "tenantName": "Nobody", "name": "Nobody", "email": format!("stranger{number}@example.net"),
            "password": PASSWORD,
        });
        let answer = http.post(format!("{api}/v1/auth/register")).json(&body).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        let token = answer["accessToken"].as_str().unwrap().to_owned();
        let credentials = json!({ "apiKey": "not-a-real-key", "webhookSecret": SECRET });
        let put = http.put(format!("{api}/v1/settings/voice-connection")).bearer_auth(&token);
        let connection: Value = put.json(&credentials).send().await.unwrap().json().await.unwrap();
        let hook = connection["webhookUrl"].as_str().unwrap().replace("localhost", "127.0.0.1");
        Self { http, api, token, hook, number }
    }

    /// Does all of it, again and again.
    pub(super) async fn attack(self, until: Instant, victims: &[String], foreign: &str) -> Tally {
        let mut tally = Tally::default();
        let mut round = 0;
        while Instant::now() < until {
            for (what, request) in self.requests(round, victims, foreign) {
                tally.send(what, request).await;
                tokio::time::sleep(PAUSE).await;
            }
            round += 1;
        }
        tally
    }

    fn requests(&self, round: u32, victims: &[String], foreign: &str) -> Vec<(&'static str, RequestBuilder)> {
        let id = format!("{}-{round}", self.number);
        let call = |method, path: &str| self.http.request(method, format!("{}{path}", self.api));
        let login = || call(Method::POST, "/v1/auth/login").header("content-type", "application/json");
        let report = conversation(&format!("conv_stranger_{id}"), "+12025550123");
        let victim = &victims[usize::try_from(round).unwrap() % victims.len()];
        let spray = json!({ "email": victim, "password": format!("Summer{round}!! of ours") });
        let unknown = format!(r#"{{"{}":1}}"#, "k".repeat(10_000));
        let wide: String = (0..3_000).map(|number| format!(r#""f{number}":{number},"#)).collect();
        let forged = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.";
        let altered = format!("{}A", &self.token[..self.token.len() - 1]);
        let get = |path: &str, token: &str| call(Method::GET, path).bearer_auth(token);
        let mut requests = vec![
            ("an unclaimed report", self.signed(report.clone(), now())),
            ("the same again", self.signed(report.clone(), now())),
            ("junk", self.signed(noise(20_000, round), now())),
            ("a list", self.signed(format!("[{round}]").into_bytes(), now())),
            ("a stale report", self.signed(report.clone(), now() - jiff::SignedDuration::from_hours(2))),
            ("an unsigned report", self.http.post(&self.hook).body(report.clone())),
            ("a forged signature", self.delivery(report.clone(), "t=1789990000,v0=00")),
            ("a hook of nobody", self.http.post(hook_of_nobody(&self.hook)).body(report)),
            ("a guess", login().json(&spray)),
            ("deep JSON", login().body("[".repeat(15_000))),
            ("a long name", login().body(unknown)),
            (
                "many fields",
                call(Method::PATCH, "/v1/settings")
                    .bearer_auth(&self.token)
                    .header("if-match", "\"1\"")
                    .header("content-type", "application/json")
                    .body(format!("{{{wide}\"g\":0}}")),
            ),
            ("a forged token", get("/v1/customers", forged)),
            ("an altered token", get("/v1/customers", &altered)),
            ("a foreign record", get(&format!("/v1/customers/{foreign}"), &self.token)),
            ("a forged cursor", get("/v1/customers?cursor=AAAAAAAA", &self.token)),
            (
                "a forged cookie",
                call(Method::POST, "/v1/auth/refresh").header("cookie", "__Host-navaia-refresh=x"),
            ),
        ];
        if round.is_multiple_of(GIANT_EVERY) {
            requests.push(("a giant sign-in", login().body("x".repeat(GIANT_BYTES))));
            requests.push(("a large delivery", self.signed(noise(4_000_000, round), now())));
        }
        requests
    }

    fn signed(&self, body: Vec<u8>, at: Timestamp) -> RequestBuilder {
        let signature = elevenlabs::signature::sign(&SecretString::from(SECRET), &body, at);
        self.delivery(body, &signature)
    }

    fn delivery(&self, body: Vec<u8>, signature: &str) -> RequestBuilder {
        self.http.post(&self.hook).header(elevenlabs::signature::HEADER, signature).body(body)
    }
}

fn hook_of_nobody(hook: &str) -> String {
    let (start, id) = hook.rsplit_once('/').unwrap();
    format!("{start}/{}", "A".repeat(id.len()))
}

/// Bytes that do not become much smaller, and are ASCII: the gateway passes them on as they are.
fn noise(length: usize, seed: u32) -> Vec<u8> {
    let mut state = u64::from(seed) + 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b'!' + u8::try_from(state % 90).unwrap()
    };
    (0..length).map(|_| next()).collect()
}

impl Tally {
    /// Sends a request. The answer is no fault of ours, and not much larger.
    async fn send(&mut self, what: &str, request: RequestBuilder) {
        let (client, request) = request.build_split();
        let request = request.unwrap();
        let body = request.body().and_then(|body| body.as_bytes()).map_or(0, <[u8]>::len);
        let sent = body + request.headers().values().map(reqwest::header::HeaderValue::len).sum::<usize>();
        let answer = client.execute(request).await.unwrap();
        let status = answer.status().as_u16();
        let head: usize = answer.headers().values().map(reqwest::header::HeaderValue::len).sum();
        let text = answer.text().await.unwrap();
        // While nobody can tell whether a signature is right, the answer has to be one that the provider repeats.
        let is_untold = status == 503 && text.contains("\"secret_unknown\"");
        assert!(status < 500 || is_untold, "{what}: {status} {text}");
        let answered = head + text.len();
        assert!(answered <= sent + ANSWER_BEYOND_REQUEST, "{what}: {sent} bytes, and {answered} in answer");
        *self.by_status.entry(status).or_default() += 1;
        self.sent += sent;
        self.answered += answered;
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        for (status, count) in other.by_status {
            *self.by_status.entry(status).or_default() += count;
        }
        self.sent += other.sent;
        self.answered += other.answered;
        self
    }

    pub(super) fn requests(&self) -> usize {
        self.by_status.values().sum()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { by_status, sent, answered } = self;
        let requests = self.requests();
        write!(
            f,
            "strangers: {requests} requests of {sent} bytes, answered with {answered} bytes: {by_status:?}"
        )
    }
}
