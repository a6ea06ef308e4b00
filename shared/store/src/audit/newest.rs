//! The audit log of a stretch of time, the newest entry first.

use domain::{
    TenantId,
    ids::{AuditId, UserId},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Action, Actor, AuditEntry};
use crate::{Consistency, Page, Query, StoreError, Table, keys};

/// How many requests fill one page at most.
const MAX_REQUESTS: u32 = 4;
/// How many entries a request looks at where most are left out: 7.5 read units, as large as they are.
const LOOKED_AT: u16 = 250;

/// Which entries: those whose ids are between these, both included. Ids sort by their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    first: AuditId,
    last: AuditId,
}

impl Span {
    /// What was done from `start` on and before `end`.
    pub fn between(start: Timestamp, end: Timestamp) -> Self {
        let last = end.saturating_sub(SignedDuration::from_millis(1)).unwrap_or(Timestamp::MIN);
        Self { first: AuditId::from_parts(start, 0), last: AuditId::from_parts(last, u128::MAX) }
    }

    /// What of it is older than an entry; `None` if nothing can be.
    fn before(self, id: AuditId) -> Option<Self> {
        let older = u128::from_be_bytes(id.to_bytes()).checked_sub(1)?;
        let last = AuditId::from_bytes(older.to_be_bytes());
        (self.first <= last).then_some(Self { last, ..self })
    }

    /// What of it is older than the month (UTC) that its newest entries are in.
    fn before_month(self) -> Option<Self> {
        let newest = self.last.made_at().to_zoned(TimeZone::UTC);
        let begin = newest.first_of_month().and_then(|day| day.start_of_day()).ok()?;
        self.before(AuditId::from_parts(begin.timestamp(), 0))
    }
}

/// Which of the entries.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only what this person did.
    pub actor: Option<UserId>,
    /// Only this.
    pub action: Option<Action>,
    /// Only what was done to the record of this id.
    pub subject: Option<String>,
}

impl Filter {
    fn is_empty(&self) -> bool {
        self.actor.is_none() && self.action.is_none() && self.subject.is_none()
    }

    fn takes(&self, entry: &AuditEntry) -> bool {
        let Self { actor, action, subject } = self;
        actor.is_none_or(|actor| entry.actor == Actor::User(actor))
            && action.is_none_or(|action| entry.action == action.as_str())
            && subject.as_ref().is_none_or(|subject| entry.subject == *subject)
    }
}

/// At most `limit` of these entries, the newest first, and the stretch that is left. A moment ago may be missing. There
/// may be fewer, or none, and still some left: one page is a few requests, whatever is looked for.
pub async fn newest(
    table: &Table,
    tenant: TenantId,
    span: Span,
    filter: &Filter,
    limit: u16,
) -> Result<Page<AuditEntry, Span>, StoreError> {
    let mut page = Page::starting_at((span.first <= span.last).then_some(span));
    for _ in 0..MAX_REQUESTS {
        let missing = usize::from(limit).saturating_sub(page.items.len());
        if missing == 0 {
            break;
        }
        let Some(span) = page.next.take() else { break };
        page.append(newest_of_month(table, tenant, span, filter, missing).await?);
    }
    Ok(page)
}

/// What one request finds of the newest month of the stretch.
async fn newest_of_month(
    table: &Table,
    tenant: TenantId,
    span: Span,
    filter: &Filter,
    missing: usize,
) -> Result<Page<AuditEntry, Span>, StoreError> {
    let looked_at = if filter.is_empty() { u16::try_from(missing).unwrap_or(LOOKED_AT) } else { LOOKED_AT };
    let month = keys::audit_month(tenant, span.last.made_at());
    let query = Query::table(month, looked_at)
        .consistency(Consistency::Eventual)
        .between(span.first.to_string(), span.last.to_string());
    let Page { mut items, unreadable, next } = table.query(query).await?;
    items.retain(|entry| filter.takes(entry));
    let next = if items.len() > missing {
        items.truncate(missing);
        items.last().and_then(|entry| span.before(entry.id))
    } else {
        match next.as_ref().and_then(|next| next.sort_key()?.parse().ok()) {
            Some(looked_at_last) => span.before(looked_at_last),
            None => span.before_month(),
        }
    };
    Ok(Page { items, unreadable, next })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(at: &str, number: u128) -> AuditId {
        AuditId::from_parts(at.parse().unwrap(), number)
    }

    fn span(start: &str, end: &str) -> Span {
        Span::between(start.parse().unwrap(), end.parse().unwrap())
    }

    #[test]
    fn a_span_has_its_first_millisecond_and_not_that_of_its_end() {
        let Span { first, last } = span("2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z");
        assert!(first <= id("2026-09-01T00:00:00Z", 0) && first > id("2026-08-31T23:59:59.999Z", u128::MAX));
        assert!(last >= id("2026-09-30T23:59:59.999Z", u128::MAX) && last < id("2026-10-01T00:00:00Z", 0));
    }

    #[test]
    fn what_is_left_of_a_span_ends_right_before_an_entry() {
        let whole = span("2026-08-31T21:00:00Z", "2026-09-30T21:00:00Z");
        let left = whole.before(id("2026-09-10T12:00:00Z", 7)).unwrap();
        assert_eq!((left.first, left.last), (whole.first, id("2026-09-10T12:00:00Z", 6)));
        let earlier = whole.before_month().unwrap();
        assert_eq!((earlier.first, earlier.last), (whole.first, id("2026-08-31T23:59:59.999Z", u128::MAX)));
        assert_eq!(earlier.before_month(), None);
        assert_eq!(whole.before(whole.first), None);
    }
}
