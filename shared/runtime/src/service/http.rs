//! Serving an endpoint.

use std::time::Instant;

use domain::role::Role;
use http::{HeaderValue, header};
use lambda_http::{Body as LambdaBody, Request as LambdaRequest, RequestExt};
use tracing::Instrument;

use super::{
    WARM_UP, headers,
    logger::{Entry, Logger},
    origin, security_headers,
};
use crate::{
    access::Access,
    answer::{Answer, HttpResponse},
    app::App,
    bearer::Authenticator,
    compression,
    endpoint::{Endpoint, Request},
    environment::ConfigError,
    error::{ApiError, ApiResult},
    function_context::FunctionContext,
    log::{SecurityEvent, SecurityWord},
    principal::{FromPrincipal, Principal},
    request::{Body, Meta, Path, QueryString, body_bytes, bounds::check_length, source_ip},
    subject::Subject,
};

/// An endpoint with all that it needs.
pub(crate) struct HttpService<E: Endpoint> {
    app: E::App,
    authenticator: Option<Authenticator>,
    logger: Logger,
}

impl<E: Endpoint> HttpService<E> {
    pub(crate) fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        let authenticator = match E::Access::LEAST_ROLE {
            None => None,
            Some(_) => Some(Authenticator::new(context.table()?, context.clock.clone())),
        };
        Ok(Self { app: E::App::start(context)?, authenticator, logger: Logger::of(E::NAME, context) })
    }

    /// Does in advance what the first request would have to wait for. Lambda gives a starting process a whole core, and
    /// one that has a request only the part of a core that goes with its memory: a seventh at 256 MB.
    pub(super) async fn warm_up(&self) {
        E::warm_up();
        if let Some(authenticator) = &self.authenticator {
            // The request will be told what is wrong, if that does not pass.
            drop(tokio::time::timeout(WARM_UP, authenticator.warm_up()).await);
        }
        drop(tokio::time::timeout(WARM_UP, self.app.connect()).await);
    }

    /// Answers a request. Never fails: what goes wrong is an answer as well.
    pub(crate) async fn call(&self, request: LambdaRequest) -> HttpResponse {
        let started = Instant::now();
        let request_id = request_id(&request);
        let context = request.lambda_context_ref().cloned().unwrap_or_default();
        let subject = self.logger.begin(&request_id, None, &context, self.logger.is_cold());
        let accepted = compression::Accepted::of(request.headers());
        let source = source_ip(&request).map(str::to_owned);
        let outcome = self.answer(request, &subject).instrument(subject.span()).await;
        let (mut response, error) = match outcome {
            Ok(response) => (response, None),
            Err(error) => (problem_response(&error, &request_id), Some(error)),
        };
        security_headers::add(response.headers_mut());
        if let Ok(value) = HeaderValue::try_from(&request_id) {
            response.headers_mut().insert("x-request-id", value);
        }
        if E::Answer::COMPRESSIBLE {
            compression::apply(&mut response, accepted);
        }
        if error.as_ref().is_some_and(ApiError::is_role_refused) {
            let event = SecurityEvent::new(SecurityWord::RoleRefused, required_role::<E>());
            subject.security(event.source(source.as_deref()));
        }
        let message =
            format!("{} {} {}", E::ROUTE.method.as_str(), E::ROUTE.path, response.status().as_u16());
        let entry = Entry { message, subject: &subject, status: response.status() };
        self.logger.write(entry, started, error.as_ref());
        response
    }

    /// Identity before anything else, then the role, the method and the address, the query, the headers, the body.
    async fn answer(&self, request: LambdaRequest, subject: &Subject) -> ApiResult<HttpResponse> {
        if E::COOKIES {
            origin::check(request.headers())?;
        }
        let Some(authenticator) = &self.authenticator else {
            return self.handle(request, subject, None).await;
        };
        let claimed = authenticator.claimed(request.headers()).await?;
        let least = E::Access::LEAST_ROLE.unwrap_or(Role::Owner);
        let permitted = async {
            let principal = authenticator.confirm(claimed).await?;
            subject.tenant(principal.tenant);
            subject.user(principal.user);
            if principal.role.covers(least) { Ok(principal) } else { Err(ApiError::forbidden()) }
        };
        // A process that was just started has one connection, and opening a second takes longer than another read.
        if E::READS_AHEAD && !subject.origin().cold_start {
            // What goes wrong with the request itself is told only to whom the session lets in.
            let read = async { Ok(self.handle(request, subject, Some(claimed.unconfirmed(least))).await) };
            let (_, outcome) = futures_util::future::try_join(permitted, read).await?;
            return outcome;
        }
        let principal = permitted.await?;
        self.handle(request, subject, Some(principal)).await
    }

    /// What the endpoint answers to this caller.
    async fn handle(
        &self,
        request: LambdaRequest,
        subject: &Subject,
        principal: Option<Principal>,
    ) -> ApiResult<HttpResponse> {
        let principal = <E::Access as Access>::Context::from_principal(principal)
            .ok_or_else(ApiError::unauthenticated)?;
        // A function URL takes every method; API Gateway has looked at it already.
        if request.method().as_str() != E::ROUTE.method.as_str() {
            return Err(ApiError::wrong_method(E::ROUTE.method.as_str()));
        }
        let path = E::Path::read(&request, &E::ROUTE)?;
        let query = E::Query::read(request.uri().query().unwrap_or_default())?;
        if E::Body::IS_BOUNDED {
            check_length(body_bytes(&request), E::MAX_BODY_BYTES)?;
        }
        let mut meta = Meta::of(&request, subject);
        if E::CONDITIONAL || (E::CONDITIONAL_IF_SENT && request.headers().contains_key(header::IF_MATCH)) {
            meta.if_match = Some(headers::if_match(request.headers())?);
        }
        if E::IDEMPOTENT {
            meta.identity = headers::idempotency_key(E::NAME, request.headers(), body_bytes(&request))?;
        }
        let body = E::Body::read(request)?;
        let answer = E::handle(&self.app, Request { principal, path, query, body, meta }).await?;
        Ok(answer.render()?.into_response(E::Answer::STATUS))
    }
}

/// The role that an endpoint asks for, as a reason in the log.
fn required_role<E: Endpoint>() -> &'static str {
    match E::Access::LEAST_ROLE {
        Some(Role::Owner) => "owner_required",
        Some(Role::Admin) => "admin_required",
        Some(Role::Agent) => "agent_required",
        Some(Role::Viewer) => "viewer_required",
        // The endpoint itself looked at the role.
        None => "role_required",
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
