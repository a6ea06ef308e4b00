use domain::{email::EmailAddress, ids::UserId, role::Role, text::Name, user::User};
use serde_json::json;
use store::{
    Transaction,
    audit::{Action, Actor, AuditEvent},
    credentials::Credentials,
    users,
};
use testing::{SignedIn, TestApp, TestRequest};

use super::{created, list, note};
use crate::list::ListAudit;

/// The ids of the subjects on all pages, in order. Says how many pages there were, too.
async fn walk(app: &TestApp, person: &SignedIn, query: &str) -> (Vec<String>, usize) {
    let (mut subjects, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = list(app, person, &format!("{query}{cursor}")).await;
        assert_eq!(page.status, 200, "{query}: {page:?}");
        pages += 1;
        let items = page.body["items"].as_array().unwrap();
        subjects.extend(items.iter().map(|item| item["subject"]["id"].as_str().unwrap().to_owned()));
        let Some(next) = page.body["nextCursor"].as_str() else { return (subjects, pages) };
        cursor = format!("&cursor={next}");
    }
}

async fn subjects(app: &TestApp, person: &SignedIn, query: &str) -> Vec<String> {
    walk(app, person, query).await.0
}

fn customers(numbers: impl IntoIterator<Item = u32>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("customer-{number}")).collect()
}

/// Gives a signed-in person a record with this name.
async fn name(app: &TestApp, person: &SignedIn, name: &str) {
    let now = app.context.clock.now();
    let user = User {
        id: person.user,
        name: Name::new(name).unwrap(),
        email: EmailAddress::new(&format!("{}@example.com", name.to_lowercase())).unwrap(),
        role: person.role,
        language: None,
        time_zone: None,
        disabled_at: None,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    let password = "none".to_owned();
    let credentials =
        Credentials { password, password_set_at: now, signed_in_at: None, changed_in: None, version: 1 };
    let mut transaction = Transaction::new();
    users::create(&mut transaction, person.tenant, &user, &credentials).unwrap();
    app.table.commit(transaction).await.unwrap();
}

#[tokio::test]
async fn an_entry_says_who_did_what_to_what() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let agent = app.user_of(owner.tenant, Role::Agent).await;
    name(&app, &owner, "Robin").await;
    let gone = UserId::from_parts(app.context.clock.now(), 99);
    let events = [
        AuditEvent::new(Actor::User(owner.user), Action::CustomerUpdated, "customer-1").fields(vec!["name"]),
        AuditEvent::new(Actor::User(agent.user), Action::UserUpdated, owner.user).fields(vec!["language"]),
        AuditEvent::new(Actor::Schedule, Action::UserUpdated, gone),
        AuditEvent::new(Actor::VoiceProvider, Action::CallUpdated, "call-1"),
        AuditEvent::new(Actor::Schedule, Action::InboxReplayed, "range"),
    ];
    let mut ids = Vec::new();
    for (minute, event) in (0..).zip(events) {
        ids.push(note(&app, &owner, &format!("2026-09-21T10:0{minute}:00Z"), minute, event).await);
    }
    assert_eq!(app.set_attribute("audit", "range", "action", "inbox.emptied").await, 1);
    let page = list(&app, &owner, "month=2026-09").await;
    let expected = json!({ "items": [
        {
            "id": ids[4], "at": "2026-09-21T10:04:00Z", "actor": { "kind": "schedule" },
            "action": "inbox.emptied", "subject": { "id": "range" }, "fields": [],
        },
        {
            "id": ids[3], "at": "2026-09-21T10:03:00Z", "actor": { "kind": "voice_provider" },
            "action": "call.updated", "subject": { "kind": "call", "id": "call-1" }, "fields": [],
        },
        {
            "id": ids[2], "at": "2026-09-21T10:02:00Z", "actor": { "kind": "schedule" },
            "action": "user.updated", "subject": { "kind": "user", "id": gone }, "fields": [],
        },
        {
            "id": ids[1], "at": "2026-09-21T10:01:00Z", "actor": { "kind": "user", "userId": agent.user },
            "action": "user.updated", "subject": { "kind": "user", "id": owner.user, "name": "Robin" },
            "fields": ["language"],
        },
        {
            "id": ids[0], "at": "2026-09-21T10:00:00Z",
            "actor": { "kind": "user", "userId": owner.user, "name": "Robin" },
            "action": "customer.updated", "subject": { "kind": "customer", "id": "customer-1" },
            "fields": ["name"],
        },
    ] });
    assert_eq!((page.status, page.body), (200, expected));
}

