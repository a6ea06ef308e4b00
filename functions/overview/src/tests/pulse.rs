use customers::{
    create::CreateCustomer, delete::DeleteCustomer, put_by_external_id::PutCustomerByExternalId,
    restore::RestoreCustomer, update::UpdateCustomer,
};
use domain::{call::CallStatus, local_day::LocalDay, role::Role};
use jiff::{SignedDuration, tz::TimeZone};
use runtime::{Clock as _, Endpoint};
use serde_json::{Value, json};
use settings::{
    update::UpdateSettings,
    voice::{
        put_credentials::PutVoiceCredentials, register_agent::RegisterVoiceAgent,
        remove_agent::RemoveVoiceAgent,
    },
};
use store::{
    Transaction,
    calls::{self, CallRecord},
};
use testing::{SignedIn, TestApp, TestRequest};

use super::call;
use crate::pulse::GetPulse;

/// Somebody who watches the pulse.
struct Watcher {
    app: TestApp,
    person: SignedIn,
    last: Value,
}

impl Watcher {
    async fn of_new_tenant() -> Self {
        let app = TestApp::start().await;
        let person = app.user_of_new_tenant(Role::Owner).await;
        let mut watcher = Self { app, person, last: Value::Null };
        watcher.areas_changed().await;
        watcher
    }

    /// The areas whose number is another than at the last look.
    async fn areas_changed(&mut self) -> Vec<String> {
        let pulse = self.app.send::<GetPulse>(TestRequest::new().by(&self.person)).await;
        assert_eq!(pulse.status, 200);
        let before = std::mem::replace(&mut self.last, pulse.body.clone());
        let areas = pulse.body.as_object().unwrap().iter();
        areas.filter(|(area, value)| before[area.as_str()] != **value).map(|(area, _)| area.clone()).collect()
    }

    /// Carries out a request, which must change this area and no other.
    async fn changes<E: Endpoint>(&mut self, area: &str, request: TestRequest) -> Value {
        let answer = self.app.send::<E>(request.by(&self.person)).await;
        assert!((200..300).contains(&answer.status), "{answer:?}");
        assert_eq!(self.areas_changed().await, [area], "{}", E::NAME);
        answer.body
    }
}

#[tokio::test]
async fn every_change_of_a_record_moves_the_number_of_its_area() {
    let mut watcher = Watcher::of_new_tenant().await;
    let customer = json!({ "phone": "+12025550142", "name": "Robin Example" });
    let customer = watcher.changes::<CreateCustomer>("customers", TestRequest::new().json(&customer)).await;
    let about = || TestRequest::new().path("customerId", customer["id"].as_str().unwrap());
    let notes = about().version(1).json(&json!({ "notes": "Prefers mornings" }));
    watcher.changes::<UpdateCustomer>("customers", notes).await;
    watcher.changes::<DeleteCustomer>("customers", about().version(2)).await;
    watcher.changes::<RestoreCustomer>("customers", about()).await;
    for name in ["Sam Sample", "Sam Other"] {
        let body = json!({ "phone": "+12025550143", "name": name });
        let put = TestRequest::new().path("externalId", "crm:1").json(&body);
        watcher.changes::<PutCustomerByExternalId>("customers", put).await;
    }

    let zone = TestRequest::new().version(1).json(&json!({ "timeZone": "Asia/Riyadh" }));
    watcher.changes::<UpdateSettings>("settings", zone).await;
    for key in ["an-api-key", "another-api-key"] {
        let credentials = TestRequest::new().json(&json!({ "apiKey": key }));
        watcher.changes::<PutVoiceCredentials>("settings", credentials).await;
    }
    let agent = TestRequest::new().json(&json!({ "agentId": "agent_1", "name": "Reception" }));
    watcher.changes::<RegisterVoiceAgent>("settings", agent).await;
    watcher
        .changes::<RemoveVoiceAgent>("settings", TestRequest::new().path("agentId", "agent_1").version(1))
        .await;
}

