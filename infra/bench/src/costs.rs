//! What each operation asks of AWS, and how large the items are that it makes.
//!
//! Counted on the embedded store, which charges as DynamoDB does: the same on every machine.

use std::fmt;

use anyhow::{Context as _, anyhow, ensure};
use domain::role::Role;
use jiff::SignedDuration;
use runtime::{Clock as _, Function};
use serde_json::{Value, json};
use testing::{
    SignedIn, Sizes, TestApp, TestRequest, TestResponse, phones, proxied::Proxied, voice::recorded_payload,
};

const AGENT: &str = "agent_0901navaiareceptiontest000001";
const DELIVERY: &str = "webhooks/post_call_transcription.inbound_unknown_caller.json";
const EMAIL: &str = "robin@example.com";
const PASSWORD: &str = "correct horse battery";
/// More than a page.
const CUSTOMERS: u8 = 55;
/// As many calls as a page has, of as many callers as it has customers.
const CALLS: u8 = 55;
/// What a call of some minutes has.
const TURNS: usize = 14;

/// A session is read with every request of somebody who is signed in, the key of its token once in the life of a process.
const SESSION_AND_KEY: u8 = 2;
/// What a hook id stands for is read once in the life of a process.
const HOOK: u8 = 1;

/// What was counted.
pub struct Costs {
    pub(crate) operations: Vec<Operation>,
    items: Vec<(String, Sizes)>,
}

pub(crate) struct Operation {
    pub(crate) what: &'static str,
    requests: u64,
    pub(crate) read_units: f64,
    pub(crate) write_units: f64,
}

/// Counts everything.
///
/// # Errors
/// An operation gives an answer other than 2xx.
pub async fn count() -> anyhow::Result<Costs> {
    let app = TestApp::start().await;
    let proxied = app.proxied().await;
    let person = app.user_of_new_tenant(Role::Owner).await;
    let connection = app.voice_connection(person.tenant).await;
    app.voice_agent(person.tenant, connection.id, AGENT).await;
    let mut counting = Counting { app: &app, proxied: &proxied, person, operations: Vec::new() };
    counting.accounts().await?;
    counting.customers().await?;
    counting.calls(&connection).await?;
    counting.sweep().await?;
    let operations = counting.operations;
    Ok(Costs { operations, items: app.items().await.sizes().into_iter().collect() })
}

struct Counting<'a> {
    app: &'a TestApp,
    proxied: &'a Proxied,
    person: SignedIn,
    operations: Vec<Operation>,
}

fn function(name: &str) -> anyhow::Result<Function> {
    let mut functions = catalog::functions().into_iter();
    functions.find(|function| function.name == name).with_context(|| format!("there is no function {name}"))
}

