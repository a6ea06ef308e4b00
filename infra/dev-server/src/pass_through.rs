//! Everything that is not the stack's own, passed on to the server that builds the portal while it is edited.

use std::net::SocketAddr;

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, client::conn::http1, upgrade};
use hyper_util::rt::TokioIo;
use local_services::gateway::Mounted;
use tokio::net::TcpStream;

/// The other server.
pub(crate) struct PassThrough {
    pub(crate) to: SocketAddr,
}

impl Mounted for PassThrough {
    fn respond(&self, request: Request<Incoming>) -> BoxFuture<'_, Response<Full<Bytes>>> {
        Box::pin(async move { self.pass(request).await.unwrap_or_else(|error| self.unreachable(&error)) })
    }
}

impl PassThrough {
    async fn pass(&self, mut request: Request<Incoming>) -> anyhow::Result<Response<Full<Bytes>>> {
        let stream = TcpStream::connect(self.to).await.context("it does not listen")?;
        let (mut server, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // Ends with the answer, or with what it was upgraded to.
        tokio::spawn(connection.with_upgrades());
        let browser = upgrade::on(&mut request);
        let mut response = server.send_request(request).await?;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            tokio::spawn(connect(browser, upgrade::on(&mut response)));
            return Ok(response.map(|_| Full::default()));
        }
        let (mut parts, body) = response.into_parts();
        // The answer is passed on whole, so it is not in chunks any more.
        parts.headers.remove(header::TRANSFER_ENCODING);
        Ok(Response::from_parts(parts, Full::new(body.collect().await?.to_bytes())))
    }

    fn unreachable(&self, error: &anyhow::Error) -> Response<Full<Bytes>> {
        let text = format!("The portal's development server at {} does not answer: {error:#}\n", self.to);
        let mut answer = Response::new(Full::from(text));
        *answer.status_mut() = StatusCode::BAD_GATEWAY;
        answer
    }
}

/// Carries what both sides say, until one of them ends.
async fn connect(browser: upgrade::OnUpgrade, server: upgrade::OnUpgrade) {
    // Whoever is gone has nothing more to be told.
    if let (Ok(browser), Ok(server)) = (browser.await, server.await) {
        let (mut browser, mut server) = (TokioIo::new(browser), TokioIo::new(server));
        drop(tokio::io::copy_bidirectional(&mut browser, &mut server).await);
    }
}
