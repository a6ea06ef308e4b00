//! Calls deliver the right webhooks, rightly signed.

use serde_json::{Value, json};

use super::kit::{AGENT, Kit, NOW, hmac_sha256, inbound, outbound};

#[tokio::test]
async fn an_answered_call_delivers_its_conversation() {
    let kit = Kit::start().await;
    let call = kit.call(inbound(json!({ "scenario": "booking" }))).await;

    let webhook = kit.receiver.only();
    assert_eq!(webhook.signed_at(), Some(NOW));
    let body = webhook.json();
    assert_eq!(body["type"], "post_call_transcription");
    assert_eq!(body["event_timestamp"], NOW);
    let data = &body["data"];
    assert_eq!(data["status"], "done");
    assert_eq!(data["agent_id"], AGENT);
    assert_eq!(data["metadata"]["phone_call"]["direction"], "inbound");
    assert_eq!(data["metadata"]["phone_call"]["external_number"], "+12025550123");
    assert_eq!(data["metadata"]["phone_call"]["agent_number"], "+12025550100");
    assert_eq!(data["metadata"]["phone_call"]["call_result"], "answered");
    assert_eq!(data["metadata"]["termination_reason"], "end_call tool was called.");
    assert_eq!(data["analysis"]["data_collection_results"]["booking_requested"]["value"], true);
    let person = data["analysis"]["data_collection_results"]["customer_name"]["value"].as_str().unwrap();
    assert!(data["analysis"]["transcript_summary"].as_str().unwrap().contains(person));
    assert!(!webhook.json().to_string().contains("{{"), "a name was left unfilled");

    assert_eq!(call["status"], "done");
    assert_eq!(call["deliveries"][0]["state"], "delivered");
    assert_eq!(call["deliveries"][0]["attempts"][0]["status"], 200);
}

#[tokio::test]
async fn the_api_shows_the_same_conversation_as_the_webhook() {
    let kit = Kit::start().await;
    for script in
        [json!({ "scenario": "complaint" }), json!({ "extraFields": true }), json!({ "sparse": true })]
    {
        let call = kit.call(inbound(script)).await;
        let path = format!("/v1/convai/conversations/{}", call["conversationId"].as_str().unwrap());
        let (status, conversation) = kit.get(&path).await;
        assert_eq!(status, 200);
        assert_eq!(conversation, kit.receiver.all().last().unwrap().json()["data"]);
    }
}

#[tokio::test]
async fn calls_that_never_connect_deliver_an_initiation_failure() {
    for (outcome, reason, call_status) in
        [("busy", "busy", "busy"), ("no_answer", "no-answer", "no-answer"), ("failed", "unknown", "failed")]
    {
        let kit = Kit::start().await;
        let call = kit.call(outbound(json!({ "outcome": outcome }))).await;
        let webhook = kit.receiver.only();
        assert!(webhook.signed_at().is_some());
        let body = webhook.json();
        assert_eq!(body["type"], "call_initiation_failure");
        assert_eq!(body["data"]["failure_reason"], reason);
        assert_eq!(body["data"]["conversation_id"], call["conversationId"]);
        let callback = &body["data"]["metadata"]["body"];
        assert_eq!(callback["CallStatus"], call_status);
        assert_eq!(callback["CallSid"], call["callSid"]);
        assert_eq!(callback["To"], "+12025550142");
        assert_eq!(callback["Timestamp"], "Mon, 21 Sep 2026 12:00:00 +0000");
        assert!(callback.as_object().unwrap().values().all(Value::is_string));
        assert_eq!(call["status"], "failed");
    }
}

#[tokio::test]
async fn a_sip_call_that_never_connects_says_so_in_its_own_way() {
    let kit = Kit::start().await;
    let mut call = outbound(json!({ "outcome": "busy" }));
    call["provider"] = "sip_trunk".into();
    kit.call(call).await;
    let metadata = &kit.receiver.only().json()["data"]["metadata"];
    assert_eq!(metadata["type"], "sip");
    assert_eq!(metadata["body"]["sip_status_code"], 486);
    assert_eq!(metadata["body"]["from_number"], "+12025550100");
}

