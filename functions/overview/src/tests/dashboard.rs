use customers::{create::CreateCustomer, delete::DeleteCustomer};
use domain::{
    call::CallStatus,
    customer::{Customer, Profile, Source},
    ids::CustomerId,
    local_day::LocalDay,
    phone::PhoneNumber,
    role::Role,
    text::{Name, Notes},
    time_zone::TimeZoneName,
};
use jiff::{SignedDuration, Timestamp};
use runtime::{Clock as _, Function};
use serde_json::{Value, json};
use settings::update::UpdateSettings;
use store::{
    Transaction,
    calls::{self, CallRecord},
    customers as customer_store, keys, trends,
};
use testing::{SignedIn, TestApp, TestRequest, phones::fictional};

use super::call;
use crate::dashboard::GetDashboard;

const NEW_YORK: &str = "America/New_York";

async fn dashboard(app: &TestApp, person: &SignedIn) -> Value {
    let answer = app.send::<GetDashboard>(TestRequest::new().by(person)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

/// What the dashboard says of the days on which something happened, as `date: calls, new customers`.
fn busy_days(dashboard: &Value) -> Vec<String> {
    let days = dashboard["days"].as_array().unwrap();
    let busy = days.iter().filter(|day| day["calls"] != json!([]) || day["newCustomers"] != 0);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    busy.map(|day| {
        let calls = day["calls"].as_array().unwrap().iter();
        let calls: Vec<_> =
            calls.map(|calls| format!("{} {}", calls["count"], text(&calls["status"]))).collect();
        format!("{}: {}, {} new", text(&day["date"]), calls.join(" "), day["newCustomers"])
    })
    .collect()
}

/// A call that began at this time and is in progress, on its day by the clock of this zone.
async fn begin(app: &TestApp, person: &SignedIn, number: u8, at: &str, zone: &str) -> CallRecord {
    let began: Timestamp = at.parse().unwrap();
    let day = LocalDay::at(began, &TimeZoneName::new(zone).unwrap());
    let record = CallRecord { call: call(began, number, None), details_at: None, day: Some(day) };
    let mut transaction = Transaction::new();
    calls::create(&mut transaction, person.tenant, &record).unwrap();
    app.table.commit(transaction).await.unwrap();
    record
}

async fn end(app: &TestApp, person: &SignedIn, record: &CallRecord, status: CallStatus) {
    let mut ended = record.clone();
    (ended.call.status, ended.call.version) = (status, record.call.version + 1);
    let mut transaction = Transaction::new();
    calls::replace(&mut transaction, person.tenant, record, &ended).unwrap();
    app.table.commit(transaction).await.unwrap();
}

#[tokio::test]
async fn a_new_business_sees_thirty_days_on_which_nothing_happened() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let dashboard = dashboard(&app, &person).await;
    let dates: Vec<_> = dashboard["days"].as_array().unwrap().iter().map(|day| &day["date"]).collect();
    assert_eq!((dates.len(), dates[0], dates[29]), (30, &json!("2026-08-23"), &json!("2026-09-21")));
    assert_eq!(busy_days(&dashboard), Vec::<String>::new());
    assert_eq!(dashboard["timeZone"], NEW_YORK);
    assert_eq!(dashboard["customers"], 0);
    assert_eq!(dashboard["latestCalls"], json!([]));
}

#[tokio::test]
async fn calls_count_on_the_day_on_which_they_began_where_the_business_is() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    let starts = [
        // The day before the first one that is shown, and its first moment.
        "2026-08-23T03:59:59Z",
        "2026-08-23T04:00:00Z",
        // The last moment of yesterday, and the first of today.
        "2026-09-21T03:59:59Z",
        "2026-09-21T04:00:00Z",
        "2026-09-21T11:00:00Z",
    ];
    for (number, at) in (0..).zip(starts) {
        let record = begin(&app, &person, number, at, NEW_YORK).await;
        let status = if number == 4 { CallStatus::NoAnswer } else { CallStatus::Completed };
        end(&app, &person, &record, status).await;
    }
    let dashboard = dashboard(&app, &person).await;
    assert_eq!(
        busy_days(&dashboard),
        [
            "2026-08-23: 1 completed, 0 new",
            "2026-09-20: 1 completed, 0 new",
            "2026-09-21: 1 completed 1 no_answer, 0 new",
        ]
    );
    let latest: Vec<_> =
        dashboard["latestCalls"].as_array().unwrap().iter().map(|call| &call["startedAt"]).collect();
    assert_eq!(latest, starts.iter().rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_call_that_ends_after_the_zone_was_changed_stays_on_its_day() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Admin).await;
    let record = begin(&app, &person, 1, "2026-09-20T23:00:00Z", NEW_YORK).await;
    let zone = TestRequest::new().by(&person).version(1).json(&json!({ "timeZone": "Asia/Riyadh" }));
    assert_eq!(app.send::<UpdateSettings>(zone).await.status, 200);
    assert_eq!(busy_days(&dashboard(&app, &person).await), ["2026-09-20: 1 in_progress, 0 new"]);
    end(&app, &person, &record, CallStatus::Completed).await;
    assert_eq!(busy_days(&dashboard(&app, &person).await), ["2026-09-20: 1 completed, 0 new"]);
}

