//! Payloads that are a little unlike the expected: what is known is taken, and nothing else is claimed.

use domain::call::{Channel, Direction, FailureCode, Verdict};

use super::*;

fn call(body: &Value) -> Call {
    call_of(&parse(body)).0
}

#[test]
fn a_transcript_that_is_not_sent_does_not_unsay_the_words() {
    let call = call(&fixture("unlike/transcript_excluded"));
    assert_eq!(
        (call.status, call.failure, call.successful),
        (CallStatus::Completed, None, Some(Verdict::Success))
    );
}

#[test]
fn an_error_that_is_empty_is_none() {
    let mut body = fixture("unlike/error_empty_object");
    for error in [
        json!({}),
        json!({"code": null, "reason": null}),
        json!({"code": 1000, "reason": ""}),
        json!(""),
        Value::Null,
    ] {
        body["data"]["metadata"]["error"] = error.clone();
        let call = call(&body);
        assert_eq!((call.status, call.failure), (CallStatus::Completed, None), "{error}");
        assert_eq!(call.successful, Some(Verdict::Success), "{error}");
    }
}

#[test]
fn an_error_after_a_conversation_stands_beside_it() {
    let mut body = fixture("unlike/error_after_conversation");
    for error in [
        json!({"code": 1011, "reason": "LLM generation failed"}),
        json!(1011),
        json!("LLM generation failed"),
    ] {
        body["data"]["metadata"]["error"] = error.clone();
        let call = call(&body);
        assert_eq!(
            (call.status, call.successful),
            (CallStatus::Completed, Some(Verdict::Success)),
            "{error}"
        );
        assert_eq!(call.failure.unwrap().code, FailureCode::ProviderError, "{error}");
    }
}

#[test]
fn messages_show_who_sent_them_and_how() {
    let call = call(&fixture("unlike/sms_inbound"));
    assert_eq!((call.channel, call.direction), (Some(Channel::Sms), Some(Direction::Inbound)));
    assert_eq!((call.from.unwrap().as_str(), call.number_withheld), ("+12025550174", false));
    assert_eq!(call.to.unwrap().as_str(), "+12025550160");
}

/// The body of messages, with this in place of what tells about them.
fn of(metadata: &Value, caller: &Value) -> Value {
    let mut body = fixture("unlike/sms_inbound");
    body["data"]["metadata"] = metadata.clone();
    let client_data = &mut body["data"]["conversation_initiation_client_data"];
    client_data["source_info"] = Value::Null;
    client_data["dynamic_variables"]["system__caller_id"] = caller.clone();
    client_data["dynamic_variables"]["system__called_number"] = Value::Null;
    body
}

#[test]
fn whatsapp_names_its_users_by_digits() {
    let metadata = json!({"whatsapp": {"direction": "inbound", "whatsapp_user_id": "12025550174"}});
    let call = call(&of(&metadata, &Value::Null));
    assert_eq!((call.channel, call.direction), (Some(Channel::Whatsapp), Some(Direction::Inbound)));
    assert_eq!(call.from.unwrap().as_str(), "+12025550174");
}

#[test]
fn no_channel_and_no_direction_is_made_up() {
    for (metadata, channel, direction) in [
        (Value::Null, None, None),
        (json!({}), None, None),
        (json!({"conversation_initiation_source": "unknown"}), None, None),
        (json!({"conversation_initiation_source": "pigeon"}), Some(Channel::Other), None),
        (json!({"conversation_initiation_source": "genesys"}), Some(Channel::Phone), None),
        (
            json!({"conversation_initiation_source": "react_sdk"}),
            Some(Channel::Web),
            Some(Direction::Inbound),
        ),
        (json!({"conversation_initiation_source": "whatsapp"}), Some(Channel::Whatsapp), None),
        (json!({"sms": {"sms_user_phone_number": "+12025550174"}}), Some(Channel::Sms), None),
        (json!({"batch_call": {"batch_call_id": "btcal_1"}}), None, Some(Direction::Outbound)),
        (json!({"phone_call": {"direction": "sideways"}}), Some(Channel::Phone), None),
    ] {
        for caller in [json!("+12025550174"), Value::Null] {
            let call = call(&of(&metadata, &caller));
            assert_eq!((call.channel, call.direction), (channel, direction), "{metadata}");
            assert!(!call.number_withheld, "{metadata}");
        }
    }
}