impl Counting<'_> {
    /// What passed since the last look, but for secrets and `known` reads of one unit each.
    fn note(&mut self, what: &'static str, known: u8) {
        let (mut requests, mut read_units, mut write_units) = (0, 0.0, 0.0);
        for faults in [&self.proxied.table, &self.proxied.queues] {
            for (_, count) in faults.counts() {
                requests += count.requests;
                read_units += count.read_units;
                write_units += count.write_units;
            }
        }
        requests -= u64::from(known);
        read_units -= f64::from(known);
        self.operations.push(Operation { what, requests, read_units, write_units });
    }

    async fn ask(
        &mut self,
        what: &'static str,
        name: &str,
        request: TestRequest,
    ) -> anyhow::Result<TestResponse> {
        self.proxied.reset_counts();
        let answer = self.proxied.send_to(&function(name)?, request.by(&self.person)).await;
        ensure!((200..300).contains(&answer.status), "{what}: {}", answer.body);
        self.note(what, SESSION_AND_KEY);
        Ok(answer)
    }

    async fn accounts(&mut self) -> anyhow::Result<()> {
        let registration = json!({
            "tenantName": "Harbour Dental", "name": "Robin Example", "email": EMAIL, "password": PASSWORD,
        });
        let register = function("auth-register")?;
        self.app.send_to(&register, TestRequest::new().json(&registration)).await;
        self.proxied.reset_counts();
        let credentials = TestRequest::new().json(&json!({ "email": EMAIL, "password": PASSWORD }));
        let signed_in = self.proxied.send_to(&function("auth-login")?, credentials).await;
        self.note("sign in", 0);
        let cookie = signed_in.cookies.first().and_then(|cookie| cookie.split(';').next());
        let cookie = cookie.context("who signs in gets a cookie")?;
        self.proxied.reset_counts();
        let refresh = TestRequest::new().header("cookie", cookie);
        let refreshed = self.proxied.send_to(&function("auth-refresh")?, refresh).await;
        ensure!(refreshed.status == 200, "{}", refreshed.body);
        self.note("refresh a session", 0);
        Ok(())
    }

    async fn customers(&mut self) -> anyhow::Result<()> {
        let create = function("customers-create")?;
        for number in 0..CUSTOMERS {
            self.app.clock.advance(SignedDuration::from_millis(1));
            let customer = json!({
                "phone": phones::fictional(number), "name": format!("Robin Example {number}"),
                "email": format!("robin{number}@example.com"), "tags": ["vip"], "language": "en",
                "timeZone": "America/New_York", "notes": "Prefers mornings",
            });
            let request = TestRequest::new().by(&self.person).json(&customer);
            ensure!(self.app.send_to(&create, request).await.status == 201, "a customer is not created");
        }
        let named = json!({ "phone": "+14155550142", "name": "Sam Sample" });
        let created =
            self.ask("create a customer", "customers-create", TestRequest::new().json(&named)).await?;
        let id = created.body["id"].as_str().context("a customer has an id")?.to_owned();
        let path = || TestRequest::new().path("customerId", &id);
        self.ask("get a customer", "customers-get", path()).await?;
        let notes = path().version(1).json(&json!({ "notes": "Prefers evenings" }));
        self.ask("edit its notes", "customers-update", notes).await?;
        for (what, query) in [
            ("list 50 customers", "limit=50"),
            ("list 50 by name", "order=name"),
            ("list 50 by a tag", "tag=vip"),
            ("list 50 by change", "updatedSince=2020-01-01T00:00:00Z"),
            ("search, a page of 50", "q=rob"),
            ("look up a number", "phone=%2B14155550142"),
        ] {
            self.ask(what, "customers-list", TestRequest::new().query(query)).await?;
        }
        Ok(())
    }

    async fn calls(&mut self, connection: &testing::voice::VoiceConnection) -> anyhow::Result<()> {
        for number in 0..CALLS {
            self.app.clock.advance(SignedDuration::from_secs(1));
            self.deliver(connection, number, u16::from(number), false).await?;
        }
        self.deliver(connection, CALLS, u16::from(CALLS), true).await?;
        self.operations.last_mut().context("it was counted")?.what =
            "make a call of 14 turns, and a customer";
        self.deliver(connection, CALLS + 1, u16::from(CALLS), true).await?;
        self.operations.last_mut().context("it was counted")?.what = "the same of a known customer";
        self.ask("list 50 calls, with names", "calls-list", TestRequest::new().query("limit=50")).await?;
        Ok(())
    }

    /// The sweeper runs, and nothing is due.
    async fn sweep(&mut self) -> anyhow::Result<()> {
        self.proxied.reset_counts();
        let sweeper = function("inbox-sweeper")?.start(&self.proxied.context)?;
        let swept = sweeper.invoke(Value::Null, lambda_runtime::Context::default()).await;
        swept.map_err(|error| anyhow!("a sweep failed: {error}"))?;
        self.note("sweep, nothing is due", 0);
        Ok(())
    }

    /// A call is reported and processed.
    async fn deliver(
        &mut self,
        connection: &testing::voice::VoiceConnection,
        number: u8,
        caller: u16,
        counted: bool,
    ) -> anyhow::Result<()> {
        let mut body: Value = serde_json::from_str(&recorded_payload(DELIVERY))?;
        let data = &mut body["data"];
        data["conversation_id"] = json!(format!("conv_0901k9ab2cdefghjkmnp{number:012}"));
        data["metadata"]["phone_call"]["external_number"] = json!(format!("+1303555{:04}", 100 + caller));
        let turns = data["transcript"].as_array().cloned().unwrap_or_default();
        data["transcript"] = turns.iter().cycle().take(TURNS).cloned().collect();
        self.proxied.reset_counts();
        let delivery = connection.delivery(&body.to_string(), self.app.clock.now());
        let answer = self.proxied.send_to(&function("elevenlabs-post-call")?, delivery).await;
        ensure!(answer.status == 200, "a delivery is not kept: {}", answer.body);
        if counted {
            self.note("keep a webhook", HOOK);
        }
        let messages = self.app.take_inbox_messages().await;
        self.proxied.reset_counts();
        for message in &messages {
            let is_done = self.proxied.deliver(&function("inbox-processor")?, message).await;
            ensure!(is_done, "a delivery is not processed");
        }
        if counted {
            self.note("process it", 0);
        }
        Ok(())
    }
}

impl fmt::Display for Costs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| Operation | requests | read units | write units |")?;
        writeln!(f, "|---|---:|---:|---:|")?;
        for Operation { what, requests, read_units, write_units } in &self.operations {
            writeln!(f, "| {what} | {requests} | {read_units} | {write_units} |")?;
        }
        writeln!(f, "\n| Item | how many | average bytes | largest bytes |")?;
        writeln!(f, "|---|---:|---:|---:|")?;
        for (kind, Sizes { count, total, largest }) in &self.items {
            writeln!(f, "| {kind} | {count} | {} | {largest} |", total / count.max(&1))?;
        }
        Ok(())
    }
}
