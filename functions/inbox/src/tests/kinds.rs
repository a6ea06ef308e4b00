//! Deliveries of every kind and size.

use domain::call::CallStatus;
use domain::inbox::{DefectReason, State};
use jiff::SignedDuration;
use runtime::Clock;
use serde_json::{Value, json};
use store::inbox::{self, Task};

use super::fixture::{Fixture, inbound, payload};

#[tokio::test]
async fn a_type_that_nobody_knows_is_kept_for_a_while_and_ignored() {
    let fixture = Fixture::open().await;
    fixture.deliver_and_process(&json!({"type": "voice_removal_notice", "data": {"voice_id": "x"}})).await;
    fixture
        .deliver_and_process(
            &json!({"type": "something_new", "data": {"conversation_id": "conv_1"}, "more": []}),
        )
        .await;
    let ignored = fixture.entries(State::Ignored).await;
    assert_eq!(ignored.len(), 2);
    for entry in ignored {
        let kept_for = entry.expires_at.duration_since(fixture.app.clock.now());
        assert_eq!(kept_for, SignedDuration::from_hours(24 * 90));
    }
    assert_eq!(fixture.calls().await, []);
    // Head and body: each of them may be removed one day.
    let items = fixture.app.all_items().await;
    assert_eq!(items.iter().filter(|item| item.contains("expiresAt") && item.contains("inbox")).count(), 4);
}

#[tokio::test]
async fn what_turns_out_not_to_be_readable_waits_for_a_person() {
    let fixture = Fixture::open().await;
    fixture
        .deliver_and_process(&json!({"type": "post_call_transcription", "data": {"conversation_id": "a/b"}}))
        .await;
    let unreadable = fixture.entries(State::Unreadable).await;
    assert_eq!(unreadable.len(), 1);
    assert_eq!(unreadable[0].last_error.as_deref(), Some("unreadable"));
    let defect = unreadable[0].defect.clone().unwrap();
    assert_eq!(
        (defect.reason, defect.field.as_deref()),
        (DefectReason::FieldMissing, Some("data.conversation_id"))
    );
    let due = unreadable[0].due_at.unwrap();
    assert!(unreadable[0].is_about_to_expire(due) && !unreadable[0].is_to_be_queued(due));
}

#[tokio::test]
async fn unknown_fields_are_no_trouble() {
    let fixture = Fixture::open().await;
    let mut body = inbound("conv_1", "+12025550177");
    for place in ["", "/data", "/data/metadata", "/data/metadata/phone_call", "/data/transcript/1"] {
        body.pointer_mut(place).unwrap()["a_field_of_tomorrow"] = json!({"deep": [1, null, {}]});
    }
    fixture.deliver_and_process(&body).await;
    assert_eq!(fixture.call().await.call.status, CallStatus::Completed);
}

#[tokio::test]
async fn a_call_of_five_hundred_turns_is_kept_whole() {
    let fixture = Fixture::open().await;
    let mut body = inbound("conv_1", "+12025550177");
    let turns: Vec<Value> = (0..500)
        .map(|number| {
            let role = if number % 2 == 0 { "agent" } else { "user" };
            json!({"role": role, "message": format!("Turn {number}. {}", "words ".repeat(100)), "time_in_call_secs": number})
        })
        .collect();
    body["data"]["transcript"] = json!(turns);
    fixture.deliver_and_process(&body).await;
    let record = fixture.call().await;
    let details = fixture.details(&record).await.unwrap();
    assert_eq!((details.turns.len(), details.truncated), (500, false));
    assert!(details.turns[499].message.as_ref().unwrap().as_str().starts_with("Turn 499."));
}

#[tokio::test]
async fn a_delivery_as_large_as_is_kept_becomes_a_call() {
    let fixture = Fixture::open().await;
    let mut body = inbound("conv_1", "+12025550177");
    let (mut number, mut turns) = (1_u64, Vec::new());
    while turns.len() < 525 {
        // Words without a pattern, so that compressing does not help much.
        let mut words = String::new();
        while words.len() < 7_900 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            words.push_str(&format!("{:x} ", number >> 11));
        }
        turns.push(json!({"role": "user", "message": words, "time_in_call_secs": turns.len()}));
    }
    body["data"]["transcript"] = json!(turns);
    let text = body.to_string();
    assert!(text.len() > 4_100_000 && text.len() <= 4 * 1024 * 1024);
    fixture.deliver_text(&text).await;
    fixture.work().await;
    let record = fixture.call().await;
    let details = fixture.details(&record).await.unwrap();
    assert!(details.truncated && details.turns.len() > 200, "{}", details.turns.len());
    let entry = fixture.entries(State::Processed).await.remove(0);
    let loaded = inbox::load(fixture.table(), fixture.connection.id, &entry.id).await.unwrap().unwrap();
    assert_eq!(loaded.body().unwrap(), text.as_bytes());
}

#[tokio::test]
async fn an_entry_can_be_processed_again_and_nothing_changes() {
    let fixture = Fixture::open().await;
    fixture.deliver_and_process(&inbound("conv_1", "+12025550177")).await;
    fixture.deliver_and_process(&payload("post_call_audio.tiny")).await;
    let (calls, customers) = (fixture.calls().await, fixture.customers().await);
    fixture.app.clock.advance(SignedDuration::from_hours(24));
    for entry in fixture.entries(State::Processed).await {
        assert!(inbox::reopen(fixture.table(), &entry, fixture.app.clock.now()).await.unwrap());
        // Not twice from the same version.
        assert!(!inbox::reopen(fixture.table(), &entry, fixture.app.clock.now()).await.unwrap());
        assert_eq!(
            fixture.handle(vec![serde_json::to_value(Task::process(&entry)).unwrap()]).await,
            Vec::<Value>::new()
        );
    }
    assert_eq!((fixture.calls().await, fixture.customers().await), (calls, customers));
    assert_eq!(fixture.entries(State::Processed).await.len(), 2);
    fixture.recount().await;
}

#[tokio::test]
async fn a_message_about_an_entry_that_is_gone_is_done_with() {
    let fixture = Fixture::open().await;
    let message = json!({
        "type": "processV1",
        "connectionId": fixture.connection.id,
        "entryId": format!("conv_1~post_call_audio~{}", "0".repeat(32)),
    });
    assert_eq!(fixture.handle(vec![message]).await, Vec::<Value>::new());
    // What is no message at all goes to the dead letters.
    for message in
        [json!({}), json!({"type": "processV9"}), json!({"type": "processV1", "connectionId": "x"})]
    {
        assert_eq!(fixture.handle(vec![message.clone()]).await, [message]);
    }
}
