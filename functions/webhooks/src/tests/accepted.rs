//! Deliveries that are kept.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::inbox::{Defect, DefectReason, State};
use futures_util::future::join_all;
use jiff::Timestamp;
use runtime::Clock;
use serde_json::{Value, json};
use store::inbox::{self, Task};
use testing::{
    TestApp,
    voice::{VoiceConnection, recorded_payload},
};

use super::{entries, post_call, queued, start};
use crate::{connections::READ_AGAIN_EVERY, post_call::MAX_BODY_BYTES};

const TRANSCRIPTION: &str = "webhooks/post_call_transcription.inbound_unknown_caller.json";

/// What is kept of a delivery.
async fn kept(app: &TestApp, connection: &VoiceConnection, task: &Value) -> Option<Vec<u8>> {
    let Task::ProcessV1 { connection_id, entry_id } = serde_json::from_value(task.clone()).unwrap() else {
        panic!("{task}");
    };
    assert_eq!(connection_id, connection.id);
    inbox::load(&app.table, connection_id, &entry_id).await.unwrap()?.body().ok()
}

#[tokio::test]
async fn every_recorded_delivery_is_kept_once_however_often_it_comes() {
    let (app, connection) = start().await;
    let vectors: Value = serde_json::from_str(&recorded_payload("signatures.json")).unwrap();
    let vectors = vectors["vectors"].as_array().unwrap();
    for vector in vectors {
        let signed_at = Timestamp::from_second(vector["timestamp"].as_i64().unwrap()).unwrap();
        app.clock.set(signed_at);
        let body = recorded_payload(vector["file"].as_str().unwrap());
        let header = vector["header"].as_str().unwrap();
        let answers = join_all((0..10).map(|_| {
            let delivery = connection.delivery_with(&body, header);
            async { app.send_to(&post_call(), delivery).await }
        }));
        for answer in answers.await {
            assert_eq!((answer.status, answer.body), (200, json!({})));
        }
        let tasks = queued(&app).await;
        assert_eq!(tasks.len(), 1, "{}", vector["file"]);
        let bytes = kept(&app, &connection, &tasks[0]).await;
        if vector["file"].as_str().unwrap().contains("audio") {
            assert_eq!(bytes, None, "a recording can be fetched");
        } else {
            assert_eq!(bytes.unwrap(), body.as_bytes());
        }
    }
    let entries = entries(&app, &connection, State::Pending).await;
    assert_eq!(entries.len(), vectors.len());
    assert!(entries.iter().all(|entry| entry.due_at.is_some() && entry.settled_at.is_none()));
}

#[tokio::test]
async fn both_secrets_of_a_rotation_are_accepted() {
    let (app, connection) = start().await;
    app.voice_credentials(connection.id, &["the-new-one", testing::voice::WEBHOOK_SECRET]).await;
    let body = recorded_payload(TRANSCRIPTION);
    let answer = app.send_to(&post_call(), connection.delivery(&body, app.clock.now())).await;
    assert_eq!(answer.status, 200);
    app.voice_credentials(connection.id, &["the-newest", "the-new-one"]).await;
    let answer = app.send_to(&post_call(), connection.delivery(&body, app.clock.now())).await;
    assert_eq!(answer.error(), (401, "invalid_signature"));
}

#[tokio::test]
async fn what_comes_around_a_change_of_the_secret_is_never_refused_for_good() {
    let (app, connection) = start().await;
    app.voice_credentials(connection.id, &[]).await;
    let proxied = app.proxied().await;
    let function = post_call();
    let service = function.start(&proxied.context).unwrap();
    let send = async |body: &str, secret: &str| {
        let secret = secrecy::SecretString::from(secret);
        let header = elevenlabs::signature::sign(&secret, body.as_bytes(), app.clock.now());
        let event = connection.delivery_with(body, header).event(&function);
        testing::TestResponse::read(&service.invoke(event, lambda_runtime::Context::default()).await.unwrap())
    };
    let unknown = send("{}", "the-first").await;
    assert_eq!(unknown.error(), (503, "secret_unknown"));
    assert_eq!(unknown.headers["retry-after"], "5");
    // Put a moment later; what comes before it may be read again is told to come again.
    app.voice_credentials(connection.id, &["the-first"]).await;
    for _ in 0..3 {
        assert_eq!(send("{}", "the-first").await.error(), (503, "secret_unknown"));
    }
    assert_eq!(entries(&app, &connection, State::Unreadable).await, []);
    assert!(proxied.secrets.counts()["GetSecretValue"].requests <= 2, "no stranger makes it be read at will");
}

