use domain::{
    TenantId,
    call::{ConversationId, VoiceAgentId},
    ids::ConnectionId,
    voice::HookId,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::*;

fn delivery(body: &[u8]) -> WebhookDelivery {
    let conversation_id = ConversationId::new("conv_1").unwrap();
    WebhookDelivery {
        connection_id: ConnectionId::from_parts(Timestamp::UNIX_EPOCH, 1),
        owner: TenantId::register(Timestamp::UNIX_EPOCH, 2),
        id: EntryId::of_delivery(Some(&conversation_id), Some("post_call_transcription"), body),
        kind: Some("post_call_transcription".to_owned()),
        conversation_id: Some(conversation_id),
        agent_id: Some(VoiceAgentId::new("agent_1").unwrap()),
        event_at: None,
        received_at: Timestamp::from_millisecond(1_789_990_000_007).unwrap(),
        readable: true,
    }
}

fn entry() -> Entry {
    Entry::received(delivery(b"{}"), 2, 1)
}

fn agent() -> VoiceAgentId {
    VoiceAgentId::new("agent_1").unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

#[test]
fn an_id_follows_from_what_was_delivered_and_reads_back() {
    let conversation = ConversationId::new("conv_1").unwrap();
    let id = EntryId::of_delivery(Some(&conversation), Some("post_call_audio"), b"{}");
    assert_eq!(id.to_string(), "conv_1~post_call_audio~44136fa355b3678a1146ad16f7e8649e");
    assert_eq!(id.to_string().parse::<EntryId>().unwrap(), id);
    assert_ne!(EntryId::of_delivery(Some(&conversation), Some("post_call_audio"), b"[]"), id);

    let nameless = EntryId::of_delivery(None, None, b"{}");
    assert!(nameless.to_string().starts_with("-~-~"));
    assert_eq!(nameless.to_string().parse::<EntryId>().unwrap(), nameless);
    // Nobody can deliver what only we may wish for.
    let fetch = EntryId::of_fetch(&conversation);
    assert_ne!(EntryId::of_delivery(Some(&conversation), Some("fetch"), b"conv_1"), fetch);
}

#[test]
fn what_is_no_id_is_refused() {
    let digest = "0".repeat(32);
    for text in [
        String::new(),
        "conv_1".to_owned(),
        "conv_1~kind".to_owned(),
        format!("conv_1~kind~{}", "0".repeat(31)),
        format!("conv_1~kind~{}", "A".repeat(32)),
        format!("conv#1~kind~{digest}"),
        format!("conv_1~ki#nd~{digest}"),
        format!("~kind~{digest}"),
        format!("conv_1~~{digest}"),
        format!("conv_1~kind~{digest}~"),
    ] {
        assert!(text.parse::<EntryId>().is_err(), "{text}");
    }
}

#[test]
fn what_is_open_is_looked_after_and_never_expires() {
    let states = [
        entry(),
        entry().failed("x", now()),
        entry().failed("x", now()).queued_again(now()),
        entry().unclaimed(agent(), now()),
        entry().unclaimed(agent(), now()).queued_again(now()),
        entry().unclaimed(agent(), now()).queued_again(now()).unclaimed(agent(), now()),
        entry().processed(entry().owner, domain::ids::CallId::from_parts(now(), 1), now()).reopened(now()),
        entry().ignored(now()).reopened(now()),
    ];
    for entry in states {
        assert!(entry.state.is_open() && entry.expires_at().is_none());
        assert!(entry.due_at.is_some(), "{entry:?}");
    }
    // Its agent was looked for a second time, a good while after the first: now it waits for the agent.
    let later = now() + SignedDuration::from_mins(5);
    let waiting = entry().unclaimed(agent(), now()).queued_again(later).unclaimed(agent(), later);
    assert_eq!((waiting.state, waiting.due_at, waiting.expires_at()), (State::Unclaimed, None, None));
    // Replayed, it gets its second look again.
    assert!(waiting.reopened(later).unclaimed(agent(), later).due_at.is_some());
    let unreadable = entry().unreadable("x");
    assert_eq!((unreadable.due_at, unreadable.expires_at()), (None, None));
    for settled in [
        entry().processed(entry().owner, domain::ids::CallId::from_parts(now(), 1), now()),
        entry().ignored(now()),
    ] {
        assert_eq!(settled.due_at, None);
        assert_eq!(settled.expires_at().unwrap().duration_since(now()), RETENTION);
    }
}

#[test]
fn an_entry_lies_where_it_is_looked_for() {
    let item = entry().item().unwrap();
    let text = |name: &str| item.attributes[name].as_s().unwrap().clone();
    let connection = entry().connection_id;
    assert_eq!(text("PK"), format!("C#{connection}#INBOX#conv_1"));
    assert_eq!(text("SK"), "post_call_transcription#44136fa355b3678a1146ad16f7e8649e#HEAD");
    assert_eq!(text("statusPK"), format!("C#{connection}#INBOX#pending"));
    assert_eq!(text("statusSK"), format!("2026-09-21T11:26:40.007Z#{}", entry().id));
    assert!(text("duePK").starts_with("DUE#INBOX#0"));
    assert_eq!(text("dueSK"), format!("2026-09-21T11:27:40.007Z#{}", entry().id));

    let item = entry().unclaimed(agent(), now()).item().unwrap();
    let place = item.attributes["statusSK"].as_s().unwrap();
    assert_eq!(*place, format!("agent_1#2026-09-21T11:26:40.007Z#{}", entry().id));

    let processed = entry().ignored(now()).item().unwrap();
    assert!(!processed.attributes.contains_key("duePK"));
    assert!(processed.attributes.contains_key("expiresAt"));
}

#[test]
fn messages_keep_their_shape() {
    let connection_id = entry().connection_id;
    let conversation_id = ConversationId::new("conv_1").unwrap();
    let hook_id = HookId::from_token([0; 32]);
    for (task, json) in [
        (
            Task::process(&entry()),
            json!({"type": "processV1", "connectionId": connection_id, "entryId": entry().id.to_string()}),
        ),
        (
            Task::FetchV1 { hook_id: hook_id.clone(), conversation_id },
            json!({"type": "fetchV1", "hookId": hook_id.as_str(), "conversationId": "conv_1"}),
        ),
        (
            Task::AdoptBacklogV1 { connection_id, agent_id: VoiceAgentId::new("agent_1").unwrap() },
            json!({"type": "adoptBacklogV1", "connectionId": connection_id, "agentId": "agent_1"}),
        ),
    ] {
        assert_eq!(serde_json::to_value(&task).unwrap(), json);
        assert_eq!(serde_json::from_value::<Task>(json).unwrap(), task);
    }
}
