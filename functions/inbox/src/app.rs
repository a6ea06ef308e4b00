//! What entries are processed with.

use clients::Queue;
use runtime::{
    App, ConfigError, Core, FunctionContext, Variable,
    environment::{INBOX_QUEUE_URL, SECRET_PREFIX, TABLE_NAME, VOICE_API_URLS},
};
use store::voice;

use crate::provider::Provider;

/// The function that processes entries, in whose name their metrics are counted.
pub(crate) const NAME: &str = "inbox-processor";

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

    async fn connect(&self) {
        voice::connect(&self.core.table).await;
    }
}
