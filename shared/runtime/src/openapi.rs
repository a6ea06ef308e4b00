//! How an endpoint is described in the OpenAPI 3.1 document: from itself.

use std::collections::{BTreeMap, BTreeSet};

use http::StatusCode;
use utoipa::{
    ToSchema,
    openapi::{
        ContentBuilder, HttpMethod, PathItem, Ref, RefOr, Required, Response, ResponseBuilder, Schema,
        SecurityRequirement,
        path::{OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        schema::{AllOfBuilder, ObjectBuilder, Type},
    },
};

use crate::{
    access::Access,
    answer::Answer,
    document::{ACCESS_TOKEN_SCHEME, Document, REFRESH_COOKIE_SCHEME, header},
    endpoint::{Credential, Endpoint},
    error::Problem,
    request::{Body, Path, QueryString},
    route::{Method, Place},
    service::headers::{IDEMPOTENCY_KEY_PATTERN, IF_MATCH_PATTERN},
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
    let mut description = E::DESCRIPTION.to_owned();
    if let Some(role) = E::Access::LEAST_ROLE {
        let space = if description.is_empty() { "" } else { " " };
        description.push_str(&format!("{space}Needs the role {} or a higher one.", role.as_str()));
    }
    let mut operation = OperationBuilder::new()
        .operation_id(Some(E::NAME.replace('-', "_")))
        .tag(tag)
        .summary(Some(E::SUMMARY))
        .description((!description.is_empty()).then_some(description))
        .securities(Some(security::<E>()));
    for parameter in parameters::<E>() {
        operation = operation.parameter(parameter);
    }
    if let Some(mut body) = E::Body::describe(document) {
        // An edit is a merge patch (RFC 7396) by either name.
        let json = body.content.get("application/json").filter(|_| E::ROUTE.method == Method::Patch).cloned();
        if let Some(json) = json {
            body.content.insert("application/merge-patch+json".to_owned(), json);
        }
        operation = operation.request_body(Some(body));
    }
    let mut answer = E::Answer::describe(document);
    answer.headers.insert(REQUEST_ID.to_owned(), header(REQUEST_ID).into());
    operation = operation.response(E::Answer::STATUS.as_str(), answer);
    for (status, mut answer) in E::Answer::describe_others(document) {
        answer.headers.insert(REQUEST_ID.to_owned(), header(REQUEST_ID).into());
        operation = operation.response(status.as_str(), answer);
    }
    for (status, codes) in errors::<E>() {
        let name = name_of(&codes);
        let response = document.shared_response(name, problem(status, &codes, E::ROUTE.place));
        operation = operation.response(status.to_string(), response);
    }
    let mut paths = std::mem::take(&mut document.paths);
    paths = paths.path(E::ROUTE.path, PathItem::new(method, operation));
    document.paths = paths;
}

const REQUEST_ID: &str = "X-Request-Id";

fn security<E: Endpoint>() -> Vec<SecurityRequirement> {
    let scheme = |name: &str| SecurityRequirement::new(name, Vec::<String>::new());
    if E::Access::LEAST_ROLE.is_some() {
        return vec![scheme(ACCESS_TOKEN_SCHEME)];
    }
    let names = E::CREDENTIALS.iter().map(|credential| match credential {
        Credential::AccessToken => ACCESS_TOKEN_SCHEME,
        Credential::RefreshCookie => REFRESH_COOKIE_SCHEME,
    });
    names.map(scheme).collect()
}

fn parameters<E: Endpoint>() -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> =
        <E::Path as Path>::describe().into_iter().chain(E::Query::describe()).collect();
    if E::CONDITIONAL {
        let words =
            "The ETag of the version that you read. One of several matches, and an asterisk any version.";
        parameters.push(request_header("If-Match", Required::True, Some(IF_MATCH_PATTERN), "\"1\"", words));
    }
    if E::CONDITIONAL_IF_SENT {
        let words = "The ETag of the version that you read, if the record must be unchanged since.";
        parameters.push(request_header("If-Match", Required::False, Some(IF_MATCH_PATTERN), "\"1\"", words));
    }
    if E::REVALIDATED {
        let words = "The ETag of the answer that you have. If nothing has changed since, the answer is 304.";
        // Whatever is no tag is nobody's tag (RFC 9110, section 13.1.2), so nothing is refused.
        parameters.push(request_header("If-None-Match", Required::False, None, "\"1\"", words));
    }
    if E::IDEMPOTENT {
        let words = "Send the same key to repeat the request: it is carried out once and answered the same.";
        let example = "8f14e45f-ceea-467f-9575-6d6f1d0b9c5a";
        let name = "Idempotency-Key";
        parameters.push(request_header(name, Required::False, Some(IDEMPOTENCY_KEY_PATTERN), example, words));
    }
    parameters
}

