mod dashboard;
mod pulse;

use domain::{
    call::{Call, CallStatus, Channel, ConversationId, Direction, Evidence, VoiceAgentId},
    ids::{CallId, ConnectionId, CustomerId},
};
use jiff::Timestamp;

/// A conversation that began at this time; `number` tells the calls of a test apart.
fn call(started_at: Timestamp, number: u8, customer_id: Option<CustomerId>) -> Call {
    Call {
        id: CallId::from_parts(started_at, u128::from(number)),
        conversation_id: Some(ConversationId::new(&format!("conv_{number}")).unwrap()),
        connection_id: ConnectionId::from_parts(started_at, 1),
        agent_id: VoiceAgentId::new("agent_1").unwrap(),
        customer_id,
        customer_chosen: false,
        candidates: Vec::new(),
        channel: Some(Channel::Phone),
        direction: Some(Direction::Inbound),
        status: CallStatus::InProgress,
        from: None,
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
