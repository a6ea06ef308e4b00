//! The OpenAPI document in the making.

#[cfg(test)]
mod tests;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use utoipa::{
    ToSchema,
    openapi::{
        ComponentsBuilder, ContentBuilder, HeaderBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder,
        Ref, RefOr, Required, Response, ResponseBuilder, Schema, ServerBuilder,
        header::Header,
        info::LicenseBuilder,
        request_body::{RequestBody, RequestBodyBuilder},
        schema::{ObjectBuilder, Type},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
        tag::{Tag, TagBuilder},
    },
};

use crate::error::{FieldError, Problem};

/// The cookie of the refresh token.
pub const REFRESH_COOKIE: &str = "__Host-navaia-refresh";
pub(crate) const ACCESS_TOKEN_SCHEME: &str = "accessToken";
pub(crate) const REFRESH_COOKIE_SCHEME: &str = "refreshCookie";

/// What holds for every operation.
const DESCRIPTION: &str = "\
The API of Navaia, where AI phone agents answer and make the calls of a business.

**Signing in.** Sign in, and send the access token as a bearer token. It lasts five minutes; the refresh cookie gets \
the next one. All that a token reaches belongs to the business of the person who signed in.

**Errors** are problem details (RFC 9457). Program against `code`, which is one of those that the operation lists; \
`detail` is English for a person. An error 422 with the code `validation_failed` names every wrong field in `errors`, \
each with a code and its figures. Quote `requestId` when you ask for help.

**Absent and null.** An answer leaves out what it does not know, and never holds null for it; lists are always there. \
In an edit, what is left out stays and null clears.

**Edits** name the version that they are made from: send the `ETag` of the record as `If-Match`. If the record was \
changed in between, the answer is 412 and nothing is changed.

**Repeats.** Where an operation takes an `Idempotency-Key`, a request with the same key and body is carried out once \
and answered the same for a day; `Idempotency-Replayed` says of an answer that it was given before.

**Lists** come in pages. Send `nextCursor` as `cursor` with the same filters until it is absent; a page may hold fewer \
than `limit`.

**New members** may appear in answers, and new words in lists of words: pass over what you do not know.";

/// A document in the making.
pub struct Document {
    schemas: BTreeMap<String, RefOr<Schema>>,
    /// The schemas of request bodies.
    inputs: BTreeSet<String>,
    responses: BTreeMap<String, Response>,
    tags: Vec<Tag>,
    pub(crate) paths: PathsBuilder,
    mistakes: Vec<String>,
}

/// A document that must not be published, with each reason.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the OpenAPI document is wrong: {}", .0.join("; "))]
pub struct DocumentError(Vec<String>);

impl Document {
    /// An empty document that knows errors.
    pub fn new() -> Self {
        let mut document = Self {
            schemas: BTreeMap::new(),
            inputs: BTreeSet::new(),
            responses: BTreeMap::new(),
            tags: Vec::new(),
            paths: PathsBuilder::new(),
            mistakes: Vec::new(),
        };
        document.register::<FieldError>();
        document.register::<Problem<'static>>();
        document
    }

    /// Adds a type with all that it holds, and refers to it. A name stands for one schema only: a second, different one
    /// is a mistake of the document.
    pub fn register<T: ToSchema>(&mut self) -> RefOr<Schema> {
        let mut schemas = vec![(T::name().into_owned(), T::schema())];
        T::schemas(&mut schemas);
        for (name, schema) in schemas {
            match self.schemas.get(&name) {
                Some(known) if *known != schema => {
                    self.mistake(format!("two different schemas are called {name}"));
                }
                Some(_) => {}
                None => drop(self.schemas.insert(name, schema)),
            }
        }
        RefOr::Ref(Ref::from_schema_name(T::name()))
    }

    /// Describes a group of operations: those whose function is named after it.
    pub fn tag(&mut self, name: &str, description: &str) {
        self.tags.push(TagBuilder::new().name(name).description(Some(description)).build());
    }

