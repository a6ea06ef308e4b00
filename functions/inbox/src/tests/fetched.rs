//! Asking the provider.

use domain::inbox::{DefectReason, State};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::{Path, State as AxumState},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use domain::call::CallStatus;
use jiff::SignedDuration;
use runtime::{Clock, Environment, FunctionContext, log::Silent};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::fixture::{Fixture, inbound, payload, post_call};

/// A provider that knows these conversations and takes this key.
#[derive(Clone, Default)]
struct Provider {
    conversations: Arc<Mutex<HashMap<String, Value>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Provider {
    async fn serve(&self) -> String {
        async fn conversation(
            AxumState(provider): AxumState<Provider>,
            Path(id): Path<String>,
            headers: HeaderMap,
        ) -> (StatusCode, String) {
            let key = headers["xi-api-key"].to_str().unwrap().to_owned();
            provider.asked.lock().unwrap().push(id.clone());
            if key != "an-api-key" {
                return (
                    StatusCode::UNAUTHORIZED,
                    json!({"detail": {"status": "invalid_api_key"}}).to_string(),
                );
            }
            match provider.conversations.lock().unwrap().get(&id) {
                Some(conversation) => (StatusCode::OK, conversation.to_string()),
                None => (StatusCode::NOT_FOUND, json!({"detail": {"status": "not_found"}}).to_string()),
            }
        }
        let router =
            Router::new().route("/v1/convai/conversations/{id}", get(conversation)).with_state(self.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    fn knows(&self, conversation: &Value) {
        let id = conversation["conversation_id"].as_str().unwrap().to_owned();
        self.conversations.lock().unwrap().insert(id, conversation.clone());
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

async fn open() -> (Fixture, Provider) {
    let provider = Provider::default();
    let fixture = Fixture::open_with_provider(&provider.serve().await).await;
    (fixture, provider)
}

fn fetch(fixture: &Fixture, conversation: &str) -> Value {
    json!({"type": "fetchV1", "hookId": fixture.connection.hook_id.as_str(), "conversationId": conversation})
}

#[tokio::test]
async fn a_stale_delivery_is_fetched_and_becomes_a_call() {
    let (fixture, provider) = open().await;
    let body = inbound("conv_1", "+12025550177");
    provider.knows(&body["data"]);
    let delivery = fixture.connection.delivery(&body.to_string(), fixture.app.clock.now());
    fixture.app.clock.advance(SignedDuration::from_mins(40));
    // However often somebody sends it again, the provider is asked once.
    for _ in 0..3 {
        let answer = fixture.app.send_to(&post_call(), delivery.clone()).await;
        assert_eq!(answer.error(), (401, "stale_signature"));
        fixture.work().await;
    }
    assert_eq!(provider.asked(), 1);
    let record = fixture.call().await;
    assert_eq!(record.call.status, CallStatus::Completed);
    assert_eq!(fixture.details(&record).await.unwrap().turns.len(), 11);
    assert_eq!(fixture.customers().await.len(), 1);
    fixture.recount().await;
}

#[tokio::test]
async fn what_came_over_the_day_s_quota_is_fetched_on_the_next_day_and_becomes_a_call() {
    let (fixture, provider) = open().await;
    let mut variables = fixture.app.variables.clone();
    variables.push(("DELIVERIES_PER_DAY".to_owned(), "1".to_owned()));
    let (clock, random) = (fixture.app.context.clock.clone(), fixture.app.context.random.clone());
    let context = FunctionContext::new(Environment::given(variables), clock, random, Arc::new(Silent));
    let service = post_call().start(&context.unwrap()).unwrap();
    for number in 0..2 {
        let body = inbound(&format!("conv_{number}"), "+12025550177");
        provider.knows(&body["data"]);
        let delivery = fixture.connection.delivery(&body.to_string(), fixture.app.clock.now());
        let answer = service.invoke(delivery.event(&post_call()), lambda_runtime::Context::default()).await;
        assert_eq!(answer.unwrap()["statusCode"], 200);
    }
    fixture.work().await;
    fixture.app.clock.advance(SignedDuration::from_hours(11));
    fixture.sweep().await;
    fixture.work().await;
    assert_eq!((fixture.calls().await.len(), provider.asked()), (1, 0), "not on this day");
    fixture.app.clock.advance(SignedDuration::from_hours(5));
    fixture.sweep().await;
    fixture.work().await;
    assert_eq!((fixture.calls().await.len(), provider.asked()), (2, 1));
    let head = fixture.entries(State::Processed).await;
    let head = head.iter().find(|entry| entry.pieces == 0).unwrap();
    assert_eq!(head.defect.as_ref().unwrap().reason, DefectReason::OverQuota);
    fixture.recount().await;
}

#[tokio::test]
async fn a_conversation_that_is_not_over_is_asked_for_again() {
    let (fixture, provider) = open().await;
    let mut conversation = inbound("conv_1", "+12025550177")["data"].clone();
    conversation["status"] = json!("processing");
    provider.knows(&conversation);
    let message = fetch(&fixture, "conv_1");
    assert_eq!(fixture.handle(vec![message]).await, Vec::<Value>::new());
    let entry = fixture.entries(State::Pending).await.remove(0);
    assert_eq!((entry.attempts, entry.last_error.as_deref()), (1, Some("conversation_not_final")));

    conversation["status"] = json!("done");
    provider.knows(&conversation);
    fixture.app.clock.advance(SignedDuration::from_mins(2));
    fixture.sweep().await;
    fixture.work().await;
    assert_eq!(fixture.call().await.call.status, CallStatus::Completed);
}

#[tokio::test]
async fn why_the_provider_cannot_be_asked_is_kept() {
    let (fixture, provider) = open().await;
    let reason = async |conversation: &str| {
        let message = fetch(&fixture, conversation);
        assert_eq!(fixture.handle(vec![message]).await, Vec::<Value>::new());
        let entries = fixture.entries(State::Pending).await;
        let entry =
            entries.iter().find(|entry| entry.conversation_id.as_ref().unwrap().as_str() == conversation);
        entry.unwrap().last_error.clone().unwrap()
    };
    assert_eq!(reason("conv_nobody").await, "conversation_not_found");
    let credentials = json!({"apiKey": "an-old-key"}).to_string();
    let name = format!("navaia/test/voice/{}", fixture.connection.id);
    fixture.app.context.secrets().put(&name, &secrecy::SecretString::from(credentials)).await.unwrap();
    let asked = provider.asked();
    assert_eq!(reason("conv_1").await, "provider_refused_key");
    assert_eq!(provider.asked() - asked, 2, "the key may have been replaced");
}

#[tokio::test]
async fn the_key_goes_only_where_the_operator_allows() {
    let provider = Provider::default();
    // Taken when it was allowed.
    let fixture = Fixture::open_where(&provider.serve().await, "https://api.elevenlabs.io").await;
    provider.knows(&inbound("conv_1", "+12025550177")["data"]);
    assert_eq!(fixture.handle(vec![fetch(&fixture, "conv_1")]).await, Vec::<Value>::new());
    let entry = fixture.entries(State::Pending).await.remove(0);
    assert_eq!((entry.last_error.as_deref(), provider.asked()), (Some("connection_unusable"), 0));
}

#[tokio::test]
async fn a_provider_that_is_away_is_asked_later() {
    let fixture = Fixture::open().await;
    let message = fetch(&fixture, "conv_1");
    assert_eq!(fixture.handle(vec![message]).await, Vec::<Value>::new());
    let entry = fixture.entries(State::Pending).await.remove(0);
    assert_eq!(entry.last_error.as_deref(), Some("provider_unavailable"));
}

#[tokio::test]
async fn a_fetched_conversation_of_an_unknown_agent_waits_like_a_delivery() {
    let (fixture, provider) = open().await;
    let mut conversation = inbound("conv_1", "+12025550177")["data"].clone();
    conversation["agent_id"] = json!("agent_new");
    provider.knows(&conversation);
    assert_eq!(fixture.handle(vec![fetch(&fixture, "conv_1")]).await, Vec::<Value>::new());
    assert_eq!(fixture.entries(State::Unclaimed).await.len(), 1);
    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    let task =
        json!({"type": "adoptBacklogV1", "connectionId": fixture.connection.id, "agentId": "agent_new"});
    assert_eq!(fixture.handle(vec![task]).await, Vec::<Value>::new());
    fixture.work().await;
    assert_eq!(fixture.call().await.call.agent_id.as_str(), "agent_new");
}

#[tokio::test]
async fn the_agent_of_an_event_that_names_none_is_asked_for() {
    let (fixture, provider) = open().await;
    let transcription = inbound("conv_1", "+12025550177");
    let mut detection = json!({"type": "answering_machine_detection", "event_timestamp": 1_789_990_010});
    detection["data"] =
        json!({"conversation_id": "conv_1", "call_sid": "CA1", "answered_by": "machine_start"});
    fixture.deliver(&detection).await;
    let message = fixture.messages().await.remove(0);
    // The provider does not know the conversation, or not yet: then it is nobody's.
    assert_eq!(fixture.handle(vec![message.clone()]).await, Vec::<Value>::new());
    let entry = fixture.entries(State::Pending).await.remove(0);
    assert_eq!(entry.last_error.as_deref(), Some("conversation_not_found"));
    provider.knows(&transcription["data"]);
    assert_eq!(fixture.handle(vec![message]).await, Vec::<Value>::new());
    assert_eq!(fixture.call().await.call.answered_by.unwrap().as_str(), "machine_start");
    fixture.deliver_and_process(&transcription).await;
    assert_eq!(fixture.call().await.call.status, CallStatus::Completed);
}

#[tokio::test]
async fn a_conversation_that_was_delivered_and_fetched_is_one_call() {
    let (fixture, provider) = open().await;
    let body = payload("post_call_transcription.outbound_answered");
    provider.knows(&body["data"]);
    fixture.deliver(&body).await;
    let mut messages = fixture.messages().await;
    messages.push(fetch(&fixture, body["data"]["conversation_id"].as_str().unwrap()));
    assert_eq!(fixture.handle(messages).await, Vec::<Value>::new());
    assert_eq!(fixture.call().await.call.status, CallStatus::Completed);
    fixture.recount().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_fetched_if_it_names_its_conversation() {
    let body = inbound("conv_1", "+12025550177").to_string();
    let too_large = body.replacen('{', &format!(r#"{{"noise":"{}","#, "x".repeat(4 * 1024 * 1024)), 1);
    let cut_off = body[..body.len() - 40].to_owned();
    let mut without_type = inbound("conv_1", "+12025550177");
    without_type.as_object_mut().unwrap().remove("type");
    for (text, reason) in [
        (too_large, DefectReason::TooLarge),
        (cut_off, DefectReason::CutOff),
        (without_type.to_string(), DefectReason::FieldMissing),
        (body.replacen(':', " ", 1), DefectReason::NotJson),
    ] {
        let (fixture, provider) = open().await;
        provider.knows(&inbound("conv_1", "+12025550177")["data"]);
        fixture.deliver_text(&text).await;
        fixture.work().await;
        assert_eq!(fixture.call().await.call.status, CallStatus::Completed, "{reason:?}");
        assert_eq!(provider.asked(), 1);
        let entry = fixture.entries(State::Processed).await.remove(0);
        assert_eq!(entry.defect.as_ref().unwrap().reason, reason);
        assert_eq!(entry.pieces == 0, reason == DefectReason::TooLarge, "what fits is kept to be looked at");
    }
}

#[tokio::test]
async fn what_cannot_be_read_and_is_not_known_to_the_provider_either_waits() {
    let (fixture, provider) = open().await;
    fixture
        .deliver_text(r#"{"type":"post_call_transcription","data":{"conversation_id":"conv_1","agent_id":"#)
        .await;
    fixture.work().await;
    assert_eq!((fixture.calls().await.len(), provider.asked()), (0, 1));
    let entry = fixture.entries(State::Pending).await.remove(0);
    assert_eq!(entry.last_error.as_deref(), Some("conversation_not_found"));
}
