//! `inbox-sweeper`: queues again what should have been processed by now.
//!
//! It moves the time at which an entry is due first, on condition that nobody else did, and sends then: two sweepers at
//! once, or one that is ended in between, make no second message. What was moved and not sent waits some minutes.

use std::time::{Duration, Instant};

use clients::Queue;
use domain::inbox::Entry;
use jiff::{SignedDuration, Timestamp};
use runtime::{
    ApiError, ApiResult, App, ConfigError, Core, FunctionContext, Scheduled, Subject, Variable,
    environment::{INBOX_QUEUE_URL, TABLE_NAME},
    metric::{self, Metric},
};
use store::{
    inbox::{self, DUE_SHARDS, Task},
    voice::{self, AgentOwner},
};

/// How many entries are read at a time.
const ENTRIES_OF_A_PAGE: u16 = 100;
/// How many of them are moved and sent at a time: as many as one request takes.
const ENTRIES_OF_A_MESSAGE_BATCH: usize = 10;
/// How many agents one run looks after.
const MAX_BACKLOGS: u16 = 50;

/// Queues again what waits too long.
pub struct Sweeper;

/// What the sweeper works with.
pub struct SweeperApp {
    core: Core,
    queue: Queue,
}

impl App for SweeperApp {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, INBOX_QUEUE_URL];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self { core: Core::start(context)?, queue: context.queue(INBOX_QUEUE_URL)? })
    }
}

impl Scheduled for Sweeper {
    const NAME: &'static str = "inbox-sweeper";
    const SUMMARY: &'static str = "Queue deliveries again that wait for too long";
    const EVERY: Duration = Duration::from_secs(60);

    type App = SweeperApp;

    async fn run(app: &SweeperApp, until: Instant, subject: &Subject) -> ApiResult<()> {
        let (done, trouble) = sweep(app, until, subject).await;
        done.tell(app, subject);
        trouble.map_or(Ok(()), Err)
    }
}

/// One run: what it found and did, and what went wrong last.
pub(crate) async fn sweep(app: &SweeperApp, until: Instant, subject: &Subject) -> (Done, Option<ApiError>) {
    let queue = app.queue.correlated(subject.correlation_id());
    let (queue_is_busy, done, trouble) = (None, Done::default(), None);
    let mut sweep = Sweep { app, subject, queue, until, queue_is_busy, done, trouble };
    // A trouble that comes back in one shard must not keep the others waiting for ever.
    let first = u8::try_from(app.core.random.next_u128() % u128::from(DUE_SHARDS)).unwrap_or(0);
    for shard in (0..DUE_SHARDS).map(|number| (first + number) % DUE_SHARDS) {
        if let Err(error) = sweep.shard(shard).await {
            sweep.trouble(error);
        }
    }
    if let Err(error) = sweep.backlogs().await {
        sweep.trouble(error);
    }
    (sweep.done, sweep.trouble)
}

/// A run that is under way.
struct Sweep<'a> {
    app: &'a SweeperApp,
    subject: &'a Subject,
    /// The queue, for messages that come of this run.
    queue: Queue,
    until: Instant,
    /// Whether messages wait in the queue, once that was asked.
    queue_is_busy: Option<bool>,
    done: Done,
    /// What went wrong last; the run went on all the same.
    trouble: Option<ApiError>,
}

/// What one run found and did.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// How long the entry that waits longest has waited.
    pub(crate) oldest: SignedDuration,
    pub(crate) queued: usize,
    expiring: usize,
    held_by_queue: usize,
    pub(crate) unreadable: usize,
    /// Entries and agents that something went wrong with. They are due again in a minute, and so are those that a shard
    /// or the queue kept from being looked at.
    pub(crate) troubled: usize,
    /// Shards, and the list of backlogs, that it did not come to the end of, because its time was over.
    pub(crate) unfinished: usize,
}

