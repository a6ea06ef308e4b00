//! Deliveries beyond what a connection may have.

use domain::{
    inbox::{Defect, DefectReason, Entry, State},
    quota::{HEAD_BYTES, day_of},
    role::Role,
};
use jiff::{SignedDuration, Timestamp};
use runtime::{Clock, Function, FunctionContext};
use serde_json::{Value, json};
use store::{
    delivery_counts::{self, DeliveryCount},
    inbox,
};
use testing::{
    TestApp, TestAppOptions, TestRequest, TestResponse,
    proxied::{Fault, Rule},
    voice::VoiceConnection,
};

use super::{entries, post_call, queued};

/// A deployment with these quotas, and one connection.
async fn start_with(quotas: &[(&str, &str)]) -> (TestApp, VoiceConnection) {
    let variables = quotas.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let app = TestApp::start_with(TestAppOptions { variables, ..TestAppOptions::default() }).await;
    let owner = app.user_of_new_tenant(Role::Owner).await.tenant;
    let connection = app.voice_connection(owner).await;
    (app, connection)
}

/// One process of the function: what it counts is in its memory.
struct Process {
    function: Function,
    service: std::sync::Arc<dyn runtime::LambdaService>,
}

impl Process {
    fn start(context: &FunctionContext) -> Self {
        let function = post_call();
        let service = function.start(context).unwrap();
        Self { function, service }
    }

    async fn send(&self, delivery: TestRequest) -> TestResponse {
        let event = delivery.event(&self.function);
        TestResponse::read(&self.service.invoke(event, lambda_runtime::Context::default()).await.unwrap())
    }
}

fn body(number: usize) -> String {
    let data =
        json!({ "conversation_id": format!("conv_{number}"), "agent_id": "agent_1", "x": "x".repeat(2_000) });
    json!({ "type": "post_call_transcription", "event_timestamp": 1_789_990_000, "data": data }).to_string()
}

async fn counted(app: &TestApp, connection: &VoiceConnection) -> Option<DeliveryCount> {
    let day = day_of(app.clock.now());
    delivery_counts::get(&app.table, connection.owner, connection.id, day).await.unwrap()
}

async fn all(app: &TestApp, connection: &VoiceConnection, state: State) -> Vec<Entry> {
    let (mut entries, mut after) = (Vec::new(), None);
    loop {
        let page = inbox::list(&app.table, connection.id, state, None, 100, after).await.unwrap();
        entries.extend(page.items);
        after = page.next;
        if after.is_none() {
            return entries;
        }
    }
}

#[tokio::test]
async fn beyond_the_minute_the_provider_is_asked_to_come_again() {
    let (app, connection) = start_with(&[("DELIVERIES_PER_MINUTE", "40")]).await;
    let other = app.voice_connection(connection.owner).await;
    let process = Process::start(&app.context);
    for number in 0..40 {
        let answer = process.send(connection.delivery(&body(number), app.clock.now())).await;
        assert_eq!(answer.status, 200, "{number}");
    }
    let before = app.all_items().await.len();
    let answer = process.send(connection.delivery(&body(40), app.clock.now())).await;
    assert_eq!(answer.error(), (429, "too_many_requests"));
    assert_eq!(answer.headers["retry-after"], "1");
    assert_eq!(app.all_items().await.len(), before, "nothing of it is kept");
    assert_eq!(process.send(other.delivery(&body(40), app.clock.now())).await.status, 200, "others go on");
    assert_eq!(process.send(connection.delivery_with(&body(1), "t=1,v0=00")).await.status, 401);

    app.clock.advance(SignedDuration::from_secs(2));
    assert_eq!(process.send(connection.delivery(&body(40), app.clock.now())).await.status, 200);
    assert_eq!(all(&app, &connection, State::Pending).await.len(), 41);
}

#[tokio::test]
async fn beyond_the_day_the_head_is_kept_and_fetched_on_the_next() {
    let (app, connection) = start_with(&[("DELIVERIES_PER_DAY", "40")]).await;
    let process = Process::start(&app.context);
    let deliver =
        async |number| process.send(connection.delivery(&body(number), app.clock.now())).await.status;
    for number in 0..40 {
        assert_eq!(deliver(number).await, 200);
    }
    assert_eq!(counted(&app, &connection).await.unwrap().quota_reached_at, None);
    assert_eq!(queued(&app).await.len(), 40);
    let before = app.items().await.sizes()["inboxPiece"].count;
    for number in 40..80 {
        assert_eq!(deliver(number).await, 200, "{number}");
    }
    let refused = process.send(connection.delivery(&body(80), app.clock.now())).await;
    assert_eq!((refused.error(), &*refused.headers["retry-after"]), ((429, "too_many_requests"), "3600"));

    assert_eq!(queued(&app).await, Vec::<Value>::new(), "nobody asks for them today");
    let sizes = app.items().await.sizes();
    assert_eq!(sizes["inboxPiece"].count, before, "no bodies");
    assert!(u64::try_from(sizes["inboxEntry"].largest).unwrap() <= HEAD_BYTES, "{sizes:?}");
    let heads: Vec<Entry> =
        all(&app, &connection, State::Pending).await.into_iter().filter(|entry| entry.pieces == 0).collect();
    assert_eq!(heads.len(), 40);
    let midnight: Timestamp = "2026-09-22T00:00:00Z".parse().unwrap();
    for head in &heads {
        assert_eq!(head.defect, Some(Defect::of(DefectReason::OverQuota)));
        assert!(head.conversation_id.is_some() && head.due_at.unwrap() >= midnight);
    }
    let counted = counted(&app, &connection).await.unwrap();
    assert_eq!(counted.quota_reached_at, Some(app.clock.now()));

    // The next day begins from nothing.
    app.clock.set(midnight);
    assert_eq!(deliver(80).await, 200);
    assert_eq!(queued(&app).await.len(), 1);
}

