use domain::{call::VoiceAgentId, role::Role};
use serde_json::{Value, json};
use store::{
    Transaction,
    counters::{self, Counter},
    voice,
};
use testing::{SignedIn, TestApp, TestRequest, TestResponse, phones::fictional};

use crate::voice::{
    list_agents::ListVoiceAgents, put_credentials::PutVoiceCredentials, register_agent::RegisterVoiceAgent,
    remove_agent::RemoveVoiceAgent,
};

/// An admin whose tenant has a voice connection.
async fn admin(app: &TestApp) -> SignedIn {
    let person = app.user_of_new_tenant(Role::Admin).await;
    let credentials = json!({ "apiKey": "an-api-key" });
    let put = app.send::<PutVoiceCredentials>(TestRequest::new().by(&person).json(&credentials)).await;
    assert_eq!(put.status, 200);
    person
}

/// Two admins whose tenants share a voice connection.
async fn two_admins(app: &TestApp) -> (SignedIn, SignedIn) {
    let one = admin(app).await;
    let other = app.user_of_new_tenant(Role::Admin).await;
    let connection = voice::connections(&app.table, one.tenant).await.unwrap().items.remove(0);
    let mut transaction = Transaction::new();
    voice::share_connection(&mut transaction, other.tenant, &connection).unwrap();
    app.table.commit(transaction).await.unwrap();
    (one, other)
}

fn new_agent(id: &str) -> Value {
    json!({ "agentId": id, "name": "Reception" })
}

async fn register(app: &TestApp, person: &SignedIn, body: &Value) -> TestResponse {
    app.send::<RegisterVoiceAgent>(TestRequest::new().by(person).json(body)).await
}

async fn remove(app: &TestApp, person: &SignedIn, agent: &str, version: u64) -> TestResponse {
    let call = TestRequest::new().by(person).path("agentId", agent).version(version);
    app.send::<RemoveVoiceAgent>(call).await
}

async fn listed(app: &TestApp, person: &SignedIn) -> Vec<String> {
    let list = app.send::<ListVoiceAgents>(TestRequest::new().by(person)).await;
    let items = list.body["items"].as_array().unwrap();
    items.iter().map(|item| item["agentId"].as_str().unwrap().to_owned()).collect()
}

async fn counted(app: &TestApp, person: &SignedIn) -> i64 {
    counters::read(&app.table, person.tenant).await.unwrap().get(Counter::VoiceAgents)
}

#[tokio::test]
async fn an_agent_is_registered_found_listed_and_removed() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let body = json!({
        "agentId": "agent_0901", "name": "Reception", "phoneNumber": "+1 (202) 555-0142",
        "phoneNumberId": "phnum_1", "provider": "sip_trunk",
    });
    let made = register(&app, &admin, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.headers["location"], "/v1/settings/voice-agents/agent_0901");
    assert_eq!(made.body["phoneNumber"], "+12025550142");
    assert_eq!((&made.body["provider"], &made.body["version"]), (&json!("sip_trunk"), &json!(1)));

    let connection = made.body["connectionId"].as_str().unwrap().parse().unwrap();
    let agent_id = VoiceAgentId::new("agent_0901").unwrap();
    let owner = voice::agent_owner(&app.table, connection, &agent_id).await.unwrap().unwrap();
    assert_eq!(owner.tenant, admin.tenant);
    assert_eq!((listed(&app, &admin).await, counted(&app, &admin).await), (vec!["agent_0901".to_owned()], 1));

    assert_eq!(remove(&app, &admin, "agent_0901", 2).await.error(), (412, "stale_version"));
    assert_eq!(remove(&app, &admin, "agent_0901", 1).await.status, 204);
    assert_eq!(remove(&app, &admin, "agent_0901", 1).await.error(), (404, "not_found"));
    assert_eq!(voice::agent_owner(&app.table, connection, &agent_id).await.unwrap(), None);
    assert_eq!((listed(&app, &admin).await, counted(&app, &admin).await), (vec![], 0));
    assert_eq!(register(&app, &admin, &body).await.status, 201);
}

#[tokio::test]
async fn credentials_come_before_agents() {
    let app = TestApp::start().await;
    let admin = app.user_of_new_tenant(Role::Admin).await;
    let answer = register(&app, &admin, &new_agent("agent_1")).await;
    assert_eq!(answer.error(), (409, "no_voice_connection"));
}

