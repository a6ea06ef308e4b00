//! What comes in.

use std::borrow::Cow;

use domain::{
    TenantId,
    ids::{SessionId, UserId},
    role::Role,
};
use http::{StatusCode, header};
use lambda_http::{Body as LambdaBody, Request as LambdaRequest, RequestExt};
use serde::{
    Deserialize, Serialize,
    de::{DeserializeOwned, value::MapDeserializer},
};
use serde_path_to_error::Segment;
use store::{audit::Actor, idempotency::RequestIdentity};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Required, Schema,
        path::{Parameter, ParameterIn},
        request_body::RequestBody,
        schema::{ArrayBuilder, ObjectBuilder, Type},
    },
};

use crate::{
    access::Access,
    endpoint::{Endpoint, Route},
    error::{ApiError, ApiResult, FieldError},
    openapi::Document,
};

/// A request to the endpoint `E`, read and checked.
pub struct Request<E: Endpoint> {
    /// Who calls.
    pub caller: <E::Access as Access>::Context,
    /// The parameters of its path.
    pub path: E::Path,
    /// The parameters of its query.
    pub query: E::Query,
    /// Its body.
    pub body: E::Body,
    /// The rest.
    pub meta: Meta,
}

/// What else is known about a request.
#[derive(Clone, Debug)]
pub struct Meta {
    /// The request, in the logs and in error answers.
    pub request_id: String,
    /// The address it came from, as API Gateway saw it.
    pub source_address: Option<String>,
    /// The browser, as it calls itself.
    pub user_agent: Option<String>,
    /// The version that an edit is made from.
    pub if_match: Option<u64>,
    /// Its idempotency key with what it asks for.
    pub identity: Option<RequestIdentity>,
    /// All headers.
    pub headers: http::HeaderMap,
}

/// The person who calls, as the session of this moment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    pub(crate) tenant: TenantId,
    pub(crate) user: UserId,
    pub(crate) session: SessionId,
    pub(crate) role: Role,
}

impl Caller {
    /// The tenant that everything in this request belongs to.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Who it is.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// In which session.
    pub fn session(&self) -> SessionId {
        self.session
    }

    /// What the person may do.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The person in the audit log.
    pub fn actor(&self) -> Actor {
        Actor::User(self.user)
    }
}

impl Meta {
    /// The version that an edit is made from; 428 if the caller did not say.
    pub fn expected_version(&self) -> ApiResult<u64> {
        self.if_match.ok_or_else(ApiError::version_required)
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.headers
            .get_all(header::COOKIE)
            .into_iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    pub(crate) fn of(request: &LambdaRequest, request_id: &str) -> Self {
        let text =
            |name| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let source_address = match request.request_context_ref() {
            Some(lambda_http::request::RequestContext::ApiGatewayV2(context)) => {
                context.http.source_ip.clone()
            }
            _ => None,
        };
        Self {
            request_id: request_id.to_owned(),
            source_address,
            user_agent: text(header::USER_AGENT),
            if_match: None,
            identity: None,
            headers: request.headers().clone(),
        }
    }

    /// Reads the headers that only some endpoints take.
    pub(crate) fn read_conditions<E: Endpoint>(&mut self, request: &LambdaRequest) -> ApiResult<()> {
        if E::CONDITIONAL {
            self.if_match = if_match(&self.headers)?;
            if self.if_match.is_none() {
                return Err(ApiError::version_required());
            }
        }
        if E::IDEMPOTENT {
            self.identity = crate::idempotency::identity(E::NAME, &self.headers, body_bytes(request))?;
        }
        Ok(())
    }
}

fn if_match(headers: &http::HeaderMap) -> ApiResult<Option<u64>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let version =
        value.to_str().ok().and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    version.map(Some).ok_or_else(|| {
        ApiError::invalid(vec![FieldError {
            pointer: "If-Match".to_owned(),
            detail: "must be the ETag of the version you read, such as \"3\"".to_owned(),
        }])
    })
}

pub(crate) fn body_bytes(request: &LambdaRequest) -> &[u8] {
    match request.body() {
        LambdaBody::Text(text) => text.as_bytes(),
        LambdaBody::Binary(bytes) => bytes,
        _ => &[],
    }
}

