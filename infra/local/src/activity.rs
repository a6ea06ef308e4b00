//! What the local stack did: one readable line for each request, batch and tick.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Something the local stack did.
#[derive(Clone, Debug)]
pub enum Activity {
    /// An HTTP request was answered.
    Request {
        /// The request's method.
        method: String,
        /// The path without its query; of a function URL only up to the function, as the rest can be a
        /// secret.
        path: String,
        /// The answer's status.
        status: u16,
        /// From the request's head to the answer.
        took: Duration,
        /// Who answered; nobody if no route matched.
        function: Option<String>,
        /// Why the function gave no answer.
        failure: Option<String>,
    },
    /// A function handled messages of a queue.
    Batch {
        /// The queue.
        queue: String,
        /// The function.
        function: String,
        /// Messages in the batch.
        messages: usize,
        /// Messages that will be delivered again.
        failed: usize,
        /// Time of the invocation.
        took: Duration,
        /// Why the function gave no answer.
        failure: Option<String>,
    },
    /// A schedule invoked a function.
    Tick {
        /// The schedule.
        schedule: String,
        /// The function.
        function: String,
        /// Time of the invocation.
        took: Duration,
        /// Why the function gave no answer.
        failure: Option<String>,
    },
}

/// Whoever wants to know; called from the task that did it, so it should be quick.
pub type Observer = Arc<dyn Fn(&Activity) + Send + Sync>;

/// An observer that passes every activity on as a `tracing` event.
pub fn traced() -> Observer {
    Arc::new(|activity| tracing::info!("{activity}"))
}

impl fmt::Display for Activity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (took, failure) = match self {
            Self::Request { method, path, status, took, function, failure } => {
                write!(formatter, "{method:<6} {path} {status} {} ms", took.as_millis())?;
                if let Some(function) = function {
                    write!(formatter, " {function}")?;
                }
                (None, failure)
            }
            Self::Batch { queue, function, messages, failed, took, failure } => {
                write!(formatter, "queue  {queue} {messages} -> {function}")?;
                if *failed > 0 {
                    write!(formatter, ", {failed} to be delivered again")?;
                }
                (Some(took), failure)
            }
            Self::Tick { schedule, function, took, failure } => {
                write!(formatter, "tick   {schedule} -> {function}")?;
                (Some(took), failure)
            }
        };
        if let Some(took) = took {
            write!(formatter, " {} ms", took.as_millis())?;
        }
        if let Some(failure) = failure {
            write!(formatter, " ({failure})")?;
        }
        Ok(())
    }
}
