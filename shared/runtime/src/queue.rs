//! One consumer of a queue.

use std::future::Future;

use serde::de::DeserializeOwned;

use crate::{app::App, error::ApiResult, subject::Subject};

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
        message: QueueMessage<Self::Message>,
    ) -> impl Future<Output = ApiResult<()>> + Send;
}

/// A message of a queue, as it was delivered this time.
#[derive(Clone, Debug)]
pub struct QueueMessage<M> {
    /// What it says.
    pub body: M,
    /// The queue's id of it.
    pub id: String,
    /// Which delivery this is, from 1.
    pub attempt: u32,
    /// What it is about, for the log.
    pub subject: Subject,
}
