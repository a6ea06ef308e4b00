//! All functions of a resource as data: for the local stack, the tests and the OpenAPI document.

use std::{any::type_name, collections::BTreeSet, sync::Arc, time::Duration};

use aws_lambda_events::event::sqs::SqsEvent;
use domain::role::Role;
use futures_util::future::BoxFuture;
use lambda_http::{Adapter, request::LambdaRequest};
use lambda_runtime::{Context, Error, LambdaEvent};
use serde_json::Value;
use tower::Service;
use utoipa::openapi::OpenApi;

use crate::{
    access::Access,
    answer::Answer,
    app::App,
    document::{Document, DocumentError},
    endpoint::Endpoint,
    environment::{ConfigError, TABLE_NAME, Variable},
    function_context::FunctionContext,
    openapi,
    queue::QueueConsumer,
    route::{Place, Route},
    schedule::Scheduled,
    service::{HttpService, QueueService, ScheduleService},
};

/// One function: what triggers it, what it needs, and how it is started inside another process.
#[derive(Clone)]
pub struct Function {
    /// Its name, and that of its binary.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// What triggers it.
    pub trigger: Trigger,
    /// The variables that it needs.
    pub variables: BTreeSet<Variable>,
    /// Whether its answers are compressed where they are large and the caller takes it; see
    /// [`Answer::COMPRESSIBLE`](crate::Answer::COMPRESSIBLE).
    pub compresses: bool,
    /// The path of the type that it is made of: its binary serves that type.
    pub handler: &'static str,
    start: fn(&FunctionContext) -> Result<Arc<dyn LambdaService>, ConfigError>,
    describe: Option<fn(&mut Document)>,
}

/// What triggers a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A request to the API.
    Api {
        /// Where it is.
        route: Route,
        /// The least role of the caller; `None` where nobody has to be signed in.
        least_role: Option<Role>,
        /// Whether it takes an idempotency key.
        idempotent: bool,
        /// Whether it needs `If-Match`.
        conditional: bool,
    },
    /// A request to its own URL.
    FunctionUrl {
        /// Where it is below the URL.
        route: Route,
    },
    /// Messages of a queue.
    Queue {
        /// The queue, as the deployment template calls it.
        queue: &'static str,
    },
    Schedule {
        /// How often.
        every: Duration,
    },
}

/// A started function: JSON event in, JSON answer out, as Lambda sees it.
pub trait LambdaService: Send + Sync + 'static {
    /// Handles one event.
    fn invoke(&self, event: Value, context: Context) -> BoxFuture<'_, Result<Value, Error>>;
}

impl Function {
    /// The function that serves an endpoint.
    pub fn endpoint<E: Endpoint>() -> Self {
        let mut variables: BTreeSet<Variable> = E::App::VARIABLES.iter().copied().collect();
        let least_role = E::Access::LEAST_ROLE;
        if least_role.is_some() {
            variables.insert(TABLE_NAME);
        }
        let trigger = match E::ROUTE.place {
            Place::FunctionUrl => Trigger::FunctionUrl { route: E::ROUTE },
            Place::Api => Trigger::Api {
                route: E::ROUTE,
                least_role,
                idempotent: E::IDEMPOTENT,
                conditional: E::CONDITIONAL,
            },
        };
        Self {
            name: E::NAME,
            summary: E::SUMMARY,
            trigger,
            variables,
            compresses: E::Answer::COMPRESSIBLE,
            handler: type_name::<E>(),
            start: |context| Ok(Arc::new(HttpService::<E>::start(context)?)),
            describe: Some(openapi::describe::<E>),
        }
    }

    /// The function that consumes a queue.
    pub fn queue_consumer<C: QueueConsumer>() -> Self {
        Self {
            name: C::NAME,
            summary: C::SUMMARY,
            trigger: Trigger::Queue { queue: C::QUEUE },
            variables: C::App::VARIABLES.iter().copied().collect(),
            compresses: false,
            handler: type_name::<C>(),
            start: |context| Ok(Arc::new(QueueService::<C>::start(context)?)),
            describe: None,
        }
    }

    /// The function that does something again and again.
    pub fn scheduled<S: Scheduled>() -> Self {
        Self {
            name: S::NAME,
            summary: S::SUMMARY,
            trigger: Trigger::Schedule { every: S::EVERY },
            variables: S::App::VARIABLES.iter().copied().collect(),
            compresses: false,
            handler: type_name::<S>(),
            start: |context| Ok(Arc::new(ScheduleService::<S>::start(context)?)),
            describe: None,
        }
    }

    /// Its operation id in the OpenAPI document.
    pub fn operation_id(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Starts it in these surroundings.
    pub fn start(&self, context: &FunctionContext) -> Result<Arc<dyn LambdaService>, ConfigError> {
        (self.start)(context)
    }

    /// Adds it to the OpenAPI document, if it is a part of the API.
    pub fn describe(&self, document: &mut Document) {
        if let (Trigger::Api { .. }, Some(describe)) = (self.trigger, self.describe) {
            describe(document);
        }
    }

    /// The document of this endpoint alone, whether it is a part of the API or has a URL of its own. `None` if it is
    /// not called by HTTP.
    pub fn contract(&self) -> Option<Result<OpenApi, DocumentError>> {
        let mut document = Document::new();
        self.describe?(&mut document);
        Some(document.finish("1"))
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Function")
            .field("name", &self.name)
            .field("trigger", &self.trigger)
            .finish_non_exhaustive()
    }
}

impl<E: Endpoint> LambdaService for HttpService<E> {
    fn invoke(&self, event: Value, context: Context) -> BoxFuture<'_, Result<Value, Error>> {
        Box::pin(async move {
            let request: LambdaRequest = serde_json::from_value(event)?;
            // The adapter of `lambda_http` itself, so that nothing differs from a deployed function.
            let mut adapter = Adapter::from(lambda_http::service_fn(|request| async {
                Ok::<_, Error>(self.call(request).await)
            }));
            let response = adapter.call(LambdaEvent::new(request, context)).await?;
            Ok(serde_json::to_value(response)?)
        })
    }
}

impl<C: QueueConsumer> LambdaService for QueueService<C> {
    fn invoke(&self, event: Value, context: Context) -> BoxFuture<'_, Result<Value, Error>> {
        Box::pin(async move {
            let event: SqsEvent = serde_json::from_value(event)?;
            Ok(serde_json::to_value(self.call(event, &context).await)?)
        })
    }
}

impl<S: Scheduled> LambdaService for ScheduleService<S> {
    fn invoke(&self, _: Value, context: Context) -> BoxFuture<'_, Result<Value, Error>> {
        Box::pin(async move { self.call(&context).await })
    }
}
