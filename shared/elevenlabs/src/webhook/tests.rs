mod hostile;
mod initiation_failure;
mod recorded;
mod truncated;
mod unlike;

use domain::{
    call::{Call, CallDetails, CallStatus, FailureCode, Party, Stage},
    ids::{CallId, ConnectionId},
};
use serde_json::{Value, json};

use super::*;
use crate::fixtures;

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn parse(body: &Value) -> Envelope {
    Envelope::parse(&serde_json::to_vec(body).unwrap()).unwrap()
}

fn fixture(name: &str) -> Value {
    serde_json::from_slice(&fixtures::read(&format!("webhooks/{name}.json"))).unwrap()
}

/// The call and details that one delivery alone makes.
fn call_of(envelope: &Envelope) -> (Call, Option<CallDetails>) {
    let observation = envelope.observation(now()).unwrap();
    let id = CallId::from_parts(observation.at, 7);
    let connection = ConnectionId::from_parts(Timestamp::UNIX_EPOCH, 1);
    let agent = observation.agent_id.clone().unwrap_or_else(|| VoiceAgentId::new("agent_unknown").unwrap());
    let change = Call::from_observation(id, connection, agent, &observation, now());
    (change.call, change.details)
}

#[test]
fn every_webhook_of_a_call_is_named_by_a_peek() {
    for entry in serde_json::from_slice::<Value>(&fixtures::read("signatures.json")).unwrap()["vectors"]
        .as_array()
        .unwrap()
    {
        let body = fixtures::read(entry["file"].as_str().unwrap());
        let json: Value = serde_json::from_slice(&body).unwrap();
        let peek = Envelope::peek(&body).unwrap();
        assert_eq!(peek.kind.as_deref(), json["type"].as_str());
        assert_eq!(peek.agent_id.unwrap().as_str(), json["data"]["agent_id"]);
        assert_eq!(peek.conversation_id.unwrap().as_str(), json["data"]["conversation_id"]);
        assert_eq!(peek.at.unwrap().as_second(), json["event_timestamp"]);
        assert_eq!(Envelope::parse(&body).unwrap().at, peek.at);
    }
}

#[test]
fn what_we_passed_when_we_placed_a_call_comes_back() {
    let envelope = parse(&fixture("post_call_transcription.outbound_voicemail"));
    let Event::Transcription(conversation) = envelope.event else { panic!("{envelope:?}") };
    assert_eq!(conversation.report.reported.user_id.unwrap().as_str(), "cus_000043");
    assert_eq!(conversation.variables.get("attempt_id"), Some("att_01J0000000000000000000003A"));
    assert_eq!(conversation.variables.get("system__time"), None);
    assert_eq!(conversation.phone_number_id.unwrap().as_str(), "phnum_0901navaiatestnumber0000002");
}

#[test]
fn a_machine_detection_adds_one_fact() {
    let body = json!({
        "type": "answering_machine_detection",
        "event_timestamp": "1789990003",
        "data": {"conversation_id": "conv_1", "call_sid": "CA1", "answered_by": "machine_start"},
    });
    let (call, details) = call_of(&parse(&body));
    assert_eq!(call.answered_by.unwrap().as_str(), "machine_start");
    assert_eq!(
        (call.status, call.evidence.newest().unwrap().as_second()),
        (CallStatus::InProgress, 1_789_990_003)
    );
    assert!(details.is_none());
}

#[test]
fn an_unknown_type_is_named_and_tells_nothing() {
    let envelope =
        parse(&json!({"type": "voice_removal_notice", "data": {"voice_id": "x"}, "event_timestamp": 1}));
    assert_eq!(envelope.event, Event::Unknown { kind: "voice_removal_notice".to_owned() });
    assert_eq!(envelope.observation(now()), None);
}

#[test]
fn without_a_time_the_time_of_receipt_stands_in() {
    let mut body = fixture("call_initiation_failure.twilio_busy");
    body.as_object_mut().unwrap().remove("event_timestamp");
    assert_eq!(parse(&body).observation(now()).unwrap().at, now());
}

