//! Serving an endpoint, a queue consumer or a schedule.

pub(crate) mod headers;
mod http;
mod logger;
mod origin;
mod queue;
mod schedule;
mod security_headers;

use std::{sync::Arc, time::Duration};

use aws_lambda_events::event::sqs::SqsEvent;
use lambda_runtime::{Error, LambdaEvent};
use serde_json::Value;

pub(crate) use self::{http::HttpService, queue::QueueService, schedule::ScheduleService};
use crate::{
    endpoint::Endpoint, environment::ConfigError, function_context::FunctionContext, log,
    queue::QueueConsumer, schedule::Scheduled,
};

// The futures of handlers are boxed below: with those of the SDK inside, their types are too deep for the compiler.

/// How long the preparation for the first request may take. Lambda ends a start that takes longer than 10 s.
const WARM_UP: Duration = Duration::from_secs(2);

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
    service.warm_up().await;
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
        Box::pin(async move { service.call(&event.context).await })
    });
    lambda_runtime::run(handler).await
}

fn start_context() -> Result<FunctionContext, ConfigError> {
    let context = FunctionContext::of_lambda()?;
    log::start(context.environment.get("LOG_LEVELS").as_deref());
    Ok(context)
}