impl Sweep<'_> {
    /// Notes what went wrong with one of many.
    fn trouble(&mut self, error: ApiError) {
        self.done.troubled += 1;
        self.trouble = Some(error);
    }

    async fn shard(&mut self, shard: u8) -> ApiResult<()> {
        let (table, now) = (&self.app.core.table, self.app.core.now());
        let mut after = None;
        loop {
            if self.is_over() {
                self.done.unfinished += 1;
                return Ok(());
            }
            let page = inbox::due(table, shard, now, ENTRIES_OF_A_PAGE, after).await?;
            self.done.unreadable += page.unreadable;
            let waits = page.items.iter().filter_map(|entry| Some(now.duration_since(entry.waits_since()?)));
            self.done.oldest = waits.fold(self.done.oldest, SignedDuration::max);
            for entries in page.items.chunks(ENTRIES_OF_A_MESSAGE_BATCH) {
                if self.is_over() {
                    self.done.unfinished += 1;
                    return Ok(());
                }
                self.queue_again(entries).await;
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    /// Also where one of them cannot be moved or these cannot be sent, the others are.
    async fn queue_again(&mut self, entries: &[Entry]) {
        let mut tasks = Vec::with_capacity(entries.len());
        for entry in entries {
            match self.postpone(entry).await {
                Ok(true) => tasks.push((Task::process(entry), Task::group(entry.connection_id))),
                Ok(false) => {}
                Err(error) => self.trouble(error),
            }
        }
        if tasks.is_empty() {
            return;
        }
        match self.queue.send_all(&tasks).await {
            Ok(()) => self.done.queued += tasks.len(),
            Err(error) => self.trouble(ApiError::unavailable(error)),
        }
    }

    /// Moves the time at which an entry is due; says whether it is to be sent now.
    async fn postpone(&mut self, entry: &Entry) -> ApiResult<bool> {
        let (table, now) = (&self.app.core.table, self.app.core.now());
        if !entry.is_to_be_queued(now) {
            if inbox::change(table, entry, &entry.warned_of(now)).await? {
                self.warn_of_its_end(entry);
            }
            return Ok(false);
        }
        if entry.may_still_be_queued(now) && self.is_queue_busy().await? {
            self.done.held_by_queue += 1;
            return Ok(false);
        }
        // Who changed it meanwhile is at work on it.
        let moved = inbox::change(table, entry, &entry.queued_again(now)).await?;
        if moved && entry.is_about_to_expire(now) {
            self.warn_of_its_end(entry);
        }
        if moved {
            self.subject.span_of(entry).in_scope(|| tracing::info!("Queued again"));
        }
        Ok(moved)
    }

    fn warn_of_its_end(&mut self, entry: &Entry) {
        self.subject.span_of(entry).in_scope(|| {
            tracing::warn!(expiresAt = %entry.expires_at, "An entry that nobody settled is about to be removed");
        });
        self.done.expiring += 1;
    }

    async fn is_queue_busy(&mut self) -> ApiResult<bool> {
        if let Some(busy) = self.queue_is_busy {
            return Ok(busy);
        }
        let busy = self.queue.waiting().await.map_err(ApiError::unavailable)? > 0;
        self.queue_is_busy = Some(busy);
        Ok(busy)
    }

    /// Asks again to take up what was reported about agents before they were registered: the message may have been lost.
    async fn backlogs(&mut self) -> ApiResult<()> {
        let (table, now) = (&self.app.core.table, self.app.core.now());
        let due = voice::backlogs_due(table, now, MAX_BACKLOGS).await?;
        self.done.unreadable += due.unreadable;
        for owner in &due.items {
            if self.is_over() {
                self.done.unfinished += 1;
                return Ok(());
            }
            if let Err(error) = self.adopt_again(owner, now).await {
                self.trouble(error);
            }
        }
        Ok(())
    }

    async fn adopt_again(&self, owner: &AgentOwner, now: Timestamp) -> ApiResult<()> {
        if voice::postpone_adoption(&self.app.core.table, owner, now).await? {
            let (task, group) = (Task::adopt_backlog(owner), Task::group(owner.connection_id));
            self.queue.send(&task, &group).await.map_err(ApiError::unavailable)?;
            tracing::info!(tenantId = %owner.tenant, connectionId = %owner.connection_id, agentId = %owner.agent_id, "The backlog of an agent is queued again");
        }
        Ok(())
    }
}

impl Done {
    /// What was done and what was left, in the log and as metrics.
    fn tell(&self, app: &SweeperApp, subject: &Subject) {
        let now = app.core.now();
        for (what, number) in [
            ("queued", self.queued),
            ("expiring", self.expiring),
            ("heldByQueue", self.held_by_queue),
            ("unreadable", self.unreadable),
            ("troubled", self.troubled),
            ("unfinished", self.unfinished),
        ] {
            subject.count(what, number);
        }
        let oldest = u64::try_from(self.oldest.as_secs()).unwrap_or(0);
        metric::level(Sweeper::NAME, Metric::OldestPendingSeconds, oldest, now);
        metric::add(Sweeper::NAME, Metric::DeliveriesQueuedAgain, self.queued, now);
        metric::add(Sweeper::NAME, Metric::DeliveriesExpiring, self.expiring, now);
        metric::add(Sweeper::NAME, Metric::RecordsUnreadable, self.unreadable, now);
        let left = [self.unfinished, self.troubled, self.held_by_queue, self.unreadable];
        if left.into_iter().any(|count| count > 0) {
            tracing::warn!("Not everything that is due was queued again");
        }
    }
}
