//! Serving an endpoint, a queue consumer or a schedule.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use domain::{TenantId, ids::UserId, role::Role};
use http::{HeaderValue, StatusCode, header};
use lambda_http::{Body as LambdaBody, Request as LambdaRequest, RequestExt};
use lambda_runtime::LambdaEvent;
use serde_json::Value;
use tracing::Instrument;

use crate::{
    Error,
    access::{Access, FromCaller},
    answer::{Answer, HttpResponse},
    app::App,
    bearer::Authenticator,
    clock::Clock,
    endpoint::Endpoint,
    environment::ConfigError,
    error::{ApiError, ApiResult},
    log::{self, EmbeddedMetrics, RequestLine, RequestLog, milliseconds},
    process::Process,
    queue::{Delivery, QueueConsumer},
    request::{Body, Caller, Meta, Path, QueryString, Request, read_json},
    schedule::Scheduled,
};

/// How long the preparation for the first request may take. Lambda ends a start that takes longer than 10 s.
const PREPARATION: Duration = Duration::from_secs(2);

// The futures of handlers are boxed below: with those of the SDK inside, their types are too deep for the compiler.

/// Serves an endpoint until Lambda ends the process. The whole of a binary.
pub async fn serve<E: Endpoint>() -> Result<(), Error> {
    let process = start_process()?;
    let service = Arc::new(HttpService::<E>::start(&process)?);
    service.prepare().await;
    let handler = lambda_http::service_fn(move |request| {
        let service = service.clone();
        Box::pin(async move { Ok::<_, Error>(service.call(request).await) })
    });
    lambda_http::run(handler).await
}

/// Serves a queue consumer until Lambda ends the process.
pub async fn serve_queue<C: QueueConsumer>() -> Result<(), Error> {
    let process = start_process()?;
    let service = Arc::new(QueueService::<C>::start(&process)?);
    let handler = lambda_runtime::service_fn(move |event: LambdaEvent<SqsEvent>| {
        let service = service.clone();
        Box::pin(async move { Ok::<_, Error>(service.call(event.payload).await) })
    });
    lambda_runtime::run(handler).await
}

/// Serves a schedule until Lambda ends the process.
pub async fn serve_schedule<S: Scheduled>() -> Result<(), Error> {
    let process = start_process()?;
    let service = Arc::new(ScheduleService::<S>::start(&process)?);
    let handler = lambda_runtime::service_fn(move |event: LambdaEvent<Value>| {
        let service = service.clone();
        Box::pin(async move { service.call(&event.context.request_id).await })
    });
    lambda_runtime::run(handler).await
}

fn start_process() -> Result<Process, ConfigError> {
    let process = Process::of_lambda()?;
    log::start(process.environment.get("LOG_LEVELS").as_deref());
    Ok(process)
}

/// What every kind of function logs with.
struct Logger {
    clock: Arc<dyn Clock>,
    log: Arc<dyn RequestLog>,
}

