//! One consumer of a queue.

use std::future::Future;

use serde::de::DeserializeOwned;

use crate::{app::App, error::ApiResult};

/// A consumer of a queue: takes one message at a time, and may get the same one twice.
pub trait QueueConsumer: Sized + Send + Sync + 'static {
    /// The function and its binary.
    const NAME: &'static str;
    /// What it does, in one line.
    const SUMMARY: &'static str;
    /// The queue, as the deployment template calls it.
    const QUEUE: &'static str;
    /// What it works with.
    type App: App;
    /// What a message says.
    type Message: DeserializeOwned + Send;

    /// Handles one message. An error leaves it in the queue for another try, and after the last one in the
    /// dead-letter queue; the other messages of its batch are not affected.
    fn handle(
        app: &Self::App,
        delivery: QueueMessage<Self::Message>,
    ) -> impl Future<Output = ApiResult<()>> + Send;
}

/// One delivery of a message.
#[derive(Clone, Debug)]
pub struct QueueMessage<M> {
    /// What it says.
    pub message: M,
    /// The queue's id of it.
    pub message_id: String,
    /// Which delivery this is, from 1.
    pub attempt: u32,
}
