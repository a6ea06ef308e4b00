//! Every recorded delivery, ten times over.

use domain::call::{CallStatus, Direction, FailureCode};
use domain::inbox::State;
use jiff::Timestamp;
use serde_json::Value;
use testing::voice::recorded_payload;

use super::fixture::{Fixture, OUTBOUND, RECEPTION, post_call};

/// What a recorded delivery has to become.
struct Expected {
    file: &'static str,
    conversation: &'static str,
    agent: &'static str,
    status: CallStatus,
    direction: Option<Direction>,
    person: Option<&'static str>,
    seconds: Option<u32>,
    failure: Option<(FailureCode, Option<i64>)>,
    turns: Option<usize>,
}

const INBOUND: Expected = Expected {
    file: "post_call_transcription.inbound_unknown_caller",
    conversation: "conv_0901navaiatest0000000000001",
    agent: RECEPTION,
    status: CallStatus::Completed,
    direction: Some(Direction::Inbound),
    person: Some("+12025550123"),
    seconds: Some(43),
    failure: None,
    turns: Some(11),
};

const EXPECTED: [Expected; 9] = [
    INBOUND,
    Expected {
        file: "post_call_transcription.outbound_answered",
        conversation: "conv_0901navaiatest0000000000002",
        agent: OUTBOUND,
        direction: Some(Direction::Outbound),
        person: Some("+12025550142"),
        seconds: Some(14),
        turns: Some(3),
        ..INBOUND
    },
    Expected {
        file: "post_call_transcription.outbound_voicemail",
        conversation: "conv_0901navaiatest0000000000003",
        agent: OUTBOUND,
        status: CallStatus::Voicemail,
        direction: Some(Direction::Outbound),
        person: Some("+12025550143"),
        seconds: Some(24),
        turns: Some(4),
        ..INBOUND
    },
    Expected {
        file: "post_call_transcription.nulls_and_absent",
        conversation: "conv_0901navaiatest0000000000004",
        status: CallStatus::Failed,
        person: None,
        seconds: Some(5),
        failure: Some((FailureCode::NoConversation, None)),
        turns: Some(1),
        ..INBOUND
    },
    Expected {
        file: "post_call_transcription.init_failed_status_done",
        conversation: "conv_0901navaiatest0000000000005",
        agent: OUTBOUND,
        status: CallStatus::Failed,
        direction: Some(Direction::Outbound),
        person: Some("+12025550145"),
        seconds: Some(1),
        failure: Some((FailureCode::InitializationFailed, Some(1008))),
        turns: Some(0),
    },
    Expected {
        file: "call_initiation_failure.twilio_busy",
        conversation: "conv_0901navaiatest0000000000006",
        agent: OUTBOUND,
        status: CallStatus::Busy,
        direction: Some(Direction::Outbound),
        person: Some("+12025550146"),
        seconds: None,
        failure: Some((FailureCode::NotConnected, Some(486))),
        turns: None,
    },
    Expected {
        file: "call_initiation_failure.twilio_no_answer",
        conversation: "conv_0901navaiatest0000000000007",
        agent: OUTBOUND,
        status: CallStatus::NoAnswer,
        direction: Some(Direction::Outbound),
        person: Some("+12025550147"),
        seconds: None,
        failure: Some((FailureCode::NotConnected, Some(487))),
        turns: None,
    },
    Expected {
        file: "call_initiation_failure.sip_unknown",
        conversation: "conv_0901navaiatest0000000000008",
        agent: OUTBOUND,
        status: CallStatus::Failed,
        direction: Some(Direction::Outbound),
        person: Some("+12025550148"),
        seconds: None,
        failure: Some((FailureCode::NotConnected, Some(404))),
        turns: None,
    },
    Expected {
        file: "post_call_audio.tiny",
        conversation: "conv_0901navaiatest0000000000001",
        agent: RECEPTION,
        status: CallStatus::OutcomeUnknown,
        direction: None,
        person: None,
        seconds: None,
        failure: None,
        turns: None,
    },
];

