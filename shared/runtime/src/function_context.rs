//! What one process has: configuration, clients, a clock, random bits.

use std::sync::Arc;

use clients::{Aws, Queue, Secrets};
use store::Table;

use crate::{
    clock::{Clock, SystemClock},
    environment::{
        ConfigError, Environment, SECRET_PREFIX, TABLE_NAME, Variable, is_http_url, is_table_name,
    },
    log::{RequestLog, StandardOutput},
    random::{Random, SystemRandom},
};

/// The surroundings of a function, made once per process. Everything outside the function is reached through it.
#[derive(Clone)]
pub struct FunctionContext {
    pub environment: Environment,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives random bits.
    pub random: Arc<dyn Random>,
    /// Takes one line for every request.
    pub request_log: Arc<dyn RequestLog>,
    aws: Aws,
}

impl FunctionContext {
    /// The surroundings that Lambda gives.
    pub fn of_lambda() -> Result<Self, ConfigError> {
        Self::new(
            Environment::of_process(),
            Arc::new(SystemClock),
            Arc::new(SystemRandom::new()),
            Arc::new(StandardOutput),
        )
    }

    /// A context of another kind.
    pub fn new(
        environment: Environment,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        request_log: Arc<dyn RequestLog>,
    ) -> Result<Self, ConfigError> {
        let aws = Aws::new(environment.aws()?);
        Ok(Self { environment, clock, random, request_log, aws })
    }

    /// The same surroundings with other variables, for another function in the same process.
    #[must_use]
    pub fn with(&self, environment: Environment) -> Self {
        Self { environment, ..self.clone() }
    }

    /// The table of this deployment.
    pub fn table(&self) -> Result<Table, ConfigError> {
        let rule = "it is the name of a table: 3 to 255 letters, digits, dots, dashes and underscores";
        let name = self.environment.require_that(TABLE_NAME, rule, is_table_name)?;
        Ok(Table::new(self.aws.dynamodb(), name))
    }

    /// The queue whose URL is in this variable.
    pub fn queue(&self, url: Variable) -> Result<Queue, ConfigError> {
        let url = self.environment.require_that(url, "it is an address, https://…", is_http_url)?;
        Ok(Queue::new(self.aws.sqs(), url))
    }

    pub fn secrets(&self) -> Secrets {
        Secrets::new(self.aws.secrets_manager())
    }

    /// The full name of one of our secrets.
    pub fn secret_name(&self, name: &str) -> Result<String, ConfigError> {
        Ok(format!("{}{name}", self.environment.require(SECRET_PREFIX)?))
    }
}

impl std::fmt::Debug for FunctionContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FunctionContext(…)")
    }
}
