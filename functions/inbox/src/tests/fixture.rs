//! A business with a voice connection, two voice agents and an inbox.

use domain::inbox::{Entry, State};
use std::collections::BTreeMap;

use domain::{
    TenantId,
    call::{CallDetails, CallStatus},
    customer::Customer,
    local_day::LocalDay,
    role::Role,
    time_zone::TimeZoneName,
};
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp, civil::date};
use runtime::{Clock, Function};
use serde_json::{Value, json};
use store::{
    Order, Partition, Query, Record, Table,
    calls::{self, CallRecord, Filter},
    counters::{self, Counter},
    inbox, keys,
    trends::{self, Trend},
};
use testing::{
    TestApp, TestAppOptions,
    voice::{VoiceConnection, recorded_payload},
};

use crate::{processor::Processor, sweeper::Sweeper};

pub(super) const RECEPTION: &str = "agent_0901navaiareceptiontest000001";
pub(super) const OUTBOUND: &str = "agent_0901navaiaoutboundtest0000002";

pub(super) struct Fixture {
    pub(super) app: TestApp,
    pub(super) tenant: TenantId,
    pub(super) connection: VoiceConnection,
}

pub(super) fn post_call() -> Function {
    Function::endpoint::<webhooks::post_call::PostCall>()
}

pub(super) fn processor() -> Function {
    Function::queue_consumer::<Processor>()
}

pub(super) fn sweeper() -> Function {
    Function::scheduled::<Sweeper>()
}

/// A recorded payload as JSON, to be changed.
pub(super) fn payload(name: &str) -> Value {
    serde_json::from_str(&recorded_payload(&format!("webhooks/{name}.json"))).unwrap()
}

/// An inbound call in which the person spoke, and told nothing that becomes a part of the customer.
pub(super) fn inbound(conversation: &str, number: &str) -> Value {
    let mut body = payload("post_call_transcription.inbound_unknown_caller");
    body["data"]["conversation_id"] = json!(conversation);
    body["data"]["metadata"]["phone_call"]["external_number"] = json!(number);
    body["data"]["conversation_initiation_client_data"]["dynamic_variables"]["system__caller_id"] =
        json!(number);
    for results in ["data_collection_results", "data_collection_results_list"] {
        body["data"]["analysis"][results] = Value::Null;
    }
    body
}

impl Fixture {
    /// Its agents are those of the recorded payloads.
    pub(super) async fn open() -> Self {
        Self::open_with_provider("http://127.0.0.1:9").await
    }

    pub(super) async fn open_with_provider(base_url: &str) -> Self {
        Self::open_where(base_url, base_url).await
    }

    /// With a provider at `base_url`, where the operator allows others.
    pub(super) async fn open_where(base_url: &str, allowed: &str) -> Self {
        let variables = vec![("VOICE_API_URLS".to_owned(), allowed.to_owned())];
        let app = TestApp::start_with(TestAppOptions { variables, ..TestAppOptions::default() }).await;
        let tenant = app.user_of_new_tenant(Role::Owner).await.tenant;
        let connection = app.voice_connection_to(tenant, base_url).await;
        for agent in [RECEPTION, OUTBOUND] {
            app.voice_agent(tenant, connection.id, agent).await;
        }
        let fixture = Self { app, tenant, connection };
        for agent in [RECEPTION, OUTBOUND] {
            // Nothing was reported about them before.
            assert_eq!(fixture.handle(vec![adopt_backlog(&fixture, agent)]).await, Vec::<Value>::new());
        }
        fixture
    }

    pub(super) fn table(&self) -> &Table {
        &self.app.table
    }

    /// The provider delivers, and is told that all is well.
    pub(super) async fn deliver(&self, body: &Value) {
        self.deliver_text(&body.to_string()).await;
    }

    pub(super) async fn deliver_text(&self, body: &str) {
        let delivery = self.connection.delivery(body, self.app.clock.now());
        assert_eq!(self.app.send_to(&post_call(), delivery).await.status, 200);
    }

