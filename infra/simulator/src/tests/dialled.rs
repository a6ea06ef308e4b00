//! Calls as the product will dial them, with what a dial may give along. No operation dials, so they are decided
//! without a simulator.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::kit::NOW;
use super::shapes::{assert_covers, fixture};
use crate::engine::conversation::conversation;
use crate::engine::events::event_body;
use crate::engine::outcome_mix::{OutcomeMix, complete};
use crate::engine::scenario::Scenarios;
use crate::engine::{
    AgentFacts, CallSeed, CallSpec, ClientData, Direction, EventKind, Outcome, Phase, Provider, Script,
};

/// A call of this agent with the client data of the recorded dial, which overrides the first message.
fn dialled(script: Script, config: Value) -> (CallSpec, Value) {
    let request = fixture("api/outbound_call.request.json");
    let given = request["conversation_initiation_client_data"].clone();
    let seed = CallSeed::derive(1, &["call"]);
    let scenarios = Scenarios::built_in().unwrap();
    let script = complete(script, Direction::Outbound, &seed, &OutcomeMix::default(), &scenarios).unwrap();
    let agent = AgentFacts {
        agent_id: "agent_reminders".to_owned(),
        agent_name: Some("Harbour Dental reminders".to_owned()),
        version_id: Some("agtvrsn_1".to_owned()),
        config,
        ..AgentFacts::default()
    };
    let spec = CallSpec {
        seed,
        direction: Direction::Outbound,
        provider: Provider::Twilio,
        agent: Arc::new(agent),
        agent_number: "+12025550100".to_owned(),
        phone_number_id: "phnum_main".to_owned(),
        external_number: Some("+12025550142".to_owned()),
        client_data: Some(Arc::new(ClientData::read(&given))),
        script,
        started_at: Timestamp::from_second(NOW).unwrap(),
        is_burst: false,
    };
    (spec, given)
}

fn transcription(spec: &CallSpec) -> Value {
    let body = event_body(EventKind::PostCallTranscription, spec, &spec.plan(), spec.started_at);
    serde_json::from_slice(&body).unwrap()
}

fn reminder() -> Script {
    Script { scenario: Some("reminder_confirmed".to_owned()), ..Script::default() }
}

#[test]
fn overrides_of_a_dial_come_back() {
    let (spec, given) = dialled(reminder(), Value::Null);
    let simulated = transcription(&spec);
    assert_covers(&simulated, "webhooks/post_call_transcription.outbound_answered.json");
    let first_message = &given["conversation_config_override"]["agent"]["first_message"];
    assert_eq!(simulated["data"]["transcript"][0]["message"], *first_message);
    assert_eq!(simulated["data"]["user_id"], given["user_id"]);
    let variables = &simulated["data"]["conversation_initiation_client_data"]["dynamic_variables"];
    for (name, value) in given["dynamic_variables"].as_object().unwrap() {
        assert_eq!(variables[name], *value, "{name}");
    }
    assert_eq!(variables["system__called_number"], "+12025550142");
}

#[test]
fn an_agent_whose_variables_are_not_given_fails_to_start() {
    let config = json!({
        "conversation_config": { "agent": { "prompt": { "prompt": "They come at {{nobody_gave_it}}." } } },
        "platform_settings": { "overrides": { "conversation_config_override": {
            "agent": { "first_message": true, "language": true, "prompt": { "prompt": true } },
            "tts": { "voice_id": true },
        } } },
    });
    let (spec, _) = dialled(Script { outcome: Some(Outcome::Answered), ..Script::default() }, config);
    let metadata = transcription(&spec)["data"]["metadata"].take();
    let reason = "Missing required dynamic variables in prompt: {'nobody_gave_it'}";
    assert_eq!(metadata["error"], json!({ "code": 1008, "reason": reason }));
    assert_eq!(metadata["termination_reason"], "Conversation initialization failed");
}

#[test]
fn a_conversation_that_could_not_be_personalised_does_not_start() {
    let (mut spec, _) = dialled(reminder(), Value::Null);
    let error = Some("no answer".to_owned());
    spec.client_data = Some(Arc::new(ClientData { error, ..ClientData::default() }));
    let data = transcription(&spec)["data"].take();
    assert_eq!(data["metadata"]["error"], json!({ "code": 1008, "reason": "no answer" }));
    assert_eq!(data["transcript"], json!([]));
}

#[test]
fn a_burst_is_marked() {
    let (mut spec, _) = dialled(reminder(), Value::Null);
    for is_burst in [false, true] {
        spec.is_burst = is_burst;
        let conversation = conversation(&spec, &spec.plan(), Phase::Final);
        assert_eq!(conversation["metadata"]["charging"]["is_burst"], is_burst);
    }
}
