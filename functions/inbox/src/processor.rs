//! `inbox-processor`: does what messages of the queue `inbox` ask for.

use domain::{call::ConversationId, inbox::WebhookDelivery, voice::HookId};
use runtime::{ApiResult, QueueConsumer, QueueMessage, Subject};
use store::{
    inbox::{self, Task},
    voice,
};

use crate::{
    adopt_backlog,
    app::{self, ProcessorApp},
    process::process,
};

/// Makes calls of what was delivered.
pub struct Processor;

impl QueueConsumer for Processor {
    const NAME: &'static str = app::NAME;
    const SUMMARY: &'static str = "Make calls of what the voice provider delivered";
    const QUEUE: &'static str = "inbox";

    type App = ProcessorApp;
    type Message = Task;

    async fn handle(app: &ProcessorApp, message: QueueMessage<Task>) -> ApiResult<()> {
        let subject = &message.subject;
        match message.body {
            Task::ProcessV1 { connection_id, entry_id } => {
                process(app, connection_id, &entry_id, subject).await
            }
            Task::FetchV1 { hook_id, conversation_id } => {
                fetch(app, &hook_id, conversation_id, subject).await
            }
            Task::AdoptBacklogV1 { connection_id, agent_id } => {
                adopt_backlog::adopt_backlog(app, connection_id, &agent_id, subject).await
            }
        }
    }
}

/// A fetch is stored as an inbox entry first, so it survives this message and runs once.
async fn fetch(
    app: &ProcessorApp,
    hook_id: &HookId,
    conversation_id: ConversationId,
    subject: &Subject,
) -> ApiResult<()> {
    let table = &app.core.table;
    subject.conversation(&conversation_id);
    let Some(hook) = voice::hook(table, hook_id).await? else {
        tracing::warn!("Asked to fetch through a connection that is gone");
        subject.outcome("gone");
        return Ok(());
    };
    let connection_id = hook.connection_id;
    let entry_id = inbox::id_of_fetch(&conversation_id);
    subject.tenant(hook.tenant);
    subject.connection(connection_id);
    subject.entry_id(&entry_id);
    let wish =
        WebhookDelivery::fetch(connection_id, hook.tenant, entry_id.clone(), conversation_id, app.core.now());
    inbox::store(table, wish, None).await?;
    process(app, connection_id, &entry_id, subject).await
}