#[test]
fn judgements_come_as_words_in_any_case_or_as_truth() {
    let mut body = fixture("unlike/transcript_excluded");
    for (word, verdict) in [
        (json!("Success"), Some(Verdict::Success)),
        (json!(true), Some(Verdict::Success)),
        (json!("FAILURE"), Some(Verdict::Failure)),
        (json!(false), Some(Verdict::Failure)),
        (json!("mostly"), Some(Verdict::Unknown)),
        (json!({}), None),
        (json!(" "), None),
        (Value::Null, None),
    ] {
        body["data"]["analysis"]["call_successful"] = word.clone();
        assert_eq!(call(&body).successful, verdict, "{word}");
    }
}

#[test]
fn languages_and_costs_are_what_they_are() {
    let mut body = fixture("unlike/transcript_excluded");
    for (word, tag) in [
        ("zh_CN", Some("zh-CN")),
        ("auto", None),
        ("arabic", Some("ar")),
        ("pt-br", Some("pt-BR")),
        ("", None),
    ] {
        body["data"]["metadata"]["main_language"] = json!(word);
        assert_eq!(call(&body).language.map(String::from).as_deref(), tag, "{word}");
    }
    for (cost, credits) in [(json!(311.75), 312), (json!("311.25"), 311), (json!(0.5), 1), (json!(7), 7)] {
        body["data"]["metadata"]["cost"] = cost.clone();
        assert_eq!(call(&body).cost.unwrap().credits, Some(credits), "{cost}");
    }
}

#[test]
fn the_network_s_number_says_what_the_provider_has_no_word_for() {
    let mut body = fixture("call_initiation_failure.sip_unknown");
    for (code, status) in [
        (486, CallStatus::Busy),
        (600, CallStatus::Busy),
        (603, CallStatus::Busy),
        (480, CallStatus::NoAnswer),
        (487, CallStatus::NoAnswer),
        (408, CallStatus::NoAnswer),
        (404, CallStatus::Failed),
    ] {
        let texts = [
            format!("INVITE failed: sip status: {code}: Busy"),
            format!("Failed (SIP {code})"),
            format!("SIP/2.0 {code} X"),
        ];
        let facts = &mut body["data"]["metadata"]["body"];
        facts["sip_status_code"] = json!(code);
        facts["error_reason"] = Value::Null;
        assert_eq!(call(&body).status, status, "{code}");
        for text in texts {
            let facts = &mut body["data"]["metadata"]["body"];
            facts["sip_status_code"] = Value::Null;
            facts["error_reason"] = json!(text);
            let call = call(&body);
            assert_eq!((call.status, call.failure.unwrap().provider_code), (status, Some(code)), "{text}");
        }
    }
    // A word that is known is not overruled.
    body["data"]["metadata"]["body"]["sip_status_code"] = json!(404);
    body["data"]["failure_reason"] = json!("busy");
    assert_eq!(call(&body).status, CallStatus::Busy);
}

#[test]
fn a_recording_alone_claims_no_direction_and_a_machine_an_outbound_call() {
    let audio = call(&fixture("post_call_audio.tiny"));
    assert_eq!((audio.direction, audio.channel), (None, None));
    let machine = json!({"type": "answering_machine_detection", "data": {"conversation_id": "conv_1", "answered_by": "human"}});
    let machine = call(&machine);
    assert_eq!((machine.direction, machine.channel), (Some(Direction::Outbound), Some(Channel::Phone)));
}