impl Logger {
    fn of(process: &Process) -> Self {
        Self { clock: process.clock.clone(), log: process.request_log.clone() }
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

/// An endpoint with all that it needs.
pub(crate) struct HttpService<E: Endpoint> {
    app: E::App,
    authenticator: Option<Authenticator>,
    logger: Logger,
}

impl<E: Endpoint> HttpService<E> {
    pub(crate) fn start(process: &Process) -> Result<Self, ConfigError> {
        let authenticator = match E::Access::LEAST_ROLE {
            None => None,
            Some(_) => Some(Authenticator::new(process.table()?, process.clock.clone())),
        };
        Ok(Self { app: E::App::start(process)?, authenticator, logger: Logger::of(process) })
    }

    /// Does in advance what the first request would have to wait for. Lambda gives a starting process a whole core, and
    /// one that has a request only the part of a core that goes with its memory: a seventh at 256 MB.
    async fn prepare(&self) {
        E::prepare();
        if let Some(authenticator) = &self.authenticator {
            // The request will be told what is wrong, if that does not pass.
            drop(tokio::time::timeout(PREPARATION, authenticator.prepare()).await);
        }
    }

    /// Answers a request. Never fails: what goes wrong is an answer as well.
    pub(crate) async fn call(&self, request: LambdaRequest) -> HttpResponse {
        let started = Instant::now();
        let request_id = request_id(&request);
        let trace_id = request.lambda_context_ref().and_then(|context| context.xray_trace_id.clone());
        let span = tracing::info_span!("request", function = E::NAME, request.id = %request_id);
        let mut caller = None;
        let outcome = self.answer(request, &request_id, &mut caller).instrument(span).await;
        let (mut response, error) = match outcome {
            Ok(response) => (response, None),
            Err(error) => (problem_response(&error, &request_id), Some(error)),
        };
        if let Ok(value) = HeaderValue::try_from(&request_id) {
            response.headers_mut().insert("x-request-id", value);
        }
        let entry = Entry {
            message: format!("{} {} {}", E::ROUTE.method.as_str(), E::ROUTE.path, response.status().as_u16()),
            function: E::NAME,
            request_id: &request_id,
            trace_id: trace_id.as_deref(),
            tenant: caller.map(|caller: Caller| caller.tenant),
            user: caller.map(|caller| caller.user),
            status: response.status(),
        };
        self.logger.write(entry, started, error.as_ref());
        response
    }

    /// Identity before anything else, then the role, the method and the address, the query, the headers, the body.
    async fn answer(
        &self,
        request: LambdaRequest,
        request_id: &str,
        found: &mut Option<Caller>,
    ) -> ApiResult<HttpResponse> {
        if let Some(authenticator) = &self.authenticator {
            let caller = authenticator.authenticate(request.headers()).await?;
            *found = Some(caller);
            if !caller.role.covers(E::Access::LEAST_ROLE.unwrap_or(Role::Owner)) {
                return Err(ApiError::forbidden());
            }
        }
        let caller =
            <E::Access as Access>::Context::from_caller(*found).ok_or_else(ApiError::unauthenticated)?;
        // A function URL takes every method; API Gateway has looked at it already.
        if request.method().as_str() != E::ROUTE.method.as_str() {
            return Err(ApiError::wrong_method(E::ROUTE.method.as_str()));
        }
        let path = E::Path::read(&request, &E::ROUTE)?;
        let query = E::Query::read(request.uri().query().unwrap_or_default())?;
        let mut meta = Meta::of(&request, request_id);
        meta.read_conditions::<E>(&request)?;
        let body = E::Body::read(request)?;
        let answer = E::handle(&self.app, Request { caller, path, query, body, meta }).await?;
        Ok(answer.render()?.into_response(E::Answer::STATUS))
    }
}

/// API Gateway's id of the request, or Lambda's.
fn request_id(request: &LambdaRequest) -> String {
    let gateway = match request.request_context_ref() {
        Some(lambda_http::request::RequestContext::ApiGatewayV2(context)) => context.request_id.clone(),
        _ => None,
    };
    gateway
        .or_else(|| request.lambda_context_ref().map(|context| context.request_id.clone()))
        .filter(|id| !id.is_empty())
        .unwrap_or_else(|| "unknown".to_owned())
}

fn problem_response(error: &ApiError, request_id: &str) -> HttpResponse {
    let body = serde_json::to_string(&error.problem(request_id)).unwrap_or_default();
    let mut response = http::Response::new(LambdaBody::Text(body));
    *response.status_mut() = error.status();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in error.headers() {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.append(name.clone(), value);
        }
    }
    response
}

/// A queue consumer with all that it needs.
pub(crate) struct QueueService<C: QueueConsumer> {
    app: C::App,
    logger: Logger,
    consumer: std::marker::PhantomData<fn() -> C>,
}

impl<C: QueueConsumer> QueueService<C> {
    pub(crate) fn start(process: &Process) -> Result<Self, ConfigError> {
        let logger = Logger::of(process);
        Ok(Self { app: C::App::start(process)?, logger, consumer: std::marker::PhantomData })
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
                let message = read_json(body.as_bytes())?;
                C::handle(&self.app, Delivery { message, message_id: message_id.clone(), attempt }).await
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

/// A schedule with all that it needs.
pub(crate) struct ScheduleService<S: Scheduled> {
    app: S::App,
    logger: Logger,
    schedule: std::marker::PhantomData<fn() -> S>,
}

impl<S: Scheduled> ScheduleService<S> {
    pub(crate) fn start(process: &Process) -> Result<Self, ConfigError> {
        let logger = Logger::of(process);
        Ok(Self { app: S::App::start(process)?, logger, schedule: std::marker::PhantomData })
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
