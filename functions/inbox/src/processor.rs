//! `inbox-processor`: does what messages of the queue `inbox` ask for.

use clients::Queue;
use domain::{call::ConversationId, voice::HookId};
use runtime::{
    ApiResult, App, ConfigError, Core, FunctionContext, QueueConsumer, QueueMessage, Variable,
    environment::{INBOX_QUEUE_URL, SECRET_PREFIX, TABLE_NAME, VOICE_API_URLS},
};
use store::{
    inbox::{self, Task},
    voice,
};

use crate::{adopt_backlog, process::process, provider::Provider};

/// Makes calls of what was delivered.
pub struct Processor;

/// What entries are processed with.
pub struct ProcessorApp {
    pub(crate) core: Core,
    pub(crate) queue: Queue,
    pub(crate) provider: Provider,
}

impl App for ProcessorApp {
    const VARIABLES: &'static [Variable] = &[TABLE_NAME, SECRET_PREFIX, INBOX_QUEUE_URL, VOICE_API_URLS];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self {
            core: Core::start(context)?,
            queue: context.queue(INBOX_QUEUE_URL)?,
            provider: Provider::start(context)?,
        })
    }
}

impl QueueConsumer for Processor {
    const NAME: &'static str = "inbox-processor";
    const SUMMARY: &'static str = "Make calls of what the voice provider delivered";
    const QUEUE: &'static str = "inbox";

    type App = ProcessorApp;
    type Message = Task;

    async fn handle(app: &ProcessorApp, message: QueueMessage<Task>) -> ApiResult<()> {
        match message.body {
            Task::ProcessV1 { connection_id, entry_id } => process(app, connection_id, &entry_id).await,
            Task::FetchV1 { hook_id, conversation_id } => fetch(app, &hook_id, conversation_id).await,
            Task::AdoptBacklogV1 { connection_id, agent_id } => {
                adopt_backlog::adopt_backlog(app, connection_id, &agent_id).await
            }
        }
    }
}

/// The wish to ask the provider becomes an entry first: it survives this message, and is granted once.
async fn fetch(app: &ProcessorApp, hook_id: &HookId, conversation_id: ConversationId) -> ApiResult<()> {
    let table = &app.core.table;
    let Some(hook) = voice::hook(table, hook_id).await? else {
        tracing::warn!("Asked to fetch through a connection that is gone");
        return Ok(());
    };
    let connection_id = hook.connection_id;
    let wish = inbox::WebhookDelivery::fetch(connection_id, hook.tenant, conversation_id, app.core.now());
    let entry_id = wish.id.clone();
    inbox::store(table, wish, None).await?;
    process(app, connection_id, &entry_id).await
}