#[tokio::test]
async fn an_agent_belongs_to_one_tenant() {
    let app = TestApp::start().await;
    let (one, other) = two_admins(&app).await;
    assert_eq!(register(&app, &one, &new_agent("agent_1")).await.status, 201);
    let again = register(&app, &one, &new_agent("agent_1")).await;
    assert_eq!(again.error(), (409, "agent_registered"));
    assert_eq!(again.body["existingId"], "agent_1");
    let taken = register(&app, &other, &new_agent("agent_1")).await;
    assert_eq!(taken.error(), (409, "agent_taken"));
    assert!(!taken.body.to_string().contains(&one.tenant.to_string()));
    assert_eq!((listed(&app, &other).await, counted(&app, &other).await), (vec![], 0));
    assert_eq!(remove(&app, &other, "agent_1", 1).await.error(), (404, "not_found"));
    assert_eq!(listed(&app, &one).await, ["agent_1"]);
}

#[tokio::test]
async fn of_two_tenants_at_once_one_gets_the_agent() {
    let app = TestApp::start().await;
    let (one, other) = two_admins(&app).await;
    for round in 0..5 {
        let body = new_agent(&format!("agent_{round}"));
        let (first, second) = tokio::join!(register(&app, &one, &body), register(&app, &other, &body));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{first:?} {second:?}");
        let loser = if first.status == 409 { first } else { second };
        assert_eq!(loser.error(), (409, "agent_taken"));
    }
    let both = listed(&app, &one).await.len() + listed(&app, &other).await.len();
    assert_eq!((both, counted(&app, &one).await + counted(&app, &other).await), (5, 5));
}

#[tokio::test]
async fn the_same_id_at_two_providers_is_two_agents() {
    let app = TestApp::start().await;
    let (one, other) = (admin(&app).await, admin(&app).await);
    assert_eq!(register(&app, &one, &new_agent("agent_1")).await.status, 201);
    assert_eq!(register(&app, &other, &new_agent("agent_1")).await.status, 201);
}

#[tokio::test]
async fn a_connection_is_chosen_where_there_are_several() {
    let app = TestApp::start().await;
    let (one, other) = two_admins(&app).await;
    let credentials = json!({ "apiKey": "an-api-key" });
    app.send::<PutVoiceCredentials>(TestRequest::new().by(&other).json(&credentials)).await;
    let unclear = register(&app, &other, &new_agent("agent_1")).await;
    assert_eq!(
        (unclear.error(), unclear.refused_fields()),
        ((422, "validation_failed"), vec!["/connectionId"])
    );

    let shared = voice::connections(&app.table, one.tenant).await.unwrap().items.remove(0).id;
    let mut body = new_agent("agent_1");
    body["connectionId"] = json!(shared);
    let made = register(&app, &other, &body).await;
    assert_eq!((made.status, &made.body["connectionId"]), (201, &json!(shared)));
    assert_eq!(remove(&app, &other, "agent_1", 1).await.status, 204);

    // The other tenant's own connection, and one that nobody has, are the same to this tenant.
    let own = voice::connections(&app.table, other.tenant).await.unwrap().items;
    let foreign = own.iter().find(|connection| connection.id != shared).unwrap().id;
    for id in [foreign.to_string(), "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned()] {
        body["connectionId"] = json!(id);
        assert_eq!(register(&app, &one, &body).await.error(), (404, "not_found"));
        let call = TestRequest::new().by(&one).path("agentId", "agent_1").version(1);
        let removed = app.send::<RemoveVoiceAgent>(call.query(format!("connectionId={id}"))).await;
        assert_eq!(removed.error(), (404, "not_found"));
    }
}

#[tokio::test]
async fn a_repeated_registration_is_answered_the_same() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let call = TestRequest::new().by(&admin).header("idempotency-key", "k-1");
    let first = app.send::<RegisterVoiceAgent>(call.clone().json(&new_agent("agent_1"))).await;
    let again = app.send::<RegisterVoiceAgent>(call.clone().json(&new_agent("agent_1"))).await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    let other = app.send::<RegisterVoiceAgent>(call.json(&new_agent("agent_2"))).await;
    assert_eq!(other.error(), (422, "idempotency_key_reused"));
    assert_eq!(counted(&app, &admin).await, 1);
}

