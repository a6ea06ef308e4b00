//! The simulated voice provider behind the gateway's port.

use std::{convert::Infallible, sync::Arc};

use axum::Router;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use local_services::gateway::{Mount, Mounted};
use tower::ServiceExt;

/// The path that the simulator is under.
pub(crate) const PATH: &str = "/simulator";
/// What of it the simulator answers; the rest is a page of the portal.
const ANSWERED: [&str; 2] = ["/simulator/api", "/simulator/control"];

/// A router that takes the requests of one path.
struct Routed(Router);

/// The simulator at what it answers.
pub(crate) fn mounts(simulator: Router) -> [Mount; 2] {
    let service = Arc::new(Routed(Router::new().nest(PATH, simulator)));
    ANSWERED.map(|path| Mount { path, service: Arc::clone(&service) as Arc<dyn Mounted> })
}

impl Mounted for Routed {
    fn respond(&self, request: Request<Incoming>) -> BoxFuture<'_, Response<Full<Bytes>>> {
        let router = self.0.clone();
        Box::pin(async move {
            let answer: Result<_, Infallible> = router.oneshot(request.map(axum::body::Body::new)).await;
            let (parts, body) = match answer {
                Ok(response) => response.into_parts(),
                Err(never) => match never {},
            };
            let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
            Response::from_parts(parts, Full::new(bytes))
        })
    }
}
