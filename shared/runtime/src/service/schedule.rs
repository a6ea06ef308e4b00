//! Serving a schedule.

use std::{
    marker::PhantomData,
    time::{Duration, Instant},
};

use http::StatusCode;
use jiff::Timestamp;
use lambda_runtime::{Context, Error};
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
        let logger = Logger::of(S::NAME, context);
        Ok(Self { app: S::App::start(context)?, logger, schedule: PhantomData })
    }

    /// Does it once. An error is Lambda's to see as well: it counts it and tries again.
    pub(crate) async fn call(&self, context: &Context) -> Result<Value, Error> {
        let started = Instant::now();
        let subject = self.logger.begin(&context.request_id, None, context, self.logger.is_cold());
        let until = started + time_for(context, self.logger.clock.now());
        let outcome = S::run(&self.app, until, &subject).instrument(subject.span()).await;
        let error = outcome.err();
        let status = if error.is_some() { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
        let entry = Entry { message: format!("schedule of {}", S::NAME), subject: &subject, status };
        self.logger.write(entry, started, error.as_ref());
        error.map_or(Ok(Value::Null), |error| Err(error.into()))
    }
}

/// What is kept for the end, to write what was done.
const MARGIN: Duration = Duration::from_secs(5);
/// How long a run may take where no end is told, as in tests.
const WITHOUT_DEADLINE: Duration = Duration::from_secs(30);

/// How long a run may take.
fn time_for(context: &Context, now: Timestamp) -> Duration {
    if context.deadline == 0 {
        return WITHOUT_DEADLINE;
    }
    let now = u64::try_from(now.as_millisecond()).unwrap_or(0);
    Duration::from_millis(context.deadline.saturating_sub(now)).saturating_sub(MARGIN)
}
