//! The HTTP/1.1 server under every local service: it stops cleanly, and can break a connection on purpose.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long requests under way may take to end after a stop was asked for: above the longest allowed request.
pub const GRACE: Duration = Duration::from_secs(35);

/// Bytes of a refused body that are still read, so that a client in the middle of sending sees the answer.
const DRAINED_BYTES: usize = 64 * 1024 * 1024;

/// A whole answer.
pub(crate) type Answer = Response<Full<Bytes>>;

/// The handler's wish that the connection be reset without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is reset on purpose")]
pub(crate) struct Reset;

/// What a local service does with one request.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Answers, or has the connection reset.
    fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> BoxFuture<'static, Result<Answer, Reset>>;
}

/// A running HTTP server on a loopback port.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Listens on `address` (port 0 for any free one) and serves until `stop` is cancelled.
    pub(crate) async fn start(
        address: SocketAddr,
        handler: Arc<dyn Handler>,
        stop: CancellationToken,
    ) -> io::Result<Self> {
        Self::on(TcpListener::bind(address).await?, handler, stop)
    }

    /// Serves what arrives at `listener` until `stop` is cancelled.
    pub(crate) fn on(
        listener: TcpListener,
        handler: Arc<dyn Handler>,
        stop: CancellationToken,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        Ok(Self { address, task: tokio::spawn(accept(listener, handler, stop)) })
    }

    /// A server whose task is another library's.
    pub(crate) fn of_task(address: SocketAddr, task: JoinHandle<()>) -> Self {
        Self { address, task }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its base URL, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends when the server has stopped: after its token was cancelled and the requests under way were
    /// answered, or [`GRACE`] later.
    pub async fn stopped(self) {
        // The task neither panics nor is aborted; there is nothing to tell if it did.
        let mut task = self.task;
        if tokio::time::timeout(GRACE + Duration::from_secs(1), &mut task).await.is_err() {
            task.abort();
        }
    }
}

async fn accept(listener: TcpListener, handler: Arc<dyn Handler>, stop: CancellationToken) {
    let connections = TaskTracker::new();
    let abandon = CancellationToken::new();
    loop {
        let stream = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // Out of file descriptors, or a client that went away: neither ends the server.
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                }
            },
        };
        let (handler, stop) = (Arc::clone(&handler), stop.clone());
        let abandon = abandon.clone();
        connections.spawn(async move {
            tokio::select! {
                () = serve(stream, handler, stop) => {}
                () = abandon.cancelled() => {}
            }
        });
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(GRACE, connections.wait()).await.is_err() {
        abandon.cancel();
        connections.wait().await;
    }
}

async fn serve(stream: TcpStream, handler: Arc<dyn Handler>, stop: CancellationToken) {
    // Small answers must not wait for Nagle's algorithm.
    let _ = stream.set_nodelay(true);
    let Ok(peer) = stream.peer_addr() else { return };
    let service = service_fn(move |request| Arc::clone(&handler).handle(request, peer));
    let mut connection =
        http1::Builder::new().serve_connection(TokioIo::new(stream), service).with_upgrades();
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = stop.cancelled() => {
            std::pin::Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    if ended.is_err_and(|error| error.is_user())
        && let Some(parts) = connection.into_parts()
    {
        // Zero linger turns the close into a TCP reset, which is what a broken network path looks like.
        let _ = parts.io.into_inner().set_zero_linger();
    }
}

/// Why a body could not be had.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// It is larger than the limit; what was left of it has been read and thrown away.
    TooLarge,
    /// The client broke off.
    Broken,
}

/// Reads a body of at most `limit` bytes.
pub(crate) async fn read_body(mut body: Incoming, limit: usize) -> Result<Bytes, BodyError> {
    let mut kept = BytesMut::new();
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return Err(BodyError::Broken) };
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        if seen <= limit {
            kept.extend_from_slice(&data);
        } else if seen > limit.saturating_add(DRAINED_BYTES) {
            break;
        }
    }
    if seen > limit { Err(BodyError::TooLarge) } else { Ok(kept.freeze()) }
}
