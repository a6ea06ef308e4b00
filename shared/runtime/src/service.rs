//! Serving an endpoint, a queue consumer or a schedule.

pub(crate) mod headers;
mod http;
mod logger;
mod origin;
mod queue;
mod schedule;
mod security_headers;

use std::{process, sync::Arc, time::Duration};

use aws_lambda_events::event::sqs::SqsEvent;
use lambda_runtime::{Error, LambdaEvent};
use serde_json::Value;

pub(crate) use self::{http::HttpService, queue::QueueService, schedule::ScheduleService};
use crate::{
    endpoint::Endpoint,
    environment::{ConfigError, check_started_by_lambda},
    function_context::FunctionContext,
    log,
    queue::QueueConsumer,
    schedule::Scheduled,
};

// The futures of handlers are boxed below: with those of the SDK inside, their types are too deep for the compiler.

/// How long the preparation for the first request may take. Lambda ends a start that takes longer than 10 s.
const WARM_UP: Duration = Duration::from_secs(2);

/// Serves an endpoint until Lambda ends the process. The whole of a binary.
pub async fn serve<E: Endpoint>() -> Result<(), Error> {
    let service = Arc::new(started(E::NAME, HttpService::<E>::start));
    service.warm_up().await;
    let handler = lambda_http::service_fn(move |request| {
        let service = service.clone();
        Box::pin(async move { Ok::<_, Error>(service.call(request).await) })
    });
    lambda_http::run(handler).await
}

/// Serves a queue consumer until Lambda ends the process.
pub async fn serve_queue<C: QueueConsumer>() -> Result<(), Error> {
    let service = Arc::new(started(C::NAME, QueueService::<C>::start));
    service.warm_up().await;
    let handler = lambda_runtime::service_fn(move |event: LambdaEvent<SqsEvent>| {
        let service = service.clone();
        Box::pin(async move { Ok::<_, Error>(service.call(event.payload, &event.context).await) })
    });
    lambda_runtime::run(handler).await
}

/// Serves a schedule until Lambda ends the process.
pub async fn serve_schedule<S: Scheduled>() -> Result<(), Error> {
    let service = Arc::new(started(S::NAME, ScheduleService::<S>::start));
    let handler = lambda_runtime::service_fn(move |event: LambdaEvent<Value>| {
        let service = service.clone();
        Box::pin(async move { service.call(&event.context).await })
    });
    lambda_runtime::run(handler).await
}

/// What a function serves with. Ends the process where it cannot start: why, one line of the log says, which is for a
/// person to read, unlike what Rust would print of the error.
fn started<T>(function: &'static str, start: fn(&FunctionContext) -> Result<T, ConfigError>) -> T {
    let service = FunctionContext::of_lambda().and_then(|context| {
        log::start(log::levels(&context.environment)?);
        let service = start(&context)?;
        check_started_by_lambda(&context.environment)?;
        Ok(service)
    });
    service.unwrap_or_else(|error| {
        log::cannot_start(function, &error);
        process::exit(1)
    })
}
