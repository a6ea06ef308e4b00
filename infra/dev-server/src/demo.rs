//! A believable tenant to look at: a dental practice with customers and a week of calls.
//!
//! It is made through the API and the simulator, like everything else: nothing is written behind their backs. Only
//! thousands of customers and calls more, for who asks for them, would take too long that way.

mod event;
mod large;

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use domain::{call::VoiceAgentId, email::EmailAddress, phone::PhoneNumber};
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use reqwest::Client;
use runtime::{Clock as _, Random as _};
use serde::Serialize;
use serde_json::{Value, json};
use store::{
    Table,
    email_owners::{self, EmailDigest},
    tenants,
};

pub use self::event::fill_event;
use self::large::{Amount, Business};
use crate::{console::Console, options::DemoSize, provider};

const EMAIL: &str = "owner@harbour-dental.example";
const PASSWORD: &str = "harbour dental demo";
const AGENT_ID: &str = "agent_harbour_dental_reception";
const AGENT_NUMBER: &str = "+12025550100";
/// The simulator takes every key that begins like this.
const API_KEY: &str = "sim-harbour-dental";

/// How to sign in to the demo tenant.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DemoLogin {
    /// The owner's address.
    pub email: &'static str,
    /// Its password. It is no secret: everybody has it who has this program.
    pub password: &'static str,
}

/// Who is a customer already, before any call.
const CUSTOMERS: &[(&str, &str, &str, &[&str])] = &[
    ("+12025550111", "Maya Lindqvist", "en", &["recall"]),
    ("+12025550112", "Omar Haddad", "ar", &["family"]),
    ("+12025550113", "Siobhán O'Neill", "en", &[]),
    ("+12025550114", "José Núñez", "es", &["orthodontics"]),
    ("+12025550115", "فاطمة الزهراء", "ar", &["recall", "family"]),
    ("+12025550116", "Grace Kimani", "en", &["vip"]),
];

/// What some of them have beside that: a second number, or an extension of the number of an office.
fn more_of(phone: &str) -> Value {
    match phone {
        "+12025550111" => json!({
            "email": "maya@lindqvist.example",
            "otherPhones": [{ "phone": "+12025550131", "label": "work", "extension": "12" }],
        }),
        "+12025550112" => json!({
            "externalId": "practice:2041",
            "otherPhones": [{ "phone": "+12025550132", "label": "mother" }],
        }),
        // The same office: a call from its number may be from either.
        "+12025550116" => {
            json!({ "otherPhones": [{ "phone": "+12025550131", "label": "work", "extension": "40" }] })
        }
        _ => json!({}),
    }
}

/// Calls of the last days: who calls (or is called), what about, and how many hours ago.
const CALLS: &[(&str, &str, &str, i64)] = &[
    ("inbound", "+12025550111", "booking", 150),
    ("inbound", "+12025550121", "price_question", 122),
    ("outbound", "+12025550113", "reminder_confirmed", 98),
    ("inbound", "+12025550115", "arabic", 75),
    ("outbound", "+12025550114", "voicemail", 74),
    ("inbound", "+12025550122", "complaint", 51),
    ("outbound", "+12025550116", "reminder_rescheduled", 27),
    ("inbound", "+12025550123", "wrong_number", 26),
    ("inbound", "+12025550112", "price_question", 5),
    ("inbound", "+12025550124", "booking", 2),
];

/// Makes the demo tenant unless it is there, and connects it to the simulator of this start.
pub(crate) async fn seed(
    stack_url: &str,
    size: DemoSize,
    table: &Table,
    console: Console,
) -> anyhow::Result<DemoLogin> {
    let demo = Demo { http: simulator::webhook_client()?, stack_url };
    let (token, is_new) = demo.sign_in().await?;
    let webhook_secret = demo.connect(&token).await?;
    if is_new {
        demo.add_agent(&token).await?;
    }
    demo.register_workspace(&token, &webhook_secret).await?;
    if is_new {
        demo.add_customers(&token).await?;
        demo.make_calls().await?;
    }
    if size == DemoSize::Large {
        demo.add_thousands(&token, table, console).await?;
    }
    Ok(DemoLogin { email: EMAIL, password: PASSWORD })
}

struct Demo<'a> {
    http: Client,
    stack_url: &'a str,
}