#[tokio::test]
async fn a_secret_that_was_replaced_this_moment_is_read_again_and_not_at_every_wrong_signature() {
    let (app, connection) = start().await;
    let proxied = app.proxied().await;
    app.voice_credentials(connection.id, &["the-old-one"]).await;
    let function = post_call();
    let service = function.start(&proxied.context).unwrap();
    let send = async |body: &str| {
        let event = connection.delivery(body, app.clock.now()).event(&function);
        let answer = service.invoke(event, lambda_runtime::Context::default()).await.unwrap();
        answer["statusCode"].as_u64().unwrap()
    };
    // The second look comes with the first wrong signature; more of them wait for some seconds.
    assert_eq!(send("{}").await, 401);
    for _ in 0..5 {
        assert_eq!(send("{}").await, 503, "it may have been replaced since");
    }
    let reads = || proxied.secrets.counts()["GetSecretValue"].requests;
    assert_eq!(reads(), 2);

    let (app, connection) = start().await;
    let proxied = app.proxied().await;
    let service = function.start(&proxied.context).unwrap();
    let send = async |body: &str, secret: &str| {
        let secret = secrecy::SecretString::from(secret);
        let header = elevenlabs::signature::sign(&secret, body.as_bytes(), app.clock.now());
        let event = connection.delivery_with(body, header).event(&function);
        let answer = service.invoke(event, lambda_runtime::Context::default()).await.unwrap();
        answer["statusCode"].as_u64().unwrap()
    };
    assert_eq!(send("{}", testing::voice::WEBHOOK_SECRET).await, 200);
    app.voice_credentials(connection.id, &["a-new-one"]).await;
    assert_eq!(send("[]", "a-new-one").await, 200);
    assert_eq!(proxied.secrets.counts()["GetSecretValue"].requests, 2);
}