#[tokio::test]
async fn each_becomes_one_call_of_the_right_customer() {
    let vectors: Value = serde_json::from_str(&recorded_payload("signatures.json")).unwrap();
    let vectors = vectors["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), EXPECTED.len());
    for vector in vectors {
        let file = vector["file"].as_str().unwrap();
        let expected = EXPECTED.iter().find(|expected| file.contains(expected.file)).unwrap();
        let fixture = Fixture::open().await;
        fixture.app.clock.set(Timestamp::from_second(vector["timestamp"].as_i64().unwrap()).unwrap());

        let delivery =
            fixture.connection.delivery_with(&recorded_payload(file), vector["header"].as_str().unwrap());
        for _ in 0..10 {
            assert_eq!(fixture.app.send_to(&post_call(), delivery.clone()).await.status, 200);
        }
        let messages = fixture.messages().await;
        assert_eq!(messages.len(), 1);
        let ten = vec![messages[0].clone(); 10];
        assert_eq!(fixture.handle(ten).await, Vec::<Value>::new(), "{file}");

        let record = fixture.call().await;
        let call = &record.call;
        assert_eq!(call.conversation_id.as_ref().unwrap().as_str(), expected.conversation);
        assert_eq!(call.agent_id.as_str(), expected.agent);
        assert_eq!(call.connection_id, fixture.connection.id);
        assert_eq!((call.status, call.direction), (expected.status, expected.direction), "{file}");
        assert_eq!(call.person().map(|number| number.as_str()), expected.person, "{file}");
        assert_eq!(call.duration_seconds, expected.seconds, "{file}");
        let failure = call.failure.as_ref().map(|failure| (failure.code, failure.provider_code));
        assert_eq!(failure, expected.failure, "{file}");
        assert_eq!(call.id.made_at(), call.started_at, "{file}");
        assert_eq!(call.version, 1, "{file}");
        let turns = fixture.details(&record).await.map(|details| details.turns.len());
        assert_eq!(turns, expected.turns, "{file}");

        let customers = fixture.customers().await;
        assert_eq!(customers.iter().map(|customer| customer.phone.as_str()).collect::<Vec<_>>(), {
            expected.person.into_iter().collect::<Vec<_>>()
        });
        assert_eq!(call.customer_id, customers.first().map(|customer| customer.id), "{file}");
        assert!(
            customers.iter().all(|customer| customer.profile.name.is_some() == customer.told.name.is_some())
        );

        let processed = fixture.entries(State::Processed).await;
        assert_eq!(processed.len(), 1, "{file}");
        assert_eq!((processed[0].call_id, processed[0].attempts), (Some(call.id), 0));

        // One that comes late changes nothing any more, not even how long the first is kept.
        let before = fixture.app.all_items().await;
        assert_eq!(fixture.app.send_to(&post_call(), delivery).await.status, 200);
        assert_eq!(fixture.messages().await, Vec::<Value>::new());
        assert_eq!(fixture.app.all_items().await, before);
        fixture.recount().await;
    }
}

#[tokio::test]
async fn all_of_them_together_become_eight_calls() {
    let fixture = Fixture::open().await;
    for expected in &EXPECTED {
        fixture.deliver_text(&recorded_payload(&format!("webhooks/{}.json", expected.file))).await;
    }
    let messages = fixture.messages().await;
    assert_eq!(fixture.handle(messages).await, Vec::<Value>::new());
    let calls = fixture.calls().await;
    assert_eq!(calls.len(), 8);
    let inbound = calls
        .iter()
        .find(|record| record.call.direction == Some(Direction::Inbound) && record.call.has_audio);
    assert_eq!(inbound.unwrap().call.status, CallStatus::Completed);
    assert_eq!(fixture.customers().await.len(), 7);
    fixture.recount().await;
}