/// The codes that an endpoint may answer, by status: its own and those that its kind of request brings.
fn errors<E: Endpoint>() -> BTreeMap<u16, BTreeSet<&'static str>> {
    // Every endpoint refuses a query that it does not know.
    let mut all = vec![(422, "validation_failed"), (500, "internal_error"), (503, "unavailable")];
    all.extend(E::ERRORS);
    all.extend(E::Body::ERRORS);
    if E::Access::LEAST_ROLE.is_some() {
        all.extend([(401, "unauthenticated"), (403, "forbidden")]);
    }
    if E::COOKIES {
        all.push((403, "cross_site_request"));
    }
    if E::ROUTE.parameters().next().is_some() {
        all.push((404, "not_found"));
    }
    if matches!(E::ROUTE.method, Method::Post | Method::Put | Method::Patch) {
        all.push((413, "too_large"));
    }
    if E::Query::describe().iter().any(|parameter| parameter.name == "cursor") {
        all.push((400, "cursor_refused"));
    }
    if E::CONDITIONAL {
        all.extend([(412, "stale_version"), (428, "version_required")]);
    }
    if E::CONDITIONAL_IF_SENT {
        all.push((412, "stale_version"));
    }
    if E::IDEMPOTENT {
        all.push((422, "idempotency_key_reused"));
    }
    // The API knows which method goes where; a function URL takes any.
    if E::ROUTE.place == Place::FunctionUrl {
        all.push((405, "method_not_allowed"));
    }
    let mut errors: BTreeMap<u16, BTreeSet<&'static str>> = BTreeMap::new();
    for (status, code) in all {
        errors.entry(status).or_default().insert(code);
    }
    errors
}

/// `NotFound`, or `EmailTakenOrPhoneTaken`.
fn name_of(codes: &BTreeSet<&str>) -> String {
    let capitalised = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{rest}", first.to_uppercase())
    };
    let names: Vec<String> = codes.iter().map(|code| code.split('_').map(capitalised).collect()).collect();
    names.join("Or")
}

fn problem(status: u16, codes: &BTreeSet<&'static str>, place: Place) -> Response {
    let code = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes.iter().copied()));
    let schema = AllOfBuilder::new()
        .item(RefOr::Ref(Ref::from_schema_name(<Problem<'static> as ToSchema>::name())))
        .item(RefOr::T(Schema::from(ObjectBuilder::new().property("code", code).required("code"))));
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let list: Vec<&str> = codes.iter().copied().collect();
    let content = ContentBuilder::new().schema(Some(RefOr::T(Schema::AllOf(schema.build())))).build();
    let mut response = ResponseBuilder::new()
        .description(format!("{}: {}.", reason.unwrap_or("Error"), list.join(", ")))
        .content("application/problem+json", content)
        .header(REQUEST_ID, header(REQUEST_ID));
    for (of, name) in [(401, "WWW-Authenticate"), (429, "Retry-After"), (503, "Retry-After")] {
        // Signing a request is no scheme that a browser could be asked for.
        if of == status && (of != 401 || place == Place::Api) {
            response = response.header(name, header(name));
        }
    }
    response.build()
}

fn request_header(
    name: &str,
    required: Required,
    pattern: Option<&str>,
    example: &str,
    description: &str,
) -> Parameter {
    let schema = ObjectBuilder::new().schema_type(Type::String).pattern(pattern);
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(description))
        .schema(Some(schema))
        .example(Some(example.into()))
        .build()
}