/// It is noon in UTC: a business is a day behind or ahead by its own clock, or a call is found out about days later.
#[tokio::test]
async fn a_call_that_begins_and_ends_moves_the_number_of_calls_whichever_day_it_counts_on() {
    let mut watcher = Watcher::of_new_tenant().await;
    let tenant = watcher.person.tenant;
    let now = watcher.app.clock.now();
    let today = LocalDay::from(now.to_zoned(TimeZone::UTC).date());
    let days = [-40, -2, -1, 0, 1].map(|days| Some(today.plus(days)));
    for (number, day) in (1..).zip(days.into_iter().chain([None])) {
        let began = CallRecord { call: call(now, number, None), details_at: None, day };
        let mut transaction = Transaction::new();
        calls::create(&mut transaction, tenant, &began).unwrap();
        watcher.app.table.commit(transaction).await.unwrap();
        assert_eq!(watcher.areas_changed().await, ["calls"], "{day:?}");

        let mut ended = began.clone();
        (ended.call.status, ended.call.version) = (CallStatus::Completed, 2);
        let mut transaction = Transaction::new();
        calls::replace(&mut transaction, tenant, &began, &ended).unwrap();
        watcher.app.table.commit(transaction).await.unwrap();
        assert_eq!(watcher.areas_changed().await, ["calls"], "{day:?}");

        let mut rated = ended.clone();
        (rated.call.duration_seconds, rated.call.version) = (Some(62), 3);
        let mut transaction = Transaction::new();
        calls::replace(&mut transaction, tenant, &ended, &rated).unwrap();
        watcher.app.table.commit(transaction).await.unwrap();
        assert_eq!(watcher.areas_changed().await, ["calls"], "the status is the same; {day:?}");
    }
}

#[tokio::test]
async fn a_call_is_news_also_where_a_day_that_changed_as_often_is_looked_at_no_more() {
    let mut watcher = Watcher::of_new_tenant().await;
    let tenant = watcher.person.tenant;
    let mut number = 0;
    // Two calls a day, and a look after the first of each day.
    for _ in 0..5 {
        for is_looked_at in [true, false] {
            number += 1;
            let now = watcher.app.clock.now();
            let day = Some(LocalDay::from(now.to_zoned(TimeZone::UTC).date()));
            let record = CallRecord { call: call(now, number, None), details_at: None, day };
            let mut transaction = Transaction::new();
            calls::create(&mut transaction, tenant, &record).unwrap();
            watcher.app.table.commit(transaction).await.unwrap();
            if is_looked_at {
                assert_eq!(watcher.areas_changed().await, ["calls"], "call {number}");
            }
        }
        watcher.app.clock.advance(SignedDuration::from_hours(24));
        watcher.person.token = watcher.app.token_for(&watcher.person);
    }
}

#[tokio::test]
async fn nothing_new_is_answered_without_a_body_and_costs_half_a_unit() {
    let watcher = Watcher::of_new_tenant().await;
    let look = TestRequest::new().by(&watcher.person);
    let first = watcher.app.send::<GetPulse>(look.clone()).await;
    let etag = &first.headers["etag"];
    let again = watcher.app.send::<GetPulse>(look.clone().header("if-none-match", etag)).await;
    assert_eq!((again.status, &again.body, &again.headers["etag"]), (304, &Value::Null, etag));

    let customer = TestRequest::new().by(&watcher.person).json(&json!({ "phone": "+12025550142" }));
    watcher.app.send::<CreateCustomer>(customer).await;
    let proxied = watcher.app.proxied().await;
    let function = runtime::Function::endpoint::<GetPulse>();
    let changed = proxied.send_to(&function, look.header("if-none-match", etag)).await;
    assert_eq!(changed.status, 200);
    assert_ne!(&changed.headers["etag"], etag);
    let counts = proxied.counts();
    let (_, query) = counts.iter().find(|(operation, _)| operation == "Query").unwrap();
    assert_eq!((query.requests, query.read_units), (1, 0.5), "{counts:?}");
}

#[tokio::test]
async fn the_pulse_of_another_tenant_stays() {
    let mut watcher = Watcher::of_new_tenant().await;
    let other = watcher.app.user_of_new_tenant(Role::Owner).await;
    let customer = TestRequest::new().by(&other).json(&json!({ "phone": "+12025550142" }));
    assert_eq!(watcher.app.send::<CreateCustomer>(customer).await.status, 201);
    assert_eq!(watcher.areas_changed().await, Vec::<String>::new());
}