/// Parameters of a path. What cannot be one is an address that leads nowhere: 404.
pub trait Path: Sized + Send {
    /// Reads them.
    fn read(request: &LambdaRequest, route: &Route) -> ApiResult<Self>;
    /// Describes them.
    fn describe() -> Vec<Parameter>;
}

impl<T: DeserializeOwned + IntoParams + Send> Path for T {
    fn read(request: &LambdaRequest, route: &Route) -> ApiResult<Self> {
        let gateway = request.path_parameters_ref().filter(|parameters| !parameters.is_empty());
        let parameters: Vec<(String, String)> = match gateway {
            Some(parameters) => {
                parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
            }
            // A function URL knows no parameters: they are read from the path here.
            None => {
                route.parameters_in(request.raw_http_path()).ok_or_else(|| ApiError::not_found("address"))?
            }
        };
        let parameters = MapDeserializer::<_, serde::de::value::Error>::new(parameters.into_iter());
        Self::deserialize(parameters).map_err(|_| ApiError::not_found("record"))
    }

    fn describe() -> Vec<Parameter> {
        T::into_params(|| Some(ParameterIn::Path))
    }
}

/// No parameters in the path.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Nowhere {}

impl IntoParams for Nowhere {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Vec::new()
    }
}

/// Parameters of a query.
pub trait QueryString: Sized + Send {
    /// Reads them.
    fn read(query: &str) -> ApiResult<Self>;
    /// Describes them.
    fn describe() -> Vec<Parameter>;
}

impl<T: DeserializeOwned + IntoParams + Send> QueryString for T {
    fn read(query: &str) -> ApiResult<Self> {
        let deserializer = serde_html_form::Deserializer::from_bytes(query.as_bytes());
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let (field, detail) = field_and_rule(error.path(), &error.inner().to_string());
            ApiError::invalid(vec![FieldError {
                pointer: format!("?{}", field.trim_start_matches('/')),
                detail,
            }])
        })
    }

    fn describe() -> Vec<Parameter> {
        T::into_params(|| Some(ParameterIn::Query))
    }
}

/// No parameters in the query.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoQuery {}

impl IntoParams for NoQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Vec::new()
    }
}

/// Which part of a list, where a list has no other filters.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PageQuery {
    /// At most so many, from 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    pub limit: Limit,
    /// `nextCursor` of the page before.
    pub cursor: Option<String>,
}

/// How many items of a list are asked for: 1 to 200, 50 if the caller does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u16")]
pub struct Limit(u16);

impl Limit {
    /// The number.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<u16> for Limit {
    type Error = &'static str;

    fn try_from(limit: u16) -> Result<Self, Self::Error> {
        if (1..=200).contains(&limit) { Ok(Self(limit)) } else { Err("must be a number from 1 to 200") }
    }
}

/// A part of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// Send it as `cursor` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let cursor = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("Send it as `cursor` to get the next page; absent on the last."));
        ObjectBuilder::new()
            .description(Some("A part of a list."))
            .property("items", ArrayBuilder::new().items(Ref::from_schema_name(T::name())))
            .required("items")
            .property("nextCursor", cursor)
            .into()
    }
}

impl<T: ToSchema> ToSchema for Page<T> {
    /// Pages of different things have schemas of their own, such as `CallViewPage`: a derived name is the same for all.
    fn name() -> Cow<'static, str> {
        format!("{}Page", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

/// The body of a request.
pub trait Body: Sized + Send {
    /// Reads it.
    fn read(request: LambdaRequest) -> ApiResult<Self>;
    /// Describes it.
    fn describe(document: &mut Document) -> Option<RequestBody>;
}

/// A JSON body.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send> Body for Json<T> {
    fn read(request: LambdaRequest) -> ApiResult<Self> {
        let json = match request.headers().get(header::CONTENT_TYPE).map(|value| value.to_str()) {
            None => true,
            Some(value) => value.is_ok_and(|value| {
                let essence = value.split(';').next().unwrap_or_default().trim();
                essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
            }),
        };
        if !json {
            return Err(ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Send the body as application/json.",
            ));
        }
        read_json(body_bytes(&request)).map(Self)
    }

