use domain::inbox::State;
use domain::role::Role;
use serde_json::json;
use store::{Item, keys};
use testing::{SignedIn, TestApp, TestRequest, TestResponse};

use super::{STATES, admin, connect, deliver};
use crate::list_inbox::ListInbox;

async fn list(app: &TestApp, person: &SignedIn, query: &str) -> TestResponse {
    app.send::<ListInbox>(TestRequest::new().by(person).query(query)).await
}

/// The conversations of all pages, in order.
async fn conversations(app: &TestApp, person: &SignedIn, query: &str) -> Vec<String> {
    let mut conversations = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = list(app, person, &format!("{query}{cursor}")).await;
        assert_eq!(page.status, 200, "{query}: {page:?}");
        let items = page.body["items"].as_array().unwrap();
        conversations.extend(items.iter().map(|item| item["conversationId"].as_str().unwrap().to_owned()));
        let Some(next) = page.body["nextCursor"].as_str() else { return conversations };
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn an_entry_is_shown_without_what_was_delivered() {
    let app = TestApp::start().await;
    let owner = admin(&app, 1).await;
    let entry = deliver(&app, &owner, 1, "2026-09-21T10:00:00Z", State::Failed).await;
    let page = list(&app, &owner.0, "state=failed").await;
    let expected = json!({
        "items": [{
            "id": entry.id,
            "connectionId": owner.1.id,
            "state": "failed",
            "type": "post_call_transcription",
            "conversationId": "conv_1",
            "agentId": "agent_1",
            "receivedAt": "2026-09-21T10:00:00Z",
            "attempts": 5,
        "bodyBytes": 6,
            "lastError": "no_answer",
        }],
    });
    assert_eq!((page.status, page.body), (200, expected));
}

#[tokio::test]
async fn entries_are_listed_by_state_the_newest_first() {
    let app = TestApp::start().await;
    let owner = admin(&app, 1).await;
    assert_eq!(conversations(&app, &owner.0, "").await, Vec::<String>::new());
    for (number, (state, _)) in (0..).step_by(2).zip(STATES) {
        deliver(&app, &owner, number, "2026-09-21T10:00:00Z", state).await;
        deliver(&app, &owner, number + 1, "2026-09-21T10:00:01Z", state).await;
    }
    let mut all = Vec::new();
    for (number, (state, word)) in (0..).step_by(2).zip(STATES) {
        let newer = [format!("conv_{}", number + 1), format!("conv_{number}")];
        let listed = conversations(&app, &owner.0, &format!("state={word}")).await;
        assert_eq!(listed, newer, "{state:?}");
        let range = format!("state={word}&from=2026-09-21T10:00:01Z&to=2026-09-21T10:00:01Z");
        assert_eq!(conversations(&app, &owner.0, &range).await, newer[..1], "{state:?}");
        let before = format!("state={word}&to=2026-09-21T10:00:00.999Z");
        assert_eq!(conversations(&app, &owner.0, &before).await, newer[1..], "{state:?}");
        let long_ago = format!("state={word}&to=1207-02-07T21:12:01Z");
        assert_eq!(conversations(&app, &owner.0, &long_ago).await, newer[..0], "{state:?}");
        all.extend(newer);
    }
    for limit in ["", "limit=1", "limit=3", "limit=12", "limit=13"] {
        assert_eq!(conversations(&app, &owner.0, limit).await, all, "{limit}");
    }
}

#[tokio::test]
async fn only_entries_of_own_connections_are_listed() {
    let app = TestApp::start().await;
    let (one, other) = (admin(&app, 1).await, admin(&app, 2).await);
    let second = (one.0.clone(), connect(&app, &one.0, 3).await);
    deliver(&app, &one, 1, "2026-09-21T10:00:00Z", State::Pending).await;
    deliver(&app, &second, 2, "2026-09-21T10:00:00Z", State::Pending).await;
    deliver(&app, &other, 3, "2026-09-21T10:00:00Z", State::Pending).await;
    // A tenant that shares a connection without owning it sees nothing of the others there.
    let key = keys::voice_connection(other.0.tenant, one.1.id);
    app.table.put(Item::new(key, &one.1).unwrap()).await.unwrap();

    let mut listed = conversations(&app, &one.0, "limit=1").await;
    listed.sort();
    assert_eq!(listed, ["conv_1", "conv_2"]);
    assert_eq!(conversations(&app, &other.0, "").await, ["conv_3"]);
    let page = list(&app, &one.0, "limit=1").await;
    let cursor = page.body["nextCursor"].as_str().unwrap();
    assert_eq!(list(&app, &other.0, &format!("cursor={cursor}")).await.error(), (400, "cursor_refused"));
    let elsewhere = list(&app, &one.0, &format!("state=failed&cursor={cursor}")).await;
    assert_eq!(elsewhere.error(), (400, "cursor_refused"));
}

#[tokio::test]
async fn bad_queries_are_refused_with_the_parameter() {
    let app = TestApp::start().await;
    let (person, _) = admin(&app, 1).await;
    for (query, parameter) in [
        ("limit=0", "?limit"),
        ("state=lost", "?state"),
        ("from=yesterday", "?from"),
        ("to=2026-09-21", "?to"),
        ("from=2026-09-21T10:00:00Z&to=2026-09-21T09:00:00Z", "?from"),
        ("connectionId=x", "?connectionId"),
    ] {
        let answer = list(&app, &person, query).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{query}");
        assert_eq!(answer.refused_fields(), [parameter], "{query}");
    }
}

#[tokio::test]
async fn the_least_role_is_asked_for() {
    let app = TestApp::start().await;
    let agent = app.user_of_new_tenant(Role::Agent).await;
    assert_eq!(list(&app, &agent, "").await.error(), (403, "forbidden"));
    assert_eq!(app.send::<ListInbox>(TestRequest::new()).await.error(), (401, "unauthenticated"));
}
