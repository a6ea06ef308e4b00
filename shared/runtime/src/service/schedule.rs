//! Serving a schedule.

use std::{marker::PhantomData, time::Instant};

use http::StatusCode;
use lambda_runtime::Error;
use serde_json::Value;
use tracing::Instrument;

use super::logger::{Entry, Logger};
use crate::{app::App, environment::ConfigError, function_context::FunctionContext, schedule::Scheduled};

/// A schedule with all that it needs.
pub(crate) struct ScheduleService<S: Scheduled> {
    app: S::App,
    logger: Logger,
    schedule: PhantomData<fn() -> S>,
}

impl<S: Scheduled> ScheduleService<S> {
    pub(crate) fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        let logger = Logger::of(context);
        Ok(Self { app: S::App::start(context)?, logger, schedule: PhantomData })
    }

    /// Does it once. An error is Lambda's to see as well: it counts it and tries again.
    pub(crate) async fn call(&self, request_id: &str) -> Result<Value, Error> {
        let started = Instant::now();
        let span = tracing::info_span!("schedule", function = S::NAME, request.id = %request_id);
        let outcome = S::run(&self.app).instrument(span).await;
        let error = outcome.err();
        let status = if error.is_some() { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
        let entry = Entry {
            message: format!("schedule of {}", S::NAME),
            function: S::NAME,
            request_id,
            trace_id: None,
            tenant: None,
            user: None,
            status,
        };
        self.logger.write(entry, started, error.as_ref());
        error.map_or(Ok(Value::Null), |error| Err(error.into()))
    }
}
