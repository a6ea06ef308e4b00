//! Events of the repository, filled with what a running stack has: a token that was given this moment, a signature, ids of
//! the demo tenant. So whoever hands one to a function sees what it does, and not that nobody has signed in.
//!
//! Nothing of the demo is lost by it: what is deleted, or signed out, or has its password changed, is made for it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use domain::{email::EmailAddress, phone::Region};
use elevenlabs::signature;
use operator::NewTenant;
use reqwest::{
    StatusCode,
    header::{ETAG, SET_COOKIE},
};
use runtime::{
    App as _, Clock as _, Core, Environment, FunctionContext, SystemClock, SystemRandom, log::Silent,
};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{AGENT_ID, API_KEY, Demo, EMAIL, PASSWORD, text};

/// Numbers reserved for fiction: this, and two digits. The first ones are those of the demo's people.
const FICTIONAL: &str = "+120255501";
const FREE_FROM: u8 = 40;
/// How long the stack may take to make a call of what was delivered, and how often it is asked.
const PATIENCE: Duration = Duration::from_secs(30);
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// The event of a function, filled for the stack at this URL, which has the demo. Its variables say where its table is,
/// for what only an operator does.
pub async fn fill_event(
    stack_url: &str,
    variables: &Environment,
    function: &str,
    event: Value,
) -> anyhow::Result<Value> {
    let demo = Demo { http: simulator::webhook_client()?, stack_url };
    let stamp = SystemClock.now().as_millisecond();
    let (token, cookie) = (String::new(), String::new());
    let mut filler = Filler { token, cookie, demo, variables, function, event, stamp };
    filler.sign_in(EMAIL, PASSWORD).await?;
    filler.fill().await?;
    Ok(filler.event)
}

struct Filler<'a> {
    demo: Demo<'a>,
    variables: &'a Environment,
    function: &'a str,
    event: Value,
    token: String,
    /// The session that the token is of, as a browser keeps it.
    cookie: String,
    /// Makes what must be new differ from what was new before.
    stamp: i64,
}

