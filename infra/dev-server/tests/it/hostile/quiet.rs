//! A tenant who works quietly.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use testing::phones::fictional;

use crate::{
    process::DevServer,
    running::{PASSWORD, Tenant, conversation},
};

/// Between two rounds: there are no more of them than there are numbers.
const PAUSE: Duration = Duration::from_secs(1);
/// Once in so many rounds somebody signs in.
const SIGN_IN_EVERY: u8 = 5;
/// What a browser keeps of a device, for more than a year.
const DEVICE: &str = "__Host-navaia-device=";

pub(super) struct Quiet {
    tenant: Tenant,
    pub(super) email: String,
    number: usize,
    /// The cookie of the device that the tenant signs in on.
    device: String,
    /// How many calls were delivered.
    pub(super) delivered: usize,
}

/// What a tenant did, all of it without an error.
pub(super) struct Work {
    pub(super) requests: usize,
    /// How many of them were sign-ins.
    pub(super) sign_ins: usize,
    pub(super) slowest: Duration,
}

impl Quiet {
    pub(super) async fn register(server: &DevServer, number: usize) -> Self {
        let email = format!("quiet{number}@example.com");
        let tenant = Tenant::register(server, &email).await;
        let mut quiet = Self { tenant, email, number, device: String::new(), delivered: 0 };
        quiet.sign_in().await;
        quiet
    }

    /// Signs in on the device, which is known from the second time on.
    async fn sign_in(&mut self) {
        let Tenant { http, api, .. } = &self.tenant;
        let login = json!({ "email": self.email, "password": PASSWORD });
        // By hand: no client sends a cookie that is for HTTPS only over HTTP.
        let request = http.post(format!("{api}/v1/auth/login")).header(header::COOKIE, &self.device);
        let answer = request.json(&login).send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body: Value = answer.json().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{}: {body}", self.email);
        let cookies = headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let device =
            cookies.filter_map(|cookie| cookie.split(';').next()).find(|pair| pair.starts_with(DEVICE));
        device.unwrap().clone_into(&mut self.device);
        body["accessToken"].as_str().unwrap().clone_into(&mut self.tenant.token);
    }

    /// The id of the tenant.
    pub(super) async fn id(&self) -> String {
        let (status, me) = self.tenant.api(Method::GET, "/v1/auth/me", None).await;
        assert_eq!(status, StatusCode::OK, "{me}");
        me["tenant"]["id"].as_str().unwrap().to_owned()
    }

    /// The id of the voice connection.
    pub(super) async fn connection(&self) -> String {
        let (_, connection) = self.tenant.api(Method::GET, "/v1/settings/voice-connection", None).await;
        connection["id"].as_str().unwrap().to_owned()
    }

    /// Creates a customer; gives the id.
    pub(super) async fn create(&self, number: u8) -> String {
        let body = json!({ "name": format!("Robin {number}"), "phone": fictional(number) });
        let (status, customer) = self.tenant.api(Method::POST, "/v1/customers", Some(&body)).await;
        assert_eq!(status, StatusCode::CREATED, "{customer}");
        customer["id"].as_str().unwrap().to_owned()
    }

    /// Works until then. Any answer that is an error fails, 429 as well.
    pub(super) async fn work(&mut self, until: Instant) -> Work {
        let mut work = Work { requests: 0, sign_ins: 0, slowest: Duration::ZERO };
        let mut round = 0;
        while Instant::now() < until {
            let started = Instant::now();
            let id = self.create(round).await;
            work.did(started);
            let started = Instant::now();
            self.edit(&id, round).await;
            work.did(started);
            let started = Instant::now();
            let (status, page) = self.tenant.api(Method::GET, "/v1/customers?limit=20", None).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            work.did(started);
            let started = Instant::now();
            let conversation_id = format!("conv_quiet_{}_{round}", self.number);
            let report = conversation(&conversation_id, &fictional(50 + round % 49));
            assert_eq!(self.tenant.deliver(report).await, StatusCode::OK);
            self.delivered += 1;
            work.did(started);
            if round % SIGN_IN_EVERY == SIGN_IN_EVERY - 1 {
                let started = Instant::now();
                self.sign_in().await;
                work.sign_ins += 1;
                work.did(started);
            }
            round += 1;
            tokio::time::sleep(PAUSE).await;
        }
        work
    }

    async fn edit(&self, id: &str, round: u8) {
        let Tenant { http, api, token, .. } = &self.tenant;
        let edit =
            http.patch(format!("{api}/v1/customers/{id}")).bearer_auth(token).header("if-match", "\"1\"");
        let answer = edit.json(&json!({ "notes": format!("Round {round}") })).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{:?}", answer.json::<Value>().await);
    }

    /// How many calls there are, once every delivery is processed.
    pub(super) async fn calls(&self) -> usize {
        self.tenant.calls().await.len()
    }
}

impl Work {
    fn did(&mut self, started: Instant) {
        self.requests += 1;
        self.slowest = self.slowest.max(started.elapsed());
    }
}