#[test]
fn what_names_no_conversation_is_refused_and_still_peeked_at() {
    for (body, error) in [
        (json!([]), PayloadError::NotAnObject),
        (json!({}), PayloadError::Missing("type")),
        (json!({"type": 5}), PayloadError::Missing("type")),
        (json!({"type": "a b"}), PayloadError::Missing("type")),
        (json!({"type": "post_call_transcription"}), PayloadError::Missing("data")),
        (json!({"type": "post_call_transcription", "data": "x"}), PayloadError::Missing("data")),
        (json!({"type": "post_call_audio", "data": {}}), PayloadError::Missing("data.conversation_id")),
        (
            json!({"type": "call_initiation_failure", "data": {"conversation_id": "a/b"}}),
            PayloadError::Missing("data.conversation_id"),
        ),
    ] {
        let bytes = serde_json::to_vec(&body).unwrap();
        assert_eq!(Envelope::parse(&bytes), Err(error), "{body}");
        assert_eq!(Envelope::peek(&bytes).is_ok(), body.is_object());
    }
    assert_eq!(Envelope::peek(b"null"), Err(PayloadError::NotAnObject));
    for (bytes, is_cut) in
        [(&b""[..], true), (b"{", true), (b"\xff\xfe", false), (br#"{"type":"post_call_audio""#, true)]
    {
        let refused = Envelope::peek(bytes);
        assert!(
            matches!(refused, Err(PayloadError::NotJson { cut_off, .. }) if cut_off == is_cut),
            "{refused:?}"
        );
    }
}

#[test]
fn a_conversation_without_an_agent_is_read() {
    let body = json!({"type": "post_call_transcription", "data": {"conversation_id": "conv_1"}});
    let observation = parse(&body).observation(now()).unwrap();
    assert_eq!(observation.agent_id, None);
    assert_eq!(call_of(&parse(&body)).0.status, CallStatus::OutcomeUnknown);
}

#[test]
fn a_conversation_that_is_still_analysed_is_not_final() {
    let conversation = Conversation::parse(&fixtures::read("api/conversation_get.processing.json")).unwrap();
    assert_eq!(conversation.report.stage, Stage::Processing);
    assert_eq!(conversation.variables.get("attempt_id"), Some("att_01J0000000000000000000012A"));
    let envelope = Envelope { at: None, event: Event::Transcription(Box::new(conversation)) };
    let (call, _) = call_of(&envelope);
    assert_eq!((call.status, call.duration_seconds), (CallStatus::InProgress, Some(31)));
}

#[test]
fn a_status_nobody_knows_tells_as_little_as_none() {
    let mut body = fixture("post_call_transcription.outbound_answered");
    for status in [json!("archived"), json!("completed"), json!("Done"), json!(7), Value::Null] {
        body["data"]["status"] = status.clone();
        assert_eq!(
            call_of(&parse(&body)).0.status,
            CallStatus::Completed,
            "the event says that it is over: {status}"
        );
    }
    // Asking says nothing of its own.
    body["data"]["status"] = json!("archived");
    let asked = Conversation::parse(&serde_json::to_vec(&body["data"]).unwrap()).unwrap();
    assert_eq!(asked.report.stage, Stage::Unclear);
}

#[test]
fn what_is_told_after_a_call_claims_no_running_call() {
    for status in ["In_Progress", "in-progress", "initiated", "processing"] {
        let mut body = fixture("post_call_transcription.outbound_answered");
        body["data"]["status"] = json!(status);
        assert_eq!(call_of(&parse(&body)).0.status, CallStatus::Completed, "{status}: somebody spoke");
        // So far: a report that calls itself unfinished proves no silence.
        for turns in [json!([{"role": "agent", "message": "Hello?"}]), json!([])] {
            body["data"]["transcript"] = turns;
            body["data"]["user_message_count"] = json!(0);
            let (call, _) = call_of(&parse(&body));
            assert_eq!((call.status, call.failure), (CallStatus::OutcomeUnknown, None), "{status}");
        }
        // Asking is another matter: the conversation goes on.
        let asked = Conversation::parse(&serde_json::to_vec(&body["data"]).unwrap()).unwrap();
        assert_ne!(asked.report.stage, Stage::Final, "{status}");
        assert!(!asked.report.is_unfinished);
    }
    let recording = call_of(&parse(&fixture("post_call_audio.tiny"))).0;
    assert_eq!(recording.status, CallStatus::OutcomeUnknown);
}

/// The person of an inbound call with this `external_number` and this `system__caller_id`.
fn person(external: Value, system: Value) -> Party {
    let mut body = fixture("post_call_transcription.inbound_unknown_caller");
    body["data"]["metadata"]["phone_call"]["external_number"] = external;
    body["data"]["conversation_initiation_client_data"]["dynamic_variables"]["system__caller_id"] = system;
    let Event::Transcription(conversation) = parse(&body).event else { panic!("another event") };
    conversation.report.line.unwrap().person
}

#[test]
fn the_caller_s_number_is_normalised_withheld_or_taken_from_the_variables() {
    let number =
        |text: &str| person(json!(text), Value::Null).number().map(|number| number.as_str().to_owned());
    assert_eq!(number("+91 98765 00122").as_deref(), Some("+919876500122"));
    for withheld in ["anonymous", "+266696687", "Restricted", ""] {
        assert_eq!(person(json!(withheld), Value::Null), Party::Withheld, "{withheld}");
    }
    // The line of the fixture is in North America.
    for text in [
        "2025550171",
        "12025550171",
        "0012025550171",
        "sip:+12025550171@trunk.example;user=phone",
        "whatsapp:+12025550171",
    ] {
        assert_eq!(number(text).as_deref(), Some("+12025550171"), "{text}");
    }
    let not_understood = person(json!("1001"), Value::Null);
    assert_eq!(not_understood.not_understood().unwrap().as_str(), "1001");
    let fallback = json!("+12025550177");
    assert_eq!(person(Value::Null, fallback.clone()).number().unwrap().as_str(), "+12025550177");
    assert_eq!(person(json!(""), fallback.clone()).number().unwrap().as_str(), "+12025550177");
    assert_eq!(person(json!("1001"), fallback.clone()).number().unwrap().as_str(), "+12025550177");
    assert_eq!(person(json!(["x"]), fallback.clone()).number().unwrap().as_str(), "+12025550177");
    // What the telephone network says outright is not overruled.
    assert_eq!(person(json!("anonymous"), fallback), Party::Withheld);
    assert_eq!(person(Value::Null, Value::Null), Party::Withheld);
}

#[test]
fn on_an_outbound_call_the_person_is_the_called_number() {
    let mut body = fixture("post_call_transcription.outbound_answered");
    body["data"]["metadata"]["phone_call"].as_object_mut().unwrap().remove("external_number");
    body["data"]["metadata"]["phone_call"].as_object_mut().unwrap().remove("agent_number");
    let (call, _) = call_of(&parse(&body));
    assert_eq!(call.person().unwrap().as_str(), "+12025550142");
    assert_eq!(call.from.unwrap().as_str(), "+12025550101");
}

#[test]
fn a_conversation_in_a_browser_has_no_line() {
    let mut body = fixture("post_call_transcription.inbound_unknown_caller");
    body["data"]["metadata"]["phone_call"] = Value::Null;
    let variables = &mut body["data"]["conversation_initiation_client_data"]["dynamic_variables"];
    variables["system__caller_id"] = Value::Null;
    variables["system__called_number"] = Value::Null;
    let (call, _) = call_of(&parse(&body));
    assert_eq!((call.person(), call.number_withheld, call.status), (None, false, CallStatus::Completed));
}

#[test]
fn sip_numbers_may_be_json_numbers() {
    let mut body = fixture("call_initiation_failure.sip_unknown");
    body["data"]["metadata"]["body"]["to_number"] = json!(12_025_550_148_i64);
    body["data"]["metadata"]["body"]["sip_status_code"] = json!("404");
    let (call, _) = call_of(&parse(&body));
    assert_eq!(call.person().unwrap().as_str(), "+12025550148");
    assert_eq!(call.failure.unwrap().provider_code, Some(404));
}

#[test]
fn a_failure_with_nothing_but_a_conversation_is_a_failure() {
    for data in [
        json!({"conversation_id": "conv_1"}),
        json!({"conversation_id": "conv_1", "failure_reason": 5, "metadata": {"type": "pigeon", "body": []}}),
        json!({"conversation_id": "conv_1", "failure_reason": "unknown", "metadata": {"type": "twilio", "body": {"To": ""}}}),
    ] {
        let (call, _) = call_of(&parse(&json!({"type": "call_initiation_failure", "data": data})));
        // Nobody hides the number that we called.
        assert_eq!((call.status, call.number_withheld), (CallStatus::Failed, false));
        assert_eq!(call.failure.unwrap().code, FailureCode::NotConnected);
    }
}

#[test]
fn a_mailbox_is_known_by_the_tool_alone() {
    let mut body = fixture("post_call_transcription.outbound_voicemail");
    body["data"]["metadata"]["phone_call"]["call_result"] = Value::Null;
    body["data"]["metadata"]["termination_reason"] = json!("Call ended by remote party");
    assert_eq!(call_of(&parse(&body)).0.status, CallStatus::Voicemail);
    // A detection that found nothing is no mailbox.
    body["data"]["transcript"][3]["tool_results"][0]["result"]["result_type"] =
        json!("voicemail_detection_error");
    assert_eq!(call_of(&parse(&body)).0.status, CallStatus::Completed);
    body["data"]["transcript"][3]["tool_results"][0].as_object_mut().unwrap().remove("result");
    assert_eq!(call_of(&parse(&body)).0.status, CallStatus::Voicemail);
}

#[test]
fn secrets_and_requests_to_our_own_tools_are_not_kept() {
    let mut body = fixture("post_call_transcription.inbound_unknown_caller");
    let call = &mut body["data"]["transcript"][2]["tool_calls"][0];
    call["params_as_json"] = json!(r#"{"secret__tenant_token":"s3cret","phone":"x"}"#);
    call["tool_details"]["headers"]["authorization"] = json!("s3cret");
    body["data"]["transcript"][3]["tool_results"][0]["result_value"] =
        json!(r#"["secret__tenant_token","s3cret"]"#);
    body["data"]["conversation_initiation_client_data"]["dynamic_variables"]["secret__tenant_token"] =
        json!("s3cret");
    let envelope = parse(&body);
    let Event::Transcription(conversation) = &envelope.event else { panic!("{envelope:?}") };
    assert_eq!(conversation.variables.get("secret__tenant_token"), None);
    let kept = serde_json::to_string(&call_of(&envelope).1).unwrap();
    assert!(!kept.contains("s3cret"));
    assert!(kept.contains(r#"{\"phone\":\"x\"}"#));
}

#[test]
fn the_lists_stand_in_for_missing_maps_of_results() {
    let mut body = fixture("post_call_transcription.inbound_unknown_caller");
    let expected = call_of(&parse(&body)).1;
    let analysis = body["data"]["analysis"].as_object_mut().unwrap();
    analysis.remove("data_collection_results");
    analysis["evaluation_criteria_results"] = json!({});
    assert_eq!(call_of(&parse(&body)).1, expected);
}
