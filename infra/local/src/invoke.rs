//! Functions as Lambda sees them, and what invoking one can come to.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use serde_json::Value;

/// One function as Lambda sees it: a JSON event in, a JSON answer or an error out.
pub trait Invoke: Send + Sync + 'static {
    /// Handles one event. Whoever invokes stops waiting at `deadline`.
    fn invoke(&self, event: Value, deadline: Instant) -> BoxFuture<'_, Result<Value, String>>;
}

impl<F> Invoke for F
where
    F: Fn(Value, Instant) -> BoxFuture<'static, Result<Value, String>> + Send + Sync + 'static,
{
    fn invoke(&self, event: Value, deadline: Instant) -> BoxFuture<'_, Result<Value, String>> {
        self(event, deadline)
    }
}

/// A function with what the template says about it.
#[derive(Clone)]
pub struct Function {
    /// Its name, as in the template: `customers-create`.
    pub name: String,
    /// After this it is ended, as by Lambda.
    pub timeout: Duration,
    /// What runs.
    pub code: Arc<dyn Invoke>,
}

/// Why a function gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It returned an error.
    #[error("the function failed: {0}")]
    Error(String),
    /// It panicked; in Lambda its process would have ended.
    #[error("the function panicked: {0}")]
    Panic(String),
    /// It was not done in time and was ended.
    #[error("the function was not done within {0:?}")]
    TimedOut(Duration),
}

impl Function {
    /// Runs the function in a task of its own, so that neither its panic nor its end touches anyone else.
    ///
    /// # Errors
    /// The function failed, panicked, or took longer than its time-out or `at_most`.
    pub async fn invoke(&self, event: Value, at_most: Duration) -> Result<Value, Failure> {
        let limit = self.timeout.min(at_most);
        let deadline = Instant::now() + limit;
        let code = Arc::clone(&self.code);
        let mut task = tokio::spawn(async move { code.invoke(event, deadline).await });
        match tokio::time::timeout(limit, &mut task).await {
            Ok(Ok(answer)) => answer.map_err(Failure::Error),
            Ok(Err(error)) => Err(Failure::Panic(panic_message(error))),
            Err(_) => {
                task.abort();
                Err(Failure::TimedOut(limit))
            }
        }
    }
}

fn panic_message(error: tokio::task::JoinError) -> String {
    let Ok(payload) = error.try_into_panic() else { return "the task was cancelled".to_owned() };
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => {
            payload.downcast::<&str>().map_or_else(|_| "no message".to_owned(), |text| (*text).to_owned())
        }
    }
}
