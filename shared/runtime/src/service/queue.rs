//! Serving a queue consumer.

use std::{marker::PhantomData, time::Instant};

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use http::StatusCode;
use tracing::Instrument;

use super::{
    WARM_UP,
    logger::{Entry, Logger},
};
use crate::{
    app::App,
    environment::ConfigError,
    function_context::FunctionContext,
    queue::{QueueConsumer, QueueMessage},
    request::read_message,
};

/// A queue consumer with all that it needs.
pub(crate) struct QueueService<C: QueueConsumer> {
    app: C::App,
    logger: Logger,
    consumer: PhantomData<fn() -> C>,
}

impl<C: QueueConsumer> QueueService<C> {
    pub(crate) fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        let logger = Logger::of(context);
        Ok(Self { app: C::App::start(context)?, logger, consumer: PhantomData })
    }

    /// Connects before the first message comes: a process has a whole core while it starts.
    pub(crate) async fn warm_up(&self) {
        drop(tokio::time::timeout(WARM_UP, self.app.connect()).await);
    }

    /// Handles a batch, one message after the other, and says which ones must come again.
    pub(crate) async fn call(&self, event: SqsEvent) -> SqsBatchResponse {
        let mut failures = Vec::new();
        for record in event.records {
            let started = Instant::now();
            let message_id = record.message_id.unwrap_or_default();
            let attempt = record
                .attributes
                .get("ApproximateReceiveCount")
                .and_then(|count| count.parse().ok())
                .unwrap_or(1);
            let span = tracing::info_span!("message", function = C::NAME, request.id = %message_id, attempt);
            let body = record.body.unwrap_or_default();
            let outcome = async {
                let body = read_message(body.as_bytes())?;
                C::handle(&self.app, QueueMessage { body, id: message_id.clone(), attempt }).await
            }
            .instrument(span)
            .await;
            let error = outcome.err();
            let status = if error.is_some() { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
            let entry = Entry {
                message: format!("message of {}, delivery {attempt}", C::QUEUE),
                function: C::NAME,
                request_id: &message_id,
                trace_id: None,
                tenant: None,
                user: None,
                status,
            };
            self.logger.write(entry, started, error.as_ref());
            if error.is_some() {
                let mut failure = BatchItemFailure::default();
                failure.item_identifier = message_id;
                failures.push(failure);
            }
        }
        let mut response = SqsBatchResponse::default();
        response.batch_item_failures = failures;
        response
    }
}
