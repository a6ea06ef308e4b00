//! Every key of the table.
//!
//! Partition keys of a tenant's items start with `T#<tenant>#`, in the table and in every index, so that a policy on
//! `dynamodb:LeadingKeys` can fence a function in. Look-ups that must work before the tenant is known have prefixes
//! of their own; they are at the end, and few functions may reach them.

use std::fmt;

use domain::{
    TenantId,
    call::{CallStatus, ConversationId, VoiceAgentId},
    customer::{Customer, ExtendedNumber, ExternalId},
    ids::{AuditId, CallId, ConnectionId, CustomerId, SessionId, UserId, WordSetId},
    inbox::{Entry, EntryId, State},
    local_day::LocalDay,
    preferences::Preferences,
    tenant::Tenant,
    throttle::{DeviceId, Source},
    user::User,
    voice::HookId,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::{
    audit::AuditEntry,
    calls,
    counters::Counts,
    credentials::Credentials,
    customers,
    delivery_counts::DeliveryCount,
    email_owners::{EmailDigest, EmailOwner},
    idempotency::Remembered,
    inbox,
    invitations::{Invitation, TokenDigest},
    sessions,
    table::{Key, Partition},
    throttles::Throttle,
    voice,
};

fn tenant_partition(tenant: TenantId, rest: impl fmt::Display) -> String {
    format!("T#{tenant}#{rest}")
}

/// The tenant itself, with its settings.
pub fn tenant(tenant: TenantId) -> Key<Tenant> {
    Key::new(tenant_partition(tenant, "TENANT"), "SETTINGS")
}

/// A customer that is not deleted.
pub fn customer(tenant: TenantId, id: CustomerId) -> Key<Customer> {
    Key::new(customers(tenant).pk, id.to_string())
}

/// The customers that are not deleted, by id.
pub fn customers(tenant: TenantId) -> Partition<Customer> {
    Partition::new(tenant_partition(tenant, "CUSTOMER"))
}

/// A deleted customer. A partition of its own, so that lists never read what is deleted.
pub fn deleted_customer(tenant: TenantId, id: CustomerId) -> Key<Customer> {
    Key::new(deleted_customers(tenant).pk, id.to_string())
}

/// The deleted customers, by id.
pub fn deleted_customers(tenant: TenantId) -> Partition<Customer> {
    Partition::new(tenant_partition(tenant, "CUSTOMER-DELETED"))
}

/// The customers by when they were changed, deleted ones included, in the index by status.
pub fn customers_changed(tenant: TenantId) -> Partition<Customer> {
    Partition::new(tenant_partition(tenant, "CHANGED"))
}

/// Who owns a phone number, with its extension if it has one, in the tenant.
pub fn phone(tenant: TenantId, number: &ExtendedNumber) -> Key<customers::NumberOwner> {
    Key::new(phones(tenant).pk, number.identity())
}

/// Who has an external id in the tenant.
pub fn external_id(tenant: TenantId, id: &ExternalId) -> Key<customers::ExternalIdOwner> {
    Key::new(tenant_partition(tenant, "CUSTOMER-EXTERNAL-ID"), id.as_str())
}

/// The phone numbers that have an owner, in order.
pub fn phones(tenant: TenantId) -> Partition<customers::NumberOwner> {
    Partition::new(tenant_partition(tenant, "PHONE"))
}

/// One word that a customer is found by. Words of different sets are at different keys.
pub fn customer_word(
    tenant: TenantId,
    word: &str,
    id: CustomerId,
    set: Option<WordSetId>,
) -> Key<customers::WordEntry> {
    let sort = match set {
        None => format!("{word}#{id}"),
        Some(set) => format!("{word}#{id}#{set}"),
    };
    Key::new(customer_words(tenant).pk, sort)
}

/// The words that customers are found by, in order.
pub fn customer_words(tenant: TenantId) -> Partition<customers::WordEntry> {
    Partition::new(tenant_partition(tenant, "CUSTOMER-WORD"))
}

/// Says that a customer has a tag, without case.
pub fn customer_tag(tenant: TenantId, tag: &str, id: CustomerId) -> Key<customers::TagEntry> {
    let (partition, prefix) = customer_tags(tenant, tag);
    Key::new(partition.pk, format!("{prefix}{id}"))
}

/// The entries of the customers with tags, and what the sort keys of those with this tag begin with. What follows are
/// ids. No tag has a control character in it, so none begins like the entries of another.
pub fn customer_tags(tenant: TenantId, tag: &str) -> (Partition<customers::TagEntry>, String) {
    (Partition::new(tenant_partition(tenant, "CUSTOMER-TAG")), format!("{tag}\u{1F}"))
}

/// The first answer to a request that is sent with an idempotency key.
pub fn idempotency(tenant: TenantId, operation: &str, key: &str) -> Key<Remembered> {
    Key::new(tenant_partition(tenant, "IDEMPOTENCY"), format!("{operation}#{key}"))
}

/// One shard of the tenant's counters.
pub fn counters(tenant: TenantId, shard: u8) -> Key<Counts> {
    Key::new(counts(tenant).pk, format!("{TOTAL}{shard:02}"))
}

/// One shard of what happened on a day of the tenant.
pub fn day(tenant: TenantId, day: LocalDay, shard: u8) -> Key<Counts> {
    Key::new(counts(tenant).pk, format!("{}#{shard}", start_of(day)))
}

/// What the keys of the shards of a day begin with: they sort by date.
pub(crate) fn start_of(day: LocalDay) -> String {
    format!("DAY#{}", day.date())
}

/// What the keys of the tenant's counters begin with. They sort after all days: what happened lately is read together.
pub(crate) const TOTAL: &str = "TOTAL#";

/// Everything that is counted in the tenant: the days, then the counters.
pub fn counts(tenant: TenantId) -> Partition<Counts> {
    Partition::new(tenant_partition(tenant, "STATS"))
}

/// An entry of the audit log, in the partition of the month (UTC) that its id was made in.
pub fn audit(tenant: TenantId, id: AuditId) -> Key<AuditEntry> {
    Key::new(audit_month(tenant, id.made_at()).pk, id.to_string())
}

/// The audit log of the month (UTC) that `at` is in.
pub fn audit_month(tenant: TenantId, at: Timestamp) -> Partition<AuditEntry> {
    let month = at.to_zoned(TimeZone::UTC).strftime("%Y-%m").to_string();
    Partition::new(tenant_partition(tenant, format_args!("AUDIT#{month}")))
}

/// A user.
pub fn user(tenant: TenantId, id: UserId) -> Key<User> {
    Key::new(users(tenant).pk, id.to_string())
}

/// The users of a tenant, by id.
pub fn users(tenant: TenantId) -> Partition<User> {
    Partition::new(tenant_partition(tenant, "USER"))
}

/// What a user has set up in the portal. A partition of its own: whoever reads users does not pay for it.
pub fn preferences(tenant: TenantId, user: UserId) -> Key<Preferences> {
    Key::new(tenant_partition(tenant, "USER-PREFERENCES"), user.to_string())
}

/// What a user proves themselves with. A partition of its own: whoever reads users cannot read it by mistake.
pub fn credentials(tenant: TenantId, user: UserId) -> Key<Credentials> {
    Key::new(tenant_partition(tenant, "CREDENTIALS"), user.to_string())
}

/// Attempts of a user who is signed in to prove themselves once more.
pub fn throttle_of_user(tenant: TenantId, user: UserId) -> Key<Throttle> {
    Key::new(tenant_partition(tenant, "THROTTLE"), user.to_string())
}

/// One session of a user.
pub fn session(tenant: TenantId, user: UserId, id: SessionId) -> Key<sessions::SessionRecord> {
    Key::new(user_sessions(tenant, user).pk, id.to_string())
}

/// The sessions of a user, by id.
pub fn user_sessions(tenant: TenantId, user: UserId) -> Partition<sessions::SessionRecord> {
    Partition::new(tenant_partition(tenant, format_args!("SESSION#{user}")))
}

/// A voice connection that the tenant uses.
pub fn voice_connection(tenant: TenantId, id: ConnectionId) -> Key<voice::Connection> {
    Key::new(voice_connections(tenant).pk, id.to_string())
}

/// The voice connections that the tenant uses, by id.
pub fn voice_connections(tenant: TenantId) -> Partition<voice::Connection> {
    Partition::new(tenant_partition(tenant, "VOICE-CONNECTION"))
}

/// Who may change the credentials of a voice connection.
pub fn voice_connection_lease(tenant: TenantId, id: ConnectionId) -> Key<voice::ConnectionLease> {
    Key::new(tenant_partition(tenant, "VOICE-CONNECTION-LEASE"), id.to_string())
}

/// What was delivered through a connection whose credentials are the tenant's, on a day (UTC).
pub fn delivery_count(tenant: TenantId, connection: ConnectionId, day: Date) -> Key<DeliveryCount> {
    Key::new(tenant_partition(tenant, "DELIVERY-COUNT"), format!("{connection}#{day}"))
}

/// A voice agent of the tenant.
pub fn voice_agent(
    tenant: TenantId,
    connection: ConnectionId,
    agent: &VoiceAgentId,
) -> Key<voice::VoiceAgent> {
    Key::new(voice_agents(tenant).pk, format!("{connection}#{agent}"))
}

/// The voice agents of the tenant, by connection and id.
pub fn voice_agents(tenant: TenantId) -> Partition<voice::VoiceAgent> {
    Partition::new(tenant_partition(tenant, "VOICE-AGENT"))
}

/// A call.
pub fn call(tenant: TenantId, id: CallId) -> Key<calls::CallRecord> {
    Key::new(calls(tenant).pk, id.to_string())
}

/// The calls, by id: by when they started.
pub fn calls(tenant: TenantId) -> Partition<calls::CallRecord> {
    Partition::new(tenant_partition(tenant, "CALL"))
}

/// The calls in a status, in the index by status.
pub fn calls_in(tenant: TenantId, status: CallStatus) -> Partition<calls::CallRecord> {
    Partition::new(tenant_partition(tenant, format_args!("CALL#{}", status.as_str())))
}

/// The calls whose number of the other person is not understood, in the index by order.
pub fn calls_not_understood(tenant: TenantId) -> Partition<calls::CallRecord> {
    Partition::new(tenant_partition(tenant, "CALL#NUMBER-NOT-UNDERSTOOD"))
}

/// What happened with a customer, in the index by customer. Sort keys are ids of records of several kinds.
pub fn customer_history(tenant: TenantId, customer: CustomerId) -> Partition<()> {
    Partition::new(tenant_partition(tenant, format_args!("CUSTOMER#{customer}")))
}

/// Which call a conversation is.
pub fn conversation(tenant: TenantId, id: &ConversationId) -> Key<calls::ConversationCall> {
    Key::new(tenant_partition(tenant, "CONVERSATION"), id.as_str())
}

/// What was said in a conversation, in pieces. Not by call: whoever loses the race to make the call of a conversation
/// may have written them for another id, where nobody would find them.
pub fn call_details(tenant: TenantId, id: &ConversationId) -> Partition<calls::DetailsPiece> {
    Partition::new(tenant_partition(tenant, format_args!("CONVERSATION#{id}")))
}

/// One piece of the details of a call; `digest` is that of the details.
pub fn call_details_piece(
    tenant: TenantId,
    id: &ConversationId,
    digest: &str,
    number: u16,
) -> Key<calls::DetailsPiece> {
    Key::new(call_details(tenant, id).pk, format!("{digest}#{number:03}"))
}

// What must be found before the tenant is known.

/// The head of an inbox entry.
pub fn inbox_entry(connection: ConnectionId, id: &EntryId) -> Key<Entry> {
    let (partition, prefix) = inbox_parts(connection, id);
    Key::new(partition.pk, format!("{prefix}HEAD"))
}

/// One piece of the body of an inbox entry. Sorts before the head.
pub fn inbox_piece(connection: ConnectionId, id: &EntryId, number: u16) -> Key<inbox::Piece> {
    let (partition, prefix) = inbox_parts(connection, id);
    Key::new(partition.pk, format!("{prefix}BODY#{number:03}"))
}

/// The partition of the conversation of an inbox entry, and what the sort keys of the entry's items begin with.
pub(crate) fn inbox_parts(connection: ConnectionId, id: &EntryId) -> (Partition<inbox::Stored>, String) {
    let partition = Partition::new(format!("C#{connection}#INBOX#{}", id.conversation()));
    (partition, format!("{}#", id.rest()))
}

/// The inbox entries of a connection in a state, in the index by status.
pub fn inbox_in(connection: ConnectionId, state: State) -> Partition<Entry> {
    Partition::new(format!("C#{connection}#INBOX#{}", state.as_str()))
}

/// The inbox entries that somebody has to look after, in the index of what is due.
pub fn inbox_due(shard: u8) -> Partition<Entry> {
    Partition::new(format!("DUE#INBOX#{shard:02}"))
}

/// What a hook id stands for.
pub fn hook(id: &HookId) -> Key<voice::Hook> {
    Key::new(format!("VOICE-HOOK#{}", id.as_str()), "HOOK")
}

/// The tenant that a voice agent belongs to.
pub fn voice_agent_owner(connection: ConnectionId, agent: &VoiceAgentId) -> Key<voice::AgentOwner> {
    Key::new(format!("VOICE-AGENT#{connection}#{agent}"), "OWNER")
}

/// The voice agents whose earlier deliveries are to be taken up, in the index of what is due.
pub fn backlogs_due() -> Partition<voice::AgentOwner> {
    Partition::new("DUE#VOICE-AGENT".to_owned())
}

/// The public half of a key that access tokens are signed with.
pub fn token_key(key_id: &str) -> Key<sessions::TokenKey> {
    Key::new("KEYS#ACCESS-TOKEN".to_owned(), key_id)
}

/// The one of them that was put last, a second time. Ids of keys are longer than this.
pub fn newest_token_key() -> Key<sessions::TokenKey> {
    token_key("newest")
}

/// The user who owns an e-mail address.
pub fn email_owner(email: &EmailDigest) -> Key<EmailOwner> {
    Key::new(format!("EMAIL#{}", email.as_str()), "OWNER")
}

/// An invitation, at the digest of its token.
pub fn invitation(token: &TokenDigest) -> Key<Invitation> {
    Key::new(format!("INVITATION#{}", token.as_str()), "INVITATION")
}

/// Attempts to sign in with an e-mail address, which need not be anybody's, from all sources.
pub fn throttle_of_account(email: &EmailDigest) -> Key<Throttle> {
    Key::new(format!("THROTTLE#ACCOUNT#{}", email.as_str()), "ALL")
}

/// Attempts to sign in with an e-mail address from one source.
pub fn throttle_of_account_from(email: &EmailDigest, source: Source) -> Key<Throttle> {
    Key::new(format!("THROTTLE#ACCOUNT#{}", email.as_str()), format!("SOURCE#{source}"))
}

/// Attempts to sign in with an e-mail address on a device that did so before.
pub fn throttle_of_account_on(email: &EmailDigest, device: DeviceId) -> Key<Throttle> {
    Key::new(format!("THROTTLE#ACCOUNT#{}", email.as_str()), format!("DEVICE#{device}"))
}

/// Attempts to sign in from one source.
pub fn throttle_of_source(source: Source) -> Key<Throttle> {
    Key::new(format!("THROTTLE#SOURCE#{source}"), "SIGN-IN")
}

/// Attempts to register from one source.
pub fn throttle_of_registration(source: Source) -> Key<Throttle> {
    Key::new(format!("THROTTLE#SOURCE#{source}"), "REGISTER")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_address_no_number_and_no_secret() {
        let now: Timestamp = "2026-09-21T12:00:00Z".parse().unwrap();
        let tenant = TenantId::register(now, 1);
        let source = Source::of(Some("192.0.2.1"));
        let email = EmailDigest::of(&domain::email::EmailAddress::new("robin@example.com").unwrap());
        let phone = domain::phone::PhoneNumber::parse_international("+12025550142").unwrap();
        let phone = ExtendedNumber { phone, extension: None };
        let mut reads = crate::BatchGet::new();
        for shown in [
            format!("{:?}", throttle_of_source(source)),
            format!("{:?}", throttle_of_registration(source)),
            format!("{:?}", throttle_of_account_from(&email, source)),
            format!("{:?}", reads.get(&throttle_of_source(source))),
            format!("{:?}", self::phone(tenant, &phone)),
            format!("{:?}", reads.get(&self::phone(tenant, &phone))),
            format!("{:?}", email_owner(&email)),
        ] {
            for hidden in ["192.0.2.1", "2025550142", email.as_str()] {
                assert!(!shown.contains(hidden), "{shown}");
            }
        }
        assert_eq!(format!("{:?}", customers(tenant)), format!("T#{tenant}#CUSTOMER"));
    }
}
