//! A fake of Amazon SQS, in memory: the AWS JSON 1.0 protocol for the real SDK client, the same operations as
//! methods for the event source mappings of this process.
//!
//! Standard queues with delay, visibility time-out, redrive to a dead-letter queue, message groups, retention,
//! long polling and the service's limits and errors; of the operations those that are used here. Messages are
//! gone when the process ends, which the product allows for: the table is the truth and a message is a hint.
//! FIFO queues, other attributes and other operations are refused.

mod batch;
mod error;
mod message;
mod operations;
mod protocol;
mod queue;
mod settings;

#[cfg(test)]
mod conformance;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tokio_util::sync::CancellationToken;

pub use message::{Attribute, Attributes, Outgoing, Received, Sent};
pub use operations::ReceiveOptions;
pub use queue::Depth;
pub use settings::MAXIMUM_MESSAGE_BYTES;

use crate::clock::Clock;
use crate::server::Server;
use crate::{ACCOUNT, REGION};
use queue::Queue;

/// All queues of the local account.
#[derive(Clone)]
pub struct Queues {
    shared: Arc<Shared>,
}

struct Shared {
    clock: Arc<dyn Clock>,
    /// Ends every long poll.
    stop: CancellationToken,
    /// Base URL of queue URLs, once the server runs.
    url: OnceLock<String>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    queues: BTreeMap<String, Queue>,
    sequence: u64,
}

impl State {
    fn next_sequence(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }
}

impl Queues {
    /// No queues yet. Cancelling `stop` ends long polls at once, and the server with them.
    pub fn new(clock: Arc<dyn Clock>, stop: CancellationToken) -> Self {
        let shared = Shared { clock, stop, url: OnceLock::new(), state: Mutex::default() };
        Self { shared: Arc::new(shared) }
    }

    /// Serves the queues over HTTP.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub async fn serve(&self, address: SocketAddr) -> io::Result<Server> {
        let handler = Arc::new(protocol::Endpoint { queues: self.clone() });
        let server = Server::start(address, handler, self.shared.stop.clone()).await?;
        // A second server for the same queues keeps the first one's queue URLs.
        let _ = self.shared.url.set(server.url());
        Ok(server)
    }

    /// The URL of a queue of this name, which need not exist.
    pub fn url(&self, name: &str) -> String {
        let base = self.shared.url.get().map_or("http://localhost", String::as_str);
        format!("{base}/{ACCOUNT}/{name}")
    }

    /// The ARN of a queue of this name, which need not exist.
    pub fn arn(name: &str) -> String {
        format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{name}")
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
