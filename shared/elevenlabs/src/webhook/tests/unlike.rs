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
fn whatsapp_users_are_read_in_every_form_and_a_name_is_kept() {
    for (user, number) in [
        (json!("12025550174@s.whatsapp.net"), Some("+12025550174")),
        (json!("12025550174:7@s.whatsapp.net"), Some("+12025550174")),
        (json!("whatsapp:+12025550174"), Some("+12025550174")),
        (json!("WhatsApp:12025550174"), Some("+12025550174")),
        (json!(12_025_550_174_i64), Some("+12025550174")),
        (json!("US.13491208655302741918"), None),
        (json!("robin"), None),
    ] {
        let metadata = json!({"whatsapp": {"direction": "inbound", "whatsapp_user_id": user}});
        let call = call(&of(&metadata, &Value::Null));
        assert_eq!(call.from.as_ref().map(|number| number.as_str()), number, "{user}");
        assert_eq!((call.number_withheld, call.reported_from.is_some()), (false, number.is_none()), "{user}");
    }
}

#[test]
fn an_object_with_nothing_in_it_tells_nothing() {
    for nothing in [json!({}), json!({"type": null, "direction": null, "external_number": null})] {
        for name in ["phone_call", "sms", "whatsapp"] {
            let call = call(&of(&json!({name: nothing}), &Value::Null));
            assert_eq!((call.channel, call.direction, call.number_withheld), (None, None, false), "{name}");
            let metadata = json!({name: nothing, "conversation_initiation_source": "widget"});
            assert_eq!(self::call(&of(&metadata, &Value::Null)).channel, Some(Channel::Web), "{name}");
        }
    }
}

/// The body of a telephone call.
fn phone_call() -> Value {
    fixture("post_call_transcription.inbound_unknown_caller")
}

#[test]
fn numbers_may_be_json_numbers_in_calls_and_messages() {
    for (name, place) in [("phone_call", "external_number"), ("sms", "sms_user_phone_number")] {
        let mut metadata = json!({name: {"direction": "inbound", "agent_number": "+12025550160"}});
        metadata[name][place] = json!(12_025_550_174_i64);
        let call = call(&of(&metadata, &Value::Null));
        assert_eq!((call.from.unwrap().as_str(), call.number_withheld), ("+12025550174", false), "{name}");
    }
    let metadata = json!({"phone_call": {"direction": "inbound", "agent_number": 12_025_550_160_i64, "external_number": 12_025_550_174_i64}});
    let call = call(&of(&metadata, &Value::Null));
    assert_eq!((call.reported_from.unwrap().as_str(), call.number_withheld), ("12025550174", false));
}

#[test]
fn the_own_number_is_read_again_wherever_it_was_told_without_its_plus() {
    let desk = domain::call::Numbering {
        region: domain::phone::Region::new("US").ok(),
        ..domain::call::Numbering::default()
    };
    for own in [json!("12025550160"), json!(2_025_550_160_i64), json!("(202) 555-0160")] {
        for (name, person, ours) in [
            ("phone_call", "external_number", "agent_number"),
            ("sms", "sms_user_phone_number", "agent_phone_number"),
            ("whatsapp", "whatsapp_user_id", "whatsapp_phone_number"),
        ] {
            let metadata = json!({name: {"direction": "inbound", person: "12025550174", ours: own}});
            let observation = parse(&of(&metadata, &Value::Null)).observation(now()).unwrap();
            assert!(observation.has_number_not_understood(), "{metadata}");
            let ObservationKind::Report(report) = observation.on_line(&desk).kind else { panic!() };
            let line = report.line.unwrap();
            let numbers = [line.person.number().unwrap().as_str(), line.ours.as_ref().unwrap().as_str()];
            assert_eq!(numbers, ["+12025550174", "+12025550160"], "{metadata}");
        }
        let mut body = of(&json!({"phone_call": {"direction": "inbound"}}), &json!("2025550174"));
        body["data"]["conversation_initiation_client_data"]["dynamic_variables"]["system__called_number"] =
            own;
        let observation = parse(&body).observation(now()).unwrap().on_line(&desk);
        let ObservationKind::Report(report) = observation.kind else { panic!() };
        assert_eq!(report.line.unwrap().ours.unwrap().as_str(), "+12025550160");
    }
}

#[test]
fn a_word_for_no_number_leaves_the_other_place_its_say() {
    let mut body = phone_call();
    for (external, caller, from, withheld) in [
        ("unknown", "+12025550174", Some("+12025550174"), false),
        ("null", "+12025550174", Some("+12025550174"), false),
        ("Unavailable", "anonymous", None, true),
        ("restricted", "+12025550174", None, true),
        ("unknown caller", "unknown caller", None, true),
    ] {
        body["data"]["metadata"]["phone_call"]["external_number"] = json!(external);
        body["data"]["conversation_initiation_client_data"]["dynamic_variables"]["system__caller_id"] =
            json!(caller);
        let call = call(&body);
        assert_eq!(
            (call.from.as_ref().map(|number| number.as_str()), call.number_withheld),
            (from, withheld),
            "{external} {caller}"
        );
        assert_eq!(call.reported_from, None, "{external} {caller}");
    }
}

#[test]
fn nobody_hides_the_number_that_we_called() {
    let mut body = fixture("post_call_transcription.outbound_answered");
    let variables = &mut body["data"]["conversation_initiation_client_data"]["dynamic_variables"];
    variables["system__called_number"] = Value::Null;
    for number in [json!(""), json!("anonymous"), json!("unknown"), Value::Null] {
        body["data"]["metadata"]["phone_call"]["external_number"] = number.clone();
        let call = call(&body);
        assert_eq!((call.to, call.number_withheld), (None, false), "{number}");
    }
}

