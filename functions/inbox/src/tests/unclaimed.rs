//! Agents that nobody has registered.

use domain::inbox::State;
use domain::role::Role;
use jiff::SignedDuration;
use runtime::{App, Clock};
use serde_json::{Value, json};
use store::{
    Transaction,
    calls::{self, Filter},
    inbox, voice,
};

use super::fixture::{Fixture, adopt_backlog, inbound};
use crate::{app::ProcessorApp, process::leave_unclaimed};

fn by(agent: &str, conversation: &str) -> Value {
    let mut body = inbound(conversation, "+12025550177");
    body["data"]["agent_id"] = json!(agent);
    body
}

#[tokio::test]
async fn their_calls_wait_until_somebody_does() {
    let fixture = Fixture::open().await;
    for number in 0..3 {
        fixture.deliver_and_process(&by("agent_new", &format!("conv_{number}"))).await;
    }
    fixture.deliver_and_process(&by("agent_newer", "conv_9")).await;
    assert_eq!(fixture.calls().await, []);
    let unclaimed = fixture.entries(State::Unclaimed).await;
    assert_eq!(unclaimed.len(), 4);
    assert!(unclaimed.iter().all(|entry| entry.settled_at.is_none()));

    // As long as nobody has registered it, nothing happens.
    assert_eq!(fixture.handle(vec![adopt_backlog(&fixture, "agent_new")]).await, Vec::<Value>::new());
    assert_eq!(fixture.messages().await, Vec::<Value>::new());

    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    assert_eq!(fixture.handle(vec![adopt_backlog(&fixture, "agent_new")]).await, Vec::<Value>::new());
    assert_eq!(fixture.entries(State::Pending).await.len(), 3);
    fixture.work().await;
    assert_eq!(fixture.calls().await.len(), 3);
    let left = fixture.entries(State::Unclaimed).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].agent_id.as_ref().unwrap().as_str(), "agent_newer");
    let of_agent = inbox::unclaimed(
        fixture.table(),
        fixture.connection.id,
        left[0].agent_id.as_ref().unwrap(),
        10,
        None,
    );
    assert_eq!(of_agent.await.unwrap().items, left);
    fixture.recount().await;
}

#[tokio::test]
async fn an_agent_of_another_connection_is_another_agent() {
    let fixture = Fixture::open().await;
    let stranger = fixture.app.user_of_new_tenant(Role::Owner).await.tenant;
    let elsewhere = fixture.app.voice_connection(stranger).await;
    fixture.app.voice_agent(stranger, elsewhere.id, "agent_new").await;
    fixture.deliver_and_process(&by("agent_new", "conv_1")).await;
    assert_eq!(fixture.entries(State::Unclaimed).await.len(), 1);
    let calls = calls::list(fixture.table(), stranger, &Filter::default(), 5, None).await.unwrap();
    assert!(calls.items.is_empty());
}

#[tokio::test]
async fn a_shared_connection_gives_each_tenant_its_own_calls() {
    let fixture = Fixture::open().await;
    let other = fixture.app.user_of_new_tenant(Role::Owner).await.tenant;
    fixture.app.voice_agent(other, fixture.connection.id, "agent_of_other").await;
    fixture.deliver_and_process(&by("agent_of_other", "conv_1")).await;
    fixture.deliver_and_process(&inbound("conv_2", "+12025550177")).await;
    let mine = fixture.call().await;
    assert_eq!(mine.call.conversation_id.unwrap().as_str(), "conv_2");
    let theirs = Fixture { tenant: other, ..fixture };
    assert_eq!(theirs.call().await.call.conversation_id.unwrap().as_str(), "conv_1");
    // One number, and a customer of each.
    assert_eq!(theirs.customers().await.len(), 1);
    assert_ne!(theirs.call().await.call.customer_id, mine.call.customer_id);
}

#[tokio::test]
async fn an_agent_that_is_registered_that_moment_is_looked_for_a_second_time() {
    let fixture = Fixture::open().await;
    fixture.deliver_and_process(&by("agent_new", "conv_1")).await;
    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    // The message that should have adopted it is lost.
    fixture.app.clock.advance(SignedDuration::from_mins(5));
    fixture.sweep().await;
    fixture.work().await;
    assert_eq!(fixture.calls().await.len(), 1);
}

#[tokio::test]
async fn a_call_stays_with_its_tenant_when_its_agent_moves_to_another() {
    let fixture = Fixture::open().await;
    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    fixture.deliver_and_process(&by("agent_new", "conv_1")).await;
    let before = fixture.call().await;

    let other = fixture.app.user_of_new_tenant(Role::Owner).await.tenant;
    let agent = domain::call::VoiceAgentId::new("agent_new").unwrap();
    let mut transaction = Transaction::new();
    voice::remove_agent(&mut transaction, fixture.tenant, fixture.connection.id, &agent, 1);
    fixture.table().commit(transaction).await.unwrap();
    fixture.app.voice_agent(other, fixture.connection.id, "agent_new").await;
    let entry = fixture.entries(State::Processed).await.remove(0);
    assert!(inbox::reopen(fixture.table(), &entry, fixture.app.clock.now()).await.unwrap());
    fixture.sweep().await;
    fixture.work().await;

    assert_eq!(fixture.call().await, before);
    assert_eq!(fixture.entries(State::Processed).await.len(), 1);
    let theirs = Fixture { tenant: other, ..fixture };
    assert_eq!((theirs.calls().await, theirs.customers().await), (vec![], vec![]));
}

