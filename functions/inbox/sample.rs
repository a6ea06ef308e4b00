//! What the sweeps need of the inbox: entries of it, and the calls that they became.

use calls::put_customer::PutCallCustomer;
use inbox::{list_inbox::ListInbox, processor::Processor};
use runtime::{Clock, Function};
use secrecy::SecretString;
use serde_json::{Value, json};
use settings::voice::{put_credentials::PutVoiceCredentials, register_agent::RegisterVoiceAgent};
use testing::{Sample, SignedIn, TestApp, TestRequest};
use webhooks::post_call::PostCall;

const AGENT: &str = "agent_of_inbox";
const WEBHOOK_SECRET: &str = "wsec_sample_only_00000000000000001";

pub(crate) async fn sample(app: &TestApp, owner: &SignedIn) -> Sample {
    let credentials = json!({ "apiKey": "sim-sample-only", "webhookSecret": WEBHOOK_SECRET });
    let connection = app.send::<PutVoiceCredentials>(TestRequest::new().by(owner).json(&credentials)).await;
    let hook = connection.body["webhookUrl"].as_str().unwrap().rsplit('/').next().unwrap();
    let agent = TestRequest::new().by(owner).json(&json!({ "agentId": AGENT, "name": "Reception" }));
    assert_eq!(app.send::<RegisterVoiceAgent>(agent).await.status, 201);
    for (number, caller) in ["+12025550115", "+12025550125", "anonymous"].into_iter().enumerate() {
        deliver(app, hook, number, caller).await;
    }
    app.drain("inbox", &Function::queue_consumer::<Processor>()).await;

    let entries = app.send::<ListInbox>(TestRequest::new().by(owner).query("state=processed")).await;
    let entries = entries.body["items"].as_array().unwrap();
    let call_of = |conversation: &str| {
        let entry = entries.iter().find(|entry| entry["conversationId"] == conversation).unwrap();
        entry["callId"].as_str().unwrap()
    };
    Sample::new()
        .id("entryId", entries[0]["id"].as_str().unwrap())
        .id("callId", call_of("conv_sample_1"))
        // Whose it was is for a person to say.
        .id_for::<PutCallCustomer>("callId", call_of("conv_sample_2"))
}

/// Delivers what the provider reports about a call.
async fn deliver(app: &TestApp, hook: &str, number: usize, caller: &str) {
    let now = app.clock.now();
    let body = report(now.as_second(), number, caller).to_string();
    let signature = elevenlabs::signature::sign(&SecretString::from(WEBHOOK_SECRET), body.as_bytes(), now);
    let delivery =
        TestRequest::new().path("hookId", hook).header(elevenlabs::signature::HEADER, signature).text(body);
    assert_eq!(app.send::<PostCall>(delivery).await.status, 200);
}

fn report(seconds: i64, number: usize, caller: &str) -> Value {
    json!({
        "type": "post_call_transcription",
        "event_timestamp": seconds,
        "data": {
            "agent_id": AGENT,
            "conversation_id": format!("conv_sample_{number}"),
            "status": "done",
            "transcript": [{ "role": "user", "message": "Hello", "time_in_call_secs": 1 }],
            "metadata": {
                "start_time_unix_secs": seconds,
                "call_duration_secs": 5,
                "phone_call": { "direction": "inbound", "external_number": caller },
            },
        },
    })
}
