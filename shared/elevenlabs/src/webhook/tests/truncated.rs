//! Nothing is left out without a mark.

use domain::call::{Speaker, Verdict};

use super::*;

fn details(body: &Value) -> CallDetails {
    call_of(&parse(body)).1.unwrap()
}

fn ordinary() -> Value {
    fixture("post_call_transcription.inbound_unknown_caller")
}

#[test]
fn a_long_summary_and_a_long_message_are_cut_and_marked() {
    assert!(details(&fixture("unlike/silent_truncation")).truncated);
}

#[test]
fn every_cut_is_marked_and_nothing_else_is() {
    assert!(!details(&ordinary()).truncated);
    let tool = "/data/transcript/3/tool_results/0/result_value";
    for (place, most) in [
        ("/data/analysis/transcript_summary", 4_000),
        ("/data/analysis/call_summary_title", 200),
        ("/data/analysis/evaluation_criteria_results/polite/rationale", 1_000),
        ("/data/transcript/0/message", 8_000),
        ("/data/transcript/2/tool_calls/0/params_as_json", 4_000),
        (tool, 4_000),
        ("/data/metadata/termination_reason", 200),
        ("/data/user_id", 128),
        ("/data/metadata/phone_call/call_sid", 128),
        ("/data/metadata/batch_call/batch_call_id", 128),
        ("/data/metadata/batch_call/batch_call_recipient_id", 128),
        ("/data/metadata/feedback/comment", 1_000),
        ("/data/conversation_initiation_client_data/dynamic_variables/call_ref", 2_000),
    ] {
        for (length, cut) in [(most, false), (most + 1, true)] {
            let mut body = ordinary();
            body["data"]["metadata"]["batch_call"] =
                json!({"batch_call_id": "b", "batch_call_recipient_id": "r"});
            body["data"]["metadata"]["feedback"] = json!({"comment": "Nice"});
            *body.pointer_mut(place).unwrap() = json!("x".repeat(length));
            assert_eq!(details(&body).truncated, cut, "{place} of {length}");
        }
    }
    for (place, value) in [
        ("/data/transcript/0", json!(7)),
        ("/data/transcript/0/message", json!([{"unheard": "of"}])),
        ("/data/transcript/2/tool_calls/0/tool_name", Value::Null),
        ("/data/transcript/3/tool_results/0", json!("x")),
    ] {
        let mut body = ordinary();
        *body.pointer_mut(place).unwrap() = value;
        assert!(details(&body).truncated, "{place}");
    }
}

#[test]
fn what_has_no_other_mark_ends_with_one() {
    let long = |length: usize| json!("x".repeat(length));
    let machine = |length| {
        let data = json!({"conversation_id": "conv_1", "answered_by": long(length)});
        json!({"type": "answering_machine_detection", "data": data})
    };
    let failed = |field: &str, length| {
        let mut body = fixture("call_initiation_failure.sip_unknown");
        let facts = &mut body["data"]["metadata"]["body"];
        facts["error_reason"] = Value::Null;
        facts[field] = long(length);
        body
    };
    let message = |channel: &str, field: &str, length| {
        let metadata = json!({channel: {"direction": "inbound", field: long(length)}});
        json!({"type": "post_call_transcription", "data": {"conversation_id": "conv_1", "metadata": metadata}})
    };
    let reason = |call: Call| call.failure.unwrap().reason.map(String::from);
    let reported = |call: Call| call.reported_person().cloned().map(String::from);
    type Body<'a> = &'a dyn Fn(usize) -> Value;
    type Shown<'a> = &'a dyn Fn(Call) -> Option<String>;
    let shown: [(&str, usize, Body<'_>, Shown<'_>); 7] = [
        ("answered_by", 40, &machine, &|call| call.answered_by.map(String::from)),
        ("error_reason", 300, &|length| failed("error_reason", length), &reason),
        ("sip_status", 300, &|length| failed("sip_status", length), &reason),
        ("to_number", 128, &|length| failed("to_number", length), &reported),
        ("sms", 128, &|length| message("sms", "sms_user_phone_number", length), &reported),
        ("whatsapp", 128, &|length| message("whatsapp", "whatsapp_user_id", length), &reported),
        ("phone", 128, &|length| message("phone_call", "external_number", length), &reported),
    ];
    for (what, most, body, shown) in shown {
        let text = |length| shown(call_of(&parse(&body(length))).0).unwrap();
        assert_eq!(text(most), "x".repeat(most), "{what}");
        assert_eq!(text(most + 1), "x".repeat(most - 1) + "…", "{what}");
        assert_eq!(text(9 * most), "x".repeat(most - 1) + "…", "{what}");
    }
}

