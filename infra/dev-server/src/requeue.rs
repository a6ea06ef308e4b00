//! What the queues of the last start held.
//!
//! The local queues are in memory; SQS would have kept its messages. A message is only a hint at an entry of the table,
//! so all of them are found there again. (In the cloud the sweeper does this for messages that are really lost.)

use jiff::SignedDuration;
use runtime::{Clock as _, FunctionContext, SystemClock, environment::INBOX_QUEUE_URL};
use store::inbox::{self, DUE_SHARDS, Task};

/// The most entries of one shard that are queued again at start; the sweeper sees to the others.
const MAX_PER_SHARD: u16 = 1_000;

/// Queues the pending entries of the inbox, even those that the sweeper would let wait for another moment.
pub(crate) async fn pending(context: &FunctionContext) -> anyhow::Result<()> {
    let (table, queue) = (context.table()?, context.queue(INBOX_QUEUE_URL)?);
    let horizon = SystemClock.now() + SignedDuration::from_hours(24);
    for shard in 0..DUE_SHARDS {
        let entries = inbox::due(&table, shard, horizon, MAX_PER_SHARD, None).await?.items;
        let tasks: Vec<_> = entries
            .iter()
            .filter(|entry| entry.state.is_open())
            .map(|entry| (Task::process(entry), Task::group(entry.connection_id)))
            .collect();
        queue.send_all(&tasks).await?;
    }
    Ok(())
}