#[tokio::test]
async fn a_month_is_that_of_the_clock_of_the_business() {
    let app = TestApp::start().await;
    // In New York, at UTC-4 in summer: a month of theirs has parts of two of the table's.
    let owner = app.user_of_new_tenant(Role::Owner).await;
    for (number, at) in (1..).zip([
        "2026-09-01T03:59:59.999Z",
        "2026-09-01T04:00:00Z",
        "2026-09-15T12:00:00Z",
        "2026-09-30T23:59:59.999Z",
        "2026-10-01T00:00:00Z",
        "2026-10-01T03:59:59.999Z",
        "2026-10-01T04:00:00Z",
    ]) {
        note(&app, &owner, at, number, created(&owner, number)).await;
    }
    for limit in ["", "&limit=1", "&limit=2", "&limit=3", "&limit=5"] {
        let of = |month: &str| format!("month={month}{limit}");
        assert_eq!(subjects(&app, &owner, &of("2026-09")).await, customers([6, 5, 4, 3, 2]), "{limit}");
        assert_eq!(subjects(&app, &owner, &of("2026-08")).await, customers([1]), "{limit}");
        assert_eq!(subjects(&app, &owner, &of("2026-10")).await, customers([7]), "{limit}");
        for empty in ["2026-07", "2026-11", "0000-01", "1969-12", "9999-12"] {
            assert_eq!(subjects(&app, &owner, &of(empty)).await, customers([]), "{empty}");
        }
    }
}

#[tokio::test]
async fn the_month_is_the_current_one_unless_it_is_said() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let now = app.context.clock.now();
    let this_month = now.strftime("%Y-%m").to_string();
    for number in 1..=3 {
        note(&app, &owner, &now.to_string(), number, created(&owner, number)).await;
    }
    note(&app, &owner, "2026-01-15T00:00:00Z", 4, created(&owner, 4)).await;
    assert_eq!(subjects(&app, &owner, "").await, customers([3, 2, 1]));
    assert_eq!(subjects(&app, &owner, &format!("month={this_month}")).await, customers([3, 2, 1]));
    // A list that was begun in a month stays in it.
    let first = list(&app, &owner, "limit=2").await;
    let cursor = first.body["nextCursor"].as_str().unwrap().to_owned();
    app.clock.advance(jiff::SignedDuration::from_hours(24 * 40));
    let person = SignedIn { token: app.token_for(&owner), ..owner };
    let rest = list(&app, &person, &format!("limit=2&cursor={cursor}")).await;
    assert_eq!(rest.body["items"][0]["subject"]["id"], "customer-1");
    assert_eq!(subjects(&app, &person, "").await, customers([]));
}

#[tokio::test]
async fn entries_are_found_by_person_deed_and_record() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let agent = app.user_of(owner.tenant, Role::Agent).await;
    for number in 0..12 {
        let by = if number % 3 == 0 { &agent } else { &owner };
        let action = if number % 2 == 0 { Action::CustomerUpdated } else { Action::CustomerDeleted };
        let event = AuditEvent::new(Actor::User(by.user), action, format!("customer-{}", number % 5));
        // On both sides of the end of a month (UTC).
        note(
            &app,
            &owner,
            &format!("2026-0{}T00:00:00Z", if number < 6 { "8-31" } else { "9-01" }),
            number,
            event,
        )
        .await;
    }
    let (by_agent, updated) = (format!("actorId={}", agent.user), "action=customer.updated");
    for limit in ["limit=200", "limit=1", "limit=3"] {
        for (filter, expected) in [
            (by_agent.clone(), vec![4, 1, 3, 0]),
            (updated.to_owned(), vec![0, 3, 1, 4, 2, 0]),
            ("subjectId=customer-1".to_owned(), vec![1, 1, 1]),
            (format!("{by_agent}&{updated}"), vec![1, 0]),
            (format!("{by_agent}&{updated}&subjectId=customer-0"), vec![0]),
            ("subjectId=customer-9".to_owned(), vec![]),
            ("action=settings.updated".to_owned(), vec![]),
            (format!("actorId={}", UserId::from_parts(app.context.clock.now(), 7)), vec![]),
        ] {
            // The clock of the business is behind: both are of August there.
            let found = subjects(&app, &owner, &format!("{limit}&month=2026-08&{filter}")).await;
            assert_eq!(found, customers(expected), "{limit} {filter}");
        }
    }
}