#[test]
fn an_id_is_kept_as_it_is_or_not_at_all() {
    for (length, is_kept) in [(128, true), (129, false), (5_000, false)] {
        let id = "x".repeat(length);
        let mut body = ordinary();
        body["data"]["user_id"] = json!(id);
        let metadata = &mut body["data"]["metadata"];
        metadata["batch_call"] = json!({"batch_call_id": id, "batch_call_recipient_id": id});
        metadata["phone_call"]["call_sid"] = json!(id);
        metadata["phone_call"]["phone_number_id"] = json!(id);
        let Event::Transcription(conversation) = parse(&body).event else { panic!("another event") };
        let reported = &conversation.report.reported;
        let line = conversation.report.line.as_ref().unwrap();
        let mut failed = fixture("call_initiation_failure.sip_unknown");
        failed["data"]["metadata"]["body"]["call_sid"] = json!(id);
        let of_failure = call_of(&parse(&failed)).0.call_sid;
        let machine =
            json!({"type": "answering_machine_detection", "data": {"conversation_id": "c", "call_sid": id}});
        let Event::MachineDetection { call_sid: of_machine, .. } = parse(&machine).event else { panic!() };
        for kept in [
            &reported.user_id,
            &reported.batch_call_id,
            &reported.batch_call_recipient_id,
            &line.call_sid,
            &conversation.phone_number_id,
            &of_failure,
            &of_machine,
        ] {
            assert_eq!(kept.as_ref().map(Text::as_str), is_kept.then_some(id.as_str()), "{length}");
        }
    }
    // Two criteria with the same beginning stay two, or neither is there.
    let mut body = ordinary();
    body["data"]["analysis"]["evaluation_criteria_results"] =
        json!({("x".repeat(101)): {"result": "success"}, "kind": {"result": "failure"}});
    let read = details(&body);
    assert_eq!((read.evaluation.len(), read.truncated), (1, true));
}

