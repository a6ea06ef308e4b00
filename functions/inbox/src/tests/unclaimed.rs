//! Agents that nobody has registered.

use domain::role::Role;
use jiff::SignedDuration;
use runtime::{App, Clock};
use serde_json::{Value, json};
use store::{
    Transaction,
    inbox::{self, State},
    voice,
};

use super::office::{Office, adopt_backlog, inbound};
use crate::{process::leave_unclaimed, processor::ProcessorApp};

fn by(agent: &str, conversation: &str) -> Value {
    let mut body = inbound(conversation, "+12025550177");
    body["data"]["agent_id"] = json!(agent);
    body
}

#[tokio::test]
async fn their_calls_wait_until_somebody_does() {
    let office = Office::open().await;
    for number in 0..3 {
        office.take(&by("agent_new", &format!("conv_{number}"))).await;
    }
    office.take(&by("agent_newer", "conv_9")).await;
    assert_eq!(office.calls().await, []);
    let unclaimed = office.entries(State::Unclaimed).await;
    assert_eq!(unclaimed.len(), 4);
    assert!(unclaimed.iter().all(|entry| entry.expires_at().is_none()));

    // As long as nobody has registered it, nothing happens.
    assert_eq!(office.handle(vec![adopt_backlog(&office, "agent_new")]).await, Vec::<Value>::new());
    assert_eq!(office.messages().await, Vec::<Value>::new());

    office.app.voice_agent(office.tenant, office.connection.id, "agent_new").await;
    assert_eq!(office.handle(vec![adopt_backlog(&office, "agent_new")]).await, Vec::<Value>::new());
    assert_eq!(office.entries(State::Pending).await.len(), 3);
    office.work().await;
    assert_eq!(office.calls().await.len(), 3);
    let left = office.entries(State::Unclaimed).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].agent_id.as_ref().unwrap().as_str(), "agent_newer");
    let of_agent =
        inbox::unclaimed(office.table(), office.connection.id, left[0].agent_id.as_ref().unwrap(), 10, None);
    assert_eq!(of_agent.await.unwrap().items, left);
    office.recount().await;
}

#[tokio::test]
async fn an_agent_of_another_connection_is_another_agent() {
    let office = Office::open().await;
    let stranger = office.app.user_of_new_tenant(Role::Owner).await.tenant;
    let elsewhere = office.app.voice_connection(stranger).await;
    office.app.voice_agent(stranger, elsewhere.id, "agent_new").await;
    office.take(&by("agent_new", "conv_1")).await;
    assert_eq!(office.entries(State::Unclaimed).await.len(), 1);
    assert!(
        store::counters::read(office.table(), stranger)
            .await
            .unwrap()
            .get(store::counters::Counter::Calls(domain::call::CallStatus::Completed))
            == 0
    );
}

#[tokio::test]
async fn a_shared_connection_gives_each_tenant_its_own_calls() {
    let office = Office::open().await;
    let other = office.app.user_of_new_tenant(Role::Owner).await.tenant;
    office.app.voice_agent(other, office.connection.id, "agent_of_other").await;
    office.take(&by("agent_of_other", "conv_1")).await;
    office.take(&inbound("conv_2", "+12025550177")).await;
    let mine = office.call().await;
    assert_eq!(mine.call.conversation_id.unwrap().as_str(), "conv_2");
    let theirs = Office { tenant: other, ..office };
    assert_eq!(theirs.call().await.call.conversation_id.unwrap().as_str(), "conv_1");
    // One number, and a customer of each.
    assert_eq!(theirs.customers().await.len(), 1);
    assert_ne!(theirs.call().await.call.customer_id, mine.call.customer_id);
}

#[tokio::test]
async fn an_agent_that_is_registered_that_moment_is_looked_for_a_second_time() {
    let office = Office::open().await;
    office.take(&by("agent_new", "conv_1")).await;
    office.app.voice_agent(office.tenant, office.connection.id, "agent_new").await;
    // The message that should have adopted it is lost.
    office.app.clock.advance(SignedDuration::from_mins(5));
    office.sweep().await;
    office.work().await;
    assert_eq!(office.calls().await.len(), 1);
}

#[tokio::test]
async fn a_call_stays_with_its_tenant_when_its_agent_moves_to_another() {
    let office = Office::open().await;
    office.app.voice_agent(office.tenant, office.connection.id, "agent_new").await;
    office.take(&by("agent_new", "conv_1")).await;
    let before = office.call().await;

    let other = office.app.user_of_new_tenant(Role::Owner).await.tenant;
    let agent = domain::call::VoiceAgentId::new("agent_new").unwrap();
    let mut transaction = Transaction::new();
    transaction.remove_agent(office.tenant, office.connection.id, &agent, 1);
    office.table().commit(transaction).await.unwrap();
    office.app.voice_agent(other, office.connection.id, "agent_new").await;
    let entry = office.entries(State::Processed).await.remove(0);
    assert!(inbox::reopen(office.table(), &entry, office.app.clock.now()).await.unwrap());
    office.sweep().await;
    office.work().await;

    assert_eq!(office.call().await, before);
    assert_eq!(office.entries(State::Processed).await.len(), 1);
    let theirs = Office { tenant: other, ..office };
    assert_eq!((theirs.calls().await, theirs.customers().await), (vec![], vec![]));
}

