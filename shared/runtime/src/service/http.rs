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
    principal::{FromPrincipal, Principal},
    request::{Body, Meta, Path, QueryString, body_bytes, bounds::check_length},
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
        Ok(Self { app: E::App::start(context)?, authenticator, logger: Logger::of(context) })
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
        let trace_id = request.lambda_context_ref().and_then(|context| context.xray_trace_id.clone());
        let span = tracing::info_span!("request", function = E::NAME, request.id = %request_id);
        let accepted = compression::Accepted::of(request.headers());
        let mut principal = None;
        let outcome = self.answer(request, &request_id, &mut principal).instrument(span).await;
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
        let entry = Entry {
            message: format!("{} {} {}", E::ROUTE.method.as_str(), E::ROUTE.path, response.status().as_u16()),
            function: E::NAME,
            request_id: &request_id,
            trace_id: trace_id.as_deref(),
            tenant: principal.map(|principal: Principal| principal.tenant),
            user: principal.map(|principal| principal.user),
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
        found: &mut Option<Principal>,
    ) -> ApiResult<HttpResponse> {
        if E::COOKIES {
            origin::check(request.headers())?;
        }
        let Some(authenticator) = &self.authenticator else {
            return self.handle(request, request_id, None).await;
        };
        let claimed = authenticator.claimed(request.headers()).await?;
        let least = E::Access::LEAST_ROLE.unwrap_or(Role::Owner);
        let permitted = async {
            let principal = authenticator.confirm(claimed).await?;
            *found = Some(principal);
            if principal.role.covers(least) { Ok(principal) } else { Err(ApiError::forbidden()) }
        };
        if E::READS_AHEAD {
            // What goes wrong with the request itself is told only to whom the session lets in.
            let read = async { Ok(self.handle(request, request_id, Some(claimed.unconfirmed(least))).await) };
            let (_, outcome) = futures_util::future::try_join(permitted, read).await?;
            return outcome;
        }
        let principal = permitted.await?;
        self.handle(request, request_id, Some(principal)).await
    }

    /// What the endpoint answers to this caller.
    async fn handle(
        &self,
        request: LambdaRequest,
        request_id: &str,
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
        let mut meta = Meta::of(&request, request_id);
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
