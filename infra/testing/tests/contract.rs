//! An answer that its endpoint does not declare fails the test that gets it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use http::StatusCode;
use runtime::{
    Answer, ApiError, ApiResult, App, ConfigError, Endpoint, Function, FunctionContext, Json, NoPath,
    NoQuery, Rendered, Request, Route, Variable, access,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use testing::{TestApp, TestRequest};
use utoipa::{ToSchema, openapi::Response};

/// Answers what the request asks it to answer.
struct Echo;

/// What to answer.
#[derive(Deserialize, ToSchema)]
#[schema(examples(json!({ "body": {} })))]
struct Wish {
    /// The body of the answer.
    #[serde(default)]
    #[schema(value_type = Object)]
    body: Value,
    /// The status of the answer.
    status: Option<u16>,
    /// Whether the answer has its header.
    #[serde(default)]
    without_header: bool,
    /// The code of the error that is answered instead.
    error: Option<String>,
}

/// A thing.
#[derive(Serialize, ToSchema)]
struct Thing {
    /// The size.
    size: u8,
    /// The part.
    part: Option<Part>,
}

/// A part of a thing.
#[derive(Serialize, ToSchema)]
struct Part {
    /// The size.
    size: u8,
}

struct Echoed(Wish);

impl Answer for Echoed {
    const STATUS: StatusCode = StatusCode::OK;

    fn render(&self) -> ApiResult<Rendered> {
        let mut rendered = Rendered::json(&self.0.body)?;
        rendered.status = self.0.status;
        Ok(if self.0.without_header { rendered } else { rendered.version(1) })
    }

    fn describe(document: &mut runtime::Document) -> Response {
        document.json_response::<Thing>("A thing.", &["ETag"])
    }
}

struct Nothing;

impl App for Nothing {
    const VARIABLES: &'static [Variable] = &[];

    fn start(_: &FunctionContext) -> Result<Self, ConfigError> {
        Ok(Self)
    }
}

impl Endpoint for Echo {
    const NAME: &'static str = "testing-echo";
    const ROUTE: Route = Route::post("/v1/echo");
    const SUMMARY: &'static str = "Answer what was asked for";
    const ERRORS: &'static [(u16, &'static str)] = &[(409, "declared")];

    type Access = access::Public;
    type App = Nothing;
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Json<Wish>;
    type Answer = Echoed;

    async fn handle(_: &Nothing, request: Request<Self>) -> ApiResult<Echoed> {
        let Json(wish) = request.body;
        match wish.error.as_deref() {
            None => Ok(Echoed(wish)),
            Some("declared") => Err(ApiError::conflict("declared", "It was asked for.")),
            Some(_) => Err(ApiError::conflict("undeclared", "It was asked for.")),
        }
    }
}

/// What the test that gets this answer fails with; nothing if it passes.
async fn failure(wish: Value) -> Option<String> {
    let sent = tokio::spawn(async move {
        let app = TestApp::start().await;
        app.send_to(&Function::endpoint::<Echo>(), TestRequest::new().json(&wish)).await;
    });
    let panic = sent.await.err()?.into_panic();
    Some(panic.downcast_ref::<String>().unwrap().clone())
}

#[tokio::test]
async fn an_answer_that_keeps_to_the_contract_passes() {
    for wish in [
        json!({ "body": { "size": 1 } }),
        json!({ "body": { "size": 1, "part": { "size": 2 } } }),
        json!({ "error": "declared" }),
        json!({ "status": "wrong" }),
    ] {
        assert_eq!(failure(wish.clone()).await, None, "{wish}");
    }
}

#[tokio::test]
async fn an_answer_that_does_not_fails_the_test() {
    for (wish, reason) in [
        (json!({ "body": { "size": "large" } }), "is not of type \"integer\" at \"/size\""),
        (json!({ "body": {} }), "\"size\" is a required property"),
        (json!({ "body": { "size": 1, "part": null } }), "at \"/part\""),
        (json!({ "body": { "size": 1, "weight": 2 } }), "weight"),
        (json!({ "body": { "size": 1, "part": { "size": 2, "weight": 2 } } }), "weight"),
        (json!({ "body": { "size": 1 }, "status": 299 }), "the status 299"),
        (json!({ "body": { "size": 1 }, "without_header": true }), "no header etag"),
        (json!({ "error": "undeclared" }), "at \"/code\""),
    ] {
        let failure = failure(wish.clone()).await.unwrap_or_default();
        assert!(failure.starts_with("testing-echo answered what it does not declare"), "{wish}: {failure}");
        assert!(failure.contains(reason), "{wish}: {failure}");
    }
}
