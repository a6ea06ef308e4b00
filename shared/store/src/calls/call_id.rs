//! The identity of a call that the provider told us about first.

use domain::{TenantId, call::ConversationId, ids::CallId};
use jiff::Timestamp;
use ring::digest;

/// The id of the call of a conversation: the same for the same tenant, conversation and start, so that a second attempt
/// to record it writes the same record.
///
/// Its time is the start of the call, in milliseconds; its other 80 bits are the first of SHA-256 over the tenant and
/// the conversation. Observations of one conversation may disagree on the start: the first one that is recorded
/// decides, and the record must be found by its conversation from then on.
pub fn conversation_call_id(
    tenant: TenantId,
    conversation: &ConversationId,
    started_at: Timestamp,
) -> CallId {
    CallId::from_parts(started_at, end(tenant, conversation))
}

/// The last 16 characters of the id of a conversation's call, which are known before there is a call, or when it began.
pub fn end_of_call_id(tenant: TenantId, conversation: &ConversationId) -> String {
    let id = CallId::from_parts(Timestamp::UNIX_EPOCH, end(tenant, conversation)).to_string();
    id.chars().skip(id.len().saturating_sub(CHARS_OF_END)).collect()
}

/// Each character is five bits.
const CHARS_OF_END: usize = 80 / 5;

/// 80 bits.
fn end(tenant: TenantId, conversation: &ConversationId) -> u128 {
    let mut context = digest::Context::new(&digest::SHA256);
    // The tenant has a fixed length, so no two pairs give the same bytes.
    context.update(&tenant.to_bytes());
    context.update(conversation.as_str().as_bytes());
    let hash = context.finish();
    hash.as_ref().iter().take(10).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(random: u128) -> TenantId {
        TenantId::register(Timestamp::UNIX_EPOCH, random)
    }

    #[test]
    fn a_call_has_one_id_however_often_it_is_recorded() {
        let started_at = Timestamp::from_second(1_789_990_000).unwrap();
        let (one, two) = (ConversationId::new("conv_1").unwrap(), ConversationId::new("conv_2").unwrap());
        let id = conversation_call_id(tenant(1), &one, started_at);
        assert_eq!(id, conversation_call_id(tenant(1), &one, started_at));
        assert_eq!(id.made_at(), started_at);
        assert_ne!(id, conversation_call_id(tenant(2), &one, started_at));
        assert_ne!(id, conversation_call_id(tenant(1), &two, started_at));
    }

    #[test]
    fn the_end_of_an_id_is_known_before_the_call() {
        let one = ConversationId::new("conv_1").unwrap();
        for seconds in [0, 1_789_990_000, 4_000_000_000] {
            let id = conversation_call_id(tenant(1), &one, Timestamp::from_second(seconds).unwrap());
            assert_eq!(id.to_string()[10..], end_of_call_id(tenant(1), &one));
        }
        assert_ne!(end_of_call_id(tenant(1), &one), end_of_call_id(tenant(2), &one));
    }

    #[test]
    fn the_bits_are_those_of_the_hash() {
        let started_at = Timestamp::from_millisecond(1_789_990_000_123).unwrap();
        let conversation = ConversationId::new("conv_0901navaiatest0000000000001").unwrap();
        let id = conversation_call_id(tenant(7), &conversation, started_at);
        insta::assert_snapshot!(id, @"01M31VFNFVERSMS2CH97YSZ9C3");
    }
}