    /// All messages that wait.
    pub(super) async fn messages(&self) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            let some = self.app.take_inbox_messages().await;
            if some.is_empty() {
                return all;
            }
            all.extend(some);
        }
    }

    /// Handles messages, and sweeps until nothing is left to do: on a busy machine, one of so many at once may have to
    /// wait for its next time.
    pub(super) async fn handle_all(&self, messages: Vec<Value>) {
        assert_eq!(self.handle(messages).await, Vec::<Value>::new());
        for _ in 0..5 {
            if self.entries(State::Pending).await.is_empty() {
                return;
            }
            self.app.clock.advance(SignedDuration::from_hours(1));
            self.sweep().await;
            self.work().await;
        }
        panic!("{:?}", self.entries(State::Pending).await);
    }

    /// Handles these messages, many at the same time; gives those that failed.
    pub(super) async fn handle(&self, messages: Vec<Value>) -> Vec<Value> {
        let failed = stream::iter(messages).map(|message| async {
            let failed = self.app.deliver(&processor(), std::slice::from_ref(&message)).await;
            (!failed.is_empty()).then_some(message)
        });
        failed.buffer_unordered(32).filter_map(std::future::ready).collect().await
    }

    /// Handles messages until none is left.
    pub(super) async fn work(&self) {
        loop {
            let messages = self.messages().await;
            if messages.is_empty() {
                return;
            }
            assert_eq!(self.handle(messages).await, Vec::<Value>::new());
        }
    }

    /// The sweeper comes by.
    pub(super) async fn sweep(&self) {
        self.app.invoke(&sweeper(), json!({})).await;
    }

    /// The provider delivers, and everything is done about it.
    pub(super) async fn deliver_and_process(&self, body: &Value) {
        self.deliver(body).await;
        self.work().await;
    }

    pub(super) async fn calls(&self) -> Vec<CallRecord> {
        self.calls_by(&Filter::default()).await
    }

    pub(super) async fn calls_by(&self, filter: &Filter) -> Vec<CallRecord> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = calls::list(self.table(), self.tenant, filter, 200, after).await.unwrap();
            all.extend(page.items);
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    }

    /// The only call.
    pub(super) async fn call(&self) -> CallRecord {
        let mut calls = self.calls().await;
        assert_eq!(calls.len(), 1);
        calls.remove(0)
    }

    pub(super) async fn details(&self, record: &CallRecord) -> Option<CallDetails> {
        calls::detailed(self.table(), self.tenant, record.call.id).await.unwrap().unwrap().1
    }

    pub(super) async fn customers(&self) -> Vec<Customer> {
        everything(self.table(), keys::customers(self.tenant)).await
    }

    pub(super) async fn entries(&self, state: State) -> Vec<Entry> {
        inbox::list(self.table(), self.connection.id, state, None, 200, None).await.unwrap().items
    }

    /// The day that it is where the business is.
    pub(super) fn today(&self) -> LocalDay {
        day_of(self.app.clock.now())
    }

    /// Counts the days again. A tenant of these tests changes its time zone only after the last call has begun.
    async fn recount_days(&self, calls: &[CallRecord], customers: &[Customer]) {
        let mut expected: BTreeMap<(LocalDay, &str), i64> = BTreeMap::new();
        for record in calls {
            let day = day_of(record.call.id.made_at());
            assert_eq!(record.day, Some(day), "{:?}", record.call.id);
            *expected.entry((day, record.call.status.as_str())).or_default() += 1;
        }
        for customer in customers {
            *expected.entry((day_of(customer.created_at), "customers")).or_default() += 1;
        }
        let (first, last) = (date(2020, 1, 1).into(), date(2030, 1, 1).into());
        let days = trends::read(self.table(), self.tenant, first, last).await.unwrap();
        let mut counted: BTreeMap<(LocalDay, &str), i64> = BTreeMap::new();
        for (date, day) in days {
            let all = CallStatus::ALL.into_iter().map(|status| (Trend::Calls(status), status.as_str()));
            for (trend, name) in all.chain([(Trend::NewCustomers, "customers")]) {
                if day.get(trend) != 0 {
                    counted.insert((LocalDay::from(date), name), day.get(trend));
                }
            }
        }
        assert_eq!(counted, expected);
    }

    /// Counts everything again, and looks whether the indexes say the same.
    pub(super) async fn recount(&self) {
        let counts = counters::read(self.table(), self.tenant).await.unwrap();
        let (calls, customers) = (self.calls().await, self.customers().await);
        let mut by_status: BTreeMap<&str, i64> = BTreeMap::new();
        for record in &calls {
            *by_status.entry(record.call.status.as_str()).or_default() += 1;
        }
        for status in CallStatus::ALL {
            let expected = by_status.get(status.as_str()).copied().unwrap_or(0);
            let listed = self.calls_by(&Filter { status: Some(status), ..Filter::default() }).await;
            assert_eq!(listed.len() as i64, expected, "{status:?}");
        }
        assert_eq!(counts.get(Counter::Customers), customers.len() as i64);
        let deleted = everything(self.table(), keys::deleted_customers(self.tenant)).await;
        self.recount_days(&calls, &[customers.clone(), deleted].concat()).await;
        let mut with_customer = 0;
        for customer in &customers {
            let filter = Filter { customer: Some(customer.id), ..Filter::default() };
            with_customer += self.calls_by(&filter).await.len();
        }
        assert_eq!(with_customer, calls.iter().filter(|record| record.call.customer_id.is_some()).count());
    }
}

/// The day of a moment where the business of these tests is.
fn day_of(moment: Timestamp) -> LocalDay {
    LocalDay::at(moment, &TimeZoneName::new("America/New_York").unwrap())
}

/// All of a partition of the table.
pub(super) async fn everything<R: Record>(table: &Table, partition: Partition<R>) -> Vec<R> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let query = Query::table(partition.clone(), 200).order(Order::OldestFirst).after(after);
        let page = table.query(query).await.unwrap();
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

/// The message that an agent was registered.
pub(super) fn adopt_backlog(fixture: &Fixture, agent: &str) -> Value {
    json!({"type": "adoptBacklogV1", "connectionId": fixture.connection.id, "agentId": agent})
}
