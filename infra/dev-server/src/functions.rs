//! The functions of the catalog as the local services invoke them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use futures_util::future::BoxFuture;
use http::Method;
use lambda_runtime::Context;
use local_services::{
    consumers::Mapping,
    gateway::HttpRoute,
    invoke::{Function as LocalFunction, Invoke},
    schedules::Schedule,
};
use runtime::{Environment, Function, FunctionContext, LambdaService, Trigger};
use serde_json::Value;

/// Every function by what triggers it.
#[derive(Default)]
pub(crate) struct Triggered {
    pub(crate) routes: Vec<HttpRoute>,
    pub(crate) function_urls: Vec<LocalFunction>,
    pub(crate) mappings: Vec<Mapping>,
    pub(crate) schedules: Vec<Schedule>,
}

/// The longest that API Gateway waits for a function.
const API_TIMEOUT: Duration = Duration::from_secs(29);
/// What the template gives to workers.
const WORKER_TIMEOUT: Duration = Duration::from_secs(60);

/// Starts every function with just the variables that it names (and those that Lambda sets), so that one that is
/// missing in its declaration is missing here as well.
pub(crate) fn start(context: &FunctionContext, variables: &[(String, String)]) -> anyhow::Result<Triggered> {
    let mut triggered = Triggered::default();
    for function in catalog::functions() {
        let own = variables.iter().filter(|(name, _)| {
            name.starts_with("AWS_") || function.variables.iter().any(|variable| variable.name == name)
        });
        let own_context = context.with(Environment::given(own.cloned()));
        let service =
            function.start(&own_context).with_context(|| format!("{} does not start", function.name))?;
        let timeout = match function.trigger {
            Trigger::Api { .. } | Trigger::FunctionUrl { .. } => API_TIMEOUT,
            Trigger::Queue { .. } | Trigger::Schedule { .. } => WORKER_TIMEOUT,
        };
        let local = LocalFunction {
            name: function.name.to_owned(),
            timeout,
            code: Arc::new(Service { name: function.name, service }),
        };
        place(&mut triggered, &function, local)?;
    }
    Ok(triggered)
}

fn place(triggered: &mut Triggered, function: &Function, local: LocalFunction) -> anyhow::Result<()> {
    match function.trigger {
        Trigger::Api { route, .. } => triggered.routes.push(HttpRoute {
            method: Method::from_bytes(route.method.as_str().as_bytes())?,
            path_template: route.path.to_owned(),
            function: local,
        }),
        Trigger::FunctionUrl { .. } => triggered.function_urls.push(local),
        Trigger::Queue { queue } => triggered.mappings.push(Mapping {
            queue: queue.to_owned(),
            function: local,
            batch_size: 10,
            batching_window: Duration::ZERO,
            maximum_concurrency: 8,
        }),
        Trigger::Schedule { every } => {
            triggered.schedules.push(Schedule { name: function.name.to_owned(), every, function: local });
        }
    }
    Ok(())
}

struct Service {
    name: &'static str,
    service: Arc<dyn LambdaService>,
}

impl Invoke for Service {
    fn invoke(&self, event: Value, _: Instant) -> BoxFuture<'_, Result<Value, String>> {
        let request_id = event["requestContext"]["requestId"]
            .as_str()
            .or_else(|| event["id"].as_str())
            .unwrap_or(self.name)
            .to_owned();
        let mut context = Context::default();
        context.request_id = request_id;
        Box::pin(async move { self.service.invoke(event, context).await.map_err(|error| error.to_string()) })
    }
}
