//! `inbox-sweeper`: queues again what should have been processed by now.

use std::time::Duration;

use clients::Queue;
use runtime::{
    ApiError, ApiResult, App, ConfigError, Core, FunctionContext, Scheduled, Variable,
    environment::{INBOX_QUEUE_URL, TABLE_NAME},
    log,
};
use store::{
    inbox::{self, DUE_SHARDS, Task},
    voice,
};

/// How many entries of a shard one run looks after. More than that have to wait a minute.
const MAX_PER_SHARD: u16 = 200;

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

    async fn run(app: &SweeperApp) -> ApiResult<()> {
        let table = &app.core.table;
        for shard in 0..DUE_SHARDS {
            let now = app.core.now();
            let due = inbox::due(table, shard, now, MAX_PER_SHARD).await?;
            let tasks: Vec<_> =
                due.iter().map(|entry| (Task::process(entry), Task::group(entry.connection_id))).collect();
            app.queue.send_all(&tasks).await.map_err(ApiError::unavailable)?;
            for entry in &due {
                tracing::info!(connection.id = %entry.connection_id, entry.id = %entry.id, "Queued again");
                log::count(Self::NAME, "deliveriesQueuedAgain", now);
                // Who changed it meanwhile is at work on it.
                inbox::change(table, entry, &entry.queued_again(now)).await?;
            }
        }
        postpone_adoption(app).await
    }
}

/// Asks again to take up what was reported about agents before they were registered: the message may have been lost.
async fn postpone_adoption(app: &SweeperApp) -> ApiResult<()> {
    let (table, now) = (&app.core.table, app.core.now());
    let due = voice::backlogs_due(table, now, MAX_BACKLOGS).await?;
    let tasks: Vec<_> =
        due.iter().map(|owner| (Task::adopt_backlog(owner), Task::group(owner.connection_id))).collect();
    app.queue.send_all(&tasks).await.map_err(ApiError::unavailable)?;
    for owner in &due {
        tracing::info!(connection.id = %owner.connection_id, agent.id = %owner.agent_id, "The backlog of an agent is queued again");
        voice::postpone_adoption(table, owner, now).await?;
    }
    Ok(())
}