impl Filler<'_> {
    async fn sign_in(&mut self, email: &str, password: &str) -> anyhow::Result<()> {
        let url = format!("{}/v1/auth/login", self.demo.stack_url);
        let login = json!({ "email": email, "password": password });
        let answer = self.demo.http.post(&url).json(&login).send().await;
        let answer = answer.with_context(|| format!("nobody answers at {url}: is the stack running?"))?;
        ensure!(
            answer.status().is_success(),
            "signing in to the demo answered {}: start the stack with --seed-demo",
            answer.status()
        );
        let cookies = answer.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.filter_map(|cookie| cookie.split(';').next());
        let session = pairs.find(|pair| pair.starts_with(runtime::REFRESH_COOKIE));
        self.cookie = session.context("whoever signs in gets a cookie")?.to_owned();
        self.token = text(&answer.json().await?, "accessToken")?;
        Ok(())
    }

    async fn fill(&mut self) -> anyhow::Result<()> {
        if self.event["Records"].is_array() {
            return self.message().await;
        }
        if self.event["requestContext"]["http"].is_null() {
            // A schedule's has nothing to fill.
            return Ok(());
        }
        if self.event["routeKey"] == "$default" {
            return self.delivery().await;
        }
        self.body().await?;
        self.path().await?;
        self.headers().await
    }

    /// A request of the owner of the demo, which has to succeed.
    async fn ask(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let (status, answer) = self.demo.api(method, path, Some(&self.token), body).await?;
        ensure!(status.is_success(), "{method} {path} answered {status}: {answer}");
        Ok(answer)
    }

    /// The first of a list.
    async fn first(&self, path: &str) -> anyhow::Result<Value> {
        let mut page = self.ask("GET", path, &Value::Null).await?;
        let first = page["items"].as_array_mut().filter(|items| !items.is_empty());
        Ok(first.with_context(|| format!("{path}: there is none"))?.swap_remove(0))
    }

    async fn processed_entry(&self) -> anyhow::Result<Value> {
        self.first("/v1/operations/inbox?state=processed&limit=1").await
    }

    /// A number that no customer has.
    async fn free_number(&self) -> anyhow::Result<String> {
        for number in FREE_FROM..100 {
            let number = format!("{FICTIONAL}{number}");
            let path = format!("/v1/customers?phone={}", number.replace('+', "%2B"));
            let found = self.ask("GET", &path, &Value::Null).await?;
            if found["items"].as_array().is_some_and(Vec::is_empty) {
                return Ok(number);
            }
        }
        bail!("every number for fiction is a customer's by now: delete some, or start anew")
    }

    async fn new_customer(&self) -> anyhow::Result<String> {
        let customer = json!({ "phone": self.free_number().await?, "name": "Made for an event" });
        text(&self.ask("POST", "/v1/customers", &customer).await?, "id")
    }

    async fn new_agent(&self) -> anyhow::Result<String> {
        let agent = json!({ "agentId": self.agent_id(), "name": "Made for an event" });
        text(&self.ask("POST", "/v1/settings/voice-agents", &agent).await?, "agentId")
    }

    fn agent_id(&self) -> String {
        format!("agent_of_an_event_{}", self.stamp)
    }

    async fn body(&mut self) -> anyhow::Result<()> {
        let Some(body) = self.event["body"].as_str() else { return Ok(()) };
        let mut body: Value = serde_json::from_str(body)?;
        match self.function {
            "auth-accept-invitation" => body["token"] = json!(self.invitation().await?),
            "auth-login" => body = json!({ "email": EMAIL, "password": PASSWORD }),
            "auth-register" => body["email"] = json!(self.address()),
            "auth-change-password" => {
                let (email, password) = (self.address(), text(&body, "currentPassword")?);
                let guest = json!({
                    "tenantName": "Guest", "name": "Made for an event", "email": email, "password": password,
                });
                self.ask("POST", "/v1/auth/register", &guest).await?;
                self.sign_in(&email, &password).await?;
            }
            "calls-put-customer" => {
                body["customerId"] = self.first("/v1/customers?limit=1").await?["id"].clone()
            }
            "customers-bulk" => {
                let customer = self.first("/v1/customers?limit=1").await?;
                body["customers"] = json!([{ "id": customer["id"], "version": customer["version"] }]);
            }
            "customers-create" | "customers-put-by-external-id" => {
                body["phone"] = json!(self.free_number().await?);
            }
            "operations-replay-inbox" => body["entryId"] = self.processed_entry().await?["id"].clone(),
            // The simulator goes on with what the connection has afterwards.
            "settings-put-voice-credentials" => {
                body = json!({ "apiKey": API_KEY, "webhookSecret": self.new_secret().await? });
            }
            "settings-register-voice-agent" => body["agentId"] = json!(self.agent_id()),
            _ => {}
        }
        self.event["body"] = json!(body.to_string());
        Ok(())
    }

    /// The token of an invitation that was made this moment, as `cargo xtask tenant create` makes it.
    async fn invitation(&self) -> anyhow::Result<String> {
        let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemRandom::new()));
        let context = FunctionContext::new(self.variables.clone(), clock, random, Arc::new(Silent));
        let core = context.and_then(|context| Core::start(&context)).context("where the table is")?;
        let (email, region) = (EmailAddress::new(&self.address())?, Region::new("US")?);
        let link =
            operator::create(&core, self.demo.stack_url, &NewTenant { email, name: None, region }).await?;
        let token = link.url.rsplit_once("#token=").map(|(_, token)| token.to_owned());
        token.context("a link has a token")
    }

    /// An address that nobody has signed up with.
    fn address(&self) -> String {
        format!("robin+{}@example.com", self.stamp)
    }

    async fn path(&mut self) -> anyhow::Result<()> {
        let given = self.event["pathParameters"].as_object().cloned().unwrap_or_default();
        for (name, old) in given {
            let new = self.id(&name).await?;
            let old = old.as_str().unwrap_or_default().to_owned();
            for path in ["/rawPath", "/requestContext/http/path"] {
                if let Some(path) = self.event.pointer_mut(path) {
                    *path = json!(path.as_str().unwrap_or_default().replace(&old, &new));
                }
            }
            self.event["pathParameters"][name] = json!(new);
        }
        Ok(())
    }

    /// What stands for a record in the path.
    async fn id(&self, name: &str) -> anyhow::Result<String> {
        match (self.function, name) {
            ("customers-delete", "customerId") => self.new_customer().await,
            ("customers-restore", "customerId") => {
                let id = self.new_customer().await?;
                let url = format!("{}/v1/customers/{id}", self.demo.stack_url);
                let request = self.demo.http.delete(url).bearer_auth(&self.token).header("if-match", "\"1\"");
                let status = request.send().await?.status();
                ensure!(status.is_success(), "deleting a customer answered {status}");
                Ok(id)
            }
            (_, "customerId") => text(&self.first("/v1/customers?limit=1").await?, "id"),
            (_, "externalId") => Ok(format!("an-event:{}", self.stamp)),
            ("calls-put-customer", "callId") => self.call_of_nobody().await,
            (_, "callId") => text(&self.first("/v1/calls?limit=1").await?, "id"),
            (_, "entryId") => text(&self.processed_entry().await?, "id"),
            (_, "agentId") => self.new_agent().await,
            (_, "sessionId") => {
                // Another one of the same person, so that the token is not refused.
                let mut other = Filler {
                    demo: Demo { http: self.demo.http.clone(), stack_url: self.demo.stack_url },
                    variables: self.variables,
                    function: self.function,
                    event: Value::Null,
                    token: String::new(),
                    cookie: String::new(),
                    stamp: self.stamp,
                };
                other.sign_in(EMAIL, PASSWORD).await?;
                let sessions = other.ask("GET", "/v1/auth/sessions", &Value::Null).await?;
                let mut items = sessions["items"].as_array().into_iter().flatten();
                text(items.find(|session| session["current"] == true).context("no session")?, "id")
            }
            (function, name) => bail!("it is not known where {function} finds a {name}: tell it here"),
        }
    }

    async fn headers(&mut self) -> anyhow::Result<()> {
        let headers = &mut self.event["headers"];
        if !headers["authorization"].is_null() {
            headers["authorization"] = json!(format!("Bearer {}", self.token));
        }
        if !headers["idempotency-key"].is_null() {
            headers["idempotency-key"] = json!(format!("an-event-{}", self.stamp));
        }
        if ["auth-refresh", "auth-logout"].contains(&self.function) {
            self.event["cookies"] = json!([self.cookie]);
        }
        if !self.event["headers"]["if-match"].is_null()
            && let Some(version) = self.version().await?
        {
            self.event["headers"]["if-match"] = json!(version);
        }
        Ok(())
    }

    /// The version of the record that the event is about; nothing where it cannot be got, because it was made just now.
    async fn version(&self) -> anyhow::Result<Option<String>> {
        let path = self.event["rawPath"].as_str().unwrap_or_default();
        let url = format!("{}{path}", self.demo.stack_url);
        let answer = self.demo.http.get(url).bearer_auth(&self.token).send().await?;
        Ok(answer.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned))
    }

    /// Gives connection and simulator another webhook secret: nobody tells the one that they have.
    async fn new_secret(&self) -> anyhow::Result<String> {
        let secret = self.demo.connect(&self.token).await?;
        self.demo.register_workspace(&self.token, &secret).await?;
        Ok(secret)
    }

    /// What the provider delivers: a call of this moment, with a signature.
    async fn delivery(&mut self) -> anyhow::Result<()> {
        let secret = SecretString::from(self.new_secret().await?);
        let connection = self.ask("GET", "/v1/settings/voice-connection", &Value::Null).await?;
        let url = text(&connection, "webhookUrl")?;
        let hook = url.rsplit('/').next().unwrap_or_default();
        let now = SystemClock.now();
        let mut body: Value = serde_json::from_str(self.event["body"].as_str().context("no body")?)?;
        body["event_timestamp"] = json!(now.as_second());
        body["data"]["agent_id"] = json!(AGENT_ID);
        body["data"]["conversation_id"] = json!(format!("conv_of_an_event_{}", self.stamp));
        let body = body.to_string();
        for path in ["/rawPath", "/requestContext/http/path"] {
            if let Some(path) = self.event.pointer_mut(path) {
                *path = json!(format!("/{hook}"));
            }
        }
        self.event["headers"][signature::HEADER] = json!(signature::sign(&secret, body.as_bytes(), now));
        self.event["body"] = json!(body);
        Ok(())
    }

    /// A call of a number that was withheld, so that a person may say whose it was.
    async fn call_of_nobody(&self) -> anyhow::Result<String> {
        let secret = SecretString::from(self.new_secret().await?);
        let connection = self.ask("GET", "/v1/settings/voice-connection", &Value::Null).await?;
        let (now, conversation) = (SystemClock.now(), format!("conv_of_nobody_{}", self.stamp));
        let report = json!({
            "type": "post_call_transcription",
            "event_timestamp": now.as_second(),
            "data": {
                "agent_id": AGENT_ID,
                "conversation_id": conversation,
                "status": "done",
                "transcript": [{ "role": "user", "message": "Hello", "time_in_call_secs": 1 }],
                "metadata": {
                    "start_time_unix_secs": now.as_second(),
                    "call_duration_secs": 5,
                    "phone_call": { "direction": "inbound", "external_number": "anonymous" },
                },
            },
        });
        let report = report.to_string();
        let (url, asked) = (text(&connection, "webhookUrl")?, Instant::now());
        loop {
            let signed = signature::sign(&secret, report.as_bytes(), SystemClock.now());
            let delivery = self.demo.http.post(&url).header(signature::HEADER, signed);
            let status = delivery.body(report.clone()).send().await?.status();
            if status.is_success() {
                break;
            }
            // The secret is new, and not known everywhere within the first seconds.
            let may_pass = status == StatusCode::SERVICE_UNAVAILABLE && asked.elapsed() < PATIENCE;
            ensure!(may_pass, "delivering a call answered {status}");
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        while asked.elapsed() < PATIENCE {
            let page = self.ask("GET", "/v1/calls?limit=20", &Value::Null).await?;
            let mut calls = page["items"].as_array().into_iter().flatten();
            if let Some(call) = calls.find(|call| call["conversationId"] == conversation.as_str()) {
                return text(call, "id");
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        bail!("the stack made no call of what was delivered")
    }

    /// A message about a delivery that is there.
    async fn message(&mut self) -> anyhow::Result<()> {
        let entry = self.processed_entry().await?;
        let body = self.event["Records"][0]["body"].as_str().context("a message has a body")?;
        let mut body: Value = serde_json::from_str(body)?;
        body["connectionId"] = entry["connectionId"].clone();
        body["entryId"] = entry["id"].clone();
        self.event["Records"][0]["body"] = json!(body.to_string());
        Ok(())
    }
}
