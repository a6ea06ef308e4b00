//! `POST /v1/operations/inbox/replay`: process again what the voice provider delivered.

use clients::Queue;
use domain::{
    Invalid, InvalidCode, TenantId,
    ids::ConnectionId,
    inbox::{Entry, EntryId, State},
    instant::Instant,
};
use runtime::{
    Accepted, ApiError, ApiResult, App, ConfigError, Core, Endpoint, FunctionContext, Json, NoPath, NoQuery,
    Request, Route, Subject, Variable, access,
    cursor::{Cursors, List},
    environment::{INBOX_QUEUE_URL, SECRET_PREFIX, TABLE_NAME},
    metric::{self, Metric},
};
use serde::{Deserialize, Serialize};
use store::{
    StoreError, Transaction,
    audit::{self, Action, Actor, AuditEvent},
    inbox::{self, Task},
};
use utoipa::ToSchema;

use crate::{find::find, walk::Walk};

/// How many entries one request queues at most.
const ENTRIES_OF_A_REQUEST: u16 = 100;

const CONFLICTS_WITH_ENTRY: Invalid =
    Invalid::new(InvalidCode::Conflicting, "must not be given together with entryId").other("entryId");
const CONNECTION_WITHOUT_ENTRY: Invalid =
    Invalid::new(InvalidCode::Conflicting, "must not be given without entryId").other("entryId");
const UNLESS_ENTRY: Invalid =
    Invalid::new(InvalidCode::Required, "must be given, unless entryId is").other("entryId");
const LATER_THAN_TO: Invalid = Invalid::new(InvalidCode::OutOfOrder, "must not be later than to").other("to");

/// Queues entries of the inbox again.
pub struct ReplayInbox;

/// What to queue again: one entry, or those that were received in a range of time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({ "from": "2026-09-21T12:00:00Z", "to": "2026-09-21T18:00:00Z", "state": "failed" })))]
pub struct Replay {
    /// One entry. Only its connection may be given with it.
    #[schema(value_type = Option<String>)]
    entry_id: Option<EntryId>,
    /// The connection of the one entry. It may be left out if only one connection has an entry of this id.
    connection_id: Option<ConnectionId>,
    /// Entries that were received then or later.
    from: Option<Instant>,
    /// Entries that were received then or earlier.
    to: Option<Instant>,
    /// Only entries in this state; in every state if absent. An entry that is in a call already makes no second call.
    state: Option<State>,
    /// The nextCursor of the answer before, to go on with the same range.
    #[schema(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// What is queued again.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReplayView {
    /// How many entries were queued now.
    queued: usize,
    /// How many entries were not queued, because they changed meanwhile or their contents are no longer kept.
    skipped: usize,
    /// Whether the range may hold more.
    more: bool,
    /// Send it as cursor with the same range to go on. Absent when there is no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// What a cursor is bound to.
#[derive(Serialize)]
struct Range {
    from: Instant,
    to: Instant,
    state: Option<State>,
}

/// What a replay works with.
#[derive(Clone)]
pub struct Replays {
    core: Core,
    cursors: Cursors,
    queue: Queue,
}

impl App for Replays {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, SECRET_PREFIX, INBOX_QUEUE_URL];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self {
            core: Core::start(context)?,
            cursors: Cursors::start(context)?,
            queue: context.queue(INBOX_QUEUE_URL)?,
        })
    }
}

