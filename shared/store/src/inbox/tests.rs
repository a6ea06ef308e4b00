use domain::{
    TenantId,
    call::{ConversationId, VoiceAgentId},
    ids::ConnectionId,
    voice::HookId,
};
use jiff::Timestamp;
use serde_json::json;

use super::*;

fn delivery(body: &[u8]) -> WebhookDelivery {
    let conversation_id = ConversationId::new("conv_1").unwrap();
    WebhookDelivery {
        connection_id: ConnectionId::from_parts(Timestamp::UNIX_EPOCH, 1),
        owner: TenantId::register(Timestamp::UNIX_EPOCH, 2),
        id: id_of_delivery(Some(&conversation_id), Some("post_call_transcription"), body),
        kind: Some("post_call_transcription".to_owned()),
        conversation_id: Some(conversation_id),
        agent_id: Some(VoiceAgentId::new("agent_1").unwrap()),
        event_at: None,
        received_at: Timestamp::from_millisecond(1_789_990_000_007).unwrap(),
        defect: None,
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
fn the_id_of_a_delivery_is_that_of_its_body() {
    let conversation = ConversationId::new("conv_1").unwrap();
    let id = id_of_delivery(Some(&conversation), Some("post_call_audio"), b"{}");
    assert_eq!(id.to_string(), "conv_1~post_call_audio~44136fa355b3678a1146ad16f7e8649e");
    assert_ne!(id_of_delivery(Some(&conversation), Some("post_call_audio"), b"[]"), id);
}

#[test]
fn an_entry_lies_where_it_is_looked_for() {
    let stored = item(&entry()).unwrap();
    let text = |name: &str| stored.attributes[name].as_s().unwrap().clone();
    let connection = entry().connection_id;
    assert_eq!(text("PK"), format!("C#{connection}#INBOX#conv_1"));
    assert_eq!(text("SK"), "post_call_transcription#44136fa355b3678a1146ad16f7e8649e#HEAD");
    assert_eq!(text("statusPK"), format!("C#{connection}#INBOX#pending"));
    assert_eq!(text("statusSK"), "2026-09-21T11:26:40.007Z");
    assert!(text("duePK").starts_with("DUE#INBOX#0"));
    assert_eq!(text("dueSK"), "2026-09-21T11:27:40.007Z");

    let stored = item(&entry().unclaimed(agent(), now())).unwrap();
    let place = stored.attributes["statusSK"].as_s().unwrap();
    assert_eq!(place, "agent_1#2026-09-21T11:26:40.007Z");

    let processed = item(&entry().ignored(now())).unwrap();
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

#[test]
fn what_a_later_version_wrote_is_read_and_left_alone() {
    let mut attributes = item(&entry()).unwrap().attributes;
    attributes.insert("priority".to_owned(), aws_sdk_dynamodb::types::AttributeValue::S("high".to_owned()));
    let read: Entry = crate::table::item::read(attributes.clone()).unwrap();
    let after = item(&read.queued_again(now())).unwrap();
    assert_eq!(
        crate::table::names_changed(&item(&read).unwrap(), after),
        ["dueAt", "dueSK", "expiresAt", "version"]
    );
    let parts: Stored = crate::table::item::read(attributes).unwrap();
    let Stored::Head(head) = parts else { panic!("a head") };
    assert_eq!(*head, read);
}

/// With ids as long as the provider's, a head fits into one write unit.
#[test]
fn a_head_is_small() {
    let conversation = ConversationId::new("conv_0901k9ab2cdefghjkmnpqrstvwx1").unwrap();
    let kind = "post_call_transcription";
    let delivery = WebhookDelivery {
        id: id_of_delivery(Some(&conversation), Some(kind), b"{}"),
        conversation_id: Some(conversation),
        agent_id: Some(VoiceAgentId::new("agent_0901k9ab2cdefghjkmnpqrstvwx2").unwrap()),
        event_at: Some(now()),
        ..delivery(b"{}")
    };
    let received = Entry::received(delivery, 181_234, 1);
    let id = domain::ids::CallId::from_parts(now(), 1);
    let tried = received.failed("provider_out_of_credit", now());
    for entry in [received.clone(), tried.clone(), tried.processed(received.owner, id, now())] {
        let attributes = item(&entry).unwrap().attributes;
        let size = crate::size::of(&attributes);
        assert!(size <= 1_024, "{size}: {attributes:#?}");
    }
}