#[tokio::test]
async fn the_list_has_pages_of_its_own_tenant() {
    let app = TestApp::start().await;
    let (one, other) = two_admins(&app).await;
    for number in 0..5 {
        register(&app, &one, &new_agent(&format!("agent_{number}"))).await;
    }
    let mut seen = Vec::new();
    let mut query = "limit=2".to_owned();
    loop {
        let page = app.send::<ListVoiceAgents>(TestRequest::new().by(&one).query(&query)).await;
        assert_eq!(page.status, 200, "{page:?}");
        seen.extend(page.body["items"].as_array().unwrap().iter().map(|item| item["agentId"].clone()));
        let Some(cursor) = page.body["nextCursor"].as_str() else { break };
        let foreign = TestRequest::new().by(&other).query(format!("cursor={cursor}"));
        let foreign = app.send::<ListVoiceAgents>(foreign).await;
        assert_eq!((foreign.error(), foreign.refused_fields()), ((400, "cursor_refused"), vec!["?cursor"]));
        query = format!("limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ["agent_0", "agent_1", "agent_2", "agent_3", "agent_4"]);
}

#[tokio::test]
async fn bad_input_is_refused_with_the_field() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    for (change, field) in [
        (json!({ "agentId": "a#b" }), "/agentId"),
        (json!({ "agentId": null }), "/agentId"),
        (json!({ "name": "" }), "/name"),
        (json!({ "phoneNumber": "2025550142" }), "/phoneNumber"),
        (json!({ "phoneNumberId": "a/b" }), "/phoneNumberId"),
        (json!({ "provider": "carrier pigeon" }), "/provider"),
        (json!({ "connectionId": "x" }), "/connectionId"),
        (json!({ "tenantId": "x" }), "/tenantId"),
    ] {
        let mut body = json!({ "agentId": "agent_1", "name": "Reception", "phoneNumber": fictional(1) });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = register(&app, &admin, &body).await;
        assert_eq!(answer.error(), (422, "validation_failed"), "{body}");
        assert_eq!(answer.refused_fields(), [field], "{body}");
    }
    let unread = TestRequest::new().by(&admin).path("agentId", "agent_1");
    assert_eq!(app.send::<RemoveVoiceAgent>(unread).await.error(), (428, "version_required"));
}

#[tokio::test]
async fn the_least_roles_are_asked_for() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    let agent = app.user_of(admin.tenant, Role::Agent).await;
    let viewer = app.user_of(admin.tenant, Role::Viewer).await;
    assert_eq!(register(&app, &agent, &new_agent("agent_1")).await.error(), (403, "forbidden"));
    assert_eq!(remove(&app, &agent, "agent_1", 1).await.error(), (403, "forbidden"));
    register(&app, &admin, &new_agent("agent_1")).await;
    assert_eq!(listed(&app, &viewer).await, ["agent_1"]);
    assert_eq!(app.send::<ListVoiceAgents>(TestRequest::new()).await.error(), (401, "unauthenticated"));
    let nobody = TestRequest::new().json(&new_agent("agent_2"));
    assert_eq!(app.send::<RegisterVoiceAgent>(nobody).await.error(), (401, "unauthenticated"));
    let nobody = TestRequest::new().path("agentId", "agent_1").version(1);
    assert_eq!(app.send::<RemoveVoiceAgent>(nobody).await.error(), (401, "unauthenticated"));
}

#[tokio::test]
async fn what_was_reported_before_is_taken_up_also_after_a_lost_message() {
    let app = TestApp::start().await;
    let (one, other) = two_admins(&app).await;
    let call = TestRequest::new().by(&one).header("idempotency-key", "k-1").json(&new_agent("agent_1"));
    let made = app.send::<RegisterVoiceAgent>(call.clone()).await;
    let task = json!({
        "type": "adoptBacklogV1", "connectionId": made.body["connectionId"], "agentId": "agent_1",
    });
    let tasks = [task];
    assert_eq!(app.take_inbox_messages().await, tasks);
    app.send::<RegisterVoiceAgent>(call).await;
    assert_eq!(app.take_inbox_messages().await, tasks);
    register(&app, &one, &new_agent("agent_1")).await;
    assert_eq!(app.take_inbox_messages().await, tasks);
    register(&app, &other, &new_agent("agent_1")).await;
    assert!(app.take_inbox_messages().await.is_empty());
}