#[tokio::test]
async fn voicemail_failed_starts_and_silence_are_transcriptions() {
    let kit = Kit::start().await;
    kit.call(outbound(json!({ "outcome": "voicemail" }))).await;
    kit.call(outbound(json!({ "outcome": "init_failed" }))).await;
    kit.call(inbound(json!({ "scenario": "silence" }))).await;
    let all = kit.receiver.all();
    let data: Vec<Value> = all.iter().map(|webhook| webhook.json()["data"].clone()).collect();
    assert!(
        all.iter()
            .all(|webhook| webhook.kind() == "post_call_transcription" && webhook.signed_at().is_some())
    );

    assert_eq!(data[0]["metadata"]["phone_call"]["call_result"], "voicemail");
    assert_eq!(data[0]["metadata"]["termination_reason"], "voicemail_detection tool was called.");
    let results = data[0]["transcript"][3]["tool_results"][0]["result"]["result_type"].as_str();
    assert_eq!(results, Some("voicemail_detection_success"));

    // The provider claims success although nothing took place.
    assert_eq!(
        (&data[1]["status"], &data[1]["analysis"]["call_successful"]),
        (&json!("done"), &json!("success"))
    );
    assert_eq!(data[1]["metadata"]["error"]["code"], 1008);
    assert_eq!(data[1]["transcript"], json!([]));

    let said = |turn: &Value| turn["role"] == "user" && turn["message"].is_string();
    assert!(!data[2]["transcript"].as_array().unwrap().iter().any(said));
}

#[tokio::test]
async fn hidden_numbers_come_as_the_networks_hand_them_on() {
    let kit = Kit::start().await;
    for _ in 0..20 {
        kit.call(
            json!({ "direction": "inbound", "to": "+12025550100", "script": { "outcome": "withheld" } }),
        )
        .await;
    }
    let mut numbers: Vec<String> = kit
        .receiver
        .all()
        .iter()
        .map(|webhook| {
            webhook.json()["data"]["metadata"]["phone_call"]["external_number"].as_str().unwrap().to_owned()
        })
        .collect();
    numbers.sort();
    numbers.dedup();
    assert!(numbers.len() > 2, "{numbers:?}");
    assert!(
        numbers.iter().all(|number| ["", "anonymous", "+266696687", "Restricted"].contains(&number.as_str()))
    );
}

