//! Serving an endpoint, a queue consumer or a schedule.

mod http;
mod queue;
mod schedule;

use std::{sync::Arc, time::Instant};

use ::http::StatusCode;
use aws_lambda_events::event::sqs::SqsEvent;
use domain::{TenantId, ids::UserId};
use lambda_runtime::LambdaEvent;
use serde_json::Value;

pub(crate) use self::{http::HttpService, queue::QueueService, schedule::ScheduleService};
use crate::{
    Error,
    clock::Clock,
    endpoint::Endpoint,
    environment::ConfigError,
    error::ApiError,
    function_context::FunctionContext,
    log::{self, EmbeddedMetrics, RequestLine, RequestLog, milliseconds},
    queue::QueueConsumer,
    schedule::Scheduled,
};

// The futures of handlers are boxed below: with those of the SDK inside, their types are too deep for the compiler.

/// Serves an endpoint until Lambda ends the process. The whole of a binary.
pub async fn serve<E: Endpoint>() -> Result<(), Error> {
    let context = start_context()?;
    let service = Arc::new(HttpService::<E>::start(&context)?);
    service.warm_up().await;
    let handler = lambda_http::service_fn(move |request| {
        let service = service.clone();
        Box::pin(async move { Ok::<_, Error>(service.call(request).await) })
    });
    lambda_http::run(handler).await
}

/// Serves a queue consumer until Lambda ends the process.
pub async fn serve_queue<C: QueueConsumer>() -> Result<(), Error> {
    let context = start_context()?;
    let service = Arc::new(QueueService::<C>::start(&context)?);
    let handler = lambda_runtime::service_fn(move |event: LambdaEvent<SqsEvent>| {
        let service = service.clone();
        Box::pin(async move { Ok::<_, Error>(service.call(event.payload).await) })
    });
    lambda_runtime::run(handler).await
}

/// Serves a schedule until Lambda ends the process.
pub async fn serve_schedule<S: Scheduled>() -> Result<(), Error> {
    let context = start_context()?;
    let service = Arc::new(ScheduleService::<S>::start(&context)?);
    let handler = lambda_runtime::service_fn(move |event: LambdaEvent<Value>| {
        let service = service.clone();
        Box::pin(async move { service.call(&event.context.request_id).await })
    });
    lambda_runtime::run(handler).await
}

fn start_context() -> Result<FunctionContext, ConfigError> {
    let context = FunctionContext::of_lambda()?;
    log::start(context.environment.get("LOG_LEVELS").as_deref());
    Ok(context)
}

/// What every kind of function logs with.
struct Logger {
    clock: Arc<dyn Clock>,
    log: Arc<dyn RequestLog>,
}

impl Logger {
    fn of(context: &FunctionContext) -> Self {
        Self { clock: context.clock.clone(), log: context.request_log.clone() }
    }

    fn write(&self, entry: Entry<'_>, started: Instant, error: Option<&ApiError>) {
        let now = self.clock.now();
        let fault = entry.status.is_server_error();
        self.log.write(&RequestLine {
            timestamp: now,
            level: if fault { "ERROR" } else { "INFO" },
            message: entry.message,
            function: log::deployed_name(entry.function),
            request_id: entry.request_id,
            trace_id: entry.trace_id,
            tenant_id: entry.tenant,
            user_id: entry.user,
            status: entry.status.as_u16(),
            duration_ms: milliseconds(started.elapsed()),
            error_code: error.map(ApiError::code),
            cause: error.and_then(ApiError::causes),
            faults: u8::from(fault),
            metrics: EmbeddedMetrics::of_request(now),
        });
    }
}

struct Entry<'a> {
    message: String,
    function: &'static str,
    request_id: &'a str,
    trace_id: Option<&'a str>,
    tenant: Option<TenantId>,
    user: Option<UserId>,
    status: StatusCode,
}
