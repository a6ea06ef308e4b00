//! `GET /v1/meta`: what somebody may know who is not signed in.

use runtime::{ApiResult, Endpoint, NoBody, NoPath, NoQuery, Ok200, Request, Route, access};
use serde::Serialize;
use utoipa::ToSchema;

use crate::openapi::NoApp;

/// Tells what this is.
pub struct GetAbout;

/// What somebody may know who is not signed in.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The version of the product.
    version: &'static str,
    /// Whether a business may register by itself.
    registration: SelfRegistration,
}

/// Who may register a business.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum SelfRegistration {
    /// Anybody.
    Open,
}

impl Endpoint for GetAbout {
    const NAME: &'static str = "meta-about";
    const ROUTE: Route = Route::get("/v1/meta");
    const SUMMARY: &'static str = "Get the version, and whether one may register";

    type Access = access::Public;
    type App = NoApp;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Ok200<About>;

    async fn handle(_: &NoApp, _: Request<Self>) -> ApiResult<Self::Answer> {
        Ok(Ok200(About { version: env!("CARGO_PKG_VERSION"), registration: SelfRegistration::Open }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use testing::{TestApp, TestRequest};

    use super::*;

    #[tokio::test]
    async fn anyone_may_ask() {
        let app = TestApp::start().await;
        let answer = app.send::<GetAbout>(TestRequest::new()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, json!({ "version": env!("CARGO_PKG_VERSION"), "registration": "open" }));
    }
}
