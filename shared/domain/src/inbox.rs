//! The inbox: what the voice provider delivered, and what can become of it.
//!
//! An entry is a head, described here, and a body of one or more pieces. Both have a last day. That of the head moves
//! with every attempt; that of the body is set when it is stored, a week after the head's, so that settling an entry in
//! time leaves the body alone, and is moved by what keeps the head for longer than that.

mod defect;
mod delivery;
mod entry_id;
mod state;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::{
    SignedDuration, Timestamp,
    fmt::serde::timestamp::{millisecond, second},
};
use serde::{Deserialize, Deserializer, Serialize, de};

pub use self::{
    defect::{Defect, DefectReason},
    delivery::WebhookDelivery,
    entry_id::EntryId,
    state::State,
};
use crate::{
    TenantId,
    call::{ConversationId, VoiceAgentId},
    ids::{CallId, ConnectionId},
    quota::next_day,
};

/// How long an entry is kept after it was settled, or after somebody last tried to settle it.
pub const RETENTION: SignedDuration = SignedDuration::from_hours(24 * 90);
/// So long after it came, an entry that is not settled is gone, whatever was tried by itself: the last day of what fails
/// again and again does not move for ever. Who opens it again moves it.
const LONGEST_UNSETTLED: SignedDuration = SignedDuration::from_hours(24 * 190);
/// How much longer a body is kept than its head: within this time, settling an entry need not write the body again.
const BODY_OUTLIVES_HEAD: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How long before its last day an entry that is not settled is pointed out.
pub const WARNING: SignedDuration = SignedDuration::from_hours(24 * 14);
/// How often it is pointed out then.
const NEXT_WARNING: SignedDuration = SignedDuration::from_hours(24);
/// When an entry is looked for that nobody has processed: its message should have been handled long before.
const FIRST_LOOK: SignedDuration = SignedDuration::from_secs(60);
/// When an entry is queued again that was queued and not processed.
const NEXT_LOOK: SignedDuration = SignedDuration::from_mins(5);
/// How much later than that it is queued again while messages wait in the queue, among which may be its own.
const HELD_BY_QUEUE: SignedDuration = SignedDuration::from_mins(15);
/// When the directory is asked again for an agent that was not there: it may have been registered that moment, by
/// somebody who did not see the entry yet.
const SECOND_LOOK_FOR_AGENT: SignedDuration = SignedDuration::from_mins(5);
/// Within the first hours of the next day conversations are fetched that came over the day's quota.
const FETCHED_WITHIN: SignedDuration = SignedDuration::from_hours(4);
/// When an entry that failed is tried again, by how often it did.
const RETRY_DELAYS: [SignedDuration; 5] = [
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(6),
];
/// After so many failures somebody has to look; it is still tried again.
const FAILURES_UNTIL_FAILED: u32 = 5;

/// The head of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The connection that it came through.
    pub connection_id: ConnectionId,
    /// Its id within the connection.
    pub id: EntryId,
    /// The tenant whose credentials the connection has: not the tenant that it is about.
    #[serde(deserialize_with = "own_tenant")]
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
    #[serde(default, skip_serializing_if = "Option::is_none", with = "millisecond::optional")]
    pub event_at: Option<Timestamp>,
    /// When it came.
    #[serde(with = "millisecond::required")]
    pub received_at: Timestamp,
    /// How many bytes the body has; 0 if it was not kept.
    pub body_bytes: usize,
    /// In how many pieces the body lies.
    pub pieces: u16,
    /// Number of failed attempts.
    pub attempts: u32,
    /// The code of the last error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// Why its body cannot be read, if it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defect: Option<Defect>,
    /// When the sweeper has to look after it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "millisecond::optional")]
    pub due_at: Option<Timestamp>,
    /// When it was last to be processed once more.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "millisecond::optional")]
    pub reopened_at: Option<Timestamp>,
    /// Since when nobody is known to have registered its agent; kept when somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "millisecond::optional")]
    pub unclaimed_at: Option<Timestamp>,
    /// The last day of the head: it may be removed then.
    #[serde(with = "second::required")]
    pub expires_at: Timestamp,
    /// The last day of the body. Never before that of the head.
    #[serde(with = "second::required")]
    pub body_expires_at: Timestamp,
    /// When it was settled: processed or ignored.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "millisecond::optional")]
    pub settled_at: Option<Timestamp>,
    /// The tenant of the call that it is in. It stays that tenant's, whoever registers the agent later.
    #[serde(default, deserialize_with = "own_tenant_if_any", skip_serializing_if = "Option::is_none")]
    pub tenant: Option<TenantId>,
    /// The call that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_id: Option<CallId>,
    /// Counts the changes, from 1.
    pub version: u64,
}