    fn describe(document: &mut Document) -> Option<RequestBody> {
        let schema = document.register::<T>();
        Some(Document::json_body(schema, Required::True))
    }
}

/// Reads a JSON text; an error names the field and the rule, never the value.
pub(crate) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let cause = error.inner();
        if cause.is_data() {
            let text = cause.to_string();
            let rule = text.rsplit_once(" at line ").map_or(text.as_str(), |(rule, _)| rule);
            let (pointer, detail) = field_and_rule(error.path(), rule);
            return ApiError::invalid(vec![FieldError { pointer, detail }]);
        }
        not_json(cause)
    })?;
    deserializer.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

fn not_json(error: &serde_json::Error) -> ApiError {
    ApiError::malformed(format!("The body is not JSON (line {}, column {}).", error.line(), error.column()))
}

/// The path as a JSON pointer (RFC 6901); empty where it is the whole.
fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => pointer_segment(key),
            Segment::Enum { variant } => pointer_segment(variant),
            Segment::Unknown => String::new(),
        })
        .collect()
}

fn pointer_segment(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Turns serde's words into the field at fault and the rule it breaks. Serde repeats values in its texts; they are
/// cut out.
fn field_and_rule(path: &serde_path_to_error::Path, text: &str) -> (String, String) {
    let last_key = path.iter().next_back().and_then(|segment| match segment {
        Segment::Map { key } => Some(key.as_str()),
        _ => None,
    });
    let path = pointer(path);
    for (prefix, rule) in
        [("missing field `", "must be given"), ("duplicate field `", "must not be given twice")]
    {
        if let Some(field) = text.strip_prefix(prefix) {
            let field = field.strip_suffix('`').unwrap_or(field);
            return (format!("{path}{}", pointer_segment(field)), rule.to_owned());
        }
    }
    if let Some(rest) = text.strip_prefix("unknown field `") {
        let rule = "is not a field of this request".to_owned();
        // The path ends with the field that was being read, unless serde had put the value aside before (as it does
        // for flattened and untagged types): then it ends with what holds the field.
        let named =
            last_key.is_some_and(|key| rest.strip_prefix(key).is_some_and(|rest| rest.starts_with('`')));
        if named {
            return (path, rule);
        }
        let field = rest.split('`').next().unwrap_or(rest);
        return (format!("{path}{}", pointer_segment(field)), rule);
    }
    if text.starts_with("unknown variant `")
        && let Some((_, expected)) = text.split_once("`, expected ")
    {
        return (path, format!("must be {}", expected.replace('`', "")));
    }
    for prefix in ["invalid type: ", "invalid value: ", "invalid length "] {
        if text.starts_with(prefix) {
            let expected =
                text.rsplit_once(", expected ").map_or("of another kind", |(_, expected)| expected);
            let rule = if expected.starts_with("must ") {
                expected.to_owned()
            } else {
                format!("must be {expected}")
            };
            return (path, rule);
        }
    }
    (path, if text.starts_with("must ") { text.to_owned() } else { "is not acceptable".to_owned() })
}

/// No body; what is sent all the same is ignored.
#[derive(Clone, Copy, Debug)]
pub struct Empty;

impl Body for Empty {
    fn read(_: LambdaRequest) -> ApiResult<Self> {
        Ok(Self)
    }

    fn describe(_: &mut Document) -> Option<RequestBody> {
        None
    }
}

/// The exact bytes of the body.
#[derive(Clone)]
pub struct Raw(pub Cow<'static, [u8]>);

impl Body for Raw {
    fn read(request: LambdaRequest) -> ApiResult<Self> {
        Ok(Self(match request.into_body() {
            LambdaBody::Text(text) => Cow::Owned(text.into_bytes()),
            LambdaBody::Binary(bytes) => Cow::Owned(bytes),
            _ => Cow::Borrowed(&[]),
        }))
    }

    fn describe(_: &mut Document) -> Option<RequestBody> {
        Some(Document::any_body())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Thing {
        name: domain::text::Name,
        #[serde(default)]
        sizes: Vec<u8>,
        role: Option<Role>,
        part: Option<Part>,
        either: Option<Either>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Part {
        size: Option<u8>,
    }

    /// Serde puts an internally tagged value aside before it reads it.
    #[derive(Debug, Deserialize)]
    #[serde(tag = "kind", deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    enum Either {
        One { size: u8 },
    }

    fn refusal(json: &str) -> (String, String) {
        let error = read_json::<Thing>(json.as_bytes()).unwrap_err();
        let problem = serde_json::to_value(error.problem("r")).unwrap();
        let field = &problem["errors"][0];
        (
            field["pointer"].as_str().unwrap_or_default().to_owned(),
            field["detail"].as_str().unwrap_or_default().to_owned(),
        )
    }

    fn pair(pointer: &str, detail: &str) -> (String, String) {
        (pointer.to_owned(), detail.to_owned())
    }

    #[test]
    fn an_error_names_the_field_and_never_the_value() {
        assert_eq!(refusal("{}"), pair("/name", "must be given"));
        assert_eq!(refusal(r#"{"name":"a","x":1}"#), pair("/x", "is not a field of this request"));
        assert_eq!(refusal(r#"{"name":"  "}"#), pair("/name", "must not be empty"));
        assert_eq!(refusal(r#"{"name":{"s":"hush"}}"#), pair("/name", "must be a string"));
        assert_eq!(refusal(r#"{"name":"a","sizes":[1,"hush"]}"#), pair("/sizes/1", "must be u8"));
        assert_eq!(refusal(r#"{"name":"a","sizes":[300]}"#), pair("/sizes/0", "must be u8"));
        assert_eq!(
            refusal(r#"{"name":"a","role":"hush"}"#),
            pair("/role", "must be one of viewer, agent, admin, owner")
        );
        assert_eq!(refusal(r#"{"name":"a","name":"b"}"#), pair("/name", "must not be given twice"));
    }

    #[test]
    fn an_unknown_field_is_named_once_wherever_it_is() {
        let rule = "is not a field of this request";
        for (json, pointer) in [
            (r#"{"x":1}"#, "/x"),
            (r#"{"name":"a","part":{"x":1}}"#, "/part/x"),
            (r#"{"name":"a","part":{"part":1}}"#, "/part/part"),
            (r#"{"name":"a","either":{"kind":"One","size":1,"x":1}}"#, "/either/x"),
            (r#"{"a`, b":1}"#, "/a`, b"),
            (r#"{"a/b~c":1}"#, "/a~1b~0c"),
        ] {
            assert_eq!(refusal(json), pair(pointer, rule), "{json}");
        }
    }

    #[test]
    fn pages_of_different_things_have_schemas_of_their_own() {
        let mut document = Document::new();
        document.register::<Page<Role>>();
        document.register::<Page<FieldError>>();
        let document = serde_json::to_value(document.finish("1")).unwrap();
        let schemas = &document["components"]["schemas"];
        for (page, item) in [("RolePage", "Role"), ("FieldErrorPage", "FieldError")] {
            let items = &schemas[page]["properties"]["items"]["items"];
            assert_eq!(items["$ref"], format!("#/components/schemas/{item}"));
            assert!(schemas[item].is_object());
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "nonsense", r#"{"name":"a"} trailing"#] {
            assert_eq!(
                read_json::<Thing>(text.as_bytes()).unwrap_err().code(),
                "malformed_request",
                "{text}"
            );
        }
    }

    #[test]
    fn a_query_names_its_parameter() {
        let error = <PageQuery as QueryString>::read("limit=0").unwrap_err();
        let problem = serde_json::to_value(error.problem("r")).unwrap();
        assert_eq!(problem["errors"][0]["pointer"], "?limit");
        assert_eq!(problem["errors"][0]["detail"], "must be a number from 1 to 200");
        assert!(<PageQuery as QueryString>::read("limit=200").is_ok());
        let error = <PageQuery as QueryString>::read("nonsense=1").unwrap_err();
        let problem = serde_json::to_value(error.problem("r")).unwrap();
        assert_eq!(problem["errors"][0]["pointer"], "?nonsense");
    }
}
