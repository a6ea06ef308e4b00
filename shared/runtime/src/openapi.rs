//! How an endpoint is described in the OpenAPI 3.1 document: from itself.

use std::collections::BTreeMap;

use http::StatusCode;
use utoipa::{
    ToSchema,
    openapi::{
        Content, HttpMethod, PathItem, Ref, RefOr, Required, Response, ResponseBuilder, SecurityRequirement,
        path::{OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
    },
};

use crate::{
    access::Access,
    answer::Answer,
    document::Document,
    endpoint::Endpoint,
    error::Problem,
    request::{Body, Path, QueryString},
    route::Method,
};

/// Adds an endpoint to the document.
pub(crate) fn describe<E: Endpoint>(document: &mut Document) {
    let method = match E::ROUTE.method {
        Method::Get => HttpMethod::Get,
        Method::Post => HttpMethod::Post,
        Method::Put => HttpMethod::Put,
        Method::Patch => HttpMethod::Patch,
        Method::Delete => HttpMethod::Delete,
    };
    let tag = E::NAME.split('-').next().unwrap_or(E::NAME);
    let mut operation = OperationBuilder::new()
        .operation_id(Some(E::NAME.replace('-', "_")))
        .tag(tag)
        .summary(Some(E::SUMMARY));
    if !E::DESCRIPTION.is_empty() {
        operation = operation.description(Some(E::DESCRIPTION));
    }
    for parameter in <E::Path as Path>::describe().into_iter().chain(E::Query::describe()) {
        operation = operation.parameter(parameter);
    }
    if E::CONDITIONAL {
        operation =
            operation.parameter(header("If-Match", Required::True, "The ETag of the version you read."));
    }
    if E::IDEMPOTENT {
        let words = "Send the same key to repeat the request: it is carried out once and answered the same.";
        operation = operation.parameter(header("Idempotency-Key", Required::False, words));
    }
    if let Some(body) = E::Body::describe(document) {
        operation = operation.request_body(Some(body));
    }
    let answer = E::Answer::describe(document);
    operation = operation.response(E::Answer::STATUS.as_str(), answer);
    if let Some(role) = E::Access::LEAST_ROLE {
        operation = operation.security(SecurityRequirement::new("accessToken", Vec::<String>::new()));
        let words = format!("Needs the role {} or a higher one.", role.as_str());
        operation =
            operation.response("403", problem(&words)).response("401", problem("Nobody is signed in."));
    }
    for (status, codes) in own_errors::<E>() {
        operation = operation.response(status, problem(&codes));
    }
    operation = operation.response("default", problem("Something went wrong."));
    let mut paths = std::mem::take(&mut document.paths);
    paths = paths.path(E::ROUTE.path, PathItem::new(method, operation));
    document.paths = paths;
}

/// The endpoint's own errors and those that its kind of request brings, by status.
fn own_errors<E: Endpoint>() -> BTreeMap<String, String> {
    let mut errors: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for (status, code) in E::ERRORS {
        errors.entry(*status).or_default().push(code);
    }
    if E::ROUTE.parameters().next().is_some() {
        errors.entry(StatusCode::NOT_FOUND.as_u16()).or_default().push("not_found");
    }
    if E::CONDITIONAL {
        errors.entry(StatusCode::PRECONDITION_FAILED.as_u16()).or_default().push("stale_version");
        errors.entry(StatusCode::PRECONDITION_REQUIRED.as_u16()).or_default().push("version_required");
    }
    if E::IDEMPOTENT {
        errors.entry(StatusCode::UNPROCESSABLE_ENTITY.as_u16()).or_default().push("idempotency_key_reused");
    }
    errors
        .into_iter()
        .map(|(status, mut codes)| {
            codes.dedup();
            (status.to_string(), format!("`{}`.", codes.join("`, `")))
        })
        .collect()
}

fn problem(description: &str) -> Response {
    let schema = RefOr::Ref(Ref::from_schema_name(<Problem<'static> as ToSchema>::name()));
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", Content::new(Some(schema)))
        .build()
}

fn header(name: &str, required: Required, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}