    pub(crate) fn mistake(&mut self, mistake: String) {
        if !self.mistakes.contains(&mistake) {
            self.mistakes.push(mistake);
        }
    }

    /// A body of JSON. `is_accepted` is asked about its examples.
    pub(crate) fn json_body<T: ToSchema>(&mut self, is_accepted: impl Fn(&[u8]) -> bool) -> RequestBody {
        let name = T::name();
        let examples = match T::schema() {
            RefOr::T(Schema::Object(object)) => object.examples,
            RefOr::T(Schema::OneOf(parts)) => parts.examples,
            _ => Vec::new(),
        };
        if examples.is_empty() {
            self.mistake(format!("{name} has no example"));
        }
        for example in &examples {
            if !is_accepted(example.to_string().as_bytes()) {
                self.mistake(format!("an example of {name} is not accepted"));
            }
        }
        let schema = self.register::<T>();
        self.inputs.insert(name.into_owned());
        let content = ContentBuilder::new().schema(Some(schema)).example(examples.into_iter().next());
        RequestBodyBuilder::new()
            .content("application/json", content.build())
            .required(Some(Required::True))
            .build()
    }

    pub(crate) fn any_body() -> RequestBody {
        RequestBodyBuilder::new()
            .content("application/octet-stream", ContentBuilder::new().build())
            .required(Some(Required::True))
            .build()
    }

    /// An answer with JSON and these headers.
    pub fn json_response<T: ToSchema>(&mut self, description: &str, headers: &[&str]) -> Response {
        let schema = self.register::<T>();
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let mut response =
            ResponseBuilder::new().description(description).content("application/json", content);
        for name in headers {
            response = response.header(*name, header(name));
        }
        response.build()
    }

    /// An answer without a body.
    pub fn empty_response(description: &str) -> Response {
        ResponseBuilder::new().description(description).build()
    }

    /// Refers to an answer that several operations share.
    pub(crate) fn shared_response(&mut self, name: String, response: Response) -> Ref {
        let reference = Ref::from_response_name(&name);
        self.responses.insert(name, response);
        reference
    }

    /// The finished document.
    ///
    /// # Errors
    /// A name stands for two schemas, a property or a parameter is not described, a body has no example that is
    /// accepted, or a group of operations is not described although others are.
    pub fn finish(mut self, version: &str) -> Result<OpenApi, DocumentError> {
        let inputs = walk::reachable(&self.schemas, &self.inputs);
        let mistakes = &mut self.mistakes;
        for (name, schema) in &mut self.schemas {
            walk::walk(schema, &mut |schema| {
                if !inputs.contains(name) {
                    walk::without_null(schema);
                }
                if let Some(text) = walk::description(schema) {
                    *text = unwrapped(text);
                    // They are for people who do not know our types.
                    if text.contains('`') {
                        mistakes.push(format!("the description of {name} holds code"));
                    }
                }
            });
        }
        let mut paths = std::mem::take(&mut self.paths).build();
        self.check_properties();
        self.check_operations(&mut paths);
        if !self.mistakes.is_empty() {
            return Err(DocumentError(self.mistakes));
        }
        let components = ComponentsBuilder::new()
            .schemas_from_iter(self.schemas)
            .responses_from_iter(self.responses)
            .security_scheme(ACCESS_TOKEN_SCHEME, access_token())
            .security_scheme(REFRESH_COOKIE_SCHEME, refresh_cookie())
            .build();
        let license = LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0"));
        let info = InfoBuilder::new()
            .title("Navaia")
            .version(version)
            .description(Some(DESCRIPTION))
            .license(Some(license.build()))
            .build();
        let server = ServerBuilder::new().url("/").description(Some("The server of this document.")).build();
        Ok(OpenApiBuilder::new()
            .info(info)
            .servers(Some([server]))
            .tags((!self.tags.is_empty()).then_some(self.tags))
            .paths(paths)
            .components(Some(components))
            .build())
    }

