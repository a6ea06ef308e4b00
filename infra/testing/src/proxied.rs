//! The same services, reached through proxies that count requests and make them go wrong.

use std::{net::SocketAddr, sync::Arc};

pub use local_services::faults::{Count, Fault, Faults, Rule};
use runtime::{Environment, Function, FunctionContext, LambdaService, log::Silent};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::{
    app::TestApp,
    contract,
    request::{TestRequest, TestResponse, messages_event},
};

/// A process of its own that reaches the services of a [`TestApp`] through a proxy each.
pub struct Proxied {
    /// What functions are started with.
    pub context: FunctionContext,
    /// The proxy before the table.
    pub table: Faults,
    /// The proxy before the queues.
    pub queues: Faults,
    /// The proxy before the secrets.
    pub secrets: Faults,
    stop: CancellationToken,
}

impl TestApp {
    /// Puts a proxy before each service, for functions that are started with what this gives.
    pub async fn proxied(&self) -> Proxied {
        let stop = CancellationToken::new();
        let any_port: SocketAddr = ([127, 0, 0, 1], 0).into();
        let (table, queues, secrets) = (Faults::default(), Faults::default(), Faults::default());
        let mut variables = self.variables.clone();
        for (name, value) in &mut variables {
            let faults = match name.as_str() {
                "AWS_ENDPOINT_URL_DYNAMODB" => &table,
                "AWS_ENDPOINT_URL_SQS" => &queues,
                "AWS_ENDPOINT_URL_SECRETS_MANAGER" => &secrets,
                _ => continue,
            };
            *value = faults.serve(any_port, value, stop.clone()).await.unwrap().url();
        }
        let context = FunctionContext::new(
            Environment::given(variables),
            self.context.clock.clone(),
            self.context.random.clone(),
            Arc::new(Silent),
        );
        Proxied { context: context.unwrap(), table, queues, secrets, stop }
    }
}

impl Proxied {
    /// Makes requests to all services go wrong by these rules from now on.
    pub fn set(&self, rules: &[Rule]) {
        for faults in [&self.table, &self.queues, &self.secrets] {
            faults.set(rules.to_vec());
        }
    }

    /// How many requests went wrong since the rules were set.
    pub fn followed(&self) -> u64 {
        let all = [&self.table, &self.queues, &self.secrets];
        all.iter().flat_map(|faults| faults.rules()).map(|(_, followed)| followed).sum()
    }

    /// Counts from zero again.
    pub fn reset_counts(&self) {
        for faults in [&self.table, &self.queues, &self.secrets] {
            faults.reset_counts();
        }
    }

    /// What passed, by operation.
    pub fn counts(&self) -> Vec<(String, Count)> {
        [&self.table, &self.queues, &self.secrets].iter().flat_map(|faults| faults.counts()).collect()
    }

    /// Starts a function that goes on running, as Lambda keeps it for later requests.
    pub fn start<'a>(&self, function: &'a Function) -> Running<'a> {
        Running { function, service: function.start(&self.context).unwrap() }
    }

    /// Sends a request to a function, started anew.
    pub async fn send_to(&self, function: &Function, call: TestRequest) -> TestResponse {
        self.start(function).send(call).await
    }

    /// Hands one message to a queue consumer, started anew; says whether it was handled.
    pub async fn deliver(&self, consumer: &Function, message: &Value) -> bool {
        let answer = self.invoke(consumer, messages_event(std::slice::from_ref(message))).await;
        answer["batchItemFailures"].as_array().is_none_or(Vec::is_empty)
    }

    async fn invoke(&self, function: &Function, event: Value) -> Value {
        self.start(function).invoke(event).await
    }
}

/// A function that runs.
pub struct Running<'a> {
    function: &'a Function,
    service: Arc<dyn LambdaService>,
}

impl Running<'_> {
    /// Sends it a request.
    pub async fn send(&self, call: TestRequest) -> TestResponse {
        let answer = TestResponse::read(&self.invoke(call.event(self.function)).await);
        contract::check(self.function, &answer);
        answer
    }

    async fn invoke(&self, event: Value) -> Value {
        self.service.invoke(event, lambda_runtime::Context::default()).await.unwrap()
    }
}

impl Drop for Proxied {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
