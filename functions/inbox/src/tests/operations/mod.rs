mod body;
mod list_inbox;
mod replay_inbox;

use domain::inbox::{Defect, DefectReason, Entry, State, WebhookDelivery};
use domain::{
    call::{ConversationId, VoiceAgentId},
    ids::ConnectionId,
    role::Role,
    text::Name,
    voice::HookId,
};
use jiff::Timestamp;
use store::{Transaction, inbox, voice::Connection};
use testing::{SignedIn, TestApp};

/// An admin whose tenant has a connection, `number` tells them apart.
async fn admin(app: &TestApp, number: u8) -> (SignedIn, Connection) {
    let person = app.user_of_new_tenant(Role::Admin).await;
    let connection = connect(app, &person, number).await;
    (person, connection)
}

/// Gives the tenant of this person one more connection.
async fn connect(app: &TestApp, person: &SignedIn, number: u8) -> Connection {
    let now = app.context.clock.now();
    let connection = Connection {
        trunk: None,
        id: ConnectionId::from_parts(now, u128::from(number)),
        name: Name::new("Main").unwrap(),
        base_url: "https://api.elevenlabs.io".to_owned(),
        hook_id: HookId::from_token([number; 32]),
        has_webhook_secret: true,
        previous_webhook_secret_until: None,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    let mut transaction = Transaction::new();
    store::voice::create_connection(&mut transaction, person.tenant, &connection).unwrap();
    app.table.commit(transaction).await.unwrap();
    connection
}

/// Keeps a delivery about the conversation `conv_<number>`, in this state.
async fn deliver(
    app: &TestApp,
    (person, connection): &(SignedIn, Connection),
    number: u8,
    at: &str,
    state: State,
) -> Entry {
    let received_at: Timestamp = at.parse().unwrap();
    let body = format!("hush {number}");
    let kind = "post_call_transcription";
    let conversation_id = ConversationId::new(&format!("conv_{number}")).unwrap();
    let agent = VoiceAgentId::new("agent_1").unwrap();
    let id = inbox::id_of_delivery(Some(&conversation_id), Some(kind), body.as_bytes());
    let delivery = WebhookDelivery {
        connection_id: connection.id,
        owner: person.tenant,
        id: id.clone(),
        kind: Some(kind.to_owned()),
        conversation_id: Some(conversation_id),
        agent_id: Some(agent),
        event_at: None,
        received_at,
        defect: None,
    };
    assert!(inbox::store(&app.table, delivery, Some(body.as_bytes())).await.unwrap());
    let entry = inbox::get(&app.table, connection.id, &id).await.unwrap().unwrap();
    let after = match state {
        State::Pending => return entry,
        State::Unreadable => entry.unreadable(Defect::of(DefectReason::NotAnObject), received_at),
        State::Failed => (0..5).fold(entry.clone(), |entry, _| entry.failed("no_answer", received_at)),
        State::Unclaimed => entry.unclaimed(entry.agent_id.clone().unwrap(), received_at),
        State::Ignored => entry.ignored(received_at),
        State::Processed => entry.processed(
            entry.owner,
            domain::ids::CallId::from_parts(received_at, u128::from(number)),
            received_at,
        ),
    };
    assert!(inbox::change(&app.table, &entry, &after).await.unwrap());
    after
}

const STATES: [(State, &str); 6] = [
    (State::Pending, "pending"),
    (State::Failed, "failed"),
    (State::Unclaimed, "unclaimed"),
    (State::Unreadable, "unreadable"),
    (State::Ignored, "ignored"),
    (State::Processed, "processed"),
];
