//! What is asked of each function.

use anyhow::{Context as _, ensure};
use domain::role::Role;
use jiff::SignedDuration;
use runtime::{Clock as _, Function, SystemClock};
use serde_json::{Value, json};
use testing::{
    SignedIn, TestApp, TestRequest, phones,
    voice::{VoiceConnection, recorded_payload},
};

/// The tenant has so many customers: more than a page.
const CUSTOMERS: u8 = 60;
/// A browser sends an access token with so many requests before it gets the next one.
const REQUESTS_PER_TOKEN: usize = 10;
/// A delivery of the voice provider.
const DELIVERY: &str = "webhooks/post_call_transcription.inbound_unknown_caller.json";
/// Who is called in it.
const AGENT: &str = "agent_0901navaiareceptiontest000001";
/// So many of them wait to be processed; they come again when answers come from memory.
const DELIVERIES: u8 = 41;
const EMAIL: &str = "robin@example.com";
const PASSWORD: &str = "correct horse battery";

/// A function and what is asked of it.
pub(crate) struct Scenario {
    /// The function, and its binary.
    pub(crate) name: &'static str,
    /// In words.
    pub(crate) what: &'static str,
    event: fn(&World, usize) -> anyhow::Result<Value>,
}

/// All of them; the floors come first.
pub(crate) const ALL: &[Scenario] = &[
    Scenario { name: "floor-empty", what: "answer, nothing else", event: World::floor },
    Scenario { name: "floor-one-read", what: "one GetItem", event: World::floor },
    Scenario { name: "floor-two-reads", what: "two GetItem, as with a session", event: World::floor },
    Scenario { name: "customers-get", what: "one customer", event: World::get_customer },
    Scenario { name: "customers-list", what: "a page of 50 customers", event: World::list_customers },
    Scenario { name: "customers-create", what: "a new customer", event: World::create_customer },
    Scenario { name: "auth-login", what: "sign in, Argon2id included", event: World::sign_in },
    Scenario {
        name: "elevenlabs-post-call",
        what: "keep a signed webhook of 20 kB",
        event: World::post_call,
    },
    Scenario {
        name: "inbox-processor",
        what: "a webhook of 20 kB of an unknown caller becomes a call and a customer",
        event: World::process,
    },
    Scenario { name: "inbox-sweeper", what: "look for what is due, and find nothing", event: World::sweep },
];

impl Scenario {
    /// The function, unless it is a floor. `Err` if there is no such function.
    pub(crate) fn function(&self) -> anyhow::Result<Option<Function>> {
        if self.is_floor() {
            return Ok(None);
        }
        function(self.name).map(Some)
    }

    /// Whether it is one of those to compare with.
    pub(crate) fn is_floor(&self) -> bool {
        self.name.starts_with("floor-")
    }

    /// The package that its binary is in.
    pub(crate) fn package(&self) -> &'static str {
        if self.is_floor() {
            return "bench-floors";
        }
        match self.name {
            // Its name is what the provider's settings say.
            "elevenlabs-post-call" => "webhooks",
            name => name.split_once('-').map_or(name, |(package, _)| package),
        }
    }

    /// So many events, good for the next minutes.
    pub(crate) fn events(&self, world: &World, count: usize) -> anyhow::Result<Vec<Value>> {
        (0..count).map(|number| (self.event)(world, number)).collect()
    }
}

fn function(name: &str) -> anyhow::Result<Function> {
    let mut functions = catalog::functions().into_iter();
    functions.find(|function| function.name == name).with_context(|| format!("there is no function {name}"))
}

/// A tenant with somebody who is signed in and with customers, in embedded services.
pub(crate) struct World {
    /// The services.
    pub(crate) app: TestApp,
    person: SignedIn,
    customers: Vec<String>,
    connection: VoiceConnection,
    /// What is queued for each delivery that waits.
    messages: Vec<Value>,
    floor_query: String,
}

impl World {
    /// Makes it, with the product's own functions where that is possible.
    pub(crate) async fn create() -> anyhow::Result<Self> {
        let app = TestApp::start().await;
        app.clock.set(SystemClock.now());
        let registration = json!({
            "tenantName": "Harbour Dental", "name": "Robin Example", "email": EMAIL, "password": PASSWORD,
        });
        let register = function("auth-register")?;
        let registered = app.send_to(&register, TestRequest::new().json(&registration)).await;
        ensure!(registered.status == 201, "nobody could be registered: {}", registered.body);
        // After that, so that the key that was put last is the one of this person's tokens.
        let person = app.user_of_new_tenant(Role::Agent).await;
        let connection = app.voice_connection(person.tenant).await;
        app.voice_agent(person.tenant, connection.id, AGENT).await;
        let (customers, messages, floor_query) = (Vec::new(), Vec::new(), String::new());
        let mut world = Self { app, person, customers, connection, messages, floor_query };
        let create = function("customers-create")?;
        for number in 0..CUSTOMERS {
            let answer = world.app.send_to(&create, world.new_customer(number)).await;
            ensure!(answer.status == 201, "a customer could not be created: {}", answer.body);
            let id = answer.body["id"].as_str().context("a customer has an id")?;
            world.customers.push(id.to_owned());
        }
        world.deliver().await?;
        world.floor_query = format!(
            "{}&{}",
            world.keys_of("session", ["sessionPK", "sessionSK"]).await?,
            world.keys_of("customer", ["PK", "SK"]).await?
        );
        Ok(world)
    }