#[tokio::test]
async fn bytes_are_counted_as_well() {
    let (app, connection) = start_with(&[("DELIVERED_MB_PER_DAY", "3")]).await;
    let process = Process::start(&app.context);
    let large = |number| {
        format!(
            r#"{{"type":"x","data":{{"conversation_id":"conv_{number}","x":"{}"}}}}"#,
            "x".repeat(990_000)
        )
    };
    for number in 0..5 {
        assert_eq!(process.send(connection.delivery(&large(number), app.clock.now())).await.status, 200);
    }
    let pending = all(&app, &connection, State::Pending).await;
    assert_eq!(pending.iter().filter(|entry| entry.pieces > 0).count(), 3);
    assert_eq!(pending.len(), 5);
}

#[tokio::test]
async fn several_processes_keep_the_day_s_quota_but_for_what_they_have_not_told() {
    let (app, connection) = start_with(&[("DELIVERIES_PER_DAY", "100")]).await;
    let processes: Vec<Process> = (0..3).map(|_| Process::start(&app.context)).collect();
    for number in 0..190 {
        let process = &processes[number % processes.len()];
        assert_eq!(process.send(connection.delivery(&body(number), app.clock.now())).await.status, 200);
    }
    let whole = all(&app, &connection, State::Pending).await.iter().filter(|entry| entry.pieces > 0).count();
    assert!((100..100 + 3 * 32).contains(&whole), "{whole}");
}

#[tokio::test]
async fn counting_takes_one_request_for_32_deliveries() {
    let (app, connection) = start_with(&[]).await;
    let proxied = app.proxied().await;
    let process = Process::start(&proxied.context);
    for number in 0..96 {
        assert_eq!(process.send(connection.delivery(&body(number), app.clock.now())).await.status, 200);
    }
    let counts = proxied.table.counts();
    assert_eq!((counts["PutItem"].requests, counts["UpdateItem"].requests), (2 * 96, 3));
    assert_eq!(counts["UpdateItem"].write_units.round(), 3.0);
    assert_eq!(counted(&app, &connection).await.unwrap().deliveries, 96);
}

#[tokio::test]
async fn a_count_that_cannot_be_told_costs_no_delivery() {
    let (app, connection) = start_with(&[]).await;
    let proxied = app.proxied().await;
    proxied.table.set(vec![Rule::always(Fault::Internal).on("UpdateItem")]);
    let process = Process::start(&proxied.context);
    for number in 0..33 {
        assert_eq!(process.send(connection.delivery(&body(number), app.clock.now())).await.status, 200);
    }
    assert_eq!(counted(&app, &connection).await, None);
    proxied.table.set(Vec::new());
    assert_eq!(process.send(connection.delivery(&body(33), app.clock.now())).await.status, 200);
    assert_eq!(counted(&app, &connection).await.unwrap().deliveries, 34);
}

#[tokio::test]
async fn stale_deliveries_count_too() {
    let (app, connection) = start_with(&[("DELIVERIES_PER_DAY", "2")]).await;
    let process = Process::start(&app.context);
    let signed_at = app.clock.now() - SignedDuration::from_hours(1);
    for number in 0..4 {
        let answer = process.send(connection.delivery(&body(number), signed_at)).await;
        assert_eq!(answer.error(), (401, "stale_signature"));
    }
    assert_eq!(queued(&app).await.len(), 2);
    assert_eq!(entries(&app, &connection, State::Pending).await.len(), 2, "kept for the next day");
    let answer = process.send(connection.delivery(&body(5), signed_at)).await;
    assert_eq!(answer.error(), (429, "too_many_requests"));
}

#[tokio::test]
async fn a_quota_is_a_whole_number_from_1() {
    for (name, value) in [
        ("DELIVERIES_PER_MINUTE", "0"),
        ("DELIVERIES_PER_DAY", "many"),
        ("DELIVERED_MB_PER_MINUTE", "-1"),
        ("DELIVERED_MB_PER_DAY", "1.5"),
    ] {
        let (app, _) = start_with(&[(name, value)]).await;
        let refused = post_call().start(&app.context).err().unwrap().to_string();
        assert!(refused.contains(name) && !refused.contains(value), "{refused}");
    }
}
