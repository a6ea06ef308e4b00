//! `GET /v1/meta`: what somebody may know who is not signed in.

use runtime::{
    ApiResult, App, ConfigError, Endpoint, FunctionContext, NoBody, NoPath, NoQuery, Ok200, Registration,
    Request, Route, Variable, access, environment::REGISTRATION,
};
use serde::Serialize;
use utoipa::ToSchema;

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
    /// Nobody: who runs the deployment makes a business.
    Closed,
    /// Anybody.
    Open,
}

/// What the deployment says about itself.
pub struct AboutApp(Registration);

impl App for AboutApp {
    const VARIABLES: &'static [Variable] = &[REGISTRATION];

    fn start(context: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self(Registration::start(&context.environment)?))
    }
}

impl Endpoint for GetAbout {
    const NAME: &'static str = "meta-about";
    const ROUTE: Route = Route::get("/v1/meta");
    const SUMMARY: &'static str = "Get the version, and whether one may register";

    type Access = access::Public;
    type App = AboutApp;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = Ok200<About>;

    async fn handle(app: &AboutApp, _: Request<Self>) -> ApiResult<Self::Answer> {
        let registration = match app.0 {
            Registration::Closed => SelfRegistration::Closed,
            Registration::Open => SelfRegistration::Open,
        };
        Ok(Ok200(About { version: env!("CARGO_PKG_VERSION"), registration }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use testing::{TestApp, TestAppOptions, TestRequest};

    use super::*;

    #[tokio::test]
    async fn anyone_may_ask() {
        for registration in ["open", "closed"] {
            let variables = vec![("REGISTRATION".to_owned(), registration.to_owned())];
            let app = TestApp::start_with(TestAppOptions { variables, ..TestAppOptions::default() }).await;
            let answer = app.send::<GetAbout>(TestRequest::new()).await;
            assert_eq!(answer.status, 200);
            let expected = json!({ "version": env!("CARGO_PKG_VERSION"), "registration": registration });
            assert_eq!(answer.body, expected);
        }
    }
}