#[test]
fn collected_values_of_every_shape_are_kept_or_missed_aloud() {
    let whole = json!("12345678901234567890123");
    let deep = format!("{}7{}", "[".repeat(200), "]".repeat(200));
    for (written, kept) in [
        (r#""R\ud800bin""#, Some(json!("R\u{fffd}bin"))),
        ("12345678901234567890123", Some(whole)),
        ("1e999", Some(json!("1e999"))),
        ("-0.5", Some(json!(-0.5))),
        ("true", Some(json!(true))),
        (r#"[null,{"a":null}]"#, Some(json!([null, {"a": null}]))),
        ("{}", Some(json!({}))),
        (r#""""#, Some(json!(""))),
        ("null", Some(Value::Null)),
        (&deep, None),
    ] {
        let mut body = ordinary();
        body["data"]["analysis"]["data_collection_results"] = json!({"it": {"value": "PLACE"}});
        let text = body.to_string().replacen(r#""PLACE""#, written, 1);
        let details = call_of(&Envelope::parse(text.as_bytes()).unwrap()).1.unwrap();
        let value = details.collected.get("it").unwrap();
        match kept {
            Some(kept) => assert_eq!(*value, kept, "{written}"),
            None => assert!(value.to_string().contains('7')),
        }
        assert!(!details.truncated, "{written}");
    }
}

#[test]
fn results_are_read_from_lists_and_what_has_no_name_is_missed_aloud() {
    let mut body = ordinary();
    let analysis = &mut body["data"]["analysis"];
    analysis["data_collection_results"] = json!([{"data_collection_id": "name", "value": "Robin"}]);
    analysis["evaluation_criteria_results"] =
        json!({"polite": "success", "quick": {"result": false}, "kind": true});
    let read = details(&body);
    assert_eq!(read.collected.get("name"), Some(&json!("Robin")));
    let results: Vec<_> = read.evaluation.iter().map(|it| (it.id.as_str().to_owned(), it.result)).collect();
    let expected = [("kind", Verdict::Success), ("polite", Verdict::Success), ("quick", Verdict::Failure)];
    assert_eq!(results, expected.map(|(id, result)| (id.to_owned(), result)));
    assert!(!read.truncated);
    for (place, value) in [
        ("data_collection_results", json!([{"value": "Robin"}])),
        ("data_collection_results", json!(["Robin"])),
        ("evaluation_criteria_results", json!({" ": {"result": "success"}})),
        ("evaluation_criteria_results", json!([{"result": "success"}])),
    ] {
        let mut body = ordinary();
        body["data"]["analysis"][place] = value.clone();
        assert!(details(&body).truncated, "{value}");
    }
}

#[test]
fn a_transcript_in_another_form_is_kept_as_far_as_it_is_text() {
    let mut body = ordinary();
    body["data"]["transcript"] = json!("agent: Hello\nuser: My brakes squeak.");
    let read = details(&body);
    assert_eq!((read.turns.len(), read.turns[0].role, read.truncated), (1, Speaker::Other, false));
    assert!(read.turns[0].message.as_ref().unwrap().as_str().contains("brakes"));
    for (transcript, cut) in [
        (json!({"resourceSpans": []}), true),
        (json!(7), true),
        (json!([{"role": "user", "message": null, "source_medium": "image"}]), true),
        (json!([{"role": "user", "message": null, "file_input": {"file_id": "f"}}]), true),
        (json!([{"role": "user", "message": null, "source_medium": "audio"}]), false),
        (json!([{"role": "agent"}, {}]), false),
        (json!([]), false),
        (json!(" "), false),
        (Value::Null, false),
    ] {
        body["data"]["transcript"] = transcript.clone();
        assert_eq!(details(&body).truncated, cut, "{transcript}");
    }
}

#[test]
fn half_a_character_in_a_name_costs_nothing_else() {
    let text = ordinary().to_string();
    for place in [r#""data":{"#, r#""metadata":{"#, r#""dynamic_variables":{"#, r#""analysis":{"#] {
        let odd = text.replacen(place, &format!(r#"{place}"\ud83d":{{"\udc00":1}},"#), 1);
        assert_ne!(odd, text);
        let (call, read) = call_of(&Envelope::parse(odd.as_bytes()).unwrap());
        assert_eq!(call.status, CallStatus::Completed, "{place}");
        assert_eq!(read.unwrap().turns.len(), details(&ordinary()).turns.len(), "{place}");
        assert!(Envelope::peek(odd.as_bytes()).unwrap().conversation_id.is_some(), "{place}");
    }
}

#[test]
fn what_the_provider_and_its_secrets_need_is_not_missed() {
    let mut body = ordinary();
    let variables = &mut body["data"]["conversation_initiation_client_data"]["dynamic_variables"];
    variables["system__conversation_history"] = json!("x".repeat(50_000));
    variables["secret__token"] = json!("x".repeat(5_000));
    variables["basket"] = json!({"items": [1, 2]});
    let details = details(&body);
    assert!(!details.truncated);
    assert_eq!(details.reported.variables.get("basket"), Some(r#"{"items":[1,2]}"#));
}

#[test]
fn values_of_tools_are_kept_whatever_they_are() {
    for (value, text) in [
        (json!({"ok": true}), r#"{"ok":true}"#),
        (json!([1, "a"]), r#"[1,"a"]"#),
        (json!(7.5), "7.5"),
        (json!(false), "false"),
        (Value::Null, "null"),
        (json!("words"), "words"),
    ] {
        let mut body = ordinary();
        body["data"]["transcript"][2]["tool_calls"][0]["params_as_json"] = value.clone();
        body["data"]["transcript"][3]["tool_results"][0]["result_value"] = value.clone();
        let details = details(&body);
        let tool = &details.turns[2].tool_calls[0];
        assert_eq!(tool.parameters.as_ref().unwrap().as_str(), text, "{value}");
        assert_eq!(tool.result.as_ref().unwrap().as_str(), text, "{value}");
        assert!(!details.truncated);
    }
}

#[test]
fn two_results_of_one_request_are_two() {
    let mut body = ordinary();
    let results = body["data"]["transcript"][3]["tool_results"].as_array_mut().unwrap();
    let mut second = results[0].clone();
    second["result_value"] = json!("another answer");
    second["is_blocked"] = json!(true);
    results.push(second);
    let tools: Vec<_> = details(&body).turns.into_iter().flat_map(|turn| turn.tool_calls).collect();
    let answers: Vec<_> = tools
        .iter()
        .filter(|tool| tool.name.as_str() == "lookup_customer")
        .map(|tool| tool.result.clone().unwrap())
        .collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0].as_str(), r#"{"found": false, "customer": null}"#);
    assert_eq!(answers[1].as_str(), "another answer");
    assert!(tools.iter().any(|tool| tool.blocked));
}

#[test]
fn words_are_read_in_parts_and_voices() {
    let turns = json!([
        {"role": "agent", "message": null, "multivoice_message": {"parts": [
            {"text": "Once upon a time", "voice_label": "narrator"}, {"text": "\"Hello!\"", "voice_label": "bear"}]}},
        {"role": "user", "message": [{"type": "text", "text": "I want"}, "a car"]},
        {"role": "agent", "message": {"text": "Which one?"}, "original_message": "Which one would you like to see?"},
        {"role": "user", "message": 5},
    ]);
    let mut body = ordinary();
    body["data"]["transcript"] = turns;
    let details = details(&body);
    let said: Vec<_> = details.turns.iter().map(|turn| turn.message.as_ref().unwrap().as_str()).collect();
    assert_eq!(said, ["Once upon a time \"Hello!\"", "I want a car", "Which one?", "5"]);
    assert_eq!(
        details.turns[2].original_message.as_ref().unwrap().as_str(),
        "Which one would you like to see?"
    );
    assert_eq!((details.turns[1].role, details.truncated), (Speaker::User, false));
}

#[test]
fn what_people_thought_of_it_is_kept() {
    let mut body = ordinary();
    body["data"]["metadata"]["feedback"] =
        json!({"overall_score": null, "likes": 2, "dislikes": 0, "rating": 4, "comment": "Nice"});
    let feedback = details(&body).reported.feedback.unwrap();
    assert_eq!((feedback.rating, feedback.likes, feedback.dislikes), (Some(4), Some(2), None));
    assert_eq!(feedback.comment.unwrap().as_str(), "Nice");
    body["data"]["metadata"]["feedback"] =
        json!({"overall_score": null, "likes": 0, "dislikes": 0, "rating": null, "comment": null});
    assert_eq!(details(&body).reported.feedback, None);
}
