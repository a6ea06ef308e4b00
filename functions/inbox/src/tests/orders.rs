//! What is told about one conversation, in any order.

use domain::call::CallStatus;
use serde_json::{Value, json};
use store::calls::CallRecord;

use super::fixture::{Fixture, payload};

const CONVERSATION: &str = "conv_0901navaiatest0000000000001";

/// The call without what may differ: when it was first heard of, and how often it changed.
fn comparable(office_calls: &[CallRecord]) -> Value {
    assert_eq!(office_calls.len(), 1);
    let mut call = serde_json::to_value(&office_calls[0].call).unwrap();
    let fields = call.as_object_mut().unwrap();
    for name in ["id", "connectionId", "customerId", "version", "createdAt", "updatedAt"] {
        fields.remove(name);
    }
    call
}

fn permutations<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.len() <= 1 {
        return vec![items.to_vec()];
    }
    (0..items.len())
        .flat_map(|index| {
            let mut rest = items.to_vec();
            let first = rest.remove(index);
            permutations(&rest).into_iter().map(move |mut order| {
                order.insert(0, first.clone());
                order
            })
        })
        .collect()
}

/// The same in every order, one after the other, and all at once.
async fn same_in_every_order(events: &[Value]) -> Value {
    let mut results = Vec::new();
    for order in permutations(events) {
        let fixture = Fixture::open().await;
        for event in &order {
            fixture.deliver_and_process(event).await;
        }
        fixture.recount().await;
        let calls = fixture.calls().await;
        assert!(fixture.details(&calls[0]).await.is_some());
        let customers: Vec<_> = fixture.customers().await.iter().map(|customer| customer.id).collect();
        assert_eq!(customers, [calls[0].call.customer_id.unwrap()]);
        results.push(comparable(&calls));
    }
    let fixture = Fixture::open().await;
    for event in events {
        fixture.deliver(event).await;
    }
    let messages = fixture.messages().await;
    assert_eq!(messages.len(), events.len());
    fixture.handle_all(messages).await;
    assert!(fixture.details(&fixture.call().await).await.is_some());
    fixture.recount().await;
    results.push(comparable(&fixture.calls().await));

    let first = results.remove(0);
    assert!(results.iter().all(|result| *result == first));
    first
}

#[tokio::test]
async fn recording_detection_and_transcription_make_one_call() {
    let transcription = payload("post_call_transcription.inbound_unknown_caller");
    let mut detection = json!({"type": "answering_machine_detection", "event_timestamp": 1_789_990_010});
    detection["data"] = json!({
        "agent_id": transcription["data"]["agent_id"],
        "conversation_id": CONVERSATION,
        "answered_by": "human",
    });
    let call = same_in_every_order(&[payload("post_call_audio.tiny"), detection, transcription]).await;
    assert_eq!(call["status"], CallStatus::Completed.as_str());
    assert_eq!((&call["hasAudio"], &call["answeredBy"]), (&json!(true), &json!("human")));
}

#[tokio::test]
async fn a_failure_before_or_after_the_transcription_makes_one_call() {
    let transcription = payload("post_call_transcription.outbound_answered");
    let mut failure = payload("call_initiation_failure.twilio_busy");
    failure["data"]["conversation_id"] = transcription["data"]["conversation_id"].clone();
    failure["data"]["metadata"]["body"]["To"] =
        transcription["data"]["metadata"]["phone_call"]["external_number"].clone();
    failure["event_timestamp"] = transcription["event_timestamp"].clone();
    let call = same_in_every_order(&[failure, transcription]).await;
    assert_eq!(call["status"], CallStatus::Completed.as_str());
}

#[tokio::test]
async fn a_better_report_takes_the_place_of_the_details() {
    let fixture = Fixture::open().await;
    let mut report = payload("post_call_transcription.inbound_unknown_caller");
    report["data"]["analysis"]["transcript_summary"] = json!("First.");
    fixture.deliver_and_process(&report).await;
    report["data"]["analysis"]["transcript_summary"] = json!("Second.");
    report["event_timestamp"] = json!(1_789_990_099);
    fixture.deliver_and_process(&report).await;
    let record = fixture.call().await;
    assert_eq!(record.call.version, 2);
    let details = fixture.details(&record).await.unwrap();
    assert_eq!(details.summary.unwrap().as_str(), "Second.");
    // What is not shown any more is not kept.
    let pieces = fixture.app.all_items().await.iter().filter(|item| item.contains("callDetails")).count();
    assert_eq!(pieces, 1);
}

#[tokio::test]
async fn reports_that_change_their_minds_at_once_leave_a_call_with_its_details() {
    let fixture = Fixture::open().await;
    let mut report = payload("post_call_transcription.inbound_unknown_caller");
    // Two texts that take turns: what one removes, another one may be about to name.
    for number in 0..12_i64 {
        report["data"]["analysis"]["transcript_summary"] = json!(format!("Text {}.", number % 2));
        report["event_timestamp"] = json!(1_789_990_000 + number);
        fixture.deliver(&report).await;
    }
    fixture.handle_all(fixture.messages().await).await;
    let record = fixture.call().await;
    let details = fixture.details(&record).await.unwrap();
    assert_eq!(details.summary.unwrap().as_str(), "Text 1.");
    fixture.recount().await;
}
