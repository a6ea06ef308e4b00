//! Reading what was delivered.

use domain::inbox::State;
use domain::role::Role;
use testing::{SignedIn, TestApp, TestRequest};

use super::{admin, connect, deliver};
use crate::get_body::GetInboxBody;

const AT: &str = "2026-09-21T12:00:00Z";

#[tokio::test]
async fn an_admin_reads_what_was_delivered_and_that_is_written_down() {
    let app = TestApp::start().await;
    let owned = admin(&app, 1).await;
    let entry = deliver(&app, &owned, 1, AT, State::Unreadable).await;
    let request = || TestRequest::new().by(&owned.0).path("entryId", entry.id.to_string());
    let before = app.all_items().await.len();
    let shown = app.send::<GetInboxBody>(request()).await;
    assert_eq!((shown.status, &shown.body["text"]), (200, &"hush 1".into()));
    assert_eq!((&shown.body["bodyBytes"], shown.body.get("nextOffset")), (&6.into(), None));
    let items = app.all_items().await;
    assert_eq!(items.len(), before + 1);
    assert!(items.iter().any(|item| item.contains("inbox.body_read") && !item.contains("hush")));
    let rest = app.send::<GetInboxBody>(request().query("offset=5")).await;
    assert_eq!(rest.body["text"], "1");
}

#[tokio::test]
async fn nobody_else_reads_it() {
    let app = TestApp::start().await;
    let owned = admin(&app, 1).await;
    let entry = deliver(&app, &owned, 1, AT, State::Unreadable).await;
    let request = |person: &SignedIn| TestRequest::new().by(person).path("entryId", entry.id.to_string());
    let (stranger, _) = admin(&app, 2).await;
    assert_eq!(app.send::<GetInboxBody>(request(&stranger)).await.error(), (404, "not_found"));
    for role in [Role::Viewer, Role::Agent] {
        let person = app.user_of(owned.0.tenant, role).await;
        assert_eq!(app.send::<GetInboxBody>(request(&person)).await.error(), (403, "forbidden"));
    }
    let elsewhere = connect(&app, &owned.0, 3).await;
    let query = format!("connectionId={}", elsewhere.id);
    assert_eq!(app.send::<GetInboxBody>(request(&owned.0).query(query)).await.error(), (404, "not_found"));
}

#[tokio::test]
async fn the_call_of_another_tenant_is_not_read_through_the_connection_that_it_came_by() {
    let app = TestApp::start().await;
    let owned = admin(&app, 1).await;
    let entry = deliver(&app, &owned, 1, AT, State::Pending).await;
    let other = app.user_of_new_tenant(Role::Owner).await;
    let call = domain::ids::CallId::from_parts(AT.parse().unwrap(), 1);
    let theirs = entry.processed(other.tenant, call, AT.parse().unwrap());
    assert!(store::inbox::change(&app.table, &entry, &theirs).await.unwrap());
    let request = TestRequest::new().by(&owned.0).path("entryId", entry.id.to_string());
    assert_eq!(app.send::<GetInboxBody>(request).await.error(), (404, "not_found"));
}
