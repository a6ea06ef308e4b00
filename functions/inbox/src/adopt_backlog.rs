//! An agent was registered whose calls had come before.

use domain::{call::VoiceAgentId, ids::ConnectionId};
use runtime::{ApiError, ApiResult, log};
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
) -> ApiResult<()> {
    let table = &app.core.table;
    let Some(owner) = voice::agent_owner(table, connection, agent).await? else { return Ok(()) };
    let (mut after, mut complete) = (None, true);
    for _ in 0..MOST_PAGES {
        let page = inbox::unclaimed(table, connection, agent, ENTRIES_OF_A_PAGE, after).await?;
        log::records_unreadable(NAME, page.unreadable, app.core.now());
        let mut tasks = Vec::with_capacity(page.items.len());
        for entry in &page.items {
            // From here on the sweeper finds it.
            let reopened = inbox::reopen(table, entry, app.core.now()).await?;
            if reopened {
                tasks.push((Task::process(entry), Task::group(connection)));
            }
            // Changed meanwhile, or the index is behind: what it is now has to be seen before the adoption is done.
            complete &= reopened;
        }
        app.queue.send_all(&tasks).await.map_err(ApiError::unavailable)?;
        if page.next.is_none() {
            if complete {
                voice::backlog_adopted(table, &owner).await?;
            }
            return Ok(());
        }
        after = page.next;
    }
    app.queue
        .send(&Task::adopt_backlog(&owner), &Task::group(connection))
        .await
        .map_err(ApiError::unavailable)
}
