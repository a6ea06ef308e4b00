//! Serving a queue consumer.

use std::{marker::PhantomData, time::Instant};

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use clients::queue::CORRELATION_ID;
use http::StatusCode;
use lambda_runtime::Context;
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
        let logger = Logger::of(C::NAME, context);
        Ok(Self { app: C::App::start(context)?, logger, consumer: PhantomData })
    }

    /// Connects before the first message comes: a process has a whole core while it starts.
    pub(crate) async fn warm_up(&self) {
        drop(tokio::time::timeout(WARM_UP, self.app.connect()).await);
    }

    /// Handles a batch, one message after the other, and says which ones must come again.
    pub(crate) async fn call(&self, event: SqsEvent, context: &Context) -> SqsBatchResponse {
        let (mut failures, cold_start) = (Vec::new(), self.logger.is_cold());
        for record in event.records {
            let started = Instant::now();
            let message_id = record.message_id.unwrap_or_default();
            let attempt = record
                .attributes
                .get("ApproximateReceiveCount")
                .and_then(|count| count.parse().ok())
                .unwrap_or(1);
            // A message of an older function, or one that somebody sent by hand, says nothing about where it began.
            let sent = record.message_attributes.get(CORRELATION_ID);
            let correlation_id = sent.and_then(|attribute| attribute.string_value.as_deref());
            let subject = self.logger.begin(&message_id, correlation_id, context, cold_start);
            let body = record.body.unwrap_or_default();
            let outcome = async {
                let body = read_message(body.as_bytes())?;
                let message =
                    QueueMessage { body, id: message_id.clone(), attempt, subject: subject.clone() };
                C::handle(&self.app, message).await
            }
            .instrument(subject.span())
            .await;
            let error = outcome.err();
            let status = if error.is_some() { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
            let message = format!("message of {}, delivery {attempt}", C::QUEUE);
            let entry = Entry { message, subject: &subject, status };
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
