//! An agent was registered whose calls had come before.

use domain::{call::VoiceAgentId, ids::ConnectionId};
use runtime::{ApiError, ApiResult, Metric, Subject, metric};
use store::{
    inbox::{self, Task},
    voice,
};

use crate::app::{NAME, ProcessorApp};

const ENTRIES_OF_A_PAGE: u16 = 100;
/// How many pages one message goes through; the next message goes on.
const MOST_PAGES: u32 = 5;

pub(crate) async fn adopt_backlog(
    app: &ProcessorApp,
    connection: ConnectionId,
    agent: &VoiceAgentId,
    subject: &Subject,
) -> ApiResult<()> {
    let (table, queue) = (&app.core.table, app.queue.correlated(subject.correlation_id()));
    subject.connection(connection);
    subject.agent(agent);
    let Some(owner) = voice::agent_owner(table, connection, agent).await? else {
        subject.outcome("gone");
        return Ok(());
    };
    subject.tenant(owner.tenant);
    let (mut after, mut complete, mut queued) = (None, true, 0);
    for _ in 0..MOST_PAGES {
        let page = inbox::unclaimed(table, connection, agent, ENTRIES_OF_A_PAGE, after).await?;
        metric::add(NAME, Metric::RecordsUnreadable, page.unreadable, app.core.now());
        let mut tasks = Vec::with_capacity(page.items.len());
        for entry in &page.items {
            // From here on the sweeper finds it.
            let reopened = inbox::reopen(table, entry, app.core.now()).await?;
            if reopened {
                subject.span_of(entry).in_scope(|| tracing::info!("Queued again for its agent"));
                tasks.push((Task::process(entry), Task::group(connection)));
            }
            // Changed meanwhile, or the index is behind: what it is now has to be seen before the adoption is done.
            complete &= reopened;
        }
        queue.send_all(&tasks).await.map_err(ApiError::unavailable)?;
        queued += tasks.len();
        subject.count("queued", queued);
        if page.next.is_none() {
            if complete {
                voice::backlog_adopted(table, &owner).await?;
            }
            subject.outcome(if complete { "adopted" } else { "partly_adopted" });
            return Ok(());
        }
        after = page.next;
    }
    subject.outcome("partly_adopted");
    queue.send(&Task::adopt_backlog(&owner), &Task::group(connection)).await.map_err(ApiError::unavailable)
}