#[tokio::test]
async fn a_second_look_whose_message_is_lost_comes_again() {
    let fixture = Fixture::open().await;
    fixture.deliver_and_process(&by("agent_new", "conv_1")).await;
    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    for _ in 0..2 {
        fixture.app.clock.advance(SignedDuration::from_mins(5));
        fixture.sweep().await;
        assert_eq!(fixture.messages().await.len(), 2, "one for the entry, one for the agent");
    }
    fixture.app.clock.advance(SignedDuration::from_mins(5));
    fixture.sweep().await;
    fixture.work().await;
    assert_eq!(fixture.calls().await.len(), 1);
}

#[tokio::test]
async fn an_agent_that_is_registered_much_later_needs_no_message_either() {
    let fixture = Fixture::open().await;
    fixture.deliver_and_process(&by("agent_new", "conv_1")).await;
    fixture.app.clock.advance(SignedDuration::from_mins(5));
    fixture.sweep().await;
    fixture.work().await;
    fixture.app.clock.advance(SignedDuration::from_hours(24));
    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    // The message that should have adopted it is lost, and so is the one that replaces it.
    for pause in [1, 5] {
        fixture.app.clock.advance(SignedDuration::from_mins(pause));
        fixture.sweep().await;
        assert_eq!(fixture.messages().await, [adopt_backlog(&fixture, "agent_new")]);
    }
    fixture.app.clock.advance(SignedDuration::from_mins(5));
    fixture.sweep().await;
    fixture.work().await;
    assert_eq!(fixture.calls().await.len(), 1);

    // That was all there was to do about this agent.
    fixture.app.clock.advance(SignedDuration::from_hours(1));
    fixture.sweep().await;
    assert_eq!(fixture.messages().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_claim_does_not_end_one_that_came_after_it() {
    let fixture = Fixture::open().await;
    let (tenant, connection) = (fixture.tenant, fixture.connection.id);
    fixture.app.voice_agent(tenant, connection, "agent_new").await;
    let agent = domain::call::VoiceAgentId::new("agent_new").unwrap();
    let table = fixture.table();
    let first = voice::agent_owner(table, connection, &agent).await.unwrap().unwrap();
    let mut transaction = Transaction::new();
    voice::remove_agent(&mut transaction, tenant, connection, &agent, 1);
    table.commit(transaction).await.unwrap();
    fixture.app.clock.advance(SignedDuration::from_secs(1));
    fixture.app.voice_agent(tenant, connection, "agent_new").await;
    voice::backlog_adopted(table, &first).await.unwrap();
    voice::postpone_adoption(table, &first, fixture.app.context.clock.now()).await.unwrap();
    let second = voice::agent_owner(table, connection, &agent).await.unwrap().unwrap();
    assert!(second.backlog_due_at > first.backlog_due_at, "{second:?}");
    voice::backlog_adopted(table, &second).await.unwrap();
    let done = voice::agent_owner(table, connection, &agent).await.unwrap().unwrap();
    assert_eq!(done, voice::AgentOwner { backlog_due_at: None, ..second });
}

#[tokio::test]
async fn an_agent_that_is_never_registered_does_not_keep_the_sweeper_busy() {
    let fixture = Fixture::open().await;
    fixture.deliver_and_process(&by("agent_new", "conv_1")).await;
    let mut queued = 0;
    for _ in 0..20 {
        fixture.app.clock.advance(SignedDuration::from_mins(10));
        fixture.sweep().await;
        let messages = fixture.messages().await;
        queued += messages.len();
        assert_eq!(fixture.handle(messages).await, Vec::<Value>::new());
    }
    assert_eq!(queued, 1);
    assert_eq!(fixture.entries(State::Unclaimed).await.len(), 1);
}

#[tokio::test]
async fn an_entry_is_not_left_to_an_agent_that_was_registered_a_moment_ago() {
    let fixture = Fixture::open().await;
    let body = by("agent_new", "conv_1");
    fixture.deliver(&body).await;
    let entry = fixture.entries(State::Pending).await.remove(0);
    let app = ProcessorApp::start(&fixture.app.context).unwrap();
    let agent = entry.agent_id.clone().unwrap();
    // Between the look into the directory and this write.
    fixture.app.voice_agent(fixture.tenant, fixture.connection.id, "agent_new").await;
    assert_eq!(leave_unclaimed(&app, &entry, &agent).await.unwrap(), None);
    assert_eq!(fixture.entries(State::Pending).await, [entry]);
}