impl Endpoint for ReplayInbox {
    const NAME: &'static str = "operations-replay-inbox";
    const ROUTE: Route = Route::post("/v1/operations/inbox/replay");
    const SUMMARY: &'static str = "Process again what the voice provider delivered";
    const DESCRIPTION: &'static str = "Takes either entryId, or from and to; at most 100 entries of a range at a \
        time. Safe to repeat: an entry that is processed twice makes one call.";
    const ERRORS: &'static [(u16, &'static str)] = &[(400, "cursor_refused"), (404, "not_found")];

    type Access = access::Admin;
    type App = Replays;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<Replay>;
    type Answer = Accepted<ReplayView>;

    async fn handle(app: &Replays, request: Request<Self>) -> ApiResult<Self::Answer> {
        let (tenant, actor) = (request.principal.tenant(), request.principal.actor());
        let (Json(replay), subject) = (request.body, request.meta.subject);
        let answer = match replay.wanted()? {
            Selection::One(id, connection) => {
                let entry = find(&app.core.table, tenant, &id, connection).await?;
                subject.entry(&entry);
                app.audit(tenant, actor, id.to_string()).await?;
                app.queue_again(&[entry], &subject).await?
            }
            Selection::Range(range, cursor) => {
                let bound = serde_json::to_string(&range).map_err(ApiError::internal)?;
                let list = List { tenant, endpoint: Self::NAME, filters: &bound };
                let place = app.cursors.open(&list, cursor.as_deref()).await?;
                let received = (Some(range.from.timestamp()), Some(range.to.timestamp()));
                let walk = Walk::of(&app.core.table, tenant, range.state, received).await?;
                let page = walk.page(&app.core.table, place, ENTRIES_OF_A_REQUEST).await?;
                metric::add(Self::NAME, Metric::RecordsUnreadable, page.unreadable, app.core.now());
                if !page.items.is_empty() {
                    app.audit(tenant, actor, range.subject()).await?;
                }
                let next_cursor = app.cursors.seal_next(&list, page.next.as_ref()).await?;
                let view = app.queue_again(&page.items, &subject).await?;
                ReplayView { more: next_cursor.is_some(), next_cursor, ..view }
            }
        };
        Ok(Accepted(answer))
    }
}

/// What a body asks for.
enum Selection {
    One(EntryId, Option<ConnectionId>),
    Range(Range, Option<String>),
}

impl Replay {
    fn wanted(self) -> ApiResult<Selection> {
        let refused = |field: &str, rule: Invalid| Err(ApiError::invalid_field(field, &rule));
        let Self { entry_id, connection_id, from, to, state, cursor } = self;
        if let Some(id) = entry_id {
            for (field, is_given) in [
                ("/from", from.is_some()),
                ("/to", to.is_some()),
                ("/state", state.is_some()),
                ("/cursor", cursor.is_some()),
            ] {
                if is_given {
                    return refused(field, CONFLICTS_WITH_ENTRY);
                }
            }
            return Ok(Selection::One(id, connection_id));
        }
        match (from, to) {
            _ if connection_id.is_some() => refused("/connectionId", CONNECTION_WITHOUT_ENTRY),
            (None, _) => refused("/from", UNLESS_ENTRY),
            (_, None) => refused("/to", UNLESS_ENTRY),
            (Some(from), Some(to)) if from > to => refused("/from", LATER_THAN_TO),
            (Some(from), Some(to)) => Ok(Selection::Range(Range { from, to, state }, cursor)),
        }
    }
}

impl Range {
    /// What the audit log calls it.
    fn subject(&self) -> String {
        let state = self.state.map_or("all", |state| state.as_str());
        format!("{}/{}/{state}", self.from.timestamp(), self.to.timestamp())
    }
}

impl Replays {
    async fn audit(&self, tenant: TenantId, actor: Actor, subject: String) -> ApiResult<()> {
        let mut transaction = Transaction::new();
        let event = AuditEvent::new(actor, Action::InboxReplayed, subject);
        audit::record(&mut transaction, tenant, event, self.core.new_id(), self.core.now())?;
        Ok(self.core.table.commit(transaction).await?)
    }

    /// Opens the entries again and queues them. Should the messages be lost, the sweeper finds the entries.
    async fn queue_again(&self, entries: &[Entry], subject: &Subject) -> ApiResult<ReplayView> {
        let mut tasks = Vec::with_capacity(entries.len());
        for entry in entries {
            if self.reopen(entry).await? {
                subject.span_of(entry).in_scope(|| tracing::info!("Queued again for a person"));
                tasks.push((Task::process(entry), Task::group(entry.connection_id)));
            }
        }
        self.queue.correlated(subject.correlation_id()).send_all(&tasks).await?;
        let queued = tasks.len();
        subject.count("queued", queued);
        Ok(ReplayView { queued, skipped: entries.len() - queued, more: false, next_cursor: None })
    }

    async fn reopen(&self, entry: &Entry) -> Result<bool, StoreError> {
        let (table, now) = (&self.core.table, self.core.now());
        if inbox::reopen(table, entry, now).await? {
            return Ok(true);
        }
        // The list is a moment behind: this is how it is now.
        match inbox::get(table, entry.connection_id, &entry.id).await? {
            Some(current) => inbox::reopen(table, &current, now).await,
            None => Ok(false),
        }
    }
}