    /// Webhooks of calls of unknown numbers, kept and queued.
    async fn deliver(&mut self) -> anyhow::Result<()> {
        let post_call = function("elevenlabs-post-call")?;
        for number in 0..DELIVERIES {
            let mut delivery: Value = serde_json::from_str(&recorded_payload(DELIVERY))?;
            delivery["data"]["conversation_id"] = json!(format!("conv_waiting{number:08}"));
            // Fictional as well, and nobody's yet.
            let caller = format!("+1303555{:04}", 100 + u16::from(number));
            delivery["data"]["metadata"]["phone_call"]["external_number"] = json!(caller);
            let delivery = self.connection.delivery(&delivery.to_string(), SystemClock.now());
            let answer = self.app.send_to(&post_call, delivery).await;
            ensure!(answer.status == 200, "a delivery was not kept: {}", answer.body);
        }
        while self.messages.len() < usize::from(DELIVERIES) {
            let messages = self.app.take_inbox_messages().await;
            ensure!(!messages.is_empty(), "{} deliveries are queued", self.messages.len());
            self.messages.extend(messages);
        }
        Ok(())
    }

    /// The keys of an item of this kind, as a query with these names: the floors know nothing of our keys.
    async fn keys_of(&self, entity: &str, names: [&str; 2]) -> anyhow::Result<String> {
        let table = self.app.table.name();
        let items = self.app.aws.dynamodb().scan().table_name(table).send().await?.items.unwrap_or_default();
        let text = |value: Option<&aws_sdk_dynamodb::types::AttributeValue>| {
            value.and_then(|value| value.as_s().ok()).cloned().unwrap_or_default()
        };
        let item = items
            .iter()
            .find(|item| text(item.get("entity")) == entity)
            .with_context(|| format!("there is no {entity}"))?;
        let [partition, sort] = ["PK", "SK"].map(|name| text(item.get(name)).replace('#', "%23"));
        Ok(format!("{}={partition}&{}={sort}", names[0], names[1]))
    }

    /// What API Gateway makes of a request of the person who is signed in.
    fn event(&self, function: &str, number: usize, call: TestRequest) -> anyhow::Result<Value> {
        // Tokens differ in their times.
        let token_age = SignedDuration::from_secs(i64::try_from(number / REQUESTS_PER_TOKEN % 120)?);
        self.app.clock.set(SystemClock.now() - token_age);
        let call = call.header("authorization", format!("Bearer {}", self.app.token_for(&self.person)));
        self.public_event(function, call)
    }

    /// What API Gateway makes of a request, with the headers that browsers send from a page of the portal.
    fn public_event(&self, function: &str, call: TestRequest) -> anyhow::Result<Value> {
        self.app.clock.set(SystemClock.now());
        let call = call
            .header("accept", "application/json")
            .header("accept-encoding", "gzip, deflate, br, zstd")
            .header("accept-language", "en-GB,en;q=0.9,ar;q=0.8")
            .header("host", "api.example.com")
            .header("origin", "https://portal.example.com")
            .header("sec-fetch-site", "same-origin")
            .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
            .header("x-amzn-trace-id", "Root=1-00000000-000000000000000000000000")
            .header("x-forwarded-for", "192.0.2.1")
            .header("x-forwarded-port", "443")
            .header("x-forwarded-proto", "https");
        Ok(call.event(&self::function(function)?))
    }

    fn floor(&self, number: usize) -> anyhow::Result<Value> {
        let call = TestRequest::new().path("customerId", "any").query(&self.floor_query);
        self.event("customers-get", number, call)
    }

    fn get_customer(&self, number: usize) -> anyhow::Result<Value> {
        let id = self.customers.get(number % self.customers.len()).context("there are customers")?;
        self.event("customers-get", number, TestRequest::new().path("customerId", id))
    }

    fn list_customers(&self, number: usize) -> anyhow::Result<Value> {
        self.event("customers-list", number, TestRequest::new().query("limit=50"))
    }

    fn create_customer(&self, number: usize) -> anyhow::Result<Value> {
        // Those after the ones that exist. There are 40; they come again when answers come from memory.
        let customer = CUSTOMERS + u8::try_from(number % 40)?;
        self.event("customers-create", number, self.new_customer(customer))
    }

    fn sign_in(&self, _: usize) -> anyhow::Result<Value> {
        let credentials = json!({ "email": EMAIL, "password": PASSWORD });
        self.public_event("auth-login", TestRequest::new().json(&credentials))
    }

    fn post_call(&self, number: usize) -> anyhow::Result<Value> {
        let mut delivery: Value = serde_json::from_str(&recorded_payload(DELIVERY))?;
        delivery["data"]["conversation_id"] = json!(format!("conv_bench{number:08}"));
        let call = self.connection.delivery(&delivery.to_string(), SystemClock.now());
        self.public_event("elevenlabs-post-call", call)
    }

    fn process(&self, number: usize) -> anyhow::Result<Value> {
        let message = self.messages.get(number % self.messages.len()).context("there are messages")?;
        Ok(json!({ "Records": [{
            "messageId": format!("message-{number}"),
            "receiptHandle": "handle",
            "body": message.to_string(),
            "attributes": { "ApproximateReceiveCount": "1" },
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:inbox",
            "awsRegion": "us-east-1",
        }] }))
    }

    fn sweep(&self, _: usize) -> anyhow::Result<Value> {
        Ok(json!({}))
    }

    fn new_customer(&self, number: u8) -> TestRequest {
        TestRequest::new()
            .by(&self.person)
            .header("idempotency-key", format!("bench-customer-{number}"))
            .json(&json!({
                "phone": phones::fictional(number),
                "name": format!("Amina Benchmark {number}"),
                "email": format!("amina{number}@example.com"),
                "language": "en-US",
                "timeZone": "America/New_York",
                "tags": ["vip", "newsletter"],
                "notes": "Prefers to be called in the afternoon. Asks for Dr. Rahman.",
                "customFields": { "insurance": "Acme Health", "account": "A-1042" },
            }))
    }
}