impl Entry {
    /// What was delivered, before anybody looked at it.
    pub fn received(delivery: WebhookDelivery, body_bytes: usize, pieces: u16) -> Self {
        let readable = delivery.can_be_processed();
        let WebhookDelivery {
            connection_id,
            owner,
            id,
            kind,
            conversation_id,
            agent_id,
            event_at,
            received_at,
            defect,
        } = delivery;
        let (received_at, event_at) = (in_milliseconds(received_at), event_at.map(in_milliseconds));
        let first_look = match &defect {
            _ if !readable => after(received_at, UNTIL_WARNING),
            Some(defect) if defect.reason == DefectReason::OverQuota => fetched_at(&id, received_at),
            _ => after(received_at, FIRST_LOOK),
        };
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
            defect,
            due_at: Some(first_look),
            reopened_at: None,
            unclaimed_at: None,
            expires_at: last_day(received_at, RETENTION),
            body_expires_at: last_day(received_at, RETENTION + BODY_OUTLIVES_HEAD),
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

    /// Whether its last day is near, and nobody has settled it.
    pub fn is_about_to_expire(&self, now: Timestamp) -> bool {
        self.settled_at.is_none() && after(now, WARNING) >= self.expires_at
    }

    /// Whether to queue it when it is due. What waits for a person, or for its agent, is due only to be pointed out.
    pub fn is_to_be_queued(&self, now: Timestamp) -> bool {
        match self.state {
            State::Pending | State::Failed => true,
            State::Unclaimed => !self.is_about_to_expire(now),
            State::Unreadable | State::Ignored | State::Processed => false,
        }
    }

    /// Whether the queue may still hold a message about it: it was queued, nobody has tried it since, and that is not
    /// too long ago.
    pub fn may_still_be_queued(&self, now: Timestamp) -> bool {
        self.state == State::Pending
            && self.last_error.is_none()
            && self.due_at.is_some_and(|due| now < after(due, HELD_BY_QUEUE))
    }

    /// Since when it waits for its first attempt, or for the first after somebody asked for another; `None` once there
    /// was one, however that ended: what comes back to an entry by itself keeps to its own pace. What came over the day's
    /// quota was to wait.
    pub fn waits_since(&self) -> Option<Timestamp> {
        let is_over = self.defect.as_ref().is_some_and(|defect| defect.reason == DefectReason::OverQuota);
        let untried = self.state == State::Pending && self.attempts == 0;
        self.reopened_at.or((!is_over).then_some(self.received_at)).filter(|_| untried)
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
    pub fn unreadable(&self, defect: Defect, now: Timestamp) -> Self {
        let code = if defect.reason == DefectReason::Damaged { "body_damaged" } else { "unreadable" };
        let (last_error, due_at) = (Some(code.to_owned()), Some(after(now, UNTIL_WARNING)));
        Self { state: State::Unreadable, last_error, defect: Some(defect), due_at, ..self.next(now) }
    }

    /// Nobody has registered its agent, which may have been learnt from the provider. The directory is asked once more
    /// some minutes later; after that, the entry waits for the agent.
    #[must_use]
    pub fn unclaimed(&self, agent: VoiceAgentId, now: Timestamp) -> Self {
        let since = self.unclaimed_at.filter(|_| self.state == State::Unclaimed).unwrap_or(now);
        let second_look = after(since, SECOND_LOOK_FOR_AGENT);
        let due_at = Some(if now < second_look { second_look } else { after(now, UNTIL_WARNING) });
        let (unclaimed_at, agent_id) = (Some(in_milliseconds(since)), Some(agent));
        Self { state: State::Unclaimed, unclaimed_at, agent_id, due_at, ..self.next(now) }
    }

    /// An attempt failed.
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
            ..self.next(now)
        }
    }