    fn check_properties(&mut self) {
        let says_what_it_is =
            |mut schema: RefOr<Schema>| walk::description(&mut schema).is_some_and(|text| !text.is_empty());
        let is_described = |schema: &RefOr<Schema>| {
            let target = |schema: &RefOr<Schema>| self.schemas.get(&walk::target(schema)?).cloned();
            let mut all = parts(schema).chain([schema.clone()]);
            all.any(|part| target(&part).is_some_and(says_what_it_is) || says_what_it_is(part))
        };
        let mut mistakes = Vec::new();
        for (name, schema) in &self.schemas {
            walk::walk(&mut schema.clone(), &mut |schema| {
                let RefOr::T(Schema::Object(object)) = schema else { return };
                for (property, schema) in &object.properties {
                    if !is_described(schema) {
                        mistakes.push(format!("the property {property} of {name} is not described"));
                    }
                }
            });
        }
        mistakes.into_iter().for_each(|mistake| self.mistake(mistake));
    }

    fn check_operations(&mut self, paths: &mut utoipa::openapi::Paths) {
        for item in paths.paths.values_mut() {
            let operations =
                [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                let id = operation.operation_id.clone().unwrap_or_default();
                for parameter in operation.parameters.iter_mut().flatten() {
                    let RefOr::T(parameter) = parameter else { continue };
                    match parameter.description.as_mut() {
                        Some(text) => *text = unwrapped(text),
                        None => {
                            self.mistake(format!(
                                "the parameter {} of {id} is not described",
                                parameter.name
                            ));
                        }
                    }
                }
                for tag in operation.tags.iter().flatten() {
                    if !self.tags.is_empty() && self.tags.iter().all(|known| known.name != *tag) {
                        self.mistake(format!("the tag {tag} of {id} is not described"));
                    }
                }
            }
        }
    }
}

/// The schema, and those that it offers or puts together.
fn parts(schema: &RefOr<Schema>) -> impl Iterator<Item = RefOr<Schema>> {
    let parts = match schema {
        RefOr::T(Schema::OneOf(parts)) => parts.items.clone(),
        RefOr::T(Schema::AllOf(parts)) => parts.items.clone(),
        RefOr::T(Schema::AnyOf(parts)) => parts.items.clone(),
        other => vec![other.clone()],
    };
    parts.into_iter()
}

/// A comment as text: its lines are joined, its paragraphs stay.
fn unwrapped(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// A header of an answer, with what is known about it. All but `Set-Cookie` and
/// `Idempotency-Replayed` are there whenever the status is.
pub(crate) fn header(name: &str) -> Header {
    let (kind, description) = match name {
        "ETag" => (Type::String, "The version of the record in quotes, to be sent back as If-Match."),
        "Idempotency-Replayed" => {
            (Type::Boolean, "True where the request was carried out before, and this was its answer.")
        }
        "Location" => (Type::String, "The path of the new record."),
        "Retry-After" => (Type::Integer, "Seconds to wait before another try."),
        "Set-Cookie" => (Type::String, "Sets or clears the cookie of the refresh token, where it changes."),
        "WWW-Authenticate" => (Type::String, "The scheme to sign in with: Bearer."),
        "X-Request-Id" => (Type::String, "Names the request in the logs."),
        _ => (Type::String, ""),
    };
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(kind)))
        .description((!description.is_empty()).then_some(description))
        .build()
}

fn access_token() -> SecurityScheme {
    let description = "The access token that signing in and the refresh cookie give.";
    SecurityScheme::Http(
        HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some(description))
            .build(),
    )
}

fn refresh_cookie() -> SecurityScheme {
    let description = "The refresh token, which only the browser keeps. Scripts cannot read it.";
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(REFRESH_COOKIE, description)))
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("schemas", &self.schemas.len()).finish_non_exhaustive()
    }
}
