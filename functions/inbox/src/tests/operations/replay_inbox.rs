use domain::inbox::{Entry, State};
use std::collections::BTreeSet;

use domain::role::Role;
use serde_json::{Value, json};
use store::{Query, audit::AuditEntry, inbox, keys};
use testing::{SignedIn, TestApp, TestRequest, TestResponse};

use super::{STATES, admin, deliver};
use crate::replay_inbox::ReplayInbox;

async fn replay(app: &TestApp, person: &SignedIn, body: &Value) -> TestResponse {
    app.send::<ReplayInbox>(TestRequest::new().by(person).json(body)).await
}

fn task(entry: &Entry) -> Value {
    json!({ "type": "processV1", "connectionId": entry.connection_id, "entryId": entry.id })
}

async fn now(app: &TestApp, entry: &Entry) -> Entry {
    inbox::get(&app.table, entry.connection_id, &entry.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_entry_in_any_state_is_opened_and_queued_again() {
    let app = TestApp::start().await;
    let owner = admin(&app, 1).await;
    for (number, (state, _)) in (0..).zip(STATES) {
        let entry = deliver(&app, &owner, number, "2026-09-21T10:00:00Z", state).await;
        for _ in 0..2 {
            let answer = replay(&app, &owner.0, &json!({ "entryId": entry.id })).await;
            let expected = json!({ "queued": 1, "skipped": 0, "more": false });
            assert_eq!((answer.status, answer.body), (202, expected), "{state:?}");
            assert_eq!(app.take_inbox_messages().await, [task(&entry)]);
            let opened = now(&app, &entry).await;
            assert_eq!((opened.state, opened.settled_at, opened.attempts), (State::Pending, None, 0));
            assert_eq!(opened.due_at, Some(app.context.clock.now()), "the sweeper finds it too");
        }
    }
    let month = keys::audit_month(owner.0.tenant, testing::NOW.parse().unwrap());
    let audit: Vec<AuditEntry> = app.table.query(Query::table(month, 50)).await.unwrap().items;
    assert_eq!(audit.len(), 12);
    assert!(audit.iter().all(|entry| entry.action == "inbox.replayed"));
}

#[tokio::test]
async fn a_range_is_queued_again_a_part_at_a_time() {
    let app = TestApp::start().await;
    let owner = admin(&app, 1).await;
    let mut expected = BTreeSet::new();
    for number in 0..130 {
        let state = if number % 2 == 0 { State::Processed } else { State::Ignored };
        let at = format!("2026-09-21T10:{:02}:{:02}Z", number / 60, number % 60);
        let entry = deliver(&app, &owner, number, &at, state).await;
        if number >= 5 {
            expected.insert(entry.id.to_string());
        }
    }
    let mut queued = BTreeSet::new();
    let mut counted = Vec::new();
    let mut body = json!({ "from": "2026-09-21T10:00:05Z", "to": "2026-09-21T10:59:00Z" });
    loop {
        let answer = replay(&app, &owner.0, &body).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        counted.push(answer.body["queued"].as_u64().unwrap());
        loop {
            let messages = app.take_inbox_messages().await;
            if messages.is_empty() {
                break;
            }
            queued.extend(messages.iter().map(|message| message["entryId"].as_str().unwrap().to_owned()));
        }
        assert_eq!(answer.body["more"], answer.body["nextCursor"].is_string());
        let Some(cursor) = answer.body["nextCursor"].as_str() else { break };
        body["cursor"] = json!(cursor);
    }
    assert_eq!((counted, queued), (vec![100, 25], expected));
}

#[tokio::test]
async fn a_state_and_a_range_limit_what_is_queued() {
    let app = TestApp::start().await;
    let owner = admin(&app, 1).await;
    let mut entries = Vec::new();
    for (number, (state, _)) in (0..).step_by(2).zip(STATES) {
        entries.push(deliver(&app, &owner, number, "2026-09-21T10:00:00Z", state).await);
        deliver(&app, &owner, number + 1, "2026-09-21T11:00:00Z", state).await;
    }
    for (entry, (_, word)) in entries.iter().zip(STATES).rev() {
        let body = json!({ "from": "2026-09-21T10:00:00Z", "to": "2026-09-21T10:00:00Z", "state": word });
        let answer = replay(&app, &owner.0, &body).await;
        let messages = app.take_inbox_messages().await;
        assert!(messages.contains(&task(entry)), "{word}: {answer:?}");
        if word != "pending" {
            assert_eq!(messages.len(), 1, "{word}");
        }
        assert_eq!(answer.body["more"], false);
    }
    let none = json!({ "from": "2026-09-21T12:00:00Z", "to": "2026-09-21T13:00:00Z" });
    let answer = replay(&app, &owner.0, &none).await;
    assert_eq!(answer.body, json!({ "queued": 0, "skipped": 0, "more": false }));
}

#[tokio::test]
async fn an_entry_whose_body_is_gone_is_skipped() {
    let app = TestApp::start().await;
    let owner = admin(&app, 1).await;
    let entry = deliver(&app, &owner, 1, "2026-09-21T10:00:00Z", State::Processed).await;
    let mut transaction = store::Transaction::new();
    transaction.delete(&keys::inbox_piece(entry.connection_id, &entry.id, 0));
    app.table.commit(transaction).await.unwrap();
    let answer = replay(&app, &owner.0, &json!({ "entryId": entry.id })).await;
    assert_eq!(answer.body, json!({ "queued": 0, "skipped": 1, "more": false }));
    assert_eq!(now(&app, &entry).await.state, State::Processed);
    assert!(app.take_inbox_messages().await.is_empty());
}

#[tokio::test]
async fn nothing_of_another_tenant_is_reachable() {
    let app = TestApp::start().await;
    let (one, other) = (admin(&app, 1).await, admin(&app, 2).await);
    let entry = deliver(&app, &one, 1, "2026-09-21T10:00:00Z", State::Processed).await;
    for body in [
        json!({ "entryId": entry.id }),
        json!({ "entryId": entry.id, "connectionId": entry.connection_id }),
        json!({ "entryId": format!("conv_9~x~{}", "0".repeat(32)) }),
    ] {
        assert_eq!(replay(&app, &other.0, &body).await.error(), (404, "not_found"), "{body}");
    }
    let range = json!({ "from": "2026-09-21T00:00:00Z", "to": "2026-09-22T00:00:00Z" });
    let answer = replay(&app, &other.0, &range).await;
    assert_eq!((answer.status, &answer.body["queued"]), (202, &json!(0)));
    assert!(app.take_inbox_messages().await.is_empty());
    assert_eq!(now(&app, &entry).await, entry);
    let elsewhere = json!({ "entryId": entry.id, "connectionId": other.1.id });
    assert_eq!(replay(&app, &one.0, &elsewhere).await.error(), (404, "not_found"));
}

#[tokio::test]
async fn bad_input_is_refused_with_the_field() {
    let app = TestApp::start().await;
    let (person, connection) = admin(&app, 1).await;
    let id = format!("conv_9~x~{}", "0".repeat(32));
    let (early, late) = ("2026-09-21T10:00:00Z", "2026-09-21T11:00:00Z");
    for (body, field) in [
        (json!({}), "/from"),
        (json!({ "from": early }), "/to"),
        (json!({ "to": late }), "/from"),
        (json!({ "from": late, "to": early }), "/from"),
        (json!({ "from": "yesterday", "to": late }), "/from"),
        (json!({ "from": early, "to": late, "state": "lost" }), "/state"),
        (json!({ "from": early, "to": late, "connectionId": connection.id }), "/connectionId"),
        (json!({ "entryId": "x" }), "/entryId"),
        (json!({ "entryId": id, "from": early }), "/from"),
        (json!({ "entryId": id, "to": late }), "/to"),
        (json!({ "entryId": id, "state": "failed" }), "/state"),
        (json!({ "entryId": id, "cursor": "x" }), "/cursor"),
        (json!({ "entryId": id, "tenantId": "x" }), "/tenantId"),
    ] {
        let answer = replay(&app, &person, &body).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{body}");
        assert_eq!(answer.refused_fields(), [field], "{body}");
    }
    let made_up = json!({ "from": early, "to": late, "cursor": "x" });
    assert_eq!(replay(&app, &person, &made_up).await.error(), (400, "cursor_refused"));
}

#[tokio::test]
async fn the_least_role_is_asked_for() {
    let app = TestApp::start().await;
    let agent = app.user_of_new_tenant(Role::Agent).await;
    let body = json!({ "from": "2026-09-21T10:00:00Z", "to": "2026-09-21T11:00:00Z" });
    assert_eq!(replay(&app, &agent, &body).await.error(), (403, "forbidden"));
    let nobody = app.send::<ReplayInbox>(TestRequest::new().json(&body)).await;
    assert_eq!(nobody.error(), (401, "unauthenticated"));
}
