//! How a function is served.
//!
//! A resource declares its endpoints, queue consumers and schedules as types ([`Endpoint`], [`QueueConsumer`],
//! [`Scheduled`]). The same type is served by Lambda ([`serve`]), by the local stack and by the tests ([`Function`]),
//! and described in the OpenAPI document ([`Document`]).

pub mod access;
mod answer;
mod app;
pub mod bearer;
mod clock;
mod compression;
pub mod cursor;
mod document;
pub mod edge;
mod endpoint;
pub mod environment;
mod error;
mod function;
mod function_context;
mod function_name;
mod idempotency;
mod listing;
pub mod log;
pub mod metric;
mod openapi;
mod principal;
mod queue;
mod random;
mod registration;
mod request;
mod route;
mod schedule;
mod security_event;
mod service;
mod subject;
mod tagged;

pub use answer::{
    Accepted, Answer, Created, HttpResponse, Idempotent, NoContent, Ok200, Put, Rendered, Versioned,
};
pub use app::{App, Core, ListApp};
pub use clock::{Clock, FixedClock, SystemClock};
pub use document::{Document, DocumentError, REFRESH_COOKIE};
pub use endpoint::{Credential, Endpoint, Request};
pub use environment::{ConfigError, Environment, Variable};
pub use error::{ApiError, ApiResult, FieldError, Params, Problem};
pub use function::{Function, LambdaService, Trigger};
pub use function_context::FunctionContext;
pub use metric::Metric;
pub use principal::{Anyone, Principal};
pub use queue::{QueueConsumer, QueueMessage};
pub use random::{FixedRandom, Random, SystemRandom};
pub use registration::Registration;
pub use request::{
    AnyQuery, Body, IfMatch, Json, Limit, MAX_AUTH_BYTES, MAX_JSON_BYTES, Meta, NoBody, NoPath, NoQuery,
    Page, PageQuery, Path, QueryString, Raw,
};
pub use route::{Method, Place, Route};
pub use schedule::Scheduled;
pub use service::{serve, serve_queue, serve_schedule};
pub use subject::{Facts, Origin, Subject};
pub use tagged::Tagged;

/// What a binary ends with when it cannot start or go on.
pub type Error = lambda_runtime::Error;