#[tokio::test]
async fn what_is_right_around_a_rotation_is_told_to_come_again_and_then_taken() {
    let (app, connection) = start().await;
    let proxied = app.proxied().await;
    app.voice_credentials(connection.id, &["the-first"]).await;
    let function = post_call();
    let running = proxied.start(&function);
    let send = async |number: u8, secret: &str| {
        let secret = secrecy::SecretString::from(secret);
        let body = format!(r#"{{"type":"x","data":{{"conversation_id":"conv_{number}"}}}}"#);
        let header = elevenlabs::signature::sign(&secret, body.as_bytes(), app.clock.now());
        running.send(connection.delivery_with(&body, header)).await
    };
    assert_eq!(send(1, "the-first").await.status, 200);
    // A stranger has the secret read again, just before it is replaced.
    assert_eq!(send(2, "a-stranger's").await.error(), (401, "invalid_signature"));
    app.voice_credentials(connection.id, &["the-second", "the-first"]).await;
    for _ in 0..3 {
        let again = send(3, "the-second").await;
        assert_eq!((again.error(), again.headers["retry-after"].as_str()), ((503, "secret_unknown"), "5"));
        assert_eq!(send(4, "the-first").await.status, 200, "the one before it is known");
    }
    assert_eq!(entries(&app, &connection, State::Pending).await.len(), 2);
    app.clock.advance(READ_AGAIN_EVERY);
    assert_eq!(send(3, "the-second").await.status, 200);
    assert_eq!(send(5, "the-first").await.status, 200, "deliveries under way");
    assert_eq!(send(2, "a-stranger's").await.error(), (503, "secret_unknown"), "nobody knows yet");
    let pending = entries(&app, &connection, State::Pending).await;
    let mut kept: Vec<_> = pending.iter().map(|entry| entry.id.conversation()).collect();
    kept.sort_unstable();
    assert_eq!(kept, ["conv_1", "conv_3", "conv_4", "conv_5"]);
}

#[tokio::test]
async fn a_body_that_comes_as_base64_is_checked_and_kept_as_its_bytes() {
    let (app, connection) = start().await;
    let secret = secrecy::SecretString::from(testing::voice::WEBHOOK_SECRET);
    let send = async |signed: &[u8], sent: &[u8]| {
        let header = elevenlabs::signature::sign(&secret, signed, app.clock.now());
        let mut event = connection.delivery_with("", header).event(&post_call());
        event["body"] = json!(STANDARD.encode(sent));
        event["isBase64Encoded"] = json!(true);
        testing::TestResponse::read(&app.invoke(&post_call(), event).await)
    };
    let text = recorded_payload(TRANSCRIPTION);
    // In a text nobody would have these bytes back.
    let open = text.trim_end().strip_suffix('}').unwrap();
    let bytes = [open.as_bytes(), &b",\"odd\":\"\xff\xfe\"}"[..]].concat();
    for body in [text.as_bytes(), &bytes] {
        assert_eq!(send(body, &[body, &b" "[..]].concat()).await.error(), (401, "invalid_signature"));
        assert_eq!(send(STANDARD.encode(body).as_bytes(), body).await.error(), (401, "invalid_signature"));
        assert_eq!(send(body, body).await.status, 200);
        let tasks = queued(&app).await;
        assert_eq!(tasks.len(), 1);
        assert_eq!(kept(&app, &connection, &tasks[0]).await.unwrap(), body);
    }
    let pending = entries(&app, &connection, State::Pending).await;
    assert!(pending.iter().all(|entry| entry.defect.is_none() && entry.conversation_id.is_some()));
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_all_the_same() {
    let (app, connection) = start().await;
    for body in ["", "{", "[]", "no JSON", r#"{"type":7}"#, r#"{"data":{}}"#] {
        let answer = app.send_to(&post_call(), connection.delivery(body, app.clock.now())).await;
        assert_eq!((answer.status, answer.body), (200, json!({})), "{body}");
    }
    assert_eq!(queued(&app).await, Vec::<Value>::new());
    let unreadable = entries(&app, &connection, State::Unreadable).await;
    assert_eq!(unreadable.len(), 6);
    for entry in unreadable {
        assert!(!entry.is_to_be_queued(entry.due_at.unwrap()), "it waits for a person");
        assert!(entry.is_about_to_expire(entry.due_at.unwrap()), "and is pointed out before its last day");
        let loaded = inbox::load(&app.table, connection.id, &entry.id).await.unwrap().unwrap();
        assert_eq!(loaded.body().unwrap().len(), entry.body_bytes);
    }
}

#[tokio::test]
async fn a_body_of_four_megabytes_is_kept_and_of_a_larger_one_the_head() {
    let (app, connection) = start().await;
    // Digits without a pattern, so that compressing does not help much.
    let mut number = 1_u64;
    let mut digits = String::with_capacity(MAX_BODY_BYTES);
    let start = r#"{"type":"post_call_transcription","data":{"conversation_id":"conv_1","noise":""#;
    digits.push_str(start);
    while digits.len() < MAX_BODY_BYTES - 3 {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        digits.push(char::from(b'0' + u8::try_from((number >> 33) % 10).unwrap()));
    }
    digits.push_str(r#""}}"#);
    assert_eq!(digits.len(), MAX_BODY_BYTES);

    let answer = app.send_to(&post_call(), connection.delivery(&digits, app.clock.now())).await;
    assert_eq!(answer.status, 200);
    let tasks = queued(&app).await;
    assert_eq!(kept(&app, &connection, &tasks[0]).await.unwrap(), digits.as_bytes());
    let pending = entries(&app, &connection, State::Pending).await;
    assert!(pending[0].pieces > 4, "{} pieces", pending[0].pieces);

    digits.push(' ');
    let before = app.all_items().await.len();
    let answer = app.send_to(&post_call(), connection.delivery(&digits, app.clock.now())).await;
    assert_eq!(answer.status, 200, "what is right is not refused for its size");
    assert_eq!(app.all_items().await.len(), before + 1, "a head without pieces");
    assert_eq!(queued(&app).await.len(), 1, "and it will be asked for");
    let pending = entries(&app, &connection, State::Pending).await;
    let head = pending.iter().find(|entry| entry.pieces == 0).unwrap();
    assert_eq!(head.defect, Some(Defect::of(DefectReason::TooLarge)));
    assert_eq!(head.conversation_id.as_ref().unwrap().as_str(), "conv_1");
}

#[tokio::test]
async fn slashes_and_queries_do_not_matter() {
    let (app, connection) = start().await;
    for (number, (path, query)) in
        [("/", "source=elevenlabs"), ("//", "a=1&a=2"), ("", "%"), ("/", "")].into_iter().enumerate()
    {
        let body = format!(r#"{{"type":"x","data":{{"conversation_id":"conv_{number}"}}}}"#);
        let mut event = connection.delivery(&body, app.clock.now()).event(&post_call());
        let address = format!("/{}{path}", connection.hook_id.as_str());
        event["rawPath"] = json!(address);
        event["requestContext"]["http"]["path"] = json!(address);
        event["rawQueryString"] = json!(query);
        let answer = testing::TestResponse::read(&app.invoke(&post_call(), event).await);
        assert_eq!((answer.status, answer.body), (200, json!({})), "{path} {query}");
    }
    assert_eq!(queued(&app).await.len(), 4);
}

#[tokio::test]
async fn what_writers_of_json_get_wrong_costs_nothing() {
    let (app, connection) = start().await;
    let body = recorded_payload(TRANSCRIPTION);
    for text in
        [format!("\u{feff}{body}"), body.replacen('{', r#"{"metric":NaN,"other":[Infinity,-Infinity],"#, 1)]
    {
        let answer = app.send_to(&post_call(), connection.delivery(&text, app.clock.now())).await;
        assert_eq!(answer.status, 200);
    }
    let pending = entries(&app, &connection, State::Pending).await;
    assert_eq!(pending.len(), 2);
    assert!(pending.iter().all(|entry| entry.defect.is_none() && entry.conversation_id.is_some()));
}

#[tokio::test]
async fn what_cannot_be_read_says_why_and_where() {
    let (app, connection) = start().await;
    let place =
        |reason, line, column| Defect { line: Some(line), column: Some(column), ..Defect::of(reason) };
    let field =
        |field: &str| Defect { field: Some(field.to_owned()), ..Defect::of(DefectReason::FieldMissing) };
    for (body, defect) in [
        ("", place(DefectReason::CutOff, 1, 0)),
        ("{\"type\":\"x\",\n \"data\": Robin}", place(DefectReason::NotJson, 2, 10)),
        ("[\"Robin\"]", Defect::of(DefectReason::NotAnObject)),
        ("{\"type\":\"Robin Example\"}", field("type")),
    ] {
        let answer = app.send_to(&post_call(), connection.delivery(body, app.clock.now())).await;
        assert_eq!(answer.status, 200);
        let unreadable = entries(&app, &connection, State::Unreadable).await;
        assert!(
            unreadable.iter().any(|entry| entry.defect.as_ref() == Some(&defect)),
            "{body}: {unreadable:?}"
        );
        assert!(!serde_json::to_string(&unreadable).unwrap().contains("Robin"));
    }
}

#[tokio::test]
async fn without_a_queue_a_delivery_waits_for_the_sweeper() {
    let (app, connection) = start().await;
    let proxied = app.proxied().await;
    proxied.queues.set(vec![testing::proxied::Rule::always(testing::proxied::Fault::Reset)]);
    let delivery = connection.delivery(&recorded_payload(TRANSCRIPTION), app.clock.now());
    assert_eq!(proxied.send_to(&post_call(), delivery).await.status, 200);
    assert_eq!(entries(&app, &connection, State::Pending).await.len(), 1);
    assert_eq!(queued(&app).await, Vec::<Value>::new());
}

#[tokio::test]
async fn our_own_trouble_makes_the_provider_try_again() {
    let (app, connection) = start().await;
    let proxied = app.proxied().await;
    let fault = testing::proxied::Rule::always(testing::proxied::Fault::Internal);
    for faults in [&proxied.table, &proxied.secrets] {
        faults.set(vec![fault.clone()]);
        let delivery = connection.delivery(&recorded_payload(TRANSCRIPTION), app.clock.now());
        assert_eq!(proxied.send_to(&post_call(), delivery).await.error(), (503, "unavailable"));
        faults.set(Vec::new());
    }
}

#[tokio::test]
async fn a_delivery_takes_three_requests_once_the_secret_is_known() {
    let (app, connection) = start().await;
    let proxied = app.proxied().await;
    let function = post_call();
    let service = function.start(&proxied.context).unwrap();
    let deliver = async |body: &str| {
        proxied.reset_counts();
        let event = connection.delivery(body, app.clock.now()).event(&function);
        let answer = service.invoke(event, lambda_runtime::Context::default()).await.unwrap();
        assert_eq!(answer["statusCode"], 200);
        let counts = proxied.counts();
        counts.into_iter().map(|(operation, count)| (operation, count.requests)).collect::<Vec<_>>()
    };
    let asked = |counts: &[(&str, u64)]| -> Vec<(String, u64)> {
        counts.iter().map(|(operation, requests)| ((*operation).to_owned(), *requests)).collect()
    };
    let first = deliver(&recorded_payload("webhooks/call_initiation_failure.twilio_busy.json")).await;
    assert_eq!(first, asked(&[("GetItem", 1), ("PutItem", 2), ("SendMessage", 1), ("GetSecretValue", 1)]));
    let second = deliver(&recorded_payload(TRANSCRIPTION)).await;
    assert_eq!(second, asked(&[("PutItem", 2), ("SendMessage", 1)]));
}