#[tokio::test]
async fn duplicates_have_the_same_body() {
    let kit = Kit::start().await;
    let call = kit.call(inbound(json!({ "duplicates": 4 }))).await;
    let all = kit.receiver.all();
    assert_eq!(all.len(), 5);
    assert!(all.iter().all(|webhook| webhook.body == all[0].body && webhook.signed_at().is_some()));
    assert_eq!(call["deliveries"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn out_of_order_events_come_before_the_transcription() {
    let kit = Kit::start().await;
    kit.call(outbound(json!({ "scenario": "reminder_confirmed", "outOfOrder": true }))).await;
    let kinds: Vec<String> = kit.receiver.all().iter().map(super::kit::Received::kind).collect();
    assert_eq!(kinds, ["answering_machine_detection", "post_call_audio", "post_call_transcription"]);
}

#[tokio::test]
async fn a_failing_receiver_gets_the_same_body_again_until_it_answers_200() {
    let kit = Kit::start().await;
    kit.receiver.will_answer([500, 429, 408]);
    let call = kit.call(inbound(json!({}))).await;
    let all = kit.receiver.all();
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|webhook| webhook.body == all[0].body && webhook.signed_at().is_some()));
    let delivery = &call["deliveries"][0];
    assert_eq!(delivery["state"], "delivered");
    let statuses: Vec<&Value> =
        delivery["attempts"].as_array().unwrap().iter().map(|it| &it["status"]).collect();
    assert_eq!(statuses, [500, 429, 408, 200]);
}

#[tokio::test]
async fn a_webhook_is_given_up_after_five_retries_and_not_retried_when_refused() {
    let kit = Kit::start().await;
    kit.receiver.will_answer([503; 6]);
    let call = kit.call(inbound(json!({}))).await;
    assert_eq!(kit.receiver.all().len(), 6);
    assert_eq!(call["deliveries"][0]["state"], "failed");

    kit.receiver.will_answer([401]);
    kit.call(inbound(json!({}))).await;
    assert_eq!(kit.receiver.all().len(), 7);

    kit.receiver.will_answer([500]);
    kit.call(outbound(json!({ "outcome": "busy" }))).await;
    assert_eq!(kit.receiver.all().len(), 8, "a failed start is not sent again");
}

#[tokio::test]
async fn ten_failures_switch_the_webhook_off_until_it_is_registered_again() {
    let kit = Kit::start().await;
    kit.receiver.will_answer([401; 10]);
    let mut last = Value::Null;
    for _ in 0..11 {
        last = kit.call(inbound(json!({}))).await;
    }
    assert_eq!(kit.receiver.all().len(), 10);
    assert_eq!(last["deliveries"][0]["state"], "no_webhook");

    kit.register().await;
    kit.receiver.will_answer([401]);
    for received in [11, 12] {
        kit.call(inbound(json!({}))).await;
        assert_eq!(kit.receiver.all().len(), received, "one failure more does not switch it off");
    }
}

#[tokio::test]
async fn webhook_faults_break_what_they_say() {
    let kit = Kit::start().await;
    let lost = kit.call(inbound(json!({ "webhookFault": "lost" }))).await;
    assert_eq!(lost["deliveries"][0]["state"], "lost");
    assert!(kit.receiver.all().is_empty());

    let mut received = Vec::new();
    for fault in ["bad_signature", "stale", "truncated", "garbage", "altered"] {
        kit.call(inbound(json!({ "webhookFault": fault }))).await;
        received.push(kit.receiver.all().pop().unwrap());
    }
    let [bad_signature, stale, truncated, garbage, altered] = received.try_into().ok().unwrap();
    assert_eq!(bad_signature.signed_at(), None);
    assert_eq!(stale.signed_at(), Some(NOW - 31 * 60));
    assert!(truncated.signed_at().is_some());
    assert!(serde_json::from_slice::<Value>(&truncated.body).is_err());
    assert!(garbage.signed_at().is_some());
    assert!(!String::from_utf8_lossy(&garbage.body).contains("conv"));
    assert_eq!(altered.signed_at(), None);
    assert!(serde_json::from_slice::<Value>(&altered.body).is_ok());
}

#[tokio::test]
async fn a_call_may_bring_its_own_webhook() {
    let kit = Kit::start().await;
    let mut call = inbound(json!({}));
    call["agentId"] = "agent_nobody_knows".into();
    call["to"] = "+442079460000".into();
    call["webhook"] = json!({ "url": kit.hook(), "secret": "another-secret" });
    kit.call(call).await;
    let webhook = kit.receiver.only();
    assert_eq!(webhook.json()["data"]["agent_id"], "agent_nobody_knows");
    assert_eq!(webhook.json()["data"]["agent_name"], Value::Null);
    let (time, digest) = webhook.signature.strip_prefix("t=").unwrap().split_once(",v0=").unwrap();
    let signed = [time.as_bytes(), b".", &webhook.body].concat();
    assert_eq!(hmac_sha256(b"another-secret", &signed), digest);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bodies_whatever_else_happens() {
    let script = json!({ "scenario": "booking" });
    let first = Kit::with(42, |_| ()).await;
    first.call(inbound(script.clone())).await;
    first.call(inbound(script.clone())).await;
    let first = first.receiver.all();
    assert_ne!(first[0].body, first[1].body, "the second call is another one");

    let second = Kit::with(42, |_| ()).await;
    second.call(outbound(json!({}))).await;
    for _ in 0..2 {
        second.call(inbound(script.clone())).await;
    }
    let second = second.receiver.all();
    assert_eq!((&first[0].body, &first[1].body), (&second[1].body, &second[2].body));

    let other = Kit::with(43, |_| ()).await;
    other.call(inbound(script)).await;
    assert_ne!(other.receiver.only().body, first[0].body);
}

#[tokio::test]
async fn many_calls_at_once_are_each_delivered_once() {
    let kit = Kit::start().await;
    let started = (0..300).map(|_| async {
        let (status, body) = kit.control(reqwest::Method::POST, "/calls", &inbound(json!({}))).await;
        assert_eq!(status, 201);
        body["conversationId"].as_str().unwrap().to_owned()
    });
    let mut started: Vec<String> = futures_util::future::join_all(started).await;
    kit.simulator.wait_idle().await;
    let id_of = |webhook: &super::kit::Received| {
        webhook.json()["data"]["conversation_id"].as_str().unwrap().to_owned()
    };
    let mut delivered: Vec<String> = kit.receiver.all().iter().map(id_of).collect();
    started.sort();
    delivered.sort();
    assert_eq!(started, delivered);
    started.dedup();
    assert_eq!(started.len(), 300);
}

#[tokio::test]
async fn a_reset_starts_anew() {
    let kit = Kit::start().await;
    let before = kit.call(inbound(json!({}))).await;
    assert_eq!(kit.control(reqwest::Method::POST, "/reset", &json!({})).await.0, 204);
    let path = format!("/calls/{}", before["conversationId"].as_str().unwrap());
    assert_eq!(kit.control(reqwest::Method::GET, &path, &Value::Null).await.0, 404);
    kit.register().await;
    let after = kit.call(inbound(json!({}))).await;
    assert_eq!(before["conversationId"], after["conversationId"]);
}

#[tokio::test]
async fn the_end_of_the_simulator_ends_waiting_calls_and_retries() {
    let kit = Kit::with(1, |defaults| defaults.time_scale = 1.0).await;
    let quick = json!({ "delays": { "ringMs": 0, "talkMs": 0, "webhookMs": 0 } });
    // The first retry is immediate, the second would come after half a minute.
    kit.receiver.will_answer([500, 500]);
    let (_, failing) = kit.control(reqwest::Method::POST, "/calls", &inbound(quick)).await;
    let endless = json!({ "delays": { "ringMs": 3_600_000 } });
    let (_, ringing) = kit.control(reqwest::Method::POST, "/calls", &inbound(endless)).await;
    while kit.receiver.all().len() < 2 {
        tokio::task::yield_now().await;
    }
    kit.shutdown.cancel();
    kit.simulator.wait_idle().await;
    let failing = kit.shown(failing["conversationId"].as_str().unwrap()).await;
    assert_eq!(failing["deliveries"][0]["state"], "cancelled");
    let ringing = kit.shown(ringing["conversationId"].as_str().unwrap()).await;
    assert_eq!(ringing["status"], "initiated");
}

#[tokio::test]
async fn the_outcome_of_a_number_does_not_depend_on_the_order_of_the_calls() {
    let mut seen = Vec::new();
    for backwards in [false, true] {
        let kit = Kit::start().await;
        let mut numbers: Vec<String> = (0..30).map(|place| format!("+120255501{place:02}")).collect();
        if backwards {
            numbers.reverse();
        }
        for number in &numbers {
            let mut call = outbound(json!({}));
            call["to"] = number.as_str().into();
            kit.call(call).await;
        }
        let (_, calls) = kit.control(reqwest::Method::GET, "/calls", &Value::Null).await;
        let mut outcomes: Vec<(String, String, String)> = calls["calls"]
            .as_array()
            .unwrap()
            .iter()
            .map(|call| {
                (call["to"].to_string(), call["conversationId"].to_string(), call["outcome"].to_string())
            })
            .collect();
        outcomes.sort();
        seen.push(outcomes);
    }
    assert_eq!(seen[0].len(), 30);
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].iter().any(|(.., outcome)| outcome == "\"voicemail\""), "the mix has only one outcome");
}

#[tokio::test]
async fn ended_calls_are_no_longer_live() {
    let kit = Kit::start().await;
    let live = async || {
        let (_, list) = kit.control(reqwest::Method::GET, "/workspaces", &Value::Null).await;
        list["workspaces"][0]["liveCalls"].clone()
    };
    let endless = inbound(json!({ "delays": { "talkMs": 3_600_000 } }));
    kit.control(reqwest::Method::POST, "/calls", &endless).await;
    assert_eq!(live().await, 1);
    let (_, short) = kit.control(reqwest::Method::POST, "/calls", &inbound(json!({}))).await;
    while kit.shown(short["conversationId"].as_str().unwrap()).await["status"] != "done" {
        tokio::task::yield_now().await;
    }
    assert_eq!(live().await, 1);
}