#[tokio::test]
async fn a_page_looks_at_some_hundred_entries_and_goes_on_from_there() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let agent = app.user_of(owner.tenant, Role::Agent).await;
    note(&app, &owner, "2026-09-02T00:00:00Z", 0, created(&agent, 0)).await;
    for number in 1..=1100 {
        note(&app, &owner, "2026-09-03T00:00:00Z", number, created(&owner, number)).await;
    }
    let rare = format!("month=2026-09&actorId={}", agent.user);
    let first = list(&app, &owner, &rare).await;
    assert_eq!(first.body["items"], json!([]));
    assert!(first.body["nextCursor"].is_string());
    assert_eq!(walk(&app, &owner, &rare).await, (customers([0]), 2));
    let all = subjects(&app, &owner, "month=2026-09&limit=200").await;
    assert_eq!(all, customers((0..=1100).rev()));
    let all = subjects(&app, &owner, "month=2026-09&limit=200&action=customer.created").await;
    assert_eq!(all, customers((0..=1100).rev()));
}

#[tokio::test]
async fn nobody_reads_the_log_of_another_tenant_or_goes_on_with_another_filter() {
    let app = TestApp::start().await;
    let (one, other) = (app.user_of_new_tenant(Role::Owner).await, app.user_of_new_tenant(Role::Owner).await);
    for number in 1..=3 {
        note(&app, &one, "2026-09-21T10:00:00Z", number, created(&one, number)).await;
    }
    note(&app, &other, "2026-09-21T10:00:00Z", 9, created(&other, 9)).await;
    assert_eq!(subjects(&app, &other, "month=2026-09").await, customers([9]));
    let theirs = format!("month=2026-09&actorId={}", one.user);
    assert_eq!(subjects(&app, &other, &theirs).await, customers([]));

    let page = list(&app, &one, "month=2026-09&limit=1").await;
    let cursor = page.body["nextCursor"].as_str().unwrap();
    for (person, query) in [
        (&other, "month=2026-09&limit=1"),
        (&one, "limit=1"),
        (&one, "month=2026-08&limit=1"),
        (&one, "month=2026-09&limit=1&action=customer.created"),
        (&one, "month=2026-09&limit=1&subjectId=customer-1"),
    ] {
        let answer = list(&app, person, &format!("{query}&cursor={cursor}")).await;
        assert_eq!(answer.error(), (400, "cursor_refused"), "{query}");
    }
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_is_left_out() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    for number in 1..=6 {
        note(&app, &owner, "2026-09-21T10:00:00Z", number, created(&owner, number)).await;
    }
    for number in [1, 4, 6] {
        assert_eq!(app.set_attribute("audit", &format!("customer-{number}"), "actor", "robot").await, 1);
    }
    for limit in ["", "&limit=1", "&limit=2", "&action=customer.created"] {
        let found = subjects(&app, &owner, &format!("month=2026-09{limit}")).await;
        assert_eq!(found, customers([5, 3, 2]), "{limit}");
    }
}

#[tokio::test]
async fn bad_queries_are_refused_with_the_parameter() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    let long = format!("subjectId={}", "x".repeat(401));
    for (query, parameter) in [
        ("limit=0", "?limit"),
        ("month=2026-13", "?month"),
        ("month=2026-9", "?month"),
        ("month=", "?month"),
        ("action=customer.merged", "?action"),
        ("actorId=robin", "?actorId"),
        ("subjectId=", "?subjectId"),
        (&long, "?subjectId"),
        ("from=2026-09-21T10:00:00Z", "?from"),
    ] {
        let answer = list(&app, &owner, query).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{query}");
        assert_eq!(answer.refused_fields(), [parameter], "{query}");
    }
}

#[tokio::test]
async fn owners_and_admins_read_it() {
    let app = TestApp::start().await;
    let owner = app.user_of_new_tenant(Role::Owner).await;
    for (role, status) in [(Role::Owner, 200), (Role::Admin, 200), (Role::Agent, 403), (Role::Viewer, 403)] {
        let person = app.user_of(owner.tenant, role).await;
        assert_eq!(list(&app, &person, "").await.status, status, "{role:?}");
    }
    assert_eq!(app.send::<ListAudit>(TestRequest::new()).await.error(), (401, "unauthenticated"));
}