    /// It was queued again.
    #[must_use]
    pub fn queued_again(&self, now: Timestamp) -> Self {
        Self { due_at: Some(after(now, NEXT_LOOK)), ..self.next(now) }
    }

    /// It was pointed out that its last day is near. That day stays.
    #[must_use]
    pub fn warned_of(&self, now: Timestamp) -> Self {
        let due_at = Some(after(now, NEXT_WARNING));
        Self { due_at, version: self.version + 1, ..self.clone() }
    }

    /// It is to be processed once more.
    #[must_use]
    pub fn reopened(&self, now: Timestamp) -> Self {
        let this_moment = Some(in_milliseconds(now));
        let body_expires_at = self.body_expires_at.max(last_day(now, RETENTION + BODY_OUTLIVES_HEAD));
        Self {
            state: State::Pending,
            attempts: 0,
            due_at: this_moment,
            reopened_at: this_moment,
            settled_at: None,
            body_expires_at,
            ..self.kept_until(last_day(now, RETENTION), now)
        }
    }

    fn settled(&self, state: State, now: Timestamp) -> Self {
        Self {
            state,
            due_at: None,
            settled_at: Some(in_milliseconds(now)),
            ..self.kept_until(last_day(now, RETENTION), now)
        }
    }

    /// The next version of what is not settled, kept from now on.
    fn next(&self, now: Timestamp) -> Self {
        let longest = last_day(self.received_at, LONGEST_UNSETTLED).max(self.expires_at);
        self.kept_until(last_day(now, RETENTION).min(longest), now)
    }

    fn kept_until(&self, expires_at: Timestamp, now: Timestamp) -> Self {
        let body_expires_at = if expires_at > self.body_expires_at {
            last_day(now, RETENTION + BODY_OUTLIVES_HEAD)
        } else {
            self.body_expires_at
        };
        Self { version: self.version + 1, expires_at, body_expires_at, ..self.clone() }
    }
}

/// When the conversation of a head is fetched that was kept over the day's quota: in the first hours of the next day, at
/// a moment that follows from its id. So they do not come all at once.
fn fetched_at(id: &EntryId, received_at: Timestamp) -> Timestamp {
    after(next_day(received_at), id.spread_over(FETCHED_WITHIN))
}

/// From the last attempt to the day on which an entry is pointed out.
const UNTIL_WARNING: SignedDuration = SignedDuration::from_hours(24 * (90 - 14));

/// So long after an instant, to the millisecond; the last instant that there is, if it would be beyond.
fn after(instant: Timestamp, span: SignedDuration) -> Timestamp {
    in_milliseconds(instant.saturating_add(span).unwrap_or(Timestamp::MAX))
}

/// An instant as entries keep it.
fn in_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// A last day is kept in whole seconds.
fn last_day(instant: Timestamp, span: SignedDuration) -> Timestamp {
    let day = after(instant, span);
    Timestamp::from_second(day.as_second()).unwrap_or(day)
}

fn own_tenant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TenantId, D::Error> {
    let text = <Cow<'de, str>>::deserialize(deserializer)?;
    TenantId::from_own_record(&text).map_err(de::Error::custom)
}

fn own_tenant_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<TenantId>, D::Error> {
    own_tenant(deserializer).map(Some)
}