#[test]
fn a_failure_of_an_inbound_call_is_no_call_to_the_tenant_s_own_line() {
    let mut body = fixture("call_initiation_failure.twilio_busy");
    for word in ["inbound", "Inbound", "inbound-api"] {
        let facts = &mut body["data"]["metadata"]["body"];
        facts["Direction"] = json!(word);
        (facts["From"], facts["Caller"]) = (json!("+12025550174"), json!("+12025550174"));
        (facts["To"], facts["Called"]) = (json!("+12025550160"), json!("+12025550160"));
        let call = call(&body);
        assert_eq!(call.direction, Some(Direction::Inbound), "{word}");
        assert_eq!(call.person().unwrap().as_str(), "+12025550174", "{word}");
        assert_eq!(call.to.unwrap().as_str(), "+12025550160", "{word}");
    }
    body["data"]["metadata"]["body"]["Direction"] = json!("outbound-api");
    assert_eq!(call(&body).direction, Some(Direction::Outbound));
}

#[test]
fn words_of_nobody_known_are_no_proof_that_nobody_spoke() {
    let mut body = phone_call();
    for (transcript, count, status) in [
        (json!([{"role": "human", "message": "My brakes squeak."}]), Value::Null, CallStatus::OutcomeUnknown),
        (json!([{"message": "My brakes squeak."}]), Value::Null, CallStatus::OutcomeUnknown),
        (json!("agent: Hello\nuser: My brakes squeak."), Value::Null, CallStatus::OutcomeUnknown),
        (json!({"turns": []}), Value::Null, CallStatus::OutcomeUnknown),
        (json!([{"role": "human", "message": "My brakes squeak."}]), json!(1), CallStatus::Completed),
        (json!([{"role": "human", "message": "My brakes squeak."}]), json!("1"), CallStatus::Completed),
        (json!([{"role": "human", "message": "..."}]), json!(0), CallStatus::Failed),
        (json!([{"role": "agent", "message": "Hello?"}]), Value::Null, CallStatus::Failed),
        (json!([{"role": "User", "message": "Yes"}]), Value::Null, CallStatus::Completed),
    ] {
        body["data"]["transcript"] = transcript.clone();
        body["data"]["user_message_count"] = count.clone();
        assert_eq!(call(&body).status, status, "{transcript} {count}");
    }
}

#[test]
fn reasons_are_read_in_any_case() {
    let mut body = phone_call();
    for (reason, status, code) in [
        ("Voicemail_Detection tool was called.", CallStatus::Voicemail, None),
        ("CONVERSATION INITIALIZATION FAILED", CallStatus::Failed, Some(FailureCode::InitializationFailed)),
    ] {
        body["data"]["metadata"]["termination_reason"] = json!(reason);
        let call = call(&body);
        assert_eq!((call.status, call.failure.map(|failure| failure.code)), (status, code), "{reason}");
    }
    body["data"]["transcript"] = json!([]);
    body["data"]["user_message_count"] = Value::Null;
    for reason in ["call failed", "Call failed."] {
        body["data"]["metadata"]["termination_reason"] = json!(reason);
        assert_eq!(call(&body).failure.unwrap().code, FailureCode::NotConnected, "{reason}");
    }
}

#[test]
fn a_type_is_known_in_any_case() {
    let mut body = phone_call();
    body["type"] = json!(" Post_Call_Transcription ");
    assert_eq!(call(&body).status, CallStatus::Completed);
}

#[test]
fn times_that_cannot_be_are_not_shown() {
    let told = phone_call();
    let known = call(&told);
    for absurd in [
        json!(253_402_207_199_i64),
        json!(4_102_444_800_i64),
        json!(1_791_001_000_000_i64),
        json!(-1),
        json!("soon"),
    ] {
        let mut body = told.clone();
        body["event_timestamp"] = absurd.clone();
        assert_eq!(call(&body).evidence.newest(), Some(now()), "{absurd}");
        let metadata = &mut body["data"]["metadata"];
        metadata["start_time_unix_secs"] = absurd.clone();
        metadata["accepted_time_unix_secs"] = absurd.clone();
        let call = call(&body);
        assert_eq!((call.started_at, call.accepted_at), (now(), None), "{absurd}");
    }
    for (seconds, shown) in [
        (json!(4_294_967_295_u32), None),
        (json!(1e12), None),
        (json!(-5), None),
        (json!("NaN"), None),
        (json!(100_000), Some(100_000)),
    ] {
        let mut body = told.clone();
        body["data"]["metadata"]["call_duration_secs"] = seconds.clone();
        let call = call(&body);
        assert_eq!((call.duration_seconds, call.started_at), (shown, known.started_at), "{seconds}");
    }
}

#[test]
fn a_number_in_another_shape_is_not_understood_and_not_hidden() {
    for shape in [json!({"number": "+12025550174"}), json!(["+12025550174"]), json!(1.5), json!(-7)] {
        let metadata = json!({"phone_call": {"direction": "inbound", "external_number": shape}});
        let call = call(&of(&metadata, &Value::Null));
        assert_eq!((call.reported_from.is_some(), call.number_withheld), (true, false), "{shape}");
    }
}

#[test]
fn carriers_are_known_in_any_case() {
    let mut body = phone_call();
    body["data"]["metadata"]["phone_call"]["type"] = json!("SIP_Trunking");
    assert_eq!(call(&body).carrier, Some(domain::call::Carrier::SipTrunk));
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