#[tokio::test]
async fn a_second_look_whose_message_is_lost_comes_again() {
    let office = Office::open().await;
    office.take(&by("agent_new", "conv_1")).await;
    office.app.voice_agent(office.tenant, office.connection.id, "agent_new").await;
    for _ in 0..2 {
        office.app.clock.advance(SignedDuration::from_mins(5));
        office.sweep().await;
        assert_eq!(office.messages().await.len(), 2, "one for the entry, one for the agent");
    }
    office.app.clock.advance(SignedDuration::from_mins(5));
    office.sweep().await;
    office.work().await;
    assert_eq!(office.calls().await.len(), 1);
}

#[tokio::test]
async fn an_agent_that_is_registered_much_later_needs_no_message_either() {
    let office = Office::open().await;
    office.take(&by("agent_new", "conv_1")).await;
    office.app.clock.advance(SignedDuration::from_mins(5));
    office.sweep().await;
    office.work().await;
    office.app.clock.advance(SignedDuration::from_hours(24));
    office.app.voice_agent(office.tenant, office.connection.id, "agent_new").await;
    // The message that should have adopted it is lost, and so is the one that replaces it.
    for pause in [1, 5] {
        office.app.clock.advance(SignedDuration::from_mins(pause));
        office.sweep().await;
        assert_eq!(office.messages().await, [adopt_backlog(&office, "agent_new")]);
    }
    office.app.clock.advance(SignedDuration::from_mins(5));
    office.sweep().await;
    office.work().await;
    assert_eq!(office.calls().await.len(), 1);

    // That was all there was to do about this agent.
    office.app.clock.advance(SignedDuration::from_hours(1));
    office.sweep().await;
    assert_eq!(office.messages().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_claim_does_not_end_one_that_came_after_it() {
    let office = Office::open().await;
    let (tenant, connection) = (office.tenant, office.connection.id);
    office.app.voice_agent(tenant, connection, "agent_new").await;
    let agent = domain::call::VoiceAgentId::new("agent_new").unwrap();
    let table = office.table();
    let first = voice::agent_owner(table, connection, &agent).await.unwrap().unwrap();
    let mut transaction = Transaction::new();
    transaction.remove_agent(tenant, connection, &agent, 1);
    table.commit(transaction).await.unwrap();
    office.app.clock.advance(SignedDuration::from_secs(1));
    office.app.voice_agent(tenant, connection, "agent_new").await;
    voice::backlog_adopted(table, &first).await.unwrap();
    voice::postpone_adoption(table, &first, office.app.context.clock.now()).await.unwrap();
    let second = voice::agent_owner(table, connection, &agent).await.unwrap().unwrap();
    assert!(second.backlog_due_at > first.backlog_due_at, "{second:?}");
    voice::backlog_adopted(table, &second).await.unwrap();
    let done = voice::agent_owner(table, connection, &agent).await.unwrap().unwrap();
    assert_eq!(done, voice::AgentOwner { backlog_due_at: None, ..second });
}

#[tokio::test]
async fn an_agent_that_is_never_registered_does_not_keep_the_sweeper_busy() {
    let office = Office::open().await;
    office.take(&by("agent_new", "conv_1")).await;
    let mut queued = 0;
    for _ in 0..20 {
        office.app.clock.advance(SignedDuration::from_mins(10));
        office.sweep().await;
        let messages = office.messages().await;
        queued += messages.len();
        assert_eq!(office.handle(messages).await, Vec::<Value>::new());
    }
    assert_eq!(queued, 1);
    assert_eq!(office.entries(State::Unclaimed).await.len(), 1);
}

#[tokio::test]
async fn an_entry_is_not_left_to_an_agent_that_was_registered_a_moment_ago() {
    let office = Office::open().await;
    let body = by("agent_new", "conv_1");
    office.deliver(&body).await;
    let entry = office.entries(State::Pending).await.remove(0);
    let app = ProcessorApp::start(&office.app.context).unwrap();
    let agent = entry.agent_id.clone().unwrap();
    // Between the look into the directory and this write.
    office.app.voice_agent(office.tenant, office.connection.id, "agent_new").await;
    assert_eq!(leave_unclaimed(&app, &entry, &agent).await.unwrap(), None);
    assert_eq!(office.entries(State::Pending).await, [entry]);
}