impl Demo<'_> {
    async fn sign_in(&self) -> anyhow::Result<(String, bool)> {
        let login = json!({ "email": EMAIL, "password": PASSWORD });
        let (status, answer) = self.api("POST", "/v1/auth/login", None, &login).await?;
        if status == StatusCode::OK {
            return Ok((text(&answer, "accessToken")?, false));
        }
        let register = json!({
            "tenantName": "Harbour Dental",
            "name": "Robin Harbour",
            "email": EMAIL,
            "password": PASSWORD,
            "defaultRegion": "US",
            "timeZone": "America/New_York",
        });
        let (status, answer) = self.api("POST", "/v1/auth/register", None, &register).await?;
        ensure!(status == StatusCode::CREATED, "registering answered {status}: {answer}");
        Ok((text(&answer, "accessToken")?, true))
    }

    /// Gives the tenant the simulator as its voice provider, with a new webhook secret.
    async fn connect(&self, token: &str) -> anyhow::Result<String> {
        let secret = format!("wsec_{:032x}", runtime::SystemRandom::new().next_u128());
        let credentials = json!({
            "apiKey": API_KEY,
            "webhookSecret": secret,
        });
        let path = "/v1/settings/voice-connection";
        let (status, answer) = self.api("PUT", path, Some(token), &credentials).await?;
        ensure!(status.is_success(), "connecting the voice provider answered {status}: {answer}");
        Ok(secret)
    }

    async fn add_agent(&self, token: &str) -> anyhow::Result<()> {
        let agent = json!({ "agentId": AGENT_ID, "name": "Reception", "phoneNumber": AGENT_NUMBER });
        let (status, answer) = self.api("POST", "/v1/settings/voice-agents", Some(token), &agent).await?;
        ensure!(status == StatusCode::CREATED, "registering the agent answered {status}: {answer}");
        Ok(())
    }

    /// Tells the simulator where webhooks go; it forgets at each start.
    async fn register_workspace(&self, token: &str, webhook_secret: &str) -> anyhow::Result<()> {
        let path = "/v1/settings/voice-connection";
        let (status, connection) = self.api("GET", path, Some(token), &Value::Null).await?;
        ensure!(status == StatusCode::OK, "reading the voice connection answered {status}: {connection}");
        let workspace = json!({
            "apiKey": API_KEY,
            "webhookUrl": text(&connection, "webhookUrl")?,
            "webhookSecret": webhook_secret,
            "agents": [{ "agentId": AGENT_ID, "name": "Reception", "phoneNumber": AGENT_NUMBER }],
        });
        self.control("/workspaces", &workspace).await
    }

    async fn add_customers(&self, token: &str) -> anyhow::Result<()> {
        for (phone, name, language, tags) in CUSTOMERS {
            let mut customer = more_of(phone);
            customer["phone"] = json!(phone);
            customer["name"] = json!(name);
            customer["language"] = json!(language);
            customer["tags"] = json!(tags);
            let (status, answer) = self.api("POST", "/v1/customers", Some(token), &customer).await?;
            // An earlier start may have been ended in the middle.
            let there = status == StatusCode::CREATED || status == StatusCode::CONFLICT;
            ensure!(there, "creating a customer answered {status}: {answer}");
        }
        Ok(())
    }

    async fn make_calls(&self) -> anyhow::Result<()> {
        let now = runtime::SystemClock.now();
        for (direction, person, scenario, hours_ago) in CALLS {
            let started_at: Timestamp = now - SignedDuration::from_hours(*hours_ago);
            let (from, to) = match *direction {
                "inbound" => (*person, AGENT_NUMBER),
                _ => (AGENT_NUMBER, *person),
            };
            let call = json!({
                "direction": direction,
                "from": from,
                "to": to,
                "apiKey": API_KEY,
                "startedAt": started_at,
                "script": { "scenario": scenario, "delays": { "ringMs": 0, "talkMs": 0, "webhookMs": 0 } },
            });
            self.control("/calls", &call).await?;
        }
        Ok(())
    }

    /// Adds what is too much for the API.
    async fn add_thousands(&self, token: &str, table: &Table, console: Console) -> anyhow::Result<()> {
        let owner = email_owners::get(table, &EmailDigest::of(&EmailAddress::new(EMAIL)?)).await?;
        let tenant = owner.context("the demo has no owner")?.tenant;
        let path = "/v1/settings/voice-connection";
        let (status, connection) = self.api("GET", path, Some(token), &Value::Null).await?;
        ensure!(status == StatusCode::OK, "reading the voice connection answered {status}: {connection}");
        let business = Arc::new(Business {
            table: table.clone(),
            tenant,
            zone: tenants::get_eventual(table, tenant).await?.context("the demo has no settings")?.time_zone,
            connection: text(&connection, "id")?.parse()?,
            agent: VoiceAgentId::new(AGENT_ID)?,
            number: PhoneNumber::from_e164(AGENT_NUMBER)?,
        });
        let now = runtime::SystemClock.now();
        large::add(&business, Amount::LARGE, now, &|line: &str| console.line(line)).await
    }

    async fn api(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let url = format!("{}{path}", self.stack_url);
        let mut request = self.http.request(method.parse()?, url);
        if !body.is_null() {
            request = request.json(body);
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.with_context(|| format!("{method} {path}"))?;
        Ok((answer.status(), answer.json().await.unwrap_or(Value::Null)))
    }

    async fn control(&self, path: &str, body: &Value) -> anyhow::Result<()> {
        let url = format!("{}{}/control{path}", self.stack_url, provider::PATH);
        let answer = self.http.post(url).json(body).send().await?;
        let status = answer.status();
        ensure!(status.is_success(), "the simulator answered {status}: {}", answer.text().await?);
        Ok(())
    }
}

fn text(answer: &Value, field: &str) -> anyhow::Result<String> {
    answer[field].as_str().map(str::to_owned).with_context(|| format!("{field} is missing in an answer"))
}
