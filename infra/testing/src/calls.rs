//! Calls that were recorded.

use domain::{
    call::{Call, CallDetails, CallStatus, Channel, ConversationId, Direction, Evidence, VoiceAgentId},
    ids::{CallId, ConnectionId},
    phone::PhoneNumber,
};
use jiff::Timestamp;
use store::{
    Transaction,
    calls::{self, CallRecord},
};

use crate::{SignedIn, TestApp, phones::fictional};

/// An inbound conversation that began at this time; `number` tells the calls of a test apart.
pub fn call(started_at: Timestamp, number: u8) -> Call {
    Call {
        id: CallId::from_parts(started_at, u128::from(number) << 72 | u128::from(number)),
        conversation_id: Some(ConversationId::new(&format!("conv_{number}")).unwrap()),
        connection_id: ConnectionId::from_parts(started_at, 1),
        agent_id: VoiceAgentId::new("agent_1").unwrap(),
        customer_id: None,
        customer_chosen: false,
        candidates: Vec::new(),
        channel: Some(Channel::Phone),
        direction: Some(Direction::Inbound),
        status: CallStatus::Completed,
        from: Some(PhoneNumber::from_e164(&fictional(number)).unwrap()),
        to: None,
        number_withheld: false,
        reported_from: None,
        reported_to: None,
        started_at,
        accepted_at: None,
        duration_seconds: Some(61),
        failure: None,
        summary_title: None,
        successful: None,
        language: None,
        cost: None,
        call_sid: None,
        carrier: None,
        answered_by: None,
        has_audio: false,
        version: 1,
        created_at: started_at,
        updated_at: started_at,
        evidence: Evidence::default(),
    }
}

/// Records a call of this person's tenant.
pub async fn record(app: &TestApp, person: &SignedIn, call: Call, details: Option<&CallDetails>) -> CallId {
    let id = call.id;
    let details_at = match details {
        None => None,
        Some(details) => {
            let conversation = call.conversation_id.as_ref().unwrap();
            Some(calls::put_details(&app.table, person.tenant, conversation, details).await.unwrap())
        }
    };
    let mut transaction = Transaction::new();
    calls::create(&mut transaction, person.tenant, &CallRecord { call, details_at, day: None }).unwrap();
    app.table.commit(transaction).await.unwrap();
    id
}
