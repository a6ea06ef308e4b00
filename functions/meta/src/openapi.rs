//! `GET /v1/openapi.json`: the description of this API.

use http::{StatusCode, header};
use runtime::{
    Answer, ApiResult, App, ConfigError, Document, Endpoint, FunctionContext, NoBody, NoPath, NoQuery,
    Rendered, Request, Route, Variable, access,
};
use utoipa::openapi::{Content, ObjectBuilder, Response, ResponseBuilder, schema::Type};

/// The document that is checked in. A test compares it with the endpoints.
const DOCUMENT: &str = include_str!("../../../infra/openapi.json");

/// Gives the OpenAPI document.
pub struct GetDocument;

/// Needs nothing: the document is a part of the binary.
pub struct NoApp;

impl App for NoApp {
    const VARIABLES: &'static [Variable] = &[];

    fn start(_: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self)
    }
}

/// The document, as it is.
pub struct RawDocument;

impl Answer for RawDocument {
    const STATUS: StatusCode = StatusCode::OK;
    const COMPRESSIBLE: bool = true;

    fn render(&self) -> ApiResult<Rendered> {
        let rendered = Rendered { body: Some(DOCUMENT.to_owned()), ..Rendered::default() };
        Ok(rendered.header(header::CACHE_CONTROL, "public, max-age=300"))
    }

    fn describe(_: &mut Document) -> Response {
        let document = ObjectBuilder::new().schema_type(Type::Object);
        ResponseBuilder::new()
            .description("An OpenAPI 3.1 document.")
            .content("application/json", Content::new(Some(document)))
            .build()
    }
}

impl Endpoint for GetDocument {
    const NAME: &'static str = "meta-openapi";
    const ROUTE: Route = Route::get("/v1/openapi.json");
    const SUMMARY: &'static str = "Get the description of this API";

    type Access = access::Public;
    type App = NoApp;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Answer = RawDocument;

    async fn handle(_: &NoApp, _: Request<Self>) -> ApiResult<Self::Answer> {
        Ok(RawDocument)
    }
}

#[cfg(test)]
mod tests {
    use testing::{TestApp, TestRequest};

    use super::*;

    #[tokio::test]
    async fn the_document_is_served_to_anyone_and_lists_itself() {
        let app = TestApp::start().await;
        let answer = app.send::<GetDocument>(TestRequest::new()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["content-type"], "application/json");
        assert!(answer.body["openapi"].as_str().is_some_and(|version| version.starts_with("3.1.")));
        assert_eq!(answer.body["paths"]["/v1/openapi.json"]["get"]["operationId"], "meta_openapi");
    }
}
