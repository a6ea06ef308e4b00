//! The head of an entry, and what can become of it.

use domain::{
    TenantId,
    call::{ConversationId, VoiceAgentId},
    ids::{CallId, ConnectionId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Piece,
    entry_id::{EntryId, FETCH, UNKNOWN},
};
use crate::{
    Item, Key, Record, StoreError,
    instant::{after, sortable},
    keys,
    schema::Index,
    tenants,
};

/// How long a settled entry is kept, to be replayed and looked at.
pub const RETENTION: SignedDuration = SignedDuration::from_hours(24 * 90);
/// When an entry is looked for that nobody has processed: its message should have been handled long before.
const FIRST_LOOK: SignedDuration = SignedDuration::from_secs(60);
/// When an entry is queued again that was queued and not processed.
const NEXT_LOOK: SignedDuration = SignedDuration::from_mins(5);
/// When the directory is asked again for an agent that was not there: it may have been registered that moment, by
/// somebody who did not see the entry yet.
const SECOND_LOOK_FOR_AGENT: SignedDuration = SignedDuration::from_mins(5);
/// When an entry that failed is tried again, by how often it did.
const RETRY_DELAYS: [SignedDuration; 5] = [
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(6),
];
/// How many pieces of a body get their last day in the transaction that settles the entry.
const MAX_PIECES_TOGETHER: u16 = 4;
/// After so many failures somebody has to look; it is still tried again.
const FAILURES_UNTIL_FAILED: u32 = 5;

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits to be processed.
    Pending,
    /// It was tried several times and failed; it is still tried now and then.
    Failed,
    /// No tenant has registered its voice agent.
    Unclaimed,
    /// It is correctly signed, and not of a shape that we know.
    Unreadable,
    /// It is of a type that says nothing about a call.
    Ignored,
    /// It is in a call.
    Processed,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Failed, Self::Unclaimed, Self::Unreadable, Self::Ignored, Self::Processed];

    /// The word for it on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Failed => "failed",
            Self::Unclaimed => "unclaimed",
            Self::Unreadable => "unreadable",
            Self::Ignored => "ignored",
            Self::Processed => "processed",
        }
    }

    /// Whether a message about it has something left to do.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Failed | Self::Unclaimed)
    }
}

/// What is known about a delivery before it is kept.
#[derive(Clone, Debug)]
pub struct WebhookDelivery {
    /// The connection that it came through.
    pub connection_id: ConnectionId,
    /// The tenant whose credentials the connection has: not the tenant that it is about.
    pub owner: TenantId,
    /// Its id.
    pub id: EntryId,
    /// Its type, if it says so.
    pub kind: Option<String>,
    /// The conversation, if it names one.
    pub conversation_id: Option<ConversationId>,
    /// The voice agent, if it names one.
    pub agent_id: Option<VoiceAgentId>,
    /// The provider's time of the event.
    pub event_at: Option<Timestamp>,
    /// When it came.
    pub received_at: Timestamp,
    /// Whether it can be processed: what cannot be read is only kept.
    pub readable: bool,
}

impl WebhookDelivery {
    /// Not a delivery, but the wish to ask the provider for a conversation.
    pub fn fetch(
        connection_id: ConnectionId,
        owner: TenantId,
        conversation_id: ConversationId,
        now: Timestamp,
    ) -> Self {
        Self {
            connection_id,
            owner,
            id: EntryId::of_fetch(&conversation_id),
            kind: Some(FETCH.to_owned()),
            conversation_id: Some(conversation_id),
            agent_id: None,
            event_at: None,
            received_at: now,
            readable: true,
        }
    }
}

/// The head of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The connection that it came through.
    pub connection_id: ConnectionId,
    /// Its id within the connection.
    pub id: EntryId,
    /// The tenant whose credentials the connection has: not the tenant that it is about.
    #[serde(deserialize_with = "tenants::read_own")]
    pub owner: TenantId,
    /// Where it stands.
    pub state: State,
    /// Its type, such as `post_call_transcription`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// The voice agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<VoiceAgentId>,
    /// The provider's time of the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_at: Option<Timestamp>,
    /// When it came.
    pub received_at: Timestamp,
    /// How many bytes the body has; 0 if it was not kept.
    pub body_bytes: usize,
    /// In how many pieces the body lies.
    pub pieces: u16,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// The code of the last error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// When the sweeper has to look after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// Since when nobody is known to have registered its agent; kept when somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unclaimed_at: Option<Timestamp>,
    /// When it was settled: processed or ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<Timestamp>,
    /// The tenant of the call that it is in. It stays that tenant's, whoever registers the agent later.
    #[serde(default, deserialize_with = "tenants::read_own_if_any", skip_serializing_if = "Option::is_none")]
    pub tenant: Option<TenantId>,
    /// The call that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_id: Option<CallId>,
    /// Counts the changes, from 1.
    pub version: u64,
}

impl Record for Entry {
    const ENTITY: &'static str = "inboxEntry";
}