#[tokio::test]
async fn customers_count_once_on_the_day_on_which_they_were_made() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Agent).await;
    let create = async |number| {
        let request = TestRequest::new().by(&person).json(&json!({ "phone": fictional(number) }));
        let created = app.send::<CreateCustomer>(request).await;
        assert_eq!(created.status, 201);
        created.body["id"].as_str().unwrap().to_owned()
    };
    let id = create(1).await;
    create(2).await;
    // It is 8:00 in New York: midnight is 16 hours away.
    app.clock.advance(SignedDuration::from_hours(16));
    let token = app.token_for(&person);
    let person = SignedIn { token, ..person.clone() };
    let request = TestRequest::new().by(&person).json(&json!({ "phone": fictional(3) }));
    assert_eq!(app.send::<CreateCustomer>(request).await.status, 201);
    let deletion = TestRequest::new().by(&person).path("customerId", &id).version(1);
    assert_eq!(app.send::<DeleteCustomer>(deletion).await.status, 204);

    let dashboard = dashboard(&app, &person).await;
    assert_eq!(busy_days(&dashboard), ["2026-09-21: , 2 new", "2026-09-22: , 1 new"]);
    assert_eq!(dashboard["customers"], 2);
}

#[tokio::test]
async fn the_latest_calls_have_the_names_of_their_customers() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Agent).await;
    let named = json!({ "phone": fictional(1), "name": "Robin Example" });
    let created = app.send::<CreateCustomer>(TestRequest::new().by(&person).json(&named)).await;
    let customer: CustomerId = created.body["id"].as_str().unwrap().parse().unwrap();
    let call = call(app.clock.now(), 1, Some(customer));
    let record = CallRecord { call, details_at: None, day: None };
    let mut transaction = Transaction::new();
    calls::create(&mut transaction, person.tenant, &record).unwrap();
    app.table.commit(transaction).await.unwrap();
    let dashboard = dashboard(&app, &person).await;
    assert_eq!(dashboard["latestCalls"][0]["customer"]["name"], "Robin Example");
}

#[tokio::test]
async fn another_business_sees_nothing_of_it() {
    let app = TestApp::start().await;
    let (person, other) =
        (app.user_of_new_tenant(Role::Viewer).await, app.user_of_new_tenant(Role::Viewer).await);
    begin(&app, &person, 1, "2026-09-21T11:00:00Z", NEW_YORK).await;
    let dashboard = dashboard(&app, &other).await;
    assert_eq!(busy_days(&dashboard), Vec::<String>::new());
    assert_eq!(dashboard["latestCalls"], json!([]));
}

/// Fills every item that a dashboard reads as far as it goes.
async fn fill(app: &TestApp, person: &SignedIn) {
    let now = app.clock.now();
    let today = LocalDay::at(now, &TimeZoneName::new("Etc/UTC").unwrap());
    for days in -30..=1 {
        let mut transaction = Transaction::new();
        for shard in 0..trends::SHARDS {
            let key = keys::day(person.tenant, today.plus(days), shard);
            for attribute in
                CallStatus::ALL.map(CallStatus::as_str).into_iter().chain(["customers", "changed.calls"])
            {
                transaction.add_expiring(&key, attribute, 1_000_000_007, now);
            }
        }
        app.table.commit(transaction).await.unwrap();
    }
    for number in 0..60 {
        let id = CustomerId::from_parts(now, u128::from(number));
        let profile = Profile {
            name: Some(Name::new(&"x".repeat(120)).unwrap()),
            notes: Some(Notes::new(&"x".repeat(3000)).unwrap()),
            ..Profile::default()
        };
        let phone = PhoneNumber::from_e164(&fictional(number)).unwrap();
        let customer = Customer::new(id, phone, profile, Source::Manual, now);
        let mut transaction = Transaction::new();
        customer_store::create(&mut transaction, person.tenant, &customer, today).unwrap();
        app.table.commit(transaction).await.unwrap();
        let call = call(now + SignedDuration::from_secs(i64::from(number)), number, Some(id));
        let record = CallRecord { call, details_at: None, day: Some(today) };
        let mut transaction = Transaction::new();
        calls::create(&mut transaction, person.tenant, &record).unwrap();
        app.table.commit(transaction).await.unwrap();
    }
}

#[tokio::test]
async fn it_takes_four_requests_and_ten_units_however_much_happened() {
    let app = TestApp::start().await;
    let person = app.user_of_new_tenant(Role::Viewer).await;
    fill(&app, &person).await;
    let proxied = app.proxied().await;
    let answer = proxied.send_to(&Function::endpoint::<GetDashboard>(), TestRequest::new().by(&person)).await;
    assert_eq!((answer.status, answer.body["latestCalls"].as_array().unwrap().len()), (200, 5));
    let counts = proxied.counts();
    let requests: u64 = counts.iter().map(|(_, count)| count.requests).sum();
    let units: f64 = counts.iter().map(|(_, count)| count.read_units).sum();
    println!("{requests} requests, {units} units: {counts:?}");
    // The session and the key of its token are read besides, for two units.
    assert_eq!(requests, 4 + 2, "{counts:?}");
    assert!(units <= 10.0 + 2.0, "{units} units: {counts:?}");
}