impl Entry {
    pub(super) fn received(delivery: WebhookDelivery, body_bytes: usize, pieces: u16) -> Self {
        let WebhookDelivery {
            connection_id,
            owner,
            id,
            kind,
            conversation_id,
            agent_id,
            event_at,
            received_at,
            readable,
        } = delivery;
        Self {
            connection_id,
            id,
            owner,
            state: if readable { State::Pending } else { State::Unreadable },
            kind,
            conversation_id,
            agent_id,
            event_at,
            received_at,
            body_bytes,
            pieces,
            attempts: 0,
            last_error: (!readable).then(|| "unreadable".to_owned()),
            due_at: readable.then(|| after(received_at, FIRST_LOOK)),
            unclaimed_at: None,
            settled_at: None,
            tenant: None,
            call_id: None,
            version: 1,
        }
    }

    /// Whether it asks the provider, and has no body of its own.
    pub fn is_fetch(&self) -> bool {
        self.id.is_fetch()
    }

    /// Whether its body is too large to be changed in one transaction with other things: DynamoDB's limit is 4 MB.
    pub(super) fn is_large(&self) -> bool {
        self.pieces > MAX_PIECES_TOGETHER
    }

    pub(super) fn piece_keys(&self) -> impl Iterator<Item = Key<Piece>> {
        (0..self.pieces).map(|number| keys::inbox_piece(self.connection_id, &self.id, number))
    }

    /// When it may be removed; `None` while something is left to do.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.settled_at.map(|settled_at| after(settled_at, RETENTION))
    }

    /// It is in this call now.
    #[must_use]
    pub fn processed(&self, tenant: TenantId, call: CallId, now: Timestamp) -> Self {
        let (tenant, call_id) = (Some(tenant), Some(call));
        Self { tenant, call_id, last_error: None, ..self.settled(State::Processed, now) }
    }

    /// It says nothing about a call.
    #[must_use]
    pub fn ignored(&self, now: Timestamp) -> Self {
        self.settled(State::Ignored, now)
    }

    /// It is not of a shape that we know.
    #[must_use]
    pub fn unreadable(&self, code: &str) -> Self {
        let last_error = Some(code.to_owned());
        Self { state: State::Unreadable, last_error, due_at: None, ..self.next() }
    }

    /// Nobody has registered its agent, which may have been learnt from the provider. The directory is asked once more
    /// some minutes later; after that, the entry waits for the agent.
    #[must_use]
    pub fn unclaimed(&self, agent: VoiceAgentId, now: Timestamp) -> Self {
        let since = self.unclaimed_at.filter(|_| self.state == State::Unclaimed).unwrap_or(now);
        let second_look = after(since, SECOND_LOOK_FOR_AGENT);
        let due_at = (now < second_look).then_some(second_look);
        let (unclaimed_at, agent_id) = (Some(since), Some(agent));
        Self { state: State::Unclaimed, unclaimed_at, agent_id, due_at, ..self.next() }
    }

    /// It was tried in vain.
    #[must_use]
    pub fn failed(&self, code: &str, now: Timestamp) -> Self {
        let attempts = self.attempts.saturating_add(1);
        let pause = usize::try_from(attempts - 1).ok().and_then(|index| RETRY_DELAYS.get(index));
        let pause = *pause.unwrap_or(&RETRY_DELAYS[RETRY_DELAYS.len() - 1]);
        Self {
            state: if attempts < FAILURES_UNTIL_FAILED { State::Pending } else { State::Failed },
            attempts,
            last_error: Some(code.to_owned()),
            due_at: Some(after(now, pause)),
            ..self.next()
        }
    }

    /// It was queued again.
    #[must_use]
    pub fn queued_again(&self, now: Timestamp) -> Self {
        Self { due_at: Some(after(now, NEXT_LOOK)), ..self.next() }
    }

    /// It is to be processed once more.
    #[must_use]
    pub(super) fn reopened(&self, now: Timestamp) -> Self {
        let due_at = Some(now);
        Self { state: State::Pending, attempts: 0, due_at, settled_at: None, ..self.next() }
    }

    fn settled(&self, state: State, now: Timestamp) -> Self {
        Self { state, due_at: None, settled_at: Some(now), ..self.next() }
    }

    fn next(&self) -> Self {
        Self { version: self.version + 1, ..self.clone() }
    }

    pub(super) fn item(&self) -> Result<Item<Self>, StoreError> {
        let received_at = sortable(self.received_at);
        let place = match (&self.state, &self.agent_id) {
            (State::Unclaimed, agent) => {
                let agent = agent.as_ref().map_or(UNKNOWN, VoiceAgentId::as_str);
                format!("{agent}#{received_at}#{}", self.id)
            }
            _ => format!("{received_at}#{}", self.id),
        };
        let mut item = Item::new(keys::inbox_entry(self.connection_id, &self.id), self)?.indexed(
            Index::Status,
            &keys::inbox_in(self.connection_id, self.state),
            place,
        );
        if let Some(due_at) = self.due_at {
            let place = format!("{}#{}", sortable(due_at), self.id);
            item = item.indexed(Index::Due, &keys::inbox_due(self.id.due_shard()), place);
        }
        Ok(match self.expires_at() {
            Some(at) => item.expiring(at),
            None => item,
        })
    }
}
